"""What can be wrong: a query that cannot be read, an index that cannot be answered from."""

from __future__ import annotations


class QueryError(Exception):
    """A query cannot be read.

    Attributes:
        position: where, in code points of the query as typed.
        message: what is wrong, in the reader's script.
        suggestion: the query mended, ready to be asked; None where nothing sensible can be offered.
    """

    exitcode = 2

    def __init__(self, position: int, message: str, suggestion: str | None = None) -> None:
        self.position = position
        self.message = message
        self.suggestion = suggestion
        super().__init__(message)

    def as_json(self) -> dict[str, object]:
        """The error as plain data, as ``search --json`` and the service give it."""
        return {"position": self.position, "message": self.message, "suggestion": self.suggestion}


class IndexUnusable(Exception):  # noqa: N818 - it states a fact about the index, and callers catch it by that name
    """There is no index that may be answered from: none, stale, broken, or not ours. ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
