"""The site's glossary: what the editors decided once, for every story.

A tab-separated file, one decision a line: direction (``hans>hant``, ``hant>hans`` or ``both``), from, to, an example
sentence that contains "from", a note, and ``not``: a sentence that contains "from" where the line must change nothing,
because a longer word stands there. ``both`` is written from Simplified to Traditional and read backwards too.
Empty lines, lines that begin with ``#`` and a first line of column names are passed over. A missing file is an empty
glossary.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plugins.faults import ContentError, Fault
from plugins.hanzi.scripts import Script

DIRECTIONS: dict[str, tuple[Script, ...]] = {"hans>hant": ("hans",), "hant>hans": ("hant",), "both": ("hans", "hant")}
COLUMNS = ("direction", "from", "to", "example", "note", "not")
NAME = "vocabulary/glossary.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """One decision."""

    number: int
    direction: str
    source: str
    target: str
    example: str
    note: str = ""
    exception: str = ""

    def pair(self, script: Script) -> tuple[str, str] | None:
        """What is replaced by what when the text is in this script; nothing where the line does not apply."""
        if script not in DIRECTIONS[self.direction]:
            return None
        backwards = self.direction == "both" and script == "hant"
        return (self.target, self.source) if backwards else (self.source, self.target)


@dataclass(frozen=True, slots=True)
class Glossary:
    """The decisions of a site, as read."""

    lines: tuple[Line, ...] = ()

    @classmethod
    def load(cls, path: Path, name: str = NAME) -> Glossary:
        """Read a glossary file.

        Args:
            path: the file; missing or empty, the glossary is empty.
            name: the file's name in faults, relative to the content folder.

        Raises:
            ContentError: lines cannot be read, repeat or contradict one another; every fault at once.
        """
        glossary, faults = cls.read(path, name)
        errors = [fault for fault in faults if fault.severity == "error"]
        if errors:
            raise ContentError(errors)
        return glossary

    @classmethod
    def read(cls, path: Path, name: str = NAME) -> tuple[Glossary, tuple[Fault, ...]]:
        """Read a glossary file as far as it can be read, with every fault in it."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls(), ()
        except UnicodeDecodeError:
            fault = Fault(name, 1, 1, "glossary-encoding", "文件不是 UTF-8 编码", "用 UTF-8 另存这个文件")
            return cls(), (fault,)
        return cls.of(text, name)

    @classmethod
    def of(cls, text: str, name: str = NAME) -> tuple[Glossary, tuple[Fault, ...]]:
        """As :meth:`read`, for the text of such a file."""
        lines: list[Line] = []
        faults: list[Fault] = []
        for number, row in enumerate(text.split("\n"), 1):
            cells = [cell.strip() for cell in row.split("\t")]
            if not row.strip() or row.startswith("#") or tuple(cells[:3]) == COLUMNS[:3]:
                continue
            line = Line(number, *(cells + [""] * len(COLUMNS))[: len(COLUMNS)])
            problem = _problem(line, len(cells))
            if problem is None:
                lines.append(line)
            else:
                faults.append(Fault(name, number, 1, "glossary-line", *problem))
        faults += _lint(lines, name)
        return cls(tuple(lines)), tuple(sorted(faults))

    def entries(self, script: Script) -> dict[str, str]:
        """What is replaced by what in a text of this script; of lines that contradict one another the first."""
        found: dict[str, str] = {}
        for line in self.lines:
            if (pair := line.pair(script)) is not None:
                found.setdefault(*pair)
        return found

    @property
    def version(self) -> str:
        """A digest of what the glossary does, whatever its notes and the order of its lines."""
        pairs = sorted((script, *pair) for script in DIRECTIONS["both"] for pair in self.entries(script).items())
        return sha256(repr(pairs).encode()).hexdigest()[:16]


def _problem(line: Line, cells: int) -> tuple[str, str] | None:
    """What is wrong with one line by itself, and what to type."""
    if cells > len(COLUMNS):
        return f"这一行有 {cells} 列", "只能有六列，用制表符隔开：方向、原文、译文、例句、说明、反例"
    if line.direction not in DIRECTIONS:
        return f"不认识的方向“{line.direction}”", "写 hans>hant、hant>hans 或 both"
    if not line.source or not line.target:
        return "缺少原文或译文", "三列都要写：方向、原文、译文"
    return _sentences(line)


def _sentences(line: Line) -> tuple[str, str] | None:
    """What is wrong with the sentences of a line, and what to type."""
    if not line.example:
        return f"“{line.source}”没有例句", "在第四列写一个含有它的句子"
    if line.source not in line.example:
        return f"例句里没有“{line.source}”", "例句要用原文那一边的文字"
    if line.exception and line.source not in line.exception:
        return f"反例里没有“{line.source}”", "反例是含有这几个字、但不该按这一行转换的句子"
    return None


def _lint(lines: Iterable[Line], name: str) -> list[Fault]:
    """Lines that repeat, contradict or quietly overrule one another, in either direction.

    A longer line may overrule a shorter one, but its note must name it: then somebody has seen it.
    """
    faults: dict[tuple[int, int], Fault] = {}
    for script in DIRECTIONS["both"]:
        first: dict[str, tuple[str, Line]] = {}
        for line in lines:
            if (pair := line.pair(script)) is None:
                continue
            target, other = first.setdefault(pair[0], (pair[1], line))
            if other is not line:
                faults.setdefault((line.number, other.number), _repeated(name, line, pair, other, target))
        for source, (target, line) in first.items():
            for inner in _inside(source, first):
                shorter, other = first[inner]
                if source.replace(inner, shorter) != source and shorter not in target and inner not in line.note:
                    message = f"“{source}”里的“{inner}”不按第 {other.number} 行转换（长的优先）"
                    cure = f"如果是有意的，在说明里写上“{inner}”"
                    fault = Fault(name, line.number, 1, "glossary-shadow", message, cure)
                    faults.setdefault((line.number, other.number), fault)
    return list(faults.values())


def _repeated(name: str, line: Line, pair: tuple[str, str], other: Line, target: str) -> Fault:
    """The fault of a line whose source an earlier line has already."""
    source, here = pair
    if here == target:
        message = f"“{source}”在第 {other.number} 行已经写过"
        return Fault(name, line.number, 1, "glossary-duplicate", message, "删去其中一行")
    message = f"“{source}”在第 {other.number} 行转成“{target}”，这里转成“{here}”"
    return Fault(name, line.number, 1, "glossary-contradiction", message, "只留一行，或者各写长一些")


def _inside(source: str, keys: Iterable[str]) -> list[str]:
    """The keys that stand inside another key."""
    wanted = set(keys)
    parts = {source[start:end] for start in range(len(source)) for end in range(start + 1, len(source) + 1)}
    return sorted((parts & wanted) - {source})
