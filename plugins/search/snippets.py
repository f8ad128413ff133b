"""The passage that shows a reader why a story is a hit: in the script asked for, escaped, with ``<mark>``.

Folding keeps offsets, so what is found in the folded text is marked in the text as shown. Where a run stands only in the
other edition, the same block is shown, and marked by the same offsets if both editions' blocks are of one length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from plugins.hanzi.scripts import Script, other
from plugins.search.analysis import fold_line, spans
from plugins.search.documents import Text
from plugins.search.syntax import Run

#: How many characters a passage shows, about.
PASSAGE = 80
_MOST_PASSAGES = 2
_REACH = 12  # how far a passage may begin earlier or later to begin with a sentence
_STOPS = "。！？；，、：…!?;,"
_ELLIPSIS = "…"

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """HTML for one hit, and the anchor of the best block (None where title or summary is all there is)."""

    html: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """One block with what was found in it: for each run (by its number in the query) where it is marked."""

    text: str
    anchor: str | None
    runs: frozenset[int]
    marks: tuple[tuple[int, int], ...]

    @property
    def worth(self) -> tuple[int, int]:
        return len(self.runs), len(self.marks)


class _Part:
    """A summary or block of the edition shown; and the same of the other edition, read and folded only when needed.

    Args:
        shown: the text.
        known: it folded, if both editions fold to that.
        hidden: gives the other edition's text.
    """

    def __init__(self, shown: str, anchor: str | None, known: str | None, hidden: Callable[[], str]) -> None:
        self.shown, self.anchor = shown, anchor
        self._same = known is not None
        self._folded = fold_line(shown) if known is None else known
        self._hidden = hidden

    def look(self, runs: Sequence[Run]) -> _Found:
        """Find every run here, or else in the other edition's."""
        marks: Spans = []
        found = set()
        for i, run in enumerate(runs):
            if run.title:
                continue
            places = spans(run.text, self._folded) if run.spelling is None else spans(run.spelling, self.shown)
            if places:
                found.add(i)
            elif elsewhere := self._elsewhere(run):
                found.add(i)
                places = elsewhere if len(self._hidden()) == len(self.shown) else []
            marks += places
        return _Found(self.shown, self.anchor, frozenset(found), tuple(_merged(marks)))

    def _elsewhere(self, run: Run) -> Spans:
        if run.spelling is not None:
            return spans(run.spelling, self._hidden())
        return [] if self._same else spans(run.text, fold_line(self._hidden()))


def snippet(
    texts: Mapping[Script, Text], script: Script, runs: Sequence[Run], known: Sequence[str | None] = ()
) -> Snippet:
    """The best passage of the best block, and a second where that shows runs which the first does not.

    Args:
        texts: both editions as written.
        script: the edition shown.
        runs: what the query asks for, as it was searched for.
        known: of the title, the summary and each block what it folds to, if both editions' fold to that, as far as known.
    """
    shown = texts[script]
    summary, *body = [part.look(runs) for part in _parts(texts, script, known)]
    found = [block for block in body if block.runs]
    if not found:
        first = body[0] if body else _Found(shown.title, None, frozenset(), ())
        best = summary if summary.runs or (shown.summary and not summary.runs) else first
        return Snippet(_passage(best), first.anchor)
    chosen = [max(found, key=lambda block: block.worth)]
    if summary.runs > chosen[0].runs:
        return Snippet(_passage(summary), chosen[0].anchor)
    for _ in range(_MOST_PASSAGES - 1):
        seen = frozenset().union(*(block.runs for block in chosen))
        more = max(found, key=lambda block: len(block.runs - seen))
        if more.runs <= seen:
            break
        chosen.append(more)
    in_order = sorted(chosen, key=body.index)
    return Snippet(" ".join(map(_passage, in_order)), chosen[0].anchor)


def _parts(texts: Mapping[Script, Text], script: Script, known: Sequence[str | None]) -> Iterator[_Part]:
    """The summary and each block of the edition shown."""
    shown = texts[script]

    def hidden() -> Text:
        return texts.get(other(script), shown)

    def block_of(anchor: str, text: str) -> Callable[[], str]:
        return lambda: next((block.text for block in reversed(hidden().blocks) if block.anchor == anchor), text)

    yield _Part(shown.summary, None, known[1] if known else None, lambda: hidden().summary)
    for block, folded in zip(shown.blocks, known[2:] or [None] * len(shown.blocks), strict=True):
        yield _Part(block.text, block.anchor, folded, block_of(block.anchor, block.text))


def _merged(marks: Spans) -> Spans:
    """Marks in order; those that overlap or touch become one."""
    merged: Spans = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _passage(found: _Found) -> str:
    text = found.text
    start, end = _window(text, found.marks)
    html: list[str] = [_ELLIPSIS] if start else []
    at = start
    for first, last in found.marks:
        if last <= start or first >= end:
            continue
        first, last = max(first, start), min(last, end)  # noqa: PLW2901 - a mark longer than the passage is cut
        html += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    html.append(escape(text[at:end]))
    if end < len(text):
        html.append(_ELLIPSIS)
    return "".join(html)


def _window(text: str, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the passage begins and ends: around the most marks that one passage can hold, the earliest such."""
    if len(text) <= PASSAGE + _REACH:
        return 0, len(text)
    if not marks:
        return 0, PASSAGE
    ends = [end for _, end in marks]  # ascending, for marks are merged
    held = [bisect_right(ends, start + PASSAGE) - i for i, (start, _) in enumerate(marks)]
    first = marks[held.index(max(held))]
    last = max((e for s, e in marks if first[0] <= s and e <= first[0] + PASSAGE), default=first[1])
    start = max(0, min(first[0] - max(0, PASSAGE - (last - first[0])) // 2, len(text) - PASSAGE))
    stops = [i + 1 for i in range(max(0, start - _REACH), min(start + _REACH, first[0])) if text[i] in _STOPS]
    if start and stops:
        start = min(stops, key=lambda stop: abs(stop - start))
    if start < _REACH and last <= PASSAGE:
        start = 0
    return start, min(len(text), max(start + PASSAGE, last))
