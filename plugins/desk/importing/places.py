"""Which places does a text speak of: every name of the gazetteer, found at once, and believed only where the context bears it out.

A name that stands for several places is one of them only where a place above or below it stands in the text too; the nearer, the
better. What stays open is a question with candidates, never an answer. A short name (武汉) counts for provinces and cities alone,
and not in the name of a school, a road or a paper: 中山大学 is not 中山市. A short district name counts right behind the place
that it lies in (襄阳樊城).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.desk.importing.passages import Passages
from plugins.desk.importing.place_names import RANK, Names, own_places
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.vocabulary.gazetteer import Gazetteer
from plugins.vocabulary.model import Place

_TOWN_RANK = RANK["town"]

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
_JOINED = re.compile(r"[\s·・]{0,1}")
#: Between the name of a town and what seems to be a district's, these belong to the name of a village: 大智街道铭|新社区.
_IN_A_VILLAGE = re.compile(rf"{_HAN}{{1,3}}")
#: How much a place above or below counts, by where it stands.
_BEHIND, _SAME, _ELSEWHERE = 6.0, 3.0, 1.0
_MOST_QUESTIONS, _MOST_UNLISTED = 6, 5
_VILLAGE_BEHIND = re.compile(rf"{_HAN}{{1,6}}?(?:{fold('社区')}|村)")
#: What looks like the name of a village: it begins a clause, and its people or posts come after.
_VILLAGE = re.compile(
    rf"(?:^|(?<=[\s，。、；：,;:!?！？“”「」]))({_HAN}{{2,4}}(?:{fold('社区')}|村))"
    rf"(?=[的“,，]|{fold('党|支部|书记|村民|居民|村干部')})",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place that the text speaks of: its full path, and the sentence that shows it."""

    id: str
    path: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A name that may be one of several places, or whose parent stands nowhere; with the sentence that it stands in.

    Attributes:
        listed: False for a name that the gazetteer does not have where the text puts it.
    """

    name: str
    candidates: tuple[str, ...]
    sentence: str
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: proposals, questions, where the names of places stand, and what looks like an unlisted village's name."""

    proposals: tuple[Proposal, ...]
    questions: tuple[Question, ...]
    spans: tuple[tuple[int, int], ...]
    unlisted: tuple[str, ...] = ()


@dataclass(slots=True)
class _Mention:
    """Where a name stands, and what it may mean."""

    start: int
    end: int
    ids: tuple[str, ...]
    chosen: str | None = None
    why: str = ""
    behind: _Mention | None = None
    strange: int | None = (
        None  # where the wider place begins that, as far as the gazetteer knows, has none of this name
    )


