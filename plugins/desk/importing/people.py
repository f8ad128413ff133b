"""Roles and people that a text names: roles by the thesaurus, people by jieba's tags, their titles and the register. Hints, no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.desk.importing.passages import Passages
from plugins.desk.persons import find_names
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.vocabulary.people import People
from plugins.vocabulary.thesaurus import Thesaurus

_HAN = r"[\u3400-\u9fff]"
#: Behind these words a role is part of another: 居民楼, 村民委员会, 党员先锋岗.
_PART_OF_ANOTHER = re.compile(fold("区|小区|楼|委员会|身份证|户口|大会|活动|之家|服务站|节|法|证"))
_TITLES = (
    "书记|副书记|主任|副主任|局长|副局长|所长|副所长|院长|副院长|校长|副校长|馆长|副馆长|队长|副队长|中队长|大队长|"
    "站长|副站长|村长|镇长|副镇长|区长|县长|市长|部长|"
    "科长|处长|厅长|组长|网格长|网格员|社工|民警|辅警|警察|交警|教师|老师|医生|医师|护士|护士长|司机|队员|志愿者|"
    "干部|党员|村民|居民|业主|检察官|法官|记者|经理|厂长|"
    "董事长|服务长|保安|快递员|工作人员|负责人|委员|委员长|军人|战士|学生|会长|理事长"
)
_FOLDED_TITLES = fold(_TITLES)
#: What a person is, right before the name: 商务中心区党组书记刘悦红.
_TITLE = re.compile(rf"(?P<title>(?:{_HAN}|[·“”]){{0,30}}(?:{_FOLDED_TITLES}))$")
#: Where what stands before the title cannot belong to it.
_STOPS = re.compile(
    fold(
        "^.*(?:[^\\u3400-\\u9fff·]|的|是|和|与|在|随着|位|名|个|由|叫|让|被|给|对|向|从|为|了|着|过|说|到|有|把|也|都|"
        "就|又|还|这|那|某|会上|会议上|现场|当天|昨天|今天|当晚|日|时|上|下|后|前|里|中(?!学))"
    )
)
_SAYS = re.compile(fold("(?:说|告诉|介绍|表示|坦言|回忆|感慨|笑着|回答|介紹|，?(?:男|女)，)"))
_MOST_ROLES, _MOST_PEOPLE, _LONGEST_TITLE = 8, 20, 16
#: What jieba takes for a name and is the name of a place or a thing: 齐庄村, 单元楼, 花林寺.
_NO_NAME = re.compile(fold("[村镇乡寺庙楼路街区县市河湖山桥站店园院校厂馆局队组]$"))


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """A role of the thesaurus that the text names, and the sentence that shows it."""

    id: str
    name: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class PersonProposal:
    """What looks like a person's name.

    Attributes:
        name: as written.
        role: what the text calls the person right before the name; or empty.
        sentence: the sentence that shows it.
        sure: whether more than jieba speaks for it: a title, the register, a verb of saying, or a second mention.
    """

    name: str
    role: str
    sentence: str
    sure: bool


class RoleFinder:
    """Finds the roles of a thesaurus.

    Args:
        roles: the thesaurus.
    """

    def __init__(self, roles: Thesaurus) -> None:
        self._roles = roles
        names = {
            fold(name): role.id
            for role in roles
            for name in (role.forms.hans, role.forms.hant, *role.aliases)
            if len(name) > 1
        }
        self._automaton = _automaton(names)

    def find(self, passages: Passages, script: Script) -> list[RoleProposal]:
        """The roles of a text, the most frequent first; a word inside a longer role does not count."""
        counts: Counter[str] = Counter()
        first: dict[str, tuple[int, int]] = {}
        for at, (length, role) in self._automaton.iter_long(passages.folded) if self._automaton else ():
            start, end = at - length + 1, at + 1
            if not _PART_OF_ANOTHER.match(passages.folded, end):
                counts[role] += 1
                first.setdefault(role, (start, end))
        order = sorted(counts, key=lambda role: (-counts[role], first[role]))
        return [
            RoleProposal(
                role, self._roles.get(role).forms.in_script(script), passages.sentence(*first[role]), counts[role]
            )
            for role in order[:_MOST_ROLES]
        ]


class PersonFinder:
    """Finds what looks like people's names.

    Args:
        people: the register of people, whose names are known.
    """

    def __init__(self, people: People) -> None:
        self._automaton = _automaton(
            {fold(name): one.id for one in people for name in (one.forms.hans, one.forms.hant) if len(name) > 1}
        )

    def find(
        self, passages: Passages, script: Script, known: Iterable[str], places: Sequence[tuple[int, int]]
    ) -> list[PersonProposal]:
        """The people of a text, in the order in which they stand there.

        Args:
            passages: the text.
            script: its script.
            known: the names of its authors, who are not in it.
            places: where the names of places stand; what overlaps one is no person.
        """
        registered = (
            {at - length + 1: at + 1 for at, (length, _) in self._automaton.iter_long(passages.folded)}
            if self._automaton
            else {}
        )
        taken = {at for start, end in places for at in range(start, end)}
        spans = dict(find_names(passages.text, script))
        spans = {
            at: end
            for at, end in spans.items()
            if not _NO_NAME.search(passages.folded[at:end]) and taken.isdisjoint(range(at, end))
        }
        inside = {at for start, end in registered.items() for at in range(start + 1, end)}
        spans = {at: end for at, end in spans.items() if at not in inside} | registered
        counts: Counter[str] = Counter()
        people: dict[str, PersonProposal] = {}
        authors = set(known)
        for start in sorted(spans):
            end = spans[start]
            name = passages.text[start:end]
            counts[name] += 1
            if name in authors:
                continue
            title = self._title(passages, start, places)
            sure = start in registered or bool(title) or _SAYS.match(passages.folded, end) is not None
            before = people.get(name)
            if before is None or (sure and not before.sure) or (title and not before.role):
                role = title or (before.role if before else "")
                people[name] = PersonProposal(
                    name, role, passages.sentence(start, end), sure or (before.sure if before else False)
                )
        return [
            one if one.sure else PersonProposal(one.name, one.role, one.sentence, counts[one.name] > 1)
            for one in list(people.values())[: 2 * _MOST_PEOPLE]
        ][:_MOST_PEOPLE]

    def _title(self, passages: Passages, start: int, places: Sequence[tuple[int, int]]) -> str:
        """What stands right before a name and says what the person is, in the text's own words; without the wider places."""
        before = passages.folded[max(0, start - 34) : start]
        found = _TITLE.search(before)
        if not found:
            return ""
        title = found["title"]
        stop = _STOPS.match(title)
        first = start - len(title) + (stop.end() if stop else 0)
        for begin, end in places:
            if first <= begin < end <= start - 2 and start - first > _LONGEST_TITLE:
                first = end
        return passages.text[first:start] if 1 < start - first <= 2 * _LONGEST_TITLE else ""


def _automaton(names: dict[str, str]) -> Any:
    """All names at once, as an Aho-Corasick automaton; None where there are none."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name, one in names.items():
        automaton.add_word(name, (len(name), one))
    if not names:
        return None
    automaton.make_automaton()
    return automaton
