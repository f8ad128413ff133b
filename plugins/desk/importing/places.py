"""Which places does a text speak of: every name of the gazetteer, found at once, and believed only where the context bears it out.

A name that stands for several places is one of them only where a place above or below it stands in the text too; the nearer, the
better. What stays open is a question with candidates, never an answer. A short name (武汉) counts for provinces and cities alone,
and not in the name of a school, a road or a paper: 中山大学 is not 中山市. A short district name counts right behind the place
that it lies in (襄阳樊城).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.desk.importing.passages import Passages
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.vocabulary import atlas as shipped
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Level, Place

#: What the name of a town ends in; others of the towns' table (林业局, 开发区) are words.
_TOWN = tuple(map(fold, ("街道", "镇", "乡", "苏木")))
_STREET = fold("街道")
#: How else a street is written: 夜明珠街办, 北郊办事处, 珞南街.
_STREETS = tuple(map(fold, ("街办", "街道办", "街道办事处", "办事处", "街")))
_TOWN_CODE, _SHORT_ZONE = 9, 4
_RANK: dict[Level, int] = {"province": 0, "city": 1, "district": 2, "zone": 3, "town": 3, "village": 4}
_TOWN_RANK = 3

_HAN = r"[\u3400-\u9fff]"
#: Behind a short name these make it part of another name.
_OTHER_NAME = re.compile(
    fold(
        rf"{_HAN}{{0,6}}?(?:大学|学院|医学院|附中|附小|中学|小学|日报|晚报|早报|晨报|都市报|商报|时报|电视台|广播|银行|航空|证券|集团|公司|酒店|饭店|高铁|高速|铁路)|"
        rf"[东西南北中]?(?:路|大道|街|大厦|广场|公园|桥|站|机场|港|湾|话|菜|人|籍|牌|烟|时间|会议|战役|方面|帮)(?!{_HAN}{{0,2}}[县区市镇乡村])"
    )
)
#: Before a name these make it another name, or the place that somebody only came from.
_NOT_HERE = re.compile(fold("(?:孙|从|来自)$"))
_BETWEEN = re.compile(r"[\s·・、\-—]{0,2}")
#: How much a place above or below counts, by where it stands.
_BEHIND, _SAME, _ELSEWHERE = 6.0, 3.0, 1.0
_MOST_QUESTIONS = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that the text speaks of: its full path, and the sentence that shows it."""

    id: str
    path: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A name that may be one of several places, or whose parent stands nowhere; with the sentence that it stands in."""

    name: str
    candidates: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: proposals, questions, and where the names of places stand."""

    proposals: tuple[Proposal, ...]
    questions: tuple[Question, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Mention:
    """Where a name stands, and what it may mean."""

    start: int
    end: int
    ids: tuple[str, ...]
    chosen: str | None = None
    why: str = ""
    behind: _Mention | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """What a name means: in full, or as a short name that needs more."""

    full: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    adjacent: tuple[str, ...] = ()


class PlaceFinder:
    """Finds places; made once for a gazetteer, which takes half a second.

    Args:
        places: the gazetteer with the editors' own places.
    """

    def __init__(self, places: Gazetteer) -> None:
        self._places = places
        self._names: dict[str, dict[str, list[str]]] = {}
        self._own = {place.id for place in places.own if place.code is None}
        self._learn()
        self._automaton = _automaton({key: self._name(kinds) for key, kinds in self._names.items()})
        del self._names

    # --- the names ------------------------------------------------------------------------------------------------

    def _learn(self) -> None:
        table = shipped.atlas()
        for index in range(len(table.ids)):
            row = table.row(index)
            level, hans, code = row[1], row[2], row[4]
            if level in {"town", "zone"} and len(code) == _TOWN_CODE:
                if fold(hans).endswith(_TOWN) or len(hans) > _SHORT_ZONE + 1:
                    self._full(table.id(index), (hans, row[3]), row[5].split("|"))
            else:
                self._shipped(self._places.get(table.id(index)))
        for place in self._places.own:
            self._full(place.id, (place.forms.hans, place.forms.hant), (*place.aliases, *place.former))

    def _full(self, place_id: str, forms: Iterable[str], more: Iterable[str] = ()) -> None:
        for name in {fold(one) for one in (*forms, *more) if len(one) > 1}:
            if len(name) == 2 and place_id not in self._own:  # noqa: PLR2004
                continue
            self._add(name, "full", place_id)
            if name.endswith(_STREET) and len(name) > 3:  # noqa: PLR2004
                for ending in _STREETS:
                    self._add(name.removesuffix(_STREET) + ending, "full", place_id)

    def _shipped(self, place: Place) -> None:
        """A province, city or district, with the short names that are believed of it."""
        kind = "short" if _RANK[place.level] < _RANK["district"] else "adjacent"
        for name in {
            fold(one) for one in (place.forms.hans, place.forms.hant, *place.aliases, *place.former) if len(one) > 1
        }:
            whole = name in {fold(place.forms.hans), fold(place.forms.hant)} or name in set(map(fold, place.former))
            self._add(name, "full" if whole and len(name) > 2 else kind, place.id)  # noqa: PLR2004

    def _add(self, name: str, kind: str, place_id: str) -> None:
        ids = self._names.setdefault(name, {}).setdefault(kind, [])
        if place_id not in ids:
            ids.append(place_id)

    def _name(self, kinds: dict[str, list[str]]) -> _Name:
        return _Name(*(tuple(kinds.get(kind, ())) for kind in ("full", "short", "adjacent")))

    # --- a text ---------------------------------------------------------------------------------------------------

    def find(self, passages: Passages, script: Script) -> Findings:
        """The places of a text, the lowest ones only, and the names that stay open.

        Args:
            passages: the text.
            script: in which the paths are given.
        """
        mentions = self._mentions(passages)
        self._decide(passages, mentions)
        proposals: dict[str, Proposal] = {}
        for one in mentions:
            if one.chosen and one.chosen not in proposals:
                sentence = passages.sentence(one.start, one.end)
                proposals[one.chosen] = Proposal(
                    one.chosen, self._places.path_name(one.chosen, script), sentence, one.why
                )
        above = {ancestor.id for one in proposals for ancestor in self._places.ancestors(one)}
        return Findings(
            tuple(one for one in proposals.values() if one.id not in above),
            tuple(self._questions(passages, mentions, {*proposals, *above}, script)),
            tuple((one.start, one.end) for one in mentions),
        )

    def _mentions(self, passages: Passages) -> list[_Mention]:
        text, found = passages.folded, []
        last: _Mention | None = None
        for at, (length, name) in self._automaton.iter_long(text) if self._automaton else ():
            start, end = at - length + 1, at + 1
            chained = last is not None and _BETWEEN.fullmatch(text, last.end, start) is not None
            ids = name.full
            if (
                not ids
                and name.short
                and not (_OTHER_NAME.match(text, end) or _NOT_HERE.search(text[max(0, start - 2) : start]))
            ):
                ids = name.short
            if not ids and name.adjacent and chained and last is not None and not _OTHER_NAME.match(text, end):
                ids = tuple(one for one in name.adjacent if any(one.startswith(f"{above}/") for above in last.ids))
            if ids:
                last = _Mention(start, end, ids, behind=last if chained else None)
                found.append(last)
        return found

    def _decide(self, passages: Passages, mentions: list[_Mention]) -> None:
        """Choose for every mention the candidate that the others bear out; leave open what they do not."""
        stands: dict[str, set[int]] = {}
        for one in mentions:
            for place_id in one.ids:
                stands.setdefault(place_id, set()).add(passages.paragraph(one.start))
        lower = self._lower(stands)
        for one in mentions:
            here = passages.paragraph(one.start)
            scores = {place_id: self._borne_out(place_id, one, here, stands, lower) for place_id in one.ids}
            self._choose(one, scores)
        by_name = {one.ids: one.chosen for one in mentions if one.chosen}
        for one in mentions:  # what a name means in one place, it means in another where nothing says otherwise
            if one.chosen is None and one.ids in by_name:
                one.chosen, one.why = by_name[one.ids], "别处写明了是哪里"

    def _choose(self, one: _Mention, scores: Mapping[str, float]) -> None:
        """The one candidate of the best score; among several that are borne out, the one of the widest level."""
        best = max(scores.values())
        winners = [self._places.get(place_id) for place_id, score in scores.items() if score == best]
        if best > 0 and len(winners) > 1:
            widest = min(_RANK[place.level] for place in winners)
            winners = [place for place in winners if _RANK[place.level] == widest]
        if len(winners) != 1:
            return
        place = winners[0]
        if best > 0:
            one.chosen, one.why = place.id, "文中还有它的上级或下级"
        elif len(one.ids) == 1 and self._stands_alone(place):
            one.chosen, one.why = place.id, "词表里的地点" if place.id in self._own else "没有别处叫这个名字"

    def _lower(self, stands: dict[str, set[int]]) -> dict[str, set[int]]:
        """For each place above a mentioned one, the paragraphs of what lies in it."""
        lower: dict[str, set[int]] = {}
        for place, paragraphs in stands.items():
            for ancestor in self._places.ancestors(place):
                lower.setdefault(ancestor.id, set()).update(paragraphs)
        return lower

    def _borne_out(
        self, place: str, one: _Mention, here: int, stands: dict[str, set[int]], lower: dict[str, set[int]]
    ) -> float:
        """How well the context speaks for one candidate."""
        ancestors = [ancestor.id for ancestor in self._places.ancestors(place)]
        score = 0.0
        rank = _RANK[self._places.get(place).level]
        behind = set(one.behind.ids) if one.behind else set()
        for ancestor in ancestors:
            if ancestor in behind:
                score = max(score, _BEHIND)
            elif ancestor in stands:
                far = _RANK[self._places.get(ancestor).level] == 0 and rank >= _TOWN_RANK
                if not far:  # a town is not shown by its province alone
                    score = max(score, _SAME if here in stands[ancestor] else _ELSEWHERE)
        if place in lower:
            score = max(score, _SAME if here in lower[place] else _ELSEWHERE)
        return score

    def _stands_alone(self, place: Place) -> bool:
        """Whether a name that only one place bears may be believed without any other."""
        if place.id in self._own:
            return place.parent is not None or place.level != "zone"
        return _RANK[place.level] <= _RANK["district"]

    def _questions(
        self, passages: Passages, mentions: list[_Mention], known: set[str], script: Script
    ) -> list[Question]:
        questions: dict[str, Question] = {}
        for one in mentions:
            if one.chosen or known & set(one.ids):
                continue
            name = passages.text[one.start : one.end]
            places = sorted(one.ids, key=lambda place: (_RANK[self._places.get(place).level], place))
            paths = tuple(self._places.path_name(place, script) for place in places)
            questions.setdefault(fold(name), Question(name, paths, passages.sentence(one.start, one.end)))
        return list(questions.values())[:_MOST_QUESTIONS]


def _automaton(names: dict[str, _Name]) -> Any:
    """All names at once, as an Aho-Corasick automaton; None where there are none."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for key, name in names.items():
        automaton.add_word(key, (len(key), name))
    if not names:
        return None
    automaton.make_automaton()
    return automaton
