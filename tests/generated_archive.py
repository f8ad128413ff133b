"""An archive of thousands of stories made up for tests: all that front matter can say, in both scripts; the same ones every time."""

from __future__ import annotations

import itertools
import random
import shutil
from pathlib import Path
from typing import Any

import yaml

from plugins.hanzi.scripts import SCRIPTS, Forms, Script
from plugins.vocabulary.vocabulary import Vocabulary
from tests.e2e import hard_stories
from tests.small_site import ROOT

#: Every so many stories one is written in Traditional, was taken down, moved, has a twin, a picture, a correction, leads to another.
TRADITIONAL, WITHDRAWN, MOVED, TWIN, PICTURE, CORRECTED, LINKED = 4, 97, 53, 61, 89, 43, 7
#: Days and spans with the weight of their months.
MONTHS = {"2020-01": 10, "2020-02": 40, "2020-03": 20, "2022-04": 5}
_SURNAMES = tuple(map(Forms, "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅"))
_GIVEN = tuple(map(Forms, "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平", "偉芳娜敏靜麗強磊軍洋勇艷傑娟濤明超秀霞平"))
_SENTENCES = (
    Forms("天还没亮，{name}就到路口接班。", "天還沒亮，{name}就到路口接班。"),
    Forms("这一天登记了{n}辆车，每一辆都问了两遍。", "這一天登記了{n}輛車，每一輛都問了兩遍。"),
    Forms("楼上的老人要降压药，{name}走了三家药店。", "樓上的老人要降壓藥，{name}走了三家藥店。"),
    Forms("{name}说：“门在，人就在。”", "{name}說：「門在，人就在。」"),
    Forms("雨下到后半夜，棚子里只有一盏灯。", "雨下到後半夜，棚子裡只有一盞燈。"),
    Forms("{n}户人家的名字，{name}都记在一个本子里。", "{n}戶人家的名字，{name}都記在一個本子裡。"),
    Forms("孩子在电话里问什么时候回家，{name}没有回答。", "孩子在電話裡問什麼時候回家，{name}沒有回答。"),
    Forms("菜送到的时候还带着泥，一共{n}斤。", "菜送到的時候還帶著泥，一共{n}斤。"),
)
_TITLES = (
    Forms("{name}守门的第{n}天", "{name}守門的第{n}天"),
    Forms("{place}的一盏灯：{name}和{n}户人家", "{place}的一盞燈：{name}和{n}戶人家"),
    Forms("“门在，人就在”——{name}", "「門在，人就在」——{name}"),
)


