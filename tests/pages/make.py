"""Archives made up for tests: the facts of stories as ``plugins.stories`` gives them, small or by the thousand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from plugins.hanzi.scripts import SCRIPTS, Forms
from plugins.pages.site import Site
from plugins.stories.dates import parse
from plugins.vocabulary.vocabulary import Vocabulary

ROLES = """\
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
- {id: party-volunteer, hans: 党员志愿者, hant: 黨員志願者, parent: volunteer}
- {id: teacher, hans: 教师, hant: 教師, parent: null}
- {id: police, hans: 民警, hant: 民警, parent: null, note: {hans: 警察, hant: 警察}}
"""
PLACES = """\
- {id: shangwu, hans: 商务中心区, hant: 商務中心區, level: zone, parent: null}
- {id: houzhang, hans: 后张村, hant: 後張村, level: village, parent: 商务中心区}
"""

FANCHENG = "hubei/xiangyang/fancheng"
XIANGCHENG = "hubei/xiangyang/xiangcheng"
WUCHANG = "hubei/wuhan/wuchang"
CHANGAN = "shaanxi/xian/changan"
HOUZHANG = "unplaced/shangwu/houzhang"


@cache
def vocabulary() -> Vocabulary:
    """The shipped gazetteer with a few roles and places of the tests' own."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        words = Path(folder) / "vocabulary"
        words.mkdir()
        (words / "roles.yaml").write_text(ROLES, "utf-8")
        (words / "places.yaml").write_text(PLACES, "utf-8")
        return Vocabulary.load(Path(folder))


def site(url: str = "https://example.org") -> Site:
    """A site with a name in both scripts."""
    return Site(Forms("守望", "守望"), Forms("前线故事", "前線故事"), Forms("各归其主", "各歸其主"), url)


def person(person_id: str, hans: str, hant: str | None = None, place: str | None = None) -> dict[str, Any]:
    """A person as a story's facts have it."""
    return {"id": person_id, "hans": hans, "hant": hant or hans, "aliases": [], "place": place, "line": 9}


def facts(
    story_id: str,
    *,
    date: str = "2020-02-14",
    places: Sequence[str] = (FANCHENG,),
    roles: Sequence[str] = ("volunteer",),
    people: Sequence[dict[str, Any]] = (),
    script: str = "hans",
    status: str = "published",
    added: str = "2026-11-22",
    **more: Any,
) -> dict[str, Any]:
    """The facts of one story."""
    span = parse(date)
    editions = {
        one: {
            "title": f"{story_id} 的标题" if one == "hans" else f"{story_id} 的標題",
            "ends": [],
            "summary": "",
            "converted": one != script,
            "authors": [],
            "notes": {"source-name": "新华社" if one == "hans" else "新華社"},
        }
        for one in SCRIPTS
    }
    return {
        "id": story_id,
        "path": f"stories/{story_id}.md",
        "status": status,
        "script": script,
        "kind": "retold",
        "date": date,
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "when": span.readable(),
        "months": span.months(),
        "places": list(places),
        "roles": list(roles),
        "people": list(people),
        "source": dict.fromkeys(("outlet", "url", "archive", "date", "published"))
        | {"known": True, "seen": "2026-11-22"},
        "added": added,
        "updated": None,
        "corrections": [],
        "keywords": [],
        "editions": editions,
        "links": [],
        "hrefs": [],
        "images": [],
        "pictures": [],
        "bodies": {one: f"digest-of-{story_id}-{one}" for one in SCRIPTS},
    } | more


def tombstone(story_id: str, title: str = "", why: str = "应家属要求撤下。") -> dict[str, Any]:
    """The facts of a story that was taken down."""
    return {
        "id": story_id,
        "path": f"stories/{story_id}.md",
        "status": "withdrawn",
        "script": "hans",
        "withdrawn": "2026-11-28",
        "people": [],
        "links": [],
        "hrefs": [],
        "images": [],
        "editions": {one: {"title": title, "why": why, "converted": False} for one in SCRIPTS},
    }


def own_page(page_id: str = "about") -> dict[str, Any]:
    """The facts of one of the editors' own pages."""
    return {
        "id": page_id,
        "path": f"pages/{page_id}.md",
        "script": "hans",
        "status": "published",
        "editions": {one: {"title": "关于", "converted": one != "hans"} for one in SCRIPTS},
        "bodies": {one: f"digest-{one}" for one in SCRIPTS},
    }


def many(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """The facts of many stories, spread over all districts and towns, a few roles, many people and a year of days."""
    chance = random.Random(seed)
    places = [place.id for place in vocabulary().places if place.level in {"district", "town"}]
    roles = [role.id for role in vocabulary().roles]
    found = []
    for number in range(count):
        people = [person(f"p-{chance.randrange(count)}", "某人") for _ in range(chance.randrange(3))]
        found.append(
            facts(
                f"story-{number:05}",
                date=f"2020-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                places=chance.sample(places, chance.randint(1, 2)),
                roles=chance.sample(roles, chance.randint(1, 2)),
                people=list({one["id"]: one for one in people}.values()),
                keywords=[f"词{chance.randrange(3000)}" for _ in range(8)],
            )
        )
    return found
