"""Who gets in: the desk answers the editor's browser on this machine, and nobody else."""

from __future__ import annotations

import re
import socket

import pytest

from tests.desk.web.conftest import FILLED, TOKEN

HOSTS = ("evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", "0.0.0.0:{port}", "")


def files(desk):
    return {path.name: path.read_bytes() for path in (desk.content / "stories").glob("*")}


def test_the_opening_address_gives_a_cookie_that_only_this_site_and_no_script_can_use(desk):
    answer = desk.ask(f"/desk/open?token={TOKEN}", token="")
    assert (answer.status, answer.headers["location"]) == (303, "/desk/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/new", "/desk/complete?kind=place&q=f", "/zh-hans/", "/desk/static/desk.js"]
)
@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "ü"])
def test_without_the_token_nothing_is_shown_not_even_the_preview(desk, path, token):
    answer = desk.ask(path, token=token)
    assert answer.status == 403
    assert "启动" in answer.text


def test_the_page_that_turns_somebody_away_may_be_dressed_and_nothing_else(desk):
    page = desk.ask("/desk/", token="")
    needed = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert len(set(needed)) == 2
    for path in needed:
        assert desk.ask(path, token="").status == 200
        assert desk.ask(path, token="", headers={"Host": "evil.example"}).status == 421
    assert desk.ask("/desk/static/../new", token="").status == 403


def test_a_wrong_opening_address_gives_no_cookie(desk):
    for query in ("", "?token=", "?token=wrong", "?token=%FF"):
        answer = desk.ask(f"/desk/open{query}", token="")
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_was_pointed_at_this_machine_is_refused(desk, host):
    """DNS rebinding: a page of evil.example must not read the desk once its name leads to 127.0.0.1."""
    answer = desk.ask("/desk/", headers={"Host": host.format(port=desk.port)})
    assert answer.status in {400, 421}
    assert "stories" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1", "http://127.0.0.1:1"])
def test_a_form_from_elsewhere_writes_nothing(desk, origin):
    answer = desk.ask("/desk/new", {**FILLED, "action": "save"}, headers={"Origin": origin})
    assert answer.status == 403
    assert files(desk) == {}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(desk, method):
    assert desk.ask("/desk/", method=method).status == 405


def test_every_answer_forbids_what_is_not_ours_and_is_kept_nowhere(desk):
    desk.write("a-story")
    for path in (
        "/desk/",
        "/desk/new",
        "/desk/story/stories/a-story.md",
        "/desk/nowhere",
        "/desk/static/desk.css",
        "/desk/complete",
        "/desk/review",
        "/desk/review/a-story",
        "/desk/redact/a-story",
        "/zh-hans/",
    ):
        headers = desk.ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_pages_have_no_script_and_no_style_of_their_own(desk):
    desk.write("a-story", places="樊成区")
    for path in (
        "/desk/",
        "/desk/new",
        "/desk/story/stories/a-story.md",
        "/desk/source/stories/a-story.md",
        "/desk/review",
        "/desk/review/a-story",
        "/desk/redact/a-story",
    ):
        text = desk.ask(path).text
        assert "style=" not in text
        assert "<style" not in text
        assert not re.search(r"<[^>]+\son[a-z]+=", text)
        assert text.count("<script") == text.count('<script type="module" src="/desk/static/')


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_too_large_is_refused_and_writes_nothing(desk, announced):
    body = b"action=save&body=" + b"a" * (5 << 20)
    headers = {} if announced else {"Transfer-Encoding": "chunked"}
    sent = body if announced else b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert desk.ask("/desk/new", sent, headers=headers).status == 413
    assert files(desk) == {}


def test_the_desk_listens_on_this_machine_only(desk):
    with socket.socket() as probe:
        probe.settimeout(2)
        own = socket.gethostbyname(socket.gethostname())
        if own.startswith("127."):
            pytest.skip("this machine has no other address")
        assert probe.connect_ex((own, desk.port)) != 0


ESCAPES = [
    "stories/../../secret.md",
    "stories/../pages/about.md",
    "../secret.md",
    "/etc/passwd",
    "stories/.hidden.md",
    "stories/a\\..\\b.md",
    "pages/about.md",
    "vocabulary/roles.yaml",
    "stories/%00.md",
    "stories/x.txt",
]


@pytest.mark.parametrize("path", ESCAPES)
@pytest.mark.parametrize("view", ["story", "source", "delete"])
def test_no_path_leaves_the_folder_of_stories(desk, path, view):
    (desk.content.parent / "secret.md").write_text("secret", "utf-8")
    before = {
        one: one.read_bytes() for one in desk.content.parent.rglob("*") if one.is_file() and "theme" not in one.parts
    }
    quoted = path.replace("/", "%2F").replace("\\", "%5C")
    for address in (f"/desk/{view}/{quoted}", f"/desk/{view}/{path}".replace("\\", "%5C")):
        assert desk.ask(address).status == 404
        assert desk.ask(address, {**FILLED, "action": "save", "digest": "", "text": "x"}).status == 404
    after = {
        one: one.read_bytes() for one in desk.content.parent.rglob("*") if one.is_file() and "theme" not in one.parts
    }
    assert after == before


def test_a_link_that_leads_out_of_the_folder_is_not_followed(desk):
    secret = desk.content.parent / "secret.md"
    secret.write_text("secret", "utf-8")
    (desk.content / "stories" / "linked.md").symlink_to(secret)
    for view in ("story", "source", "delete"):
        answer = desk.ask(f"/desk/{view}/stories/linked.md")
        assert answer.status == 404
        assert "secret" not in answer.text
