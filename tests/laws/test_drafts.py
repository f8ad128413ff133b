"""A draft at fault costs nobody anything: it is named, it is left out, and everything else is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.faults import ContentError
from plugins.site import Build
from tests.laws.test_incremental import SPOILED
from tests.small_site import SmallSite, story_text, tree

DRAFT = "status: draft\n"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """One published story, built."""
    site = SmallSite(tmp_path)
    site.story("one-story")
    site.build()
    return site


def spoil(site: SmallSite, right: str, wrong: str, more: str = DRAFT) -> None:
    text = story_text("two-story", more=more).replace(right, wrong)
    (site.content / "stories/two.md").write_bytes(text.encode("utf-8", "surrogatepass"))


def checked(site: SmallSite) -> list[tuple[str, bool]]:
    """(path, whether of a draft) of every error."""
    with Build(site.options()) as build:
        return [(fault.path, fault.draft) for fault in build.check()[1] if fault.severity == "error"]


@pytest.mark.parametrize(("right", "wrong"), SPOILED)
def test_a_draft_at_fault_stops_no_build_and_is_named_by_check(site: SmallSite, right: str, wrong: str) -> None:
    before = site.state()
    spoil(site, right, wrong)
    assert set(checked(site)) == {("stories/two.md", True)}
    report = site.build()
    assert (report.stories, report.drafts_at_fault) == (1, 1)
    assert site.state() == before
    assert site.build().drafts_at_fault == 1, "a build that has nothing to do still tells"
    assert site.build(site.folder / "preview", drafts=True).drafts_at_fault == 1


@pytest.mark.parametrize(("right", "wrong"), SPOILED)
def test_the_same_faults_in_a_published_story_stop_it(site: SmallSite, right: str, wrong: str) -> None:
    spoil(site, right, wrong, more="")
    with pytest.raises(ContentError):
        site.build()


def test_a_preview_shows_a_draft_with_a_dead_link_and_no_draft_that_has_no_page(site: SmallSite) -> None:
    preview = site.folder / "preview"
    spoil(site, "口罩", "[口罩](story:nowhere)")
    site.build(preview, drafts=True)
    assert "zh-hans/stories/two-story/index.html" in tree(preview)
    spoil(site, "湖北省", "无此省")
    site.build(preview, drafts=True)
    assert "zh-hans/stories/two-story/index.html" not in tree(preview)


def test_who_is_a_draft_is_told_by_its_status_line_and_by_nothing_that_looks_like_one(site: SmallSite) -> None:
    for more in ("", "status: published\nstatus: draft\n", "status: drafts\n", "summary: |\n  status: draft\n"):
        spoil(site, "title: ", "title: [ ", more=more)
        assert checked(site) == [("stories/two.md", False)], more
    spoil(site, "口罩", "\nstatus: draft\n\n[口罩](story:nowhere)", more="")
    assert checked(site) == [("stories/two.md", False)]
    for more in ("status: draft  # 还没写完\n", "status: 'draft'\n"):
        spoil(site, "title: ", "title: [ ", more=more)
        assert checked(site) == [("stories/two.md", True)], more


def test_an_editors_page_may_be_a_draft_at_fault_too(site: SmallSite) -> None:
    site.write("pages/two.md", "---\nid: stories\ntitle: 二\nscript: hans\nstatus: draft\n---\n\n二。\n")
    assert checked(site) == [("pages/two.md", True)]
    site.build()
    site.build(site.folder / "preview", drafts=True)


def test_what_is_published_may_not_lead_to_a_draft_that_cannot_be_read(site: SmallSite) -> None:
    spoil(site, "湖北省", "无此省")
    site.story("one-story", body="见[另一篇](story:two-story)。")
    with Build(site.options()) as build:
        found = {(fault.path, fault.code, fault.draft) for fault in build.check()[1] if fault.severity == "error"}
    assert found == {("stories/one-story.md", "draft-link", False), ("stories/two.md", "unknown-place", True)}
    with pytest.raises(ContentError) as error:
        site.build()
    assert {fault.path for fault in error.value.faults} == {"stories/one-story.md"}, "only what stops is told"


def test_a_draft_that_is_mended_and_published_appears(site: SmallSite) -> None:
    spoil(site, "title: ", "title: [ ")
    site.build()
    spoil(site, "", "", more="")
    assert site.build().stories == 2
    assert site.state() == site.clean_build()


def test_a_published_story_that_becomes_a_draft_at_fault_leaves_the_site(site: SmallSite) -> None:
    spoil(site, "", "", more="")
    site.build()
    spoil(site, "湖北省", "无此省")
    assert site.build().stories == 1
    assert site.state() == site.clean_build()


def test_a_draft_at_an_address_that_moved_away_stops_nothing(site: SmallSite) -> None:
    site.write("vocabulary/moved.tsv", "stories/two-story/\tstories/one-story/\n")
    site.build()
    spoil(site, "", "")
    assert site.build().stories == 1
    assert site.build(site.folder / "preview", drafts=True).stories == 2
