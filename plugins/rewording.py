"""What a change of glossary, names, rules or library makes of stories that nobody edited: told before it is taken.

Composes the desk's comparison with what the last build knew, like ``reading``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from plugins.console import say
from plugins.desk.review.lock import Change, changed_sentences
from plugins.hanzi.scripts import other

#: So many sentences are printed; the rest are counted, and ``review --against`` shows them all.
_SHOWN = 20


def reworded(
    before: tuple[Mapping[str, Any], Mapping[str, Any]], now: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> Iterator[Change]:
    """The sentences of a generated edition that come out otherwise than last time, although they are written as they were.

    Args:
        before: facts and texts of a story as the last build kept them.
        now: facts and texts as they were just made.
    """
    story = now[0]["id"]
    own = now[0].get("script")
    if own is None or before[0].get("script") != own or not now[0]["editions"][other(own)]["converted"]:
        return
    old, new = ({side: _texts(*one, side) for side in (own, other(own))} for one in (before, now))
    for where, source in new[own].items():
        was, made = old[other(own)].get(where), new[other(own)].get(where)
        if was is not None and made is not None and old[own].get(where) == source and was != made:
            yield from changed_sentences(story, where, source, was, made)


def tell(changes: Sequence[Change]) -> None:
    """Print what changes, before anything is written."""
    if not changes:
        return
    say(
        f"词表、名字或转换规则改了，{len(changes)} 句的转换跟着变：",
        f"Glossary, names or rules changed; {len(changes)} sentences are converted otherwise:",
    )
    for one in islice(changes, _SHOWN):
        line = f"  {one.story}  {one.before}  →  {one.after}"
        say(line, line)
    if len(changes) > _SHOWN:
        rest = len(changes) - _SHOWN
        say(f"  …… 还有 {rest} 句", f"  ... and {rest} more")


def _texts(facts: Mapping[str, Any], texts: Mapping[str, Any], script: str) -> dict[str, str]:
    """Title, summary and blocks of one edition, by where they stand."""
    edition = facts["editions"][script]
    return {
        "title": edition["title"],
        "summary": edition.get("summary", ""),
        **dict(texts.get("blocks", {}).get(script, [])),
    }
