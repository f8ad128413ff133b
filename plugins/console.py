"""How commands speak: Chinese or English after the user's locale, faults one a line, a progress bar only on a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plugins.faults import Fault

#: What a command that the user stopped exits with, as shells expect.
INTERRUPTED = 130


def speaks_chinese() -> bool:
    """Whether the user's locale is Chinese."""
    language = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return language.lower().startswith("zh")


class UsageError(Exception):
    """A command can't be carried out as it was typed; the arguments say so in Chinese and in English."""


def say(chinese: str, english: str) -> None:
    """Tell the user something, on stderr: stdout belongs to a command's result."""
    print(chinese if speaks_chinese() else english, file=sys.stderr, flush=True)


def print_json(document: Any) -> None:
    """Print a command's result as one JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def print_faults(faults: Iterable[Fault], folder: str) -> None:
    """Print faults one a line, in a form that terminals and editors make clickable.

    What stops a build comes first, then the errors of drafts, then warnings.
    """
    for fault in sorted(faults, key=lambda fault: (not fault.stops, fault.severity != "error", fault)):
        word = "（提醒）" if fault.severity == "warning" else "（草稿）" if fault.draft else ""
        print(
            f"{folder}/{fault.path}:{fault.line}:{fault.column}: {word}{fault.message}"
            + (f"；{fault.help}" if fault.help else "")
        )


@contextlib.contextmanager
def progress(chinese: str, english: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, nothing in a pipe. The function it gives is told (done, of how many)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(chinese if speaks_chinese() else english, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
