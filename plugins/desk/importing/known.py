"""What is in the archive already: ids, addresses, and a sketch of every text and of every raw input that made a draft.

Sketches are remembered beside the raw inputs, by the time and size of each file, so that ten thousand stories need not be read again.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plugins.desk.importing.raw import raw_files, raw_text
from plugins.desk.importing.sketch import Sketch, nearest, sketch
from plugins.stories.addresses import comparable, is_address
from plugins.stories.read import is_twin

#: Where sketches are remembered; hidden, so that nothing else looks at it.
MEMORY = ".sketches.json"
_VERSION = 1

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<front>.*?\n)---[ \t]*\n", re.DOTALL)
_ID = re.compile(r"^id:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)
_TITLE = re.compile(r"^title:\s*(.+?)\s*(?:#.*)?$", re.MULTILINE)
_URL = re.compile(r"\burl:\s*[\"']?(https?://[^\s\"',}]+)")


@dataclass(frozen=True, slots=True)
class Twin:
    """A text that is here already: its file, as messages name it, its title, and how much of it is the same (1 for an address)."""

    path: str
    title: str
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class _Text:
    """One file: the id, title and address that it gives, and the sketch of its text."""

    id: str
    title: str
    address: str
    sketch: Sketch


class Known:
    """The archive as import needs to know it.

    Args:
        stories: the folders whose Markdown files are stories.
        raw: the folder of the raw inputs.
        shown: gives the path of a file as messages name it.
    """

    def __init__(self, stories: list[Path], raw: Path, shown: Callable[[Path], str]) -> None:
        self._raw, self._memory = raw, self._remembered(raw)
        self._kept: dict[str, list[object]] = {}
        self._orphans: list[tuple[str, Path]] = []
        self.ids: set[str] = set()
        self._texts: dict[str, _Text] = {}
        for folder in stories:
            for file in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
                if not is_twin(file.name) and raw not in file.parents and (found := self._look(file, _story)):
                    self._texts[shown(file)] = found
                    self.ids.add(found.id)
        paths = {one.id: path for path, one in self._texts.items()}
        titles = {one.id: one.title for one in self._texts.values()}
        self._sketches = [(path, one.sketch) for path, one in self._texts.items()]
        for story, file in raw_files(raw):
            if story not in paths:
                self._orphans.append((story, file))
            elif found := self._look(file, partial(_raw, file)):
                self._sketches.append((paths[story], found.sketch))
        self._titles = {paths[one]: title for one, title in titles.items()}
        self._addresses = {one.address: path for path, one in self._texts.items() if one.address}

    def by_address(self, address: str) -> Twin | None:
        """The text with this address."""
        path = self._addresses.get(comparable(address))
        return Twin(path, self._titles.get(path, "")) if path else None

    def by_text(self, wanted: Sketch) -> Twin | None:
        """The text that is nearly this one, in either script."""
        found = nearest(wanted, self._sketches)
        return Twin(found[0], self._titles.get(found[0], ""), found[1]) if found else None

    def add(self, path: str, story: str, title: str, address: str | None, text: Sketch) -> None:
        """Know a new draft."""
        self.ids.add(story)
        self._titles[path] = title
        self._sketches.append((path, text))
        if address:
            self._addresses[comparable(address)] = path

    def orphans(self, data: bytes) -> set[str]:
        """The ids of raw inputs without a story, which an import that was killed left behind; but not of one that holds these bytes."""
        return {story for story, file in self._orphans if _bytes(file) != data}

    def remember(self) -> None:
        """Keep what was worked out; a folder that can't be written costs only time."""
        folder = self._raw
        if self._kept == self._memory or not folder.is_dir():
            return
        data = json.dumps({"version": _VERSION, "files": self._kept}, ensure_ascii=False)
        with contextlib.suppress(OSError):
            fresh = folder / f"{MEMORY}.{os.getpid()}"
            fresh.write_text(data, "utf-8")
            fresh.replace(folder / MEMORY)

    def _look(self, file: Path, read: Callable[[bytes], _Text | None]) -> _Text | None:
        """What a file holds; from memory, where it is as it was."""
        try:
            about = file.stat()
            key, stamp = str(file.resolve()), [about.st_mtime_ns, about.st_size]
            if (known := self._memory.get(key)) and known[:2] == stamp and (unpacked := _unpacked(known)):
                self._kept[key] = known
                return unpacked
            found = read(file.read_bytes())
        except OSError:
            return None
        if found:
            self._kept[key] = [*stamp, found.id, found.title, found.address, _packed(found.sketch)]
        return found

    @staticmethod
    def _remembered(raw: Path) -> dict[str, list[object]]:
        try:
            data = json.loads((raw / MEMORY).read_text("utf-8"))
            files = data["files"] if data["version"] == _VERSION else {}
            return {key: list(one) for key, one in files.items() if len(one) == 6}  # noqa: PLR2004
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


def _story(data: bytes) -> _Text | None:
    """A story file, read for what import asks of it; it need not be without faults."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    parts = _FRONT.match(text)
    front = parts["front"] if parts else ""
    named, title, url = _ID.search(front), _TITLE.search(front), _URL.search(front)
    address = comparable(url[1]) if url and is_address(url[1]) else ""
    body = text[parts.end() :] if parts else text
    return _Text(named[1] if named else "", title[1].strip("\"'") if title else "", address, sketch(body))


def _raw(file: Path, _data: bytes) -> _Text:
    """A raw input, of which only the text counts."""
    return _Text("", "", "", sketch(raw_text(file)))


def _packed(one: Sketch) -> str:
    return base64.b85encode(struct.pack(f"<{len(one)}I", *sorted(one))).decode("ascii")


def _unpacked(known: list[object]) -> _Text | None:
    _, _, story, title, address, packed = known
    try:
        data = base64.b85decode(str(packed))
        return _Text(str(story), str(title), str(address), frozenset(struct.unpack(f"<{len(data) // 4}I", data)))
    except (ValueError, struct.error):
        return None


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
