"""The list under a search box while one types: by keyboard, by pointer, for screen readers, and never in the way."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.browser

ANSWERED = "**/api/suggest?**"


def type_in(page, text):
    """Type into the search box as a reader would, and wait for the list."""
    with page.expect_response(ANSWERED):
        page.locator("#q").press_sequentially(text)
    page.locator(".suggest li").first.wait_for()


def options(page):
    return page.locator(".suggest li span").all_inner_texts()


@pytest.mark.parametrize("path", ["/zh-hans/", "/zh-hans/search/", "/zh-hans/search/?q=志愿者"])
def test_pinyin_initials_and_characters_of_either_script_bring_up_names(read, archive, path):
    page = read(archive).open(path)
    for typed in ("wuhan", "wh", "武漢", "武汉"):
        page.locator("#q").fill("")
        type_in(page, typed)
        assert "武汉市" in options(page), typed


def test_every_edition_has_the_list_in_its_own_script(read, archive):
    page = read(archive).open("/zh-hant/")
    type_in(page, "wuhan")
    assert "武漢市" in options(page)
    assert "地點 · " in page.locator(".suggest").inner_text()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_list_is_a_combobox_that_axe_finds_nothing_wrong_with(read, archive, device):
    reader = read(archive, device)
    page = reader.open("/zh-hans/")
    box = page.get_by_role("combobox")
    assert box.get_attribute("aria-expanded") == "false"
    type_in(page, "湖北")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("listbox").get_attribute("id") == box.get_attribute("aria-controls")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert page.locator(".suggest [aria-selected=true]").count() == 1
    assert page.evaluate("document.activeElement.id") == "q", "the focus stays in the box"
    assert not reader.violations()
    inside = "list => { const r = list.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth; }"
    assert page.locator(".suggest").evaluate(inside)


def test_the_keyboard_goes_through_the_list_chooses_and_leaves_it(read, archive):
    page = read(archive).open("/zh-hans/")
    type_in(page, "湖北")
    count = len(options(page))
    for _ in range(count):
        page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") == f"q-suggest-{count - 1}"
    page.keyboard.press("ArrowDown")
    assert page.locator("#q").get_attribute("aria-activedescendant") is None, "after the last comes the box"
    page.keyboard.press("ArrowUp")
    assert page.locator("#q").get_attribute("aria-activedescendant") == f"q-suggest-{count - 1}"
    page.keyboard.press("Escape")
    assert page.locator(".suggest").is_hidden()
    assert page.locator("#q").input_value() == "湖北", "Escape closes the list and keeps what was typed"
    page.keyboard.press("ArrowDown")
    page.locator(".suggest li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-hans/search/?q=*")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["地点:湖北省"]
    assert page.locator(".hit").count() > 5


def test_without_a_choice_enter_searches_for_what_was_typed(read, archive):
    page = read(archive).open("/zh-hans/")
    type_in(page, "武汉")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-hans/search/?q=*")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["武汉"]


def test_a_title_leads_to_its_story_by_pointer(read, archive):
    page = read(archive).open("/zh-hant/search/")
    title = page.context.request.get("/api/search?q=余融豪&script=hant").json()["hits"][0]
    type_in(page, title["title"][:5])
    page.locator(".suggest li", has_text=title["title"]).click()
    page.wait_for_url(f"**{title['url']}")
    assert title["url"].startswith("/zh-hant/stories/")


def test_leaving_the_box_closes_the_list(read, archive):
    page = read(archive).open("/zh-hans/")
    type_in(page, "湖北")
    page.keyboard.press("Tab")
    assert page.locator(".suggest").is_hidden()


def test_fast_typing_and_an_input_method_ask_once(read, archive):
    page = read(archive).open("/zh-hans/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/suggest" in request.url else None)
    type_in(page, "志愿者")
    assert len(asked) == 1
    page.locator("#q").fill("")
    page.wait_for_timeout(300)
    asked.clear()
    session = page.context.new_cdp_session(page)
    for typed in ("w", "wu", "wu h", "wu han"):
        session.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
        page.wait_for_timeout(200)
    assert asked == [], "nothing is asked while characters are being composed"
    session.send("Input.insertText", {"text": "武汉"})
    page.locator(".suggest li").first.wait_for()
    assert len(asked) == 1
    assert "武汉市" in options(page)


def test_an_answer_that_fails_is_not_noticed(read, archive):
    reader = read(archive)
    page = reader.open("/zh-hans/")
    page.route(ANSWERED, lambda route: route.fulfill(status=503, body="{}"))
    with page.expect_response(ANSWERED):
        page.locator("#q").press_sequentially("武汉")
    page.wait_for_timeout(200)
    assert page.locator(".suggest").is_hidden()
    reader.forgive("503", "/api/suggest")
    page.unroute(ANSWERED)
    page.locator("#q").fill("")
    type_in(page, "武汉")
    assert "武汉市" in options(page)


def test_on_a_host_without_the_service_nothing_is_asked_and_nothing_shows(browser, archive):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(archive.output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        asked, told = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"http://127.0.0.1:{server.server_port}/zh-hans/")
        page.locator("#q").press_sequentially("武汉")
        page.wait_for_timeout(500)
        assert not [url for url in asked if "/api/" in url]
        assert told == []
        assert page.locator(".suggest").count() == 0
        assert page.locator("#q").get_attribute("role") is None
    server.shutdown()
    server.server_close()
