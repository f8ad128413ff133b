"""Pages and their recipes: a page is a path, a template and plain data; its recipe is a digest of all that goes into it.

A page is rendered when its recipe changed and written when its bytes changed, so no page needs to know what it depends on: what
is in its data counts, and nothing else can reach its template.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class Sealed(dict[str, Any]):
    """Plain data that will not change any more and carries its digest, so that many pages can hold it at no cost."""

    __slots__ = ("digest",)
    digest: str

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.digest = digest(dict(data))

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        """Workers get a plain dict: they render and never compare."""
        return dict, (dict(self),)


@dataclass(frozen=True, slots=True)
class Blob:
    """A long text (a story's body) that stays in the state until a page that holds it is rendered.

    Attributes:
        owner: the record that it belongs to (a source path).
        name: which of the record's texts.
        digest: the digest of the text.
    """

    owner: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the output that a template makes.

    Attributes:
        path: where, relative to the output folder, with forward slashes.
        template: the template's name.
        data: what the template sees: dicts, lists, strings, numbers, None; :class:`Sealed` and :class:`Blob` among them.
    """

    path: str
    template: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the output that is a copy of a file: ``source`` is its path on disk, ``digest`` that of its bytes."""

    path: str
    source: str
    digest: str


def _encode(value: Any, feed: Callable[[bytes], object]) -> None:
    """Feed one value to a hash so that different values can't look alike: every item says its kind and length."""
    if isinstance(value, (Sealed, Blob)):
        feed(b"#" + value.digest.encode())
    elif isinstance(value, str):
        data = value.encode()
        feed(b"s%d:" % len(data))
        feed(data)
    elif isinstance(value, Mapping):
        feed(b"{%d:" % len(value))
        for key in value:
            _encode(key, feed)
            _encode(value[key], feed)
    elif isinstance(value, (list, tuple)):
        feed(b"[%d:" % len(value))
        for item in value:
            _encode(item, feed)
    elif value is None or isinstance(value, (bool, int, float)):
        feed(json.dumps(value).encode() + b";")
    else:
        raise TypeError(f"a page's data may not hold {type(value).__name__}")


def digest(value: Any) -> str:
    """The digest of plain data. Dicts count in their order, because templates iterate over them in that order.

    Raises:
        TypeError: for anything that is not plain data.
    """
    state = hashlib.blake2b(digest_size=20)
    _encode(value, state.update)
    return state.hexdigest()


def recipe(page: Page, template_digest: str) -> str:
    """The recipe of a page, given the digest of its template's closure."""
    return digest([page.template, template_digest, page.data])


def fill(value: Any, blob: Callable[[Blob], str]) -> Any:
    """The same data with every blob replaced by its text: what a renderer is given."""
    if isinstance(value, Blob):
        return blob(value)
    if isinstance(value, Sealed):
        return value
    if isinstance(value, Mapping):
        return {key: fill(item, blob) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill(item, blob) for item in value]
    return value
