"""How those stories and pages stand that are not simply in the archive: drafts, and files at fault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.faults import Fault

#: Faults with which a draft can be looked at nonetheless: they spoil a link or a picture, not a page.
_TO_BE_SEEN = frozenset(
    {"dead-link", "draft-link", "file-link", "missing-image", "broken-picture", "picture-kind", "picture-size"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft, or a story or page at fault.

    Attributes:
        path: the file, relative to the content folder.
        id: its address; None where it cannot be read.
        title: as written; may be empty.
        status: published, draft or withdrawn.
        shown: whether a preview can make a page of it as it is.
        faults: what is wrong with it and with its twin, errors and warnings.
    """

    path: str
    id: str | None
    title: str
    status: str
    shown: bool
    faults: tuple[Fault, ...]

    @property
    def address(self) -> str | None:
        """Where its page stands below an edition ("stories/fancheng-365/"); None where the id cannot be read."""
        folder = "stories/" if self.path.startswith("stories/") else ""
        return f"{folder}{self.id}/" if self.id else None

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What must be mended before it can be published."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


def standings(
    sound: Iterable[Mapping[str, Any]], broken: Iterable[Mapping[str, Any]], faults: Iterable[Fault]
) -> tuple[Standing, ...]:
    """Every draft and every file at fault, in order of path.

    Args:
        sound: the facts of the files that could be read.
        broken: what was glimpsed of those that could not.
        faults: every fault of the content.
    """
    by_path: dict[str, list[Fault]] = {}
    for fault in faults:
        by_path.setdefault(fault.path, []).append(fault)
    found = []
    for facts, readable in [*((one, True) for one in sound), *((one, False) for one in broken)]:
        own = sorted({*by_path.get(facts["path"], []), *by_path.get((facts.get("twin") or {}).get("path", ""), [])})
        errors = [fault for fault in own if fault.severity == "error"]
        if facts["status"] != "draft" and not errors:
            continue
        title = facts["editions"][facts["script"]]["title"] if readable else facts["title"]
        shown = readable and all(fault.code in _TO_BE_SEEN for fault in errors)
        found.append(Standing(facts["path"], facts["id"], title, facts["status"], shown, tuple(own)))
    return tuple(sorted(found, key=lambda one: one.path))


def as_json(found: Iterable[Standing]) -> str:
    """For the state to remember."""
    plain = [
        [one.path, one.id, one.title, one.status, one.shown, [fault.as_json() for fault in one.faults]] for one in found
    ]
    return json.dumps(plain, ensure_ascii=False)


def from_json(text: str | None) -> tuple[Standing, ...]:
    """What the state remembers."""
    return tuple(
        Standing(path, id_, title, status, shown, tuple(Fault(**fault) for fault in faults))
        for path, id_, title, status, shown, faults in json.loads(text or "[]")
    )
