"""What belongs where: each story counted once in every place, role, month and year above it."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.pages.collection import Collection
from tests.pages.make import CHANGAN, FANCHENG, HOUZHANG, WUCHANG, XIANGCHENG, facts, person, tombstone, vocabulary

PLACES = [FANCHENG, XIANGCHENG, WUCHANG, CHANGAN, HOUZHANG, "hubei", "hubei/xiangyang", "unplaced/shangwu"]
ROLES = ["volunteer", "party-volunteer", "teacher", "police"]
DATES = ["2020", "2020-02", "2020-02-14", "2019-12-31/2020-01-02", "2020-01/2020-03", "2019/2020"]

STORIES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(PLACES), min_size=1, max_size=4),
        st.lists(st.sampled_from(ROLES), min_size=1, max_size=3),
        st.sampled_from(DATES),
    ),
    max_size=12,
)


def collection(*stories):
    return Collection.of(stories, vocabulary())


def made(drawn):
    return [
        facts(f"s-{number:02}", places=places, roles=roles, date=date)
        for number, (places, roles, date) in enumerate(drawn)
    ]


def ids(groups):
    return {key: [story["id"] for story in stories] for key, stories in groups.items()}


@settings(max_examples=60)
@given(STORIES)
def test_a_place_counts_every_story_of_its_parts_once(drawn):
    stories = made(drawn)
    found = collection(*stories)
    for place in {node for leaf in PLACES for node in (leaf, *_above(leaf))}:
        expected = {
            story["id"]
            for story in stories
            if any(one == place or one.startswith(f"{place}/") for one in story["places"])
        }
        here = ids(found.by_place).get(place, [])
        assert set(here) == expected
        assert len(here) == len(expected)


def _above(place):
    parts = place.split("/")
    first = 2 if parts[0] == "unplaced" else 1
    return ["/".join(parts[:end]) for end in range(first, len(parts))]


@settings(max_examples=60)
@given(STORIES)
def test_a_role_counts_every_story_of_the_narrower_ones_once(drawn):
    stories = made(drawn)
    found = ids(collection(*stories).by_role)
    either = {story["id"] for story in stories if {"volunteer", "party-volunteer"} & set(story["roles"])}
    assert set(found.get("volunteer", [])) == either
    for counts in map(Counter, found.values()):
        assert not counts or max(counts.values()) == 1


@settings(max_examples=60)
@given(STORIES)
def test_a_story_stands_in_every_month_and_year_that_its_date_reaches(drawn):
    stories = made(drawn)
    found = collection(*stories)
    for story in stories:
        years = {year for year, there in ids(found.by_year).items() if story["id"] in there}
        assert years == {str(year) for year in range(int(story["first"][:4]), int(story["last"][:4]) + 1)}
        months = {month for month, there in ids(found.by_month).items() if story["id"] in there}
        assert months == set(story["months"])


def test_a_date_that_is_a_year_stands_in_no_month():
    found = collection(facts("a", date="2020"))
    assert found.by_month == {}
    assert list(found.by_year) == ["2020"]


def test_stories_go_from_the_oldest_to_the_newest():
    found = collection(facts("b", date="2020-02"), facts("c", date="2020-02-01"), facts("a", date="2020-02"))
    assert [story["id"] for story in found.stories] == ["c", "a", "b"]


def test_the_tree_has_most_stories_first_and_places_with_stories_only():
    found = collection(facts("a"), facts("b"), facts("c", places=[CHANGAN]), facts("d", places=[HOUZHANG]))
    assert found.provinces == ["hubei", "shaanxi"]
    assert found.unplaced == ["unplaced/shangwu"]
    assert found.place_children["hubei"] == ["hubei/xiangyang"]
    assert found.place_children["unplaced/shangwu"] == [HOUZHANG]


def test_a_withdrawn_story_counts_nowhere():
    found = collection(facts("a"), tombstone("b"), tombstone("a-b"))
    assert [story["id"] for story in found.stories] == ["a"]
    assert [story["id"] for story in found.withdrawn] == ["a-b", "b"]


def test_a_person_has_the_names_of_all_stories():
    one = person("jin-huijie", "靳会杰", "靳會傑") | {"aliases": [["会杰", "會傑"]]}
    two = person("jin-huijie", "靳会杰", "靳會傑") | {"aliases": [["小靳", "小靳"]]}
    found = collection(facts("a", people=[one]), facts("b", people=[two])).people["jin-huijie"]
    assert set(found.aliases) == {"会杰", "會傑", "小靳"}
    assert found.forms.hant == "靳會傑"
