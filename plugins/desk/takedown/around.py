"""What else stands in the content folder: found by what it says, whichever script it says it in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from plugins.hanzi.fold import fold, is_han

#: A sentence with fewer Han characters may stand anywhere.
LEAST = 8
_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n\t“”「」『』\"]+")
_FRONT = re.compile(r"\A(\ufeff?---[ \t]*\r?\n.*?\n)---[ \t]*\r?(?=\n)", re.DOTALL)
_SAID = re.compile(r"^(?:title|summary):(.*)", re.MULTILINE)
#: What editors and killed programs leave beside a file, whose name stands for NAME.
_LEFTOVER = r"NAME(?:~|\.sw[opx]|\.bak|\.orig|\.rej|\.tmp|\.old|\.\d+|\.[0-9a-f]{8})|#NAME#"


def sentences(text: str) -> set[str]:
    """The sentences of a text, folded, that are long enough to be its own."""
    found = (piece.strip(" -*#>　，、,：:") for piece in _SENTENCE_ENDS.split(fold(text)))
    return {piece for piece in found if sum(map(is_han, piece)) >= LEAST}


def prose(text: str) -> str:
    """Title, summary and body of a story file or a twin; its other fields, such as rights, are like those of many others."""
    front, found, body = _FRONT.sub(r"\1\0", text, count=1).partition("\0")
    return "\n".join([*_SAID.findall(front), body]) if found else text


def leftovers(content: Path, paths: Iterable[str]) -> list[Path]:
    """The copies that editors' programs, or ours where they were killed, left beside files."""
    found: list[Path] = []
    for path in paths:
        file = content / path
        if file.parent.is_dir():
            pattern = re.compile(rf"\.?(?:{_LEFTOVER.replace('NAME', re.escape(file.name))})")
            found += (one for one in file.parent.iterdir() if pattern.fullmatch(one.name) and one.is_file())
    return sorted(set(found))


class Around:
    """The texts of the content folder but for some files.

    Args:
        content: the content folder.
        but: the paths of the files that are not looked at.
    """

    def __init__(self, content: Path, but: Collection[str]) -> None:
        self._content = content
        self._but = frozenset(but)

    @classmethod
    def of(cls, content: Path, files: Collection[str]) -> Around:
        """What stands around some files and the copies that programs left beside them."""
        copies = (one.relative_to(content).as_posix() for one in leftovers(content, files))
        return cls(content, {*files, *copies})

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of every file, hidden ones too, by path; of another encoding what can be read of it."""
        found: dict[str, str] = {}
        for file in sorted(self._content.rglob("*")):
            path = file.relative_to(self._content).as_posix()
            if path not in self._but and file.is_file() and not path.startswith("images/"):
                found[path] = file.read_text("utf-8", "replace")
        return found

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {path: fold(text) for path, text in self.texts.items()}

    def stories(self) -> Iterator[tuple[str, str]]:
        """The path and the folded text of every story, twin and page."""
        return ((path, text) for path, text in self._folded.items() if path.startswith(("stories/", "pages/")))

    def is_named(self, names: Iterable[str]) -> bool:
        """Whether a story, a twin or a page says one of these names."""
        wanted = [fold(name) for name in names]
        return any(name in text for _, text in self.stories() for name in wanted)

    def uses(self, image: str) -> bool:
        """Whether a story, a twin or a page shows an image."""
        return any(image in text for path, text in self.texts.items() if path.startswith(("stories/", "pages/")))

    def saying(self, pieces: Collection[str]) -> Iterator[tuple[str, int]]:
        """The path and the line of every place where one of these folded pieces stands."""
        for path, text in self._folded.items():
            lines = {text.count("\n", 0, text.index(piece)) + 1 for piece in pieces if piece in text}
            yield from ((path, line) for line in sorted(lines))
