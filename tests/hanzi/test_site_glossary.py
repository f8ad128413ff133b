"""The glossary that this archive ships: every line is a test, alone and beside all others."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from plugins.hanzi.convert import Converter, HantStyle
from plugins.hanzi.glossary import Glossary, Line
from plugins.hanzi.scripts import Script, other

FILE = Path(__file__).parents[2] / "content" / "vocabulary" / "glossary.tsv"
SITE = Glossary.load(FILE)
STYLES: tuple[HantStyle, ...] = ("mainland", "tw", "hk")


def converters(glossary: Glossary, source: Script) -> tuple[Converter, ...]:
    """To Traditional there is one way that counts; from Traditional a line must hold in all three."""
    if source == "hans":
        return (Converter("hans", "hant", glossary=glossary),)
    return tuple(Converter("hant", other("hant"), hant_style=style, glossary=glossary) for style in STYLES)


@cache
def whole(source: Script) -> tuple[Converter, ...]:
    return converters(SITE, source)


@cache
def bare(source: Script) -> tuple[Converter, ...]:
    return converters(Glossary(), source)


def script(line: Line) -> Script:
    return "hant" if line.direction == "hant>hans" else "hans"


def say(site: tuple[Converter, ...], text: str) -> list[str]:
    return [converter.convert(text) for converter in site]


def written(line: Line) -> str:
    """The line's Traditional in the glyphs of the edition; 溼 for 濕, as the library has it."""
    if script(line) == "hant":
        return line.target
    return Converter("hans", "hant", glossary=Glossary((line,))).convert(line.source)


def without(line: Line) -> Glossary:
    return replace(SITE, lines=tuple(one for one in SITE.lines if one is not line))


def test_the_file_has_no_fault_and_enough_lines() -> None:
    assert Glossary.read(FILE)[1] == ()
    assert len(SITE.lines) >= 150


@pytest.mark.parametrize("line", SITE.lines, ids=lambda line: line.source)
def test_each_example_comes_out_as_its_line_says(line: Line) -> None:
    for result in say(whole(script(line)), line.example):
        assert written(line) in result


def test_lines_without_rivals_do_so_alone() -> None:
    """A line that only mends what another line does is the exception: it says so in its note."""
    for line in SITE.lines:
        alone = say(converters(Glossary((line,)), script(line)), line.example)
        assert all(written(line) in result for result in alone), line.source


def test_no_line_is_idle() -> None:
    """Each changes its example, against the library alone or against what the other lines make of it."""
    for line in SITE.lines:
        alone = say(converters(Glossary((line,)), script(line)), line.example)
        if alone == say(bare(script(line)), line.example):
            others = say(converters(without(line), script(line)), line.example)
            assert say(whole(script(line)), line.example) != others, line.source


@pytest.mark.parametrize("line", [line for line in SITE.lines if line.exception], ids=lambda line: line.source)
def test_counter_examples_come_out_as_without_the_line(line: Line) -> None:
    others = converters(without(line), script(line))
    assert say(whole(script(line)), line.exception) == say(others, line.exception)


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("他从湖北回来，自己报了名，并为老人送药。", "他從湖北回來，自己報了名，並為老人送藥。"),
        ("村长发动党员，学生发现病人，镜头里是头发。", "村長發動黨員，學生發現病人，鏡頭裡是頭髮。"),
        ("若干部门联系统计员，安排干部合并发布。", "若干部門聯繫統計員，安排幹部合併發布。"),
        ("平台风险、上游客户、上游行业、下游行业。", "平臺風險、上游客戶、上游行業、下游行業。"),
        ("平均系统误差，关系一家人，联系一名医生。", "平均系統誤差，關係一家人，聯繫一名醫生。"),
        ("骨髓和造血干细胞，首先尽力，先尽力救人。", "骨髓和造血幹細胞，首先盡力，先盡力救人。"),
        ("五平方公里面积，吃碗面，发好面罩。", "五平方公里面積，吃碗麵，發好面罩。"),
        ("打扫干净，全面铺开，赠送面罩，身份面貌。", "打掃乾淨，全面鋪開，贈送面罩，身份面貌。"),
        ("统计不准确，他不准备走，批准备案。", "統計不準確，他不準備走，批准備案。"),
        ("老人留着长胡子，医生的长发，理发现场。", "老人留著長鬍子，醫生的長髮，理髮現場。"),
        ("家具有限公司，道里区，个旧市，北回归线。", "家具有限公司，道里區，箇舊市，北迴歸線。"),
        ("各自制定方案，亲自制止，难以自制，自制力。", "各自制定方案，親自制止，難以自制，自制力。"),
        ("上周围绕这件事，一只有病的猫。", "上週圍繞這件事，一隻有病的貓。"),
        ("抗击洪水冲击，出征集结，风采集锦。", "抗擊洪水衝擊，出征集結，風采集錦。"),
        ("示范县、示范村、模范家庭、规范庄重。", "示範縣、示範村、模範家庭、規範莊重。"),
        ("最后台风来了，巴黎里面，坦克制造，一并联系他。", "最後颱風來了，巴黎裡面，坦克製造，一併聯繫他。"),
        ("被困了三天，困难群众，困扰，贫困得到缓解。", "被困了三天，困難群眾，困擾，貧困得到緩解。"),
    ],
)
def test_sentences_that_a_careless_line_would_break(hans: str, hant: str) -> None:
    assert say(whole("hans"), hans) == [hant]


@pytest.mark.parametrize("hans", ["他看着著名作家的名著。", "她穿着防护服，祇园在京都，神祇。"])
def test_good_simplified_in_traditional_print_comes_back(hans: str) -> None:
    hant = Converter("hans", "hant").convert(hans)
    assert Converter("hant", "hans", hant_style="tw", glossary=SITE).convert(hant) == hans
