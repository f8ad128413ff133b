"""HTML that readers will not get is told where it stands; what Markdown itself makes is not."""

from __future__ import annotations

import pytest


def found(desk, body: str) -> list[tuple[int, int, str]]:
    faults = desk.prepare(desk.story(body=body)).faults
    assert {(fault.code, fault.severity) for fault in faults} <= {("removed-html", "warning")}
    return [(fault.line, fault.column, fault.message) for fault in faults]


@pytest.mark.parametrize(
    ("body", "line", "column", "message"),
    [
        ("好。\n\n看<iframe src='https://a.example'></iframe>这里。\n", 19, 2, "<iframe> 会被去掉，只留里面的文字"),
        ("好。\n\n<div>一</div>\n\n<div>二</div>\n", 19, 1, "<div> 会被去掉，只留里面的文字（共 2 处）"),
        ("<script>alert(1)</script>\n\n好。\n", 17, 1, "<script> 和里面的内容都会被去掉"),
        ("他<font color=red>说</font>。\n", 17, 2, "<font> 会被去掉，只留里面的文字"),
        ("<p style='color: red'>红</p>\n", 17, 1, "<p> 里的 style 会被去掉"),
        ("<img src='images/a.jpg' alt='门' onerror='x()'>\n", 17, 1, "<img> 里的 onerror 会被去掉"),
        ("好[他](javascript:x)。\n", 17, 6, "以 javascript: 开头的链接会被去掉"),
        ("[文件](ftp://a.example/b)和[电话](tel:110)\n", 17, 6, "以 ftp: 开头的链接会被去掉"),
    ],
)
def test_what_is_taken_out_is_told_at_its_place(desk, body: str, line: int, column: int, message: str) -> None:
    assert (line, column, message) in found(desk, body)


@pytest.mark.parametrize(
    "body",
    [
        "# 标题\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n3. 三\n\n```python\n<div>\n```\n\n`<iframe>`\n",
        "1<2，3>2，<某某>说，a < b。\n",
        "<https://example.org/a>，[信](mailto:a@example.org)，[他](story:a)，[站](https://example.org 'x: y')。\n",
        "    <div>代码</div>\n\n好。<br>再来<sub>2</sub>。\n\n<!-- 编者看的 -->\n",
    ],
)
def test_what_stays_or_is_only_shown_is_not(desk, body: str) -> None:
    assert found(desk, body) == []


def test_a_twin_and_a_page_are_looked_at_too(desk) -> None:
    desk.write("stories/fancheng-365.hant.md", "---\ntitle: 樊城\n---\n守<u>著</u>門後。\n")
    assert [(one.path, one.line, one.column, one.code) for one in desk.prepare(desk.story()).faults] == [
        ("stories/fancheng-365.hant.md", 4, 2, "removed-html")
    ]
    page = desk.write("pages/about.md", "---\nid: about\ntitle: 关于\nscript: hans\n---\n<center>好</center>\n")
    assert [(one.line, one.column, one.code) for one in desk.prepare(page).faults] == [(6, 1, "removed-html")]
