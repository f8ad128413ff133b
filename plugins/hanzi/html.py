"""Convert the text of an HTML fragment, and leave addresses, code and markup as they are.

A phrase or a name may go over inline tags (``<strong>干</strong>部``), so the text of a block is converted as one
string, and handed back to its pieces where the length is kept; where a name or a rule changes the length, each piece is
converted by itself. Besides text only the attributes ``alt`` and ``title`` are converted, each by itself; they may hold
inline marks.

``<span data-zh="keep">…</span>`` keeps its text; ``<span data-zh="say" data-hans="简" data-hant="繁"></span>`` says the
target's side. Both leave plain text behind, but what is kept in characters of the other script says so in ``lang``;
so do code and the names that are given as kept.
Everything else, entities (``&lt;``) included, comes out byte for byte.
The input is the clean HTML that Markdown and nh3 make; markup that cannot be read stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from plugins.hanzi.detect import wrong_characters
from plugins.hanzi.marks import MarkError, scan
from plugins.hanzi.scripts import LANG, Script, other

#: Tags that do not end a run of text. All others do, ``br`` and ``img`` among them.
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
#: Elements whose text is never converted.
VERBATIM = frozenset({"code", "kbd", "pre", "samp", "script", "style", "template", "textarea", "var"})
#: Those of them that readers see; where these are in the other script, they say so as kept text does.
_READ = frozenset({"code", "kbd", "pre", "samp", "var"})
ATTRIBUTES = ("alt", "title")

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[!?][^>]*>"
    r"|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?:[^>\"']++|\"[^\"]*\"|'[^']*')*+>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?P<lead>[\s"'/])(?P<name>[A-Za-z_:][-\w:.]*)(?P<eq>\s*=\s*)(?P<value>"[^"]*"|'[^']*')""")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
