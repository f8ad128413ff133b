"""The preview's pages of review: both editions side by side, and the list of all stories. HTML from data, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.desk.review.explain import Explainer
from plugins.desk.review.items import Item, accepting
from plugins.desk.review.review import Review, Reviewed
from plugins.desk.review.subject import PEOPLE
from plugins.hanzi.scripts import LANG, other

_FOLDER = Path(__file__).parent
STYLE = (_FOLDER / "review.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def story_page(review: Review, reviewed: Reviewed) -> str:
    """One story, paragraph against paragraph."""
    subject, items = reviewed.subject, reviewed.items
    story = subject.story
    decided = review.decisions.of(story.id)
    explainer = Explainer(subject, items, decided, review.lexicon.glossary)
    people: list[Item] = [item for item in items if item.where == PEOPLE]
    data: Mapping[str, Any] = {
        "title": subject.editions[story.script].title,
        "lang": (LANG[story.script], LANG[other(story.script)]),
        "open": len(items),
        "twin": not subject.generated,
        "pairs": list(explainer.pairs()),
        "people": people,
        "accepting": accepting,
    }
    return _environment().get_template("review.html").render(data)


def list_page(reviewed: Iterable[Reviewed]) -> str:
    """All stories, each with the number of what nobody decided."""
    ordered = sorted(reviewed, key=lambda one: (-len(one.items), one.subject.story.id))
    stories = [
        {
            "id": one.subject.story.id,
            "title": one.subject.editions[one.subject.story.script].title,
            "lang": LANG[one.subject.story.script],
            "open": len(one.items),
        }
        for one in ordered
    ]
    return _environment().get_template("reviews.html").render(stories=stories)
