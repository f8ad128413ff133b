"""Roles and people that a text names: roles by the thesaurus, people by jieba's tags, their titles and the register. Hints, no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.desk.importing.callings import Callings
from plugins.desk.importing.introduced import introduced
from plugins.desk.importing.passages import Passages
from plugins.desk.persons import find_names
from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.vocabulary.people import People
from plugins.vocabulary.thesaurus import Thesaurus

#: Behind these words a role is part of another: 居民楼, 村民委员会, 党员先锋岗.
_PART_OF_ANOTHER = re.compile(fold("区|小区|楼|委员会|身份证|户口|大会|活动|之家|服务站|节|法|证"))
_SAYS = re.compile(fold("(?:说|告诉|介绍|表示|坦言|回忆|感慨|笑着|回答|介紹|，?(?:男|女)，)"))
#: What jieba takes for a name and is the name of a place or a thing: 齐庄村, 单元楼, 花林寺.
_NO_NAME = re.compile(fold("[村镇乡寺庙楼路街区县市河湖山桥站店园院校厂馆局队组]$"))

#: Behind a name these make it part of the name of a place: 武泰|闸社区, 汪武|颈村.
_IN_A_PLACE = re.compile(
    fold("[^，。、；:,;的在和与是]{0,1}(?:社区|村(?!民|支|干|两委|里|书记|主任)|镇(?!长)|街道|闸)")
)
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """A role of the thesaurus that the text names, and the sentence that shows it.

    Attributes:
        listed: whether the text may be about it; not so a general one (居民) by which it calls nobody.
    """

    id: str
    name: str
    sentence: str
    count: int
    listed: bool


@dataclass(frozen=True, slots=True)
class PersonProposal:
    """What looks like a person's name.

    Attributes:
        name: as written.
        role: what the text calls the person; or empty.
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
        self._names = names
        self._automaton = _automaton(names)

    def find(self, passages: Passages, script: Script, callings: Iterable[str]) -> list[RoleProposal]:
        """The roles of a text, the most frequent first; a word inside a longer role does not count.

        Args:
            passages: the text.
            script: its script.
            callings: what it calls the people whom it names.
        """
        called = set(map(self._called, callings))
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
                role,
                self._roles.get(role).forms.in_script(script),
                passages.sentence(*first[role]),
                counts[role],
                role in called or not self._roles.get(role).general,
            )
            for role in order
        ]

    def _called(self, calling: str) -> str:
        """The role that a calling ends in, by its longest name (后张村村民); empty where it ends in none."""
        ends = (fold(calling)[start:] for start in range(len(calling)))
        return next((self._names[end] for end in ends if end in self._names), "")


class PersonFinder:
    """Finds what looks like people's names.

    Args:
        people: the register of people, whose names are known.
        roles: the thesaurus, whose names say what somebody is.
    """

    def __init__(self, people: People, roles: Thesaurus) -> None:
        self._callings = Callings(name for role in roles for name in (role.forms.hans, *role.aliases))
        self._automaton = _automaton(
            {fold(name): one.id for one in people for name in (one.forms.hans, one.forms.hant) if len(name) > 1}
        )

    def find(self, passages: Passages, script: Script, known: Iterable[str], places: Spans) -> list[PersonProposal]:
        """The people of a text, in the order in which they stand there.

        Args:
            passages: the text.
            script: its script.
            known: the names of its authors, who are not in it.
            places: where the names of places stand; what overlaps one is no person.
        """
        registered, said, tagged = self._spans(passages, script, places)
        spans = {**tagged, **said, **registered}
        counts: Counter[str] = Counter()
        people: dict[str, PersonProposal] = {}
        authors = set(known)
        for start in sorted(spans):
            end = spans[start]
            name = passages.text[start:end]
            counts[name] += 1
            if name in authors:
                continue
            title = self._callings.of(passages, start, end, places)
            sure = start in registered or start in said or bool(title) or _SAYS.match(passages.folded, end) is not None
            before = people.get(name)
            if before is None or (sure and not before.sure) or (title and not before.role):
                role = title or (before.role if before else "")
                people[name] = PersonProposal(
                    name, role, passages.sentence(start, end), sure or (before.sure if before else False)
                )
        return [
            one if one.sure else PersonProposal(one.name, one.role, one.sentence, counts[one.name] > 1)
            for one in people.values()
        ]

    def _spans(
        self, passages: Passages, script: Script, places: Spans
    ) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Where names stand, by what tells them: the register, what introduces them, jieba. None overlaps a surer one or a place."""
        taken: set[int] = set()
        registered = {}
        for at, (length, _) in self._automaton.iter_long(passages.folded) if self._automaton else ():
            registered[at - length + 1] = at + 1
            taken.update(range(at - length + 1, at + 1))
        taken.update(at for start, end in places for at in range(start, end))
        kinds: list[dict[int, int]] = []
        for found in (introduced(passages.folded, self._callings.introducing), find_names(passages.text, script)):
            free = {
                start: end
                for start, end in found
                if taken.isdisjoint(range(start, end))
                and (not kinds or not _NO_NAME.search(passages.folded[start:end]))
                and not _IN_A_PLACE.match(passages.folded, end)
            }
            taken.update(at for start, end in free.items() for at in range(start, end))
            kinds.append(free)
        said, tagged = kinds
        return registered, said, tagged


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
