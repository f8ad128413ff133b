"""Words: cut Simplified text with jieba, and find what a text is about.

jieba is loaded when it is first needed. Its guessing of unknown words (HMM) is off: only then do jieba and its ports
agree, and names cut the same way everywhere. Matching never depends on words; they serve keywords, related stories and
the archive's own word list.
"""

from __future__ import annotations

import logging
import os
import stat
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from plugins.hanzi.fold import is_han


class Segmenter:
    """A cutter with words of its own: people, places, roles.

    Args:
        words: words to keep whole, in Simplified; their order does not matter.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(sorted({word for word in words if word.strip()}))
        self._tokenizer: Any = None

    def words(self, text: str) -> list[str]:
        """The text cut into words, punctuation and spaces included: joined, they are the text again."""
        if self._tokenizer is None:
            self._tokenizer = _tokenizer(self._words)
        return list(self._tokenizer.cut(text, HMM=False))

    def keywords(self, text: str, n: int = 10) -> list[str]:
        """The words that tell most about a Simplified text, best first; Han words of two characters and more.

        The weight is the number of occurrences times jieba's bundled inverse document frequency; equal weights stand
        in the order of the words themselves, so that the same text always gives the same list.
        """
        frequencies = _idf()
        counts = Counter(word for word in self.words(text) if len(word) > 1 and all(map(is_han, word)))
        return sorted(counts, key=lambda word: (-counts[word] * float(frequencies.get(word, _MEDIAN_IDF)), word))[:n]


def words(text: str) -> list[str]:
    """The text cut into the words of jieba's own dictionary; joined, they are the text again."""
    return _plain().words(text)


def words_version() -> str:
    """The version of jieba, whose dictionary decides what a word is."""
    return metadata.version("jieba")


def is_word(text: str) -> bool:
    """Whether jieba's own dictionary has this as a word."""
    return bool(_base().FREQ.get(text))


def keywords(text: str, n: int = 10) -> list[str]:
    """The words that tell most about a Simplified text, best first."""
    return _plain().keywords(text, n)


@cache
def _plain() -> Segmenter:
    """The segmenter with jieba's own dictionary and nothing else."""
    return Segmenter()


@contextmanager
def _quietly() -> Iterator[None]:
    """Load jieba without its warnings about its own source text and files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def _base() -> Any:
    """A tokenizer of our own, loaded once a process; jieba's global one is left alone."""
    with _quietly():
        import jieba

        logging.getLogger("jieba").setLevel(logging.CRITICAL + 1)
        tokenizer = jieba.Tokenizer()
        tokenizer.cache_file = f"jieba-{jieba.__version__}.cache"
        private = _cache_folder()
        if private is not None:
            tokenizer.tmp_dir = str(private)
            tokenizer.initialize()
        else:  # nowhere safe to keep it: a folder that is gone again in a moment, and the next process starts afresh
            with tempfile.TemporaryDirectory() as passing:
                tokenizer.tmp_dir = passing
                tokenizer.initialize()
    return tokenizer


def _tokenizer(own: tuple[str, ...]) -> Any:
    """A tokenizer with some words of its own over the common dictionary."""
    base = _base()
    if not own:
        return base
    tokenizer = type(base)()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(base.FREQ), base.total, True
    for word in own:
        tokenizer.add_word(word)
    return tokenizer


def _cache_folder() -> Path | None:
    """A folder that nobody but this user can write, for jieba's cache; nothing where there is none.

    The cache is a marshal file: read from a folder that others can write, it could run their code.
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    path = Path(home) / "shouwang"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = path.stat()
        if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
            return None
        with tempfile.TemporaryFile(dir=path):
            return path
    except (OSError, RuntimeError):
        return None


#: The median of jieba 0.42.1's table, which it gives to words that the table lacks; a test compares it with jieba's own.
_MEDIAN_IDF = 11.9547675029


@cache
def _idf() -> dict[str, str]:
    """The inverse document frequencies that jieba ships, as written.

    Read from the file itself: importing ``jieba.analyse`` loads its part-of-speech tables too, which takes a second.
    """
    spec = find_spec("jieba")
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    lines = (folder / "analyse" / "idf.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)
