"""Nobody's input brings import down: whatever the bytes, it is a draft or a refusal with a reason, in bounded time and memory."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.desk.importing import blog
from plugins.desk.importing.draft import Draft
from plugins.desk.importing.encoding import decode
from plugins.desk.importing.findings import Refused
from plugins.desk.importing.intake import Intake, Refusal
from plugins.stories.front_matter import split
from tests.desk.importing.articles import BODY, PARAGRAPHS, page, paragraphs
from tests.desk.importing.packed import docx

NAMES = ("", "a.html", "a.docx", "a.md", "a.txt", "a.csv", "a.bin", "2020-02-30-x.md", "\ud800.md", "a" * 300)
SOUND = (
    page(paragraphs(*PARAGRAPHS)).encode(),
    docx(PARAGRAPHS, title="题名"),
    f"---\ntitle: 题\ndate: 2020-02-11\ntags: [志愿者]\n---\n{BODY}".encode(),
    f"+++\ntitle = '题'\n+++\n{BODY}".encode(),
    f"url,text\nhttps://e.example/,{BODY!r}\n".encode(),
    BODY.encode("gb18030"),
    BODY.encode("utf-16"),
)
PIECES = (
    b"<", b">", b"<div>", b"</p>", b"<!--", b"]]>", b"<table><tr><td>", b"&#x110000;", b"&#0;", b"\x00", b"\xff\xfe",
    b"\xef\xbb\xbf", b"---\n", b"+++\n",     b"{", b"[", b"*", b"`" * 9, b"|", b"\\", b"![](", b"](", b"{{", b"{%",
    b"\n" * 9, b"\r", b"\x1b[31m", b"PK\x03\x04", b"&a;", b"!!python/object:os.system ",     b"<<: *a\n", b'"', b"'",
    "\u202e".encode(), "𠮷".encode(), "（记者 ".encode(), "2020年13月45日".encode(), "来源：".encode(),
    b"<script type='application/ld+json'>[[[",     b"<meta charset=", b"data:image/png;base64,AAAA",
    b"<svg/onload=x>", b"<?xml encoding='", b"\xf0\x28\x8c\x28",
)  # fmt: skip
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A sound input with pieces cut out, doubled, swapped and put in."""
    data = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 3)):
            case 0:
                del data[at : at + draw(st.integers(1, 400))]
            case 1:
                data[at:at] = draw(st.sampled_from(PIECES)) * draw(st.sampled_from((1, 3, 50)))
            case 2:
                data[at : at + 1] = draw(st.binary(max_size=3))
            case _:
                data[at:at] = data[: draw(st.integers(0, 600))]
    return bytes(data)


def sound(outcomes: list[Draft | Refusal]) -> None:
    """Every outcome is one that an editor can use."""
    assert outcomes
    for one in outcomes:
        if isinstance(one, Refusal):
            assert one.code
            assert one.reason
        else:
            front = split("a.md", one.text).front.data
            assert front["status"] == "draft"
            assert front["id"] == one.id
            assert all(path.startswith(("stories/", "raw/", "images/")) for path in one.files)
            assert "\0" not in one.text


@given(data=spoiled(), name=st.sampled_from(NAMES))
@QUICK
def test_a_spoiled_input_is_a_draft_or_a_refusal(editor, data, name):
    sound(Intake(editor.content, today="2026-11-27").take(name, data))


@given(
    data=st.binary(max_size=400) | st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join),
    name=st.sampled_from(NAMES),
)
@QUICK
def test_bytes_of_any_kind_are_a_draft_or_a_refusal(editor, data, name):
    sound(editor.intake.take(name, data))


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(["---", "+++", "\n", "title: ", "a: [", "{", "}", "- ", "&a ", "*a", "=", '"', "\t", "题"])
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_front_matter_is_read_or_left(text):
    data, body = blog.split(text)
    front = blog.Front(data, "2020-99-99-x.md")
    _ = front.title(), front.published(), front.outlet(), front.address(), front.authors(), front.tags(), front.path()
    assert isinstance(blog.markdown(body), str)


@given(
    st.text(alphabet="的是一不了在人有我他這個們國北巷路灯燈门門，。abc\n", min_size=60, max_size=200),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
@settings(max_examples=100, deadline=None)
def test_what_was_encoded_is_what_is_read(text, encoding):
    try:
        read = decode(text.encode(encoding)).text
    except Refused:
        assert encoding == "gb18030"  # so few common characters that nothing tells it
        return
    assert read == text or encoding == "gb18030"


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    + "]>"
)
BOMBS = {
    "nested": ("a.html", b"<div>" * 100_000 + BODY.encode()),
    "nested-quotes": ("a.md", b"> " * 5_000 + BODY.encode()),
    "nested-lists": ("a.md", b"\n".join(b"  " * at + b"- x" for at in range(600)) + BODY.encode()),
    "brackets": ("a.md", b"[" * 50_000 + BODY.encode()),
    "stars": ("a.md", b"*a_" * 20_000 + BODY.encode()),
    "backticks": ("a.md", b"`" * 30_000 + BODY.encode()),
    "open-comment": ("a.html", b"<html><body>" + b"<!--" * 50_000 + BODY.encode()),
    "many-elements": ("a.html", b"<html><body>" + b"<i></i>" * 300_000),
    "one-line": ("a.txt", ("来源" * 300_000).encode()),
    "spaces": ("a.txt", b" " * 1_000_000 + BODY.encode() + b"\xe3\x80\x80" * 300_000),
    "lines": ("a.txt", b"\n" * 1_000_000 + BODY.encode()),
    "names": ("a.txt", ("记者王，" * 60_000).encode()),
    "digits": ("a.txt", (BODY + "2020" * 100_000).encode()),
    "yaml-aliases": (
        "a.md",
        b"---\na: &a [x,x]\n"
        + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (c + 1, c + 1, c, c, c) for c in range(97, 121))
        + b"---\n"
        + BODY.encode(),
    ),
    "yaml-deep": ("a.md", b"---\na: " + b"[" * 50_000 + b"\n---\n" + BODY.encode()),
    "json-deep": ("a.md", b'{"a":' * 50_000 + BODY.encode()),
    "linked-data-deep": (
        "a.html",
        page(BODY, head=f"<script type='application/ld+json'>{'[' * 100_000}</script>").encode(),
    ),
    "csv-wide": ("a.csv", b"url,text\n" + b"," * 1_000_000),
    "csv-open-quote": ("a.csv", b'url,text\n"' + b"x\n" * 500_000),
    "docx-bomb": ("a.docx", docx(PARAGRAPHS, more=[("word/media/a.bin", b"\0" * 210_000_000)])),
    "docx-entities": ("a.docx", docx([*PARAGRAPHS, "x"], before=ENTITIES)),
    "docx-files": ("a.docx", docx(PARAGRAPHS, more=[(f"word/{at}.xml", b"<a/>") for at in range(5_000)])),
    "front-never-closed": ("a.md", b"---\n" + b"a: b\n" * 50_000 + BODY.encode()),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_draft_or_a_refusal_within_bounds(editor, bomb):
    """The whole of them takes seconds; what is quadratic would take hours, and the time limit of the whole test would show it."""
    name, data = BOMBS[bomb]
    sound(editor.intake.take(name, data))


def test_a_thousand_random_files_are_all_accounted_for(editor):
    dice = random.Random(20)
    for _ in range(1000):
        sound(editor.intake.take(dice.choice(NAMES), dice.randbytes(dice.randint(0, 300))))
