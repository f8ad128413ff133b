"""Markdown to clean HTML: what editors type, what readers get, and the anchors that links rely on."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.stories.body import blocks, link_stories, render


def html(text, **more):
    return re.sub(r' id="[^"]*"', "", render(text, **more).html)


def anchors(text, **more):
    return {text: anchor for anchor, text in blocks(render(text, **more).html)}


def test_a_line_end_between_chinese_characters_is_no_space():
    assert html("雪停了，\n门口\n有人。") == "<p>雪停了，门口有人。</p>"
    assert html("**雪**\n*停*了") == "<p><strong>雪</strong><em>停</em>了</p>"
    assert html("他说“好”\n“走”") == "<p>他说“好”“走”</p>"


def test_a_line_end_beside_latin_letters_is_a_space():
    assert html("in\nWuhan") == "<p>in\nWuhan</p>"
    assert html("武汉\nWuhan") == "<p>武汉\nWuhan</p>"


def test_code_keeps_its_line_ends():
    assert html("    雪\n    停\n") == "<pre><code>雪\n停\n</code></pre>"
    assert html("```\n雪\n停\n```") == "<pre><code>雪\n停\n</code></pre>"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("**“志愿者”**来了", "<p><strong>“志愿者”</strong>来了</p>"),
        ("他说：**守住！**然后走了", "<p>他说：<strong>守住！</strong>然后走了</p>"),
        ("《*长江日报*》说", "<p>《<em>长江日报</em>》说</p>"),
    ],
)
def test_emphasis_works_beside_full_width_punctuation(text, result):
    assert html(text) == result


def test_the_first_level_of_headings_belongs_to_the_title():
    assert html("# 一\n\n## 二\n\n三\n===") == "<h2>一</h2>\n<h2>二</h2>\n<h2>三</h2>"
    assert html("<h1>一</h1>") == "<h2>一</h2>"
    assert html("`<h1>`") == "<p><code>&lt;h1&gt;</code></p>"


def test_lists_and_tables_are_understood():
    assert html("- 一\n- 二") == "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"
    assert '<ol start="3">' in html("3. 三\n4. 四")
    table = html("姓名 | 天数\n:-- | --:\n余融豪 | 15")
    assert "<th>姓名</th>" in table
    assert '<td class="to-end">15</td>' in table


def test_a_written_out_address_may_break_after_its_joints_and_is_one_word_to_search():
    address = "https://example.com/a/very-long/address?id=20200214&amp;from=x"
    shown = html(f"见{address}。")
    assert "example.<wbr>com/<wbr>a/<wbr>very-<wbr>long/<wbr>address?<wbr>id=<wbr>20200214&amp;from=<wbr>x。" in shown
    assert [text for _, text in blocks(shown.replace("<p", '<p id="x"'))] == [f"见{address.replace('&amp;', '&')}。"]
    assert "<wbr>" not in html(f"`{address}`")
    assert "<wbr>" not in html(f"[原文]({address})")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>守着",
        "<b onclick='x()'>守</b>着",
        "<iframe src='https://example.org'></iframe>守着",
        "<a href='javascript:x()'>守</a>着",
        "[守](javascript:x())着",
        "<img src='x' onerror='x()'>守着",
        "<p style='color: red' class='x' id='y'>守着</p>",
        "<svg><script>x()</script></svg>守着",
        "<!-- 注 -->守着",
    ],
)
def test_what_could_run_or_disguise_is_dropped_and_the_words_stay(text):
    result = html(text)
    assert not re.search(r"script|onclick|onerror|iframe|style|class|x\(\)|注", result)
    assert "".join(text for _, text in blocks(render(f"{text}\n").html)) == "守着" or "守" in result


@given(st.text(max_size=200))
def test_any_text_gives_html_whose_anchors_are_unique(text):
    result = render(text).html
    ids = re.findall(r' id="([^"]*)"', result)
    assert len(ids) == len(set(ids))
    assert "<script" not in result


def test_marks_become_elements_that_each_edition_resolves():
    assert html("-{后}-人") == '<p><span data-zh="keep">后</span>人</p>'
    assert html("-{里|裡}-") == '<p><span data-zh="say" data-hans="里" data-hant="裡"></span></p>'
    assert html("上-{}-海") == '<p>上<span data-zh="keep"></span>海</p>'
    assert html('-{"<|&}-') == '<p><span data-zh="say" data-hans="&quot;&lt;" data-hant="&amp;"></span></p>'


def test_a_mark_may_stand_in_a_table_and_across_from_emphasis():
    table = html("甲 | 乙\n-- | --\n-{里|裡}- | 丁")
    assert table.count("<td>") == 2
    assert 'data-hant="裡"' in table
    assert html("**-{后}-**") == '<p><strong><span data-zh="keep">后</span></strong></p>'


def test_a_mark_in_code_stays_as_typed():
    assert html("`-{后}-` `-{a|b}-`") == "<p><code>-{后}-</code> <code>-{a|b}-</code></p>"


def test_a_mark_in_pieces_is_reported():
    assert render("他-{**后**}-").unread == "-{"
    assert render("他-{后}-").unread == ""


# Anchors

PARAGRAPHS = st.lists(st.text(alphabet="雪停门口守着人来", min_size=1, max_size=6), min_size=1, max_size=6, unique=True)


@given(PARAGRAPHS, st.data())
def test_an_anchor_stays_when_other_paragraphs_come_go_or_move(paragraphs, data):
    before = anchors("\n\n".join(paragraphs))
    after = anchors("\n\n".join(data.draw(st.permutations([*paragraphs, "新的一段"]))[1:]))
    for text in before.keys() & after.keys():
        assert before[text] == after[text]


def test_an_anchor_changes_with_its_paragraph_only():
    before, after = anchors("雪停了\n\n门开了"), anchors("雪停了。\n\n门开了")
    assert before["门开了"] == after["门开了"]
    assert before["雪停了"] != after["雪停了。"]


def test_emphasis_and_line_breaks_do_not_change_an_anchor():
    assert anchors("雪停了，门开了") == anchors("雪**停**了，\n门开了")


def test_paragraphs_that_say_the_same_have_anchors_of_their_own():
    found = [anchor for anchor, _ in blocks(render("守着。\n\n守着。\n\n- 守着。").html)]
    assert len(set(found)) == 3
    assert found[1] == f"{found[0]}-2"


def test_an_old_anchor_is_kept_alive_over_any_number_of_edits():
    now = anchors("第三稿")["第三稿"]
    body = render("第三稿", anchors={"p-first": "p-second", "p-second": now})
    assert body.lost == ()
    assert body.html == f'<p id="{now}"><span id="p-first"></span><span id="p-second"></span>第三稿</p>'
    assert [anchor for anchor, _ in blocks(body.html)] == [now]


def test_an_old_anchor_never_stands_beside_a_paragraph_that_has_it():
    now = anchors("甲\n\n乙")
    assert render("甲\n\n乙", anchors={now["甲"]: now["乙"]}).html.count(now["甲"]) == 1


def test_old_anchors_that_lead_nowhere_or_in_a_circle_are_reported():
    assert render("甲", anchors={"p-a": "p-b", "p-b": "p-a", "p-c": "p-d"}).lost == ("p-a", "p-b", "p-c")


@pytest.mark.parametrize(
    "text", ["- 一\n    - 二\n    - 三\n- 四", "> 一\n\n二\n\n- 三\n\n    四", "甲 | 乙\n-- | --\n丙 | 丁"]
)
def test_a_twin_takes_the_anchors_of_its_original_in_reading_order(text):
    original = blocks(render(text).html)
    twin = text.translate(str.maketrans("一二三四甲乙丙丁", "壹貳參肆子丑寅卯"))
    given = blocks(render(twin, fixed=[anchor for anchor, _ in original]).html)
    assert [anchor for anchor, _ in given] == [anchor for anchor, _ in original]
    assert [text for _, text in given] == [
        one.translate(str.maketrans("一二三四甲乙丙丁", "壹貳參肆子丑寅卯")) for _, one in original
    ]


def test_blocks_are_what_a_reader_reads_one_after_the_other():
    found = blocks(render("# 头\n\n一**二**\n三\n\n- 四\n    - 五\n\n> 六").html)
    assert [text for _, text in found] == ["头", "一二三", "四", "五", "六"]


# Links and images


def test_links_to_stories_lead_to_the_edition():
    body = render("[他](story:yu-ronghao) [外](https://example.org)")
    assert body.links == ("yu-ronghao",)
    assert 'href="/repo/zh-hant/stories/yu-ronghao/"' in link_stories(body.html, "/repo/zh-hant/stories/")
    assert 'href="https://example.org"' in link_stories(body.html, "/x/")


@pytest.mark.parametrize("written", ["images/a.jpg", "../images/a.jpg", "/images/a.jpg", "./images/a.jpg"])
def test_our_images_stand_under_the_base_of_the_site(written):
    body = render(f"![门]({written})", base="/repo")
    assert 'alt="门" src="/repo/images/a.jpg" loading="lazy"' in body.html
    assert body.images == (("images/a.jpg", "门"),)


@pytest.mark.parametrize("written", ["https://example.org/a.jpg", "//example.org/a.jpg"])
def test_images_of_other_sites_are_left_alone(written):
    body = render(f"![门]({written})", base="/repo")
    assert f'src="{written}"' in body.html
    assert body.images == ((written, "门"),)


def test_an_image_may_have_a_chinese_name():
    assert render("![门](images/门口.jpg)").images == (("images/门口.jpg", "门"),)
    assert render("![门](images/%E9%97%A8%E5%8F%A3.jpg)").images == (("images/门口.jpg", "门"),)
