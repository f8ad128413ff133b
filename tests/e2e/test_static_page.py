"""The search page on a host of plain files, as a reader sees it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from plugins.archive.pelican_run import read_settings
from plugins.hanzi.scripts import PREFIX, SCRIPTS, Script
from plugins.options import options_of
from plugins.search.engine import Engine
from plugins.search.faults import QueryError
from plugins.search.pages import error_data, results_data
from plugins.search.results import Request
from plugins.serving import render_search
from tests.e2e import hard_stories
from tests.e2e.modules import MODULES
from tests.e2e.reader import Reader
from tests.e2e.served import CONTENT, ROOT, run_task
from tests.e2e.static_host import Host, hosting
from tests.e2e.test_phone import keys_go_as_eyes_do, narrow_by_two

pytestmark = pytest.mark.browser

#: What the service's page has below its head, and what the browser put there, without what only spacing makes different.
SHOWN = """([html, place]) => {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  main.querySelector("header").remove();
  const plain = (root) => {
    for (const part of root.querySelectorAll(".total, .fault")) part.removeAttribute("role");
    return root.innerHTML.replace(/\\s+/g, " ").replace(/> </g, "><").trim();
  };
  return [plain(main), plain(document.querySelector("#answer").cloneNode(true))];
}"""


class Site:
    """The archive, built into a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.content, self.output = folder / "content", folder / "site"
        shutil.copytree(CONTENT, self.content)
        hard_stories.write(self.content)
        self.build()

    def build(self) -> None:
        run_task("build", "--content", str(self.content), "--output", str(self.output))

    def add_text(self, text: str) -> None:
        """Add a paragraph to a story and build."""
        story = self.content / "stories" / "fancheng-365.md"
        story.write_text(f"{story.read_text('utf-8')}\n{text}\n", "utf-8")
        self.build()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("static"))


@pytest.fixture
def host(site: Site) -> Iterator[Host]:
    with hosting({"/": site.output}) as host:
        yield host


@pytest.fixture
def visit(browser: Browser, host: Host) -> Iterator[Callable[..., Reader]]:
    """Opens readers of the host; what goes wrong on their pages fails the test, unless it is forgiven."""
    readers: list[Reader] = []

    def start(device: str = "desktop", *, javascript: bool = True) -> Reader:
        readers.append(Reader(browser, host.origin, device, javascript=javascript))
        return readers[-1]

    yield start
    problems = [problem for reader in readers for problem in reader.problems]
    for reader in readers:
        reader.context.close()
    assert not problems, "\n".join(problems)


def answered(page: Page) -> None:
    """Wait for the answer."""
    expect(page.locator("#answer:not([aria-busy]) > :is(.total:not(.busy), .fault, .empty)")).not_to_have_count(0)


def search(reader: Reader, query: str, script: Script = "hans") -> Page:
    page = reader.open(f"/{PREFIX[script]}/search/?{query}")
    answered(page)
    return page


def ask(page: Page, query: str) -> None:
    page.fill("#q", query)
    page.press("#q", "Enter")
    page.wait_for_function("q => new URLSearchParams(location.search).get('q') === q", arg=query)
    answered(page)


def test_the_page_is_the_one_that_the_service_would_give(site, visit):
    options = options_of(read_settings(ROOT / "pelicanconf.py", OUTPUT_PATH=str(site.output)))
    render: Callable[[Script, dict[str, Any]], str] = render_search(options)
    engine = Engine.open(options.index)
    reader = visit()
    states = [
        Request("社区", "hans"),
        Request("社區", "hant", page=2, size=5),
        Request("志愿者 或 教师", "hans", place=("hubei",), year=("2020-02",)),
        Request("社区", "hans", place=("hubei",), opened="role"),
        Request("社區", "hant", opened="person"),
        Request("三号门", "hans"),
        Request("“守望相助”", "hant"),
        Request("姚云干", "hans"),
        Request("村民 火星", "hans"),
        Request("社区", "hans", place=("nowhere",)),
        Request("(武汉", "hans"),
        Request("武汉 NEAR/", "hant"),
    ]
    for request in states:
        try:
            results = results_data(engine.search(request), request, "")
        except QueryError as error:
            results = error_data(error, request, "")
        served = render(request.script, {"query": request.query, "results": results, "static": False})
        query = f"q={request.query}&size={request.size}&page={request.page}"
        query += "".join(f"&{facet}={value}" for facet, values in request.chosen.items() for value in values)
        query += f"&open={request.opened}" if request.opened else ""
        wanted, shown = search(reader, query, request.script).evaluate(SHOWN, [served, "#answer"])
        assert shown == wanted, request
    engine.close()


