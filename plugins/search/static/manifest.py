"""What the static index is made of by now: the manifest that browsers read, and the state that the next build reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from plugins.search import ranking
from plugins.search.static.packing import as_json
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
        base: the catalogue of the base, as ``index.catalogue_as_json`` gives it.
        language: the file of the language, and the digest of what it was made from.
        changes: the file of what the catalogue has by now that the base's has not; "" for none.
        dead: for each segment the numbers of the stories that no longer count.
        longest: the length of the longest word of the archive.
    """

    segments: tuple[Segment, ...]
    base: Mapping[str, Any]
    language: tuple[str, str]
    changes: str
    dead: tuple[tuple[int, ...], ...]
    longest: int

    def manifest(self) -> bytes:
        """What browsers read first."""
        return as_json(
            {
                **stamp(),
                "language": self.language[0],
                "changes": self.changes or None,
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
        return {segment.name for segment in self.segments} | {self.language[0], self.changes} - {""}

    def state(self) -> bytes:
        """What the next build reads."""
        segments = [_plain(segment) for segment in self.segments]
        return as_json({"stamp": stamp(), **_plain(self), "segments": segments})


def read_state(path: Path) -> Made | None:
    """What the last build made; None where there was none, or where another version made it."""
    try:
        state = json.loads(path.read_bytes())
        if state.pop("stamp") != stamp():
            return None
        segments = [
            Segment(one["name"], _tuples(one["stories"]), one["shards"], one["people"]) for one in state.pop("segments")
        ]
        language = (state["language"][0], state["language"][1])
        return Made(**state | {"segments": tuple(segments), "language": language, "dead": _tuples(state["dead"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _plain(record: Made | Segment) -> dict[str, Any]:
    """The fields of a record; ``asdict`` would copy the rows of every story, which takes longer than all the rest."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _tuples(rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return tuple(map(tuple, rows))
