"""The list of stories and drafts: what each is, what it lacks, and finding one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.desk.web.workplace import Archive, Workplace
from plugins.faults import Fault
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import SCRIPTS
from plugins.stories.glance import glance
from plugins.stories.read import is_twin, twin_path

_PAGE = 50
#: What may be shown, and what an editor calls it.
SHOWS: Mapping[str, str] = {
    "": "全部",
    "draft": "草稿",
    "faults": "有错误",
    "warnings": "有提醒",
    "withdrawn": "已撤下",
}


def rows(workplace: Workplace, q: str, show: str, page: str, done: str) -> dict[str, Any]:
    """The data of the list: one page of it, drafts and faults first.

    Args:
        workplace: the desk.
        q: words that must stand in title, id, places or people, in either script.
        show: a key of :data:`SHOWS`.
        page: the number of the page.
        done: what an editor just did.
    """
    archive = workplace.archive()
    everything = [_row(workplace, archive, path) for path in _paths(workplace)]
    words = fold(q).split()
    found = [one for one in everything if all(word in one["text"] for word in words)]
    counts = {key: sum(_is_shown(one, key) for one in found) for key in SHOWS}
    chosen = [one for one in found if _is_shown(one, show if show in SHOWS else "")]
    chosen.sort(key=lambda one: (one["status"] != "draft", not one["errors"], _newest(one["added"]), one["id"]))
    last = max(1, -(-len(chosen) // _PAGE))
    number = min(max(1, int(page) if page.isdecimal() and page.isascii() else 1), last)
    return {
        "stories": chosen[(number - 1) * _PAGE : number * _PAGE],
        "total": len(everything),
        "reading": not archive.facts and not archive.faults and bool(everything),
        "counts": counts,
        "shows": SHOWS,
        "q": q,
        "show": show if show in SHOWS else "",
        "number": number,
        "last": last,
        "done": done,
    }


def _newest(day: str) -> tuple[int, ...]:
    """Sorts days from the newest."""
    return tuple(-ord(character) for character in day)


def _paths(workplace: Workplace) -> list[str]:
    folder = workplace.content / "stories"
    found = (path.relative_to(workplace.content).as_posix() for path in folder.rglob("*.md"))
    return sorted(path for path in found if not is_twin(path) and "/." not in path)


def _row(workplace: Workplace, archive: Archive, path: str) -> dict[str, Any]:
    facts = archive.facts.get(path)
    faults: list[Fault] = list(archive.faults.get(path, ()))
    for script in SCRIPTS:
        faults += archive.faults.get(twin_path(path, script), ())
    row: dict[str, Any] = {"path": path, "errors": 0, "warnings": 0, "first": "", "read": True}
    row["errors"] = sum(fault.severity == "error" for fault in faults)
    row["warnings"] = len(faults) - row["errors"]
    worst = min(faults, key=lambda fault: (fault.severity != "error", fault), default=None)
    row["first"] = worst.message if worst else ""
    if facts and "editions" in facts:
        title = facts["editions"][facts["script"]]["title"]
        row |= {
            "id": facts["id"],
            "title": title,
            "status": facts["status"],
            "when": facts["when"],
            "added": facts["added"],
        }
        row["text"] = fold(" ".join([title, facts["id"], *facts["places"], *(one["hans"] for one in facts["people"])]))
        return row
    # Not read yet, or at fault: what its own lines say.
    try:
        seen = glance((workplace.content / path).read_bytes())
    except OSError:
        seen = glance(b"")
    row |= {"id": seen.id or "", "title": seen.title, "status": seen.status, "when": "", "added": "9999"}
    row["text"] = fold(f"{seen.title} {seen.id} {path}")
    row["read"] = path in archive.faults
    return row


def _is_shown(row: Mapping[str, Any], show: str) -> bool:
    if show == "faults":
        return bool(row["errors"])
    if show == "warnings":
        return bool(row["warnings"])
    return not show or row["status"] == show
