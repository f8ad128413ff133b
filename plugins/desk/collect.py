"""What nobody decided in a story: the converter's doubts, unconfirmed names, names that are not listed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from plugins.desk import items
from plugins.desk.decisions import Decision
from plugins.desk.doubts import other_forms
from plugins.desk.items import Item
from plugins.desk.subject import Passage, Subject, all_passages
from plugins.hanzi.names import propose, risky
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories.story import Mention

#: Finds people's names in a text of one script: (start, end) of each.
FindNames = Callable[[str, Script], Iterable[tuple[int, int]]]


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
            if now != decision.result and not passage.unit.is_marked(start, end):
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
    if not subject.generated:
        return
    story = subject.story
    for passage in subject.passages:
        unit = passage.unit
        done = subject.converter.convert_with_flags(unit.text, subject.names, story.convert, marks=True)
        for flag in done.flags:
            start = unit.plain_offset(flag.start)
            yield _item(subject, passage, (start, start + flag.end - flag.start), flag.reason, flag.alternatives)


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
    for passage in subject.passages:
        text = passage.unit.plain
        for start, end in find_names(text, script):
            name = text[start:end]
            if name in seen or any(name in one or one in name for one in listed) or passage.unit.is_marked(start, end):
                continue
            seen.add(name)
            forms = propose(name, script)
            made = _item(subject, passage, (start, end), "unlisted", _unless(forms, other(script), passage, start, end))
            hant = f"{{name: {name}, hans: {forms.hans}, hant: {forms.hant}}}" if risky(name, script) else name
            yield replace(made, write=(("这一篇的 people 里写", f"- {hant}"),))


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
        write=tuple(_ways(passage, start, end, others)),
    )


def _ways(passage: Passage, start: int, end: int, others: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """How to decide for each alternative: here, in this story, on this site."""
    text, script = passage.unit.plain, passage.unit.script
    before, after = items.around(text, start, end)
    for one in others:
        yield f"这一处要“{one}”，正文里写", f"{before[-4:]}{items.mark(text[start:end], one, script)}{after[:4]}"
    low, high = items.word_around(text, start, end)
    if others and high - low > 1:
        left, right = passage.alignment.text(low, start), passage.alignment.text(end, high)
        word, form = text[low:high], f"{left if low < start else ''}{others[0]}{right if end < high else ''}"
        yield "这一篇都这样，写", f"convert: {{{word}: {form}}}"
        first, last = items.clause(text, start, end)
        example = text[first:last].strip()
        direction = "hans>hant" if script == "hans" else "hant>hans"
        yield "全站都这样，glossary.tsv 里写", f"{direction}\t{word}\t{form}\t{example}"
