"""What a passage shows and marks."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from plugins.hanzi.fold import fold
from plugins.search.documents import Block, Text
from plugins.search.snippets import PASSAGE, snippet
from plugins.search.syntax import Run


def texts(*blocks: str, summary: str = "", hant: tuple[str, ...] | None = None):
    def text(bodies):
        return Text("标题", summary, tuple(Block(f"p-{i}", body) for i, body in enumerate(bodies)))

    return {"hans": text(blocks), "hant": text(hant if hant is not None else blocks)}


def runs(*found: str) -> list[Run]:
    return [Run(fold(run), quoted=True) for run in found]


def test_a_run_typed_in_the_other_script_is_marked_in_the_text_shown():
    both = texts("他说这里就是战场。", hant=("他說這裏就是戰場。",))
    assert snippet(both, "hant", runs("战场")).html == "他說這裏就是<mark>戰場</mark>。"
    assert snippet(both, "hans", runs("戰場")).html == "他说这里就是<mark>战场</mark>。"


def test_marks_that_overlap_or_touch_become_one():
    assert snippet(texts("武汉市民加油"), "hans", runs("武汉市", "市民", "加油")).html == "<mark>武汉市民加油</mark>"


def test_text_is_escaped_and_marks_stay_exact():
    assert snippet(texts('<b>武汉</b> & "加油"'), "hans", runs("武汉")).html == (
        "&lt;b&gt;<mark>武汉</mark>&lt;/b&gt; &amp; &quot;加油&quot;"
    )


def test_markup_in_what_was_found_is_escaped_too():
    """A story may hold it as text, and a query may quote it."""
    assert snippet(
        texts("武<img src=x onerror=alert(1)>汉&加油"), "hans", runs("武<img src=x onerror=alert(1)>汉&加")
    ).html == ("<mark>武&lt;img src=x onerror=alert(1)&gt;汉&amp;加</mark>油")


def test_the_block_with_most_of_the_query_is_shown_and_gives_the_anchor():
    found = snippet(texts("武汉。", "医生到武汉。", "医生。"), "hans", runs("武汉", "医生"))
    assert found.html == "<mark>医生</mark>到<mark>武汉</mark>。"
    assert found.anchor == "p-1"


def test_the_text_is_shown_where_it_has_as_much_as_the_summary_and_the_summary_where_it_has_more():
    both = texts("医生到武汉。", summary="武汉的医生。")
    assert snippet(both, "hans", runs("武汉", "医生")).html == "<mark>医生</mark>到<mark>武汉</mark>。"
    more = texts("到武汉。", summary="武汉的医生。")
    assert snippet(more, "hans", runs("武汉", "医生")).html == "<mark>武汉</mark>的<mark>医生</mark>。"


def test_a_second_block_is_shown_where_it_has_what_the_first_has_not():
    found = snippet(texts("医生来了。", "别的。", "武汉加油。"), "hans", runs("武汉", "医生"))
    assert found.html == "<mark>医生</mark>来了。 <mark>武汉</mark>加油。"


def test_a_long_block_is_cut_around_the_marks():
    text = "开头的话，" * 40 + "这里是战场。" + "结尾的话，" * 40
    found = snippet(texts(text), "hans", runs("战场")).html
    assert found.startswith("…")
    assert found.endswith("…")
    assert "<mark>战场</mark>" in found
    assert len(found) < PASSAGE + 40


def test_only_whole_words_are_marked():
    assert snippet(texts("365名，1365次"), "hans", runs("365")).html == "<mark>365</mark>名，1365次"


def test_one_spelling_marks_only_that_spelling():
    run = Run(fold("説"), spelling="説")
    assert snippet(texts("他説，她說"), "hans", [run]).html == "他<mark>説</mark>，她說"


def test_a_run_of_the_other_edition_is_marked_by_its_place_where_lengths_agree():
    both = texts("无关", "软件改变世界", hant=("無關", "軟體改變世界"))
    assert snippet(both, "hans", runs("軟體")).html == "<mark>软件</mark>改变世界"
    longer = texts("无关", "软件改变世界", hant=("無關", "電腦軟體改變世界"))
    found = snippet(longer, "hans", runs("軟體"))
    assert (found.html, found.anchor) == ("软件改变世界", "p-1")


def test_without_runs_the_summary_is_shown_or_else_the_beginning():
    assert snippet(texts("正文", summary="提要"), "hans", []).html == "提要"
    assert snippet(texts("正文"), "hans", []).html == "正文"
    assert snippet(texts(), "hans", []).html == "标题"


def test_a_match_in_the_summary_alone_is_shown_there():
    assert snippet(texts("正文", summary="武汉提要"), "hans", runs("武汉")).html == "<mark>武汉</mark>提要"


@given(
    st.lists(st.text("武汉说學<&。4a ", max_size=120), min_size=1, max_size=4),
    st.lists(st.text("武汉说学", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_every_mark_is_a_run_and_the_rest_is_the_text(blocks, wanted):
    found = snippet(texts(*blocks), "hans", runs(*wanted)).html
    plain = html.unescape(re.sub(r"</?mark>", "", found)).strip("…")
    shown = [part.strip("…") for part in plain.split("… …")] if "… …" in plain else [plain]
    assert all(any(part in f"{block}" for block in blocks) or " " in part for part in shown)
    for mark in re.findall(r"<mark>(.*?)</mark>", found):
        assert any(fold(run)[0] in fold(html.unescape(mark)) for run in wanted)