class Maker:
    """Makes stories of a number of them all; one number always gives the same."""

    def __init__(self, count: int, vocabulary: Vocabulary) -> None:
        self.count = count
        gazetteer = vocabulary.places
        #: Some of the archive's own places and of what they lie in, from village to province: every depth.
        ids = {node.id for own in gazetteer.own for node in (own, *gazetteer.ancestors(own.id))}
        self.places = [Forms(*(gazetteer.path_name(one, script) for script in SCRIPTS)) for one in sorted(ids)[::3]]
        self.roles = [role.forms for role in vocabulary.roles][::3]
        chance = random.Random(count)
        chance.shuffle(self.places)
        self.people = [_name(chance.choice(_SURNAMES), *chance.sample(_GIVEN, 2)) for _ in range(max(20, count // 5))]

    def name(self, number: int) -> str:
        """The id of a story."""
        return f"story-{number:05}"

    def is_withdrawn(self, number: int) -> bool:
        """Whether a story was taken down."""
        return number % WITHDRAWN == WITHDRAWN - 1

    def story(self, number: int, date: str = "") -> str:
        """A story file, of a date of its own or of another one."""
        script: Script = "hant" if number % TRADITIONAL == 0 else "hans"
        if self.is_withdrawn(number):
            front = {"id": self.name(number), "script": script, "status": "withdrawn", "withdrawn": "2026-11-27"}
            return _file(front | {"why": "应家属要求撤下。" if script == "hans" else "應家屬要求撤下。"}, "")
        chance = random.Random(f"{self.count} {number}")
        front = self._front(number, script, chance) | ({"date": date} if date else {})
        return _file(front, self._body(number, script, chance))

    def twin(self, number: int) -> str:
        """The same story written in Traditional by hand."""
        chance = random.Random(f"{self.count} {number}")
        title = self._front(number, "hant", chance)["title"]
        return _file({"title": title}, self._body(number, "hant", chance))

    def _front(self, number: int, script: Script, chance: random.Random) -> dict[str, Any]:
        people = [self._person(script, chance) for _ in range(chance.choice((0, 1, 1, 2, 3)))]
        places = [self._place(script, chance) for _ in range(chance.choice((1, 1, 1, 1, 1, 1, 1, 2, 3)))]
        roles = [
            forms.in_script(script)
            for forms in chance.choices(self.roles, _falling(self.roles), k=chance.choice((1, 1, 1, 2)))
        ]
        words = {"name": people[0]["name"] if people else "老人", "n": chance.randrange(2, 400)}
        title = chance.choice(_TITLES).in_script(script).format(**words, place=places[0].rpartition("/")[2])
        day = f"2026-{1 + number % 11:02}-{1 + number % 28:02}"
        front = {"id": self.name(number), "title": title, "date": _date(chance), "script": script, "kind": "retold"}
        front |= {"places": list(dict.fromkeys(places)), "roles": list(dict.fromkeys(roles))}
        front |= {"people": list({one["id"]: one for one in people}.values()), "source": _source(number), "added": day}
        if number % 3:
            front["summary"] = chance.choice(_SENTENCES).in_script(script).format(**words)
        if number % CORRECTED == 0:
            note = "改正了一个数字。" if script == "hans" else "改正了一個數字。"
            front |= {"updated": "2026-11-26", "corrections": [{"date": "2026-11-26", "note": note}]}
        return front

    def _place(self, script: Script, chance: random.Random) -> str:
        return chance.choices(self.places, _falling(self.places))[0].in_script(script)

    def _person(self, script: Script, chance: random.Random) -> dict[str, str]:
        number = min(int(chance.paretovariate(0.6)) - 1, len(self.people) - 1)
        forms = self.people[number]
        person = {"name": forms.in_script(script), "hans": forms.hans, "hant": forms.hant, "id": f"p-{number}"}
        return person | ({"role": chance.choice(self.roles).in_script(script)} if chance.random() < 0.5 else {})

    def _body(self, number: int, script: Script, chance: random.Random) -> str:
        forms = chance.choice(self.people)

        def paragraph() -> str:
            sentences = chance.choices(_SENTENCES, k=chance.randint(1, 2))
            return "".join(
                one.in_script(script).format(name=forms.in_script(script), n=chance.randrange(5, 900))
                for one in sentences
            )

        # One story in a hundred is long.
        parts = [paragraph() for _ in range(60 if number % 100 == 0 else chance.randint(1, 3))]
        if number % LINKED == 0:
            target = next(one for one in itertools.count(number // 2) if not self.is_withdrawn(one))
            parts.append(f"[{forms.in_script(script)}](story:{self.name(target)})。")
        if number % PICTURE == 0:
            parts.insert(1, f"![{'夜里的灯' if script == 'hans' else '夜裡的燈'}](images/gate.png)")
        return "\n\n".join(parts)


def write_archive(content: Path, count: int) -> Maker:
    """Write the stories into a new folder of content, with the archive's own vocabulary and pages and the hard stories.

    Args:
        content: the folder; it may not exist yet.
        count: how many stories; the hard ones, which are three, come on top.

    Returns:
        What made them, and can make more.
    """
    for part in ("vocabulary", "pages"):
        shutil.copytree(ROOT / "content" / part, content / part)
    (content / "stories").mkdir()
    hard_stories.write(content)
    maker = Maker(count, Vocabulary.load(content))
    for number in range(count):
        (content / "stories" / f"{maker.name(number)}.md").write_text(maker.story(number), "utf-8")
        if number % TWIN == 1 and number % TRADITIONAL and not maker.is_withdrawn(number):
            (content / "stories" / f"{maker.name(number)}.hant.md").write_text(maker.twin(number), "utf-8")
    moved = [f"stories/old-{number:05}/\tstories/{maker.name(number)}/" for number in range(0, count, MOVED)]
    moved += [
        "roles/helper/\troles/volunteer/",
        "places/hubei/xiangfan/\tplaces/hubei/xiangyang/",
        "people/p-old/\tpeople/p-0/",
    ]
    (content / "vocabulary" / "moved.tsv").write_text("\n".join(("old\tnew", *moved, "")), "utf-8")
    return maker


def _file(front: dict[str, Any], body: str) -> str:
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10_000)
    return f"---\n{head}---\n\n{body}\n"


def _name(*characters: Forms) -> Forms:
    return Forms(*("".join(one.in_script(script) for one in characters) for script in SCRIPTS))


def _falling(choices: list[Any]) -> list[float]:
    """Weights of choices, of which few are made often and many seldom."""
    return [1 / (rank + 1) for rank in range(len(choices))]


def _date(chance: random.Random) -> str:
    """A day, sometimes a month, a year, or from one month to another."""
    (month,) = chance.choices(list(MONTHS), list(MONTHS.values()))
    form = chance.choice(("day",) * 8 + ("month", "year", "span"))
    forms = {"day": f"{month}-{chance.randint(1, 28):02}", "month": month, "year": month[:4]}
    return forms.get(form, f"{month[:4]}-01-25/{month[:4]}-{chance.randint(2, 12):02}-03")


def _source(number: int) -> dict[str, Any]:
    """An outlet of the vocabulary, one that is not, or none that is known."""
    if number % 3 == 0:
        return {
            "name": "unknown",
            "url": "unknown",
            "reason": "生成的文本",
            "rights": "生成的文本",
            "seen": "2026-11-22",
        }
    name = ("河南日报客户端", "中国新闻网河南", *(f"第{one}日报" for one in "一二三四五六七八"))[number % 10]
    url = f"https://news.example.com/{number}.html?from=index&id={number}"
    more = {
        "title": "守在门口的人",
        "authors": ["记者"],
        "date": "2020-02-14",
        "archive": f"https://archive.example.org/{number}",
    }
    return {"name": name, "url": url, **more, "seen": "2026-11-22", "rights": "原文版权归其作者"}
