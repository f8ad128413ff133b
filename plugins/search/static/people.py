"""Who has a run of characters in their name, and their stories: what ranking asks, by the terms of names.

Of the base only, whose catalogue may hold more people than anybody should fetch to rank one query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.hanzi.fold import fold
from plugins.search.analysis import terms
from plugins.search.static.packing import put, put_gaps, put_text, put_texts
from plugins.search.static.shards import BASE_SHARD, Shards


def write_names(
    folder: Path, entries: Mapping[str, Sequence[Any]], tags: Iterable[Sequence[str]]
) -> tuple[int, set[str]]:
    """Write the shards of the people's names.

    Args:
        folder: where to; made.
        entries: the people of the base's catalogue.
        tags: who is in each story, in the order of the stories.

    Returns:
        the number of shards, and every term of a name.
    """
    stories: defaultdict[str, list[int]] = defaultdict(list)
    for number, people in enumerate(tags):
        for id_ in dict.fromkeys(people):
            stories[id_].append(number)
    by_term: defaultdict[str, list[bytearray]] = defaultdict(list)
    for number, (id_, (hans, hant, _, more)) in enumerate(sorted(entries.items())):
        names = list(dict.fromkeys(map(fold, (hans, hant, *more))))
        person = bytearray()
        put(person, number)
        put_text(person, id_)
        put_texts(person, names)
        put(person, len(stories[id_]))
        put_gaps(person, stories[id_])
        for term in set().union(*map(terms, names)):
            by_term[term].append(person)
    shards = Shards(folder, BASE_SHARD)
    for term, named in sorted(by_term.items()):
        shards.add(term, _counted(named))
    return shards.write(), set(by_term)


def _counted(parts: Sequence[bytearray]) -> bytearray:
    out = bytearray()
    put(out, len(parts))
    for part in parts:
        out += part
    return out
