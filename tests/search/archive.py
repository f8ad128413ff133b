"""The archive's own stories and a few in the Traditional Chinese of Taiwan and Hong Kong, indexed as a build does it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from plugins.archive.pelican_run import read_settings
from plugins.archive.state import State
from plugins.indexing import sync_index
from plugins.options import options_of
from plugins.pages.collection import Collection
from plugins.reading import read
from plugins.scanning import Files

ROOT = Path(__file__).resolve().parents[2]
NATIVE = Path(__file__).parent / "native"


def build_index(folder: Path) -> Path:
    """Index the stories below a folder of their own; gives the folder of the index."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    for file in NATIVE.glob("*.md"):
        shutil.copy(file, content / "stories" / file.name)
    settings = read_settings(ROOT / "pelicanconf.py", PATH=str(content), OUTPUT_PATH=str(folder / "output"))
    options = replace(options_of(settings), workers=1)
    with State.open(options.state_file) as state:
        found = read(options, Files.find(options, state), state)
        assert not found.faults, found.faults
        published = [story for story in found.below("stories/") if story["status"] == "published"]
        sync_index(options.index, Collection.of(published, found.vocabulary), state.texts)
    return options.index
