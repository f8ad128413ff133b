"""The vocabulary as a whole: places, roles, people and outlets, and one digest of everything they come from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.faults import ContentError, Fault
from plugins.vocabulary import atlas, custom, outlets, people, thesaurus
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.outlets import Outlets
from plugins.vocabulary.people import People
from plugins.vocabulary.thesaurus import Thesaurus

#: The editors' files under ``content/``.
FILES = ("places", "roles", "people", "sources")


@dataclass(frozen=True)
class Vocabulary:
    """The editors' controlled words.

    Attributes:
        places: the gazetteer with the editors' own places.
        roles: the role thesaurus.
        people: the register of people.
        outlets: the register of sources.
        digest: changes whenever one of the files or the shipped gazetteer does.
    """

    places: Gazetteer
    roles: Thesaurus
    people: People
    outlets: Outlets
    digest: str

    @classmethod
    def load(cls, content: Path) -> Vocabulary:
        """Read ``content/vocabulary/{places,roles,people,sources}.yaml``; a missing file is an empty one.

        Args:
            content: the content folder.

        Raises:
            ContentError: with every fault of all four files.
        """
        faults: list[Fault] = []
        texts = {name: _text(content, name, faults) for name in FILES}
        try:
            vocabulary = cls.of(texts)
        except ContentError as error:
            raise ContentError([*faults, *error.faults]) from error
        if faults:
            raise ContentError(faults)
        return vocabulary

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Vocabulary:
        """The vocabulary that the texts of the four files make, by name (``places``); see :meth:`load`."""
        digest = hashlib.sha256(atlas.atlas().digest.encode())
        for name in FILES:
            digest.update(f"\0{name}\0{texts[name]}".encode())
        faults: list[Fault] = []
        entries, found = custom.read(texts["places"])
        faults += found
        places = Gazetteer()
        try:
            places = Gazetteer.load(entries)
        except ContentError as error:
            faults += error.faults
        roles, found = thesaurus.read(texts["roles"])
        faults += found
        persons, found = people.read(texts["people"])
        faults += found
        sources, found = outlets.read(texts["sources"])
        faults += found
        if faults:
            raise ContentError(faults)
        return cls(places, roles, persons, sources, digest.hexdigest())


def _text(content: Path, name: str, faults: list[Fault]) -> str:
    """One file's text; empty (and a fault) where it is not UTF-8."""
    file = content / "vocabulary" / f"{name}.yaml"
    if not file.is_file():
        return ""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(f"vocabulary/{name}.yaml", 1, 1, "bad-encoding", "文件不是 UTF-8 编码", "请另存为 UTF-8"))
        return ""
