"""The index keeps in step with the stories, refuses what is not its own, and survives being killed."""

from __future__ import annotations

import dataclasses
import io
import json
import random
import shutil
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_stories import CATALOGUE, STORIES, digest, put, story

from plugins.hanzi.scripts import Forms
from plugins.search.documents import Catalogue, Entry
from plugins.search.engine import Engine, Request
from plugins.search.faults import IndexUnusable
from plugins.search.folders import current_version
from plugins.search.index import IndexReport, sync
from plugins.search.library import Window
from plugins.search.store import Store


def files(directory: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in directory.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def ids(directory: Path, query: str = "") -> list[str]:
    return sorted(hit.id for hit in Engine.open(directory).search(Request(query, "hans", size=100)).hits)


def test_the_first_sync_writes_every_story(tmp_path):
    assert put(tmp_path / "index", STORIES) == IndexReport(4, 0, rebuilt=True)
    assert ids(tmp_path / "index") == sorted(document.id for document in STORIES)


def test_nothing_is_written_and_nothing_loaded_where_nothing_differs(tmp_path):
    put(tmp_path, STORIES)
    before = files(tmp_path)
    digests = {document.id: digest(document) for document in STORIES}

    def never(_):
        raise AssertionError("nothing should be loaded")

    assert sync(tmp_path, digests, never, CATALOGUE) == IndexReport(0, 0, rebuilt=False)
    assert {name: state for name, state in files(tmp_path).items() if not name.endswith("lock")} == {
        name: state for name, state in before.items() if not name.endswith("lock")
    }


def test_only_what_differs_is_loaded(tmp_path):
    put(tmp_path, STORIES)
    changed = dataclasses.replace(STORIES[0], date="2020-02-02")
    stories = [changed, STORIES[1], story("new", "新的", "新的故事")]
    held = {document.id: document for document in stories}
    asked: list[str] = []

    def load(wanted):
        asked.extend(wanted)
        return [held[id_] for id_ in wanted]

    digests = {id_: digest(document) for id_, document in held.items()}
    assert sync(tmp_path, digests, load, CATALOGUE) == IndexReport(added=2, removed=2, rebuilt=False)
    assert asked == ["fancheng-365", "new"]
    assert ids(tmp_path) == ["fancheng-365", "new", "wuhan-driver"]


def test_a_new_catalogue_alone_is_written_and_answers(tmp_path):
    put(tmp_path, STORIES)
    places = {**CATALOGUE.places, "henan": Entry(Forms("河南省", "河南省"), None, ("豫",))}
    catalogue = Catalogue(places, CATALOGUE.roles, CATALOGUE.people, CATALOGUE.sources)
    assert put(tmp_path, STORIES, catalogue) == IndexReport(0, 0, rebuilt=False)
    assert ids(tmp_path, "place:豫") == ["henan-teacher"]


def test_the_word_list_follows_the_stories(tmp_path):
    put(tmp_path, STORIES)
    assert Store.open(tmp_path).special("words")["守望"] == 2
    put(tmp_path, STORIES[:3])
    words = Store.open(tmp_path).special("words")
    assert words["守望"] == 1
    assert "村口" not in words


def test_an_index_can_become_empty_and_be_filled_again(tmp_path):
    put(tmp_path, STORIES)
    assert put(tmp_path, []) == IndexReport(0, 4, rebuilt=False)
    assert ids(tmp_path) == []
    assert put(tmp_path, STORIES) == IndexReport(4, 0, rebuilt=False)
    assert len(ids(tmp_path)) == 4


@pytest.mark.parametrize("wrong", ["missing", "twice", "other"])
def test_a_loader_that_gives_other_stories_than_asked_for_changes_nothing(tmp_path, wrong):
    put(tmp_path, STORIES[:2])
    given = {
        "missing": [],
        "twice": [STORIES[2], STORIES[2], STORIES[3]],
        "other": [STORIES[2], STORIES[0], STORIES[3]],
    }[wrong]
    digests = {document.id: digest(document) for document in STORIES}
    with pytest.raises(ValueError, match="load gave"):
        sync(tmp_path, digests, lambda _: given, CATALOGUE)
    assert ids(tmp_path) == ["fancheng-365", "wuhan-driver"]
    put(tmp_path, STORIES)
    assert len(ids(tmp_path)) == 4


def test_a_reader_answers_from_its_snapshot_while_writers_go_on(tmp_path):
    put(tmp_path, STORIES)
    engine = Engine.open(tmp_path)
    for day in range(1, 12):
        put(tmp_path, [dataclasses.replace(STORIES[0], date=f"2020-03-{day:02}"), *STORIES[2:]])
    assert not engine.is_current()
    assert engine.search(Request("司机", "hans")).total == 1
    assert "司机" in engine.search(Request("司机", "hans")).hits[0].snippet
    assert Engine.open(tmp_path).search(Request("司机", "hans")).total == 0


def test_without_an_index_the_reason_is_told(tmp_path):
    with pytest.raises(IndexUnusable, match="no index"):
        Engine.open(tmp_path / "nowhere")


@pytest.mark.parametrize("part", ["fold", "analysis", "schema", "whoosh"])
def test_an_index_of_another_version_is_refused_and_rebuilt(tmp_path, part):
    put(tmp_path, STORIES)
    version = current_version(tmp_path)
    stamp = tmp_path / version[0] / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), part: "another"}))
    with pytest.raises(IndexUnusable, match="another version"):
        Engine.open(tmp_path)
    assert put(tmp_path, STORIES) == IndexReport(4, 0, rebuilt=True)
    assert len(ids(tmp_path)) == 4
    assert len([entry for entry in tmp_path.iterdir() if entry.is_dir()]) == 1


