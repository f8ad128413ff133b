"""Where a character of a story's text stands in its file: line and column, found again behind YAML and Markdown."""

from __future__ import annotations

from functools import cached_property

from plugins.hanzi.fold import is_han

Position = tuple[int, int]

#: How many characters on each side tell one place of a text from another, tried one after the other.
_AROUND = (400, 12, 6, 3, 1, 0)
#: What stands before the text of an attribute, in Markdown and in HTML of an editor's own.
_LEADS = {"alt": ("![", 'alt="', "alt='"), "title": (' "', " '", " (", 'title="', "title='")}


class Locator:
    """Finds places in one file.

    Args:
        text: the whole file.
        body: the Markdown in it.
        body_line: the line of the file at which the Markdown begins.
    """

    def __init__(self, text: str, body: str, body_line: int) -> None:
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._front = "\n".join(lines[: body_line - 1])
        self._body = body
        self._body_line = body_line

    def in_front(self, start: Position, text: str, offset: int) -> Position:
        """Where a character of a field's text stands.

        Args:
            start: where the field's value begins, its quotation mark or ``|`` included.
            text: the field's text, which YAML may have unquoted and put on one line.
            offset: the character of it.
        """
        line, column = start
        at = self._front_line(line) + column - 2
        for ch in text[: offset + 1]:
            if not ch.isspace():
                at = self._front.find(ch, at + 1)
                if at < 0:  # written as an escape
                    return start
        return self._front.count("\n", 0, at) + 1, at - self._front.rfind("\n", 0, at)

    def _front_line(self, line: int) -> int:
        return sum(len(one) + 1 for one in self._front.split("\n")[: line - 1])

    def in_attribute(self, name: str, text: str, offset: int) -> Position:
        """Where a character of an image's description or of a link's title stands."""
        for lead in _LEADS[name]:
            found = self._body.find(lead + text)
            if found >= 0:
                return self._line_and_column(found + len(lead) + offset)
        return self.in_body(text, offset) or (self._body_line, 1)

    def in_body(self, text: str, offset: int) -> Position | None:
        """Where a character of a block's text stands, if that can be told."""
        before = [ch for ch in text[:offset] if is_han(ch)]
        after = [ch for ch in text[offset:] if is_han(ch)]
        for size in _AROUND:
            left, right = before[len(before) - min(size, len(before)) :], after[: size + 1]
            found = self._letters.find("".join(left + right))
            if found >= 0 and right:
                return self._line_and_column(self._offsets[found + len(left)])
        return None

    def _line_and_column(self, at: int) -> Position:
        return self._body_line + self._body.count("\n", 0, at), at - self._body.rfind("\n", 0, at)

    @cached_property
    def _offsets(self) -> list[int]:
        """Where the Chinese characters of the body stand: markup and line ends between them do not count."""
        return [at for at, ch in enumerate(self._body) if is_han(ch)]

    @cached_property
    def _letters(self) -> str:
        return "".join(self._body[at] for at in self._offsets)
