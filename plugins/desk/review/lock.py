"""What conversion makes of every sentence of the archive, kept in a file, so that a change of it can be seen before it is published."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from plugins.desk.review.items import CLOSE, OPEN
from plugins.faults import ContentError, Fault

#: (id, where, original, other edition)
Text = tuple[str, str, str, str]
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*[”’」』）)]*")
_FIELDS = ("id", "anchor", "source", "result")


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that conversion makes otherwise than the lock says; the changed characters are marked."""

    story: str
    where: str
    source: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """The change as plain data."""
        return {
            "id": self.story, "anchor": self.where, "source": self.source, "before": self.before, "after": self.after
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The archive beside a lock.

    Attributes:
        same: how many texts come out as the lock has them.
        changed: the sentences that do not.
        edited: how many texts editors changed since, or added; nothing can be said of these.
        gone: how many texts of the lock are no longer there.
    """

    same: int
    changed: tuple[Change, ...]
    edited: int
    gone: int


def write(path: Path, texts: Iterable[Text]) -> int:
    """Write a lock; returns the number of its lines."""
    rows = sorted((story, where, _digest(source), result) for story, where, source, result in texts)
    lines = [json.dumps(dict(zip(_FIELDS, row, strict=True)), ensure_ascii=False) for row in rows]
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return len(lines)


def read(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """(source digest, result) of each (id, where) of a lock.

    Raises:
        ContentError: a line can't be read.
        OSError: the file can't.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    faults: list[Fault] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            story, where, source, result = (str(row[name]) for name in _FIELDS)
        except (ValueError, KeyError, TypeError):
            message = "这一行不是 review --lock 写的"
            faults.append(
                Fault(path.name, number, 1, "lock-line", message, "用 review --lock 重新写一份，或恢复这个文件")
            )
            continue
        found[story, where] = source, result
    if faults:
        raise ContentError(faults)
    return found


def compare(lock: Mapping[tuple[str, str], tuple[str, str]], texts: Iterable[Text]) -> Comparison:
    """What conversion makes otherwise than a lock says."""
    same = edited = 0
    changed: list[Change] = []
    seen: set[tuple[str, str]] = set()
    for story, where, source, result in texts:
        seen.add((story, where))
        digest, before = lock.get((story, where), ("", ""))
        if digest != _digest(source):
            edited += 1
        elif before == result:
            same += 1
        else:
            changed += changed_sentences(story, where, source, before, result)
    return Comparison(same, tuple(changed), edited, len(lock.keys() - seen))


def changed_sentences(story: str, where: str, source: str, before: str, after: str) -> Iterator[Change]:
    """The sentences of a text that differ, each with its source, where the three have as many sentences; else the whole."""
    parts = [[one for one in _SENTENCE.findall(text) if one] for text in (source, before, after)]
    if len({len(part) for part in parts}) != 1:
        parts = [[source], [before], [after]]
    for said, old, new in zip(*parts, strict=True):
        if old != new:
            yield Change(story, where, said.strip(), *_marked(old.strip(), new.strip()))


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both, with what differs marked."""
    left, right = "", ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        is_same = kind == "equal"
        left += old[a:b] if is_same or a == b else f"{OPEN}{old[a:b]}{CLOSE}"
        right += new[c:d] if is_same or c == d else f"{OPEN}{new[c:d]}{CLOSE}"
    return left, right


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
