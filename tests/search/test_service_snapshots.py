"""A service that runs for months takes up thousands of new indexes: each old one is let go of, but never under a reader."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from search_stories import STORIES, put

from plugins.search.engine import Engine, IndexUnusable, Request
from plugins.search.web.engines import Engines


def total(snapshot, query: str) -> int:
    return snapshot.engine.search(Request(query, "hans")).total


def test_an_old_index_is_let_go_of_when_its_last_reader_leaves(tmp_path):
    put(tmp_path, STORIES[:1])
    engines = Engines(tmp_path)
    with engines.newest() as old, engines.newest() as same:
        assert same is old
        put(tmp_path, STORIES)
        with engines.newest() as new:
            assert new is not old
            assert total(new, "守望") == 2
            assert total(old, "守望") == 1
        assert total(old, "居民") == 1, "whoever was answered from it still is"
    with pytest.raises(IndexUnusable):
        total(old, "社区")
    with engines.newest() as now:
        assert now is new
        assert total(now, "社区") == 1


def test_what_cannot_be_opened_is_left_and_what_broke_is_dropped(tmp_path):
    engines = Engines(tmp_path)
    with pytest.raises(IndexUnusable), engines.newest():
        pass
    put(tmp_path, STORIES)
    with engines.newest() as good:
        pass
    (tmp_path / "current").write_text("nowhere")
    with engines.newest() as still:
        assert still is good
        engines.drop(still)
        engines.drop(still)
        assert total(still, "守望") == 2
    with pytest.raises(IndexUnusable), engines.newest():
        pass


def test_a_closed_engine_keeps_no_file_open(tmp_path):
    files = Path("/proc/self/fd")
    if not files.exists():
        pytest.skip("only Linux lists the open files of a process")
    put(tmp_path, STORIES)
    gc.collect()
    gc.disable()
    try:
        before = len(list(files.iterdir()))
        for _ in range(10):
            engine = Engine.open(tmp_path)
            assert engine.search(Request("守望", "hans")).total == 2
            engine.close()
        assert len(list(files.iterdir())) == before
    finally:
        gc.enable()
