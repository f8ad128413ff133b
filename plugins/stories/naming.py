"""Whether the people that a story lists are those that it tells of: a name that it calls nobody by, but nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.faults import Fault
from plugins.hanzi.fold import fold
from plugins.stories.front_matter import Parts
from plugins.stories.schema import FrontMatter
from plugins.vocabulary.nearest import distance

#: What may stand inside a name in one place and not in another: conversion marks, emphasis, spaces, the dot of foreign names.
_INSIDE = re.compile(r"-\{|\}-|[\s*_·・‧•]+")


def unseen(path: str, parts: Parts, front: FrontMatter) -> Iterator[Fault]:
    """Warnings: people whose name stands neither in the title nor in the summary or the text, where one like it does."""
    text = _plain(f"{front.title}\n{front.summary or ''}\n{parts.body}")
    for number, entry in enumerate(front.people):
        names = [_plain(name) for name in (entry.name, entry.hans, entry.hant, *entry.aliases) if name]
        if any(name in text for name in names):
            continue
        if near := _near(names[0], text):
            line, column = parts.front.where("people", number)
            message = f"正文里没有「{entry.name}」，有「{near}」"
            help_text = f"是否 {near}？若是另一个人，把正文里对他的叫法写进 aliases"
            yield Fault(path, line, column, "unseen-person", message, help_text, "warning")


def _near(name: str, text: str) -> str:
    """What stands in the text and differs from a name of three characters or more by one that is not the surname."""
    size = len(name)
    if size < 3:  # noqa: PLR2004 (of two characters only the surname would be left)
        return ""
    starts = (found.start() for found in re.finditer(re.escape(name[0]), text))
    return next((text[at : at + size] for at in starts if distance(name, text[at : at + size], 1) == 1), "")


def _plain(text: str) -> str:
    return fold(_INSIDE.sub("", text))
