"""What a misspelt name of a place or a role was meant to be, where there is no doubt."""

from __future__ import annotations

from plugins.hanzi.fold import fold
from plugins.vocabulary.errors import UnknownName


def meant(error: UnknownName) -> str:
    """The one name that an unknown one must mean: it reads alike (樊成区, 樊城区), or only its strokes are missing (湖北省襄阳市).

    Returns:
        An empty text where several are near, or where the near one is another word.
    """
    written = _parts(error.name)
    alike = [one for one in error.suggestions if _reads_alike(written, _parts(one))]
    return alike[0] if len(alike) == 1 else ""


def _parts(name: str) -> list[str]:
    return [part for piece in name.strip("/").split("/") if (part := piece.strip())]


def _reads_alike(written: list[str], near: list[str]) -> bool:
    """Whether two paths differ in their last part only, by characters of the same sound; one of a single part is no path."""
    if fold("".join(written)) == fold("".join(near)):
        return True
    same = len(written) == len(near) and all(fold(a) == fold(b) for a, b in zip(written[:-1], near[:-1], strict=True))
    return same and len(written[-1]) == len(near[-1]) and _sound(written[-1]) == _sound(near[-1])


def _sound(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    return list(lazy_pinyin(text, style=Style.NORMAL))
