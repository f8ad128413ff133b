"""The texts of the vocabulary's files with one entry more, or with one that says something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.desk.vocabulary_edits.entry_list import EntryList, Value
from plugins.desk.vocabulary_edits.following import Follower
from plugins.desk.vocabulary_edits.kinds import SHAPES, Entry, entries_of, get, id_of, ids, names
from plugins.desk.vocabulary_edits.spelling import Kind, id_for, level_of
from plugins.faults import Fault
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Forms
from plugins.vocabulary.atlas import atlas
from plugins.vocabulary.gazetteer import UNPLACED
from plugins.vocabulary.model import Place
from plugins.vocabulary.positions import load
from plugins.vocabulary.vocabulary import Vocabulary

#: What is written for "no parent".
_NONE = frozenset(("null", "~", "", "无", "無"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an edit can't be: the field that it is about (``name`` for what was to be renamed), and the fault."""

    field: str
    fault: Fault


class RefusedError(Exception):
    """What was given can't be; nothing was planned. ``problems`` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem.fault) for problem in self.problems))


class Book:
    """One kind's file among the four.

    Args:
        kind: which.
        texts: the texts of all four files, by name.
        vocabulary: what they make.
    """

    def __init__(self, kind: Kind, texts: Mapping[str, str], vocabulary: Vocabulary) -> None:
        self.kind = kind
        self.shape = SHAPES[kind]
        self._texts = texts
        self._was = vocabulary

    def _list(self) -> EntryList:
        return EntryList(self.shape.path, self._texts[self.shape.file])

    def _with(self, entries: EntryList) -> dict[str, str]:
        return {**self._texts, self.shape.file: entries.text}

    # A new entry

    def add(self, given: Mapping[str, Any], forms: Forms) -> tuple[dict[str, str], str]:
        """The texts with a new entry, and its id."""
        entries = self._list()
        parent_id, parent = self._parent(given.get("parent"))
        above = f"{parent_id or UNPLACED}/" if self.kind == "place" else ""
        slug = given.get("id") or self._free_id(forms.hans, above)
        fields: dict[str, Value] = {"id": slug, "hans": forms.hans, "hant": forms.hant}
        if self.kind == "place":
            fields["level"] = given.get("level") or level_of(forms.hans)
            if fields["level"] is None:
                raise self._refused("level", "missing-field", "看不出是哪一级", "写明 level，如 village（村、社区）")
        if self.kind in {"place", "role"}:
            fields["parent"] = parent
        for field in ("aliases", "former", "url"):
            if field in self.shape.fields and given.get(field):
                fields[field] = given[field]
        entries.add(fields, self._last_below(entries, parent_id))
        return self._with(entries), f"{above}{slug}"

    def _free_id(self, hans: str, above: str) -> str:
        known = ids(self._was, self.kind)
        found = id_for(self.kind, hans, ())
        return found if f"{above}{found}" not in known else id_for(self.kind, hans, _Below(known, above))

    def _parent(self, said: Any) -> tuple[str | None, str | None]:
        """The id of a parent, and how the file names it."""
        if said is None or str(said).strip() in _NONE or self.kind not in {"place", "role"}:
            return None, None
        known = id_of(self._was, self.kind, str(said))
        if known is None:
            raise self._refused(
                "parent", "unknown-parent", f"没有可作上级的{self.shape.chinese}“{said}”", "写已有的名称、路径或 id"
            )
        return known, self._was.places.path_name(known) if self.kind == "place" else known

    def _last_below(self, entries: EntryList, parent_id: str | None) -> int | None:
        """The last entry with this parent, or the parent itself: what is alike stands together."""
        if parent_id is None:
            return None
        found = None
        for index, entry in enumerate(entries.entries):
            said = entry.get("parent")
            slug = str(entry.get("id"))
            is_parent = slug == parent_id if self.kind == "role" else parent_id.endswith(f"/{slug}")
            if (isinstance(said, str) and id_of(self._was, self.kind, said) == parent_id) or is_parent:
                found = index
        return found

    # Another name

    def rename(
        self, old: Entry, given: Mapping[str, Any], forms: Forms, *, keep: bool, full_paths: bool
    ) -> tuple[dict[str, str], str]:
        """The texts with an entry that says something else, and its id then.

        Args:
            old: the entry as it is.
            given: what changes.
            forms: its name then.
            keep: whether the old name stays known.
            full_paths: whether other entries that name it do so by its whole path.
        """
        entries = self._list()
        more = {field: list(given.get(field) or ()) for field in ("aliases", "former")}
        if keep and forms != old.forms:
            kept = [
                name for name in dict.fromkeys((old.forms.hans, old.forms.hant)) if name not in (forms.hans, forms.hant)
            ]
            more["former" if self.kind == "place" else "aliases"] += kept
        if old.id in atlas().ids and self.kind == "place":
            return self._correct(entries, old, given, forms, more), old.id
        index = self._index(entries, old)
        slug = given.get("id") or old.id.rpartition("/")[2]
        new_id = slug
        if self.kind == "place":
            new_id = f"{old.id.rpartition('/')[0]}/{slug}"
        if "parent" in given and self.kind in {"place", "role"}:
            parent_id, parent = self._parent(given["parent"])
            entries.set(index, "parent", parent, self.shape.fields)
            new_id = f"{parent_id or UNPLACED}/{slug}" if self.kind == "place" else slug
        values: dict[str, Value] = {"id": slug, "hans": forms.hans, "hant": forms.hant}
        values |= {field: given[field] for field in ("level", "url") if given.get(field) and field in self.shape.fields}
        for field, value in values.items():
            if entries.entries[index].get(field) != value:
                entries.set(index, field, value, self.shape.fields)
        self._more_names(entries, index, more, forms)
        self._rename_references(entries, index, old, new_id, forms, full_paths=full_paths)
        return self._with(entries), new_id

    def _index(self, entries: EntryList, old: Entry) -> int:
        slug = old.id.rpartition("/")[2]
        found = [index for index, entry in enumerate(entries.entries) if entry.get("id") == slug]
        if len(found) > 1 and isinstance(old, Place):
            above = old.parent
            said = (entries.entries[index].get("parent") for index in found)
            parents = [id_of(self._was, "place", one) if isinstance(one, str) else None for one in said]
            found = [index for index, parent in zip(found, parents, strict=True) if parent == above] or found
        return found[0]

    def _correct(
        self, entries: EntryList, old: Entry, given: Mapping[str, Any], forms: Forms, more: Mapping[str, list[str]]
    ) -> dict[str, str]:
        """A place of the shipped gazetteer: its Traditional form and more names are ours to say, nothing else."""
        for field in ("id", "hans", "parent", "level"):
            if given.get(field) and given[field] != (old.forms.hans if field == "hans" else None):
                message = f"“{old.forms.hans}”是自带地名表里的，只能改繁体写法、添别名和曾用名"
                raise self._refused(field, "shipped-place", message, "叫法变了，就添别名或曾用名")
        path = self._was.places.path_name(old.id)
        said = (entry.get("place") for entry in entries.entries)
        known = [
            index for index, one in enumerate(said) if isinstance(one, str) and id_of(self._was, "place", one) == old.id
        ]
        if known:
            index = known[0]
            if forms.hant != old.forms.hant:
                entries.set(index, "hant", forms.hant, ("place", "hant", "aliases", "former", "note"))
            self._more_names(entries, index, more, forms)
        else:
            fields: dict[str, Value] = {"place": path}
            if given.get("hant"):
                fields["hant"] = forms.hant
            fields |= {field: value for field, value in more.items() if value}
            entries.add(fields)
        return self._with(entries)

    def _more_names(self, entries: EntryList, index: int, more: Mapping[str, list[str]], forms: Forms) -> None:
        """Aliases and former names beside those that are there, without what is the name itself now."""
        full = {fold(forms.hans), fold(forms.hant)}
        for field, added in more.items():
            if field not in self.shape.fields:
                continue
            was = entries.entries[index].get(field) or []
            was = [was] if isinstance(was, str) else was
            once = {fold(name): name for name in reversed([*was, *added]) if fold(name) not in full}
            new = list(reversed(once.values()))
            if new != was:
                entries.set(index, field, new, ("place", *self.shape.fields))

    def _rename_references(
        self, entries: EntryList, own: int, old: Entry, new_id: str, forms: Forms, *, full_paths: bool
    ) -> None:
        """What the other entries of the file say of the renamed one; ``own`` is the renamed one's own number."""
        says = self._place_reference(old, new_id, forms, full_paths=full_paths) if isinstance(old, Place) else None
        for index, entry in enumerate(entries.entries):
            for field in ("parent", "place"):
                said = entry.get(field)
                if not isinstance(said, str) or index == own:
                    continue
                new = says(said) if says else new_id if said == old.id else said
                if new != said:
                    entries.set(index, field, new)

    def _place_reference(self, old: Place, new_id: str, forms: Forms, *, full_paths: bool) -> Callable[[str], str]:
        """How a place is named after the renaming, given how it is named in the file."""
        places = self._was.places
        follower = Follower("place", self._was, self._was, old, Place(new_id, old.level, forms, None))
        above, _, slug = new_id.rpartition("/")
        path = f"{places.path_name(above)}/{forms.hans}" if above in places else forms.hans
        old_slug = old.id.rpartition("/")[2]

        def says(said: str) -> str:
            before = id_of(self._was, "place", said)
            if before is None:  # entries also name their parent by its slug
                return slug if said == old_slug else said
            if not follower.is_below(before):
                return said
            below = places.path_name(before).removeprefix(places.path_name(old.id))
            return f"{path}{below}" if full_paths else follower.renamed(said, before, "hans")

        return says

    # What is wrong with it

    def check(self, texts: Mapping[str, str], entry_id: str, *, namesake: bool = False) -> Vocabulary:
        """The vocabulary that new texts make.

        Args:
            texts: the texts of all four files.
            entry_id: the entry that changed.
            namesake: whether another person may have the name.

        Raises:
            ContentError: the texts are at fault.
            RefusedError: another entry has the name, and nobody could tell the two apart.
        """
        will = Vocabulary.of({name: text.removeprefix("\ufeff") for name, text in texts.items()})
        mine = get(will, self.kind, entry_id)
        own = {fold(name): name for name in reversed(names(mine))}
        others = will.places.children(mine.parent) if isinstance(mine, Place) else entries_of(will, self.kind)
        if isinstance(mine, Place) and mine.id in atlas().ids:
            others = ()
        for other in others:
            theirs = (other.forms.hans, other.forms.hant) if isinstance(other, Place) else names(other)
            shared = next((own[key] for name in theirs if (key := fold(name)) in own), None)
            if other.id == entry_id or shared is None or (namesake and self.kind == "person"):
                continue
            raise RefusedError([self._taken(shared, mine, other, texts)])
        return will

    def _taken(self, name: str, mine: Entry, other: Entry, texts: Mapping[str, str]) -> Problem:
        entries = EntryList(self.shape.path, texts[self.shape.file])
        slug = other.id.rpartition("/")[2]
        line = next((entries.line(at) for at, one in enumerate(entries.entries) if one.get("id") == slug), 1)
        help_text = "换一个名称"
        if self.kind == "person":
            help_text = (
                f"若是同名的另一个人，写明 id，例如 {id_for('person', mine.forms.hans, ids(self._was, 'person'))}"
            )
        message = f"“{name}”已经是{self.shape.chinese}“{other.forms.hans}”（{other.id}）的名称"
        field = "hans" if name in (mine.forms.hans, mine.forms.hant) else "aliases"
        return Problem(field, Fault(self.shape.path, line, 1, "name-taken", message, help_text))

    def problems(self, faults: Iterable[Fault], texts: Mapping[str, str]) -> list[Problem]:
        """Faults of planned texts, each with the field that it stands at."""
        positions = load(texts[self.shape.file].removeprefix("\ufeff")).positions
        at = {where: str(path[-1]) for path, where in positions.items() if len(path) == 2}  # noqa: PLR2004 (an entry's field)
        return [Problem(at.get((fault.line, fault.column), "id"), fault) for fault in faults]

    def _refused(self, field: str, code: str, message: str, help_text: str) -> RefusedError:
        return RefusedError([Problem(field, Fault(self.shape.path, 1, 1, code, message, help_text))])


class _Below:
    """Slugs below a place, as they stand behind its id."""

    def __init__(self, known: Any, above: str) -> None:
        self._known, self._above = known, above

    def __contains__(self, slug: object) -> bool:
        return f"{self._above}{slug}" in self._known