def test_whoosh_files_without_our_stamp_are_never_opened(tmp_path):
    put(tmp_path, STORIES)
    version = current_version(tmp_path)
    (tmp_path / version[0] / "stamp.json").unlink()
    for toc in (tmp_path / version[0]).glob("*.toc"):
        toc.write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
    with pytest.raises(IndexUnusable, match="no stamp"):
        Engine.open(tmp_path)
    assert put(tmp_path, STORIES).rebuilt


def test_what_is_not_ours_in_the_folder_is_left_alone(tmp_path):
    (tmp_path / "notes").mkdir(parents=True)
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "_MAIN_1.toc").write_text("foreign")
    put(tmp_path, STORIES)
    assert (tmp_path / "notes" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "_MAIN_1.toc").read_text() == "foreign"


def test_a_broken_file_is_noticed_whatever_file_it_is(tmp_path):
    put(tmp_path / "good", STORIES)
    version = current_version(tmp_path / "good")
    names = [entry.name for entry in (tmp_path / "good" / version[0]).iterdir() if entry.suffix in (".toc", ".seg")]
    assert len(names) == 2
    for name in names:
        for damage in ("cut", "gone", "junk"):
            broken = tmp_path / f"{name}-{damage}"
            shutil.copytree(tmp_path / "good", broken)
            file = broken / version[0] / name
            if damage == "gone":
                file.unlink()
            else:
                file.write_bytes(file.read_bytes()[:-20] if damage == "cut" else b"junk")
            with pytest.raises(IndexUnusable):
                Engine.open(broken)
            assert put(broken, STORIES).rebuilt
            assert len(ids(broken)) == 4


def test_a_pointer_to_nowhere_is_refused_and_mended(tmp_path):
    put(tmp_path, STORIES)
    for pointer in ("i-0000000000000000", "../elsewhere", "", "\ud7ff"):
        (tmp_path / "current").write_text(pointer)
        with pytest.raises(IndexUnusable):
            Engine.open(tmp_path)
        assert put(tmp_path, STORIES).rebuilt


KILLED = """
import sys
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from pathlib import Path
from search_stories import many, put
print("ready", flush=True)
sys.stdin.readline()
put(Path(sys.argv[1]), many(int(sys.argv[4]), int(sys.argv[5])))
print("done", flush=True)
"""


