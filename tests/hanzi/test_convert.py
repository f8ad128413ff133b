"""Conversion that an editor can trust: names are atoms, nearest decision wins, nothing is decided in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi import library
from plugins.hanzi.convert import Converter
from plugins.hanzi.flags import Flag
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.marks import MarkError
from plugins.hanzi.scripts import Forms

TO_HANT = Converter("hans", "hant")
TO_HANS = Converter("hant", "hans")
TAIWAN = Converter("hant", "hans", hant_style="tw")


def glossary(tmp_path: Path, *lines: str) -> Glossary:
    path = tmp_path / "glossary.tsv"
    path.write_text("\n".join(line.replace(" ", "\t") for line in lines), encoding="utf-8")
    return Glossary.load(path)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("机关干部下沉社区，后张村的志愿者也来了。", "機關幹部下沉社區，後張村的志願者也來了。"),
        ("葱姜蒜、米面油、泡面、方便面", "蔥薑蒜、米麵油、泡麵、方便麵"),
        ("全区1000余个小区", "全區1000餘個小區"),
        ("这里的头发和发现", "這裡的頭髮和發現"),
    ],
)
def test_news_words_convert_as_a_copy_editor_writes_them(hans: str, hant: str) -> None:
    assert TO_HANT.convert(hans) == hant
    assert TAIWAN.convert(hant) == hans


def test_neighbourhoods_never_become_online_groups() -> None:
    """s2twp writes 社群 for 社区, the core noun of this archive; it is never used."""
    assert TO_HANT.convert("社区工作者在社区的项目") == "社區工作者在社區的項目"


def test_hong_kong_glyphs_are_a_setting() -> None:
    assert Converter("hans", "hant", region="hk").convert("卫生员说这里") == "衞生員説這裏"


def test_which_traditional_is_read_is_a_setting() -> None:
    assert Converter("hant", "hans", hant_style="mainland").convert("看着窗外，著名") == "看着窗外，著名"
    assert Converter("hant", "hans", hant_style="hk").convert("衞生員説這裏") == "卫生员说这里"


# Names


def test_yu_rong_hao_keeps_his_surname() -> None:
    assert TO_HANT.convert("余融豪说，还有余粮。", [Forms("余融豪", "余融豪")]) == "余融豪說，還有餘糧。"


def test_no_phrase_crosses_a_name() -> None:
    hu, lu = Forms("胡源", "胡源"), Forms("卢松", "盧松")
    assert TO_HANT.convert("服务长胡源") == "服務長鬍源"
    assert TO_HANT.convert("服务长胡源", [hu]) == "服務長胡源"
    assert TO_HANT.convert("记者卢松松了一口气。", [lu]) == "記者盧松鬆了一口氣。"


def test_yao_yun_qian_survives_both_ways() -> None:
    name = [Forms("姚云乾", "姚雲乾")]
    assert TO_HANT.convert("姚云乾又冷又累，湿了干。", name).startswith("姚雲乾又冷又累")
    assert TO_HANS.convert("姚雲乾又冷又累，衣服乾了。", name) == "姚云乾又冷又累，衣服干了。"
    assert TO_HANS.convert("姚雲乾") == "姚云干"


def test_an_alias_is_one_more_name_and_the_longest_wins() -> None:
    names = [Forms("会杰", "會杰"), Forms("靳会杰", "靳會傑")]
    assert TO_HANT.convert("靳会杰说，会杰来了", names) == "靳會傑說，會杰來了"


def test_a_place_is_a_name() -> None:
    places = [Forms("范县", "范縣"), Forms("江干区", "江干區")]
    assert TO_HANT.convert("范县的范围，江干区的干部", places) == "范縣的範圍，江干區的幹部"


def test_a_listed_name_does_not_break_words() -> None:
    """于丰 is in the story, 由于丰富 is not about him."""
    found = TO_HANT.convert_with_flags("由于丰富的经验，于丰说", [Forms("于丰", "于豐")])
    assert found.text == "由於豐富的經驗，于豐說"
    assert found.flags == (Flag(0, 4, "由于丰富", "由於豐富", ("由于豐富",), "name-overlap"),)


def test_a_word_that_crosses_one_border_of_a_name_is_reported() -> None:
    found = TO_HANT.convert_with_flags("记者卢松松了口气", [Forms("卢松", "盧松")])
    flag = next(flag for flag in found.flags if flag.reason == "name-overlap")
    assert "卢松" in flag.source
    assert flag.result == "盧松鬆"


def test_a_name_of_one_character_protects_nothing() -> None:
    assert TO_HANT.convert("干部干活", [Forms("干", "干")]) == TO_HANT.convert("干部干活")


# Layers


def test_the_nearest_decision_wins(tmp_path: Path) -> None:
    site = Converter(
        "hans", "hant", glossary=glossary(tmp_path, "hans>hant 干了 幹了 干了三天", "hans>hant 头发 髮 头发")
    )
    assert TO_HANT.convert("并不丑，湿了干") == "並不醜，溼了幹"
    assert site.convert("头发") == "髮"
    assert site.convert("头发", rules={"头发": "頭毛"}) == "頭毛"
    assert site.convert("-{头发}-", rules={"头发": "頭毛"}, marks=True) == "头发"


def test_a_glossary_line_competes_with_the_librarys_words_by_length(tmp_path: Path) -> None:
    """The longest wins, and the line among equals: 只狗 beats 是只, and 了如指掌 beats 如何 and whatever is shorter."""
    lines = glossary(tmp_path, "hans>hant 只狗 只狗 是只狗", "hans>hant 如何 如何 如何", "hans>hant 指掌 指掌 指掌")
    site = Converter("hans", "hant", glossary=lines)
    assert TO_HANT.convert("这是只狗") == "這是隻狗"
    assert site.convert("这是只狗") == "這是只狗"
    assert site.convert("他了如指掌。") == "他瞭如指掌。"


def test_a_glossary_line_may_go_over_punctuation(tmp_path: Path) -> None:
    site = Converter("hans", "hant", glossary=glossary(tmp_path, "hans>hant 干，干 乾，幹 干，干"))
    assert site.convert("头发干，干部") == "頭髮乾，幹部"
    assert site.convert("湿了干，干了") == "溼了乾，幹了"


def test_a_glossary_line_from_traditional_competes_in_every_step(tmp_path: Path) -> None:
    lines = glossary(tmp_path, "hant>hans 著 着 看著")
    site = Converter("hant", "hans", glossary=lines)
    assert site.convert("著名作家看著窗外") == "着名作家看着窗外"
    assert Converter("hant", "hans", hant_style="tw", glossary=lines).convert("著名作家看著窗外") == "著名作家看着窗外"


def test_a_glossary_line_is_set_in_the_glyphs_of_the_region(tmp_path: Path) -> None:
    lines = glossary(tmp_path, "hans>hant 众里 衆裏 众里寻他")
    assert Converter("hans", "hant", glossary=lines).convert("众里寻他") == "眾裡尋他"
    assert Converter("hans", "hant", region="hk", glossary=lines).convert("众里寻他") == "眾裏尋他"


def test_a_storys_rule_is_taken_as_it_is_written() -> None:
    assert TO_HANT.convert("后张村", rules={"后张村": "后張村"}) == "后張村"


def test_a_rule_beats_a_name_only_where_it_holds_the_whole_name() -> None:
    names = [Forms("胡源", "胡源")]
    assert TO_HANT.convert("服务长胡源", names, {"长胡": "長鬍"}) == "服務長胡源"
    assert TO_HANT.convert("胡源松了口气", names, {"胡源松了": "胡源鬆開"}) == "胡源鬆開口氣"


# Marks


def test_marks_say_what_the_converter_must_not_decide() -> None:
    text = "-{只}-有，-{于|於}-今，干-{}-部门"
    assert TO_HANT.convert(text, marks=True) == "只有，於今，幹部門"
    assert TO_HANS.convert("-{于|於}-今", marks=True) == "于今"


def test_a_text_in_its_own_script_only_has_its_marks_resolved() -> None:
    assert Converter("hans", "hans").convert("-{于|於}-今的干部", marks=True) == "于今的干部"


def test_without_marks_allowed_the_characters_are_text() -> None:
    assert TO_HANT.convert("-{干}-") == "-{幹}-"


def test_an_unclosed_mark_is_an_error() -> None:
    with pytest.raises(MarkError):
        TO_HANT.convert("干-{部", marks=True)


# Flags


def test_overlapping_words_are_reported_with_the_other_reading() -> None:
    found = TO_HANT.convert_with_flags("若干部门")
    assert found.text == "若干部門"
    assert found.flags == (Flag(1, 2, "干", "干", ("幹",), "overlap"),)


def test_a_character_that_nobody_decided_is_reported() -> None:
    found = TO_HANT.convert_with_flags("湿了干，又湿")
    assert found.flags == (Flag(2, 3, "干", "幹", ("乾", "干"), "risky"),)


def test_a_character_inside_a_phrase_a_name_a_rule_or_a_mark_is_not_reported() -> None:
    found = TO_HANT.convert_with_flags(
        "干部王干，湿了干，-{干}-", [Forms("王干", "王干")], {"湿了干": "溼了乾"}, marks=True
    )
    assert found.text == "幹部王干，溼了乾，干"
    assert found.flags == ()


def test_the_report_is_short_enough_to_be_read() -> None:
    """里 in 小区里 and as a distance is asked about nowhere; in a place's name it is."""
    assert TO_HANT.convert_with_flags("小区里，岗亭里的民警").flags == ()
    asked = TO_HANT.convert_with_flags("走了3里，到了黎里镇。").flags
    assert [(flag.source, flag.alternatives) for flag in asked] == [("里", ("里",))]


