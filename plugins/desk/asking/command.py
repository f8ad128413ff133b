"""``new`` at the console: by questions on a terminal, by options alone anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.console import UsageError, print_faults, say
from plugins.desk.asking.draft import UNKNOWN, Draft, source_of
from plugins.desk.edits import ConflictError
from plugins.vocabulary.vocabulary import Vocabulary

#: The option that gives each field.
_OPTIONS = {"places": "place", "roles": "role", "people": "person"}


def new_story(content: Path, shown: str, given: Mapping[str, Any]) -> str:
    """Ask for what the options do not say, and write the draft.

    Args:
        content: the content folder.
        shown: the folder as messages name it.
        given: the fields that options gave; ``source`` as a mapping.

    Returns:
        The id of the draft; its file was printed.

    Raises:
        UsageError: an option is wrong, or there is nobody to ask for what is missing.
        ContentError: the vocabulary is at fault.
        KeyboardInterrupt, EOFError: the editor left; nothing was written.
        ConflictError: somebody wrote the same file meanwhile.
    """
    draft = Draft(content, Vocabulary.load(content))
    fields = {field: value for field, value in given.items() if value}
    if source := fields.get("source"):
        fields["source"] = {name: value for name, value in source_of(source).items() if value}
    for field, value in fields.items():
        fault = draft.problem(field, value)
        if fault is not None:
            text = f"--{_OPTIONS.get(field, field)}: {fault.message}；{fault.help}".rstrip("；")
            raise UsageError(text, text)
        draft.front[field] = value
    if sys.stdin.isatty() and sys.stdout.isatty():
        from plugins.desk.asking.questions import Questions

        Questions(draft).ask()
    elif missing := draft.missing():
        options = "、".join(f"--{_OPTIONS.get(field, field)}" for field in missing)
        raise UsageError(f"还要写明 {options}；不知道出处，写 --source {UNKNOWN} --reason …", f"Say also: {options}")
    file, faults = draft.write()
    print_faults(faults, shown)
    print(f"{shown}/{file.relative_to(content).as_posix()}")
    say(
        "草稿写好了。打开上面的文件，把最后一行换成正文，存盘；发表时把 status 改成 published。",
        "The draft is written. Put its text in the place of its last line; to publish it set status: published.",
    )
    return str(draft.front["id"])


__all__ = ["ConflictError", "new_story"]
