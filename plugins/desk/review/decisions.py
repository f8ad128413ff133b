"""Decisions: places where an editor looked and found that what the converter says is right.

``content/vocabulary/decisions.tsv``, one a line, sorted, so that two editors' files can be merged. A decision holds for
a story and a clause; it does not change the conversion, it only says that nobody needs to be asked again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.desk.review.items import CLOSE, OPEN, Item, key_of
from plugins.faults import ContentError, Fault

NAME = "vocabulary/decisions.tsv"
COLUMNS = ("story", "key", "from", "to", "context", "day")


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """One decision; the fields are the columns of the file."""

    story: str
    key: str
    source: str
    result: str
    context: str
    day: str

    def row(self) -> str:
        """The line of the file."""
        return f"{self.story}\t{self.key}\t{self.source}\t{self.result}\t{self.context}\t{self.day}"


class Decisions:
    """The decisions of a content folder."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._by_key = {decision.key: decision for decision in decisions}
        self._by_story: dict[str, list[Decision]] = {}
        for decision in sorted(self._by_key.values()):
            self._by_story.setdefault(decision.story, []).append(decision)

    @classmethod
    def load(cls, content: Path) -> Decisions:
        """Read the file; a missing one is empty.

        Raises:
            ContentError: with every line that can't be read.
        """
        try:
            rows = (content / NAME).read_text("utf-8-sig").split("\n")
        except FileNotFoundError:
            return cls()
        except UnicodeDecodeError as error:
            fault = Fault(NAME, 1, 1, "decisions-encoding", "文件不是 UTF-8 编码", "用 UTF-8 另存这个文件")
            raise ContentError([fault]) from error
        found: dict[str, Decision] = {}
        faults: list[Fault] = []
        for number, row in enumerate(rows, 1):
            cells = row.rstrip("\r").split("\t")
            if not row.strip() or tuple(cells) == COLUMNS:
                continue
            problem = _problem(cells)
            if problem is None:
                decision = Decision(*cells)
                earlier = found.setdefault(decision.key, decision)
                if earlier.result != decision.result:
                    problem = f"同一处有两种决定：“{earlier.result}”和“{decision.result}”", "删去其中一行"
            if problem is not None:
                faults.append(Fault(NAME, number, 1, "decisions-line", *problem))
        if faults:
            raise ContentError(faults)
        return cls(found.values())

    def of(self, story: str) -> tuple[Decision, ...]:
        """The decisions about a story."""
        return tuple(self._by_story.get(story, ()))

    def __iter__(self) -> Iterator[Decision]:
        return iter(sorted(self._by_key.values()))

    def __len__(self) -> int:
        return len(self._by_key)

    def accept(self, items: Iterable[Item], day: str) -> Decisions:
        """With these items decided: what the edition says now is right."""
        new = [Decision(one.story, one.key, one.source, one.result, one.context, day) for one in items]
        return Decisions([*self._by_key.values(), *new])

    def without(self, dropped: Iterable[Decision]) -> Decisions:
        """Without these."""
        keys = {decision.key for decision in dropped}
        return Decisions(one for one in self._by_key.values() if one.key not in keys)

    def save(self, content: Path) -> None:
        """Write the file: all of it, or nothing."""
        path = content / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = ["\t".join(COLUMNS), *(one.row() for one in self)]
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            fresh.write_text("\n".join(rows) + "\n", "utf-8", newline="\n")
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def _problem(cells: list[str]) -> tuple[str, str] | None:
    """What is wrong with a line, and what to do."""
    cure = "照版本记录恢复这一行；恢复不了就删去，下次 review 会再问"
    if cells[0].startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "合并没有完成", "留下两边的决定，删去 <<<<<<<、=======、>>>>>>> 这三行"
    if len(cells) != len(COLUMNS):
        return f"这一行有 {len(cells)} 列，应有 {len(COLUMNS)} 列", cure
    story, key, _, _, context, _ = cells
    if OPEN not in context or CLOSE not in context or key != key_of(story, context):
        return "这一行被改动过，语境和代号对不上", cure
    return None
