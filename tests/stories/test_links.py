"""Links: to a story, a paragraph, a page of an edition; what leads nowhere is told at its place, with what to write instead."""

from __future__ import annotations

import pytest

from plugins.stories.across import faults_across
from plugins.stories.body import link_stories, render
from plugins.stories.links import Ways

MOVED = {"stories/old/": "stories/two/", "roles/volunteer/": "roles/helper/", "places/a/": "places/b/"}
PAGES = {"", "about/", "roles/helper/", "people/yu-ronghao/"}


@pytest.fixture
def found(desk):
    """What is said of the links in a story's text, beside stories ``one`` and ``two``, and a draft."""

    def prepare(name: str, **fields: str):
        return desk.prepare(desk.story(path=f"stories/2020/{name}.md", id=name, **fields))

    def faults(body: str) -> list[tuple[int, int, str, str]]:
        others = [prepare("two"), prepare("raw-draft", status="draft")]
        anchors = {others[0].facts["path"]: {"p-1"}}
        one = prepare("one", body=body)
        ways = Ways(PAGES.__contains__, lambda path: MOVED.get(path, path), anchors.get)
        across = faults_across([one.facts, *(other.facts for other in others)], (), (), (), ways=ways)
        return [(fault.line, fault.column, fault.code, fault.help) for fault in (*one.faults, *across)]

    return faults


@pytest.mark.parametrize(
    ("href", "code", "help_text"),
    [
        ("story:tow", "dead-link", "是否 story:two？查对那篇故事的 id，或去掉这个链接"),
        ("story:old", "moved-link", "写成 story:two"),
        ("story:raw-draft#p-1", "draft-link", "先发表那篇故事，或去掉这个链接"),
        ("story:two#p-9", "dead-anchor", None),
        ("#p-9", "dead-anchor", None),
        ("two.md", "file-link", "写成 story:two"),
        ("./two.hant.md#p-1", "file-link", "写成 story:two#p-1"),
        ("../2020/two.md", "file-link", "写成 story:two"),
        ("../tow.md", "dead-link", "是否 story:two？"),
        ("/zh-hans/stories/two/", "edition-link", "写成 story:two"),
        ("/repo/zh-hant/stories/two/index.html#p-1", "edition-link", "写成 story:two#p-1"),
        ("/zh-hans/stories/old/#p-1", "edition-link", "写成 story:two#p-1"),
        ("/zh-hant/stories/raw-draft/", "draft-link", None),
        ("/zh-hans/roles/volunteer/", "moved-link", "写成 /zh-hans/roles/helper/"),
        ("/zh-hans/places/a/", "dead-link", None),
        ("/zh-hans/people/nobody", "dead-link", None),
        ("www.example.org/a", "dead-link", "是否 https://www.example.org/a？"),
        ("images/a.jpg", "dead-link", "图片用 ![说明](images/文件名) 放进正文"),
        ("stories/two/", "dead-link", None),
        ("?q=a", "dead-link", None),
        ("", "dead-link", None),
    ],
)
def test_a_link_that_leads_nowhere_or_elsewhere_is_told_at_its_place(found, href: str, code: str, help_text) -> None:
    ((line, column, said, helped),) = found(f"好。\n\n他[说]({href})。\n")
    assert (line, said) == (19, code)
    assert column == 6
    assert help_text is None or helped == help_text


@pytest.mark.parametrize(
    "href",
    [
        "story:two", "story:two#p-1", "https://example.org/two.md", "mailto:a@example.org", "//example.org/a", "/zh-hans/about/",
        "/zh-hans/", "/zh-hant/people/yu-ronghao/#x", "/zh-hans/dates/2020/02/", "/zh-hant/search/?q=a", "/zh-hans/atom.xml", "/",
    ],
)  # fmt: skip
def test_a_link_that_leads_somewhere_is_left_alone(found, href: str) -> None:
    assert found(f"好[他]({href})。\n") == []


def test_every_place_of_a_link_is_told_and_none_in_code(found) -> None:
    places = [
        (line, column)
        for line, column, *_ in found("`[他](two.md)` [他](two.md)\n\n<a href='two.md'>他</a>[他](<two.md>)\n")
    ]
    assert places == [(17, 19), (19, 10), (19, 28)]


def test_a_link_to_a_paragraph_of_the_same_text_lives_while_the_paragraph_does(found) -> None:
    anchor = render("他在门口。\n").html.partition('id="')[2].partition('"')[0]
    assert found(f"他在门口。\n\n见[上文](#{anchor})。\n") == []


def test_a_link_to_a_paragraph_leads_to_it_in_each_edition() -> None:
    html = render("见[他](story:two#p-1)。\n").html
    assert 'href="/zh-hant/stories/two/#p-1"' in link_stories(html, "/zh-hant/stories/")
