"""No text costs more than reading it: what would take minutes is told with its place, and no real text comes near the limits."""

import pytest

from plugins.stories import limits
from plugins.stories.code import spans
from plugins.stories.wording import without_code

OURS = {"tangled-marks", "too-long", "large-table", "too-many-links", "too-deep"}
#: Each takes a Markdown parser minutes to hours; the first mark that has no end is where to look.
TANGLED = {
    "links without an end": "[x](y " * 5_000,
    "brackets": "[" * 20_000,
    "brackets in brackets": "[" * 5_000 + "]" * 5_000,
    "pictures": "![" * 10_000,
    "pictures without an end": "![x](y " * 5_000,
    "references": "[x][y" * 5_000,
    "addresses in angles": "[x](<y" * 5_000,
    "titles without an end": '[x]("a) ' * 5_000,
    "backticks": "`" * 20_000,
    "tags": "<a " * 10_000,
    "attributes": '<a b="' * 5_000,
    "addresses": "<http://a" * 5_000,
    "data": "<![CDATA[" * 5_000,
    "declarations": "<!" * 20_000,
    "backticks of every number": "".join("`" * number + "a" for number in range(1, 600)),
    "fences of a language": "```a\n" * 10_000,
    "fences of options": "``` hl_lines='\n" * 5_000,
    "headings without an empty line between": "# 标题\n" * 15_000,
    "lines underlined": "字\n---\n" * 10_000,
    "rules": "---\n" * 20_000,
    "definitions": "[a]: \n" * 15_000,
    "backticks in a row of a table": "|a|b|\n|-|-|\n|" + "`a|" * 20_000,
}
#: These look as bad, and are read in no time.
HARMLESS = {
    "stars": "*" * 200_000,
    "angles": "<" * 10_000,
    "ampersands": "&" * 20_000,
    "quotations": ">" * 5_000,
    "quotation marks": "“" * 5_000 + "’" * 5_000,
    "targets without a text": "](" * 20_000,
    "escaped brackets": "\\[" * 20_000,
    "footnotes": "".join(f"词[^{n}] " for n in range(2_500)) + "\n\n" + "".join(f"[^{n}]: 注\n" for n in range(2_500)),
    "references that are used": "".join(f"[r{n}]: http://a.cn/{n}\n" for n in range(1_000))
    + "".join(f"\n[字][r{n}]\n" for n in range(1_000)),
    "one line": "疫情" * 20_000,
    "headings in good order": "# 标题\n\n" * 5_000,
    "a hundred headings in one paragraph": f"# 标题\n{'疫情' * 150}\n" * 100,
    "tags nobody knows": "".join(f"<t{n}>" for n in range(2_000)),
}


def told(prepared):
    """Where, which and in what file the faults of this page are."""
    return [(fault.path, fault.line, fault.column, fault.code) for fault in prepared.faults if fault.code in OURS]


@pytest.mark.parametrize("text", TANGLED.values(), ids=TANGLED)
def test_marks_without_an_end_are_told_with_their_line_before_anybody_looks_for_it(desk, text):
    prepared = desk.prepare(desk.story(body=f"下雪了。\n\n{text}\n"))
    assert [(path, code) for path, _, _, code in told(prepared)] == [("stories/fancheng-365.md", "tangled-marks")]
    assert prepared.facts is None
    fault = next(fault for fault in prepared.faults if fault.code == "tangled-marks")
    assert fault.line >= 19
    assert fault.help


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_looks_as_bad_and_costs_nothing_is_read(desk, text):
    assert told(desk.prepare(desk.story(body=f"下雪了。\n\n{text}\n"))) == []


def test_characters_that_nobody_sees_do_not_hide_marks_from_the_count(desk):
    for hidden in ("``\x02`\n字\n", "``\ufdd1`\n字\n", "```\t\n字\n"):
        text = f"{hidden}```\n{'[' * 20_000}\n```\n"
        assert [code for *_, code in told(desk.prepare(desk.story(body=text)))] == ["tangled-marks"]


