"""Where the addresses of the archive stand, so that links and redirects can be checked. Composes, like ``site``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from plugins.pages.site import PARTS
from plugins.stories.links import Ways
from plugins.vocabulary import moved
from plugins.vocabulary.moved import Moved
from plugins.vocabulary.vocabulary import Vocabulary

Facts = Mapping[str, Any]

_ID = re.compile(r'\sid="([^"]+)"')


def addresses(stories: Iterable[Facts], pages: Iterable[Facts]) -> set[str]:
    """The addresses of stories, of everybody whom they name, and of the editors' own pages; those of drafts are nobody's yet."""
    known = [one for one in stories if one["status"] != "draft"]
    return {
        *(f"{part}/" for part in PARTS),
        *(f"{page['id']}/" for page in pages if page["status"] != "draft"),
        *(f"stories/{story['id']}/" for story in known),
        *(f"people/{person['id']}/" for story in known for person in story["people"]),
    }


def ways(known: set[str], vocabulary: Vocabulary, elsewhere: Moved, html: Callable[[str], str | None]) -> Ways:
    """What links may lead to beside stories.

    Args:
        known: the :func:`addresses`.
        vocabulary: places, roles and outlets, which have addresses of their own.
        elsewhere: the addresses that moved.
        html: the body of the story of a file; None where there is none.
    """

    def anchors(path: str) -> set[str] | None:
        text = html(path)
        return None if text is None else set(_ID.findall(text))

    return Ways(lambda path: not path or moved.stands(path, vocabulary, known), elsewhere.now, anchors)
