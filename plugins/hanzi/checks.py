"""Checks on texts and on the editions made from them: each names the places at fault, and changes nothing.

Positions are code points of the text that was given. What to do about a place is the caller's business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plugins.hanzi.convert import Converter
from plugins.hanzi.detect import wrong_characters
from plugins.hanzi.marks import scan
from plugins.hanzi.phrases import Phrases
from plugins.hanzi.protect import SHORTEST_NAME
from plugins.hanzi.scripts import Forms, Script, other

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\ufdd0-\ufdef]")


@dataclass(frozen=True, slots=True)
class Place:
    """A character that should not stand where it stands."""

    position: int
    character: str


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name that occurs more often in one edition than in the other."""

    name: Forms
    in_source: int
    in_converted: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of a text that does not come back when it is converted there and back.

    Attributes:
        start: its first code point in the text.
        end: the code point after it.
        source: the stretch as written.
        result: as it came back.
    """

    start: int
    end: int
    source: str
    result: str


def private_use(text: str) -> tuple[Place, ...]:
    """The private-use characters and noncharacters of a text: no reader's font has them, and tools use them inside."""
    return tuple(Place(found.start(), found[0]) for found in _PRIVATE.finditer(text))


def mixed_script(text: str, script: Script) -> tuple[Place, ...]:
    """The characters that a text of this script should not hold."""
    return tuple(Place(*wrong) for wrong in wrong_characters(text, script))


def leftovers(
    converted: str, target: Script, names: Iterable[Forms] = (), kept: Iterable[str] = ()
) -> tuple[Place, ...]:
    """The characters of the other script that are left in a generated edition.

    Args:
        converted: the generated text.
        target: its script.
        names: the names that the story lists; what stands in them was decided.
        kept: what else was decided: what the story's marks and rules say in this edition.
    """
    decided = Phrases({text: text for text in [*(name.in_script(target) for name in names), *kept] if text})
    spared = {at for match in decided.candidates(converted) for at in range(match.start, match.end)}
    return tuple(place for place in mixed_script(converted, target) if place.position not in spared)


def name_counts(source: str, converted: str, names: Iterable[Forms], script: Script = "hans") -> tuple[NameCount, ...]:
    """The names that do not occur as often in a generated text as in its source.

    Args:
        source: the text as written, its marks resolved.
        converted: the text made from it.
        names: the names that the story lists; of names that hold one another the longest counts.
        script: the script of the source.
    """
    listed = [name for name in dict.fromkeys(names) if len(name.in_script(script)) >= SHORTEST_NAME]
    before, after = (_counts(text, way, listed) for text, way in ((source, script), (converted, other(script))))
    found = []
    for name in listed:
        one, two = before[name.in_script(script)], after[name.in_script(other(script))]
        if one != two and not _shared(name, listed):
            found.append(NameCount(name, one, two))
    return tuple(found)


def round_trip(
    text: str,
    there: Converter,
    back: Converter,
    names: Sequence[Forms] = (),
    rules: Mapping[str, str] | None = None,
    *,
    marks: bool = False,
) -> tuple[Difference, ...]:
    """The places that do not come back when a text is converted there and back, with the same names and rules.

    That a text comes back proves nothing about a wrong choice (餘融豪 comes back as 余融豪); where it does not, something
    was lost for certain.

    Args:
        text: a text in the script that ``there`` reads.
        there: the converter that makes the edition, s2tw.
        back: its counterpart, tw2s.
        names: the names that the story lists.
        rules: the story's own rules, from source to result.
        marks: whether the text may hold marks; what they say is not compared.

    Raises:
        marks.MarkError: a mark cannot be read.
    """
    backwards = {value: key for key, value in (rules or {}).items()}
    found: list[Difference] = []
    for start, part in scan(text) if marks else iter([(0, text)]):
        if isinstance(part, str):
            returned = back.convert(there.convert(part, names, rules), names, backwards)
            found += _differences(part, returned, start)
    return tuple(found)


def _counts(text: str, script: Script, names: Iterable[Forms]) -> Counter[str]:
    """How often each form occurs, the longest first where they overlap."""
    forms = Phrases({name.in_script(script): name.in_script(script) for name in names})
    return Counter(match.value for match in forms.find(text))


def _shared(name: Forms, names: Iterable[Forms]) -> bool:
    """Whether another name has the same form in one script and not in the other, so that nobody can count them."""
    return any(one != name and (one.hans == name.hans or one.hant == name.hant) for one in names)


def _differences(source: str, result: str, offset: int) -> Iterator[Difference]:
    """The stretches of a text that another differs in."""
    if source == result:
        return
    for tag, start, end, low, high in SequenceMatcher(None, source, result, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(offset + start, offset + end, source[start:end], result[low:high])
