"""One thing to look at: where it stands, what the edition says, what else it may be, and what to write."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from plugins.hanzi.fold import is_han
from plugins.hanzi.scripts import Script
from plugins.hanzi.words import words

#: The place in a context that is stored or printed.
OPEN, CLOSE = "⟦", "⟧"
#: A text cut at what is to be looked at: before it, it, after it.
Cut = tuple[str, str, str]
_AROUND = 12
#: Where a decision is written: a mark in the place, a rule of the story, the glossary, the story's people, the register of people.
Kind = Literal["here", "story", "site", "people", "register"]
_CLAUSE_END = re.compile(r"[。！？；：，!?;…\n]")
_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’」』）)]*")

#: What the text of a note is called begins so: ``note:source-reason``.
NOTE = "note:"
#: The kinds of items, in the order in which they are shown, in an editor's words.
REASONS = {
    "changed": "已确认过的写法变了",
    "name-overlap": "人名地名和旁边的字连成了词典里的词",
    "overlap": "这里的词有两种断法，转出来不一样",
    "segmentation": "换一种断词的办法，会转成另一个字",
    "risky": "这个字有几种写法，旁边没有词能断定，取了最常见的一种",
    "named": "看前后文像是人名，照人名转换，还没有人确认",
    "person": "人名里有可作两种写法的字，还没有人确认",
    "unlisted": "像是人名，却没有列在 people 里",
}
#: What an editor calls the text that an item stands in; the first whose beginning fits.
_PLACES = {
    "title:": "提示文字",
    "title": "标题",
    "summary": "摘要",
    "alt:": "图片说明",
    "note:source-name": "来源名称",
    "note:source-title": "原文题名",
    "note:source-reason": "来源不详的原因",
    "note:source-rights": "版权说明",
    "note:role-": "人物的称呼",
    "note:correction-": "更正",
    "people": "人名",
}


def place_name(where: str) -> str:
    """What an editor calls a text; a paragraph of the body is called nothing."""
    return next((name for start, name in _PLACES.items() if where.startswith(start)), "")


def accepting(key: str) -> str:
    """The command that accepts an item."""
    return f"python3 run.py review --accept {key}"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to decide.

    Attributes:
        kind: where it is written.
        how: what it decides and where it is written, for an editor.
        line: what to write there.
        word: what is decided about: the place, a word around it or a name, as the original has it.
        form: what the other edition says for it.
    """

    kind: Kind
    how: str
    line: str
    word: str
    form: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    Attributes:
        key: names the decision about it: a digest of story and context.
        story, path, line, column: where it stands.
        reason: a key of :data:`REASONS`.
        source, result: the characters, and what the other edition says now.
        alternatives: what else it may have to say.
        before, after: the characters around it.
        where, start: the text it stands in, named as a unit is, and the code point there.
        context: the clause with the place marked.
        ways: what can be written so that it is decided.
        was: what was accepted once and is no longer what the edition says.
    """

    key: str
    story: str
    path: str
    line: int
    column: int
    reason: str
    source: str
    result: str
    alternatives: tuple[str, ...]
    before: str
    after: str
    context: str
    where: str
    start: int
    ways: tuple[Way, ...] = ()
    was: str = ""

    @property
    def write(self) -> tuple[tuple[str, str], ...]:
        """(how, the exact line) for each way to decide."""
        return tuple((way.how, way.line) for way in self.ways)

    @property
    def message(self) -> str:
        """The reason in plain Chinese, and what kind of text it is about, if not the body's."""
        words = REASONS.get(self.reason, "程序拿不准")
        place = place_name(self.where)
        return f"{words}（{place}）" if place and self.reason != "person" else words

    def as_json(self) -> dict[str, Any]:
        """The item as ``review --json`` prints it."""
        names = "key story path line column reason message source result before after context where start was".split()  # noqa: SIM905
        written = [{"how": how, "line": line} for how, line in self.write]
        found = {name: getattr(self, name) for name in names}
        found["from"], found["to"] = found.pop("source"), found.pop("result")
        return {**found, "alternatives": list(self.alternatives), "write": written}


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a place begins and ends."""
    low = max((found.end() for found in _CLAUSE_END.finditer(text, 0, start)), default=0)
    found = _CLAUSE_END.search(text, end)
    return low, found.start() if found else len(text)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends, its mark with it."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    low = max((at for at in ends if at <= start), default=0)
    return low, min((at for at in ends if at >= end), default=len(text))


def context(text: str, start: int, end: int) -> str:
    """The clause around a place, the place marked."""
    low, high = clause(text, start, end)
    return f"{text[low:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:high]}".strip()


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a place."""
    return text[max(0, start - _AROUND) : start], text[end : end + _AROUND]


def key_of(story: str, marked: str) -> str:
    """The key of a decision."""
    return hashlib.blake2b(f"{story}\0{marked}".encode(), digest_size=5).hexdigest()


def mark(source: str, other: str, script: Script) -> str:
    """The inline mark that says both forms, or keeps the one that both share."""
    if source == other:
        return f"-{{{source}}}-"
    return f"-{{{source}|{other}}}-" if script == "hans" else f"-{{{other}|{source}}}-"


def word_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The place, a single character with the words beside it, so that a rule for it does not change it everywhere."""
    low, high = start, end
    if end - start > 1:
        return low, high
    while low > 0 and start - low < 2 and is_han(text[low - 1]):  # noqa: PLR2004 - a word's length
        low -= 1
    while high < len(text) and high - end < (1 if low < start else 2) and is_han(text[high]):
        high += 1
    first, last = clause(text, start, end)
    borders = [first, *(first + at for at in accumulate(map(len, words(text[first:last]))))]
    high = min((at for at in borders if at >= high), default=high)
    inside = [at for at in borders if low <= at <= start and high - at > 1]
    return min(inside, default=max((at for at in borders if at <= low), default=low)), high
