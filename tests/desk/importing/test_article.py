"""One article in any form becomes one draft: the text alone, and what the source says of itself."""

from __future__ import annotations

import pytest

from plugins.stories.front_matter import split
from tests.desk.importing.articles import BODY, PARAGRAPHS, TITLE, page, paragraphs

LINE = "2020年02月11日 09:20　来源：江岸晚报　作者：林小满　字号：大 中 小"


def test_a_page_leaves_its_menu_buttons_and_footer_behind(editor):
    body = editor.body(page(paragraphs(*PARAGRAPHS), line=LINE))
    assert body.strip().split("\n\n") == list(PARAGRAPHS)


def test_a_page_tells_title_date_outlet_and_authors(editor):
    draft = editor.draft(page(paragraphs(*PARAGRAPHS), line=LINE), "a.html")
    assert (draft.title, draft.date) == (TITLE, "2020-02-11")
    assert draft.source["name"] == "江岸晚报"
    assert draft.source["authors"] == ["林小满"]
    assert draft.source["date"] == "2020-02-11"


def test_a_byline_in_brackets_names_reporters_and_correspondents(editor):
    last = f"{PARAGRAPHS[3]}（江岸晚报记者 林小满 通讯员 何平 王　娜）"
    draft = editor.draft(page(paragraphs(*PARAGRAPHS[:3], last)))
    assert draft.source["authors"] == ["林小满", "何平", "王娜"]
    assert draft.source["name"] == "江岸晚报"
    assert "记者" not in draft.text.split("\n\n")[-1]


def test_a_byline_at_the_beginning_of_a_text_is_read(editor):
    draft = editor.draft(f"(特约记者 林小满 何平){BODY}")
    assert draft.source["authors"] == ["林小满", "何平"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_simplified_text_in_any_encoding_is_read_and_named(editor, encoding):
    draft = editor.draft(BODY.encode(encoding), "a.txt")
    assert all(one in draft.text for one in PARAGRAPHS)
    assert draft.script == "hans"


def test_traditional_text_in_big5_is_read(editor):
    text = "二月的頭一個星期，北巷的路燈壞了三盞，夜裡送菜的人只好打著手電，一家一家地數門牌。社區書記說，燈先不修，菜要先送到。"
    draft = editor.draft(text.encode("big5"), "a.txt")
    assert text in draft.text
    assert draft.script == "hant"


def test_a_whole_page_copied_as_text_is_parted_from_its_surroundings(editor):
    text = f"""首页 要闻 社会 评论 图片 视频 专题 直播

江岸新闻网

投稿邮箱:a@example.org
首页 > 社会 > 正文

{TITLE}

  • 2020年02月11日 09:20
  • 来源:江岸晚报
  • 责任编辑:何平

  {PARAGRAPHS[0]}

  夜里的单子

  {PARAGRAPHS[1]}

  {PARAGRAPHS[2]}

  {PARAGRAPHS[3]}(江岸晚报记者 林小满)

关于我们 | About us | 联系我们 | 广告服务 | 法律声明
本网站所刊载信息,不代表本网观点。 未经授权禁止转载、摘编。
[网上传播视听节目许可证(0000000)] [京ICP备00000000号]"""
    draft = editor.draft(text, "a.txt")
    assert draft.title == TITLE
    assert draft.date == "2020-02-11"
    assert draft.source["name"] == "江岸晚报"
    assert draft.source["authors"] == ["林小满"]
    assert draft.text.split("\n\n")[2:] == [PARAGRAPHS[0], "## 夜里的单子", *PARAGRAPHS[1:3], f"{PARAGRAPHS[3]}\n"]
    assert "未经授权" in draft.questions["source.rights"]


def test_what_the_source_does_not_say_is_asked_and_never_invented(editor):
    draft = editor.draft("2月1日，" + BODY)
    front = split("a.md", draft.text).front.data
    assert "title" not in front
    assert "date" not in front
    assert (front["source"]["name"], front["source"]["url"]) == ("unknown", "unknown")
    assert front["source"]["reason"]
    assert "2月1日" in draft.questions["date"]
    assert {"title", "date", "source.name", "source.url", "source.authors", "places"} <= draft.questions.keys()


def test_every_draft_says_that_it_is_still_the_sources_text(editor):
    text = editor.draft(BODY).text
    assert "status: draft" in text
    assert "待改写" in text
    assert "# 导入：正文现在还是原文" in text


def test_hard_wrapped_lines_are_joined_and_full_width_indents_go(editor):
    wrapped = "\n".join(
        "　　" + text[:20] + "\n" + "\n".join(text[at : at + 22] for at in range(20, len(text), 22))
        for text in PARAGRAPHS
    )
    assert editor.body(wrapped).strip().split("\n\n") == list(PARAGRAPHS)


def test_line_breaks_in_a_page_are_paragraphs_and_styles_are_gone(editor):
    inner = "<br>".join(f'<span style="font-size:18px;color:red">　　{one}</span>' for one in PARAGRAPHS)
    assert editor.body(f"<div>{inner}</div>").strip().split("\n\n") == list(PARAGRAPHS)
