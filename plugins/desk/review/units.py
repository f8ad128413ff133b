"""A story taken apart into what conversion reads as one text: each field, each block of the body, each image's description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from plugins.hanzi.html import ATTRIBUTES, VERBATIM
from plugins.hanzi.marks import CLOSE, OPEN, MarkError, scan
from plugins.hanzi.scripts import Script
from plugins.stories.body import BLOCKS, anchor_of

_KEPT = frozenset({"code", "pre"})


@dataclass(frozen=True)
class Unit:
    """One text.

    Attributes:
        where: ``title``, ``summary``, the anchor of a block, ``alt:…`` and ``title:…`` for an attribute, ``note:…`` for
            the story's other words.
        text: the text without markup; conversion marks stand in it as the editor wrote them.
        script: the script it is written in.
    """

    where: str
    text: str
    script: Script

    @cached_property
    def _stretches(self) -> tuple[tuple[int, int, str, bool], ...]:
        """(offset in the text, offset in ``plain``, what is read there, whether the converter decides it)."""
        found = []
        at = 0
        for start, part in scan(self.text):
            read = part if isinstance(part, str) else part.in_script(self.script)
            found.append((start, at, read, isinstance(part, str)))
            at += len(read)
        return tuple(found)

    @cached_property
    def plain(self) -> str:
        """What the story's own edition prints."""
        return "".join(read for _, _, read, _ in self._stretches)

    def stretches(self) -> Iterator[tuple[int, int, bool]]:
        """(start, end, whether the converter decides it) of each stretch of ``plain``."""
        return ((at, at + len(read), free) for _, at, read, free in self._stretches if read)

    def plain_offset(self, offset: int) -> int:
        """Where an offset of the text stands in ``plain``."""
        start, at, _, _ = max(one for one in self._stretches if one[0] <= offset)
        return at + offset - start

    def text_offset(self, offset: int) -> int:
        """Where an offset of ``plain`` stands in the text."""
        for start, at, read, free in self._stretches:
            if at <= offset < at + len(read):
                return start + offset - at if free else start
        return 0

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a mark decides any character of a stretch of ``plain``."""
        return any(at < end and start < at + len(read) for _, at, read, free in self._stretches if not free)


class _Reader(HTMLParser):
    """Collects the text of each anchored block of a rendered body; conversion marks become text again."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, list[str]]] = []
        self._open: list[list[str] | None] = []
        self._kept = 0
        self._spans: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            anchor = values.get("id")
            parts: list[str] | None = [] if anchor else None
            self._open.append(parts)
            if anchor and parts is not None:
                self.blocks.append((anchor, parts))
        if tag in _KEPT:
            self._kept += 1
        elif tag == "br":
            self._say(" ")
        elif tag == "span":
            kind = values.get("data-zh", "")
            self._say(OPEN if kind else "")
            self._say(f"{values.get('data-hans', '')}|{values.get('data-hant', '')}" if kind == "say" else "")
            self._spans.append(CLOSE if kind else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _KEPT:
            self._kept -= 1
        if tag == "span":
            self._say(self._spans.pop())
        if tag in BLOCKS:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._kept and not any(sign in data for sign in (OPEN, CLOSE, "|", "\n")):
            data = f"{OPEN}{data}{CLOSE}"  # code is never converted
        elif self._kept:
            data = "".join(ch if ch not in "-{}|" else " " for ch in data)
        self._say(data)

    def _say(self, text: str) -> None:
        if text and self._open and self._open[-1] is not None:
            self._open[-1].append(text)


def blocks(html: str, script: Script) -> Iterator[Unit]:
    """The blocks of a rendered body, in reading order; those without text are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for anchor, parts in reader.blocks:
        if text := " ".join("".join(parts).split()):
            yield Unit(anchor, _readable(text), script)


def _readable(text: str) -> str:
    """The text without marks where these cannot be read: an editor's own ``<span data-zh>`` may hold what a mark may not."""
    try:
        list(scan(text))
    except MarkError:
        return text.replace(OPEN, "  ").replace(CLOSE, "  ")
    return text


class _AttributeReader(HTMLParser):
    """Collects the attributes that readers read; None for the text of one that conversion leaves alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str | None]] = []
        self._spans: list[str] = []
        self._verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_kept = self._verbatim or "keep" in self._spans
        if "say" not in self._spans:
            self.found += ((name, None if is_kept else value or "") for name, value in attrs if name in ATTRIBUTES)
        self._verbatim += tag in VERBATIM
        if tag == "span":
            self._spans.append(dict(attrs).get("data-zh") or "")

    def handle_endtag(self, tag: str) -> None:
        self._verbatim -= tag in VERBATIM
        if tag == "span":
            self._spans.pop()


def attributes(html: str) -> list[tuple[str, str | None]]:
    """(name, text) of every image description and title of a body, in order; None for what conversion leaves alone.

    A body and the editions made of it have as many.
    """
    reader = _AttributeReader()
    reader.feed(html)
    reader.close()
    return reader.found


def attribute_key(name: str, text: str) -> str:
    """Names an attribute by what it says, so that it stays the same when others are added before it."""
    return f"{name}:{anchor_of(text).removeprefix('p-')}"


def attribute_units(html: str, script: Script) -> list[Unit | None]:
    """The attributes of a rendered body as units; None for one that is empty or left alone."""
    return [
        Unit(attribute_key(name, text), _readable(text), script) if text and text.strip() else None
        for name, text in attributes(html)
    ]
