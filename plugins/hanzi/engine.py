"""The engine: converts exactly as opencc-python-reimplemented does, over its own dictionaries, many times faster.

The library's rule for one dictionary of phrases is: the longest phrase anywhere in the text wins, the leftmost among
equals; then the same again in what is left on both sides. That is the same as collecting every match, and accepting
within each group of overlapping ones by (longest, leftmost) whatever overlaps nothing accepted before. Two points make
it exact: the library first splits at separators, so a key that contains one never matches; and an earlier dictionary
of a group wins even over a longer match of a later one. Characters in no accepted phrase go through the character
tables of the same group. The groups of a configuration run one after the other.

``tests/hanzi/test_engine.py`` holds this module against ``OpenCC(config).convert``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from plugins.hanzi import library
from plugins.hanzi.phrases import Phrases

#: Below this number of different first two characters a regular expression looks for them.
FEW = 1000


class Characters(dict[int, str]):
    """A character table for ``str.translate``; characters it does not name are remembered as themselves."""

    def __missing__(self, code: int) -> str:
        self[code] = ch = chr(code)
        return ch


#: What begins with two given characters: the result of the phrase of just these two ("" where the characters alone give
#: it, None where there is no such phrase); and, where there are longer ones, the lengths of all, longest first.
Head = tuple[str | None, tuple[int, ...]]

#: A phrase that won: start, end, and its result; "" where its characters give it alone.
Taken = tuple[int, int, str]

PAIR = (2,)
_UTF_32 = f"utf-32-{'le' if sys.byteorder == 'little' else 'be'}"


def _pair(two: str) -> int:
    """Two characters as one number."""
    return int.from_bytes(two.encode(_UTF_32, "surrogatepass"), sys.byteorder)


class Step:
    """One group of a configuration: phrases, then characters.

    Most phrases of the library are there to win over others and give what their characters give alone (干部): for these
    nothing is put together anew.

    Args:
        phrases: each phrase with its result, of the same length.
        characters: each character with its result.
    """

    def __init__(self, phrases: dict[str, str], characters: dict[str, str]) -> None:
        self._phrases = phrases
        self.characters = Characters({ord(key): value for key, value in characters.items()})
        plain = {key: "" if key.translate(self.characters) == value else value for key, value in phrases.items()}
        sizes: dict[str, set[int]] = {}
        for key in phrases:
            sizes.setdefault(key[:2], set()).add(len(key))
        self._longer = {key: value for key, value in plain.items() if len(key) > 2}  # noqa: PLR2004 - a pair
        self._heads: dict[int, Head] = {
            _pair(two): (plain.get(two), () if found == {2} else tuple(sorted(found, reverse=True)))
            for two, found in sizes.items()
        }
        self._hint: re.Pattern[str] | None = None
        if len(sizes) < FEW:
            firsts, seconds = (re.escape("".join(sorted({two[at] for two in sizes}))) for at in (0, 1))
            self._hint = re.compile(f"[{firsts}](?=[{seconds}])" if sizes else "(?!)")

    @cached_property
    def phrases(self) -> Phrases:
        """The phrases of this step, for those who want to see the matches that lose as well."""
        return Phrases(self._phrases)

    def convert(self, text: str) -> str:
        """The text after this step; the length is kept."""
        return self.spell(text, self.taken(text))

    def spell(self, text: str, taken: Iterable[Taken]) -> str:
        """The text with these phrases put in, and every other character converted by itself."""
        around = text.translate(self.characters)
        pieces: list[str] = []
        done = 0
        add = pieces.append
        for start, end, value in taken:
            if value:
                if start > done:
                    add(around[done:start])
                add(value)
                done = end
        if not done:
            return around
        pieces.append(around[done:])
        return "".join(pieces)

    def _heads_in(self, text: str) -> Iterable[tuple[int, Head | None]]:
        """Each place where two characters may begin a phrase, with what begins with them, if anything.

        All pairs of characters are looked up as numbers: the text in UTF-32, read as numbers of two characters each,
        once from the first character and once from the second. For few phrases a regular expression is faster still.
        """
        get, size = self._heads.get, len(text)
        if self._hint is not None:
            starts = [found.start() for found in self._hint.finditer(text)]
            return [(start, get(_pair(text[start : start + 2]))) for start in starts]
        if size < 2:  # noqa: PLR2004 - a pair
            return []
        codes = memoryview(text.encode(_UTF_32, "surrogatepass"))
        found: list[Head | None] = [None] * size
        found[0 : size - 1 : 2] = map(get, codes[: size // 2 * 8].cast("Q"))
        if size > 2:  # noqa: PLR2004 - a second pair
            found[1 : size - 1 : 2] = map(get, codes[4 : 4 + (size - 1) // 2 * 8].cast("Q"))
        return enumerate(found)

    def taken(self, text: str) -> list[Taken]:  # noqa: C901 - one loop, where the time goes
        """The winning phrases, in order: those that change something, and those that won over one that would have.

        A match that overlaps no other, by far the most frequent case, is kept in three variables; a list is made only
        when a second one overlaps it.
        """
        get, length = self._longer.get, len(text)
        taken: list[Taken] = []
        cluster: list[tuple[int, int, str]] = []  # (-length, start, result)
        begin = reach = 0
        value: str | None = None
        for start, head in self._heads_in(text):
            if head is None:
                continue
            two, longer = head
            if start >= reach:
                if value:
                    taken.append((begin, reach, value))
                elif cluster:
                    taken += _winners(cluster)
                    cluster = []
                if not longer:
                    begin, reach, value = start, start + 2, two
                    continue
                value = None
            for size in longer or PAIR:
                result = get(text[start : start + size]) if size > 2 else two  # noqa: PLR2004 - a pair
                if result is None or start + size > length:
                    continue
                if start >= reach:
                    begin, reach, value = start, start + size, result
                    continue
                if not cluster:
                    cluster.append((begin - reach, begin, value or ""))
                    value = None
                cluster.append((-size, start, result))
                reach = max(reach, start + size)
        if value:
            taken.append((begin, reach, value))
        return taken + _winners(cluster)


def _winners(cluster: list[tuple[int, int, str]]) -> list[Taken]:
    """Of overlapping (-length, start, result) the longest, then the leftmost, in text order; none if nothing changes."""
    if not any(value for _, _, value in cluster):
        return []
    taken: list[Taken] = []
    for size, start, value in sorted(cluster):
        end = start - size
        for other, other_end, _ in taken:
            if start < other_end and other < end:
                break
        else:
            taken.append((start, end, value))
    return sorted(taken)


class Engine:
    """One configuration of the library, such as ``s2tw``.

    Every conversion keeps the length of the text: the library's dictionaries have no key that changes it, and an
    engine over a dictionary that had one is refused.

    Args:
        config: the name of one of the library's configurations.

    Raises:
        library.LibraryError: the installed library is not the one we expect, or a dictionary has a shape we cannot do.
    """

    def __init__(self, config: str) -> None:
        self.config = config
        self.digest = library.digest(config)
        self.steps = tuple(_steps([_group(names) for names in library.chain(config)]))

    def convert(self, text: str) -> str:
        """The text converted, character for character as the library would."""
        for step in self.steps:
            text = step.convert(text)
        return text


@cache
def engine(config: str) -> Engine:
    """The engine of a configuration, built once a process."""
    return Engine(config)


def _group(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The phrases and the characters of one group of dictionaries."""
    separator = library.separator()
    phrases: dict[str, str] = {}
    characters: dict[str, str] = {}
    for name in names:
        long_keys = False
        for key, values in library.dictionary(name).items():
            if len(key) != len(values[0]):
                raise library.LibraryError(f"{name} changes the length of {key}; the engine cannot do that")
            if len(key) == 1:
                characters.setdefault(key, values[0])
            elif characters:
                raise library.LibraryError(f"{name} has phrases after characters; the engine cannot do that")
            else:
                long_keys = True
                phrases.setdefault(key, values[0])
        if long_keys and characters:
            raise library.LibraryError(f"{name} has phrases and characters; the engine cannot do that")
    for table in (phrases, characters):
        for key in [key for key in table if separator.search(key)]:
            del table[key]
    return phrases, characters


def _steps(groups: Iterable[tuple[dict[str, str], dict[str, str]]]) -> Iterator[Step]:
    """The steps of a configuration; a step of characters alone is taken into the step before it."""
    pending: tuple[dict[str, str], dict[str, str]] | None = None
    for phrases, characters in groups:
        if pending is not None and not phrases:
            after = {ord(key): value for key, value in characters.items()}
            earlier_phrases, earlier = pending
            pending = (
                {key: value.translate(after) for key, value in earlier_phrases.items()},
                characters | {key: value.translate(after) for key, value in earlier.items()},
            )
            continue
        if pending is not None:
            yield Step(*pending)
        pending = (phrases, characters)
    if pending is not None:
        yield Step(*pending)
