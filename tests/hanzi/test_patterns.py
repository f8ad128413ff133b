"""Words that their neighbours decide."""

from __future__ import annotations

import pytest

from plugins.hanzi.convert import Converter

TO_HANT = Converter("hans", "hant")


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("停了十几只渔船，捐出500只鸡。", "停了十幾隻漁船，捐出500隻雞。"),
        ("共二十几只。", "共二十幾隻。"),
        ("走了几千里路，离镇上十几里，两里外有灯。", "走了幾千里路，離鎮上十幾里，兩里外有燈。"),
        ("车开了几百里。", "車開了幾百里。"),
        ("每户十斤面，车上有三袋面。", "每戶十斤麵，車上有三袋麵。"),
        ("他家捐了三斗麦、几十斗米。", "他家捐了三斗麥、幾十斗米。"),
        ("排了一出好戏，那出戏唱了五场，还有两出大戏。", "排了一齣好戲，那齣戲唱了五場，還有兩齣大戲。"),
        ("抢购成了一出闹剧。", "搶購成了一齣鬧劇。"),
        ("搬来两坛米酒，花坛旁摆着一坛醋。", "搬來兩罈米酒，花壇旁擺著一罈醋。"),
        ("距岸30海里处，三十海里外，人海里有人喊。", "距岸30海里處，三十海里外，人海裡有人喊。"),
    ],
)
def test_a_measure_word_is_one_after_any_number(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("口罩500只够三天，全村几百户只剩3户。", "口罩500只夠三天，全村幾百戶只剩3戶。"),
        ("一出门就是雪，三天里没停，三里坪。", "一出門就是雪，三天裡沒停，三里坪。"),
        ("三袋面向村民发放。", "三袋面向村民發放。"),
    ],
)
def test_the_same_characters_elsewhere_are_other_words(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant


def test_xi_is_the_verb_in_a_report() -> None:
    report = "经查，事故系司机超速所致，死者系本村人，男子系当地教师，均系自愿。"
    assert TO_HANT.convert(report) == "經查，事故係司機超速所致，死者係本村人，男子係當地教師，均係自願。"
    assert TO_HANT.convert("故障系统、因系统升级、中文系主任") == "故障系統、因系統升級、中文系主任"


def test_a_sound_in_a_foreign_name_is_no_place_inside() -> None:
    assert TO_HANT.convert("董事长弗雷德里克·史密斯") == "董事長弗雷德里克·史密斯"
    assert TO_HANT.convert("住在家里的约翰·李") == "住在家裡的約翰·李"
