"""Keep the index in step with the stories: compare, write only the differences, in one commit.

What an index holds of a story: its terms (postings), a small card (what facets, order and statistics need), its folded
texts (what runs are verified and counted in), and both editions as written (what snippets show).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from plugins.hanzi.scripts import SCRIPTS, Forms
from plugins.search.analysis import length
from plugins.search.documents import Catalogue, Document, Entry
from plugins.search.folded import FIELD_END, differing, folded_fields
from plugins.search.plain import as_json
from plugins.search.store import Store
from plugins.search.suggest_keys import all_readings, title_reading
from plugins.search.writer import Writer, writing

Load: TypeAlias = Callable[[Sequence[str]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one sync did.

    Attributes:
        added: stories written, new ones and changed ones.
        removed: stories taken out because they are gone.
        rebuilt: the index was made anew, because there was none that may be answered from.
    """

    added: int
    removed: int
    rebuilt: bool


def sync(
    directory: Path, digests: Mapping[str, str], load: Load, catalogue: Catalogue, *, anew: bool = False
) -> IndexReport:
    """Make the index hold exactly these stories. Writes nothing where nothing differs.

    Args:
        directory: the index folder; made if need be. Only what is ours in it is ever changed.
        digests: story id to a digest of everything in its document.
        load: gives the documents of the ids that it is called with, once, in any order.
        catalogue: every facet value that occurs.
        anew: write all of it, so that nothing is left of the stories that it held.

    Raises:
        ValueError: ``load`` gave other stories than it was asked for; the index is as it was.
        TimeoutError: another writer holds the index.
    """
    with writing(directory):
        held = None if anew else _held(directory, catalogue)
        if held is None:
            return _rebuild(directory, digests, load, catalogue)
        return _update(directory, held, digests, load, catalogue)


@dataclass(frozen=True, slots=True)
class _Held:
    """What an index holds.

    Attributes:
        digests: that of each story.
        readings: those of the names in its catalogue; None where that is the one wanted, for there may be many names.
        words: each with the number of its stories.
    """

    digests: Mapping[str, str]
    readings: Mapping[str, Sequence[str]] | None
    words: Mapping[str, int]


def _held(directory: Path, catalogue: Catalogue) -> _Held | None:
    """What the index holds; None where it must be made anew."""
    try:
        store = Store.open(directory)
        is_same = store.special_data("catalogue") == as_json(catalogue_as_json(catalogue))
        return _Held(
            store.digests(),
            None if is_same else store.special("readings"),
            Counter(store.special("words")),
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with an index, the answer is a new one
        return None


def _rebuild(directory: Path, digests: Mapping[str, str], load: Load, catalogue: Catalogue) -> IndexReport:
    ids = sorted(digests)
    with Writer(directory, fresh=True) as writer:
        counts: Counter[str] = Counter()
        _add(writer, ids, digests, load, counts)
        writer.put_special("catalogue", catalogue_as_json(catalogue))
        writer.put_special("readings", _readings(catalogue, {}))
        writer.put_special("words", dict(sorted(counts.items())))
    return IndexReport(len(ids), 0, rebuilt=True)


def _update(directory: Path, held: _Held, digests: Mapping[str, str], load: Load, catalogue: Catalogue) -> IndexReport:
    changed = sorted(id_ for id_, digest in digests.items() if held.digests.get(id_) != digest)
    gone = sorted(held.digests.keys() - digests.keys())
    if not changed and not gone and held.readings is None:
        return IndexReport(0, 0, rebuilt=False)
    leaving = sorted({*gone, *(id_ for id_ in changed if id_ in held.digests)})
    counts = Counter(held.words)
    with Writer(directory, fresh=False) as writer:
        for words in writer.remove(leaving):
            counts.subtract(words)
        _add(writer, changed, digests, load, counts)
        counts = +counts
        if counts != held.words:
            writer.put_special("words", dict(sorted(counts.items())))
        if held.readings is not None:
            writer.put_special("catalogue", catalogue_as_json(catalogue))
            writer.put_special("readings", _readings(catalogue, held.readings))
    return IndexReport(len(changed), len(gone), rebuilt=False)


def _add(writer: Writer, ids: Sequence[str], digests: Mapping[str, str], load: Load, counts: Counter[str]) -> None:
    waiting = set(ids)
    for document in load(ids) if ids else ():
        if document.id not in waiting:
            raise ValueError(f"load gave {document.id!r}, which it was not asked for (again)")
        waiting.remove(document.id)
        counts.update(set(document.words))
        _add_document(writer, document, digests[document.id])
    if waiting:
        raise ValueError(f"load gave no document for {', '.join(sorted(waiting))}")


def _add_document(writer: Writer, document: Document, digest: str) -> None:
    folded = folded_fields(document)
    card = {
        "id": document.id,
        "url": document.url,
        "script": document.script,
        "date": document.date,
        "first": document.first,
        "last": document.last,
        "places": document.places,
        "roles": document.roles,
        "people": document.people,
        "source": document.source,
        "lengths": [length(field) for field in folded[:3]],
        "titles": [document.texts[script].title for script in SCRIPTS],
        "ends": [document.texts[script].ends for script in SCRIPTS],
        "reading": title_reading(document.texts["hans"].title),
        "differing": differing(document),
    }
    writer.add(
        document.id,
        digest=digest,
        card=as_json(card),
        folded=FIELD_END.join(folded),
        editions={
            script: [text.title, text.summary, [[block.anchor, block.text] for block in text.blocks]]
            for script, text in document.texts.items()
        },
        words=sorted(set(document.words)),
    )


def _readings(catalogue: Catalogue, known: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """How every name of the catalogue is read, for completion."""
    kinds = (catalogue.places, catalogue.roles, catalogue.people, catalogue.sources)
    return all_readings((entry.forms.hans for entries in kinds for entry in entries.values()), known)


def catalogue_as_json(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as plain data; equal catalogues give equal data."""
    return {
        kind: {
            id_: [entry.forms.hans, entry.forms.hant, entry.parent, list(entry.names)]
            for id_, entry in sorted(entries.items())
        }
        for kind, entries in (
            ("places", catalogue.places),
            ("roles", catalogue.roles),
            ("people", catalogue.people),
            ("sources", catalogue.sources),
        )
    }


def catalogue_from_json(data: Mapping[str, Any]) -> Catalogue:
    """The catalogue that was stored."""
    return Catalogue(
        **{
            kind: {
                id_: Entry(Forms(hans, hant), parent, tuple(names))
                for id_, (hans, hant, parent, names) in data[kind].items()
            }
            for kind in ("places", "roles", "people", "sources")
        }
    )
