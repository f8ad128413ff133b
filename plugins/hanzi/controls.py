"""Control characters: what nobody sees in a text, and neither a page nor a feed may hold."""

from __future__ import annotations

import re
import sys

#: What HTML and XML 1.0 do not allow, or only as an error; tabs and line ends they do.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile("&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))")


def control_characters(text: str) -> list[tuple[int, str]]:
    """Every such character of a text, with its code point."""
    return [(found.start(), found[0]) for found in _CONTROL.finditer(text)]


def control_references(text: str) -> list[tuple[int, str]]:
    """Every numeric character reference of HTML (``&#11;``) that stands for such a character, with that."""
    found = [(match.start(), int(match[1] or match[2], 16 if match[1] else 10)) for match in _REFERENCE.finditer(text)]
    return [(at, chr(point)) for at, point in found if point <= sys.maxunicode and _CONTROL.match(chr(point))]
