"""The ways to decide what the other edition says in a place: here, in this story, on this site, or by naming somebody."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.desk.review import items
from plugins.desk.review.items import Item, Way
from plugins.desk.review.subject import PEOPLE, Passage, Subject, all_passages
from plugins.hanzi.names import propose, risky
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories.story import Mention

#: So many characters beside one that is in no word.
_BESIDE = 2


def ways_of(subject: Subject, item: Item, form: str = "") -> Iterator[Way]:
    """Every way to decide an item so that the other edition says a form.

    Args:
        subject: the story.
        item: one of its items.
        form: what the edition is to say for the item's characters; empty for a name: as the rule for names proposes it.
    """
    script, end = subject.story.script, item.start + len(item.source)
    if item.where == PEOPLE:
        mention = next(one for one, _ in subject.people if one.forms.in_script(script) == item.source)
        yield from confirming(mention, script, form or item.result)
        return
    if any(way.kind == "people" for way in item.ways):
        yield listing(item.source, script, form)
    if form and item.reason != "unlisted":
        passage = passage_of(subject, item)
        found = list(spelling(subject, passage, item.start, end, form))
        yield from found
        if len(found) == 1:  # no word is beside it: what an editor may begin with
            yield from _rules(passage, item.start, end, _beside(passage.unit.plain, item.start, end), form)


def passage_of(subject: Subject, item: Item) -> Passage:
    """The text that an item of the story stands in."""
    found = (one for one in all_passages(subject) if one.unit.where == item.where)
    return next(one for one in found if one.unit.plain[item.start :].startswith(item.source))


def spelling(subject: Subject, passage: Passage, start: int, end: int, form: str) -> Iterator[Way]:
    """How a place comes to say something: here, in this story, on this site.

    Args:
        subject: the story.
        passage: the text in it.
        start: where the place begins in the plain text.
        end: where it ends.
        form: what it is to say.
    """
    if passage.unit.where != PEOPLE:
        yield _here(subject, passage, start, end, form)
    low, high = items.word_around(passage.unit.plain, start, end)
    if high - low > 1:
        yield from _rules(passage, start, end, (low, high), form)


def _rules(passage: Passage, start: int, end: int, around: tuple[int, int], form: str) -> Iterator[Way]:
    low, high = around
    left, right = passage.alignment.text(low, start), passage.alignment.text(end, high)
    word = passage.unit.plain[low:high]
    whole = f"{left if low < start else ''}{form}{right if end < high else ''}"
    yield in_story(word, whole)
    yield on_site(passage, start, end, word, whole)


def _beside(text: str, start: int, end: int) -> tuple[int, int]:
    """A single character with what stands beside it in its clause, marks too."""
    first, last = items.clause(text, start, end)
    low = max(first, start - _BESIDE)
    return (low, end) if low < start else (start, min(last, end + _BESIDE))


def in_story(word: str, form: str) -> Way:
    """A word, everywhere in the story."""
    return Way("story", "这一篇都这样，字段区里写", f"convert: {{{word}: {form}}}", word, form)


def on_site(passage: Passage, start: int, end: int, word: str, form: str) -> Way:
    """A word, in every story; the clause around the place is the example."""
    text = passage.unit.plain
    first, last = items.clause(text, start, end)
    direction = "hans>hant" if passage.unit.script == "hans" else "hant>hans"
    line = "\t".join((direction, word, form, text[first:last].strip()))
    return Way("site", "全站都这样，glossary.tsv 里写", line, word, form)


def _here(subject: Subject, passage: Passage, start: int, end: int, form: str) -> Way:
    """In this place alone: the words around the mark, or the whole of a field."""
    unit = passage.unit
    text = unit.plain
    marked = items.mark(text[start:end], form, unit.script)
    if field := subject.field(unit.where):
        value = marked_field(passage, start, end, form).replace("'", "''")
        where = f"{field[0]} 里" if len(field) > 1 else "字段区里"
        return Way("here", f"这一处要“{form}”，{where}写", f"{field[-1]}: '{value}'", text[start:end], form)
    before, after = items.around(text, start, end)
    name = items.place_name(unit.where)
    how = f"这一处要“{form}”，正文{f'的{name}' if name else ''}里写"
    return Way("here", how, f"{before[-4:]}{marked}{after[:4]}", text[start:end], form)


def marked_field(passage: Passage, start: int, end: int, form: str) -> str:
    """The text of a field with a mark in a place."""
    unit = passage.unit
    low, high = unit.text_offset(start), unit.text_offset(end - 1) + 1
    return f"{unit.text[:low]}{items.mark(unit.plain[start:end], form, unit.script)}{unit.text[high:]}"


def confirming(mention: Mention, script: Script, form: str) -> Iterator[Way]:
    """How the name of somebody who is listed is settled.

    Args:
        mention: the person.
        script: the story's.
        form: the name in the other script.
    """
    name = mention.forms.in_script(script)
    forms = _forms(name, form, script)
    entry = f"- {{name: {name}, hans: {forms.hans}, hant: {forms.hant}}}"
    yield Way("people", "这一篇的 people 里写", entry, name, form)
    entry = f"- {{id: {mention.id}, hans: {forms.hans}, hant: {forms.hant}, aliases: []}}"
    yield Way("register", "或在 people.yaml 里写", entry, name, form)


def listing(name: str, script: Script, form: str = "") -> Way:
    """How somebody is listed among the story's people; the other form is proposed where none is given."""
    proposed = propose(name, script).in_script(other(script))
    form = form or proposed
    forms = _forms(name, form, script)
    entry = f"{{name: {name}, hans: {forms.hans}, hant: {forms.hant}}}"
    plain = form == proposed and not risky(name, script)
    return Way("people", "是人名，就在这一篇的 people 里写", f"- {name if plain else entry}", name, form)


def _forms(name: str, form: str, script: Script) -> Forms:
    return Forms(name, form) if script == "hans" else Forms(form, name)
