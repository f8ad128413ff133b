"""What holds on every kind of page, in both editions, on a phone and on a desktop, in light and in dark."""

from __future__ import annotations

import pytest

from plugins.hanzi.scripts import LANG, PREFIX, SCRIPTS
from plugins.pages.listing import chunks
from plugins.stories.dates import parse
from tests.e2e.reader import DEVICES
from tests.e2e.served import CONTENT, front_matter

pytestmark = pytest.mark.browser

_FRONTS = [(parse(str(front["date"])), front["id"]) for front in front_matter(CONTENT)]
_STORIES = [story for *_, story in sorted((span.first, span.last, story) for span, story in _FRONTS)]
#: What the page of the oldest stories is called after.
OLDEST = chunks(_STORIES, str)[-1].name
#: One page of every kind, below an edition: path and status.
PAGES = {
    "home": ("", 200),
    "story": ("stories/fancheng-prosecutors-beiyuan/", 200),
    "story from the other script": ("stories/feng-meishi-fever-driver/", 200),
    "overview": ("stories/shangwu-nightwatch-15-days/", 200),
    "stories": ("stories/", 200),
    "older stories": (f"stories/page/{OLDEST}/", 200),
    "places": ("places/", 200),
    "province": ("places/hubei/", 200),
    "village": ("places/hubei/xiangyang/fancheng/tielu-shequ/", 200),
    "unplaced": ("places/unplaced/shangwu-zhongxinqu/", 200),
    "roles": ("roles/", 200),
    "role": ("roles/volunteer/", 200),
    "people": ("people/", 200),
    "person": ("people/yu-ronghao/", 200),
    "dates": ("dates/", 200),
    "year": ("dates/2020/", 200),
    "month": ("dates/2020/02/", 200),
    "place and role": ("places/hubei/roles/community-worker/", 200),
    "place, role and month": ("places/unplaced/shangwu-zhongxinqu/roles/volunteer/2022-04/", 200),
    "sources": ("sources/", 200),
    "source": ("sources/henan-daily-app/", 200),
    "unknown sources": ("sources/unknown/", 200),
    "search": ("search/", 200),
    "results": ("search/?q=志愿者", 200),
    "results with a facet": ("search/?q=志愿者&place=hubei", 200),
    "no results": ("search/?q=火星登陆", 200),
    "query at fault": ('search/?q="志愿者', 400),
    "about": ("about/", 200),
    "404": ("nowhere/", 404),
}
#: The narrowest window that WCAG 2.2 asks for (1.4.10), in CSS pixels.
NARROW = {"width": 320, "height": 640}


#: What reaches beyond the right edge of the window, if the page can be scrolled there.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const beyond = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return [`${document.documentElement.scrollWidth} px`, ...beyond.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}"""


def too_wide(page, device):
    """What makes the page scroll sideways, on this device and, for the phone, on the narrowest screen."""
    found = page.evaluate(TOO_WIDE)
    if device == "phone":
        page.set_viewport_size(NARROW)
        found += page.evaluate(TOO_WIDE)
        page.set_viewport_size(DEVICES[device]["viewport"])
    return found


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_kind_of_page_is_accessible_quiet_fits_the_screen_and_leads_to_the_other_script(
    read, archive, script, device
):
    reader = read(archive, device)
    other = next(one for one in SCRIPTS if one != script)
    faults = {}
    for kind, (path, status) in PAGES.items():
        page = reader.open(f"/{PREFIX[script]}/{path}", status)
        assert page.locator("html").get_attribute("lang") == LANG[script], kind
        assert page.locator("h1").count() == 1, kind
        assert page.locator("h1").inner_text().strip(), kind
        # An address that leads nowhere leads nowhere in the other script too: the switch offers the front page.
        target = page.locator(".mast a.switch").evaluate("link => decodeURI(link.href)").removeprefix(archive.origin)
        assert target == f"/{PREFIX[other]}/{'' if status == 404 else path}", kind
        faults[kind] = [*filter(None, [reader.violations()]), *too_wide(page, device)]
    assert not any(faults.values()), "\n\n".join(f"== {kind}\n{found}" for kind, found in faults.items() if found)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_page_that_offers_both_editions_is_accessible_and_fits_the_screen(read, archive, device):
    reader = read(archive, device)
    page = reader.open("/")
    assert page.locator("a[hreflang]").evaluate_all("all => all.map(a => a.hreflang)") == ["zh-Hans", "zh-Hant"]
    assert reader.violations() == ""
    assert too_wide(page, device) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_kind_of_page_can_be_printed(read, archive, script):
    reader = read(archive)
    for kind in ("home", "story", "province", "role", "results", "about"):
        path, status = PAGES[kind]
        page = reader.open(f"/{PREFIX[script]}/{path}", status)
        page.emulate_media(media="print", color_scheme="dark")
        assert not page.locator(".mast nav").is_visible(), kind
        assert page.locator("h1").is_visible(), kind
        assert page.locator(".printed").is_visible(), f"{kind}: the printed page must say where it is from"
        assert f"/{PREFIX[script]}/" in page.locator(".printed").inner_text(), kind
        # Ink on paper, also for those who read in dark.
        assert page.locator("body").evaluate("body => getComputedStyle(body).color") == "rgb(0, 0, 0)", kind
        assert page.pdf().startswith(b"%PDF"), kind
        page.emulate_media(media="screen", color_scheme="light")
