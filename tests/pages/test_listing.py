"""Long lists are cut so that a new story leaves nearly all pages as they are, wherever in the list it comes to stand."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.pages.listing import REACH, address, chunks, pager

#: The ids of a list's stories, in the order of the list.
LISTS = st.lists(st.integers(0, 10**6).map(str), max_size=REACH * 24, unique=True)


def cut(items):
    return {chunk.name: chunk.items for chunk in chunks(items, str)}


@given(LISTS)
def test_each_item_stands_once_newest_first(items):
    assert [item for chunk in chunks(items, str) for item in chunk.items] == items[::-1]


@given(LISTS)
def test_no_page_is_bare_and_each_is_called_after_its_newest_story(items):
    first, *older = chunks(items, str)
    assert first.name is None
    assert all(chunk.name == chunk.items[0] for chunk in older)
    assert all(len(chunk.items) > REACH for chunk in older)
    assert len(first.items) >= min(len(items), REACH)


@given(st.integers(0, 10**6), st.integers(3, 40))
def test_pages_of_a_long_list_hold_some_two_dozen_stories(start, times):
    items = [f"story-{start + number}" for number in range(times * 100)]
    sizes = [len(part) for part in cut(items).values()]
    assert REACH < sum(sizes) / len(sizes) < 4 * REACH
    assert max(sizes) < 10 * REACH


@given(LISTS, st.data())
def test_a_story_more_or_less_changes_only_pages_within_reach_of_it(items, data):
    at = data.draw(st.integers(0, len(items)))
    more = [*items[:at], "new", *items[at:]]
    before, after = cut(items), cut(more)
    near = set(more[max(0, at - REACH) : at + REACH + 1])
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    # Beside the page where it stands, only one with an end so near; so no more than those of an end more and an end less.
    assert all(near & {*before.get(name, ()), *after.get(name, ())} for name in changed)
    assert len(changed) <= 6


def pagers(items):
    parts = chunks(items, str)
    urls = [address("x/", part.name) for part in parts]
    return dict(zip(urls, (pager("x/", parts, here, "", str) for here in range(len(parts))), strict=True))


@given(LISTS)
def test_every_page_is_reached_by_older_and_newer(items):
    shown = pagers(items)
    if len(shown) == 1:
        assert shown == {"x/": None}
        return
    steps = ["x/"]
    while older := shown[steps[-1]]["older"]:
        assert shown[older]["newer"] == steps[-1]
        steps.append(older)
    assert steps == list(shown)
    assert shown["x/"]["newer"] is None
    assert shown["x/"]["oldest"] == (steps[-1] if len(steps) > 2 else None)
    assert not [url for url in steps[1:] if shown[url]["oldest"]]


@given(LISTS, st.data())
def test_a_story_more_changes_few_links_between_pages(items, data):
    at = data.draw(st.integers(0, len(items)))
    before, after = pagers(items), pagers([*items[:at], "new", *items[at:]])
    assert len([url for url in before if url in after and before[url] != after[url]]) <= 6