def test_the_fault_stands_where_the_first_mark_has_no_end(desk):
    body = f"下[雪](https://example.org/)了。\n\n余融豪 {'[x](y ' * 5_000}\n"
    assert told(desk.prepare(desk.story(body=body))) == [("stories/fancheng-365.md", 19, 7, "tangled-marks")]


def test_a_twin_and_a_page_of_the_editors_are_told_by_their_own_name(desk):
    twin = desk.write("stories/fancheng-365.hant.md", f"---\ntitle: 樊城\n---\n下雪了。\n\n{'[' * 20_000}\n")
    assert told(desk.prepare(desk.story())) == [(twin, 6, 1, "tangled-marks")]
    page = desk.write("pages/about.md", f"---\nid: about\ntitle: 关于\nscript: hans\n---\n{'<a ' * 10_000}\n")
    assert told(desk.prepare(page)) == [(page, 6, 1, "tangled-marks")]


def test_other_faults_of_the_file_are_told_in_the_same_run(desk):
    found = desk.faults(places="[没有这里]", body="[" * 20_000 + "\n")
    assert {code for _, _, code in found} >= {"unknown-place", "tangled-marks"}


def test_a_text_longer_than_anybodys_is_told(desk):
    prepared = desk.prepare(desk.story(body="疫情。\n\n" * 70_000))
    assert told(prepared) == [("stories/fancheng-365.md", 17, 1, "too-long")]


def test_tables_are_counted_by_the_cells_that_readers_would_get(desk):
    wide = "|" + "甲|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|乙|\n" * 2_000
    assert told(desk.prepare(desk.story(body=f"下雪了。\n\n{wide}"))) == [
        ("stories/fancheng-365.md", 19, 1, "large-table")
    ]


def test_links_to_more_places_than_can_be_looked_for_are_told(desk):
    body = "".join(f"[字](#p-{number}) " for number in range(1_001))
    assert told(desk.prepare(desk.story(body=f"{body}\n"))) == [("stories/fancheng-365.md", 17, 1, "too-many-links")]
    assert told(desk.prepare(desk.story(body="[字](#p-1) " * 5_000 + "\n"))) == [], "each place counts once"


def test_no_real_text_comes_near():
    paragraph = '余融豪说，[雪](https://example.org/a_(b))停了，`口令`是 3 < 5 & 7 > 2，![门口](images/a.jpg "门")。'
    torn = "".join(f"{paragraph} [第{number}处 <b 没有写完 " for number in range(15))
    limits.check(f"{paragraph}\n\n" * 1_500)  # about 100,000 characters
    limits.check(paragraph * 1_500)  # and in one paragraph
    limits.check(torn + "疫情。" * 10_000)  # as torn as a file can be, before a feature of 30,000
    limits.check("|甲|乙|丙|丁|\n|-|-|-|-|\n" + "|一|二|三|四|\n" * 2_000)
    limits.check("```\n" + "[x](y " * 40_000 + "\n```\n")
    limits.check("\n".join(f"{'> ' * (number % 5)}- 第{number}项 [^{number}]" for number in range(5_000)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("写 `字` 了", ["`字`"]),
        ("写 ``a`b`` 了", ["``a`b``"]),
        ("写 `a``b` 了", ["`a``b`"]),
        ("写 ` 了", []),
        ("```\n字\n```\n了", ["```\n字\n```"]),
        ("~~~\n字\n~~~\n了", ["~~~\n字\n~~~"]),
        ("~~~\n```\n~~~\n`字`", ["~~~\n```\n~~~", "`字`"]),
        ("````\n```\n````\n了", ["````\n```\n````"]),
        ("```\n没有完 `字`", ["`字`"]),
        ("字 ~~~ 字\n~~~", []),
        ("", []),
    ],
)
def test_code_is_found_by_the_marks_that_belong_together(text, found):
    assert [text[begin:end] for begin, end in spans(text)] == found
    blank = without_code(text)
    assert len(blank) == len(text)
    assert all(part not in blank for part in found)
    assert blank.count("\n") == text.count("\n")
