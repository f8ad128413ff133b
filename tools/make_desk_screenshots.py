"""Take the pictures of the desk for the editors' documentation (docs/images) from a desk over a copy of the archive.

    .venv/bin/python tools/make_desk_screenshots.py

What they show is done for them in a real browser: a text is imported, a name completed, a fault made. Needs what the tests need:
``requirements-test.txt`` and a Chromium, Chrome or Edge (``SHOUWANG_BROWSER`` names another).
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.reader import ARGUMENTS, find_browser  # noqa: E402 (after the path above)
from tests.e2e.served import ServedDesk  # noqa: E402

FOLDER = ROOT / "docs" / "images"
SCREEN = {"width": 1180, "height": 760}
MOST_BYTES = 150_000
STORY = "/desk/story/stories/fancheng-365.md"
REVIEW = "/desk/review/changan-402-compounds"
ARTICLE = """守在路口的一夜

2020年2月14日，襄阳市樊城区铁路社区。

夜里起了风，社区门口的岗亭里，教师钟宇宁和志愿者一起值守。进出的居民量体温、登记，独居老人要的菜和药，记在本子上，天亮以后送到门口。
凌晨四点，下一班的人来接班，他把登记册和体温计交给来人，才慢慢走回家去。
"""


def listed(page: Page) -> None:
    """The list, with a draft that lacks something."""
    page.goto("/desk/import")
    page.get_by_label("文章，连同题名、日期、作者").fill(ARTICLE.replace("2020年2月14日，", ""))
    page.get_by_role("button", name="导入文字").click()
    page.get_by_text("已经导入成草稿").wait_for()
    page.goto("/desk/")
    while not page.locator(".errors").count():
        page.wait_for_timeout(500)
        page.reload()


def imported(page: Page) -> None:
    """The three ways in, with something pasted."""
    page.goto("/desk/import")
    page.get_by_label("文章，连同题名、日期、作者").fill(ARTICLE)


def noted(page: Page) -> None:
    """What the importer found, and what it asks."""
    page.goto("/desk/?show=draft")
    page.locator(".stories .title").first.click()
    page.locator("#facts-title").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#facts-title').scrollIntoView()")


def completed(page: Page) -> None:
    """A place completed by its initials."""
    page.goto("/desk/new")
    page.locator("#b-title").fill("守在路口的一夜")
    page.locator("#b-date").fill("2020-02-14")
    page.locator('[name="places.0"]').press_sequentially("fcq", delay=30)
    page.get_by_role("option").first.wait_for(timeout=120_000)
    page.evaluate("document.querySelector('#facts-title').scrollIntoView()")
    page.keyboard.press("ArrowDown")
    page.locator('[aria-selected="true"][role=option]').wait_for()


def faulty(page: Page) -> None:
    """A fault at its field, with what may be meant."""
    page.goto(STORY)
    page.locator('[name="places.0"]').fill("樊成区")
    page.locator("#b-date").fill("2020年2月6日")
    page.locator("#t-date .cures").wait_for()
    page.evaluate("document.querySelector('#facts-title').scrollIntoView()")
    page.mouse.move(0, 0)


def previewed(page: Page) -> None:
    """The text beside the other edition."""
    page.goto(STORY)
    page.get_by_role("tab", name="繁体").click()
    page.evaluate("document.querySelector('#text-title').scrollIntoView()")


def reviewed(page: Page) -> None:
    """Conversions that nobody decided, each in its sentence."""
    page.goto(REVIEW)


def decided(page: Page) -> None:
    """Another form, and what it changes."""
    page.goto(REVIEW)
    page.get_by_role("link", name="改作 併").click()
    page.get_by_role("radio", name="全站都这样").check()
    page.get_by_role("button", name="看看会改什么").click()
    page.get_by_text("写进文件的").wait_for()
    page.evaluate("document.querySelector('.choice').scrollIntoView()")


def redacted(page: Page) -> None:
    """Words to be taken out, and every line that changes."""
    page.goto("/desk/redact/zhong-yuning-railway-gate")
    page.get_by_label("要隐去的字").fill("钟宇宁")
    page.get_by_label("原因").fill("应本人要求隐去姓名。")
    page.get_by_role("button", name="看看会改什么").click()
    page.get_by_text("会这样改").wait_for()
    page.evaluate("document.querySelector('#what').labels[0].scrollIntoView()")


#: Name of the picture, and what is done before it is taken; the later ones rely on those before.
PICTURES: dict[str, Callable[[Page], None]] = {
    "desk-import": imported,
    "desk-list": listed,
    "desk-notes": noted,
    "desk-completion": completed,
    "desk-preview": previewed,
    "desk-fault": faulty,
    "desk-review": reviewed,
    "desk-decide": decided,
    "desk-redact": redacted,
}


def main() -> int:
    """Take all pictures; exit 1 when one is too heavy, 2 without a browser."""
    path = find_browser()
    if not path:
        print("No Chromium, Chrome or Edge was found; name one: SHOUWANG_BROWSER=/path/to/chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    heavy = False
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = ServedDesk(Path(folder))
        try:
            served.wait()
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            context = browser.new_context(
                viewport=SCREEN,  # type: ignore[arg-type] # (a mapping of just these)
                device_scale_factor=1.25,
                base_url=served.origin,
                color_scheme="light",
                reduced_motion="reduce",
                locale="zh-CN",
            )
            context.set_default_timeout(180_000)  # the first import makes its tables
            page = context.new_page()
            page.goto(served.opening)
            for name, prepare in PICTURES.items():
                prepare(page)
                page.evaluate("document.fonts.ready")
                file = FOLDER / f"{name}.webp"
                Image.open(io.BytesIO(page.screenshot())).save(file, quality=80, method=6)
                print(f"{file.stat().st_size / 1000:6.0f} kB  {file.relative_to(ROOT).as_posix()}")
                heavy = heavy or file.stat().st_size > MOST_BYTES
            browser.close()
        finally:
            served.stop()
    return int(heavy)


if __name__ == "__main__":
    raise SystemExit(main())
