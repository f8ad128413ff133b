"""Look at a generated edition as a careful copy editor would: what should not stand there is a warning, with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.faults import Fault
from plugins.hanzi.checks import leftovers, mixed_script, name_counts, private_use, round_trip
from plugins.hanzi.marks import Keep, MarkError, Say, scan
from plugins.hanzi.quotes import unpaired
from plugins.hanzi.scripts import Forms, Script, other
from plugins.stories.body import blocks
from plugins.stories.editions import Edition, Writer
from plugins.stories.story import Story

_CODE = re.compile(r"(<(code|pre)\b[^>]*>).*?(</\2>)", re.DOTALL)
_SCRIPT_NAME: dict[Script, str] = {"hans": "简体", "hant": "繁体"}

#: So many characters of the other script in one block, and more than of its own, are a passage and not slips of the hand.
_PASSAGE = 4
#: A block begins at most so many characters after the one before it.
_AHEAD = 50_000


@dataclass(frozen=True, slots=True)
class _Words:
    """One stretch of a story: where it stands in the file, as written, and in the generated edition."""

    line: int
    written: str
    generated: str


def faults_of_conversion(story: Story, editions: dict[Script, Edition], writer: Writer) -> Iterator[Fault]:
    """What is odd about a story's text or about the edition that was generated from it. All are warnings.

    Args:
        story: the story.
        editions: both editions; one that somebody wrote by hand is not looked at.
        writer: knows which names the conversion protected.
    """
    target = other(story.script)
    if not editions[target].converted:
        return
    names = writer.protected(story)
    stretches = list(_stretches(story, editions))
    decided = [*_decided(story, target), *story.convert.values()]
    said = (*(name.in_script(story.script) for name in names), *_decided(story, story.script))
    spared = frozenset(character for text in said for character in text)
    for one in stretches:
        yield from _odd_characters(story, one, spared)
        for place in leftovers(one.generated, target, names, decided):
            message = f"{_SCRIPT_NAME[target]}版里留下了“{place.character}”：{_around(one.generated, place.position)}"
            yield _warning(story, one, "leftover", message, "在正文用 -{简|繁}- 写明，或加进转换词表")
        for mark in unpaired(one.written):
            message = f"引号 {mark.mark} 没有配对：{_around(one.written, mark.position)}"
            fault = _warning(story, one, "unpaired-quote", message, "补上另一半，转换时引号才会跟着换")
            yield _at(fault, story, one, mark.position)
        if story.script == "hans":
            yield from _lost_on_the_way_back(story, one, writer, names, spared)
    yield from _lost_names(story, stretches, names)


def _lost_names(story: Story, stretches: Iterable[_Words], names: Iterable[Forms]) -> Iterator[Fault]:
    """Each name should occur as often in one edition as in the other."""
    whole = [*stretches]
    written, generated = ("\n".join(getattr(one, side) for one in whole) for side in ("written", "generated"))
    for count in name_counts(written, generated, names, story.script):
        name = count.name.in_script(story.script)
        line = next((one.line for one in whole if name in one.written), story.body_line)
        there = f"{_SCRIPT_NAME[other(story.script)]}版"
        message = f"“{name}”在原文里有 {count.in_source} 处，在{there}里有 {count.in_converted} 处"
        help_text = "看看原文是不是用了别的写法，或和前后的字连成了词；词和词之间可以用 -{}- 隔开"
        yield Fault(story.path, line, 1, "lost-name", message, help_text, severity="warning")


def _lost_on_the_way_back(
    story: Story, one: _Words, writer: Writer, names: Sequence[Forms], spared: Collection[str]
) -> Iterator[Fault]:
    """What does not come back from Traditional: one of the two conversions chose wrongly there.

    A Traditional original is not asked: Simplified has fewer characters, so much is lost on that way by its nature.
    """
    odd = {place.character for place in mixed_script(one.written, story.script)}  # named already
    for lost in round_trip(one.written, *writer.round_trip(), names, story.convert):
        if not set(lost.source) <= odd.union(spared):
            message = f"“{lost.source}”转成繁体再转回来成了“{lost.result}”：{_around(one.written, lost.start)}"
            help_text = "看看繁体版这一处对不对；要改就在正文用 -{简|繁}- 写明，或加进转换词表"
            yield _at(_warning(story, one, "round-trip", message, help_text), story, one, lost.start)


def _odd_characters(story: Story, one: _Words, spared: Collection[str]) -> Iterator[Fault]:
    for place in private_use(one.written):
        message = f"有一个没有字形的字符 U+{ord(place.character):04X}：{_around(one.written, place.position)}"
        fault = _warning(story, one, "private-use", message, "删去它，或换成正常的字")
        yield _at(fault, story, one, place.position)
    odd = [place for place in mixed_script(one.written, story.script) if place.character not in spared]
    written = _SCRIPT_NAME[story.script]
    if len(odd) >= _PASSAGE and len(odd) > len(mixed_script(one.written, other(story.script))):
        message = f"{written}正文里这一段是{_SCRIPT_NAME[other(story.script)]}：{_around(one.written, odd[0].position)}"
        help_text = f"改成{written}；整篇都是就改 script"
        yield _at(_warning(story, one, "mixed-script", message, help_text), story, one, odd[0].position)
        return
    for place in odd:
        message = f"{written}正文里夹着“{place.character}”：{_around(one.written, place.position)}"
        help_text = f"改成{written}；有意如此就写 -{{{place.character}}}-"
        yield _at(_warning(story, one, "mixed-script", message, help_text), story, one, place.position)


def _stretches(story: Story, editions: dict[Script, Edition]) -> Iterator[_Words]:
    """Title, summary and every block of the body, in both forms."""
    mine, theirs = editions[story.script], editions[other(story.script)]
    yield _Words(story.id_line, mine.title, theirs.title)
    if mine.summary:
        yield _Words(story.id_line, mine.summary, theirs.summary)
    line, begin = 0, 0
    for (_, written), (_, generated) in zip(_prose(mine), _prose(theirs), strict=True):
        # Blocks come in the order of the file, so each is looked for after the one before, and not far: marks may hide its
        # first words, and then it is nowhere.
        found = story.body.find(written[:8], begin, begin + _AHEAD) if written else -1
        if found >= 0:
            line += story.body.count("\n", begin, found)
            begin = max(begin, story.body.rfind("\n", 0, found) + 1)
        yield _Words(story.body_line + line, written, generated)


def _prose(edition: Edition) -> list[tuple[str, str]]:
    """The blocks of an edition without what stands in code, which is never converted."""
    return blocks(_CODE.sub(r"\1\3", edition.html))


def _decided(story: Story, script: Script) -> list[str]:
    """What the marks of a story say in one edition."""
    found: list[str] = []
    for text in (story.title, story.summary, *story.body.split("\n")):
        try:
            parts = [part for _, part in scan(text)]
        except MarkError:  # inside code, where marks are no marks
            continue
        found += [part.in_script(script) for part in parts if isinstance(part, (Keep, Say))]
    return [text for text in found if text]


def _around(text: str, position: int) -> str:
    """Some characters on either side, so that an editor finds the place."""
    return f"…{text[max(0, position - 8) : position + 9]}…"


def _warning(story: Story, one: _Words, code: str, message: str, help_text: str) -> Fault:
    return Fault(story.path, one.line, 1, code, message, help_text, severity="warning")


def _at(fault: Fault, story: Story, one: _Words, position: int) -> Fault:
    """A fault of a stretch, at one character of it."""
    line, column = _where(story, one, position)
    return replace(fault, line=line, column=column)


def _where(story: Story, one: _Words, at: int) -> tuple[int, int]:
    """Line and column of a character of a block, by what stands before it; of a title or a summary the line alone."""
    if one.line >= story.body_line:
        start = sum(len(line) + 1 for line in story.body.split("\n")[: one.line - story.body_line])
        for size in (8, 4, 2, 1, 0):
            piece = one.written[max(0, at - size) : at + 1]
            if (found := story.body.find(piece, start)) >= 0:
                found += len(piece) - 1
                return story.body_line + story.body.count("\n", 0, found), found - story.body.rfind("\n", 0, found)
    return one.line, 1
