"""Import at the desk: a file, a paste or an address becomes a draft, or is refused with a reason and its twin named."""

from __future__ import annotations

import html
import http.server
import re
import threading
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from tests.desk.web.conftest import DeskServer
from tests.desk.web.test_pictures import picture

TEXT = """夜里的岗亭

2020年2月14日，襄阳市樊城区。

志愿者余融豪在社区门口守了一夜，给进出的居民量体温、登记，把口罩送到独居老人的家里。
天亮的时候，下一班的人来接他，他把登记册、体温计和一壶热水交给来人，才慢慢走回家去。
"""
PAGE = """<!doctype html><html><head><title>夜里的岗亭</title></head><body><nav>首页 新闻</nav><article><h1>夜里的岗亭</h1>
<p>2020年2月14日，襄阳市樊城区的志愿者余融豪在社区门口守了一夜，给进出的居民量体温、登记，把口罩送到独居老人的家里。</p>
<p><img src="gate_files/photo.jpg" alt="岗亭"></p><script>alert(1)</script>
<p>天亮的时候，下一班的人来接他，他把登记册、体温计和一壶热水交给来人，才慢慢走回家去，路上一个人也没有遇到。</p></article></body></html>"""


@pytest.fixture(autouse=True)
def _no_raw(desk):
    for folder in ("raw", "images"):
        for path in (desk.content / folder).glob("*"):
            path.unlink()


