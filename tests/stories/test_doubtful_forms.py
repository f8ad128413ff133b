"""What an editor is asked about once: the other form of a name or a place that a rule can't know."""

from __future__ import annotations

from tests.stories.conftest import PEOPLE, PLACES


def codes(desk, **fields: str) -> list[str]:
    return [code for _, _, code in desk.faults(**fields)]


def test_a_name_with_two_possible_forms_is_asked_about_with_the_line_to_write(desk) -> None:
    prepared = desk.prepare(desk.story(people="[钟云杰]"))
    (fault,) = prepared.faults
    assert (fault.code, fault.severity, fault.line) == ("unsure-name", "warning", 9)
    assert "- {id: zhong-yunjie, hans: 钟云杰, hant: " in fault.help
    assert prepared.facts is not None, "a question stops no build"


def test_a_name_that_can_have_one_form_only_is_not_asked_about(desk) -> None:
    assert codes(desk, people="[余融豪]") == []


def test_a_name_whose_forms_the_story_gives_is_not_asked_about(desk) -> None:
    assert codes(desk, people="[{name: 钟云杰, hans: 钟云杰, hant: 鍾雲傑}]") == []


def test_a_name_that_was_confirmed_once_is_never_asked_about_again(desk) -> None:
    desk.write("vocabulary/people.yaml", PEOPLE + "- {id: zhong-yunjie, hans: 钟云杰, hant: 鍾雲杰, aliases: []}\n")
    assert codes(desk, people="[钟云杰]") == []


def test_a_place_whose_traditional_form_is_a_question_is_asked_about_until_it_is_confirmed(desk) -> None:
    place = "陕西省/西安市/鄠邑区/余下街道"
    prepared = desk.prepare(desk.story(places=f"[{place}]"))
    (fault,) = prepared.faults
    assert (fault.code, fault.severity) == ("unsure-place", "warning")
    assert f"- {{place: {place}, hant: " in fault.help
    desk.write("vocabulary/places.yaml", f"{PLACES}- {{place: {place}, hant: 餘下街道}}\n")
    assert codes(desk, places=f"[{place}]") == []


def test_a_glossary_line_decides_what_the_other_edition_says(desk) -> None:
    desk.write("vocabulary/glossary.tsv", "hans>hant\t雪停了\t雪歇了\t后来雪停了。\n")
    prepared = desk.prepare(desk.story())
    assert prepared.texts is not None
    assert "雪歇了" in prepared.texts["hant"]
    assert "雪停了" in prepared.texts["hans"]
