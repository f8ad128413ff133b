"""Changes at the console: shown first, made after yes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from plugins.console import say, speaks_chinese
from plugins.desk.edits import ConflictError

_YES = frozenset(("y", "yes", "是", "好", "改"))
_COLOURS = {"+": "\033[32m", "-": "\033[31m", "@": "\033[36m"}


class Changes(Protocol):
    """What can be made all together or not at all (:class:`plugins.desk.edits.Edits`)."""

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of the files that would be made, changed or taken away."""

    def apply(self) -> None:
        """Make the changes."""


def settle(changes: Changes, show: Callable[[], str], *, yes: bool) -> int:
    """Show changes on stdout, as a diff or as lines; make them after yes. Returns the exit code."""
    if not changes.changed:
        say("没有要改的。", "There is nothing to change.")
        return 0
    print_diff(show())
    count = len(changes.changed)
    if not yes and not _agreed(count):
        say("没有写入任何文件；要写入，加 --yes。", "Nothing was written; --yes writes it.")
        return 0
    if not applied(changes):
        return 1
    say(f"写入了 {count} 个文件。", f"{count} files written.")
    return 0


def applied(changes: Changes) -> bool:
    """Make changes, or tell that somebody else was faster."""
    try:
        changes.apply()
    except ConflictError as error:
        say(
            f"{'、'.join(error.paths)} 刚才又被改动了，没有写入；请再运行一次。",
            f"{', '.join(error.paths)} changed meanwhile, nothing was written; run this again.",
        )
        return False
    return True


def print_diff(diff: str) -> None:
    """Print a diff, in colours on a terminal."""
    colours = _COLOURS if sys.stdout.isatty() else {}
    for line in diff.splitlines():
        colour = colours.get(line[:1], "")
        print(f"{colour}{line}\033[0m" if colour else line)
    sys.stdout.flush()


def _agreed(count: int) -> bool:
    """Ask, where there is somebody to ask."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    question = f"改这 {count} 个文件吗？(y/N) " if speaks_chinese() else f"Change these {count} files? (y/N) "
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return sys.stdin.readline().strip().lower() in _YES
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return False
