"""What nobody decided in a story: the converter's doubts, unconfirmed names, names that are not listed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from plugins.desk.review import items
from plugins.desk.review.decisions import Decision
from plugins.desk.review.doubts import other_forms
from plugins.desk.review.items import Item, Way
from plugins.desk.review.subject import Passage, Subject, all_passages
from plugins.desk.review.ways import confirming, listing, spelling
from plugins.hanzi.convert import Converter
from plugins.hanzi.engine import engine
from plugins.hanzi.names import propose
from plugins.hanzi.persons import persons
from plugins.hanzi.scripts import Forms, Script, other

#: Finds people's names in a text of one script: (start, end) of each.
FindNames = Callable[[str, Script], Iterable[tuple[int, int]]]
#: Texts in which no people of the story are looked for: who published it, and what people are called.
_OTHERS = (f"{items.NOTE}source-", f"{items.NOTE}role-")


def collect(subject: Subject, decisions: Iterable[Decision], find_names: FindNames | None = None) -> list[Item]:
    """The items of a story that no decision covers; what was decided and is now otherwise comes first.

    Args:
        subject: the story.
        decisions: the decisions about it.
        find_names: finds people's names; without it names that are not listed are not looked for.
    """
    known = {decision.key: decision for decision in decisions}
    changed = list(_changed(subject, known.values()))
    again = {item.key for item in changed}
    found = [*_doubts(subject), *_people(subject), *(_unlisted(subject, find_names) if find_names else ())]
    by_key: dict[str, Item] = {}
    for item in found:
        if item.key not in known and item.key not in again:
            by_key.setdefault(item.key, item)
    doubts = {item.key: item for item in found}
    first = [
        replace(item, alternatives=_more(item, doubts.get(item.key)), ways=_all_ways(item, doubts)) for item in changed
    ]
    return first + sorted(by_key.values(), key=lambda item: (item.line, item.column, item.reason))


def _more(item: Item, doubt: Item | None) -> tuple[str, ...]:
    """What may stand there: what was accepted, and what the converter doubts."""
    return tuple(dict.fromkeys([item.was, *(one for one in (doubt.alternatives if doubt else ()) if one != item.was)]))


def _all_ways(item: Item, doubts: dict[str, Item]) -> tuple[Way, ...]:
    found = doubts.get(item.key)
    return item.ways + tuple(way for way in (found.ways if found else ()) if way not in item.ways)


# What was decided, and is otherwise now


def _changed(subject: Subject, decisions: Iterable[Decision]) -> Iterator[Item]:
    """The decisions whose context still stands in the story, while the edition there says something else."""
    for decision in decisions:
        for passage, start, end in places_of(subject, decision):
            now = passage.alignment.text(start, end)
            if passage.generated and now != decision.result and not passage.unit.is_marked(start, end):
                made = _item(subject, passage, (start, end), "changed", (decision.result,))
                yield replace(made, was=decision.result)
                break


def places_of(subject: Subject, decision: Decision) -> Iterator[tuple[Passage, int, int]]:
    """Where the context of a decision stands in the story now."""
    before, _, rest = decision.context.partition(items.OPEN)
    source, _, after = rest.partition(items.CLOSE)
    whole = before + source + after
    for passage in all_passages(subject):
        text = passage.unit.plain
        at = text.find(whole)
        while at >= 0:
            start = at + len(before)
            if items.context(text, start, start + len(source)) == decision.context:
                yield passage, start, start + len(source)
            at = text.find(whole, at + 1)


# What nobody decided


def _doubts(subject: Subject) -> Iterator[Item]:
    """The converter's own doubts."""
    story = subject.story
    for passage in _generated(subject):
        unit = passage.unit
        names = set(_recognised(unit.text, subject.converter))
        done = subject.converter.convert_with_flags(unit.text, subject.names, story.convert, marks=True)
        for flag in done.flags:
            start = unit.plain_offset(flag.start)
            place = start, start + flag.end - flag.start
            reason = "named" if (flag.start, flag.end) in names else flag.reason
            made = _item(subject, passage, place, reason, flag.alternatives)
            is_whole = reason == "named" and len(flag.source) > 1  # else a surname with a title
            yield replace(made, ways=(listing(flag.source, story.script), *made.ways)) if is_whole else made


def _recognised(text: str, converter: Converter) -> Iterator[tuple[int, int]]:
    """(start, end) of the names that a rule saw in a text and kept."""
    if converter.source == "hans":
        found = (one.match for one in persons(text, engine(converter.config)) if one.sure)
        yield from ((match.start, match.end) for match in found)


def _generated(subject: Subject) -> Iterator[Passage]:
    return (passage for passage in subject.passages if passage.generated)


def _people(subject: Subject) -> Iterator[Item]:
    """People with a character that can be written in two ways, whose name nobody confirmed."""
    script = subject.story.script
    for mention, passage in subject.people:
        name = mention.forms.in_script(script)
        start = passage.unit.plain.index(name)
        others = tuple(dict.fromkeys(other_forms(mention.forms, script)))
        made = _item(subject, passage, (start, start + len(name)), "person", others)
        form = mention.forms.in_script(other(script))
        yield replace(made, ways=tuple(confirming(mention, script, form)))


def _unlisted(subject: Subject, find_names: FindNames) -> Iterator[Item]:
    """Names in the text that the front matter does not list, each once."""
    script = subject.story.script
    listed = [forms.in_script(script) for forms in subject.names]
    seen: set[str] = set()
    for passage in _generated(subject):
        text = passage.unit.plain
        if passage.unit.where.startswith(_OTHERS):
            continue
        for start, end in find_names(text, script):
            name = text[start:end]
            if name in seen or any(name in one or one in name for one in listed) or passage.unit.is_marked(start, end):
                continue
            seen.add(name)
            others = _unless(propose(name, script), other(script), passage, start, end)
            made = _item(subject, passage, (start, end), "unlisted", others)
            yield replace(made, ways=(listing(name, script),))


def _unless(forms: Forms, script: Script, passage: Passage, start: int, end: int) -> tuple[str, ...]:
    """The form that the rule for names proposes, where the edition says another."""
    proposed = forms.in_script(script)
    return (proposed,) if proposed != passage.alignment.text(start, end) else ()


def _item(subject: Subject, passage: Passage, place: tuple[int, int], reason: str, others: tuple[str, ...]) -> Item:
    start, end = place
    text = passage.unit.plain
    marked = items.context(text, start, end)
    line, column = subject.position(passage, start)
    before, after = items.around(text, start, end)
    story = subject.story
    return Item(
        key=items.key_of(story.id, marked),
        story=story.id,
        path=story.path,
        line=line,
        column=column,
        reason=reason,
        source=text[start:end],
        result=passage.alignment.text(start, end),
        alternatives=others,
        before=before,
        after=after,
        context=marked,
        where=passage.unit.where,
        start=start,
        ways=tuple(_ways(subject, passage, start, end, others)),
    )


def _ways(subject: Subject, passage: Passage, start: int, end: int, others: tuple[str, ...]) -> Iterator[Way]:
    """In this place for each alternative; in this story and on this site for the first."""
    found = [list(spelling(subject, passage, start, end, one)) for one in others]
    yield from (way for ways in found for way in ways if way.kind == "here")
    yield from (way for ways in found[:1] for way in ways if way.kind != "here")
