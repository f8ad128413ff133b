"""Control characters: what nobody sees in a text, and neither a page nor a feed may hold."""

from __future__ import annotations

import re

#: What HTML and XML 1.0 do not allow, or only as an error; tabs and line ends they do.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def control_characters(text: str) -> list[tuple[int, str]]:
    """Every such character of a text, with its code point."""
    return [(found.start(), found[0]) for found in _CONTROL.finditer(text)]