#: Stands for an entity and for a kept stretch while a block is converted: a noncharacter, so no text may hold it.
_PLACE = "\ufdd0"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a block.

    ``text`` is converted; ``markup`` comes out as it stands and is nothing to a reader (``干</strong>部`` is one word);
    an ``atom`` comes out as it stands and is read, so no word goes over it.
    """

    raw: str
    kind: Literal["text", "markup", "atom"]
    breaks: bool = False


def convert_html(html: str, convert: Callable[[str], str], target: Script = "hant", kept: Iterable[str] = ()) -> str:
    """An HTML fragment with its text converted.

    Args:
        html: a clean fragment.
        convert: converts a stretch of plain text; called once a block, and again a piece where lengths change.
        target: the script of the edition, for ``data-zh="say"``.
        kept: names as the edition prints them; those with characters of the other script are marked as such.
    """
    foreign = _foreign(kept, target)
    out: list[str] = []
    block: list[_Piece] = []
    for piece in _pieces(html, convert, target):
        block.append(piece)
        if piece.breaks:
            out += _converted(block, convert, foreign)
            block = []
    out += _converted(block, convert, foreign)
    return "".join(out)


def _foreign(names: Iterable[str], target: Script) -> Callable[[str], str]:
    """What marks the names in a text that are written in the other script; nearly always there is none."""
    foreign = sorted({name for name in names if wrong_characters(name, target)}, key=lambda name: (-len(name), name))
    if not foreign:
        return str
    pattern = re.compile("|".join(map(re.escape, foreign)))
    return lambda text: pattern.sub(lambda found: _in_other_script(found[0], target), text)


def _in_other_script(raw: str, target: Script) -> str:
    """A stretch with the language of the other script."""
    return f'<span lang="{LANG[other(target)]}">{raw}</span>'


def _pieces(html: str, convert: Callable[[str], str], target: Script) -> Iterator[_Piece]:
    """The fragment cut into text, tags and kept stretches."""
    done = 0
    while (token := _TOKEN.search(html, done)) is not None:
        if token.start() > done:
            yield from _text(html[done : token.start()])
        tag, done = (token["tag"] or "").lower(), token.end()
        if not tag or token["close"]:
            yield _Piece(token[0], "markup", breaks=bool(tag) and tag not in INLINE)
            continue
        attributes = _read(token[0]) if tag == "span" else {}
        zh = attributes.get("data-zh")
        if zh not in {"keep", "say"} and tag not in VERBATIM:
            yield _Piece(_attributes(token[0], convert, target), "markup", breaks=tag not in INLINE)
            continue
        inner, done = _element(html, token.end(), tag)
        if zh == "say":
            yield _Piece(escape(attributes.get(f"data-{target}", ""), quote=False), "atom")
        elif zh == "keep":
            yield _Piece(_kept(html[token.end() : inner], target), "atom")
        else:
            inside = html[token.end() : inner]
            said = _kept(inside, target) if tag in _READ else inside
            yield _Piece(f"{token[0]}{said}{html[inner:done]}", "atom", breaks=tag not in INLINE)
    if done < len(html):
        yield from _text(html[done:])


def _kept(raw: str, target: Script) -> str:
    """A kept stretch; with its own language where its characters are of the other script, for fonts and screen readers."""
    if not wrong_characters(unescape(raw), target):
        return raw
    return _in_other_script(raw, target)


def _read(tag: str) -> dict[str, str]:
    """The attributes of a start tag, those that have a quoted value."""
    return {found["name"].lower(): unescape(found["value"][1:-1]) for found in _ATTRIBUTE.finditer(tag)}


def _element(html: str, start: int, tag: str) -> tuple[int, int]:
    """Where the content of an element that begins at an offset ends, and where its end tag ends."""
    depth = 1
    for token in _TOKEN.finditer(html, start):
        if (token["tag"] or "").lower() == tag:
            depth += -1 if token["close"] else 1
            if depth == 0:
                return token.start(), token.end()
    return len(html), len(html)


def _text(raw: str) -> Iterator[_Piece]:
    """A text node cut into text and entities; an entity for a Han character is text and is converted."""
    done = 0
    for entity in _ENTITY.finditer(raw):
        if raw[done : entity.start()]:
            yield _Piece(raw[done : entity.start()], "text")
        meant = unescape(entity[0])
        plain = len(meant) == 1 and ord(meant) > 0x2E80  # noqa: PLR2004 - where CJK begins
        yield _Piece(meant, "text") if plain else _Piece(entity[0], "atom")
        done = entity.end()
    if raw[done:]:
        yield _Piece(raw[done:], "text")


def _attributes(tag: str, convert: Callable[[str], str], target: Script) -> str:
    """A start tag with the attributes that readers read converted, the marks in them resolved."""

    def one(found: re.Match[str]) -> str:
        if found["name"].lower() not in ATTRIBUTES:
            return found[0]
        quote, value = found["value"][0], found["value"][1:-1]
        inside = "".join(_converted(list(_marked(value, target)), convert, str))
        return f"{found['lead']}{found['name']}{found['eq']}{quote}{inside}{quote}"

    return _ATTRIBUTE.sub(one, tag) if "=" in tag else tag


def _marked(value: str, target: Script) -> Iterator[_Piece]:
    """The value of an attribute, what its marks say as atoms; marks that cannot be read stand as they are."""
    try:
        parts = [part for _, part in scan(value)]
    except MarkError:
        parts = [value]
    for part in parts:
        if isinstance(part, str):
            yield from _text(part)
        else:
            yield _Piece(part.in_script(target), "atom")


def _converted(block: list[_Piece], convert: Callable[[str], str], finish: Callable[[str], str]) -> Iterator[str]:
    """The pieces of one block, converted together, each then finished as HTML."""
    parts = [piece.raw if piece.kind == "text" else _PLACE if piece.kind == "atom" else "" for piece in block]
    whole = "".join(parts)
    result = convert(whole) if whole.strip(_PLACE) else whole
    same = len(result) == len(whole) and _places(result) == _places(whole)
    at = 0
    for piece, part in zip(block, parts, strict=True):
        if piece.kind != "text":
            yield piece.raw
        else:
            yield finish(result[at : at + len(part)] if same else convert(part))
        at += len(part)


def _places(text: str) -> list[int]:
    """Where the stand-ins for atoms are."""
    return [found.start() for found in re.finditer(_PLACE, text)]