def test_where_jiebas_words_convert_otherwise_is_reported() -> None:
    found = TO_HANT.convert_with_flags("剧中小丑的扮相并不丑。")
    assert [(flag.source, flag.result, flag.alternatives, flag.reason) for flag in found.flags] == [
        ("并", "併", ("並",), "segmentation")
    ]


def test_a_phrase_that_means_two_things_is_reported() -> None:
    found = TO_HANT.convert_with_flags("衣服干了，他困了")
    assert [(flag.source, flag.alternatives) for flag in found.flags] == [("干了", ("乾了",)), ("困了", ("睏了",))]


def test_offsets_of_flags_are_those_of_the_text_as_written() -> None:
    text = "𠀀-{只}-王干说：湿了干"
    found = TO_HANT.convert_with_flags(text, [Forms("王干", "王大干")], marks=True)
    assert [text[flag.start : flag.end] for flag in found.flags] == ["干"]
    assert found.flags[0].start == text.rindex("干")


def test_with_flags_or_without_the_text_is_the_same() -> None:
    text = "由于若干部门的干部湿了干，-{}-姚云乾说"
    names = [Forms("姚云乾", "姚雲乾")]
    assert TO_HANT.convert_with_flags(text, names, marks=True).text == TO_HANT.convert(text, names, marks=True)


