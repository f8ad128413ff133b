"""A reader in a browser: a page, and everything about it that should not have happened."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe, AxeResults  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

#: Names on the PATH, best first.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

#: The browser asks nobody anything by itself.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},  # axe leaves it out unless it is named
    "resultTypes": ["violations"],
}
#: What depends on the colours, for the second look at a page in other colours.
_AXE_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def find_browser() -> str | None:
    """The path of a Chromium, Chrome or Edge: SHOUWANG_BROWSER, the PATH, then the places where installers put them."""
    named = os.environ.get("SHOUWANG_BROWSER")
    if named:
        return shutil.which(named)
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    places = [root / name for root in (Path("/Applications"), Path.home() / "Applications") for name in _MAC]
    roots = [Path(os.environ[key]) for key in _WINDOWS_ROOTS if os.environ.get(key)]
    places += [root / name for root in roots for name in _WINDOWS]
    return next((str(path) for path in places if path.is_file()), None)


class Reader:
    """One page of a browser on one site.

    Attributes:
        page: Playwright's page.
    """

    def __init__(self, browser: Browser, origin: str, device: str, *, javascript: bool) -> None:
        self.origin = origin
        self._problems: list[tuple[str, str]] = []
        self._status = 200
        self._allowed: set[str] = set()
        self.context = browser.new_context(
            **DEVICES[device],
            base_url=origin,
            color_scheme="light",
            locale="zh-CN",
            reduced_motion="reduce",  # colours in the middle of a transition are nobody's choice
            java_script_enabled=javascript,
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._note(self.page.url, f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _note(self, url: str, what: str) -> None:
        self._problems.append((url, what))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(message.location.get("url", ""), f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(f"{self.origin}/"):
            self._note(request.url, "request to another host")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it still waits for, such as the preview's stream of news.
        if request.failure != "net::ERR_ABORTED":
            self._note(request.url, f"request failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status < 400:
            return
        if response.request.is_navigation_request() and response.status == self._status:
            self._allowed.add(response.url)
        else:
            self._note(response.url, f"status {response.status}")

    @property
    def problems(self) -> list[str]:
        """Console errors and warnings, failed requests, and requests to any other host, so far."""
        # Chromium logs an expected status of the page itself as an error.
        return [
            f"{what} ({url}, on {self.page.url})"
            for url, what in self._problems
            if not (url in self._allowed and "Failed to load resource" in what)
        ]

    def expect(self, status: int) -> None:
        """What the next pages may answer."""
        self._status = status

    def forgive(self, what: str, where: str) -> None:
        """Take back a problem that the test itself made."""
        self._problems = [one for one in self._problems if where not in one[0] or what not in one[1]]

    def open(self, path: str, status: int = 200) -> Page:
        """Go to an address of the site and expect its status."""
        self.expect(status)
        response = self.page.goto(path)
        assert response is not None, path
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def violations(self) -> str:
        """What axe finds wrong on the page, in light and, where colours matter, in dark; empty when nothing."""
        self.page.wait_for_load_state("load")  # a page without its style is not what anybody reads
        self.page.emulate_media(color_scheme="light")
        found = [Axe().run(self.page, options=_AXE)]
        self.page.emulate_media(color_scheme="dark")
        found.append(AxeResults(self.page.evaluate("options => axe.run(options)", _AXE_COLOURS)))
        self.page.emulate_media(color_scheme="light")
        return "\n".join(one.generate_report() for one in found if one.violations_count)
