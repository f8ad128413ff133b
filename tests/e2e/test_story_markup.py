"""What every story page of the archive tells machines, against the editors' own front matter; and what a page weighs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest

from plugins.hanzi.scripts import LANG, PREFIX, SCRIPTS
from tests.e2e.served import CONTENT, front_matter

#: The most that a story page may weigh with its style, compressed; and its scripts as they are, which hosts compress too.
MOST_PAGE = 30_000
MOST_SCRIPT = 8_000


@dataclass
class Head(HTMLParser):
    """The tags of a page, its data for machines, and the files that it loads."""

    text: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    things: dict[str, dict] = field(default_factory=dict)
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self._linked = False
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        had = dict(attrs)
        if tag == "meta":
            self.metas.setdefault(had.get("name") or had.get("property") or "", []).append(had.get("content"))
        self._linked = tag == "script" and had.get("type") == "application/ld+json"
        if tag == "script" and "src" in had:
            self.loaded.append(had["src"])
        if tag == "link" and had["rel"] == "stylesheet":
            self.loaded.append(had["href"])

    def handle_data(self, data):
        if self._linked and data.strip():
            thing = json.loads(data)
            self.things[thing["@type"]] = thing


@pytest.fixture(scope="module")
def stories(archive):
    """(front matter, edition, page) of every story in both editions."""
    found = []
    for front in front_matter(CONTENT):
        for script in SCRIPTS:
            text = (archive.output / PREFIX[script] / "stories" / front["id"] / "index.html").read_text("utf-8")
            found.append((front, script, Head(text)))
    assert len(found) > 90
    return found


def known(value):
    return None if value == "unknown" else value


def test_the_tags_that_zotero_reads_say_what_the_editors_wrote(stories):
    for front, script, page in stories:
        tags, source = page.metas, front["source"]
        assert "citation_journal_title" not in tags
        assert tags["z:itemType"] == ["newspaperArticle"]
        assert tags["DC.language"] == [LANG[script]]
        assert tags["z:archiveLocation"] == [front["id"]]
        assert tags.get("DC.source", [None]) == [known(source["url"])], front["id"]
        assert tags["og:title"] == tags["DC.title"]
        assert tags["og:url"] == tags["DC.identifier"]
        if script == front["script"]:
            assert tags["DC.title"] == [front["title"]]
        if front["kind"] == "retold":
            assert tags["citation_author"] == tags["prism.publicationName"] == ["守望"], front["id"]
            assert tags["DC.date"] == [str(front["added"])]
            assert not set(tags["citation_author"]) & set(source.get("authors", []))


def test_schema_org_says_what_the_editors_wrote_in_both_editions(stories):
    for front, script, page in stories:
        [article] = [thing for kind, thing in page.things.items() if kind.endswith("Article")]
        assert article["@id"].endswith(f"/{PREFIX[script]}/stories/{front['id']}/")
        assert article["inLanguage"] == LANG[script]
        assert article["identifier"] == front["id"]
        assert article["temporalCoverage"] == str(front["date"])
        assert article["datePublished" if front["kind"] == "retold" else "sdDatePublished"] == str(front["added"])
        assert len(article["contentLocation"]) == len(front["places"])
        assert len(article["keywords"]) == len(front["roles"])
        assert len(article.get("mentions", [])) == len(front.get("people") or [])
        based, source = article.get("isBasedOn", {}), front["source"]
        assert based.get("url") == known(source["url"])
        assert based.get("archivedAt") == source.get("archive")
        assert based.get("datePublished") == (str(source["date"]) if "date" in source else None)
        assert len(based.get("author", [])) == len(source.get("authors", []))
        relation = "workTranslation" if script == front["script"] else "translationOfWork"
        other = next(one for one in SCRIPTS if one != script)
        assert article[relation]["@id"].endswith(f"/{PREFIX[other]}/stories/{front['id']}/")
        if script == front["script"]:
            assert article["headline"] == front["title"]
            assert article.get("description") == front.get("summary")


def test_every_step_of_the_way_to_a_story_is_told(stories):
    for _, _, page in stories:
        steps = page.things["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == [1, 2]
        assert steps[-1]["item"] == page.metas["og:url"][0]


@cache
def packed(path: Path) -> int:
    return len(brotli.compress(path.read_bytes()))


def test_a_story_with_its_style_and_scripts_stays_light(stories, archive):
    for front, script, page in stories:
        files = [archive.output / address.split("?")[0].lstrip("/") for address in page.loaded]
        scripts = [file for file in files if file.suffix == ".js"]
        assert len(files) > len(scripts) > 1
        weight = len(brotli.compress(page.text.encode())) + sum(packed(file) for file in files if file.suffix == ".css")
        assert weight <= MOST_PAGE, f"{front['id']}, {script}: {weight} bytes"
        assert sum(file.stat().st_size for file in scripts) <= MOST_SCRIPT
