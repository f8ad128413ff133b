"""Stories that are hard to set stay readable: long names, tables, quotations, narrow screens, large text, forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from plugins.hanzi.detect import wrong_characters
from plugins.hanzi.scripts import LANG, PREFIX, SCRIPTS
from tests.e2e import hard_stories
from tests.e2e.served import Served
from tests.e2e.test_every_page import TOO_WIDE

pytestmark = pytest.mark.browser

KITCHEN = f"stories/{hard_stories.KITCHEN}/"
REPRODUCED = f"stories/{hard_stories.REPRODUCED}/"
#: Every page on which the hard stories, or what they name, stand.
PAGES = (
    KITCHEN,
    REPRODUCED,
    "people/aynur-memet/",
    "people/wang-xiaoming/",
    "people/zorg/",
    "people/",
    "stories/",
    "places/hubei/xiangyang/fancheng/tielu-shequ/",
    "search/?q=三号门",
    "search/?q=三号门&person=aynur-memet",
)
#: What must not begin a line (clreq, the basic set); a dash or dots of two characters must not be torn apart either.
NEVER_FIRST = "，。、；：？！）》」』〉】”’·…—％"
#: The first character of every line but the first below an element, with the one before it.
LINES = """(root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const heads = [];
  let before = "", bottom = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (!box || !box.width || !node.data[at].trim()) continue;
      if (bottom !== null && box.top > bottom - box.height / 3) heads.push([before, node.data[at]]);
      bottom = box.bottom;
      before = node.data[at];
    }
  }
  return heads;
}"""
#: Text with the language that its elements claim.
CLAIMED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim()) found.push([node.parentElement.closest("[lang]").lang, node.data.trim()]);
  }
  return found;
}"""
#: WCAG 1.4.12: readers may set text this far apart.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The archive with the hard stories."""
    served = Served(tmp_path_factory.mktemp("hard"), hard_stories.write)
    try:
        served.wait()
        yield served
    finally:
        served.stop()


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_hard_stories_and_what_they_name_are_accessible_and_fit_every_screen(read, hard, script, device):
    reader = read(hard, device)
    faults = {}
    for path in PAGES:
        page = reader.open(f"/{PREFIX[script]}/{path}")
        faults[path] = [*filter(None, [reader.violations()])]
        # 640 is a desktop's window at 200 %.
        for width in (320, 390, 640, 820) if device == "phone" else (1280,):
            page.set_viewport_size({"width": width, "height": 700})
            faults[path] += page.evaluate(TOO_WIDE)
        if device == "phone":
            page.set_viewport_size({"width": 390, "height": 844})
    assert not any(faults.values()), "\n\n".join(f"== {path}\n{found}" for path, found in faults.items() if found)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_what_an_editor_is_told_of_a_draft_is_accessible_and_fits_every_screen(read, hard, device):
    reader = read(hard, device)
    for path, status in (("/-/drafts/", 200), (f"/zh-hans/stories/{hard_stories.DRAFT}/", 503)):
        page = reader.open(path, status)
        assert page.get_by_text("村民小組").count(), path
        assert reader.violations() == "", path
        if device == "phone":
            page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(TOO_WIDE) == [], path


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_line_begins_with_a_mark_that_belongs_to_the_line_before(read, hard, script):
    page = read(hard, "phone").open(f"/{PREFIX[script]}/{KITCHEN}")
    lines = 0
    for width in (320, 343, 360, 375, 390, 414, 600):
        page.set_viewport_size({"width": width, "height": 800})
        for selector in (".body > p", ".body li", ".body blockquote p", ".body figcaption", ".summary", ".story h1"):
            for block in page.locator(selector).all():
                heads = block.evaluate(LINES)
                lines += len(heads)
                wrong = [head for head in heads if head[1] in NEVER_FIRST or head[0] in "（《「『“‘"]
                assert not wrong, f"{width} px, {selector}: {wrong}"
    assert lines > 150


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_title_too_long_for_its_line_breaks_between_words_wherever_it_stands(read, hard, script):
    reader = read(hard, "phone")
    title = hard_stories.TITLE_IN_PIECES[script]
    parts = title.split("|")
    between = {(before[-1], after[0]) for before, after in pairwise(parts)} | {("、", "兩"), ("、", "两")}
    for path, selector in (
        (KITCHEN, "h1"),
        ("people/wang-xiaoming/", ".card-title"),
        ("places/hubei/xiangyang/fancheng/tielu-shequ/", ".card-title"),
        (hard_stories.LATER, ".beside a"),
        (hard_stories.KIN, ".kin a"),
        ("search/?q=三号门", ".hit .card-title"),
    ):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        block = page.locator(selector, has_text=title.rpartition("|")[2]).first
        for width in (320, 360, 390, 414):
            page.set_viewport_size({"width": width, "height": 800})
            heads = {tuple(head) for head in block.evaluate(LINES)}
            assert heads, f"{path} {width} px"
            assert heads <= between, f"{path} {selector} {width} px: {heads - between}"
    # Nothing of it shows in what is copied, or read by machines.
    page = reader.open(f"/{PREFIX[script]}/{KITCHEN}")
    assert page.locator("h1").inner_text() == title.replace("|", "")
    assert page.title() == f"{title.replace('|', '')} · 守望"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_title_breaks_after_its_marks_and_leaves_no_character_alone(read, hard, script):
    reader = read(hard, "phone")
    page = reader.open(f"/{PREFIX[script]}/stories/fancheng-prosecutors-beiyuan/")
    assert [before for before, _ in page.locator("h1").evaluate(LINES)] == ["："]
    page = reader.open(f"/{PREFIX[script]}/{KITCHEN}")
    for width in (320, 390, 820, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        alone = page.locator("h1").evaluate(
            """(one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const widths = new Map();
          for (const box of range.getClientRects()) widths.set(Math.round(box.top), (widths.get(Math.round(box.top)) ?? 0) + box.width);
          return [...widths.values()].at(-1) / parseFloat(getComputedStyle(one).fontSize);
        }"""
        )
        assert alone >= 3, f"{width} px: a last line of {alone:.1f} characters"


def test_short_cells_stay_in_one_piece_and_the_table_scrolls_by_itself(read, hard):
    page = read(hard, "phone").open(f"/zh-hans/{KITCHEN}")
    page.set_viewport_size({"width": 320, "height": 640})
    for text in ("19:05", "11号楼", "余融豪", "门卫室"):
        cell = page.locator("td", has_text=text).first
        assert cell.evaluate(LINES) == [], text
    for text, side in (("谁去", "center"), ("已送到", "end"), ("时间", "start")):
        assert page.locator("th, td", has_text=text).first.evaluate("one => getComputedStyle(one).textAlign") == side, (
            text
        )
    table = page.locator(".body .wide")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_quotations_code_and_terms_are_set_apart_from_the_text(read, hard):
    page = read(hard).open(f"/zh-hans/{KITCHEN}")
    size = page.locator(".body > p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    # Browsers shrink the family "monospace" where it stands alone.
    assert (
        page.locator(".body p code").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") > 0.85 * size
    )
    first, second = (box.bounding_box() for box in page.locator(".body blockquote p").all())
    assert second["y"] - first["y"] - first["height"] > 0.3 * size
    assert first["x"] > page.locator(".body > p").first.bounding_box()["x"]
    term, meaning = (page.locator(f".body {tag}").first.bounding_box() for tag in ("dt", "dd"))
    assert meaning["y"] > term["y"]
    assert page.locator(".body dd").first.evaluate(
        "one => parseFloat(getComputedStyle(one).paddingLeft) / parseFloat(getComputedStyle(one).fontSize)"
    ) == pytest.approx(2)


def test_on_paper_what_is_folded_lies_open_and_a_picture_leaves_room(read, hard):
    page = read(hard).open(f"/zh-hans/{KITCHEN}")
    page.emulate_media(media="print")
    people = page.locator(".who li")
    assert people.count() == 6
    assert all(one.bounding_box()["height"] > 0 for one in people.all())
    assert not page.locator(".fold summary").is_visible()
    assert all(one.bounding_box()["height"] < 380 for one in page.locator(".body img").all())


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_written_from_right_to_left_keeps_to_itself(read, hard, script):
    reader = read(hard)
    for path, selector in (
        (KITCHEN, ".who a"),
        ("people/aynur-memet/", "h1"),
        ("people/", ".people a"),
        ("places/hubei/xiangyang/fancheng/tielu-shequ/", ".index a"),
    ):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        name = page.locator(selector, has_text="ئاينۇر").first
        assert name.locator("bdi", has_text="ئاينۇر").count() == 1, path


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_written_in_the_other_script_says_so(read, hard, script):
    reader = read(hard)
    scripts = {LANG[one]: one for one in SCRIPTS}
    for path in (
        "",
        *PAGES[:8],
        "stories/feng-meishi-fever-driver/",
        "places/",
        "roles/",
        "roles/volunteer/",
        "dates/",
        "search/",
    ):
        page = reader.open(f"/{PREFIX[script]}/{path}")
        wrong = [(lang, text) for lang, text in page.evaluate(CLAIMED) if wrong_characters(text, scripts[lang])]
        assert not wrong, f"{path}: {wrong}"


def test_readers_may_set_text_further_apart(read, hard):
    reader = read(hard, "phone")
    for path in ("", KITCHEN, "places/", "people/", "search/?q=三号门"):
        page = reader.open(f"/zh-hans/{path}")
        page.set_viewport_size({"width": 320, "height": 640})
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
            SPACED,
        )
        assert page.evaluate(TOO_WIDE) == [], path


def test_lists_can_be_tapped_with_a_thumb(read, hard):
    reader = read(hard, "phone")
    for path, selectors in {
        "": (".figures a", ".more a"),
        "places/": (".tree a", ".gazetteer > li > a", ".gazetteer summary"),
        "people/": (".people a", ".letters a", ".register h2 a"),
        "places/hubei/": (".tree a", ".index a", ".more-of summary", ".jump a"),
        "dates/2020/": (".step",),
        "stories/": (".pager a",),
        "search/?q=志愿者&place=hubei": (".active a", ".filters > summary", ".find button", ".find input"),
        f"{KITCHEN}": (".beside a[rel]", "#cite-copy"),
    }.items():
        page = reader.open(f"/zh-hans/{path}")
        for selector in selectors:
            boxes = page.locator(f"main {selector}:visible").evaluate_all(
                "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
            )
            assert boxes, f"{path} {selector}"
            assert min(boxes) >= 44, f"{path} {selector}: {min(boxes)}"


def test_no_font_is_fetched(read, hard):
    page = read(hard).open(f"/zh-hans/{KITCHEN}")
    sources = page.evaluate(
        """[...document.styleSheets].flatMap(one => [...one.cssRules])
          .filter(one => one instanceof CSSFontFaceRule).map(one => one.style.src)"""
    )
    assert len(sources) == 2
    assert not [source for source in sources if "url(" in source]


def test_nothing_moves_for_those_who_ask_for_less_motion(read, hard):
    page = read(hard).open(f"/zh-hans/{KITCHEN}")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none" || style.scrollBehavior === "smooth";
    }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) > 0
