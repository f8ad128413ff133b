"""What the desk proposes for a new name: its form in the other script, with what somebody should look at, and an id."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plugins.hanzi.convert import Converter
from plugins.hanzi.fold import is_han
from plugins.hanzi.glossary import NAME as GLOSSARY
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.names import propose, risky
from plugins.hanzi.scripts import Forms, Script, other
from plugins.hanzi.words import words
from plugins.search.suggest_keys import title_reading
from plugins.stories.editions import PLAIN_STYLE, Style
from plugins.stories.mentions import slug_of
from plugins.vocabulary.model import Level

Kind = Literal["place", "role", "person", "source"]

#: What places end in, with the level that it tells; the ending is a word of the id's own (houzhang-cun).
_ENDINGS: tuple[tuple[str, Level], ...] = (
    ("社区", "village"), ("小区", "village"), ("村", "village"), ("街道", "town"), ("镇", "town"), ("乡", "town"),
    ("开发区", "zone"), ("新区", "zone"), ("园区", "zone"), ("中心区", "zone"), ("区", "district"), ("县", "district"), ("市", "city"),
    ("省", "province"),
)  # fmt: skip
_MOST = 64


@dataclass(frozen=True, slots=True)
class Spelling:
    """Both forms of a name.

    Attributes:
        forms: in both scripts.
        proposed: the script whose form nobody wrote; None where both were given.
        doubtful: the characters of the proposal that may have to be others.
    """

    forms: Forms
    proposed: Script | None = None
    doubtful: tuple[str, ...] = ()


def level_of(name: str) -> Level | None:
    """The level that the ending of a Simplified place name tells."""
    return next((level for ending, level in _ENDINGS if name.endswith(ending)), None)


def id_for(kind: Kind, hans: str, taken: Container[object]) -> str:
    """An id made of a Simplified name's pinyin that nobody has yet."""
    slug = _slug(kind, hans)[:_MOST].strip("-") or "x"
    number = 2
    found = slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _slug(kind: Kind, hans: str) -> str:
    if kind == "person":
        return slug_of(hans)
    parts = words(hans)
    if kind == "place":
        ending = next((one for one, _ in _ENDINGS if hans.endswith(one) and hans != one), "")
        parts = [hans.removesuffix(ending), ending]
    letters = ("".join(re.findall("[a-z0-9]+", title_reading(part))) for part in parts)
    return "-".join(part for part in letters if part)


class Speller:
    """Proposes forms as the archive's own editions are written: names by the rules for names, everything else by conversion."""

    def __init__(self, content: Path, style: Style = PLAIN_STYLE) -> None:
        self._content = content
        self._style = style

    def spell(self, kind: Kind, hans: str | None, hant: str | None) -> Spelling:
        """Both forms of a name of which one or both are given."""
        if hans and hant:
            return Spelling(Forms(hans, hant))
        script: Script = "hans" if hans else "hant"
        given = hans or hant or ""
        if kind == "person" and given and is_han(given[0]):
            return Spelling(propose(given, script), other(script), risky(given, script))
        converter = Converter(
            script, other(script), region=self._style.region, glossary=Glossary.load(self._content / GLOSSARY, GLOSSARY)
        )
        done = converter.convert_with_flags(given)
        forms = Forms(given, done.text) if script == "hans" else Forms(done.text, given)
        return Spelling(forms, other(script), tuple(dict.fromkeys(flag.source for flag in done.flags)))
