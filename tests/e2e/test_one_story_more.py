"""One story more changes few pages of an archive of thousands: those that list it, those beside it, and those it is closest to."""

from __future__ import annotations

import os
import shutil

import pytest

from plugins.hanzi.scripts import PREFIX
from plugins.vocabulary.vocabulary import Vocabulary
from tests.e2e.published import GENERATED, SITE
from tests.e2e.served import run_task
from tests.generated_archive import Maker

#: How many files a story more may change, in both editions together. The generated site has some 17,000; a story stands in up to
#: thirty lists of an edition (its places with all above them, its roles, its people, its month, where they cross), and of each
#: list its own page, one or two of older stories and the feed change. 70 to 200 do.
MOST_FILES = 300
#: How many pages of other stories it may change in an edition: those before and after it in each of its places, and those that it
#: is closer to than one of the four that they showed (plugins/pages/related.py).
MOST_STORIES = 20


@pytest.fixture
def copy(published, tmp_path):
    """The published site with its content and state, to be changed. Pages are put in place by renaming, so links to them will do."""
    shutil.copytree(published.content, tmp_path / "content")
    shutil.copytree(published.public.with_name("public.state"), tmp_path / "public.state")
    shutil.copytree(published.public, tmp_path / "public", copy_function=os.link)
    return tmp_path


def files(root):
    """Every file of a tree with what tells whether it was written again."""
    return {path.relative_to(root).as_posix(): path.stat().st_ino for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("published", ["generated"], indirect=True)
def test_a_story_more_changes_few_pages_wherever_in_time_it_stands(copy, published):
    maker = Maker(GENERATED, Vocabulary.load(published.content))
    days = ("2020-01-02", "2020-02-14", "2022-12-31")
    for number, day in enumerate(days, GENERATED):
        before = files(copy / "public")
        path = copy / "content" / "stories" / f"{maker.name(number)}.md"
        path.write_text(maker.story(number, date=day), "utf-8")
        options = ("--content", str(copy / "content"), "--output", str(copy / "public"))
        run_task("publish", "--siteurl", SITE, "--no-compress", *options)
        after = files(copy / "public")
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        assert maker.name(number) in "".join(changed)
        assert len(changed) <= MOST_FILES, f"{day}: {len(changed)}"
        for prefix in PREFIX.values():
            stories = [name for name in changed if name.startswith(f"{prefix}/stories/story-")]
            assert len(stories) - 1 <= MOST_STORIES, f"{day}: {sorted(stories)}"
