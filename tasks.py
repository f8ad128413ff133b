"""Every command of the archive. ``python3 run.py TASK`` sets up and runs one; ``inv TASK`` runs one inside ``.venv``.

A command parses, calls a room, prints. Exit 0 when all is well, 1 when the content is at fault, 2 for wrong usage.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from invoke.collection import Collection

from plugins.commands.building import build, clean, publish, rebuild, watch
from plugins.commands.checking import check, review
from plugins.commands.developing import bench, lint, test
from plugins.commands.line import run_line
from plugins.commands.naming import move, vocabulary
from plugins.commands.searching import convert, search
from plugins.commands.serving import desk, host, serve
from plugins.commands.withdrawing import redact, withdraw
from plugins.commands.writing import import_, new

#: What ``inv`` and ``run.py`` find here.
namespace = Collection(
    *(build, rebuild, watch, publish, clean),
    *(serve, desk, host),
    *(check, review),
    *(new, import_, vocabulary, move, withdraw, redact),
    *(search, convert),
    *(test, lint, bench),
)


def main(arguments: list[str]) -> int:
    """Run one command from the command line; returns the exit code."""
    return run_line(namespace, arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
