"""The files of the static index: what a build writes, leaves alone and takes away."""

from __future__ import annotations

import json
import random
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.hanzi.scripts import Forms
from plugins.search.documents import Entry
from plugins.search.static import levels, segment
from plugins.search.static.packing import put, put_gaps
from plugins.search.static.shards import shard_of
from plugins.search.static.sync import commit_static, forget_static, is_in_place, remove_static, stage_static
from tests.search.search_stories import CATALOGUE, STORIES, many, story
from tests.search.search_stories import put as put_stories


class Folder:
    """A site with its index."""

    def __init__(self, folder: Path) -> None:
        self.index, self.site, self.state = folder / "index", folder / "site", folder / "state"
        self.search = self.site / "search"
        self.state.mkdir()

    def build(self, stories, catalogue=CATALOGUE) -> bool:
        put_stories(self.index, stories, catalogue)
        staged = stage_static(self.index, self.site, self.state)
        commit_static(staged, self.site, self.state)
        return staged is not None

    def manifest(self) -> dict:
        return json.loads((self.search / "manifest.json").read_text())

    def files(self) -> dict[str, int]:
        found = (path for path in self.search.rglob("*") if path.is_file())
        return {path.relative_to(self.search).as_posix(): path.stat().st_mtime_ns for path in found}

    def stands(self) -> bool:
        """Whether everything that the manifest names is there."""
        manifest = self.manifest()
        names = [segment["name"] for segment in manifest["segments"]]
        names += filter(None, [manifest["language"], manifest["changes"]])
        return all((self.search / name).exists() for name in names)


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)


def test_where_nothing_differs_nothing_is_written(folder):
    assert folder.build(STORIES)
    before = folder.files()
    assert not folder.build(STORIES)
    assert folder.files() == before
    assert is_in_place(folder.site, folder.state)


def test_one_edited_story_leaves_the_base_alone(folder):
    stories = many(200, edition=1)
    folder.build(stories)
    before = folder.files()
    stories[7] = story("story-7", "改过的标题", "麒麟来过。")
    folder.build(stories)
    after = folder.files()
    assert {path: after.get(path) for path in before if path != "manifest.json"} == {
        path: time for path, time in before.items() if path != "manifest.json"
    }
    first, second = folder.manifest()["segments"]
    assert len(first["dead"]) == 1
    assert second["dead"] == []
    assert len(after) - len(before) < 15


def test_what_an_open_page_needs_is_kept_until_the_next_change(folder):
    stories = list(STORIES)
    names = []
    for title in ("一", "二", "三"):
        stories[0] = story("fancheng-365", title, "守望。")
        folder.build(stories)
        names.append(folder.manifest()["segments"][0]["name"])
    assert len(set(names)) == 3
    assert not (folder.search / names[0]).exists()
    assert (folder.search / names[1]).exists()
    assert (folder.search / names[2]).exists()


def test_a_build_that_is_killed_leaves_the_last_index_and_the_next_one_repairs(folder, monkeypatch):
    folder.build(STORIES)
    before = (folder.search / "manifest.json").read_bytes()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("replace_file", "_place"):
        with monkeypatch.context() as patch:
            patch.setattr(f"plugins.search.static.sync.{step}", killed)
            with pytest.raises(KeyboardInterrupt):
                folder.build([*STORIES, story("new", "新的", f"{step}。")])
        assert (folder.search / "manifest.json").read_bytes() == before
        assert folder.stands()
    assert folder.build([*STORIES, story("new", "新的", "好了。")])
    assert folder.stands()
    assert not list(folder.state.glob("*.new"))


def test_without_its_state_everything_is_written_anew(folder):
    folder.build(STORIES)
    name = folder.manifest()["segments"][0]["name"]
    forget_static(folder.state)
    assert not is_in_place(folder.site, folder.state)
    assert folder.build(STORIES)
    assert folder.manifest()["segments"][0]["name"] == name
    shutil.rmtree(folder.search / name)
    assert not is_in_place(folder.site, folder.state)
    assert folder.build(STORIES)
    assert folder.stands()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-40], lambda data: data.replace(b"2", b"3"), lambda data: data[:0]]
)
def test_with_a_damaged_state_everything_is_written_anew(folder, damage):
    folder.build(STORIES)
    before = folder.files()
    state = folder.state / "static-search.state"
    state.write_bytes(damage(state.read_bytes()))
    assert not is_in_place(folder.site, folder.state)
    folder.build(STORIES)
    assert folder.files().keys() == before.keys()
    assert is_in_place(folder.site, folder.state)


def test_what_the_catalogue_says_by_now_stands_in_a_file_of_its_own_until_all_is_written_anew(folder):
    stories = many(100, edition=1)
    folder.build(stories)
    assert folder.manifest()["changes"] is None
    renamed = replace(CATALOGUE, people=CATALOGUE.people | {"ha": Entry(Forms("哈哈", "哈哈"))})
    assert folder.build(stories, renamed)
    once = folder.manifest()["changes"]
    assert "哈哈" in zlib.decompress((folder.search / once).read_bytes(), -zlib.MAX_WBITS).decode()
    again = replace(renamed, people=renamed.people | {"ha": Entry(Forms("哈哈", "哈哈"), None, ("呵呵",))})
    folder.build(stories, again)
    twice = folder.manifest()["changes"]
    assert "呵呵" in zlib.decompress((folder.search / twice).read_bytes(), -zlib.MAX_WBITS).decode()
    stories[:60] = many(60, edition=2)
    folder.build(stories, again)
    assert len(folder.manifest()["segments"]) == 1
    assert folder.manifest()["changes"] is None
    folder.build(stories, CATALOGUE)
    assert folder.manifest()["changes"]
    folder.build(stories, again)
    assert folder.manifest()["changes"] is None


