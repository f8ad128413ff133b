"""What an editor should look at: conversions that nobody decided and that may be wrong.

``risky``: a character with several counterparts that no phrase covers, so that the single-character table chose; or a
phrase that is known to mean two things (干了, 困了).
``segmentation``: jieba cuts other words, and by its words the result would be another one (小丑的扮|相并|不丑).
``overlap``: dictionary phrases overlap, and another way to cut the words gives another result (若干|部门, 被|发明).
``name-overlap``: a dictionary word crosses the border of a name (卢松|松了).

Offsets are code points of the text that was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from plugins.hanzi import library
from plugins.hanzi.engine import Engine, Step
from plugins.hanzi.fold import is_han
from plugins.hanzi.phrases import Match, accept
from plugins.hanzi.scripts import Script
from plugins.hanzi.words import words

Reason = Literal["risky", "overlap", "segmentation", "name-overlap"]

#: Simplified characters with several counterparts whose usual one is right so nearly always, where no phrase says
#: otherwise, that asking would only teach editors to skip the report. Source: the single characters that the library
#: decided in the seed stories and in the hard sentences, read one by one, and a month of a newspaper (docs/conversion.md).
USUAL_HANS = frozenset(
    "了万个价克几凶出划别刮千厂同合吃吊向周哄它家局布广当念愿扎抵拐挂据搜于摆旋暗杯极柜核沈沾漓玩症皂确私"
    "证药夫朱胡宁录酸彩凌借挨筑党席巨"
)

#: 里 is 裡 after a noun (小区里, 家里), which is nearly all of them; it may be 里 after a number, where it is a distance,
#: and before what ends the name of a place (黎里镇).
DOUBTFUL_LI = re.compile("(?<=[0-9０-９〇零一二三四五六七八九十百千万两几半数])里|里(?=[镇乡村街县区社弄巷路屯庄])")

#: 后 is 後 everywhere but beside what belongs to a queen.
DOUBTFUL_HOU = re.compile("(?<=[皇王太天母帝妃影歌武吕])后|后(?=[妃宫羿稷土冠座位])")
#: Characters that are asked about in some places only.
_ONLY_WHERE = {"里": DOUBTFUL_LI, "后": DOUBTFUL_HOU}

#: Phrases whose characters mean two things, which the library decides without looking around: what each may have to be
#: instead. A longer phrase that holds one (被困了, 晒干) is another matter and is not asked about.
AMBIGUOUS_HANS: dict[str, tuple[str, ...]] = {
    "干了": ("乾了",),
    "困了": ("睏了",),
    "不准": ("不准", "不準"),
    "一出": ("一出", "一齣"),
    "自制": ("自製",),
    "文丑": ("文醜",),
    "江干": ("江干",),
    "帝后": ("帝後",),
    "西后": ("西後",),
    "影后": ("影後",),
    "吃面": ("吃面",),
    "长发": ("長發", "長髮"),
    "余光": ("余光",),
    "天后": ("天後",),
    "母后": ("母後",),
}

#: Traditional characters that a Simplified text writes in two ways, where only the sense tells which.
RISKY_HANT = frozenset("乾徵著藉瞭覆鍾夥畫麼")


@dataclass(frozen=True, slots=True)
class Flag:
    """One place to look at.

    Attributes:
        start: first code point of the place in the text that was given.
        end: the code point after it.
        source: the characters there.
        result: what they were converted to.
        alternatives: what else they may have to be.
        reason: why it is flagged.
    """

    start: int
    end: int
    source: str
    result: str
    alternatives: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted text with the places to look at."""

    text: str
    flags: tuple[Flag, ...]


def library_flags(text: str, engine: Engine, source: Script) -> Iterator[Flag]:
    """The places in a text without names and marks that only the library decided, risky ones and overlaps."""
    before = result = text
    covered = set[int]()
    for number, step in enumerate(engine.steps):
        before, covered = result, set[int]()
        result = step.convert(before)
        for cluster in step.phrases.clusters(before):
            taken = accept(cluster)
            for match in taken:
                covered.update(range(match.start, match.end))
                if source == "hans":
                    yield from _ambiguous(text, match, result)
            if len(cluster) > 1:
                yield from _overlap(text, before, cluster, taken, engine.steps[number:])
    open_places = (at for at in range(len(before)) if at not in covered)
    yield from _risky(text, before, result, open_places, _counterparts(source, engine.config))


