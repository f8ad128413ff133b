"""Long lists are cut so that a new story leaves the older pages as they are."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.pages.listing import LEAST, NEAR, SIZE, address, chunks, pager

LENGTHS = st.integers(min_value=0, max_value=SIZE * 12)


@given(LENGTHS)
def test_each_item_stands_once_newest_first(length):
    items = list(range(length))
    assert [item for chunk in chunks(items) for item in chunk.items] == items[::-1]


@given(LENGTHS)
def test_finished_pages_are_full_and_the_first_page_is_never_bare(length):
    first, *finished = chunks(list(range(length)))
    assert all(len(chunk.items) == SIZE for chunk in finished)
    assert [chunk.number for chunk in finished] == list(range(len(finished), 0, -1))
    assert len(first.items) < LEAST + SIZE
    assert len(first.items) >= min(length, LEAST)


@given(LENGTHS)
def test_a_new_item_changes_the_first_page_or_adds_one(length):
    before, after = (chunks(list(range(length + more))) for more in (0, 1))
    numbered = {chunk.number: chunk.items for chunk in after[1:]}
    for chunk in before[1:]:
        assert numbered.pop(chunk.number) == chunk.items
    assert len(numbered) <= 1


def pagers(finished):
    here = [None, *range(1, finished + 1)]
    return {number: pager("x/", number, finished, "第 {n} 页", str) for number in here}


@given(st.integers(min_value=1, max_value=40))
def test_every_page_is_reached_by_older_and_newer(finished):
    shown = pagers(finished)
    by_url = {address("x/", number): one for number, one in shown.items()}
    steps = ["x/"]
    while older := by_url[steps[-1]]["older"]:
        assert by_url[older]["newer"] == steps[-1]
        steps.append(older)
    assert len(steps) == finished + 1
    assert by_url["x/"]["newer"] is None
    assert by_url["x/"]["current"] == f"第 {finished + 1} 页"


@given(st.integers(min_value=1, max_value=40))
def test_a_page_links_to_the_near_ones_and_to_the_oldest(finished):
    for number, one in pagers(finished).items():
        labels = [int(link["label"]) for link in one["pages"]]
        assert labels == sorted(set(labels), reverse=True)
        assert labels[-1] == 1
        assert len(labels) <= 2 * NEAR + 2
        assert [link["label"] for link in one["pages"] if link["current"]] == [str(number or finished + 1)]


@given(st.integers(min_value=1, max_value=40))
def test_one_page_more_changes_the_links_of_the_last_two_only(finished):
    before, after = pagers(finished), pagers(finished + 1)
    changed = [number for number in range(1, finished + 1) if before[number] != after[number]]
    assert changed == [number for number in (finished - 1, finished) if number >= 1]


def test_a_short_list_has_no_pager():
    assert pager("x/", None, 0, "{n}", str) is None
