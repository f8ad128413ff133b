"""A text that says of itself that it is still to be retold is not published; without that line it may be."""

from __future__ import annotations

import pytest

from plugins.desk.importing.draft import RETELL
from plugins.stories.read import read_story
from plugins.vocabulary.vocabulary import Vocabulary
from tests.small_site import SmallSite, story_text


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return Vocabulary.load(SmallSite(tmp_path_factory.mktemp("retelling")).content)


def told(vocabulary: Vocabulary, line: str, more: str = "") -> list[tuple[str, int, str]]:
    text = story_text("a-night", body=f"{line}\n\n志愿者在社区门口量体温。", more=more)
    _, faults = read_story("stories/a-night.md", text, None, vocabulary)
    return [(one.code, one.line, one.severity) for one in faults if one.code == "not-retold"]


@pytest.mark.parametrize("line", RETELL.values())
def test_the_line_that_import_writes_stops_a_story_and_not_a_draft(vocabulary: Vocabulary, line: str) -> None:
    assert told(vocabulary, line) == [("not-retold", 14, "error")]
    assert told(vocabulary, line, "status: draft\n") == [("not-retold", 15, "warning")]


def test_a_text_that_speaks_of_rewriting_is_none(vocabulary: Vocabulary) -> None:
    assert told(vocabulary, "那份通知上写着“待改写”三个字。") == []