def test_every_state_is_an_address_to_go_back_to(visit):
    page = search(visit(), "q=社区")
    total = page.inner_text(".total")
    page.click(".facet .values a")
    expect(page.locator(".active")).to_be_visible()
    assert "place=" in page.url
    ask(page, "志愿者")
    assert "place=" not in page.url
    assert page.get_attribute("a[data-switch]", "href").endswith(page.url.partition("?")[2])
    page.go_back()
    expect(page.locator(".active")).to_be_visible()
    page.go_back()
    expect(page.locator(".total")).to_have_text(total)
    assert page.input_value("#q") == "社区"
    page.click(".hit a")
    page.wait_for_url("**/stories/**")
    page.go_back()
    expect(page.locator(".total")).to_have_text(total)


def test_those_who_listen_are_told_and_the_keyboard_goes_on(visit):
    page = search(visit(), "q=社区")
    assert page.inner_text("#said").replace(" ", "") == page.inner_text(".total").replace(" ", "")
    ask(page, "(武汉")
    assert page.inner_text("#said") == "括号没有合上"
    page.focus(".mend a")
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).not_to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", ["hans", "hant"])
def test_nothing_keeps_anybody_out(visit, device, script):
    reader = visit(device)
    for query in ("q=社区", "q=(武汉", "q=没有这个词呀"):
        search(reader, query, script)
        assert not reader.violations()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_later_question_fetches_only_what_is_new(host, visit):
    page = search(visit(), "q=社区")
    host.asked.clear()
    ask(page, "社区 村民")
    again = [
        path for path, _ in host.asked if re.search(r"/theme/js/|/search/.*(columns|catalogue|language|manifest)", path)
    ]
    assert host.asked
    assert not again
    host.asked.clear()
    ask(page, "社区")
    assert [path for path, _ in host.asked if "/search/" in path] == []


def test_an_open_page_outlives_new_builds_of_the_site(tmp_path, browser):
    site = Site(tmp_path)
    with hosting({"/": site.output}) as host:
        reader = Reader(browser, host.origin, "desktop", javascript=True)
        page = search(reader, "q=社区")
        site.add_text("独角兽来过。")
        ask(page, "志愿者")
        assert page.locator(".hit").count() > 1  # of the state that the page knows, whose files are kept
        site.add_text("麒麟也来过。")
        for query in ("独角兽", "麒麟"):
            ask(page, query)
            assert page.locator(".hit").count() == 1
        reader.forgive("status 404", "/search/")
        reader.forgive("404", "/search/")
        assert not reader.problems
        reader.context.close()


def test_without_a_network_the_page_says_so_and_tries_again(host, visit):
    reader = visit()
    page = reader.open("/zh-hans/search/")
    host.trouble = lambda path: 503 if path.endswith(".bin") else None
    page.fill("#q", "社区")
    page.press("#q", "Enter")
    expect(page.locator("#answer > .empty")).to_contain_text("网络")
    host.trouble = lambda _: None
    page.click("#answer button")
    expect(page.locator(".hit")).not_to_have_count(0)
    reader.forgive("503", "/search/")


def test_on_a_slow_network_the_page_says_that_it_is_searching(host, visit):
    page = visit().open("/zh-hans/search/")
    host.trouble = lambda path: 1.0 if path.endswith(".json") else None
    page.fill("#q", "社区")
    page.press("#q", "Enter")
    expect(page.locator(".busy")).to_be_visible()
    expect(page.locator(".hit")).not_to_have_count(0)


def test_a_site_without_the_files_says_so(host, visit):
    reader = visit()
    host.trouble = lambda path: 404 if path.endswith("manifest.json") else None
    page = reader.open("/zh-hant/search/?q=社區")
    expect(page.locator("#answer > .empty")).to_contain_text("沒有放上")
    reader.forgive("404", "/search/")


def test_without_javascript_the_page_leads_to_the_lists(visit):
    reader = visit(javascript=False)
    page = reader.open("/zh-hans/search/?q=社区")
    reader.forgive("csp", "/theme/js/")  # Chromium calls it so that it fetches no module
    expect(page.locator("#static-search")).to_contain_text("JavaScript")
    assert page.locator("#static-search a").count() == 5


