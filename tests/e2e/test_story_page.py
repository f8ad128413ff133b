"""A story as its readers see it: type set as Chinese print sets it, their own colours and size, paragraphs to cite, paper."""

from __future__ import annotations

import pytest

from plugins.hanzi.scripts import PREFIX, SCRIPTS

pytestmark = pytest.mark.browser

STORY = "stories/fancheng-prosecutors-beiyuan/"
#: Widths in em of pieces of text in the story's own type, each set on a line of its own.
WIDTHS = """(pieces) => pieces.map((text) => {
  const box = document.createElement("p"), inner = document.createElement("span");
  box.style.textIndent = 0;
  box.style.whiteSpace = "nowrap";
  inner.textContent = text;
  box.append(inner);
  document.querySelector(".body").append(box);
  const width = inner.getBoundingClientRect().width / parseFloat(getComputedStyle(inner).fontSize);
  box.remove();
  return width;
})"""
#: Notes what the root element wears when the body begins, which is before anything is painted.
FIRST_SIGHT = """new MutationObserver((_, watch) => {
  if (!document.body) return;
  watch.disconnect();
  window.firstSight = { ...document.documentElement.dataset };
}).observe(document, { childList: true, subtree: true });"""


def style(page, selector, name):
    return page.locator(selector).first.evaluate("(one, name) => getComputedStyle(one).getPropertyValue(name)", name)


# Type


@pytest.mark.parametrize("script", SCRIPTS)
def test_marks_are_full_width_and_han_stands_off_from_latin(read, archive, script):
    page = read(archive).open(f"/{PREFIX[script]}/{STORY}")
    quotes, dash, dots, han, mixed, latin = page.evaluate(WIDTHS, ["人“人”人", "——", "……", "人", "人A人", "A"])
    assert han == pytest.approx(1)
    assert quotes == pytest.approx(5, abs=0.02), "quotation marks are as wide as a character"
    assert dots == pytest.approx(2, abs=0.02)
    assert dash > 1.6, "Noto's own dash of two characters is a little short of two"
    assert 0.2 < mixed - 2 - latin < 0.6, "a quarter of an em on either side of a Latin letter"


@pytest.mark.parametrize("script", SCRIPTS)
def test_marks_that_meet_are_set_closer(read, archive, script):
    page = read(archive).open(f"/{PREFIX[script]}/{STORY}")
    close, loose = page.evaluate(WIDTHS, ["人》（人", "人人人人"])
    assert close == pytest.approx(loose - 0.5, abs=0.05)


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_paragraphs_are_indented_by_two_characters_justified_and_not_too_long(read, archive, script, device):
    page = read(archive, device).open(f"/{PREFIX[script]}/{STORY}")
    size = float(style(page, ".body > p", "font-size").removesuffix("px"))
    assert 16.5 <= size <= 20
    assert float(style(page, ".body > p", "text-indent").removesuffix("px")) == pytest.approx(2 * size)
    assert style(page, ".body > p", "text-align") == "justify"
    assert 1.7 <= float(style(page, ".body > p", "line-height").removesuffix("px")) / size <= 1.9
    measure = page.locator(".body > p").first.evaluate("one => one.getBoundingClientRect().width")
    assert measure / size <= 40


def test_emphasis_has_dots_quotations_are_in_kai_and_each_script_in_its_own_faces(read, archive):
    reader = read(archive)
    faces = {}
    for script in SCRIPTS:
        page = reader.open(f"/{PREFIX[script]}/{STORY}")
        page.locator(".body").evaluate(
            "one => one.insertAdjacentHTML('beforeend', '<p><em>人</em></p><blockquote>人</blockquote>')"
        )
        assert style(page, ".body em", "font-style") == "normal"
        assert "dot" in style(page, ".body em", "text-emphasis-style")
        assert style(page, ".body em", "text-emphasis-position").startswith("under")
        assert "Kai" in style(page, ".body blockquote", "font-family")
        faces[script] = style(page, ".body", "font-family")
        page.emulate_media(media="print")
        assert "Song" in style(page, ".body", "font-family")
        page.emulate_media(media="screen")
    assert "PingFang SC" in faces["hans"]
    assert "PingFang TC" in faces["hant"]
    assert "PingFang SC" not in faces["hant"]


def test_a_line_that_is_wrapped_in_the_file_leaves_no_space_between_characters(read, desk):
    page = read(desk).open(f"/zh-hans/{STORY}")
    file = desk.content / "stories" / "fancheng-prosecutors-beiyuan.md"
    file.write_text(f"{file.read_text('utf-8')}\n门口的人\n还在那里，**一直**\n没有走。\n", "utf-8")
    page.locator("text=门口的人").wait_for(timeout=60_000)
    last = page.locator(".body > p").last
    assert "门口的人还在那里，一直没有走。" in last.inner_text()


