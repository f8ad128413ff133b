"""What to try where a search found nothing: links to searches that do find something. docs/search.md has the rules.

Everything is worked out from the query as typed, the catalogue and the word list, so that the browser offers the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from plugins.hanzi.fold import fold
from plugins.hanzi.scripts import Script
from plugins.search.analysis import WILD, split_by_words
from plugins.search.clauses import as_typed, without_field, written_clauses
from plugins.search.corpus import Names
from plugins.search.facets import FACETS, Facet
from plugins.search.faults import QueryError
from plugins.search.matching import LONGEST_UNSPLIT, Matcher
from plugins.search.messages import say
from plugins.search.naming import Resolved, facet, resolve
from plugins.search.query import parse
from plugins.search.syntax import Named, NameField, Near, Not, Run

MOST_OFFERS = 3
_MOST_SPELLINGS = 2  # so that fewer words are offered too
_MOST_UNKNOWN = 3  # clauses that names are looked for
_MOST_LEFT_OUT = 12  # a query of more words is not tried without each of them
_SHORTEST, _SHORT = 2, 4
_FIELDS: tuple[NameField, ...] = ("place", "role", "person", "source")


@dataclass(frozen=True, slots=True)
class Offer:
    """A search that finds something.

    Attributes:
        query: what to search for.
        total: how many stories that finds.
        without: the facets whose choice is taken away.
    """

    query: str
    total: int
    without: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a run means as a name in a field, and the query that asks for that."""

    field: NameField
    found: Resolved
    query: str


def fewer_facets(
    query: str, matched: frozenset[int], base: Mapping[Facet, frozenset[int]], chosen: Sequence[Facet]
) -> tuple[Offer, ...]:
    """Offers for a query that finds stories, but none with the facet values chosen.

    The query without the choice of one facet, most hits first; without all of them where no one is enough.
    """
    one = [Offer(query, len(base[name]), (name,)) for name in FACETS if name in chosen and base[name]]
    one.sort(key=lambda offer: -offer.total)
    return tuple(one[:MOST_OFFERS]) or (Offer(query, len(matched), tuple(chosen)),)


def other_queries(matcher: Matcher, query: str, script: Script, chosen: Sequence[Facet]) -> tuple[Offer, ...]:
    """Offers for a query that finds nothing: names spelled nearly so, then fewer words. No facet is chosen in them."""
    found: dict[str, Offer] = {}
    for other in (*_spelled(matcher, query, script), *_shortened(matcher, query, script)):
        if len(found) < MOST_OFFERS and other not in found and (total := _total(matcher, other)):
            found[other] = Offer(other, total, tuple(chosen))
    return tuple(found.values())


def searched(matcher: Matcher, query: str, script: Script) -> str:
    """What was searched for, as it was read: the clauses that must all match, and the words of a run that was split."""
    words = [word for clause in written_clauses(query, script) for word in _read_as(matcher, clause)]
    return say("searched", script, words="、".join(words)) if len(words) > 1 else ""


def in_field(field: NameField, name: str, script: Script) -> str:
    """How a name is searched for in a field, which is called as readers of the script call it."""
    return f"{say(f'facet-{field}', script)}:" + (f"“{name}”" if len(name) > LONGEST_UNSPLIT else name)


def tagged(matcher: Matcher, run: Run, script: Script) -> Tagged | None:
    """What a run means as a name that stories are tagged with; None where no story is."""
    for field in _FIELDS:
        found = resolve(matcher.corpus, Named(field, run.text, run.text))
        if found.stories:
            label = facet(matcher.corpus, field).label(found.values[0], script)
            return Tagged(field, found, in_field(field, label, script))
    return None


def _read_as(matcher: Matcher, clause: str) -> tuple[str, ...]:
    node = parse(clause)
    words = matcher.plan(node).words if isinstance(node, Run) else ()
    return as_typed(clause, [word.text for word in words]) or (clause,)


def _matches(matcher: Matcher, query: str) -> frozenset[int]:
    try:
        return matcher.matches(parse(query))
    except QueryError:  # more words than a query may have
        return frozenset()


def _total(matcher: Matcher, query: str) -> int:
    return len(_matches(matcher, query))


def _spelled(matcher: Matcher, query: str, script: Script) -> Iterator[str]:
    """The query with a clause that finds nothing replaced by a name that is spelled nearly so, nearest names first."""
    clauses = written_clauses(query, script)
    unknown = [at for at, clause in enumerate(clauses) if not _matches(matcher, clause)]
    others = (
        next((other for other in ways if _matches(matcher, other)), None)
        for at in unknown[:_MOST_UNKNOWN]
        for ways in _ways(matcher, clauses, at, script)
    )
    return islice(filter(None, others), _MOST_SPELLINGS)


