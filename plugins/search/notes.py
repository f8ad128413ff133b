"""What a reader should know about a query that was read but may not mean what they think, or finds nothing."""

from __future__ import annotations

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.matching import Matcher
from plugins.search.messages import say
from plugins.search.naming import facet, nearest, resolve
from plugins.search.offers import searched, tagged
from plugins.search.results import Request
from plugins.search.syntax import Named, Node, Run, names, wanted_runs

_NOT = fold("非")


def note(matcher: Matcher, node: Node, matched: frozenset[int], request: Request) -> str:
    """Names that nobody knows, with the nearest that are known; and where nothing is found, what else may be meant.

    What was searched for, if that was several words; a run that is in no text may be a tag; 非 in front of a word is part
    of the word, not an operator.
    """
    script = request.script
    notes = [_unknown(matcher, named, script) for named in names(node) if not resolve(matcher.corpus, named).values]
    if not matched:
        notes += filter(None, [searched(matcher, request.query, script)])
        notes += [text for run in dict.fromkeys(wanted_runs(node)) if (text := _as_tag(matcher, run, script))]
        notes += [
            say("try-not", script, term=run.text, query=f"-{run.text[1:]}")
            for run in wanted_runs(node)
            if run.text.startswith(_NOT) and len(run.text) > 1 and not run.quoted
        ]
    return "\n".join(dict.fromkeys(notes))


def _unknown(matcher: Matcher, named: Named, script: Script) -> str:
    known = facet(matcher.corpus, named.field)
    text = say(f"unknown-{named.field}", script, name=named.written)
    near = nearest(matcher.corpus, named)
    if near:
        return say("similar", script, note=text, names="、".join(known.label(value, script) for value in near))
    return say("try-text", script, note=text, query=f"“{named.written}”")


def _as_tag(matcher: Matcher, run: Run, script: Script) -> str | None:
    if matcher.matches(run):
        return None
    tag = tagged(matcher, run, script)
    return say("try-field", script, count=len(tag.found.stories), query=tag.query) if tag else None