# Colours and size


def choose(page, value):
    if not page.locator("#prefs").is_visible():
        page.locator("#prefs-open").click()
    page.locator(f"#prefs input[value='{value}']").check(force=True)


def worn(page):
    return {
        key: value
        for key, value in page.evaluate("({ ...document.documentElement.dataset })").items()
        if key != "script"
    }


def test_colours_and_size_are_remembered_on_every_page_and_stand_before_anything_is_painted(read, archive):
    page = read(archive).open(f"/zh-hans/{STORY}")
    paper, size = style(page, "body", "background-color"), style(page, ".body > p", "font-size")
    choose(page, "dark")
    choose(page, "larger")
    dark = style(page, "body", "background-color")
    assert dark != paper
    assert float(style(page, ".body > p", "font-size")[:-2]) == pytest.approx(1.3 * float(size[:-2]))
    page.add_init_script(FIRST_SIGHT)
    # What is deferred may come late or never.
    page.route("**/js/site.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for path in ("/", "/zh-hant/", f"/zh-hant/{STORY}", "/zh-hans/places/", "/zh-hant/search/", "/zh-hans/about/"):
        page.goto(path)
        seen = page.evaluate("window.firstSight")
        assert (seen["theme"], seen["size"]) == ("dark", "larger"), path
        assert style(page, "body", "background-color") == dark, path


def test_the_system_decides_until_the_reader_does_and_again_when_they_say_so(read, archive):
    page = read(archive).open(f"/zh-hans/{STORY}")
    light = style(page, "body", "background-color")
    page.emulate_media(color_scheme="dark")
    dark = style(page, "body", "background-color")
    assert dark != light
    choose(page, "light")
    assert style(page, "body", "background-color") == light
    assert page.locator("meta[name=theme-color]").evaluate_all("all => new Set(all.map(one => one.content)).size") == 1
    page.locator("#prefs input[name=theme][value='']").check(force=True)
    assert style(page, "body", "background-color") == dark
    assert worn(page) == {}
    assert page.evaluate("localStorage.length") == 0


def test_another_window_of_the_reader_changes_with_this_one(read, archive):
    reader = read(archive)
    page = reader.open(f"/zh-hans/{STORY}")
    other = reader.context.new_page()
    other.goto("/zh-hant/")
    choose(page, "large")
    other.locator("html[data-size=large]").wait_for()


def test_the_keyboard_opens_chooses_and_closes(read, archive):
    page = read(archive).open("/zh-hans/")
    opener = page.locator("#prefs-open")
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert worn(page) == {"theme": "dark"}
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert worn(page) == {"theme": "dark", "size": "small"}
    page.keyboard.press("Escape")
    assert not page.locator("#prefs").is_visible()
    assert page.evaluate("document.activeElement.id") == "prefs-open"


def test_without_javascript_the_system_decides_and_no_dead_control_shows(read, archive):
    page = read(archive, javascript=False).open(f"/zh-hans/{STORY}")
    for control in ("#prefs-open", "#prefs", "#cite-copy", "#cite-how"):
        assert not page.locator(control).is_visible(), control
    page.emulate_media(color_scheme="dark")
    assert style(page, "html", "color-scheme") == "light dark"
    assert style(page, "body", "background-color") == "rgb(23, 22, 20)"


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_largest_text_in_chosen_colours_is_accessible_and_fits_the_narrowest_screen(read, archive, script):
    reader = read(archive, "phone")
    page = reader.open(f"/{PREFIX[script]}/{STORY}")
    choose(page, "larger")
    page.set_viewport_size({"width": 320, "height": 640})
    for colours in ("light", "dark"):
        choose(page, colours)
        assert reader.violations() == ""
        for path in (STORY, "", "places/hubei/", "search/?q=志愿者", "people/"):
            page.goto(f"/{PREFIX[script]}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        page.goto(f"/{PREFIX[script]}/{STORY}")


def test_what_one_taps_is_large_enough(read, archive):
    page = read(archive, "phone").open(f"/zh-hans/{STORY}")
    page.locator("#prefs-open").click()
    for selector in (
        ".nav a",
        ".tools > a",
        "#prefs-open",
        ".prefs label",
        ".beside li a",
        ".cite button",
        ".foot li a",
    ):
        boxes = page.locator(selector).evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(b => [b.width, b.height])"
        )
        small = [box for box in boxes if min(box) < 44 and box != [0, 0]]
        assert boxes
        assert not small, f"{selector}: {small}"


# Paragraphs and citing


def test_a_paragraph_has_a_link_to_point_at_to_reach_by_key_and_to_copy(read, archive):
    reader = read(archive)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(f"/zh-hant/{STORY}")
    paragraph = page.locator(".body > p[id]").nth(1)
    link = paragraph.locator(".anchor")
    assert style(page, ".anchor", "opacity") == "0"
    paragraph.hover()
    assert link.evaluate("one => getComputedStyle(one).opacity") == "1"
    page.mouse.move(0, 0)
    page.locator(".body > p .anchor").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert style(page, ".anchor:focus", "opacity") == "1"
    assert "2" in link.get_attribute("aria-label")
    link.press("Enter")
    address = f"{archive.origin}/zh-hant/{STORY}#{paragraph.get_attribute('id')}"
    page.wait_for_url(address)
    page.locator("#copied:not(:empty)").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address
    plain = page.locator(".body > p[id]").first.evaluate("one => getComputedStyle(one).backgroundColor")
    assert paragraph.evaluate("one => getComputedStyle(one).backgroundColor") != plain
    # The line to cite then names the paragraph.
    page.locator("#cite-copy").click()
    page.locator("#cite-copy.done").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("守望：《")
    assert copied.endswith(f"/zh-hant/{STORY}#{paragraph.get_attribute('id')}")


def test_on_a_phone_a_tap_shows_the_link_of_a_paragraph(read, archive):
    page = read(archive, "phone").open(f"/zh-hans/{STORY}")
    paragraph = page.locator(".body > p[id]").nth(1)
    paragraph.tap(position={"x": 150, "y": 50})
    link = paragraph.locator(".anchor")
    assert link.evaluate("one => getComputedStyle(one).pointerEvents") == "auto"
    box = link.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    link.tap()
    page.wait_for_url(f"**#{paragraph.get_attribute('id')}")


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_that_the_link_of_a_paragraph_was_copied_is_said_where_the_reader_looks(read, archive, script, device):
    reader = read(archive, device)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(f"/{PREFIX[script]}/{STORY}")
    paragraph = page.locator(".body > p[id]").nth(1)
    if device == "phone":
        paragraph.tap(position={"x": 150, "y": 50})
        paragraph.locator(".anchor").tap()
    else:
        paragraph.hover()
        paragraph.locator(".anchor").click()
    # The paragraph moves to the top of the window, away from under the pointer.
    done = paragraph.locator(".anchor.done")
    done.wait_for()
    shown, says = done.evaluate("one => [getComputedStyle(one).opacity, getComputedStyle(one, '::after').content]")
    assert shown == "1"
    assert says == f'"{page.locator("#copied").text_content()}"'
    assert says in ('"已复制这一段的链接"', '"已複製這一段的連結"')
    top = done.bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]


