"""After a take-down nothing of the old text stays in what was made of it: index, state, output. Composes, like ``site``.

Each output remembers which take-downs it has gone through, so that every one of them (site, preview, a colleague's) catches up with
its next build, wherever the take-down was made.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from typing import Any

from plugins.archive import build
from plugins.archive.recipe import digest
from plugins.archive.state import State
from plugins.desk.web.remembered import NAME as REVIEWED
from plugins.options import Options
from plugins.stories.tombstone import WITHDRAWN

_KEY = "takedowns"


def takedowns(stories: Iterable[Mapping[str, Any]]) -> str:
    """What tells one state of the archive's take-downs from another; empty where nothing was ever taken down."""
    made = ((one["id"], one["withdrawn"] if one["status"] == WITHDRAWN else one["redactions"]) for one in stories)
    found = sorted([story, str(what)] for story, what in made if what)
    return digest(found) if found else ""


def is_due(state: State, done: str) -> bool:
    """Whether an output has not gone through all :func:`takedowns` yet."""
    return bool(done) and state.get(_KEY) != done


def purge(state: State, options: Options, done: str) -> None:
    """Remove what earlier builds left of texts that are gone, once the new output and indexes stand.

    Args:
        state: the state of the output.
        options: where it stands.
        done: the :func:`takedowns` that it has gone through then.
    """
    build.sweep(state, options.output)
    shutil.rmtree(options.state / "staging", ignore_errors=True)
    (options.state / REVIEWED).unlink(missing_ok=True)
    state.scour()
    with state.transaction():
        state.set(_KEY, done)
