"""However an index came about, it holds what one made anew from the same stories would, in few files."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_stories import put, story

from plugins.search import inversion
from plugins.search.documents import Document
from plugins.search.segments import MOST, SMALL, gathered
from plugins.search.store import Store

#: What stories say, with terms that all of them, some and one have.
_SAYINGS = (
    "医生守望，志愿者守望。",
    "哈哈哈，志愿者说：“365名队员都在。”",
    "说学医队员区阳强声",
    "QR code 检察师 365",
    "守望" * 300,
    "",
)
_CHANGES = st.dictionaries(st.integers(0, 8), st.sampled_from([*range(len(_SAYINGS)), None]), max_size=3)


def told(number: int, saying: int) -> Document:
    """A story whose other edition is missing where it says nothing."""
    text = _SAYINGS[saying]
    return story(f"s{number}", f"守望者{number}", text, text[:3], words=[text[:2], "守望者"] if text else ())


def held(directory: Path) -> dict[str, object]:
    """Everything that an index holds of each live story, by story and not by number; and of all of them."""
    store = Store.open(directory)
    ids = {number: id_ for number, id_, _ in store.stories}
    found: dict[str, object] = {"digests": store.digests(), "words": store.special("words")}
    for number, id_ in ids.items():
        editions = [store.edition(number, script) for script in ("hans", "hant")]
        found[id_] = (store.card(number), store.folded(number), editions, store.words(number))
    terms = {"gone", "说", *"".join(store.folded(number) for number in ids)}
    terms |= {store.folded(number)[at : at + 2] for number in ids for at in range(len(store.folded(number)))}
    for field in ("grams", "words"):
        for term in sorted({*terms, "365", "qr", "code", "守望者"} - {""}):
            pairs = zip(*store.postings(field, term), strict=True)
            found[f"{field}:{term}"] = {ids[number]: carried for number, carried in pairs if number in ids}
    store.close()
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(_CHANGES, min_size=8, max_size=20), st.sampled_from([1, 2, 1024]))
def test_after_any_history_every_posting_is_what_an_index_made_anew_would_hold(history, block):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "BLOCK", block)
        now: dict[int, int] = {}
        for changes in history:
            for number, saying in changes.items():
                if saying is None:
                    now.pop(number, None)
                else:
                    now[number] = saying
            put(Path(folder) / "grown", [told(number, saying) for number, saying in now.items()])
        put(Path(folder) / "fresh", [told(number, saying) for number, saying in now.items()])
        assert held(Path(folder) / "grown") == held(Path(folder) / "fresh")


@pytest.mark.parametrize("which", [lambda edit: edit, lambda _: 0], ids=["one-after-another", "always-the-same"])
def test_a_hundred_edits_leave_few_files_and_few_dead_stories(tmp_path: Path, which: Callable[[int], int]) -> None:
    now = dict.fromkeys(range(100), 0)
    put(tmp_path, [told(number, saying) for number, saying in now.items()])
    for edit in range(100):
        now[which(edit)] = 1 + edit % 4
        put(tmp_path, [told(number, saying) for number, saying in now.items()])
        assert len(list(tmp_path.glob("*/*.seg"))) <= MOST
    numbers, _ = Store.open(tmp_path).postings("grams", "守")
    assert len(numbers) <= 2 * len(now)


def test_of_a_thousand_edits_hardly_one_writes_more_stories_again_than_an_editor_waits_for() -> None:
    chance = random.Random(1)
    segments = [[20_000, 0]]
    written = []
    for _ in range(1000):
        found = chance.choices(segments, [living for living, _ in segments])[0]
        found[0], found[1] = found[0] - 1, found[1] + 1
        chosen = gathered([(living, dead) for living, dead in segments])
        written.append(sum(segments[number][0] for number in chosen))
        segments = [segment for number, segment in enumerate(segments) if number not in chosen]
        segments.append([written[-1] + 1, 0])
        assert len(segments) <= MOST
    assert sum(again > SMALL for again in written) <= 5
    assert sum(written) <= 10 * len(written)
    assert sum(living for living, _ in segments) == 20_000


def test_what_is_mostly_dead_is_written_again_however_large() -> None:
    assert gathered([(9_000, 9_001), (5, 5), (0, 3)]) == {0, 2}
