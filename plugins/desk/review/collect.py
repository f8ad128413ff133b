"""What nobody decided in a story: the converter's doubts, unconfirmed names, names that are not listed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from plugins.desk.review import items
from plugins.desk.review.decisions import Decision
from plugins.desk.review.doubts import other_forms
from plugins.desk.review.items import Item
from plugins.desk.review.subject import PEOPLE, Passage, Subject, all_passages
from plugins.desk.review.units import Unit
from plugins.hanzi.convert import Converter
from plugins.hanzi.engine import engine
from plugins.hanzi.names import propose, risky
from plugins.hanzi.persons import persons
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories.story import Mention

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
        replace(item, alternatives=_more(item, doubts.get(item.key)), write=_lines(item, doubts)) for item in changed
    ]
    return first + sorted(by_key.values(), key=lambda item: (item.line, item.column, item.reason))


def _more(item: Item, doubt: Item | None) -> tuple[str, ...]:
    """What may stand there: what was accepted, and what the converter doubts."""
    return tuple(dict.fromkeys([item.was, *(one for one in (doubt.alternatives if doubt else ()) if one != item.was)]))


def _lines(item: Item, doubts: dict[str, Item]) -> tuple[tuple[str, str], ...]:
    found = doubts.get(item.key)
    return item.write + tuple(line for line in (found.write if found else ()) if line not in item.write)


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
            yield replace(made, write=(_as_person(flag.source, story.script), *made.write)) if is_whole else made


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
        yield replace(made, write=_register(mention, script))


def _register(mention: Mention, script: Script) -> tuple[tuple[str, str], ...]:
    forms = mention.forms
    name = forms.in_script(script)
    return (
        ("这一篇的 people 里写", f"- {{name: {name}, hans: {forms.hans}, hant: {forms.hant}}}"),
        ("或在 people.yaml 里写", f"- {{id: {mention.id}, hans: {forms.hans}, hant: {forms.hant}, aliases: []}}"),
    )


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
            yield replace(made, write=(_as_person(name, script),))


def _as_person(name: str, script: Script) -> tuple[str, str]:
    """How to list somebody among the story's people."""
    forms = propose(name, script)
    entry = f"{{name: {name}, hans: {forms.hans}, hant: {forms.hant}}}" if risky(name, script) else name
    return "是人名，就在这一篇的 people 里写", f"- {entry}"


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
        write=tuple(_ways(subject, passage, start, end, others)),
    )


def _ways(
    subject: Subject, passage: Passage, start: int, end: int, others: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """How to decide for each alternative: here, in this story, on this site."""
    text, script = passage.unit.plain, passage.unit.script
    for one in others if passage.unit.where != PEOPLE else ():
        yield _here(subject, passage.unit, (start, end), one)
    low, high = items.word_around(text, start, end)
    if others and high - low > 1:
        left, right = passage.alignment.text(low, start), passage.alignment.text(end, high)
        word, form = text[low:high], f"{left if low < start else ''}{others[0]}{right if end < high else ''}"
        yield "这一篇都这样，字段区里写", f"convert: {{{word}: {form}}}"
        first, last = items.clause(text, start, end)
        example = text[first:last].strip()
        direction = "hans>hant" if script == "hans" else "hant>hans"
        yield "全站都这样，glossary.tsv 里写", f"{direction}\t{word}\t{form}\t{example}"


def _here(subject: Subject, unit: Unit, place: tuple[int, int], other_form: str) -> tuple[str, str]:
    """How to decide in this place alone: the words around the mark, or the whole of a field."""
    start, end = place
    text = unit.plain
    marked = items.mark(text[start:end], other_form, unit.script)
    if field := subject.field(unit.where):
        low, high = unit.text_offset(start), unit.text_offset(end - 1) + 1
        value = f"{unit.text[:low]}{marked}{unit.text[high:]}".replace("'", "''")
        where = f"{field[0]} 里" if len(field) > 1 else "字段区里"
        return f"这一处要“{other_form}”，{where}写", f"{field[-1]}: '{value}'"
    before, after = items.around(text, start, end)
    name = items.place_name(unit.where)
    return f"这一处要“{other_form}”，正文{f'的{name}' if name else ''}里写", f"{before[-4:]}{marked}{after[:4]}"