def _ambiguous(text: str, match: Match, result: str) -> Iterator[Flag]:
    """A phrase taken that is known to mean two things."""
    here = result[match.start : match.end]
    others = tuple(other for other in AMBIGUOUS_HANS.get(text[match.start : match.end], ()) if other != here)
    if others:
        yield Flag(match.start, match.end, text[match.start : match.end], here, others, "risky")


def segmentation_flags(text: str, converted: str, engine: Engine) -> Iterator[Flag]:
    """The places where a conversion by jieba's words, one word at a time, gives another result.

    Args:
        text: a Simplified text without names and marks.
        converted: what the library makes of it, of the same length.
        engine: the engine that made it.
    """
    if not any(map(is_han, text)):
        return
    by_words = "".join(engine.convert(word) for word in words(text))
    start = 0
    for same, run in groupby(zip(converted, by_words, strict=True), key=lambda pair: pair[0] == pair[1]):
        end = start + len(list(run))
        if not same:
            yield Flag(start, end, text[start:end], converted[start:end], (by_words[start:end],), "segmentation")
        start = end


def _risky(
    text: str, before: str, final: str, places: Iterable[int], counterparts: Mapping[str, tuple[str, ...]]
) -> Iterator[Flag]:
    """The characters outside phrases that the character table decided and that have other counterparts."""
    for at in places:
        where = _ONLY_WHERE.get(before[at])
        if where is not None and where.match(before, at) is None:
            continue
        others = tuple(other for other in counterparts.get(before[at], ()) if other != final[at])
        if others:
            yield Flag(at, at + 1, text[at], final[at], others, "risky")


def _overlap(text: str, before: str, cluster: list[Match], taken: list[Match], steps: Sequence[Step]) -> Iterator[Flag]:
    """The place where another cut of overlapping phrases gives another result."""
    start, end = cluster[0].start, max(match.end for match in cluster)
    results = {name: _spell(before[:end], start, cut, steps) for name, cut in _cuts(cluster, taken).items()}
    usual = results.pop("taken")
    others = tuple(sorted({other for other in results.values() if other != usual}))
    if others:
        low = min(_first_difference(usual, other) for other in others)
        high = max(len(usual) - _first_difference(usual[::-1], other[::-1]) for other in others)
        yield Flag(
            start + low,
            start + high,
            text[start + low : start + high],
            usual[low:high],
            tuple(sorted({other[low:high] for other in others})),
            "overlap",
        )


def _cuts(cluster: list[Match], taken: list[Match]) -> dict[str, list[Match]]:
    """The library's cut of a cluster, the longest match from the left, and the longest match from the right."""
    left = sorted(cluster, key=lambda match: (match.start, match.start - match.end))
    right = sorted(cluster, key=lambda match: (-match.end, match.start - match.end))
    return {"taken": taken, "left": _first_fits(left), "right": _first_fits(right)}


def _first_fits(matches: list[Match]) -> list[Match]:
    """The matches that overlap none before them, in text order."""
    fits: list[Match] = []
    for match in matches:
        if not any(match.overlaps(other) for other in fits):
            fits.append(match)
    return sorted(fits, key=lambda match: match.start)


def _spell(before: str, start: int, cut: list[Match], steps: Sequence[Step]) -> str:
    """What a cut gives from an offset on, after the step that it belongs to and all later ones."""
    pieces: list[str] = []
    done = start
    for match in cut:
        pieces += before[done : match.start].translate(steps[0].characters), match.value
        done = match.end
    text = "".join([*pieces, before[done:].translate(steps[0].characters)])
    for later in steps[1:]:
        text = later.convert(text)
    return text


def _first_difference(one: str, two: str) -> int:
    """The first offset at which two texts differ; they have the same length."""
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b), len(one))


@cache
def _counterparts(source: Script, config: str) -> dict[str, tuple[str, ...]]:
    """The characters worth asking about, each with all it may become, in the glyphs of the configuration's region."""
    variants: dict[int, str] = {}
    if source == "hans":
        for group in library.chain(config)[1:]:
            for name in group:
                variants |= {ord(key): values[0] for key, values in library.dictionary(name).items()}
    table = library.dictionary("STCharacters" if source == "hans" else "TSCharacters")
    found: dict[str, tuple[str, ...]] = {}
    for ch, values in table.items():
        if len(values) > 1 and (ch not in USUAL_HANS if source == "hans" else ch in RISKY_HANT):
            found[ch] = tuple(dict.fromkeys(value.translate(variants) for value in values))
    if source == "hant":
        found["著"] = ("著", "着")
    return found
