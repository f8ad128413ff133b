"""The list of stories and drafts: what each is, what it lacks, and finding one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from plugins.desk.web.fields import FIELDS
from plugins.desk.web.placing import NAMED, field_of
from plugins.desk.web.workplace import Archive, Workplace
from plugins.faults import Fault
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.glance import glance
from plugins.stories.read import is_twin, twin_path
from plugins.stories.tombstone import WITHDRAWN

_PAGE = 50
_OPENING = 40
_MISSING = frozenset(("missing-field", "empty-field"))
#: What may be shown, and what an editor calls it.
SHOWS: Mapping[str, str] = {
    "": "全部",
    "draft": "草稿",
    "faults": "有错误",
    "warnings": "有提醒",
    "withdrawn": "已撤下",
}
#: In what order, and what an editor calls it.
SORTS: Mapping[str, str] = {
    "": "要做的在前",
    "changed": "最近改过的在前",
    "when": "按事情的时间",
    "added": "最近收录的在前",
}


def rows(workplace: Workplace, *, q: str, show: str, sort: str, page: str, done: str) -> dict[str, Any]:
    """The data of the list: one page of it.

    Args:
        workplace: the desk.
        q: words that must stand in title, id, places or people, in either script.
        show: a key of :data:`SHOWS`.
        page: the number of the page.
        done: what an editor just did.
        sort: a key of :data:`SORTS`.
    """
    archive = workplace.archive()
    everything = [_row(workplace, archive, path) for path in _paths(workplace)]
    words = fold(q).split()
    found = [one for one in everything if all(word in one["text"] for word in words)]
    counts = {key: sum(_is_shown(one, key) for one in found) for key in SHOWS}
    chosen = [one for one in found if _is_shown(one, show if show in SHOWS else "")]
    chosen.sort(key=_order(sort, workplace))
    last = max(1, -(-len(chosen) // _PAGE))
    number = min(max(1, int(page) if page.isdecimal() and page.isascii() else 1), last)
    return {
        "stories": chosen[(number - 1) * _PAGE : number * _PAGE],
        "total": len(everything),
        "reading": not archive.facts and not archive.faults and bool(everything),
        "counts": counts,
        "shows": SHOWS,
        "q": q,
        "show": show if show in SHOWS else "",
        "number": number,
        "last": last,
        "done": done,
        "sort": sort if sort in SORTS else "",
        "sorts": SORTS,
    }


def called(workplace: Workplace, story_id: str) -> dict[str, Any]:
    """What an editor knows a story by, for the pages that ask whether this one is meant.

    Args:
        workplace: the desk.
        story_id: the story's id; there may be no such story.

    Returns:
        ``story`` (the id), ``title`` (empty where there is none) and ``shared`` (whether another story has the same title).
    """
    archive = workplace.archive()
    everything = [_row(workplace, archive, path) for path in _paths(workplace)]
    title = next((one["title"] for one in everything if one["id"] == story_id), "")
    return {"story": story_id, "title": title, "shared": sum(one["title"] == title for one in everything) > 1}


def _order(sort: str, workplace: Workplace) -> Callable[[Mapping[str, Any]], Any]:
    """What rows are put in order by."""
    if sort == "changed":
        return lambda one: (-_changed(workplace, one["path"]), one["path"])
    if sort == "when":
        return lambda one: (one["first_day"], one["path"])
    if sort == "added":
        return lambda one: (_newest(one["added"]), one["path"])
    return lambda one: (one["status"] != "draft", not one["errors"], _newest(one["added"]), one["path"])


def _changed(workplace: Workplace, path: str) -> float:
    try:
        return (workplace.content / path).stat().st_mtime
    except OSError:
        return 0


def _newest(day: str) -> tuple[int, ...]:
    """Sorts days from the newest."""
    return tuple(-ord(character) for character in day)


def _paths(workplace: Workplace) -> list[str]:
    folder = workplace.content / "stories"
    found = (path.relative_to(workplace.content).as_posix() for path in folder.rglob("*.md"))
    return sorted(path for path in found if not is_twin(path) and "/." not in path)


def _row(workplace: Workplace, archive: Archive, path: str) -> dict[str, Any]:
    facts = archive.facts.get(path)
    faults: list[Fault] = list(archive.faults.get(path, ()))
    for script in SCRIPTS:
        faults += archive.faults.get(twin_path(path, script), ())
    row: dict[str, Any] = {"path": path, "opening": "", "read": True, **_lacking(faults)}
    if facts and "editions" in facts:
        title = facts["editions"][facts["script"]]["title"]
        row |= {
            "id": facts["id"],
            "title": title,
            "status": facts["status"],
            "when": facts.get("when", ""),
            "first_day": facts.get("first", ""),
            "added": facts.get("added") or facts[WITHDRAWN],
        }
        places, people = facts.get("places", ()), (one["hans"] for one in facts["people"])
        row["text"] = fold(" ".join([title, facts["id"], *places, *people]))
        return row
    # Not read yet, or at fault: what its own lines say.
    try:
        data = (workplace.content / path).read_bytes()
    except OSError:
        data = b""
    seen = glance(data)
    row |= {
        "id": seen.id or "",
        "title": seen.title,
        "status": seen.status,
        "when": "",
        "first_day": "",
        "added": "9999",
    }
    row["opening"] = "" if seen.title else _opening(data)
    row["text"] = fold(f"{seen.title} {seen.id} {path}")
    row["read"] = path in archive.faults
    return row


#: What the fields are called, in the order of the form.
_LABELS = tuple(one.label for field in FIELDS for one in (field, *field.inner))


def _lacking(faults: Sequence[Fault]) -> dict[str, Any]:
    """What is wrong with a story in an editor's words: the fields that it lacks, and the first of everything else."""
    wrong = [fault for fault in faults if fault.severity == "error"]
    named = [found[1] for fault in wrong if fault.code in _MISSING and (found := NAMED.search(fault.message))]
    lacks = [field.label for name in named if (field := field_of(name))]
    others = [fault for fault in faults if not (fault.severity == "error" and fault.code in _MISSING)]
    first = min(others, key=lambda fault: (fault.severity != "error", fault), default=None)
    return {
        "errors": len(wrong),
        "warnings": len(faults) - len(wrong),
        "lacks": sorted(set(lacks), key=_LABELS.index),
        "first": first.message if first else "",
    }


def _opening(data: bytes) -> str:
    """The first words of a text that has no title; a quotation before them is the importer's."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    body = text.partition("\n---\n")[2] or text
    lines = (line.strip() for line in body.split("\n"))
    return next((line[:_OPENING] for line in lines if line and not line.startswith((">", "---", "#"))), "")


def _is_shown(row: Mapping[str, Any], show: str) -> bool:
    if show == "faults":
        return bool(row["errors"])
    if show == "warnings":
        return bool(row["warnings"])
    return not show or row["status"] == show