def test_copied_text_and_find_in_page_meet_no_paragraph_marks(read, archive):
    page = read(archive).open(f"/zh-hans/{STORY}")
    assert page.locator(".anchor").count() > 1
    assert "¶" not in page.locator(".body").inner_text()


@pytest.mark.parametrize("script", SCRIPTS)
def test_one_walks_from_story_to_story_within_a_place(read, archive, script):
    page = read(archive).open(f"/{PREFIX[script]}/{STORY}")
    here = page.url
    later = page.locator(".beside [rel=next]")
    later.click()
    page.wait_for_url(lambda url: url != here)
    page.locator(".beside [rel=prev]").click()
    page.wait_for_url(here)


# Paper, and colours that the system forces


def test_a_printed_story_says_what_it_is_and_where_it_is_from_and_leaves_the_controls_out(read, archive):
    page = read(archive).open(f"/zh-hant/{STORY}")
    choose(page, "dark")
    choose(page, "larger")
    page.emulate_media(media="print")
    for shown in (".mark", "h1", ".facts", "#source", ".cite-line", ".printed"):
        assert page.locator(shown).is_visible(), shown
    for hidden in (".nav", ".tools", ".beside", ".related", "#cite-copy", "#cite-how", ".foot nav"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert style(page, ".body > p", "font-size") == "14px"  # 10.5 pt, whatever size is chosen for the screen
    assert style(page, "body", "background-color") == "rgb(255, 255, 255)"


def test_in_forced_colours_what_is_chosen_and_what_has_focus_can_be_told(read, archive):
    page = read(archive).open(f"/zh-hans/{STORY}")
    page.emulate_media(forced_colors="active")
    page.locator("#prefs-open").click()
    on, off = (page.locator(f"#prefs {state} + span").first for state in (":checked", "input:not(:checked)"))
    colour = "one => getComputedStyle(one).backgroundColor"
    assert on.evaluate(colour) != off.evaluate(colour)
    page.locator("#prefs input").first.focus()
    page.keyboard.press("ArrowRight")
    assert style(page, "#prefs input:focus + span", "outline-style") == "solid"
