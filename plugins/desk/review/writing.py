"""A way to decide, written where it belongs: tried on the story and on those with the same word first, shown, then made.

::

    plan = write(review, reviewed, item, way)
    plan.edits.diff(), plan.changed      # show what is written, and the sentences that come out otherwise
    plan.edits.apply()                   # all or nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.desk.edits import Edits
from plugins.desk.files import StoryFile
from plugins.desk.review import items
from plugins.desk.review.items import Item, Kind, Way
from plugins.desk.review.lock import Change, Text, changed_sentences
from plugins.desk.review.review import Review, Reviewed, subject_of, texts_of
from plugins.desk.review.subject import Subject
from plugins.desk.review.ways import marked_field, passage_of
from plugins.desk.vocabulary_edits.plan import RefusedError, add
from plugins.faults import Fault
from plugins.hanzi import glossary
from plugins.hanzi.fold import is_han
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.lexicon import Lexicon
from plugins.stories.prepare import Preparer
from plugins.stories.read import is_twin, twin_path
from plugins.vocabulary.vocabulary import FILES, Vocabulary

#: So many other files are converted to see what a line for the whole site changes.
_MOST_OTHERS = 200
_ANCHOR = "p-"
#: What marks and lists are written with; no word has it.
_SIGNS = frozenset("{}|")


class NotWrittenError(Exception):
    """A way that does not lead there; ``words`` says why, in an editor's words. Nothing was planned."""

    def __init__(self, *words: str) -> None:
        super().__init__(*words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Written:
    """A decision that is ready to be shown and made.

    Attributes:
        edits: the changes of files.
        changed: the sentences of the archive that come out otherwise.
        unseen: how many more files have the word and were not looked at.
        moves_anchor: whether a paragraph that readers may link to has another anchor; the old one goes on leading there.
    """

    edits: Edits
    changed: tuple[Change, ...]
    unseen: int
    moves_anchor: bool = False


def write(review: Review, reviewed: Reviewed, item: Item, way: Way) -> Written:
    """Plan to write a way to decide an item.

    Args:
        review: the archive on the desk.
        reviewed: the story.
        item: one of its items.
        way: one of the ways to decide it, or such a one with another word and form.

    Raises:
        NotWrittenError: it would change nothing, would be at fault, or the item would be asked again.
        ContentError: the vocabulary is at fault.
    """
    if _SIGNS.intersection(way.word + way.form):
        raise NotWrittenError("写法里不能有 { } |：它们是标记用的。")
    if way.kind in {"here", "story", "site"} and way.form == _now(reviewed.subject, item, way):
        raise NotWrittenError("现在就是这样写的；要确认它，回到上一页点“对”。")
    edits = _planned(review, reviewed.subject, item, way)
    preparer = review.preparer
    if way.kind in {"site", "register"}:
        preparer = review.preparing(_lexicon(edits))
    moves_anchor = _keep_anchor(preparer, edits, reviewed.subject, item)
    after = _read(preparer, edits, item.path)
    if _asks_again(review, reviewed.subject, after, item):
        raise NotWrittenError(f"这样写，这一处还是“{item.result}”，还会再问：换一个词，或只改这一处。")
    others = list(_with_word(review, way.word, item.path)) if way.kind in {"site", "register"} else []
    changed: list[Change] = []
    for path in [item.path, *others[:_MOST_OTHERS]]:
        changed += _changes(_texts(review.preparer, Edits(review.content), path), _texts(preparer, edits, path))
    if not changed and way.kind in {"here", "story", "site"}:
        raise NotWrittenError("这样写，没有一句会改变：看看词写得对不对。")
    return Written(edits, tuple(changed), max(0, len(others) - _MOST_OTHERS), moves_anchor)


def _now(subject: Subject, item: Item, way: Way) -> str:
    """What the edition says now for the word of a way, where it stands around the item."""
    passage = passage_of(subject, item)
    end = item.start + len(item.source)
    at = passage.unit.plain.find(way.word, max(0, end - len(way.word)))
    if not way.word or not 0 <= at <= item.start:
        raise NotWrittenError(f"“{way.word}”不是这一处的词：要照原文写，并包括“{item.source}”。")
    return passage.alignment.text(at, at + len(way.word))


# Into the files


def _planned(review: Review, subject: Subject, item: Item, way: Way) -> Edits:
    """The changes alone, not tried."""
    if way.kind == "register":
        return _registered(review, subject, item, way)
    edits = Edits(review.content)
    if way.kind == "site":
        text = edits.read(glossary.NAME) or "\t".join(glossary.COLUMNS)
        end = "\r\n" if "\r\n" in text else "\n"
        edits.write(glossary.NAME, "".join((text.rstrip("\r\n"), end, way.line, end)))
        return edits
    file = StoryFile(item.path, edits.read(item.path) or "")
    writers: Mapping[Kind, Callable[[StoryFile, Subject, Item, Way], None]] = {
        "here": _mark,
        "story": _rule,
        "people": _person,
    }
    writers[way.kind](file, subject, item, way)
    edits.write(item.path, file.text())
    return edits


def _mark(file: StoryFile, subject: Subject, item: Item, way: Way) -> None:
    passage = passage_of(subject, item)
    if field := subject.field(item.where):
        file.set(".".join(map(str, field)), marked_field(passage, item.start, item.start + len(item.source), way.form))
        return
    lines = subject.story.body.split("\n")
    number, column = item.line - subject.story.body_line, item.column - 1
    if not lines[number][column:].startswith(item.source):
        raise NotWrittenError(f"程序找不准这一处在正文的哪里，请自己写：{way.line}")
    mark = items.mark(item.source, way.form, passage.unit.script)
    lines[number] = f"{lines[number][:column]}{mark}{lines[number][column + len(item.source) :]}"
    file.body = "\n".join(lines)


def _rule(file: StoryFile, _subject: Subject, _item: Item, way: Way) -> None:
    file.set("convert", {**(file.get("convert") or {}), way.word: way.form})


def _person(file: StoryFile, subject: Subject, item: Item, way: Way) -> None:
    """List somebody, or write both forms of somebody who is listed."""
    script = subject.story.script
    sides = {"hans": way.word, "hant": way.form} if script == "hans" else {"hans": way.form, "hant": way.word}
    listed = file.get("people") or []
    people: list[Any] = listed if isinstance(listed, list) else [listed]
    names = [one.forms.in_script(script) for one in subject.story.people]
    if item.source in names:
        at = names.index(item.source)
        entry = people[at] if isinstance(people[at], dict) else {"name": people[at]}
        file.set("people", [*people[:at], {**entry, **sides}, *people[at + 1 :]])
    else:
        is_plain = way.line == f"- {way.word}"  # the other form is the one that would be proposed
        file.set("people", [*people, way.word if is_plain else {"name": way.word, **sides}])


def _registered(review: Review, subject: Subject, item: Item, way: Way) -> Edits:
    script = subject.story.script
    mention = next(one for one in subject.story.people if one.forms.in_script(script) == item.source)
    hans, hant = (way.word, way.form) if script == "hans" else (way.form, way.word)
    try:
        return add(review.content, "person", {"id": mention.id, "hans": hans, "hant": hant}, review.style).edits
    except RefusedError as error:
        raise NotWrittenError(*(str(problem.fault) for problem in error.problems)) from error


# What comes of it


def _lexicon(edits: Edits) -> Lexicon:
    """The editors' words with the changes made."""
    words, found = Glossary.of(edits.read(glossary.NAME) or "")
    if errors := [fault for fault in found if fault.severity == "error"]:
        raise NotWrittenError(*map(_said, errors))
    files = {name: (edits.read(f"vocabulary/{name}.yaml") or "").removeprefix("\ufeff") for name in FILES}
    return Lexicon(Vocabulary.of(files), words)


def _said(fault: Fault) -> str:
    return "；".join(filter(None, (fault.message, fault.help)))


def _twin(edits: Edits, path: str) -> tuple[str, str] | None:
    found = ((twin, edits.read(twin)) for script in SCRIPTS if (twin := twin_path(path, script)))
    return next(((twin, text) for twin, text in found if text is not None), None)


def _read(preparer: Preparer, edits: Edits, path: str) -> Subject:
    text, twin = edits.read(path) or "", _twin(edits, path)
    subject = subject_of(preparer, path, text, twin)
    done = preparer.prepare_text(path, text, twin)
    if subject is None or done.facts is None:
        raise NotWrittenError(*(_said(fault) for fault in done.faults if fault.severity == "error"))
    return subject


def _keep_anchor(preparer: Preparer, edits: Edits, subject: Subject, item: Item) -> bool:
    """A mark gives its paragraph another anchor: what leads to the old one of a published story goes on doing so."""
    if not item.where.startswith(_ANCHOR) or subject.story.status != "published":
        return False
    after = _read(preparer, edits, item.path)
    moved = {
        was.unit.where: now.unit.where
        for was, now in zip(subject.passages, after.passages, strict=False)
        if was.unit.where != now.unit.where and was.unit.plain == now.unit.plain
    }
    if moved:
        file = StoryFile(item.path, edits.read(item.path) or "")
        file.set("anchors", {**(file.get("anchors") or {}), **moved})
        edits.write(item.path, file.text())
    return bool(moved)


def _asks_again(review: Review, before: Subject, after: Subject, item: Item) -> bool:
    """Whether the place is still an item afterwards."""
    wheres = [passage.unit.where for passage in before.passages]
    where = after.passages[wheres.index(item.where)].unit.where if item.where in wheres else item.where
    return any((one.key, one.where, one.start) == (item.key, where, item.start) for one in review.undecided(after))


def _texts(preparer: Preparer, edits: Edits, path: str) -> list[Text]:
    return list(texts_of(preparer.prepare_text(path, edits.read(path) or "", _twin(edits, path))))


def _changes(before: Iterable[Text], after: Iterable[Text]) -> Iterator[Change]:
    """The sentences that come out otherwise, although they are written as they were."""
    for (story, where, source, was), (_, _, same, now) in zip(before, after, strict=False):
        if source == same and was != now:
            yield from changed_sentences(story, where, source, was, now)


def _with_word(review: Review, word: str, but: str) -> Iterator[str]:
    """The other stories and pages in which a word stands, markup between its characters aside."""
    wanted = _letters(word)
    for folder in ("stories", "pages"):
        for file in sorted((review.content / folder).rglob("*.md")):
            path = file.relative_to(review.content).as_posix()
            if path != but and not is_twin(path) and wanted in _letters(file.read_text("utf-8", "replace")):
                yield path


def _letters(text: str) -> str:
    return "".join(filter(is_han, text))
