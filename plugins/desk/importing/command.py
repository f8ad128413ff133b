"""``import``: take in everything that was named, save each draft as soon as it is made, and account for every input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plugins.desk.edits import ConflictError
from plugins.desk.importing.draft import Draft
from plugins.desk.importing.findings import Refused
from plugins.desk.importing.intake import Intake, Refusal
from plugins.desk.importing.sources import Input, inputs

#: Of what lies in a folder that somebody imports, these are no articles, and nobody thought that they were.
_PASSED_OVER = frozenset(("hidden", "link", "no-articles", "parts", "image", "unknown-kind", "no-file"))


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    Attributes:
        drafts: the drafts, each with the path that it was written to.
        refused: what should have made a draft and did not.
        skipped: what lay in a folder and is no article.
        interrupted: whether the user stopped it; what was not reached is among the refused.
    """

    drafts: Sequence[tuple[Draft, str]]
    refused: Sequence[Refusal]
    skipped: Sequence[Refusal]
    interrupted: bool = False

    def as_json(self) -> dict[str, Any]:
        """As ``import --json`` prints it."""
        return {
            "drafts": [draft.as_json(path) for draft, path in self.drafts],
            "refused": [one.as_json() for one in self.refused],
            "skipped": [one.as_json() for one in self.skipped],
        }

    def lines(self) -> list[str]:
        """One line for each input, and below each draft what the editor is asked."""
        told: list[str] = []
        for draft, path in self.drafts:
            told.append(f"{path}  {draft.title or '（没有题名）'}  ← {draft.input}")
            told += [f"    ？{field}：{question}" for field, question in draft.questions.items()]
        told += [f"没有导入 {one.input}：{one.reason}" for one in self.refused]
        return told + [f"跳过 {one.input}：{one.reason}" for one in self.skipped]


def run(
    asked: Iterable[str],
    intake: Intake,
    stdin: Callable[[], bytes],
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Import everything that was asked for. A draft is written whole or not at all; what stops the import leaves those before it.

    Args:
        asked: files, folders, addresses, ``-`` for stdin.
        intake: where to.
        stdin: gives what comes on stdin.
        tell: is told how far it is.
    """
    listed = list(inputs(asked, stdin))
    drafts: list[tuple[Draft, str]] = []
    refused: list[Refusal] = []
    skipped: list[Refusal] = []
    interrupted = False
    for done, one in enumerate(listed):
        tell(done, len(listed))
        try:
            for outcome in _take(intake, one):
                kept = _saved(intake, outcome)
                if isinstance(kept, Refusal):
                    (skipped if one.found and kept.code in _PASSED_OVER else refused).append(kept)
                else:
                    drafts.append(kept)
        except KeyboardInterrupt:
            refused += [
                Refusal(rest.shown, "没有轮到它就停下了，请再导入一次", "interrupted") for rest in listed[done:]
            ]
            interrupted = True
            break
    intake.remember()
    return Imported(drafts, refused, skipped, interrupted)


def _take(intake: Intake, one: Input) -> list[Draft | Refusal]:
    try:
        opened = one.open()
    except Refused as error:
        return [Refusal(one.shown, error.reason, error.code)]
    return intake.take(opened.name, opened.data, address=opened.address, images=one.images, shown=one.shown)


def _saved(intake: Intake, outcome: Draft | Refusal) -> tuple[Draft, str] | Refusal:
    if isinstance(outcome, Refusal):
        return outcome
    try:
        [path] = intake.save([outcome])
    except ConflictError as error:
        return Refusal(outcome.input, f"没有写成：{error} 刚才有人写了，没有动它；请再导入一次", "not-written")
    except OSError as error:
        return Refusal(outcome.input, f"草稿没有写成：{error.strerror or error}", "not-written")
    return replace(outcome, text="", files={}), os.path.relpath(path)  # thousands of them would fill the memory