class PlaceFinder:
    """Finds places; made once for a gazetteer, which takes half a second.

    Args:
        places: the gazetteer with the editors' own places.
    """

    def __init__(self, places: Gazetteer) -> None:
        self._places = places
        self._own = own_places(places)
        self._automaton = Names(places).automaton()

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
                proposals[one.chosen] = Proposal(
                    one.chosen,
                    self._places.path_name(one.chosen, script),
                    passages.sentence(one.start, one.end),
                    one.why + self._lower_name(passages, one),
                )
        above = {ancestor.id for one in proposals for ancestor in self._places.ancestors(one)}
        return Findings(
            tuple(one for one in proposals.values() if one.id not in above),
            tuple(self._questions(passages, mentions, {*proposals, *above}, script)),
            tuple((one.start, one.end) for one in mentions),
            tuple(dict.fromkeys(passages.text[slice(*found.span(1))] for found in _VILLAGE.finditer(passages.folded)))[
                :_MOST_UNLISTED
            ],
        )

    def _lower_name(self, passages: Passages, one: _Mention) -> str:
        """What an editor is told where the name of a village behind a town is in no table."""
        behind = _VILLAGE_BEHIND.match(passages.folded, one.end)
        if RANK[self._places.get(one.chosen or "").level] != _TOWN_RANK or not behind:
            return ""
        name = passages.text[slice(*behind.span())]
        return f"；后面写着“{name}”，地名表里没有，可以加进 places.yaml"

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
            if last is not None and ids and self._in_a_village(passages, last, start, ids):
                continue
            if last is not None and ids and self._another(passages, last, start, ids):
                last = _Mention(start, end, ids, strange=last.start)
                found.append(last)
            elif ids:
                last = _Mention(start, end, ids, behind=last if chained else None)
                found.append(last)
        return found

    def _another(self, passages: Passages, last: _Mention, start: int, ids: tuple[str, ...]) -> bool:
        """Whether a name right behind a wider place is one that this place is not known to have: 漯河市西城区."""
        level = self._widest(ids)
        wider = self._widest(last.ids) < level and level >= RANK["district"] and last.strange is None
        return wider and not _below(last.ids, ids) and _JOINED.fullmatch(passages.folded, last.end, start) is not None

    def _in_a_village(self, passages: Passages, last: _Mention, start: int, ids: tuple[str, ...]) -> bool:
        """Whether a name is the end of an unlisted village's name, behind its town: 大智街道铭|新社区."""
        between = _IN_A_VILLAGE.fullmatch(passages.folded, last.end, start)
        return between is not None and self._widest(last.ids) == _TOWN_RANK and not _below(last.ids, ids)

    def _widest(self, ids: tuple[str, ...]) -> int:
        return min(RANK[self._places.get(one).level] for one in ids)

    def _decide(self, passages: Passages, mentions: list[_Mention]) -> None:
        """Choose for every mention the candidate that the others bear out; leave open what they do not."""
        stands: dict[str, set[int]] = {}
        elsewhere = {one.ids for one in mentions if one.strange is not None}
        mentions = [one for one in mentions if one.ids not in elsewhere]
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
            widest = min(RANK[place.level] for place in winners)
            winners = [place for place in winners if RANK[place.level] == widest]
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
        rank = RANK[self._places.get(place).level]
        behind = set(one.behind.ids) if one.behind else set()
        for ancestor in ancestors:
            if ancestor in behind:
                score = max(score, _BEHIND)
            elif ancestor in stands:
                far = RANK[self._places.get(ancestor).level] == 0 and rank >= _TOWN_RANK
                if not far:  # a town is not shown by its province alone
                    score = max(score, _SAME if here in stands[ancestor] else _ELSEWHERE)
        if place in lower:
            score = max(score, _SAME if here in lower[place] else _ELSEWHERE)
        return score

    def _stands_alone(self, place: Place) -> bool:
        """Whether a name that only one place bears may be believed without any other."""
        if place.id in self._own:
            return place.parent is not None or place.level != "zone"
        return RANK[place.level] <= RANK["district"]

    def _questions(
        self, passages: Passages, mentions: list[_Mention], known: set[str], script: Script
    ) -> list[Question]:
        questions: dict[str, Question] = {}
        cities = {_city(place) for place in known}
        strange = {one.ids for one in mentions if one.strange is not None}
        for one in mentions:
            if one.strange is not None:
                name = passages.text[one.strange : one.end]
                paths = tuple(self._places.path_name(place, script) for place in one.ids if _city(place) in cities)
                questions.setdefault(
                    fold(name), Question(name, paths, passages.sentence(one.strange, one.end), listed=False)
                )
                continue
            if one.ids in strange or one.chosen or known & set(one.ids):
                continue
            name = passages.text[one.start : one.end]
            places = sorted(one.ids, key=lambda place: (RANK[self._places.get(place).level], place))
            paths = tuple(self._places.path_name(place, script) for place in places)
            questions.setdefault(fold(name), Question(name, paths, passages.sentence(one.start, one.end)))
        return list(questions.values())[:_MOST_QUESTIONS]


def _city(place: str) -> str:
    """The id of the city that a place lies in."""
    return "/".join(place.split("/")[:2])


def _below(above: tuple[str, ...], ids: tuple[str, ...]) -> bool:
    """Whether one of some places lies in one of others."""
    return any(one.startswith(f"{wider}/") for wider in above for one in ids)
