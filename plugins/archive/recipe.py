"""Pages and their recipes: a page is a path, a template and plain data; its recipe is a digest of all that goes into it.

A page is rendered when its recipe changed and written when its bytes changed, so no page needs to know what it depends on: what
is in its data counts, and nothing else can reach its template.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class Sealed(Mapping[str, Any]):
    """Plain data that will not change any more and carries its digest, so that many pages can hold it at no cost.

    Attributes:
        digest: the digest of the data.
    """

    __slots__ = ("_data", "_plain", "digest")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = dict(data)
        self.digest = digest(self._data)
        self._plain: dict[str, Any] | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """The data as templates see it, sealed parts inside it unpacked; worked out where a page is rendered."""
        if self._plain is None:
            self._plain = {key: _unpacked(item) for key, item in self._data.items()}
        return self._plain

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


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


def _unpacked(value: Any) -> Any:
    if isinstance(value, Sealed):
        return value.plain
    if isinstance(value, dict):
        return {key: _unpacked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_unpacked(item) for item in value]
    return value


def _reduced(value: Any) -> Any:
    """What stands in a digest for what JSON does not know: the digest of sealed data or of a long text, under a key nobody types."""
    if isinstance(value, (Sealed, Blob)):
        return {"\0": value.digest}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a page's data may not hold {type(value).__name__}")


#: JSON keeps kinds and borders apart (1, true and "1"; ["a","b"] and ["ab"]), and its encoder is written in C: digests of all pages
#: are worked out at every build.
_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_reduced, check_circular=False)


def digest(value: Any) -> str:
    """The digest of plain data. Dicts count in their order, because templates iterate over them in that order.

    Raises:
        TypeError: for anything that is not plain data.
    """
    return hashlib.blake2b(_ENCODER.encode(value).encode("ascii"), digest_size=20).hexdigest()


def recipe(page: Page, template_digest: str) -> str:
    """The recipe of a page, given the digest of its template's closure."""
    return digest([page.template, template_digest, page.data])


def fill(value: Any, blob: Callable[[Blob], str]) -> Any:
    """The same data with every blob replaced by its text: what a renderer is given."""
    if isinstance(value, Blob):
        return blob(value)
    if isinstance(value, Sealed):
        return value.plain
    if isinstance(value, Mapping):
        return {key: fill(item, blob) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill(item, blob) for item in value]
    return value
