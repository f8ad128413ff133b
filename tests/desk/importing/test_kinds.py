"""Whatever an editor has: a saved page, a piece of one, a Word file, a text, a post of a blog, a table."""

from __future__ import annotations

import csv
import io

import pytest

from plugins.desk.importing.draft import Draft
from tests.desk.importing.articles import BODY, PARAGRAPHS, TITLE, body_of, page, paragraphs
from tests.desk.importing.made_up import article
from tests.desk.importing.packed import docx

HANT = (
    "二月的頭一個星期，北巷的路燈壞了三盞，夜裡送菜的人只好打著手電，一家一家地數門牌。社區書記說，燈先不修，菜要先送到，"
    "他和六個志願者分成兩班，把一百二十戶的單子抄在一本舊掛曆的背面。"
)


def body(draft: Draft) -> list[str]:
    return body_of(draft).strip().split("\n\n")


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "big5", "iso-8859-1", "", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_is_read_whatever_it_declares_of_its_encoding(editor, encoding, declared):
    html = page(paragraphs(*PARAGRAPHS)).replace(
        '<meta charset="utf-8">', f'<meta charset="{declared}">' if declared else ""
    )
    draft = editor.draft(html.encode(encoding), "a.html")
    assert draft.title == TITLE
    assert body(draft) == list(PARAGRAPHS)


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950", "gb18030", "utf-8"])
def test_traditional_pages_are_read_in_every_encoding_and_named(editor, encoding):
    draft = editor.draft(
        page(f"<p>{HANT}</p>", title="舊掛曆")
        .replace('<meta charset="utf-8">', "")
        .encode(encoding, "xmlcharrefreplace"),
        "a.html",
    )
    assert body(draft) == [HANT]
    assert draft.script == "hant"


def test_pasted_html_is_told_from_text_without_any_name(editor):
    html = "".join(f'<p class="ql-block"><span style="font-size: 18px;">　　{one}</span></p>' for one in PARAGRAPHS)
    assert body(editor.draft(html)) == list(PARAGRAPHS)


def test_a_word_file_gives_its_title_and_paragraphs(editor):
    draft = editor.draft(docx(PARAGRAPHS, title=TITLE), "采访.docx")
    assert draft.title == TITLE
    assert body(draft) == list(PARAGRAPHS)


def test_a_word_file_is_known_by_what_is_in_it(editor):
    assert editor.draft(docx(PARAGRAPHS), "采访").people


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 北巷\ndate: 2020-02-11 08:30:00 +0800\ntags: [志愿者, 武汉市]\n---\n",
        "---\nlayout: post\ntitle:  '北巷'\ndate:   2020/2/11\ncategories: 社会 志愿者 武汉市\n---\n",
        '+++\ntitle = "北巷"\ndate = 2020-02-11T08:30:00+08:00\ntags = ["志愿者", "武汉市"]\n+++\n',
        '+++\ntitle = "北巷"\ndate = "2020-02-11"\n[taxonomies]\ncategories = ["志愿者"]\ntags = ["武汉市"]\n+++\n',
        '{"title": "北巷", "date": "2020-02-11T08:30:00Z", "tags": ["志愿者", "武汉市"]}\n\n',
        "---\r\ntitle: 北巷\r\ndate: 2020-02-11\r\ncategories:\r\n- [志愿者, 武汉市]\r\n---\r\n",
    ],
)
def test_a_blogs_front_matter_gives_title_and_day_and_its_tags_places_and_roles(editor, front):
    draft = editor.draft(
        front + "\n\n".join([*PARAGRAPHS[2:], "雨下到半夜才停，谁也没有睡，大家把伞都收在走廊里。"]), "post.md"
    )
    assert (draft.title, draft.source["date"]) == ("北巷", "2020-02-11")
    assert draft.places == ("湖北省/武汉市",)
    assert "志愿者" in draft.roles


def test_jekylls_file_name_gives_the_day(editor):
    assert editor.draft(f"---\ntitle: 北巷\n---\n{BODY}", "2020-02-11-bei-xiang.md").source["date"] == "2020-02-11"


def test_a_permalink_without_its_site_is_shown_in_the_question(editor):
    draft = editor.draft(f"---\ntitle: 北巷\npermalink: /2020/02/bei-xiang/\n---\n{BODY}", "a.md")
    assert draft.source["url"] == "unknown"
    assert "/2020/02/bei-xiang/" in draft.questions["source.url"]


def test_an_address_in_the_front_matter_loses_its_personal_part(editor):
    draft = editor.draft(
        f"---\ntitle: 北巷\noriginal_url: https://news.example.com/a?id=7&utm_source=x&from=y\n---\n{BODY}", "a.md"
    )
    assert draft.source["url"] == "https://news.example.com/a?id=7"


def test_a_blogs_own_tags_are_gone(editor):
    text = "\n\n".join(
        (PARAGRAPHS[0], "<!-- more -->", "{% include ad.html %}", PARAGRAPHS[1], '{{< youtube "x" >}}', *PARAGRAPHS[2:])
    )
    assert body(editor.draft(f"---\ntitle: 北巷\n---\n{text}", "a.md")) == list(PARAGRAPHS)


def table(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("utf-16", ",")]
)
def test_every_row_of_a_table_is_a_draft_of_its_own(editor, encoding, delimiter):
    first, second = article(1), article(2)
    rows = [["标题", "链接", "日期", "来源", "作者", "正文"]]
    rows += [
        [one.title, f"https://e.example/{at}?utm_source=a", one.day, "江岸晚报", "林小满、何平", one.text]
        for at, one in enumerate((first, second))
    ]
    drafts = editor.outcomes(table(rows, encoding, delimiter), "a.csv")
    assert [one.title for one in drafts] == [first.title, second.title]
    assert drafts[0].source["url"] == "https://e.example/0"
    assert drafts[0].source["authors"] == ["林小满", "何平"]
    assert [one.input for one in drafts] == ["a.csv:" + number for number in (drafts[0].input[6:], drafts[1].input[6:])]


def test_a_row_without_link_and_text_is_refused_by_its_line_and_the_others_are_made(editor):
    made = editor.outcomes(table([["title", "text"], ["空的", ""], [TITLE, BODY]]), "a.csv")
    assert [type(one).__name__ for one in made] == ["Refusal", "Draft"]
    assert made[0].input == "a.csv:2"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (
            "<html><head><title>Just a moment...</title></head><body><div id='cf-browser-verification'></div></body></html>",
            "challenge",
        ),
        (page("<p>请完成安全验证后继续访问</p>", title="安全验证"), "challenge"),
        (page("<p>您访问的页面不存在或已被删除</p>", title="404"), "not-found"),
        (page("<p>该内容已被发布者删除</p>", title="江岸"), "not-found"),
        (
            "<!doctype html><html><head><title>江岸</title></head><body><div id='root'></div><script src=x></script></body></html>",
            "script-page",
        ),
        (page("<p>请登录后查看全文</p>", title="江岸"), "login"),
        ("<html><body></body></html>", "no-chinese"),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(editor, html, code):
    refusal = editor.refusal(html, "a.html")
    assert refusal.code == code
    assert len(refusal.reason) > 8


def test_an_article_that_speaks_of_a_404_page_is_no_404_page(editor):
    assert editor.draft(page(paragraphs(*article(4).paragraphs, "页面不存在，访问验证，请先登录后查看。")), "a.html")
