"""The desk over the archive's own stories: what it shows is what the editions print, and where it points is where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.persons import find_names
from plugins.desk.review.explain import Explainer
from plugins.desk.review.review import Review, Reviewed

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.fixture(scope="module")
def review() -> Review:
    return Review(CONTENT, find_names)


@pytest.fixture(scope="module")
def stories(review: Review) -> list[Reviewed]:
    return list(review.stories())


def test_every_story_is_read(review, stories):
    assert len(stories) == len(list((CONTENT / "stories").glob("*.md")))
    assert review.faults == []


def test_the_desk_reads_what_the_story_s_own_edition_prints(stories):
    for one in stories:
        subject = one.subject
        edition = dict(subject.editions[subject.story.script].blocks)
        shown = {passage.unit.where: passage.unit.plain for passage in subject.passages}
        assert {where: shown[where] for where in edition} == edition


def test_side_by_side_the_generated_edition_is_whole(review, stories):
    for one in stories:
        decided = review.decisions.of(one.subject.story.id)
        pairs = Explainer(one.subject, one.items, decided, review.lexicon.glossary).pairs()
        for pair, passage in zip(pairs, one.subject.passages, strict=True):
            assert "".join(piece.text for piece in pair.pieces) == passage.result


def test_every_line_and_column_of_the_report_points_to_its_character(stories):
    for item in (item for one in stories for item in one.items):
        line = (CONTENT / item.path).read_text("utf-8").split("\n")[item.line - 1]
        assert item.reason == "person" or line[item.column - 1] == item.source[0], item


def test_the_report_asks_little_of_editors(stories):
    items = [item for one in stories for item in one.items]
    characters = sum(len(passage.unit.plain) for one in stories for passage in one.subject.passages)
    assert len(items) / characters < 7 / 1000
