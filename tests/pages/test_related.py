"""Related stories: a pure function, worked out anew only where an edit can have touched it."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.pages import related as room
from plugins.pages.collection import Collection
from plugins.pages.related import COMMON, MOST, related, remember
from tests.pages.make import CHANGAN, FANCHENG, WUCHANG, XIANGCHENG, facts, person, vocabulary


def collection(stories):
    return Collection.of(stories, vocabulary())


STORY = st.builds(
    dict,
    number=st.integers(0, 9),
    places=st.lists(st.sampled_from([FANCHENG, XIANGCHENG, WUCHANG, CHANGAN]), min_size=1, max_size=2),
    roles=st.lists(st.sampled_from(["volunteer", "teacher", "police"]), min_size=1, max_size=2),
    people=st.lists(st.sampled_from(["p-a", "p-b", "p-c"]), max_size=2, unique=True),
    keywords=st.lists(st.sampled_from(["雪", "门", "菜", "夜"]), max_size=3, unique=True),
    date=st.sampled_from(["2020-01", "2020-02", "2020-02-14", "2020-03"]),
    gone=st.booleans(),
)


def apply(stories, edit):
    edit = dict(edit)
    story_id = f"s-{edit.pop('number')}"
    if edit.pop("gone"):
        return {key: story for key, story in stories.items() if key != story_id}
    edit["people"] = [person(one, "某人") for one in edit["people"]]
    return stories | {story_id: facts(story_id, **edit)}


@settings(max_examples=60)
@given(st.lists(st.lists(STORY, min_size=1, max_size=4), min_size=1, max_size=5), st.integers(1, 6))
def test_what_is_remembered_never_shows(batches, common):
    """Any sequence of edits, a build after each: the same lists as from nothing, also where terms become common and rare again."""
    stories, known, room.COMMON = {}, None, common
    try:
        for batch in batches:
            for edit in batch:
                stories = apply(stories, edit)
            now = collection(stories.values())
            result = related(now, known)
            assert result == related(now)
            known = json.loads(json.dumps(remember(now, result), ensure_ascii=False))
    finally:
        room.COMMON = COMMON


def test_what_another_version_remembered_is_not_taken_over():
    one = collection([facts("a"), facts("b")])
    known = remember(one, {"a": ["wrong"], "b": ["wrong"]})
    assert related(one, known) == {"a": ["wrong"], "b": ["wrong"]}
    assert related(one, known | {"rule": "older"}) == {"a": ["b"], "b": ["a"]}


def test_lists_are_short_and_never_hold_the_story_itself():
    result = related(collection([facts(f"s-{number}") for number in range(20)]))
    assert all(len(ids) == MOST and key not in ids and len(set(ids)) == MOST for key, ids in result.items())


def test_two_stories_that_share_something_are_related_both_ways():
    result = related(collection([facts("a", roles=["teacher"]), facts("b", roles=["police"])]))
    assert result == {"a": ["b"], "b": ["a"]}


def test_sharing_a_province_only_is_no_relation():
    stories = [facts("a", places=[FANCHENG], roles=["teacher"]), facts("b", places=[WUCHANG], roles=["police"])]
    assert related(collection(stories)) == {"a": [], "b": []}


def test_a_person_in_common_tells_more_than_a_place_and_a_place_more_than_a_word():
    who = [person("p", "某")]
    stories = [
        facts("a", people=who, places=[FANCHENG], roles=["teacher"], keywords=["雪"]),
        facts("person", people=who, places=[CHANGAN], roles=["police"]),
        facts("place", places=[FANCHENG], roles=["police"]),
        facts("word", places=[CHANGAN], roles=["police"], keywords=["雪"]),
    ]
    assert related(collection(stories))["a"] == ["person", "place", "word"]


def test_of_equals_the_nearer_in_time_stands_first_then_the_id():
    stories = [
        facts("a", date="2020-02-14"),
        facts("b", date="2020-02-20"),
        facts("c", date="2020-02-08"),
        facts("d", date="2020-02-15"),
    ]
    assert related(collection(stories))["a"] == ["d", "b", "c"]


def test_what_nearly_all_share_tells_nothing():
    stories = [facts(f"s-{number}", places=["hubei"], roles=["volunteer"]) for number in range(COMMON + 1)]
    assert not any(related(collection(stories)).values())
    assert any(related(collection(stories[1:])).values())


def test_a_new_story_touches_only_those_that_share_a_rare_term():
    stories = [facts(f"s-{number}", places=["hubei"], roles=["volunteer"]) for number in range(COMMON + 5)]
    before = collection([*stories, facts("x", places=[FANCHENG], roles=["teacher"])])
    now = collection([*before.stories, facts("y", places=[FANCHENG], roles=["volunteer"])])
    own = {story["id"]: room.terms(story, now) for story in now.stories}
    known = remember(before, related(before))
    assert room._touched(now, own, room._sharing(own), known["terms"]) == {"x", "y"}
