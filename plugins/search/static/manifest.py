"""What the static index is made of by now: the manifest that browsers read, and the state that the next build reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from plugins.search import ranking
from plugins.search.plain import as_json
from plugins.search.static.catalogue import Base
from plugins.search.static.segment import Segment, stamp

MANIFEST: Final = "manifest.json"
_CONSTANTS: Final = (
    "K1 TITLE SUMMARY BODY NAMES B_TITLE B_SUMMARY B_BODY WORD_BONUS NEAR NEAR_HALF".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Made:
    """A state of the static index.

    Attributes:
        segments: the base first.
        base: the catalogue of the base.
        language: the file of the language, and the digest of what it was made from.
        changes: the file of what the catalogue has by now that the base's has not ("" for none), and the digest of that catalogue.
        dead: for each segment the numbers of the stories that no longer count.
        longest: the length of the longest word of the archive.
    """

    segments: tuple[Segment, ...]
    base: Base
    language: tuple[str, str]
    changes: tuple[str, str]
    dead: tuple[tuple[int, ...], ...]
    longest: int

    def manifest(self) -> bytes:
        """What browsers read first."""
        return as_json(
            {
                **stamp(),
                "language": self.language[0],
                "changes": self.changes[0] or None,
                "longest": self.longest,
                "ranking": {name: getattr(ranking, name) for name in _CONSTANTS},
                "segments": [
                    {"name": segment.name, "shards": segment.shards, "people": segment.people, "dead": dead}
                    for segment, dead in zip(self.segments, self.dead, strict=True)
                ],
            }
        )

    def names(self) -> set[str]:
        """Every file and folder beside the manifest."""
        return {segment.name for segment in self.segments} | {self.language[0], self.changes[0]} - {""}

    def state(self) -> bytes:
        """What the next build reads: the digest of all that follows, a line of JSON, the base's catalogue, a line for each story.

        Stories are many and their rows plain, and lines are read and written several times faster than JSON.
        """
        head = {
            "stamp": stamp(),
            "segments": [[one.name, len(one.stories), one.shards, one.people] for one in self.segments],
            "ids": self.base.ids,
            "language": self.language,
            "changes": self.changes,
            "dead": self.dead,
            "longest": self.longest,
        }
        rows = ("\t".join(row) + "\n" for segment in self.segments for row in segment.stories)
        body = b"\n".join([as_json(head), self.base.data, "".join(rows).encode()])
        return sha256(body).hexdigest().encode() + b"\n" + body


def read_state(path: Path) -> Made | None:
    """What the last build made; None where there was none, where another version made it, or where it is damaged."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if sha256(body).hexdigest().encode() != digest:
        return None
    head, base, lines = body.split(b"\n", 2)
    known = json.loads(head)
    if known["stamp"] != stamp():
        return None
    rows = (_row(*line.split("\t")) for line in lines.decode().split("\n") if line)
    return Made(
        segments=tuple(
            Segment(name, tuple(islice(rows, size)), shards, people) for name, size, shards, people in known["segments"]
        ),
        base=Base(known["ids"], base),
        language=_pair(*known["language"]),
        changes=_pair(*known["changes"]),
        dead=tuple(map(tuple, known["dead"])),
        longest=known["longest"],
    )


def _row(id_: str, digest: str, first: str, last: str) -> tuple[str, str, str, str]:
    return id_, digest, first, last


def _pair(name: str, made_from: str) -> tuple[str, str]:
    return name, made_from
