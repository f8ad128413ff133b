"""Faults that only show when all files are seen together, and the editors' own pages."""

from plugins.reading import _lonely
from plugins.stories.across import faults_across
from plugins.stories.read import is_twin, twin_path

PAGE = (
    "---\nid: about\ntitle: 关于守望\nscript: hans\n---\n[一则](story:{target})，-{{里|裡}}-。\n\n![门](images/a.jpg)\n"
)


def facts(desk, story_id, **fields):
    prepared = desk.prepare(desk.story(path=f"stories/{story_id}.md", **{"id": story_id, **fields}))
    assert prepared.facts, prepared.faults
    return prepared.facts


def tombstone(desk, story_id):
    text = f"---\nid: {story_id}\nscript: hans\nstatus: withdrawn\nwithdrawn: 2026-11-28\nwhy: 应家属要求。\n---\n"
    desk.write(f"stories/{story_id}.md", text)
    prepared = desk.prepare(f"stories/{story_id}.md")
    assert prepared.facts, prepared.faults
    return prepared.facts


def across(stories, pages=(), images=()):
    return [
        (fault.path, fault.line, fault.column, fault.code)
        for fault in faults_across(stories, pages, {"stories"}, images)
    ]


def test_two_stories_with_one_id_are_told_at_the_id_of_the_second(desk):
    first, second = facts(desk, "one"), facts(desk, "two", id="one")
    assert across([second, first]) == [("stories/two.md", 2, 1, "duplicate-id")]


def test_a_link_to_no_story_is_dead(desk):
    one = facts(desk, "one", body="好。\n\n[二](story:two)、[三](story:two-2)\n")
    assert across([one, facts(desk, "two-2")]) == [("stories/one.md", 19, 5, "dead-link")]


def test_readers_are_not_sent_to_drafts_and_drafts_may_link_to_drafts(desk):
    body = "[二](story:two)\n"
    two = facts(desk, "two", status="draft")
    assert across([facts(desk, "one", body=body), two]) == [("stories/one.md", 17, 5, "draft-link")]
    assert across([facts(desk, "one", body=body, status="draft"), two]) == []


def test_a_withdrawn_story_keeps_its_address_so_links_to_it_live(desk):
    assert across([facts(desk, "one", body="[二](story:two)\n"), tombstone(desk, "two")]) == []


def test_the_id_of_a_withdrawn_story_is_nobody_elses(desk):
    another = facts(desk, "a-story", id="two")
    assert across([another, tombstone(desk, "two")]) == [("stories/a-story.md", 2, 1, "withdrawn-id")]


def test_an_image_that_is_not_there_is_missing(desk):
    one = facts(desk, "one", body="![门](images/a.jpg) ![窗](../images/b.jpg)\n")
    assert across([one], images={"images/a.jpg"}) == [("stories/one.md", 17, 28, "missing-image")]


def test_links_and_images_of_a_twin_are_checked_in_the_twin(desk):
    desk.write("stories/one.hant.md", "---\ntitle: 樊城\n---\n[二](story:two) ![門](images/a.jpg)\n")
    found = across([facts(desk, "one")])
    assert found == [("stories/one.hant.md", 4, 5, "dead-link"), ("stories/one.hant.md", 4, 21, "missing-image")]


def test_two_people_at_one_address_are_told_apart_by_an_id(desk):
    one, two = facts(desk, "one", people="[张伟]"), facts(desk, "two", people="[章伟]")
    assert across([one, two]) == [("stories/two.md", 9, 10, "person-address")]
    assert across([one, facts(desk, "two", people="[{name: 章伟, id: zhang-wei-2}]")]) == []


def test_one_person_is_written_in_one_way(desk):
    one, two = facts(desk, "one", people="[李杰]"), facts(desk, "two", people="[{name: 李杰, hant: 李杰}]")
    (fault,) = faults_across([one, two], (), (), ())
    assert (fault.path, fault.line, fault.code) == ("stories/two.md", 9, "person-forms")
    assert "李傑" in fault.message
    assert "stories/one.md:9" in fault.message


def test_a_page_of_the_editors_links_to_stories_in_its_edition(desk):
    path = desk.write("pages/about.md", PAGE.format(target="one"))
    page = desk.prepare(path, base="/repo")
    assert page.faults == ()
    assert 'href="/repo/zh-hant/stories/one/"' in page.texts["hant"]
    assert page.facts["editions"]["hant"] == {"title": "關於守望", "converted": True}
    assert "裡" in page.texts["hant"]
    assert across([facts(desk, "one")], [page.facts], {"images/a.jpg"}) == []
    assert across([], [page.facts]) == [
        ("pages/about.md", 6, 6, "dead-link"),
        ("pages/about.md", 8, 6, "missing-image"),
    ]


def test_a_page_of_the_editors_is_checked_like_a_story(desk):
    path = desk.write("pages/x.md", "---\nid: stories\ntitle: 关-{于\nscripts: hans\n---\n他-{后\n")
    assert [(fault.line, fault.code) for fault in desk.prepare(path).faults] == [
        (2, "missing-field"), (3, "open-mark"), (4, "unknown-field"), (6, "open-mark"),
    ]  # fmt: skip


def test_a_page_may_not_take_an_address_of_the_archive(desk):
    path = desk.write("pages/x.md", PAGE.format(target="one").replace("about", "stories"))
    found = across([facts(desk, "one")], [desk.prepare(path).facts], {"images/a.jpg"})
    assert found == [("pages/x.md", 2, 1, "reserved-id")]


def test_a_twin_stands_beside_its_original_under_the_other_script():
    assert twin_path("stories/one.md", "hans") == "stories/one.hant.md"
    assert twin_path("stories/one.md", "hant") == "stories/one.hans.md"
    assert is_twin("stories/one.hant.md")
    assert not is_twin("stories/one.md")
    assert not is_twin("stories/one-hant.md")


def test_a_twin_whose_original_is_gone_is_a_fault():
    names = {"stories/one.md", "stories/one.hant.md", "stories/two.hant.md"}
    assert [(fault.path, fault.code) for fault in _lonely(names, {"stories/one.hant.md"})] == [
        ("stories/two.hant.md", "lonely-twin")
    ]
