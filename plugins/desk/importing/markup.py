"""The article's tree to blocks of clean Markdown: no inline style, no strange tag, images only where they are ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from plugins.desk.importing import plain
from plugins.desk.importing.tree import Element, printable
from plugins.hanzi.fold import HAN
from plugins.stories.addresses import without_personal

#: Takes an image's address; gives the path that the draft writes for it, or None where the image stays out.
Images = Callable[[str], str | None]

_WIDE = rf"[{HAN}\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026]"
_BROKEN = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
_LINK = re.compile(r"https?://", re.IGNORECASE)
_KEPT = frozenset(("href", "src", "alt", "colspan", "rowspan", "start"))
_BREAK = "\ue000"
_HEADING = re.compile(r"^(#{1,6}) +")
_LIST = re.compile(r"^\s*(?:[-+*]|\d{1,9}[.)])\s")
_BOLD = re.compile(r"^\*\*(?P<text>[^*\n]{2,30})\*\*$")


def blocks(element: Element, images: Images) -> list[str]:
    """An article as Markdown blocks.

    Args:
        element: the article; it is changed.
        images: decides about each image.
    """
    from markdownify import ATX, MarkdownConverter

    _prepare(element, images)

    class Converter(MarkdownConverter):
        """Line breaks stay apart from soft ones, so that the lines between them can be looked at."""

        def convert_br(self, *_: object, **_more: object) -> str:
            return _BREAK

    import lxml.html

    markdown = Converter(heading_style=ATX, bullets="-", escape_misc=False).convert(
        lxml.html.tostring(element, encoding="unicode")
    )
    found: list[str] = []
    for block in re.split(r"\n[ \t\u00a0]*\n+", markdown):
        found += _split(block)
    return found


def _split(block: str) -> list[str]:
    """One block of the converter's: as several, where line breaks part it; tidy in any case."""
    if _BREAK in block and not block.lstrip().startswith("|") and not _LIST.match(block):
        lines = plain.paragraphs("\n".join(_BROKEN.sub("", part).replace("\n", " ") for part in block.split(_BREAK)))
        return [one for line in lines if (one := _tidy(line))]
    block = block.replace(_BREAK, " ")
    if block.lstrip().startswith("|") or _LIST.match(block) or block.lstrip().startswith((">", "```")):
        lines = [line.rstrip().replace("\u3000", " ") for line in block.strip("\n").split("\n") if line.strip()]
        return ["\n".join(lines)] if any(re.search(r"\w", line) for line in lines) else []
    one = _tidy(_BROKEN.sub("", block).replace("\n", " "))
    return [one] if one else []


def _tidy(line: str) -> str:
    """A paragraph or a heading on one line; a paragraph in bold from end to end is a heading."""
    line = plain.tidy(line)
    line = re.sub(r"^(\*{1,2})[\s\u3000]+", r"\1", line)
    line = re.sub(r"\*\*\s*\*\*|(?<!\*)\*\s+\*(?!\*)", "", line).strip()
    if heading := _HEADING.match(line):
        text = line[heading.end() :].strip(" #*")
        level = max(2, len(heading[1]))
        return f"{'#' * level} {text}" if text else ""
    if (bold := _BOLD.match(line)) and not bold["text"].endswith(tuple("。！？，；!?,;：:")):
        return f"## {bold['text'].strip()}"
    return "" if line in {"-", "*", "+", "#", "|", "\\", ">"} else line


def _prepare(element: Element, images: Images) -> None:
    """Images decided about, links cleaned, everything that is only looks dropped."""
    for image in list(element.iter("img")):
        path = images(image.get("src", "").strip())
        if path is None:
            image.drop_tree()
            continue
        image.set("src", path)
        image.set("alt", " ".join(printable(image.get("alt", "")).split()))
    for link in list(element.iter("a")):
        address = link.get("href", "").strip()
        if not _LINK.match(address):
            link.drop_tag()
        else:
            link.set("href", without_personal(printable(address)))
    for one in element.iter():
        for name in [name for name in one.attrib if name not in _KEPT]:
            del one.attrib[name]
        one.text = _wrapped(one.text)
        one.tail = _wrapped(one.tail)


def _wrapped(text: str | None) -> str | None:
    return _BROKEN.sub("", printable(text)) if text else text