def send(desk: DeskServer, *files: tuple[str, bytes], **texts: str):
    """Send files and texts as the form does."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in texts.items()
    ]
    for name, data in files:
        head = (
            f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        )
        parts.append(head.encode() + data + b"\r\n")
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return desk.ask("/desk/import", b"".join(parts) + b"--x--\r\n", headers=headers)


def drafts(desk: DeskServer) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (desk.content / "stories").glob("*.md")}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_becomes_a_draft_whose_form_says_what_is_to_be_checked(desk, encoding):
    answer = send(desk, ("夜.txt", TEXT.encode(encoding)))
    assert answer.status == 303
    form = desk.ask(answer.headers["location"]).text
    assert "已经导入成草稿" in form
    assert 'value="2020-02-14"' in form
    assert "导入时：「" in form, "a proposal with the sentence that shows it"
    assert "导入时问：" in form
    (draft,) = drafts(desk).values()
    assert "status: draft\n" in draft
    (raw,) = (desk.content / "raw").glob("*.txt")
    assert raw.read_bytes() == TEXT.encode(encoding)


def test_a_saved_page_brings_the_pictures_that_were_chosen_with_it(desk):
    send(desk, ("page.html", PAGE.encode()), ("photo.jpg", picture(size=(400, 300))))
    (draft,) = drafts(desk).values()
    assert "![岗亭](images/" in draft
    assert "首页" not in draft
    assert "alert" not in draft
    assert len(list((desk.content / "images").glob("*.jpg"))) == 1


def test_what_was_copied_from_a_page_keeps_its_headings(desk):
    html = "<meta charset='utf-8'><!--StartFragment--><h1>夜里的岗亭</h1>" + "".join(
        f"<p>{line}</p>" for line in TEXT.splitlines()[2:] if line
    )
    answer = send(desk, text=TEXT, html=html.replace("才慢慢走回家去", "才<b>慢慢</b>走回家去"))
    assert answer.status == 303
    assert "**慢慢**" in next(iter(drafts(desk).values()))


def test_a_text_that_is_here_already_is_refused_and_its_twin_can_be_opened(desk):
    first = send(desk, text=TEXT).headers["location"].split("?")[0]
    (name,) = drafts(desk)
    answer = send(desk, text=TEXT.replace("志愿者余融豪", "志願者余融豪").replace("体温计", "體溫計"))
    assert answer.status == 422
    assert "几乎相同" in answer.text
    assert f'href="{first}"' in answer.text
    assert "志願者余融豪" in answer.text, "what was pasted is still there"
    assert list(drafts(desk)) == [name]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"%PDF-1.7 x", "PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0", ".docx"),
        (
            "a.html",
            b"<html><title>Just a moment...</title><body>Checking your browser before accessing</body></html>",
            "没有导入",
        ),
        ("photo.jpg", picture(), "这是图片"),
        ("empty.txt", b"", "空"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(desk, name, data, why):
    answer = send(desk, (name, data))
    assert answer.status == 422
    assert why in answer.text
    assert drafts(desk) == {}


def test_several_files_are_accounted_for_one_by_one(desk):
    other = (
        "车站的一天\n\n2020年3月1日，西安市长安区。\n\n"
        + "列车员在站台上扫码放行，把饭菜送到每一节车厢，傍晚才有人来换班。" * 3
    )
    answer = send(desk, ("a.txt", TEXT.encode()), ("b.pdf", b"%PDF-1.4"), ("c.txt", other.encode()))
    assert answer.status == 200
    assert "2 篇成了草稿，1 篇没有导入" in answer.text
    assert len(drafts(desk)) == 2


@pytest.mark.parametrize(
    "address", ["ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "http://127.0.0.1:1/a", "不是网址"]
)
def test_what_is_no_address_of_a_page_is_refused(desk, address):
    answer = send(desk, address=address)
    assert answer.status == 422
    assert "没有导入" in answer.text
    assert "root:" not in answer.text
    assert drafts(desk) == {}


def test_nothing_at_all_is_asked_for_again(desk):
    assert send(desk).status == 422
    assert send(desk, ("", b"")).status == 422


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a page on a server of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/news/1.html"
    server.shutdown()
    server.server_close()


def test_an_address_becomes_a_draft_that_says_where_it_came_from_and_is_not_taken_twice(desk, page):
    location = send(desk, address=page).headers["location"]
    assert f"url: {page}" in next(iter(drafts(desk).values()))
    answer = send(desk, address=page)
    assert answer.status == 422
    assert "已经有这个网址" in answer.text
    assert f'href="{unquote(location.split("?")[0])}"' in answer.text


def test_a_file_that_has_the_draft_s_name_is_never_written_over(desk):
    location = send(desk, text=TEXT).headers["location"].split("?")[0]
    name = unquote(location).rpartition("/")[2]
    path = desk.content / "stories" / name
    path.write_text("不是故事", "utf-8")
    (desk.content / "raw" / name.replace(".md", ".txt")).unlink()
    answer = send(desk, text=TEXT)
    assert path.read_text("utf-8") == "不是故事"
    assert answer.status == 422
    assert "已经有了" in answer.text


def boxes(desk: DeskServer, location: str) -> dict[str, str]:
    """What stands in the form of an imported draft, with what it lacks filled in."""
    form = desk.ask(location).text
    tags = [dict(re.findall(r'(name|value|type)="([^"]*)"', tag)) for tag in re.findall("<input[^>]*>", form)]
    named = [one for one in tags if "name" in one and one.get("type") != "radio"]
    found = {one["name"]: html.unescape(one.get("value", "")) for one in named}
    body = re.search(r'<textarea[^>]*name="body"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    assert body
    filled = {"title": "一夜", "source.reason": "测试", "source.rights": "测试", "script": "hans", "kind": "retold"}
    return {**found, **filled, "body": html.unescape(body[1])}


def test_a_draft_that_is_still_its_source_is_not_published(desk):
    where = send(desk, text=TEXT).headers["location"].split("?")[0]
    form = boxes(desk, where)
    looked = desk.ask("/desk/look", {**form, "path": unquote(where.removeprefix("/desk/story/"))}).json
    assert any("原文" in one["message"] and not one["error"] and one["box"] == "body" for one in looked["told"])
    assert looked["errors"] == 0, "a draft may be so"
    answer = desk.ask(where, {**form, "action": "publish"})
    assert answer.status == 422
    assert "待改写" in answer.text
    assert "status: draft" in next(iter(drafts(desk).values()))


def test_passages_that_are_still_the_source_s_are_shown_one_by_one_while_one_writes(desk):
    where = send(desk, text=TEXT).headers["location"].split("?")[0]
    left = TEXT.splitlines()[5]
    form = {**boxes(desk, where), "body": f"一夜没有人睡。\n\n他们说好，{left}"}

    def copied(body: str) -> list[tuple[int, bool]]:
        sent = {**form, "body": body, "path": unquote(where.removeprefix("/desk/story/"))}
        told = desk.ask("/desk/look", sent).json["told"]
        return [(one["line"], one["error"]) for one in told if "收到的原文" in one["message"]]

    assert copied(form["body"]) == [(3, False)]
    assert copied("一夜没有人睡，登记册交到下一个人手里。") == []


def test_the_raw_input_follows_a_draft_that_is_given_another_id(desk):
    where = send(desk, text=TEXT).headers["location"].split("?")[0]
    answer = desk.ask(where, {**boxes(desk, where), "id": "a-night-at-the-gate", "action": "save"})
    assert answer.status == 303
    assert [path.name for path in (desk.content / "raw").iterdir() if not path.name.startswith(".")] == [
        "a-night-at-the-gate.txt"
    ]


def test_what_was_noted_at_import_is_gone_when_the_story_is_published(desk):
    where = send(desk, text=TEXT).headers["location"].split("?")[0]
    form = {**boxes(desk, where), "source.name": "unknown", "source.url": "unknown", "body": "一夜没有人睡。"}
    assert desk.ask(where, {**form, "action": "save"}).status == 303
    (draft,) = drafts(desk).values()
    assert "# 导入：" in draft
    answer = desk.ask(where, {**form, "digest": desk.ask(where).digest, "action": "publish"})
    assert answer.status == 303, answer.text
    (published,) = drafts(desk).values()
    assert "导入：" not in published
    assert "量体温" not in published, "no sentence of the source stays in a file that goes into version control"
    plain = [line.split("  # 导入")[0] for line in draft.splitlines() if not line.startswith("# 导入")]
    assert published.splitlines() == [line.replace("status: draft", "status: published") for line in plain]


def test_notes_that_stayed_in_a_story_published_by_hand_are_told_and_go_with_the_next_save(desk):
    where = send(desk, text=TEXT).headers["location"].split("?")[0]
    form = {**boxes(desk, where), "source.name": "unknown", "source.url": "unknown", "body": "一夜没有人睡。"}
    assert desk.ask(where, {**form, "action": "save"}).status == 303
    name = next(iter(drafts(desk)))
    path = desk.content / "stories" / name
    by_hand = drafts(desk)[name].replace("status: draft", "status: published")
    path.write_text(by_hand, "utf-8")
    opened = desk.ask(where)
    assert "一保存就去掉" in opened.text
    source = where.replace("/desk/story/", "/desk/source/")
    assert desk.ask(source, {"text": by_hand, "digest": opened.digest, "action": "save"}).status == 303
    saved = drafts(desk)[name]
    path.write_text(by_hand, "utf-8")
    assert desk.ask(where, {**boxes(desk, where), "action": "save"}).status == 303
    assert drafts(desk)[name] == saved
    assert "导入：" not in saved
