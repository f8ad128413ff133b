"""What a story's page tells machines, and the line that readers cite."""

from __future__ import annotations

import json

import pytest

from plugins.pages.cards import Cards
from plugins.pages.collection import Collection
from plugins.pages.linked import breadcrumb_list
from plugins.pages.metadata import Metadata
from plugins.pages.site import Edition
from tests.pages.make import facts, person, site, vocabulary

REPORTERS = ["李明", "王小红", "张三", "赵四"]


def story(**more):
    source = {"known": True, "outlet": None, "url": "https://news.example/1", "archive": "https://kept.example/1"}
    source |= {"date": "2020年2月15日", "published": "2020-02-15", "seen": "2026-11-22"}
    one = facts("one", date="2020-01/2020-02", people=[person("li-ming", "李明")], source=source, **more)
    for own in one["editions"].values():
        own["authors"] = REPORTERS
    return one


def metadata(one, script="hans"):
    collection = Collection.of([one], vocabulary())
    return Metadata(Cards(Edition(site("https://example.org/repo"), script), collection), one)


def tags(one, script="hans"):
    found = {}
    for tag in metadata(one, script).tags():
        found.setdefault(tag["name"], []).append(tag["content"])
    return found


def article(one, script="hans"):
    return json.loads(metadata(one, script).article())


def test_the_archive_wrote_and_published_what_it_retells_on_the_day_it_was_added():
    found, data = tags(story()), article(story())
    assert found["citation_author"] == found["prism.publicationName"] == found["DC.publisher"] == ["守望"]
    assert found["DC.date"] == ["2026-11-22"]
    assert data["@type"] == "Article"
    assert (
        data["author"]
        == data["publisher"]
        == {
            "@type": "Organization",
            "name": "守望",
            "url": "https://example.org/repo/",
        }
    )
    assert (data["datePublished"], data["temporalCoverage"]) == ("2026-11-22", "2020-01/2020-02")
    based = data["isBasedOn"]
    assert [one["name"] for one in based["author"]] == REPORTERS
    assert (based["url"], based["archivedAt"]) == ("https://news.example/1", "https://kept.example/1")
    assert (based["datePublished"], based["publisher"][0]["name"]) == ("2020-02-15", "新华社")


def test_the_sources_authors_wrote_what_the_archive_reproduces_on_the_sources_day():
    found, data = tags(story(kind="reproduced")), article(story(kind="reproduced"))
    assert found["citation_author"] == REPORTERS
    assert found["prism.publicationName"] == found["DC.publisher"] == ["新华社"]
    assert found["DC.date"] == ["2020-02-15"]
    assert data["@type"] == "NewsArticle"
    assert [one["name"] for one in data["author"]] == REPORTERS
    assert (data["datePublished"], data["sdDatePublished"]) == ("2020-02-15", "2026-11-22")
    assert (data["publisher"][0]["name"], data["sdPublisher"]["name"]) == ("新华社", "守望")


@pytest.mark.parametrize("kind", ["retold", "reproduced"])
def test_zotero_is_never_told_that_a_story_stands_in_a_journal(kind):
    found = tags(story(kind=kind))
    assert found["z:itemType"] == ["newspaperArticle"]
    assert "citation_journal_title" not in found
    assert all(content for contents in found.values() for content in contents)


def test_nothing_is_said_of_a_source_of_which_nothing_is_known():
    one = facts("one", kind="reproduced")
    one["editions"]["hans"]["notes"] = {}
    found, data = tags(one), article(one)
    assert not {"DC.date", "DC.source", "DC.publisher", "citation_author", "prism.publicationName"} & found.keys()
    assert not {"author", "publisher", "datePublished", "isBasedOn"} & data.keys()


@pytest.mark.parametrize("original", ["hans", "hant"])
def test_the_editions_name_each_other_as_text_and_translation(original):
    twin = {"hans": "hant", "hant": "hans"}[original]
    here, there = (article(story(script=original), script) for script in (original, twin))
    assert here["workTranslation"]["@id"] == there["@id"]
    assert there["translationOfWork"]["@id"] == here["@id"]
    assert "translationOfWork" not in here
    assert "workTranslation" not in there
    assert {here["inLanguage"], there["inLanguage"]} == {"zh-Hans", "zh-Hant"}


def test_corrections_are_told_with_their_days():
    one = story(corrections=["2026-11-23"], updated="2026-11-23")
    one["editions"]["hans"]["notes"] |= {"correction-0": "改正了日期"}
    data = article(one)
    assert [(told["datePublished"], told["text"]) for told in data["correction"]] == [("2026-11-23", "改正了日期")]
    assert data["dateModified"] == "2026-11-23"


def test_no_title_can_end_the_element_that_holds_the_data():
    one = story()
    one["editions"]["hans"]["title"] = "</script><!-- & 门口"
    text = metadata(one).article()
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == "</script><!-- & 门口"
    text = breadcrumb_list(
        "https://example.org", [{"label": "<b>", "url": "/x/"}], "</script>", "https://example.org/x/y/"
    )
    assert "<" not in text
    assert [step["name"] for step in json.loads(text)["itemListElement"]] == ["<b>", "</script>"]


def test_the_line_to_cite_names_the_archive_the_title_the_day_and_the_address():
    one = story()
    one["editions"]["hans"]["title"] = "读《守望》的人"
    assert metadata(one).citation() == (
        "守望：《读〈守望〉的人》，2026年11月22日收录，https://example.org/repo/zh-hans/stories/one/"
    )


def test_the_line_to_cite_a_reproduced_story_names_its_authors_and_outlet():
    assert metadata(story(kind="reproduced"), "hant").citation() == (
        "李明、王小红、张三等：《one 的標題》，新華社 2020年2月15日，守望收錄，https://example.org/repo/zh-hant/stories/one/"
    )
