"""One segment: a folder of files that never change, named by the digest of what is in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from plugins.hanzi.fold import FOLD_VERSION
from plugins.hanzi.scripts import SCRIPTS, Script, other
from plugins.search.analysis import ANALYSIS_VERSION, fold_line
from plugins.search.folded import FIELD_END
from plugins.search.plain import as_json
from plugins.search.static.catalogue import Base, packed
from plugins.search.static.columns import PEOPLE, TAGS, Card, Key, columns, order, people_column
from plugins.search.static.packing import deflated
from plugins.search.static.people import write_names
from plugins.search.static.postings import Fields, Postings
from plugins.search.static.shards import BASE_SHARD, LATER_SHARD

#: Changes whenever a file of the static index, or what a browser makes of it, changes.
FORMAT: Final = 2

#: How many stories' texts stand in one folder.
TEXTS_A_FOLDER: Final = 250

#: Quotation marks, which every edition writes in its own way. What differs in these alone is not searched twice; for runs
#: with a quotation mark inside, the browser looks at the texts of both editions (``runs.js``).
_QUOTES = str.maketrans("“”‘’「」『』", '"' * 8)


def stamp() -> dict[str, object]:
    """What the segments must have been made by to be used again."""
    return {"format": FORMAT, "fold": FOLD_VERSION, "analysis": ANALYSIS_VERSION}


@dataclass(frozen=True, slots=True)
class Story:
    """A story as the index holds it: its card, its folded fields joined, its editions (None where there is none), its words."""

    card: Card
    folded: str
    editions: Mapping[Script, Any]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as the manifest and the state have it.

    Attributes:
        name: its folder.
        stories: id, digest, and the first and the last day of each story, in order.
        shards: how many shards there are of each kind of posting.
        people: how many bytes it takes to know who is in its stories.
    """

    name: str
    stories: tuple[tuple[str, str, str, str], ...]
    shards: Mapping[str, int]
    people: int

    def before(self, key: Key) -> int:
        """How many of its stories stand before another one."""
        return bisect_left(self.stories, key, key=lambda row: order({"id": row[0], "first": row[2], "last": row[3]}))


def write_segment(folder: Path, stories: Iterable[Story], base: Base, earlier: Sequence[Segment]) -> Segment:
    """Write a segment into an empty folder beside its place; the caller moves it to ``name``.

    Args:
        folder: where to; made.
        stories: in order.
        base: the catalogue of the base; written with the segment where that is the base itself.
        earlier: the segments that it comes after; none for a base.
    """
    cards: list[Card] = []
    postings = Postings()
    seen = sha256(as_json(stamp()))
    for number, story in enumerate(stories):
        postings.add(number, _fields(story.folded), story.words)
        cards.append({**story.card, "other": _differs(story.editions, story.card["script"])})
        _write_texts(folder, number, story)
        seen.update(as_json([story.card["id"], story.card["digest"]]))
    keys = list(map(order, cards))
    files = {
        "columns": columns(cards, base.ids, [list(map(segment.before, keys)) for segment in earlier]),
        "people": people_column(cards, base.ids),
    }
    shards = {"names": 0}
    folder.mkdir(parents=True, exist_ok=True)
    if not earlier:
        catalogue = base.catalogue
        shards["names"], marked = write_names(folder / "names", catalogue[PEOPLE], [card[PEOPLE] for card in cards])
        postings.mark_names(marked)
        files["catalogue"] = bytearray(as_json({kind: packed(catalogue[kind]) for kind in TAGS}))
        files["names"] = bytearray(as_json({PEOPLE: packed(catalogue[PEOPLE])}))
    for name, data in files.items():
        (folder / f"{name}.bin").write_bytes(deflated(data))
        seen.update(data)
    return Segment(
        name=seen.hexdigest()[:16],
        stories=tuple((card["id"], card["digest"], card["first"], card["last"]) for card in cards),
        shards=shards | postings.write(folder, LATER_SHARD if earlier else BASE_SHARD),
        people=sum(path.stat().st_size for name in ("people", "names") if (path := folder / f"{name}.bin").exists()),
    )


def _fields(folded: str) -> Fields:
    """The folded fields, without what of the other edition differs in quotation marks alone."""
    title, summary, body, *twin = folded.split(FIELD_END)
    known = {_unquoted(block) for block in body.split("\n")}
    blocks = [block for block in twin[2].split("\n") if _unquoted(block) not in known]
    return (
        title,
        summary,
        body,
        twin[0] if _unquoted(twin[0]) != _unquoted(title) else "",
        twin[1] if _unquoted(twin[1]) != _unquoted(summary) else "",
        "\n".join(blocks),
    )


def _unquoted(text: str) -> str:
    return text.translate(_QUOTES)


def _differs(texts: Mapping[Script, Any], script: Script) -> bool:
    """Whether some block of the other edition folds to something else than the same of the original, marks aside."""
    twin = texts[other(script)]
    return twin is not None and _folded(twin) != _folded(texts[script])


def _folded(text: Sequence[Any]) -> list[Any]:
    title, summary, blocks = text
    parts = [(None, title), (None, summary), *blocks]
    return [(anchor, _unquoted(fold_line(part))) for anchor, part in parts]


def _write_texts(folder: Path, number: int, story: Story) -> None:
    """Write each edition as it is shown, with what a hit says of the story."""
    texts = folder / "texts" / str(number // TEXTS_A_FOLDER)
    texts.mkdir(parents=True, exist_ok=True)
    card = story.card
    for script, ends in zip(SCRIPTS, card["ends"], strict=True):
        title, summary, blocks = story.editions[script] or story.editions[card["script"]]
        shown = {"id": card["id"], "url": card["url"], "date": card["date"], "script": card["script"]}
        shown |= {"title": title, "summary": summary, "blocks": blocks} | ({"ends": ends} if ends else {})
        (texts / f"{number}.{script}.bin").write_bytes(deflated(as_json(shown)))
