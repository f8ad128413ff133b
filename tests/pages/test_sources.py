"""Every story stands under one source: its outlet, the others, or the unknown ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.pages.all import all_pages
from plugins.pages.collection import Collection
from plugins.vocabulary import outlets
from plugins.vocabulary.moved import Moved
from plugins.vocabulary.vocabulary import Vocabulary
from tests.pages.make import facts, own_page, site
from tests.pages.test_pages import by_path

OUTLETS = """\
- {id: xinhua, hans: 新华社, hant: 新華社, aliases: [新华通讯社], url: 'https://xinhua.example/'}
- {id: chutian, hans: 楚天都市报, hant: 楚天都市報}
- {id: silent, hans: 无声报, hant: 無聲報}
"""
PAGES = ["sources/", "sources/xinhua/", "sources/chutian/", "sources/others/", "sources/unknown/"]


def story(name, outlet=None, *, known=True):
    one = facts(name)
    return one | {"source": one["source"] | {"outlet": outlet, "known": known}}


STORIES = [story("a", "chutian"), story("b", "xinhua"), story("c", "xinhua"), story("d"), story("e", known=False)]


def plan(tmp_path, stories):
    (tmp_path / "vocabulary").mkdir(exist_ok=True)
    (tmp_path / "vocabulary" / "sources.yaml").write_text(OUTLETS, "utf-8")
    (tmp_path / "vocabulary" / "roles.yaml").write_text(
        "- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null}\n", "utf-8"
    )
    collection = Collection.of(stories, Vocabulary.load(Path(tmp_path)))
    return by_path(all_pages(site(), collection, {one["id"]: [] for one in stories}, [own_page()], Moved()))


@pytest.fixture
def pages(tmp_path):
    return plan(tmp_path, STORIES)


def test_outlets_with_stories_are_listed_most_stories_first_and_what_is_no_outlet_after_them(pages):
    listed = pages["zh-hant/sources/index.html"].data
    assert [(one["label"], one["count"], one["url"]) for one in listed["outlets"]] == [
        ("新華社", 2, "/zh-hant/sources/xinhua/"),
        ("楚天都市報", 1, "/zh-hant/sources/chutian/"),
    ]
    assert [(one["label"], one["count"]) for one in listed["rest"]] == [("其他來源", 1), ("來源不詳", 1)]
    paths = [path.removeprefix("zh-hans/") for path in pages if path.startswith("zh-hans/sources/")]
    assert sorted(paths) == sorted(f"{path}index.html" for path in PAGES)


def test_every_story_stands_on_the_page_of_its_source_and_leads_to_it(pages):
    for name, source in {"a": "chutian", "b": "xinhua", "c": "xinhua", "d": "others", "e": "unknown"}.items():
        leads = pages[f"zh-hans/stories/{name}/index.html"].data["story"]["source"]["page"]
        assert leads == f"/zh-hans/sources/{source}/"
        standing = [
            path
            for path, page in pages.items()
            if path.startswith("zh-hans/sources/") and name in [card["id"] for card in page.data.get("stories", [])]
        ]
        assert standing == [f"zh-hans/sources/{source}/index.html"]


def test_an_outlet_has_its_names_and_its_own_site_and_what_is_none_says_why_it_is_there(pages):
    outlet = pages["zh-hans/sources/xinhua/index.html"].data["source"]
    assert (outlet["other"]["text"], outlet["aliases"], outlet["url"]) == (
        "新華社",
        ["新华通讯社"],
        "https://xinhua.example/",
    )
    assert outlet["note"] is None
    assert pages["zh-hans/sources/unknown/index.html"].data["source"]["note"]


def test_a_source_with_many_stories_is_cut_into_pages_that_stay(tmp_path):
    pages = plan(tmp_path, [story(f"s-{number:03}", "xinhua") for number in range(60)])
    listed = [page.data["stories"] for path, page in pages.items() if path.startswith("zh-hans/sources/xinhua/")]
    assert len(listed) > 1
    assert sum(map(len, listed)) == 60


@pytest.mark.parametrize("word", sorted(outlets.RESERVED))
def test_an_outlet_cannot_take_an_address_of_the_site(word):
    (fault,) = outlets.read(f"- {{id: {word}, hans: 某报, hant: 某報}}\n")[1]
    assert (fault.line, fault.column, fault.code) == (1, 8, "reserved-id")
