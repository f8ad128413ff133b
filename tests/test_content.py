"""The stories that the archive ships: sound, complete, and honest about their sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.hanzi.detect import script_of
from plugins.hanzi.scripts import PREFIX, SCRIPTS
from plugins.pages.collection import Collection
from plugins.stories.across import faults_across
from plugins.stories.body import blocks
from plugins.stories.prepare import Preparer
from plugins.stories.read import is_twin, twin_path
from plugins.vocabulary.vocabulary import Vocabulary

CONTENT = Path(__file__).resolve().parents[1] / "content"


@pytest.fixture(scope="module")
def prepared():
    """Every story and page, prepared as a build does it."""
    preparer = Preparer(CONTENT, "", {script: f"/{PREFIX[script]}/stories/" for script in SCRIPTS})
    names = {
        path.relative_to(CONTENT).as_posix()
        for folder in ("stories", "pages")
        for path in (CONTENT / folder).rglob("*.md")
    }
    twins = {path: [twin for script in SCRIPTS if (twin := twin_path(path, script)) in names] for path in names}
    return {path: preparer.prepare(path, next(iter(twins[path]), None)) for path in sorted(names) if not is_twin(path)}


@pytest.fixture(scope="module")
def stories(prepared):
    return [one.facts for path, one in prepared.items() if path.startswith("stories/")]


def test_no_file_has_a_fault(prepared):
    assert [str(fault) for one in prepared.values() for fault in one.faults] == []


def test_no_fault_stands_between_files(prepared, stories):
    pages = [one.facts for path, one in prepared.items() if path.startswith("pages/")]
    images = [path.relative_to(CONTENT).as_posix() for path in (CONTENT / "images").rglob("*")]
    assert [str(fault) for fault in faults_across(stories, pages, (), images)] == []


def test_there_are_stories_in_both_scripts(stories):
    scripts = Counter(story["script"] for story in stories)
    assert sum(scripts.values()) >= 30
    assert min(scripts[script] for script in SCRIPTS) >= 5


def test_five_overviews_lead_to_the_stories_of_their_places(stories):
    overviews = [story for story in stories if len(story["links"]) >= 3]
    assert len(overviews) >= 5
    led_to = {target for story in overviews for target, *_ in story["links"]}
    assert {story["id"] for story in stories} - {story["id"] for story in overviews} <= led_to


def test_every_story_is_retold_and_says_why_a_source_is_not_known(stories):
    for story in stories:
        assert story["kind"] == "retold", story["path"]
        source, notes = story["source"], story["editions"]["hans"]["notes"]
        assert (source["known"] and source["url"]) or notes["source-reason"], story["path"]


def test_titles_and_texts_are_in_the_script_that_is_declared(prepared, stories):
    for story in stories:
        script = story["script"]
        texts = [text for _, text in blocks(prepared[story["path"]].texts[script])]
        assert script_of("\n".join([story["editions"][script]["title"], *texts])).script == script, story["path"]


def test_names_stay_names_in_the_other_edition(stories):
    people = {person["id"]: person for story in stories for person in story["people"]}
    assert (people["yu-ronghao"]["hans"], people["yu-ronghao"]["hant"]) == ("余融豪", "余融豪")
    assert people["yao-yunqian"]["hant"] == "姚雲乾"


def test_a_province_counts_every_story_of_its_cities_once(stories):
    collection = Collection.of(stories, Vocabulary.load(CONTENT))
    for province in collection.provinces:
        expected = [
            story["id"]
            for story in collection.stories
            if any(place == province or place.startswith(f"{province}/") for place in story["places"])
        ]
        assert [story["id"] for story in collection.by_place[province]] == expected
    assert len(collection.by_place["hubei"]) >= 20
    assert collection.unplaced, "the place whose city nobody knows stands by itself"
