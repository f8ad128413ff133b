"""The copy to carry, as a reader has it: unpacked into a folder, opened in a browser, without a server or a network."""

from __future__ import annotations

import functools
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.archive.offline import FOLDER, Relative
from tests.e2e.served import run_task
from tests.pictures.photos import drawing, encoded
from tests.small_site import SmallSite

BASE = "https://example.org/archive"
KINDS = {".avif", ".bin", ".css", ".html", ".js", ".json", ".png", ".svg", ".txt", ".webp", ".xml"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A small archive published below a path, with its copy beside it."""
    small = SmallSite(tmp_path_factory.mktemp("offline"))
    small.story("one-story", body="志愿者在社区门口量体温，见[另一篇](story:two-story)。\n\n![路口](images/gate.png)")
    small.story("two-story", title="雪夜的超市门口", places="陕西省/西安市/长安区")
    (small.content / "images").mkdir(exist_ok=True)
    (small.content / "images/gate.png").write_bytes(encoded(drawing(40, 30), "PNG"))
    publish(small, small.folder / "archive.zip")
    return small


def publish(small: SmallSite, target: Path) -> None:
    places = ("--content", str(small.content), "--output", str(small.folder / "public"))
    run_task("publish", "--siteurl", BASE, "--zip", str(target), *places)


@pytest.fixture(scope="module")
def copy(site: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a reader has unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(site.folder / "archive.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A reader's page; whatever it asks a network for fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on(
        "request", lambda request: request.url.startswith(("file:", "http://127.0.0.1")) or asked.append(request.url)
    )
    lost: list[str] = []
    page.on("requestfailed", lambda request: request.url.endswith(".css") and lost.append(request.url))
    yield page
    context.close()
    assert asked == []
    assert lost == []


def test_the_same_site_gives_the_same_bytes(site: SmallSite) -> None:
    publish(site, site.folder / "again.zip")
    assert (site.folder / "again.zip").read_bytes() == (site.folder / "archive.zip").read_bytes()


def test_the_copy_holds_what_readers_use_and_nothing_for_servers(site: SmallSite, copy: Path) -> None:
    found = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert {"README.txt", "index.html", "zh-hans/stories/one-story/index.html"} <= found
    assert any(name.endswith(".webp") for name in found)
    assert {Path(name).suffix for name in found} <= KINDS
    assert not {name for name in found if name.endswith("404.html") or name in {"robots.txt", "sitemap.xml"}}
    published = {path.relative_to(site.folder / "public").as_posix() for path in (site.folder / "public").rglob("*")}
    assert found - {"README.txt"} <= published


def test_every_link_in_the_copy_is_relative_and_leads_to_a_file(copy: Path) -> None:
    from lxml import html

    dead = []
    for path in sorted(copy.rglob("*.html")):
        document = html.document_fromstring(path.read_text("utf-8"))
        for element, attribute, link, _ in document.iterlinks():
            if element.tag == "link" and element.get("rel") == "canonical":
                continue  # where the copy is from
            if link.startswith((BASE, "/")) or (
                "://" not in link
                and not link.startswith(("#", "name:", "mailto:"))
                and not (path.parent / link.partition("#")[0].partition("?")[0]).is_file()
            ):
                dead.append((path.relative_to(copy).as_posix(), element.tag, attribute, link))
    assert dead == []


@pytest.mark.parametrize(
    ("address", "relative"),
    [
        ("/archive/", "../../../index.html"),
        ("/archive/zh-hans/?q=1#p", "../../index.html?q=1#p"),
        ("/archive/zh-hant/stories/one/#p-1", "../../../zh-hant/stories/one/index.html#p-1"),
        ("/archive/theme/css/site.css", "../../../theme/css/site.css"),
        ("/archive/zh-hans/places/hubei", "../../places/hubei/index.html"),
        ("/archive/images/%E9%97%A8.jpg", "../../../images/%E9%97%A8.jpg"),
        ("#p-1", "#p-1"),
        ("https://example.com/archive/", "https://example.com/archive/"),
        ("//example.com/", "//example.com/"),
        ("/archived/", "/archived/"),
    ],
)
def test_addresses_of_the_site_become_relative_and_others_stay(address: str, relative: str) -> None:
    made = Relative("/archive", {"zh-hans/places/hubei/index.html"})
    assert made.address(address, "zh-hans/stories/one/index.html") == relative


def test_pictures_in_several_sizes_and_pages_that_lead_on_become_relative_too() -> None:
    made = Relative("", set())
    page = '<img srcset="/pictures/a/480.avif 480w, /pictures/a/800.avif 800w"><meta http-equiv="refresh" content="0; url=/x/">'
    assert made.page(page, "a/index.html") == (
        '<img srcset="../pictures/a/480.avif 480w, ../pictures/a/800.avif 800w">'
        '<meta http-equiv="refresh" content="0; url=../x/index.html">'
    )


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_both_editions_are_browsed_from_the_folder(browser: Browser, copy: Path, javascript: bool) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto((copy / "index.html").as_uri())
    page.get_by_role("link", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert page.locator("body").evaluate("body => getComputedStyle(body).margin") == "0px", "the page has no styles"
    page.get_by_role("link", name="守在路口的人").first.click()
    expect(page.locator("h1")).to_have_text("守在路口的人")
    assert page.locator(".body img").evaluate("image => image.complete && image.naturalWidth > 0")
    page.locator(".mast a.switch").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator(".body")).to_contain_text("志願者")
    page.locator(".body").get_by_role("link", name="另一篇").click()
    expect(page.locator("h1")).to_have_text("雪夜的超市門口")
    page.get_by_role("link", name="長安區").first.click()
    assert page.url.endswith("/zh-hant/places/shaanxi/xian/changan/index.html")
    expect(page.locator("main")).to_contain_text("雪夜的超市門口")
    context.close()


@pytest.mark.browser
def test_the_theme_is_chosen_and_kept_in_the_folder_too(page: Page, copy: Path) -> None:
    page.goto((copy / "zh-hans/index.html").as_uri())
    page.locator("#prefs-open").click()
    page.get_by_role("radio", name="深色").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto((copy / "zh-hans/places/index.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.browser
def test_the_search_page_says_why_it_cannot_search_in_a_folder_and_how_it_can(page: Page, copy: Path) -> None:
    page.goto((copy / "zh-hans/index.html").as_uri())
    page.locator("form.find input").first.fill("志愿者")
    page.locator("form.find button").first.click()
    page.wait_for_url("**/zh-hans/search/index.html?q=*")
    expect(page.locator(".from-file")).to_be_visible()
    expect(page.locator(".from-file")).to_contain_text("python3 -m http.server")
    expect(page.locator("#answer")).to_be_hidden()
    expect(page.locator(".find")).to_be_hidden()
    page.locator(".from-file .ways a", has_text="地点").click()
    page.wait_for_url("**/zh-hans/places/index.html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""


@pytest.mark.browser
def test_the_same_copy_searches_once_the_server_that_it_names_runs(page: Page, copy: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=copy))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/zh-hant/index.html")
        page.locator("form.find input").first.fill("志愿者")
        page.locator("form.find button").first.click()
        expect(page.locator(".hit")).to_have_count(2)
        expect(page.locator(".from-file")).to_be_hidden()
        page.locator(".hit a").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
        expect(page.locator("h1")).to_be_visible()
    finally:
        server.shutdown()
        server.server_close()
