"""One small index, made once, and what the tests ask of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from archive import build_index
from search_stories import STORIES, put

from plugins.hanzi.scripts import Script
from plugins.search.engine import Engine, Request, Results

Ask = Callable[..., Results]


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of ``search_stories.STORIES``."""
    directory = tmp_path_factory.mktemp("search") / "index"
    put(directory, STORIES)
    return directory


@pytest.fixture(scope="session")
def engine(index: Path) -> Engine:
    return Engine.open(index)


@pytest.fixture(scope="session")
def ask(engine: Engine) -> Ask:
    """Search and get the results."""

    def ask(query: str, script: Script = "hans", **wanted) -> Results:
        return engine.search(Request(query, script, **wanted))

    return ask


@pytest.fixture(scope="session")
def ids(ask: Ask) -> Callable[..., list[str]]:
    """Search and get the ids of the hits, in order."""

    def ids(query: str, script: Script = "hans", **wanted) -> list[str]:
        return [hit.id for hit in ask(query, script, **wanted).hits]

    return ids


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The archive's own stories and those of ``native/``."""
    engine = Engine.open(build_index(tmp_path_factory.mktemp("archive")))
    yield engine
    engine.close()