def _ways(matcher: Matcher, clauses: Sequence[str], at: int, script: Script) -> Iterator[list[str]]:
    """The query with a clause replaced: by the tag that it is itself, then by each name like it, in the text, else as a tag.

    In a name field names are tags only.
    """
    node = parse(clauses[at])
    own = None
    if isinstance(node, Named):
        known = resolve(matcher.corpus, node).values
        found = [] if known else _alike(matcher, (node.field,), node.name, script)
    elif isinstance(node, Run) and not node.title and node.spelling is None and WILD not in node.text:
        own = tagged(matcher, node, script)
        found = _alike(matcher, _FIELDS, node.text, script)
    else:
        found = []
    if own:
        yield [_replaced(clauses, at, own.query)]
    for field, name in found:
        means = resolve(matcher.corpus, Named(field, fold(name), name))
        if own and (own.field, own.found) == (field, means):
            continue
        tag = in_field(field, name, script)
        plain = [] if isinstance(node, Named) else [f"“{name}”" if len(name) > LONGEST_UNSPLIT else name]
        yield [_replaced(clauses, at, way) for way in (*plain, tag)]


def _replaced(clauses: Sequence[str], at: int, way: str) -> str:
    return " ".join((*clauses[:at], way, *clauses[at + 1 :]))


def _alike(matcher: Matcher, fields: Sequence[NameField], text: str, script: Script) -> list[tuple[NameField, str]]:
    """The names like a folded text, with their fields: nearest first, then most stories, then by field and id."""
    found = []
    for order, field in enumerate(fields):
        names = facet(matcher.corpus, field)
        for value, known in names.folded.items():
            near = [(apart, name) for name in known if (apart := _apart(text, name)) is not None]
            if text == _letters(value):
                near.append((0, fold(names.label(value, script))))
            stories = len(names.stories.get(value, ()))
            if near and stories:
                apart, name = min(near, key=lambda pair: pair[0])
                found.append((apart, -stories, order, value, _unfolded(names, value, name, script)))
    return [(fields[order], name) for _, _, order, _, name in sorted(found)]


def _letters(value: str) -> str:
    """The letters of an id, which are those of the name's pinyin: xiangyang of hubei/xiangyang."""
    return value.rsplit("/", 1)[-1].replace("-", "")


def _unfolded(names: Names, value: str, folded: str, script: Script) -> str:
    """A name of a value as it is written, in the script asked for where it has forms in both."""
    entry = names.entries[value]
    return next((name for name in (entry.forms.in_script(script), *entry.names) if fold(name) == folded), folded)


def _apart(text: str, name: str) -> int | None:
    """How many characters to add, take away or change from one to the other; None if they are too many for a misspelling.

    At most one in a text of two to four characters, two in a longer one.
    """
    most = 1 if len(text) <= _SHORT else 2
    if min(len(text), len(name)) < _SHORTEST or abs(len(text) - len(name)) > most or len({*text} - {*name}) > most:
        return None
    row = list(range(len(name) + 1))
    for i, ch in enumerate(text, 1):
        above, row = row, [i]
        for j, other in enumerate(name, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (ch != other)))
    return row[-1] if row[-1] <= most else None


def _shortened(matcher: Matcher, query: str, script: Script) -> Iterator[str]:
    """The query with fewer words.

    A run that finds nothing counts as its words. First without the words that find nothing by themselves; if that finds
    nothing, without each of the others, most hits first; and last, any of them.
    """
    clauses = written_clauses(query, script)
    words = list(dict.fromkeys(word for clause in clauses for word in _apart_in_words(matcher, clause)))
    kept = [(word, found) for word in words if (found := _matches(matcher, word))]
    wanted = [word for word, _ in kept if not isinstance(parse(word), Not)]
    if not wanted:
        return
    whole = " ".join(word for word, _ in kept)
    yield whole
    if _matches(matcher, whole):
        return
    fewer = []
    if len(kept) <= _MOST_LEFT_OUT:
        for at, (left_out, _) in enumerate(kept):
            rest = kept[:at] + kept[at + 1 :]
            if rest and wanted != [left_out]:
                found = reduce(frozenset.__and__, (found for _, found in rest))
                fewer.append((len(found), " ".join(word for word, _ in rest)))
    yield from (other for _, other in sorted(fewer, key=lambda pair: -pair[0]))
    yield " 或 ".join(wanted)


def _apart_in_words(matcher: Matcher, clause: str) -> tuple[str, ...]:
    """The words of a run; of a clause that finds nothing what it is made of, where that is runs; else the clause."""
    node = parse(clause)
    if isinstance(node, Run) and (words := matcher.plan(node).words) and not node.title:
        return as_typed(clause, [word.text for word in words])
    if matcher.matches(node):
        return (clause,)
    if isinstance(node, Near) and not any(run.title for run in node.runs):
        return as_typed(clause, [run.text for run in node.runs])
    if not isinstance(node, Run) or WILD in node.text:
        return (clause,)
    if node.title or node.spelling is not None:
        return (without_field(clause),)
    parts = split_by_words(node.text, matcher.corpus.words, matcher.corpus.longest_word)
    return as_typed(clause, [part for part in parts if len(part) >= _SHORTEST]) or (clause,)
