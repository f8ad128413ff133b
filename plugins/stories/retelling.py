"""The line above a text that was imported and is not retold yet: while it stands, the story is still its source's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.faults import Fault
from plugins.hanzi.scripts import Script
from plugins.stories.front_matter import Parts

#: What the line begins with, in the script of the story.
MARK: Mapping[Script, str] = {"hans": "【待改写】", "hant": "【待改寫】"}


def unwritten(path: str, parts: Parts, status: str) -> Iterator[Fault]:
    """The fault of a text that says of itself that it is still to be retold; in a draft, which it may be, a warning.

    Args:
        path: the story file.
        parts: its front matter and body.
        status: draft, published or withdrawn.
    """
    if (found := _marked_line(parts.body)) is not None:
        yield Fault(
            path,
            parts.body_line + found,
            1,
            "not-retold",
            "正文还是收到的原文，不能发表",
            "用自己的话写，再删去“待改写”这一行；原文得到许可可以照录的，把“文字”选成“照录”（kind: reproduced），也删去这一行",
            "warning" if status == "draft" else "error",
        )


def is_unwritten(body: str) -> bool:
    """Whether a text says of itself that it is still to be retold."""
    return _marked_line(body) is not None


def _marked_line(body: str) -> int | None:
    """The line that says so, from 0."""
    lines = enumerate(body.split("\n"))
    return next((number for number, line in lines if line.lstrip("> ").startswith(tuple(MARK.values()))), None)
