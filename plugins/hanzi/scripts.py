"""The two scripts, and the two forms that a name or a label has in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Script = Literal["hans", "hant"]

SCRIPTS: tuple[Script, Script] = ("hans", "hant")

#: The BCP 47 tag of each script, as HTML's ``lang`` wants it.
LANG: dict[Script, str] = {"hans": "zh-Hans", "hant": "zh-Hant"}

#: The first part of an edition's addresses.
PREFIX: dict[Script, str] = {"hans": "zh-hans", "hant": "zh-hant"}


def other(script: Script) -> Script:
    """The script that is not this one."""
    return "hant" if script == "hans" else "hans"


@dataclass(frozen=True, slots=True, order=True)
class Forms:
    """One name or label in both scripts."""

    hans: str
    hant: str

    def in_script(self, script: Script) -> str:
        """The form in one script."""
        return self.hans if script == "hans" else self.hant
