"""Pictures in the HTML of a body: each in the forms that a reader's browser may choose from, with its size, so that nothing jumps."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from plugins.pictures.records import Form

#: How wide the theme shows a picture: the measure of the text, or what a narrow window leaves of it.
SIZES: Final = "(min-width: 44rem) 40rem, 92vw"
#: An upright picture of so many pixels or more would be higher than a window; the theme shows it at the height of one (``.tall``).
_WINDOW: Final = 900

_IMG: Final = r'<img(?: [a-z-]+="[^"]*")*>'
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
#: One picture, or a paragraph that holds nothing else.
_PLACE: Final = re.compile(rf"<p>((?:\s*{_IMG})+)\s*</p>|({_IMG})")
_ONE: Final = re.compile(_IMG)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it.

    Attributes:
        address: where its plain form stands.
        width, height: of the plain form.
        folder: where the better forms stand, with a slash at the end.
        better: format by format.
        moving: the better ones move.
    """

    address: str
    width: int
    height: int
    folder: str = ""
    better: Sequence[Sequence[Form]] = ()
    moving: bool = False


def with_pictures(body: str, base: str, find: Callable[[str], Shown | None]) -> str:
    """The body with its pictures as they are published.

    A paragraph of pictures alone becomes a figure for each; what stands in quotes after a picture's address, its caption. Amid
    text there is no room for one. The first picture is fetched at once, all others when they come near.

    Args:
        body: as ``plugins.stories`` made it: ``<img src alt title>``, attributes in double quotes.
        base: what stands before the path of our own images.
        find: gives a picture by its path in the content folder; None for what is not ours.
    """
    count = 0

    def picture(tag: str) -> tuple[str, str]:
        """The markup of one picture, and its caption."""
        nonlocal count
        values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        shown = find(unquote(values.get("src", "")).removeprefix(f"{base}/"))
        if shown is None:
            return tag, ""
        count += 1
        return _picture(shown, values.get("alt", ""), first=count == 1), " ".join(values.get("title", "").split())

    def place(found: re.Match[str]) -> str:
        if found[2]:
            return picture(found[2])[0]
        pictures = (picture(tag) for tag in _ONE.findall(found[1]))
        return "\n".join(_figure(*one) for one in pictures)

    return _PLACE.sub(place, body)


def _figure(markup: str, caption: str) -> str:
    below = f"<figcaption>{html.escape(caption, quote=False)}</figcaption>" if caption else ""
    return f"<figure>{markup}{below}</figure>"


def _picture(shown: Shown, alt: str, *, first: bool) -> str:
    size = f'width="{shown.width}" height="{shown.height}"'
    lazy = "" if first else ' loading="lazy"'
    tall = ' class="tall"' if shown.height > max(shown.width, _WINDOW) else ""
    plain = f'<img{tall} src="{html.escape(shown.address)}" {size} alt="{html.escape(alt)}"{lazy} decoding="async">'
    sources = "".join(_source(shown, forms) for forms in shown.better)
    return f"<picture>{sources}{plain}</picture>" if sources else plain


def _source(shown: Shown, forms: Sequence[Form]) -> str:
    srcset = ", ".join(f"{html.escape(shown.folder + form.name)} {form.width}w" for form in forms)
    media = ' media="(prefers-reduced-motion: no-preference)"' if shown.moving else ""
    return f'<source type="{forms[0].kind}"{media} srcset="{srcset}" sizes="{SIZES}">'
