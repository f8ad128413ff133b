"""The archive, served by its own command, and a browser to read it with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.published import SITES, Page, Published, publish_once
from tests.e2e.reader import ARGUMENTS, Reader, find_browser
from tests.e2e.served import PATIENCE, Served, ServedDesk

AnyServed = TypeVar("AnyServed", bound=Served)

_NO_BROWSER = (
    "No Chromium, Chrome or Edge was found, so the tests in a browser are skipped. Install one, or name one: "
    "SHOUWANG_BROWSER=/path/to/chromium"
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say once, where people see it, why tests are skipped."""
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    if worker == "gw0" and any(item.get_closest_marker("browser") for item in items) and not find_browser():
        capture = config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            print(f"\n{_NO_BROWSER}", file=sys.stderr)


def _serve(folder: Path, kind: type[AnyServed]) -> Iterator[AnyServed]:
    served = kind(folder)
    try:
        served.wait()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The archive served to readers; nobody edits this one."""
    yield from _serve(tmp_path_factory.mktemp("archive"), Served)


@pytest.fixture(scope="session", params=SITES)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Published:
    """The archive's own content as it is published, then one of thousands of stories; built once, and never changed."""
    base = tmp_path_factory.getbasetemp()
    return publish_once(base if worker_id == "master" else base.parent, request.param)


@pytest.fixture(scope="session")
def pages(published: Published) -> dict[str, Page]:
    """Every HTML page of a published site by its public address."""
    return published.pages()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The archive served to an editor who is at work on its stories."""
    yield from _serve(tmp_path_factory.mktemp("desk"), Served)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """The editors' desk in the browser, over a copy of the archive's content."""
    yield from _serve(tmp_path_factory.mktemp("browser-desk"), ServedDesk)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser. For one module: Playwright's event loop must not run while other tests start their own."""
    path = find_browser()
    if not path:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but: {_NO_BROWSER}")
        pytest.skip(_NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def read(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Opens readers; when the test ends, whatever went wrong on their pages fails it."""
    readers: list[Reader] = []

    def start(served: Served, device: str = "desktop", *, javascript: bool = True) -> Reader:
        readers.append(Reader(browser, served.origin, device, javascript=javascript))
        return readers[-1]

    yield start
    problems = [problem for reader in readers for problem in reader.problems]
    for reader in readers:
        reader.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def let_in(read: Callable[..., Reader], served: ServedDesk) -> Callable[..., Reader]:
    """Opens readers whom the desk has let in."""

    def start(*, javascript: bool = True) -> Reader:
        reader = read(served, javascript=javascript)
        reader.context.set_default_timeout(PATIENCE * 1000)  # the first completion, import and review make their tables
        reader.open(served.opening)
        return reader

    return start


@pytest.fixture
def editor(let_in: Callable[..., Reader]) -> Reader:
    """A reader whom the desk has let in."""
    return let_in()
