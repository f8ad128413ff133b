"""The command line: which words belong together, one task run, its exit code."""

from __future__ import annotations

import os
import re
import sys

from invoke.collection import Collection
from invoke.exceptions import Exit, ParseError
from invoke.program import Program

from plugins.console import say

#: Words after these tasks belong together: the words of a query, the paths to check.
_GATHER = {
    "search": "--query",
    "check": "--path",
    "bench": "--name",
    "review": "--path",
    "import": "--input",
    "vocabulary": "--word",
}
#: Of these options every word up to the next option is a value: ``review --accept KEY KEY``.
_LISTED = frozenset({"--accept", "--accept-all"})
_SHORT_OPTION = re.compile(r"-[a-zA-Z]")


def gathered(tasks: Collection, arguments: list[str]) -> list[str]:
    """Join what invoke would take for several tasks: ``search 武汉 -医生`` is one query, ``check a b`` are two paths."""
    task_at = next((i for i, word in enumerate(arguments) if not word.startswith("-")), None)
    if task_at is None or arguments[task_at] not in _GATHER:
        return arguments
    flag = _GATHER[arguments[task_at]]
    options_of_task = tasks[arguments[task_at]].get_arguments()
    valued = {f"--{name}" for one in options_of_task if one.takes_value for name in one.names}
    words: list[str] = []
    options: list[str] = []
    listed = ""
    rest = iter(arguments[task_at + 1 :])
    for word in rest:
        if word == "--":
            words += rest
        elif word in _LISTED and flag == "--path":
            listed = word
        elif word in valued:
            options += [word, next(rest, "")]
        elif word.startswith("--") or _SHORT_OPTION.fullmatch(word):
            listed = ""
            options.append(word)
        elif listed:
            options.append(f"{listed}={word}")
        else:
            words.append(word)
    if flag == "--query":
        words = [" ".join(words)] if words else []
    return [*arguments[: task_at + 1], *(f"{flag}={word}" for word in words), *options]


class _Program(Program):
    """Invoke's program, letting its errors out so that we can give them our own exit codes and words."""

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:  # noqa: ARG002 (invoke's own names)
        """Parse and execute."""
        self.create_config()
        try:
            self.parse_core(argv)
            self.parse_collection()
            self.parse_tasks()
        except ValueError as error:  # --port abc
            raise ParseError(str(error)) from error
        self.parse_cleanup()
        self.update_config()
        self.execute()


def run_line(tasks: Collection, arguments: list[str]) -> int:
    """Run one of the tasks from the command line; returns the exit code."""
    program = _Program(name="run.py", namespace=tasks, version="0.1.0")
    try:
        program.run(["run.py", *gathered(tasks, arguments)])
        sys.stdout.flush()
    except ParseError as error:
        say(f"命令有误：{error}；用 --list 查看全部命令。", f"{error}; see all commands with --list.")
        return 2
    except Exit as error:
        return int(error.code)
    except BrokenPipeError:  # whoever read our output has seen enough, as in `search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
