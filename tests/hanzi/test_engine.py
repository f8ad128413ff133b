"""The engine gives, character for character, what opencc-python-reimplemented gives."""

from __future__ import annotations

import random
from functools import cache

import opencc
import pytest

from plugins.hanzi import library
from plugins.hanzi.engine import engine
from plugins.hanzi.phrases import Match, Phrases, accept

CONFIGS = ("s2tw", "s2hk", "t2s", "tw2s", "hk2s")
CHUNKS = 5
#: Together 5 configurations x 5 chunks x 4,000 = 100,000 strings.
PER_CHUNK = 4000

SEPARATORS = "，。、；：？！…“”‘’—－（）《》～．／,.?!*- \t\n\u2028\u3000\x1c"
ODD = "\U00020000\U0002a6d6\ue000\uf8ff\U000f0000\U0001f600\U0001f468\u200d\ufe0fabcXYZ0189\x00\u0301ｱ한"
NEWS = "由于若干部门被发明后来只有了解余融豪说干部们在社区里值守着發後裡說麼為於乾隆著名瞭望藉口"


@cache
def _keys(config: str) -> tuple[str, ...]:
    return tuple(key for group in library.chain(config) for name in group for key in library.dictionary(name))


def _sample(rng: random.Random, keys: tuple[str, ...]) -> str:
    """A few words, whole or cut, so that many overlap; now and then something that is no word."""
    pieces: list[str] = []
    for _ in range(rng.randint(1, 5)):
        key, luck = rng.choice(keys), rng.random()
        if luck < 0.4:
            key = key[rng.randrange(len(key)) :]
        elif luck < 0.55:
            key = key[: rng.randint(1, len(key))]
        elif luck < 0.63:
            key = rng.choice(SEPARATORS)
        elif luck < 0.7:
            key = rng.choice(ODD)
        elif luck < 0.8:
            key = "".join(rng.choices(NEWS, k=rng.randint(1, 4)))
        pieces.append(key)
    return "".join(pieces)


@cache
def _library(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("config", CONFIGS)
def test_generated_texts_convert_as_the_library_converts_them(config: str, chunk: int) -> None:
    rng = random.Random(f"{config} {chunk}")
    keys, ours, theirs = _keys(config), engine(config), _library(config)
    for _ in range(PER_CHUNK):
        text = _sample(rng, keys)
        assert ours.convert(text) == theirs.convert(text), text


@pytest.mark.parametrize("config", CONFIGS)
def test_every_key_of_the_library_converts_as_the_library_converts_it(config: str) -> None:
    ours, theirs = engine(config), _library(config)
    keys = _keys(config)[:: 1 if len(_keys(config)) < 10_000 else 7]
    together = "，".join(keys)
    assert ours.convert(together) == theirs.convert(together)


@pytest.mark.parametrize("config", CONFIGS)
def test_an_empty_text_and_one_character_are_texts(config: str) -> None:
    assert [engine(config).convert(text) for text in ("", "a", "一")] == ["", "a", "一"]


def test_the_longest_match_wins_then_the_leftmost() -> None:
    phrases = Phrases({"ab": "1", "bcd": "2", "de": "3", "e": "4"})
    assert phrases.find("abcde") == [Match(1, 4, "2"), Match(4, 5, "4")]
    assert phrases.find("abde") == [Match(0, 2, "1"), Match(2, 4, "3")]


def test_a_match_that_loses_leaves_room_for_a_shorter_one() -> None:
    matches = [Match(0, 2, "x"), Match(0, 1, "y"), Match(1, 4, "z")]
    assert accept(matches) == [Match(0, 1, "y"), Match(1, 4, "z")]


def test_a_key_is_not_found_beyond_the_end_of_the_text() -> None:
    assert engine("s2tw").convert("虎皮松") == "虎皮松"


def test_no_phrases_is_no_fault() -> None:
    assert Phrases({}).find("任何文字") == []
