"""``import``: take everything in that was named, save all drafts together, and account for every input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.desk.importing.draft import Draft
from plugins.desk.importing.findings import Refused
from plugins.desk.importing.intake import Intake, Refusal
from plugins.desk.importing.sources import Input, inputs


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the drafts with the path that each was written to, and what was refused."""

    drafts: Sequence[tuple[Draft, str]]
    refused: Sequence[Refusal]

    def as_json(self) -> dict[str, Any]:
        """As ``import --json`` prints it."""
        return {
            "drafts": [draft.as_json(path) for draft, path in self.drafts],
            "refused": [one.as_json() for one in self.refused],
        }

    def lines(self) -> list[str]:
        """One line for each input, and below each draft what the editor is asked."""
        told: list[str] = []
        for draft, path in self.drafts:
            told.append(f"{path}  {draft.title or '（没有题名）'}  ← {draft.input}")
            told += [f"    ？{field}：{question}" for field, question in draft.questions.items()]
        return told + [f"没有导入 {one.input}：{one.reason}" for one in self.refused]


def run(
    asked: Iterable[str],
    intake: Intake,
    stdin: Callable[[], bytes],
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Import everything that was asked for.

    Args:
        asked: files, folders, addresses, ``-`` for stdin.
        intake: where to.
        stdin: gives what comes on stdin.
        tell: is told how far it is.

    Raises:
        OSError: a draft can't be written; none was.
        ConflictError: a file of a draft's name appeared meanwhile; nothing was written.
    """
    listed = list(inputs(asked, stdin))
    outcomes: list[Draft | Refusal] = []
    for done, one in enumerate(listed):
        tell(done, len(listed))
        outcomes += _take(intake, one)
    made = [one for one in outcomes if isinstance(one, Draft)]
    paths = [os.path.relpath(path) for path in intake.save(made)]
    return Imported(list(zip(made, paths, strict=True)), [one for one in outcomes if isinstance(one, Refusal)])


def _take(intake: Intake, one: Input) -> list[Draft | Refusal]:
    try:
        data = one.read()
    except Refused as error:
        return [Refusal(one.shown, error.reason, error.code)]
    return intake.take(one.name, data, address=one.address, images=one.images, shown=one.shown)