def sync_and_kill(directory: Path, count: int, edition: int, delay: float) -> bool:
    """Sync in another process and kill it after a while. Whether it was still at it."""
    root, here = Path(__file__).parents[2], Path(__file__).parent
    command = [sys.executable, "-c", KILLED, str(directory), str(root), str(here), str(count), str(edition)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(delay)
        alive = process.poll() is None
        process.kill()
        process.wait()
        return alive


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_writer_leaves_the_old_index_or_the_new_one_and_the_next_sync_repairs(tmp_path):
    from search_stories import many

    count = 60
    put(tmp_path, many(count, 0))
    chance = random.Random(1)  # moments to kill at
    killed = 0
    for edition in range(1, 9):
        killed += sync_and_kill(tmp_path, count, edition, chance.uniform(0.0, 0.5))
        engine = Engine.open(tmp_path)
        totals = {wanted: engine.search(Request(f"edition{wanted}", "hans")).total for wanted in (edition - 1, edition)}
        assert sorted(totals.values()) == [0, count]
        put(tmp_path, many(count, edition))
        assert Engine.open(tmp_path).search(Request(f"edition{edition}", "hans")).total == count
    assert killed


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_rebuild_leaves_nothing_that_answers_half_and_is_swept_away(tmp_path):
    from search_stories import many

    for delay in (0.02, 0.1, 0.2, 0.35):
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        sync_and_kill(tmp_path / "index", 60, 1, delay)
        try:
            assert Engine.open(tmp_path / "index").search(Request("edition1", "hans")).total == 60
        except IndexUnusable:
            assert put(tmp_path / "index", many(60, 1)).rebuilt
        assert len([entry for entry in (tmp_path / "index").iterdir() if entry.is_dir()]) == 1


def test_two_writers_take_turns(tmp_path):
    put(tmp_path, STORIES[:1])
    root, here = Path(__file__).parents[2], Path(__file__).parent
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(root), str(here), "40"]
    writers = [
        subprocess.Popen([*command, str(edition)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for edition in (1, 2)
    ]
    for writer in writers:
        with writer:
            assert writer.stdin
            writer.stdin.write("go\n")
            writer.stdin.close()
            assert writer.stdout
            assert "done" in writer.stdout.read()
    engine = Engine.open(tmp_path)
    totals = [engine.search(Request(f"edition{edition}", "hans")).total for edition in (1, 2)]
    assert sorted(totals) == [0, 40]


def test_text_with_controls_and_characters_beyond_the_basic_plane_is_kept(tmp_path):
    strange = story("strange", "𠮷野家\x1e店", "第一行\n第二行\x00𠀀𠀁")
    put(tmp_path, [strange])
    assert ids(tmp_path, "𠮷野家") == ["strange"]
    assert ids(tmp_path, "𠀀𠀁") == ["strange"]
    assert ids(tmp_path, "行第") == []
    assert "<mark>𠀀𠀁</mark>" in Engine.open(tmp_path).search(Request("𠀀𠀁", "hans")).hits[0].snippet


def test_opening_an_index_reads_little_of_it(tmp_path):
    long = "".join(chr(0x4E00 + i % 5000) for i in range(50_000))
    put(tmp_path, [story(f"long-{i}", f"第{i}篇", long, words=["守望"]) for i in range(8)])
    size = sum(path.stat().st_size for path in tmp_path.glob("*/*.seg"))
    Store.open(tmp_path).close()  # what is loaded once for all
    tracemalloc.start()
    store = Store.open(tmp_path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(store.folded(0)) > len(long)
    store.close()
    assert size > 1_000_000
    assert most < size / 4


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(-1, 70)), max_size=8))
def test_a_part_of_a_mapped_file_reads_as_a_file_does(data, reads):
    window, file = Window(memoryview(data)), io.BytesIO(data)
    for position, size in reads:
        assert window.seek(position) == file.seek(position) == window.tell()
        assert window.read(size) == file.read(size)
    assert window.seek(0, io.SEEK_END) == len(data)
    window.close()
