"""The preview's own pages as HTML: the faults of one story, and all drafts and files at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.desk.standing import Standing
from plugins.faults import Fault

#: Of a long line so many characters are shown on either side of a fault.
_AROUND = 60


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fault_page(content: Path, story: Standing) -> str:
    """What stands at the address of a story that cannot be shown: each fault with the line that it points at.

    Args:
        content: the content folder, from which the lines are read.
        story: how the story stands.
    """
    return (
        _environment()
        .get_template("fault.html")
        .render(
            title=story.title or story.path,
            path=story.path,
            draft=story.status == "draft",
            errors=len(story.errors),
            faults=list(_with_lines(content, story.faults)),
        )
    )


def drafts_page(content: Path, stories: Iterable[Standing], elsewhere: Iterable[Fault], stories_at: str) -> str:
    """All drafts and files at fault, those with errors first.

    Args:
        content: the content folder.
        stories: how they stand.
        elsewhere: faults of other files, such as the vocabulary.
        stories_at: the address below which both stories and pages stand ("/zh-hans/").
    """
    entries = [
        {
            "title": one.title or one.path,
            "path": one.path,
            "status": one.status,
            "draft": one.status == "draft",
            "address": f"{stories_at}{one.address}" if one.address else None,
            "errors": len(one.errors),
            "warnings": len(one.faults) - len(one.errors),
            "faults": list(_with_lines(content, one.errors)),
        }
        for one in sorted(stories, key=lambda one: (not one.errors, one.path))
    ]
    page = _environment().get_template("drafts.html")
    return page.render(title="草稿和有错误的文件", entries=entries, elsewhere=[str(fault) for fault in elsewhere])


def _with_lines(content: Path, faults: Iterable[Fault]) -> Iterable[Mapping[str, Any]]:
    """Faults with the text of their lines, cut where the fault points."""
    lines: dict[str, list[str]] = {}
    for fault in faults:
        if fault.path not in lines:
            try:
                lines[fault.path] = (content / fault.path).read_text("utf-8-sig", "replace").splitlines()
            except OSError:  # gone since
                lines[fault.path] = []
        found = lines[fault.path][fault.line - 1 : fault.line]
        line, at = (found[0] if found else ""), fault.column - 1
        yield {
            **fault.as_json(),
            "source": bool(line.strip()),
            "before": line[max(0, at - _AROUND) : at],
            "at": line[at : at + 1],
            "after": line[at + 1 : at + _AROUND],
        }
