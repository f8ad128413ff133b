"""Addresses that moved, so that links to the old ones still lead somewhere: ``content/vocabulary/moved.tsv``.

One a line, an old path and the new one, both as they stand after an edition's folder::

    roles/volunteer/	roles/helper/

What stands below a moved address moved with it (the districts of a city), and an address may have moved several times. The desk
writes the lines (:func:`record`); editors may, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.faults import Fault, Severity
from plugins.vocabulary.vocabulary import Vocabulary

NAME = "vocabulary/moved.tsv"
COLUMNS = ("old", "new")

_PATH = re.compile(r"(?!dates/)[a-z0-9-]+(?:/[a-z0-9-]+)*/")
_FORM = "写成 roles/volunteer/ 的样子：只写 zh-hans/ 之后的部分，小写字母、数字、连字符，以 / 结尾，两段之间用制表符"


@dataclass(frozen=True, slots=True)
class Move:
    """One line: an address that moved, where to, and the line of the file."""

    old: str
    new: str
    line: int


class Moved:
    """All addresses that moved."""

    def __init__(self, moves: Iterable[Move] = ()) -> None:
        self.moves = tuple(moves)
        self._by_old = {move.old: move.new for move in self.moves}
        self._by_new: dict[str, list[str]] = {}
        for move in self.moves:
            self._by_new.setdefault(move.new, []).append(move.old)

    @classmethod
    def load(cls, content: Path) -> tuple[Moved, list[Fault]]:
        """The file of a content folder, and what is wrong with it; a missing one is empty."""
        try:
            text = (content / NAME).read_text("utf-8-sig")
        except FileNotFoundError:
            return cls(), []
        except UnicodeDecodeError:
            return cls(), [fault(1, "moved-line", "文件不是 UTF-8 编码", "请另存为 UTF-8")]
        return cls.read(text)

    @classmethod
    def read(cls, text: str) -> tuple[Moved, list[Fault]]:
        """The lines of the file that can be used, and what is wrong with the others."""
        moves: dict[str, Move] = {}
        faults: list[Fault] = []
        for number, cells in _rows(text):
            problem = _problem(cells)
            if problem is None:
                move = Move(cells[0], cells[1], number)
                twin = moves.setdefault(move.old, move)
                if twin is not move:
                    problem = f"旧网址 {move.old} 在第 {twin.line} 行已经写过", "删去其中一行"
            if problem is not None:
                faults.append(fault(number, "moved-line", *problem))
        found = cls(moves.values())
        for move in found.moves:
            if found._steps(move.old) is None:
                message = f"旧网址 {move.old} 转来转去又回到自己"
                faults.append(fault(move.line, "moved-loop", message, "删去其中一行"))
        return (found if not faults else cls()), faults

    def now(self, path: str) -> str:
        """Where an address (or a file below it) stands now; the same where it did not move."""
        steps = self._steps(path)
        return steps[-1] if steps else path

    def before(self, path: str) -> Iterator[str]:
        """Every address under which a file of today (``roles/helper/index.html``) stood before."""
        waiting: list[tuple[str, frozenset[str]]] = [(path, frozenset())]
        seen = {path}
        for here, used in waiting:
            for old, tail in self._olds(here):
                if old not in used and (found := old + tail) not in seen and self.now(found) == path:
                    seen.add(found)
                    waiting.append((found, used | {old}))
                    yield found

    def _olds(self, path: str) -> Iterator[tuple[str, str]]:
        """Each (old address, rest of the path) that one line turns into a path."""
        for cut in (found.end() for found in re.finditer("/", path)):
            head, tail = path[:cut], path[cut:]
            for old in self._by_new.get(head, ()):
                # What was merged into the place above it took nothing of that place's along.
                if not (old.startswith(head) and "/" in tail):
                    yield old, tail

    def _steps(self, path: str) -> list[str] | None:
        """The ways of an address to where it stands now, itself first; None where it never comes to rest."""
        steps = [path]
        for _ in range(4 * len(self.moves) + 4):
            heads = (steps[-1][: found.end()] for found in re.finditer("/", steps[-1]))
            head = next((one for one in reversed(list(heads)) if one in self._by_old), None)
            if head is None:
                return steps
            steps.append(self._by_old[head] + steps[-1][len(head) :])
        return None


def stands(path: str, vocabulary: Vocabulary, addresses: Collection[str]) -> bool:
    """Whether an address is somebody's: an entry of the vocabulary has its own; ``addresses`` are those of all else."""
    kind, _, inner = path.rstrip("/").partition("/")
    entries: dict[str, Container[object]] = {
        "places": vocabulary.places,
        "roles": vocabulary.roles,
        "sources": vocabulary.outlets,
    }
    return path in addresses or inner in entries.get(kind, ())


def faults_of(moved: Moved, vocabulary: Vocabulary, addresses: Collection[str]) -> Iterator[Fault]:
    """What is wrong with moved addresses in the archive as it is now.

    Args:
        moved: the moved addresses.
        vocabulary: places, roles, people and outlets, each of which has its address.
        addresses: the addresses of stories, of people whom only stories know, and of the editors' own pages.
    """

    def known(path: str) -> bool:
        return stands(path, vocabulary, addresses)

    def above(path: str) -> list[str]:
        """An address and what it stands below, without the part of the archive."""
        ends = [found.end() for found in re.finditer("/", path)]
        return [path[:end] for end in ends[1:] or ends]

    for move in moved.moves:
        if known(move.old):
            message = f"旧网址 {move.old} 现在有别的内容，不能转走"
            yield fault(move.line, "moved-in-use", message, "删去这一行，或给现在的内容换一个 id")
        elif not any(map(known, above(moved.now(move.new)))):
            message = f"新网址 {move.new} 没有内容，旧网址打不开"
            yield fault(move.line, "moved-nowhere", message, "改成现有的网址，或删去这一行", "warning")


def record(text: str, moves: Iterable[tuple[str, str]]) -> str:
    """The text of the file with more lines; lines about addresses that are in use again are gone.

    Args:
        text: the file as it is; empty where there is none.
        moves: each old address with the new one.
    """
    lines = text.removesuffix("\n").split("\n") if text.strip() else ["\t".join(COLUMNS)]
    for old, new in moves:
        lines = [line for line in lines if line.split("\t")[0].strip() not in {old, new}]
        lines.append(f"{old}\t{new}")
    return "\n".join([*lines, ""])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        cells = [cell.strip() for cell in row.split("\t")]
        if row.strip() and not row.startswith("#") and tuple(cells) != COLUMNS:
            yield number, cells


def _problem(cells: list[str]) -> tuple[str, str] | None:
    """What is wrong with one line, and what to do."""
    if len(cells) != len(COLUMNS) or not all(map(_PATH.fullmatch, cells)):
        return "这一行不是“旧网址、新网址”", _FORM
    old, new = cells
    if new.startswith(old):
        return f"新网址 {new} 就在旧网址下面", "旧网址要换成不再用的那一个"
    return None


def fault(line: int, code: str, message: str, help_: str, severity: Severity = "error") -> Fault:
    """A fault of one line of the file."""
    return Fault(NAME, line, 1, code, message, help_, severity)
