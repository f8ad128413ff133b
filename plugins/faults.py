"""Faults: what is wrong in the content, where, and what to do about it.

Every room reports faults in this one shape, so that one run can name them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in one file.

    Attributes:
        path: the file, relative to the content folder, with forward slashes ("stories/fancheng-365.md").
        line: 1-based line, 1 where the whole file is meant.
        column: 1-based column in code points, 1 where the whole line is meant.
        code: a stable short name for the kind of fault ("unknown-place"), for tools and tests.
        message: what is wrong, in Chinese, in words that an editor understands.
        help: what to type or do, in Chinese; may be empty.
        severity: an error stops a build, a warning does not.
        draft: the file is a draft, whose errors stop nothing either.
        was: what stands at the line and column, where that alone can be replaced; else empty.
        instead: what to write in its place, where there is no doubt; else empty.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    help: str = ""
    severity: Severity = "error"
    draft: bool = False
    was: str = ""
    instead: str = ""

    @property
    def stops(self) -> bool:
        """Whether nothing may be built while this stands."""
        return self.severity == "error" and not self.draft

    def __str__(self) -> str:
        """``file:line:column: message; what to do``, the form that terminals and editors make clickable."""
        tail = f"；{self.help}" if self.help else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{tail}"

    def as_json(self) -> dict[str, object]:
        """The fault as plain data, as ``check --json`` prints it."""
        return asdict(self)


class ContentError(Exception):
    """The content is at fault: carries every fault found but those of drafts, sorted by place; nothing has been written."""

    exitcode = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Fault, ...]]]:
        """Faults found in a worker process arrive whole."""
        return type(self), (self.faults,)
