"""Completion at the desk: every place, role, person and outlet, in characters, pinyin or initials."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.completion import Completion
from plugins.desk.place_keys import readings_of
from plugins.vocabulary.atlas import atlas, place
from plugins.vocabulary.readings import shipped_readings
from plugins.vocabulary.vocabulary import Vocabulary

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(scope="module")
def completion() -> Completion:
    return Completion(Vocabulary.load(CONTENT), lambda: {("place", "henan/luohe"): 3})


@pytest.mark.parametrize("typed", ["樊城", "樊城区", "樊城區", "fancheng", "fan cheng", "fcq", "湖北省襄阳市樊"])
def test_a_place_that_no_story_names_yet_is_completed_too(completion: Completion, typed: str) -> None:
    assert "湖北省/襄阳市/樊城区" in [one.value for one in completion.places(typed, 30)]


def test_what_is_written_is_the_full_path_in_the_script_of_the_story(completion: Completion) -> None:
    [first, *_] = completion.places("樊城区", script="hant")
    assert (first.value, first.label, first.detail) == ("湖北省/襄陽市/樊城區", "樊城區", "湖北省/襄陽市")


def test_a_wider_place_comes_first_and_one_that_stories_use_before_it(completion: Completion) -> None:
    assert completion.places("lh", 1)[0].id == "henan/luohe"
    assert completion.places("湖北", 1)[0].id == "hubei"


def test_shaanxi_is_found_as_editors_spell_it(completion: Completion) -> None:
    assert "shaanxi" in [one.id for one in completion.places("shaanxi")]


@pytest.mark.parametrize("typed", ["志愿", "志願", "zhiyuanzhe", "zyz", "义工", "義工"])
def test_roles_are_completed_by_their_other_names_too(completion: Completion, typed: str) -> None:
    assert "志愿者" in [one.value for one in completion.roles(typed)]


@pytest.mark.parametrize("typed", ["余融", "yuronghao", "yrh"])
def test_people_are_completed(completion: Completion, typed: str) -> None:
    assert [one.id for one in completion.people(typed)] == ["yu-ronghao"]


def test_outlets_are_completed(completion: Completion) -> None:
    assert completion.sources("河南日报")[0].label.startswith("河南日报")


def test_nothing_typed_completes_nothing(completion: Completion) -> None:
    assert completion.places("") == completion.roles("  ") == []


def test_the_shipped_readings_are_those_of_the_shipped_places() -> None:
    """Whoever changes the gazetteer or pypinyin makes them anew: ``python tools/make_readings.py``."""
    known, readings = atlas(), shipped_readings()
    assert list(readings) == list(known.ids)
    rows = [place(known.row(number)) for number in range(0, len(known.ids), 97)]
    assert {one.id: readings[one.id] for one in rows} == {one.id: readings_of(one.forms.hans, one.id) for one in rows}