def test_from_traditional_qian_and_zhu_are_reported() -> None:
    found = TO_HANS.convert_with_flags("姚雲乾看著書，乾隆")
    assert [(flag.source, flag.result) for flag in found.flags] == [("乾", "干"), ("著", "著")]


PIECES = st.lists(
    st.sampled_from([*[*library.dictionary("STPhrases")][::40], *library.dictionary("TSPhrases")]), max_size=6
)


@given(PIECES, st.sampled_from([("hans", "tw"), ("hans", "hk"), ("hant", "mainland"), ("hant", "tw"), ("hant", "hk")]))
def test_every_flag_points_at_what_it_says(pieces: list[str], way: tuple[str, str]) -> None:
    source, style = way
    converter = (
        Converter("hans", "hant", region=style) if source == "hans" else Converter("hant", "hans", hant_style=style)
    )
    text = "".join(piece[at % 2 :] for at, piece in enumerate(pieces))
    found = converter.convert_with_flags(text)
    assert found.text == converter.convert(text)
    for flag in found.flags:
        assert flag.source == text[flag.start : flag.end]
        assert flag.result not in flag.alternatives
        assert flag.alternatives
        if flag.reason == "risky":
            assert flag.result == found.text[flag.start : flag.end]


# Version


def test_the_version_changes_with_whatever_changes_a_result(tmp_path: Path) -> None:
    site = glossary(tmp_path, "hans>hant 干了 幹了 干了")
    versions = {
        Converter("hans", "hant").version,
        Converter("hans", "hant", region="hk").version,
        Converter("hans", "hant", glossary=site).version,
        Converter("hant", "hans").version,
        Converter("hant", "hans", hant_style="tw").version,
    }
    assert len(versions) == 5
    assert Converter("hans", "hant", glossary=Glossary()).version == TO_HANT.version


def test_the_example_of_the_documentation_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "conversion.md").read_text(encoding="utf-8")
    names, rules = [Forms("胡源", "胡源")], {"湿了干": "溼了乾"}
    plain = TO_HANT.convert("服务长胡源说，湿了干。")
    decided = TO_HANT.convert("服务长胡源说，湿了干。", names, rules)
    assert (plain, decided) == ("服務長鬍源說，溼了幹。", "服務長胡源說，溼了乾。")
    assert f"# {plain}" in page
    assert f"# {decided}" in page
