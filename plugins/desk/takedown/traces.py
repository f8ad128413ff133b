"""Take what a story left around it out of the content folder: raw inputs, images, decisions, sentences lent to the glossary, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from plugins.desk.edits import Edits
from plugins.desk.importing.known import MEMORY
from plugins.desk.review.decisions import NAME as DECISIONS
from plugins.desk.review.items import CLOSE, OPEN
from plugins.desk.takedown.around import Around, sentences
from plugins.desk.vocabulary_edits.entry_list import EntryList
from plugins.desk.vocabulary_edits.kinds import SHAPES
from plugins.hanzi import glossary
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.read import twin_path
from plugins.vocabulary import moved

_RAW = "raw"
_IMAGE = re.compile(r"images/[^\s()<>\"'\]]+")
_SOURCE, _EXAMPLE, _EXCEPTION = 1, 3, 5


def former_ids(edits: Edits, story_id: str) -> list[str]:
    """A story's id, and those that it had before."""
    known, _ = moved.Moved.read(edits.read(moved.NAME) or "")
    before = known.before(f"stories/{story_id}/")
    return [story_id, *(path.split("/")[1] for path in before if path.count("/") == 2)]  # noqa: PLR2004 (stories/ID/)


def twins(edits: Edits, path: str) -> list[str]:
    """The hand-written twins of a story that there are."""
    return [one for script in SCRIPTS if edits.read_bytes(one := twin_path(path, script)) is not None]


def raw_inputs(content: Path, ids: Iterable[str]) -> list[str]:
    """What a story was imported from."""
    found = (file for story_id in ids for file in (content / _RAW).glob(f"{story_id}.*") if file.is_file())
    return sorted(file.relative_to(content).as_posix() for file in found)


def memory(content: Path) -> list[Path]:
    """What import remembers of all texts, to know them again; it is made again when it is missing."""
    folder = content / _RAW
    return sorted(folder.glob(f"{MEMORY}*")) if folder.is_dir() else []


def own_images(content: Path, texts: Iterable[str], ids: Iterable[str], around: Around) -> list[str]:
    """The images that a story shows, or that came with it, and that nothing else shows."""
    shown = {found[0] for text in texts for found in _IMAGE.finditer(text)}
    came = re.compile(rf"(?:{'|'.join(map(re.escape, ids))})-\d+\.\w+")
    folder = content / "images"
    if folder.is_dir():
        shown.update(f"images/{file.name}" for file in folder.iterdir() if came.fullmatch(file.name))
    return sorted(image for image in shown if (content / image).is_file() and not around.uses(image))


def drop_decisions(edits: Edits, ids: Collection[str], words: re.Pattern[str] | None = None) -> None:
    """Forget what was decided about a story's conversion, for each decision holds a clause of it.

    Args:
        edits: the changes.
        ids: the story's ids.
        words: only what was decided where these folded words stand; None for everything.
    """

    def goes(cells: list[str]) -> bool:
        bare = fold("\t".join(cells)).replace(OPEN, "").replace(CLOSE, "")
        return cells[0] in ids and (words is None or words.search(bare) is not None)

    _keep_rows(edits, DECISIONS, lambda cells: not goes(cells))


def drop_people(edits: Edits, people: Mapping[str, Collection[str]], around: Around) -> None:
    """Take people whom nothing else names out of the register, and the addresses that led to them.

    Args:
        edits: the changes.
        people: the names of each, by id.
        around: everything but the story.
    """
    path = SHAPES["person"].path
    text = edits.read(path) or ""
    entries = EntryList(path, text)
    known = {str(entry.get("id")): (index, set(_names(entry))) for index, entry in enumerate(entries.entries)}
    named = {one: {*names, *(known[one][1] if one in known else ())} for one, names in people.items()}
    gone = {one for one, names in named.items() if not around.is_named(names)}
    for index in sorted((known[one][0] for one in gone if one in known), reverse=True):
        entries.remove(index)
    if entries.text != text:
        edits.write(path, entries.text)
    addresses = {f"people/{one}/" for one in gone}
    _keep_rows(edits, moved.NAME, lambda cells: not addresses.intersection(cells))


def _names(entry: dict[str, object]) -> Iterator[str]:
    aliases = entry.get("aliases") or []
    for name in (entry.get("hans"), entry.get("hant"), *(aliases if isinstance(aliases, list) else [aliases])):
        if isinstance(name, str):
            yield name


def drop_examples(edits: Edits, texts: Iterable[str]) -> None:
    """Take sentences of a story out of the glossary."""
    whole = "\n".join(map(fold, texts))
    own = {piece for said in texts for piece in sentences(said)}

    def lent(cell: str) -> bool:
        said = fold(cell).strip("。！？；，")
        return bool(sentences(cell)) and (said in whole or any(piece in said for piece in own))

    drop_sentences(edits, lent)


def drop_sentences(edits: Edits, goes: Callable[[str], bool]) -> None:
    """Take sentences out of the glossary: the word itself serves as its example."""
    text = edits.read(glossary.NAME)
    if text is None:
        return
    rows = text.split("\n")
    for number, row in enumerate(rows):
        cells = row.rstrip("\r").split("\t")
        if len(cells) <= _EXAMPLE or row.startswith("#"):
            continue
        for at in range(_EXAMPLE, len(cells)):
            if goes(cells[at]):
                cells[at] = "" if at == _EXCEPTION else cells[_SOURCE]
        rows[number] = "\t".join(cells) + ("\r" if row.endswith("\r") else "")
    if (changed := "\n".join(rows)) != text:
        edits.write(glossary.NAME, changed)


def _keep_rows(edits: Edits, path: str, keep: Callable[[list[str]], bool]) -> None:
    """Drop the lines of a table, whose cells are kept apart by tabs, that are not to be kept."""
    text = edits.read(path)
    if text is None:
        return
    rows = text.split("\n")
    kept = [row for row in rows if not row.strip() or keep([cell.strip() for cell in row.split("\t")])]
    if kept != rows:
        edits.write(path, "\n".join(kept))
