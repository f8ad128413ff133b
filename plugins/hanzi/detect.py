"""Which script is a text written in: the evidence, character by character.

Only characters that exist in one script alone are counted. 里, 后, 余, 干 and all others that a Traditional text may
hold as well are evidence of nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from plugins.hanzi import library
from plugins.hanzi.scripts import Script

#: Characters that 《通用规范汉字表》(2013) restored or allows, so that good Simplified may hold them, and that GB 2312
#: does not have: 昇 甯 氾 钜 in names, 麽 read mó, 讎 in 校讎, 蘋 read píng.
RESTORED = frozenset("昇甯氾麽讎蘋濛")

#: Hong Kong's Traditional writes 恒 (恒生), which Taiwan's Big5 does not count among the common characters.
HONG_KONG = frozenset("恒")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much in a text speaks for either script.

    Attributes:
        hans: the number of characters that only Simplified has.
        hant: the number of characters that only Traditional has.
    """

    hans: int
    hant: int

    @property
    def script(self) -> Script | None:
        """The script of most of the evidence; None where there is none, or as much for one as for the other."""
        if self.hans == self.hant:
            return None
        return "hans" if self.hans > self.hant else "hant"

    def against(self, script: Script) -> int:
        """The number of characters that a text of this script should not hold."""
        return self.hant if script == "hans" else self.hans


def script_of(text: str) -> Evidence:
    """The evidence in a text."""
    counts = Counter(script for _, script in _found(text, _only()))
    return Evidence(counts["hans"], counts["hant"])


def wrong_characters(text: str, script: Script) -> list[tuple[int, str]]:
    """Every character that a text of this script should not hold, with its code point."""
    return [(at, text[at]) for at, found in _found(text, _only()) if found != script]


def _found(text: str, only: dict[str, Script]) -> Iterator[tuple[int, Script]]:
    """Each character that one script alone has, with its code point."""
    return ((at, only[ch]) for at, ch in enumerate(text) if ch in only)


@cache
def _only() -> dict[str, Script]:
    """The characters that one script alone has.

    Simplified alone: what STCharacters converts to something else, unless Traditional text holds it too: because it is
    itself a candidate of some key (里, 后), a regional glyph, or among the common characters of Big5 (污, 床).
    Traditional alone: what TSCharacters converts to something else, unless it is a candidate of some key, a key of
    STCharacters, in GB 2312 (乾, 瞭, 著, 徵), or restored since.
    """
    simple, traditional = library.dictionary("STCharacters"), library.dictionary("TSCharacters")
    variants = [library.dictionary(name).items() for name in ("TWVariants", "HKVariants")]
    regional = {ch for items in variants for key, values in items for ch in (key, *values)}
    written = {ch for values in simple.values() for ch in values} | set(traditional) | regional | HONG_KONG
    simplified = {ch for values in traditional.values() for ch in values} | set(simple) | RESTORED
    hans: dict[str, Script] = {key: "hans" for key in simple if key not in written and not _common_in_big5(key)}
    hant: dict[str, Script] = {key: "hant" for key in traditional if key not in simplified and not _in_gb2312(key)}
    return hans | hant


def _common_in_big5(ch: str) -> bool:
    """Whether a character stands in the first, common plane of Big5."""
    code = ch.encode("big5", errors="ignore")
    return b"\xa4\x40" <= code <= b"\xc6\x7e"


def _in_gb2312(ch: str) -> bool:
    """Whether a character stands in GB 2312."""
    return bool(ch.encode("gb2312", errors="ignore"))
