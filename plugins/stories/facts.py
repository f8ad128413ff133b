"""What the archive keeps of a story: short facts that lists, counts and plans are made of, and the long texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.hanzi.fold import fold
from plugins.hanzi.lines import line_ends
from plugins.hanzi.scripts import SCRIPTS, Script
from plugins.hanzi.words import Segmenter
from plugins.stories.editions import Edition, Writer
from plugins.stories.story import Story

#: How many of a story's own words tell what it is about; related stories are found by them.
KEYWORDS = 8


def facts_of(story: Story, editions: Mapping[Script, Edition], segmenter: Segmenter, writer: Writer) -> dict[str, Any]:
    """The facts of a story as plain data, in the shape that ``plugins.pages`` reads. Nothing here is long.

    Beside these the preparer notes what the text points to: ``links images twin``.
    """
    plain = _simplified(editions)
    return {
        "id": story.id,
        "id_line": story.id_line,
        "path": story.path,
        "status": story.status,
        "script": story.script,
        "kind": story.kind,
        "date": story.date.text,
        "first": story.date.first.isoformat(),
        "last": story.date.last.isoformat(),
        "when": story.date.readable(),
        "months": story.date.months(),
        "places": list(story.places),
        "roles": list(story.roles),
        "people": [
            {
                "id": mention.id,
                "hans": mention.forms.hans,
                "hant": mention.forms.hant,
                "aliases": [[alias.hans, alias.hant] for alias in mention.aliases],
                "place": mention.place,
                "line": mention.line,
                "column": mention.column,
            }
            for mention in story.people
        ],
        "source": {
            "known": story.source.name is not None,
            "outlet": story.source.outlet,
            "url": story.source.url,
            "archive": story.source.archive,
            "date": story.source.date.readable() if story.source.date else None,
            "published": story.source.date.text if story.source.date else None,
            "seen": story.source.seen,
        },
        "added": story.added,
        "updated": story.updated,
        "corrections": [day for day, _ in story.corrections],
        "redactions": story.redactions,
        "keywords": segmenter.keywords(plain, KEYWORDS),
        "editions": {
            script: {
                "title": edition.title,
                "ends": _ends(story, editions, script, segmenter, writer),
                "summary": edition.summary,
                "converted": edition.converted,
                "authors": list(edition.authors),
                "notes": dict(edition.notes),
            }
            for script, edition in editions.items()
        },
    }


def texts_of(editions: Mapping[Script, Edition], segmenter: Segmenter) -> dict[str, Any]:
    """The long texts of a story: the body in each script, its blocks for search, and its words for the archive's word list."""
    words = {fold(word) for word in segmenter.words(_simplified(editions)) if len(word) > 1 and word.isalpha()}
    return {
        **{script: editions[script].html for script in SCRIPTS},
        "blocks": {script: [list(block) for block in editions[script].blocks] for script in SCRIPTS},
        "words": sorted(words),
    }


def _ends(
    story: Story, editions: Mapping[Script, Edition], script: Script, segmenter: Segmenter, writer: Writer
) -> list[int]:
    """Where a line of an edition's title may end. Jieba knows Simplified only, whose characters stand where the others do."""
    title, simple = editions[script].title, editions["hans"].title
    if story.twin is not None and script == "hant":
        simple = writer.converter("hant").convert(title)
    if len(simple) != len(title):
        return []
    return line_ends(segmenter.words(simple), (name.hans for name in writer.protected(story)))


def _simplified(editions: Mapping[Script, Edition]) -> str:
    """Jieba knows Simplified only."""
    edition = editions["hans"]
    return "\n".join([edition.title, edition.summary, *(text for _, text in edition.blocks)])
