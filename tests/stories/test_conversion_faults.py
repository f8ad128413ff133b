"""What an editor is told about the edition that was generated: warnings, each at its line, never a stop."""

from __future__ import annotations

import dataclasses

from plugins.stories.editions import Style
from plugins.stories.prepare import Preparer
from tests.stories.conftest import BODY


def warnings(desk, body: str, **fields: str) -> list[tuple[int, str]]:
    prepared = desk.prepare(desk.story(body=body, **fields))
    assert prepared.facts is not None, prepared.faults
    return [(fault.line, fault.code) for fault in prepared.faults]


def test_a_good_story_is_not_bothered(desk) -> None:
    assert warnings(desk, BODY) == []


def test_a_traditional_character_in_a_simplified_story_is_named_with_its_line(desk) -> None:
    body = "余融豪在小区门口守着，大家都放心。\n\n第二天，門口又来了几个人。\n"
    assert warnings(desk, body) == [(19, "mixed-script")]
    assert warnings(desk, body.replace("門", "-{門}-")) == []


def test_an_invisible_character_from_a_pasted_page_is_named(desk) -> None:
    assert warnings(desk, "余融豪在小区\ue5d2门口守着。\n") == [(17, "private-use")]


def test_a_quotation_mark_without_its_partner_is_named(desk) -> None:
    assert warnings(desk, "余融豪说：“大家都在。\n") == [(17, "unpaired-quote")]


def test_quotation_marks_of_a_generated_edition_are_its_own_and_never_those_in_code(desk) -> None:
    prepared = desk.prepare(desk.story(body="余融豪说：“他讲过‘都在’。”\n\n`“x”`\n"))
    assert "「他講過『都在』。」" in prepared.texts["hant"]
    assert "“x”" in prepared.texts["hant"]
    assert "“他讲过‘都在’。”" in prepared.texts["hans"]


def test_quotation_marks_stay_as_written_where_the_site_wants_that(desk) -> None:
    path = desk.story(body="余融豪说：“都在。”\n")
    stories = {"hans": "/zh-hans/stories/", "hant": "/zh-hant/stories/"}
    prepared = Preparer(desk.folder, "", stories, style=Style(quotes=False)).prepare(path, None)
    assert "“都在。”" in prepared.texts["hant"]


def test_the_region_is_a_setting_and_changes_characters_only(desk) -> None:
    path = desk.story(body="余融豪在社区里裹着棉衣，为大家看着信息栏。\n")
    stories = {"hans": "/zh-hans/stories/", "hant": "/zh-hant/stories/"}
    made = {
        region: Preparer(desk.folder, "", stories, style=Style(region=region)).prepare(path, None).texts["hant"]
        for region in ("tw", "hk")
    }
    assert made["tw"] != made["hk"]
    assert all("社區" in text and "信息" in text for text in made.values())


def test_a_style_is_compared_by_its_parts() -> None:
    assert Style() == Style("tw", quotes=True)
    assert dataclasses.replace(Style(), region="hk") != Style()


def test_what_does_not_come_back_from_traditional_is_named(desk) -> None:
    body = "余融豪把郭乾的饭盒洗了。\n"
    assert warnings(desk, body) == [(17, "round-trip")]
    assert warnings(desk, body.replace("郭乾", "-{郭乾}-")) == []