def test_an_archive_without_stories_has_an_index(folder):
    assert folder.build([])
    assert len(folder.manifest()["segments"]) == 1
    assert folder.stands()
    assert not folder.build([])
    assert folder.build(STORIES)
    assert folder.build([])
    assert folder.stands()


def test_what_another_version_wrote_is_written_anew(folder, monkeypatch):
    folder.build(STORIES)
    before = folder.manifest()
    monkeypatch.setattr(segment, "FORMAT", before["format"] + 1)
    assert not is_in_place(folder.site, folder.state)
    assert folder.build(STORIES)
    after = folder.manifest()
    assert after["format"] == before["format"] + 1
    assert after["segments"][0]["name"] != before["segments"][0]["name"]


def test_where_a_service_answers_nothing_of_ours_stays(folder):
    folder.build(STORIES)
    (folder.search / "notes.txt").write_text("mine")
    remove_static(folder.site, folder.state)
    assert [path.name for path in folder.search.iterdir()] == ["notes.txt"]
    assert list(folder.state.iterdir()) == []
    assert folder.build(STORIES)
    (folder.search / "notes.txt").unlink()
    remove_static(folder.site, folder.state)
    remove_static(folder.site, folder.state)
    assert not folder.search.exists()


def test_files_of_others_stay(folder):
    folder.search.mkdir(parents=True)
    (folder.search / "notes.txt").write_text("mine")
    folder.build(STORIES)
    folder.build(STORIES[1:])
    assert (folder.search / "notes.txt").read_text() == "mine"


def test_a_shard_is_found_by_the_first_two_characters():
    assert {shard_of(term, 1000) for term in ("志愿", "志愿者", "志愿服务")} == {shard_of("志愿", 1000)}
    assert [shard_of(term, 97) for term in ("志", "𠮷野", "qr")] == [11, 65, 90]


def test_numbers_are_written_seven_bits_a_byte():
    out = bytearray()
    put(out, 300)
    put_gaps(out, [1, 5, 200])
    assert bytes(out) == bytes([0xAC, 0x02, 1, 4, 0xC3, 0x01])


def test_every_file_is_raw_deflate(folder):
    folder.build(STORIES)
    for path in folder.search.rglob("*.bin"):
        assert zlib.decompress(path.read_bytes(), -zlib.MAX_WBITS) is not None


def test_the_segments_stay_few(folder, monkeypatch):
    monkeypatch.setattr(levels, "LEVELS", ((1, 1), (5, 2)))
    stories = {one.id: one for one in many(100, edition=1)}
    folder.build(stories.values())
    for number in range(30):
        stories[f"story-{number}"] = story(f"story-{number}", "改过", f"第{number}回。")
        folder.build(stories.values())
        assert len(folder.manifest()["segments"]) <= 5


@pytest.mark.parametrize("among", [20_000, 40], ids=["anywhere", "of a few"])
def test_of_a_thousand_edits_few_write_more_than_thirty_two_stories(among):
    chooser = random.Random(1)
    segments = [set(range(20_000))]
    dead, wrote = 0, []
    for _ in range(1_000):
        story = chooser.randrange(among)
        dead += any(story in stories for stories in segments)
        for stories in segments:
            stories.discard(story)
        first = levels.merged_from([len(stories) for stories in segments], dead, 1)
        new = {story}.union(*segments[first:])
        segments = [*segments[:first], new]
        assert len(segments) <= 8
        wrote.append(len(new))
    assert sum(stories > 32 for stories in wrote) <= 1_000 / 100
    assert sum(wrote) / len(wrote) < 12


def test_all_is_written_anew_when_a_sixteenth_is_dead():
    assert levels.merged_from([1_599], 100, 1) == 1
    assert levels.merged_from([1_599], 101, 1) == 0
    assert levels.merged_from([1_599], 101, 0) == 0


def test_where_no_story_is_new_every_segment_stays():
    assert levels.merged_from([1_600, 30, 2], 3, 0) == 3
    assert levels.merged_from([10, 2], 0, 0) == 2


def test_what_is_new_joins_the_youngest_segment_that_has_room():
    assert levels.merged_from([20_000, 25], 0, 7) == 1
    assert levels.merged_from([20_000, 26], 0, 7) == 2


def test_a_small_archive_is_written_whole_and_no_later_segment_outgrows_a_sixteenth():
    assert levels.merged_from([63], 0, 1) == 0
    assert levels.merged_from([64], 0, 1) == 1
    assert levels.merged_from([290], 0, 18) == 1
    assert levels.merged_from([290], 0, 20) == 0
