"""The upgrade diff: which sentences of the archive a change of library, glossary or rule changes."""

from __future__ import annotations

import json

import pytest

from plugins.desk.review import lock
from plugins.desk.review.review import texts
from plugins.faults import ContentError


@pytest.fixture
def locked(desk, tmp_path):
    """A story and an editors' page, and the lock of both."""
    desk.story("他们守了一夜。村民买米、面、油。天亮了。", people="[{name: 钟宇宁, hant: 鍾宇寧, role: 队长}]")
    desk.write("pages/about.md", "---\nid: about\ntitle: 关于\nscript: hans\n---\n\n这里说明来历。\n")
    path = tmp_path / "lock.jsonl"
    write(desk, path)
    return path


def now(desk):
    review = desk.review()
    return texts(review.preparer, review.content)


def write(desk, path):
    return lock.write(path, now(desk))


def compare(desk, path):
    return lock.compare(lock.read(path), now(desk))


def test_nothing_changed_is_nothing_to_say(desk, locked):
    found = compare(desk, locked)
    assert (found.changed, found.edited, found.gone) == ((), 0, 0)
    assert found.same == len(locked.read_text("utf-8").splitlines())


def test_a_lock_is_sorted_and_the_same_every_time(desk, locked, tmp_path):
    write(desk, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == locked.read_bytes()
    rows = [json.loads(line) for line in locked.read_text("utf-8").splitlines()]
    places = [(row["id"], row["anchor"]) for row in rows]
    assert places == sorted(places)
    assert ("one-story", "title") in places
    assert ("one-story", "note:role-zhong-yuning") in places
    assert ("pages/about", "title") in places


def test_a_changed_glossary_shows_the_sentences_that_it_changes(desk, locked):
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    [change] = compare(desk, locked).changed
    assert change.source == "村民买米、面、油。"
    assert (change.before, change.after) == ("村民買米、⟦面⟧、油。", "村民買米、⟦麵⟧、油。")


def test_image_descriptions_and_titles_are_locked_too(desk, tmp_path):
    path = tmp_path / "lock.jsonl"
    images = '![面](one.jpg "买米、面")\n\n![-{后|后}-买米、面](two.jpg)\n\n'
    desk.story(images)
    write(desk, path)
    desk.story(f"![一](first.jpg)\n\n{images}")
    desk.glossary("hans>hant\t米、面\t米、麵\t村民买米、面、油\t")
    found = {(change.source, change.after) for change in compare(desk, path).changed}
    assert found == {("买米、面", "買米、⟦麵⟧"), ("后买米、面", "后買米、⟦麵⟧")}


def test_an_edited_story_is_no_change_of_conversion(desk, locked):
    desk.story("他们守了两夜。")
    found = compare(desk, locked)
    assert found.changed == ()
    assert found.edited > 0
    assert found.gone > 0


def test_a_broken_lock_is_a_fault_with_its_line(desk, locked):
    locked.write_text(locked.read_text("utf-8") + "{}\n", "utf-8")
    last = len(locked.read_text("utf-8").splitlines())
    with pytest.raises(ContentError) as error:
        compare(desk, locked)
    assert [(fault.line, fault.code) for fault in error.value.faults] == [(last, "lock-line")]
