"""What queries mean, and what is said of those that cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.faults import QueryError
from plugins.search.query import LONGEST_QUERY, parse
from plugins.search.syntax import And, AnyYear, Dates, Everything, Named, Near, Not, Or, Run

A, B, C = Run("武汉"), Run("黄冈"), Run("医生")


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("", Everything()),
        ("  　 ", Everything()),
        ("武汉", A),
        ("武漢", A),
        ("武汉 醫生", And((A, C))),
        ("武汉　医生", And((A, C))),
        ("武汉，医生。", And((A, C))),
        ("武汉 AND 医生", And((A, C))),
        ("武汉 OR 黄冈", Or((A, B))),
        ("武汉 或 黄冈 医生", Or((A, And((B, C))))),
        ("(武汉 或 黄冈) 医生", And((Or((A, B)), C))),
        ("（武汉 或 黄冈）医生", And((Or((A, B)), C))),
        ("武汉 -黄冈", And((A, Not(B)))),
        ("武汉 －黄冈", And((A, Not(B)))),
        ("武汉 NOT 黄冈", And((A, Not(B)))),
        ("武汉 非 黄冈", And((A, Not(B)))),
        ("武汉 -(黄冈 或 医生)", And((A, Not(Or((B, C)))))),
        ("-武汉", Not(A)),
        ("非典", Run("非典")),
        ("或许 武汉", And((Run("或许"), A))),
        ("武汉或黄冈", Run("武汉或黄冈")),
        ("武汉 - 医生", And((A, C))),
        ("“武汉 医生”", Run("武汉 医生", quoted=True)),
        ('"武汉"', Run("武汉", quoted=True)),
        ("「武漢」", Run("武汉", quoted=True)),
        ("“约翰·史密斯！”", Run("约翰·史密斯", quoted=True)),
        ("武?市", Run("武?市")),
        ("武？市", Run("武?市")),
        ("谁是英雄？", Run("谁是英雄")),
        ("365名", Run("365名")),
        ("ＱＲ 7：30", And((Run("qr"), Run("7:30")))),
        ("COVID-19", Run("covid-19")),
        ("时间：上午", And((Run("时间"), Run("上午")))),
        ("武汉 NEAR/5 医生", Near((replace(A, quoted=True), replace(C, quoted=True)), (5,))),
        ("武汉 NEAR/5 医生 NEAR/0 黄冈", Near(tuple(replace(run, quoted=True) for run in (A, C, B)), (5, 0))),
        ("place:湖北", Named("place", "湖北", "湖北")),
        ("地点：湖北， 武汉", And((Named("place", "湖北", "湖北"), A))),
        ("地点：湖北", Named("place", "湖北", "湖北")),
        ("地點: 湖北", Named("place", "湖北", "湖北")),
        ("地點：「襄陽」", Named("place", "襄阳", "襄陽")),
        ("place:湖北省/襄阳市", Named("place", "湖北省/襄阳市", "湖北省/襄阳市")),
        ("place:(湖北 或 河南)", Or((Named("place", "湖北", "湖北"), Named("place", "河南", "河南")))),
        ("-role:教師", Not(Named("role", "教师", "教師"))),
        ("人物：姚雲乾", Named("person", "姚云干", "姚雲乾")),
        ("來源:湖北日报", Named("source", "湖北日报", "湖北日报")),
        ("標題：武汉", Run("武汉", title=True)),
        ("exact:説", Run("说", spelling="説")),
        ("date:2020", Dates("2020-01-01", "2020-12-31")),
        ("date:2020-02", Dates("2020-02-01", "2020-02-29")),
        ("日期：2020-02-14", Dates("2020-02-14", "2020-02-14")),
        ("日期：2020年2月14日", Dates("2020-02-14", "2020-02-14")),
        ("date:2020-02..2020-03", Dates("2020-02-01", "2020-03-31")),
        ("date:2020-02..", Dates("2020-02-01", None)),
        ("date:..2020-02", Dates(None, "2020-02-29")),
        ("date:*-02-14", AnyYear(2, 14)),
        ("date:--02-14", AnyYear(2, 14)),
        ("date:*-02-29", AnyYear(2, 29)),
        ("date:*-02", AnyYear(2, None)),
    ],
)
def test_a_query_means(query, meaning):
    assert parse(query) == parse(query, "hant") == _folded(meaning)


def _folded(meaning):  # noqa: PLR0911
    """The expectations are written by hand in plain simplified characters; fold may choose another of the class."""
    from plugins.hanzi.fold import fold

    match meaning:
        case Run(text, quoted, title, spelling):
            return Run(fold(text), quoted, title, spelling)
        case Named(field, name, written):
            return Named(field, fold(name), written)
        case And(parts):
            return And(tuple(map(_folded, parts)))
        case Or(parts):
            return Or(tuple(map(_folded, parts)))
        case Not(part):
            return Not(_folded(part))
        case Near(runs, distances):
            return Near(tuple(map(_folded, runs)), distances)
    return meaning


@pytest.mark.parametrize(
    ("query", "position", "suggestion"),
    [
        ("“武汉", 0, "“武汉”"),
        ("医生 「武汉", 3, "医生 「武汉」"),
        ("(武汉", 0, "(武汉)"),
        ("武汉)", 2, "武汉"),
        ("武汉 ()", 3, "武汉"),
        ("武汉 或", 3, "武汉"),
        ("OR 武汉", 0, "武汉"),
        ("武汉 -", None, None),
        ("palce:武汉", 0, "place:武汉"),
        ("place:", 0, None),
        ("武汉 地点：", 3, "武汉"),
        ("date:2020-13", 5, None),
        ("武汉 date:2020-02-30", 8, "武汉"),
        ("date:2020-03..2020-02", 5, "date:2020-02..2020-03"),
        ("武汉 NEAR/x 医生", None, None),
        ("武汉 NEAR/ 医生", 3, "武汉 NEAR/10 医生"),
        ("武汉 NEAR/999 医生", 3, "武汉 NEAR/100 医生"),
        ("武汉 NEAR/5 place:湖北", 3, "武汉 place:湖北"),
        ("！？", 0, None),
        ("“！”", 0, None),
        ("武?汉?加?油?我?们", 0, None),
        ("武" * 300, LONGEST_QUERY, "武" * LONGEST_QUERY),
        ("武 汉 " * 17, 64, "武 汉 " * 15 + "武 汉"),
        ("(" * 40 + "武" + ")" * 40, 12, None),
    ],
)
def test_an_error_says_where_and_offers_a_mended_query(query, position, suggestion):
    if position is None:
        parse(query)
        return
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    if suggestion is not None:
        assert caught.value.suggestion == suggestion


def test_an_error_is_told_in_the_readers_script():
    with pytest.raises(QueryError, match="括号没有合上"):
        parse("(武汉", "hans")
    with pytest.raises(QueryError, match="括號沒有合上"):
        parse("(武汉", "hant")


PIECES = st.sampled_from(
    [
        *(
            "武汉",
            "說",
            "a",
            "4.5",
            " ",
            "　",
            "(",
            ")",
            "（",
            "“",
            "”",
            '"',
            "「",
            "」",
            "-",
            "－",
            "?",
            "？",
            ":",
            "：",
        ),
        *(
            "place:",
            "日期：",
            "OR ",
            "或",
            "非",
            "NOT ",
            "NEAR/3",
            "date:",
            "2020-02",
            "..",
            "*-02-30",
            "exact:",
            "title:",
        ),
        *("，", "/", "\0", "\ud800", "𠮷", "é"),
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_is_read_or_refused_with_a_place_and_a_query_that_can_be_read(query):
    error = refusal(query)
    if error is not None:
        assert 0 <= error.position <= len(query)
        assert error.message
        assert error.suggestion is None or refusal(error.suggestion) is None


def refusal(query: str) -> QueryError | None:
    try:
        parse(query)
    except QueryError as error:
        return error
    return None


def test_a_line_end_inside_quotation_marks_is_a_space_so_that_no_run_reaches_over_the_end_of_a_block():
    assert parse("“甲\n乙”") == parse("“甲 乙”")


@pytest.mark.parametrize("depth", [13, 60, 200])
def test_parentheses_nested_too_deep_are_left_out_of_the_mended_query(depth):
    with pytest.raises(QueryError) as caught:
        parse("(" * depth + "武汉 医生")
    assert caught.value.suggestion == "武汉 医生"


@pytest.mark.parametrize("query", ["(", "（", "((", "()", "“", "-(", "place:(", "。", "NEAR/3", "或", "(。)"])
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_where_nothing_is_left_to_search_for_the_error_says_why_and_what_else_was_typed_is_kept(query, script):
    with pytest.raises(QueryError) as caught:
        parse(query, script)
    assert caught.value.message
    assert caught.value.suggestion is None
    with pytest.raises(QueryError) as caught:
        parse(f"武汉 ({query}", script)
    assert caught.value.suggestion is not None
    assert "武汉" in caught.value.suggestion
    parse(caught.value.suggestion)