def test_from_a_folder_the_page_says_how_to_start_a_server(site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto((site.output / "zh-hans/search/index.html").as_uri())
    expect(page.locator(".from-file")).to_contain_text("http.server")
    context.close()


def test_who_is_in_many_stories_is_fetched_when_that_facet_is_opened(host, site, visit):
    manifest = site.output / "search/manifest.json"
    before = manifest.read_text()
    heavy = json.loads(before)
    heavy["segments"][0]["people"] = 10**6
    manifest.write_text(json.dumps(heavy))
    try:
        page = search(visit(), "q=社区")
        assert not [path for path, _ in host.asked if re.search(r"/(people|names)\.bin", path)]
        facet = page.locator(".facet", has_text="人物")
        facet.locator("summary").click()
        expect(facet.locator(".values a")).not_to_have_count(0)
        assert [path for path, _ in host.asked if re.search(r"/(people|names)\.bin", path)]
    finally:
        manifest.write_text(before)


def test_every_module_is_fetched_with_the_page():
    template = (ROOT / "theme/templates/search.html").read_text("utf-8")
    preloaded = re.findall(r"'(\w+)'", template.partition("{% for module in [")[2].partition("]")[0])
    wanted, waiting = set(), ["page"]
    while waiting:
        module = waiting.pop()
        if module not in wanted:
            wanted.add(module)
            waiting += re.findall(r'from "\./(\w+)\.js";', (MODULES / f"{module}.js").read_text("utf-8"))
    assert sorted(preloaded) == sorted(wanted)


def test_a_facet_too_long_for_a_phone_says_how_many_it_leaves_out_whenever_it_is_fetched(tmp_path, browser):
    site = Site(tmp_path)
    names = [f"王{one}{other}" for one in "甲乙丙丁戊己庚辛壬癸" for other in "甲乙丙丁戊己庚辛壬癸子丑"]
    with (site.content / "vocabulary/people.yaml").open("a", encoding="utf-8") as people:
        people.writelines(f"- {{id: crowd-{n}, hans: {name}, hant: {name}}}\n" for n, name in enumerate(names))
    story = site.content / "stories/fancheng-365.md"
    text = story.read_text("utf-8")
    crowd = "people:\n" + "".join(f"  - {{name: {name}}}\n" for name in names)
    assert "people:\n" in text
    story.write_text(text.replace("people:\n", crowd, 1), "utf-8")
    site.build()
    options = options_of(read_settings(ROOT / "pelicanconf.py", OUTPUT_PATH=str(site.output)))
    render: Callable[[Script, dict[str, Any]], str] = render_search(options)
    engine = Engine.open(options.index)
    with hosting({"/": site.output}) as host:
        reader = Reader(browser, host.origin, "phone", javascript=True)
        scripts: tuple[Script, ...] = ("hans", "hant")
        for script in scripts:
            request = Request("联防联控", script)
            results = results_data(engine.search(request), request, "")
            served = render(script, {"query": request.query, "results": results, "static": False})
            wanted, shown = search(reader, f"q={request.query}", script).evaluate(SHOWN, [served, "#answer"])
            assert shown == wanted
        shown_at_once = reader.page.locator(".facet:has(.more)").inner_html()
        reader.page.route("**/js/search/page.js", _fetched_late)
        page = search(reader, "q=联防联控", "hant")
        assert page.locator(".facet .more").count() == 0
        page.evaluate("for (const part of document.querySelectorAll('.filters, .facet')) part.open = true")
        expect(page.locator(".facet .more")).to_contain_text("人物:")
        assert page.locator(".facet:has(.more)").inner_html().split() == shown_at_once.split()
        assert not reader.violations()
        reader.context.close()
    engine.close()


def _fetched_late(route: Route) -> None:
    """The page's script as if there were more people than are fetched with the first question."""
    script = route.fetch().text()
    changed = re.sub(r"LIGHT = [\d_]+", "LIGHT = 0", script)
    assert changed != script
    route.fulfill(body=changed, content_type="text/javascript")


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_filters_come_before_the_hits_for_keys_as_for_eyes_at_every_width(visit, script):
    reader = visit("desktop")
    keys_go_as_eyes_do(search(reader, "q=社区", script))
    assert not reader.violations()


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_filters_stay_open_on_a_phone_for_a_reader_who_goes_on_choosing(visit, script):
    page = search(visit("phone"), "q=社区", script)
    narrow_by_two(page, script)
    total = page.locator(".total").inner_text()
    page.locator(".to-hits a").click()
    assert page.url.endswith("#hits")
    assert 0 <= page.locator(".hit").first.bounding_box()["y"] < 120
    # A step within the page asks nothing anew, a step back to another state does.
    assert page.locator(".total").inner_text() == total
    page.go_back()
    page.go_back()
    expect(page.locator(".active li")).to_have_count(1)
    assert page.locator(".facet[open] summary").first.inner_text() == "角色"
