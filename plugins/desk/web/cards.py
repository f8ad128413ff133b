"""What the desk shows of a conversion that nobody decided: its sentence in both editions, what it may say, and how to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.desk.edits import digest
from plugins.desk.review.items import CLOSE, OPEN, Cut, Item, Kind, place_name, sentence
from plugins.desk.review.review import Reviewed
from plugins.desk.review.subject import PEOPLE, Passage, Subject
from plugins.desk.review.ways import passage_of
from plugins.hanzi.scripts import LANG, other

#: What an editor calls the places where a decision is written, in the order in which they are offered.
KINDS: Mapping[Kind, tuple[str, str]] = {
    "here": ("只有这一处", "正文或那一栏里做一个标记"),
    "story": ("这一篇都这样", "写进这一篇的“转换”"),
    "site": ("全站都这样", "写进转换词表，每一篇都照办"),
    "people": ("列进这一篇的人物", "名字当作一个整体，两种写法都定下来"),
    "register": ("登记到人名表", "写进词表，每一篇都照办"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One item as it is shown.

    Attributes:
        item: the item.
        place: where in the story its text stands.
        original: the sentence as written.
        other: what the other edition says for it.
    """

    item: Item
    place: str
    original: Cut
    other: Cut

    @property
    def seen(self) -> str:
        """What an editor who decides has seen: the place with its clause, and what is said there."""
        return digest(f"{self.item.key}\0{self.item.result}\0{self.item.was}".encode())

    @property
    def forms(self) -> tuple[str, ...]:
        """What the edition may say otherwise; nothing for a name that is not listed, whose form the list decides."""
        return () if self.item.reason == "unlisted" else tuple(dict.fromkeys(filter(None, self.item.alternatives)))

    @property
    def is_to_list(self) -> bool:
        """Whether the characters may be somebody's name who is to be listed."""
        return self.item.where != PEOPLE and any(way.kind == "people" for way in self.item.ways)


def cards(reviewed: Reviewed) -> list[Card]:
    """The items of a story, in their order."""
    return [_card(reviewed.subject, item) for item in reviewed.items]


def seen_all(shown: Iterable[Card]) -> str:
    """What an editor has seen who accepts everything."""
    return digest("\0".join(card.seen for card in shown).encode())


def languages(subject: Subject) -> tuple[str, str]:
    """The language tags of the original and of the other edition."""
    script = subject.story.script
    return LANG[script], LANG[other(script)]


def cut(marked: str) -> Cut:
    """A text with a place marked, cut there."""
    before, _, rest = marked.partition(OPEN)
    within, _, after = rest.partition(CLOSE)
    return before, within, after


def _card(subject: Subject, item: Item) -> Card:
    passage, start = _sentence_of(subject, item)
    text = passage.unit.plain
    end = start + len(item.source)
    low, high = sentence(text, start, end)
    first, last = passage.alignment.span(low, high)
    left, right = passage.alignment.span(start, end)
    result = passage.result
    return Card(
        item,
        _place(subject, item),
        (text[low:start].lstrip(), text[start:end], text[end:high].rstrip()),
        (result[first:left].lstrip(), result[left:right], result[right:last].rstrip()),
    )


def _sentence_of(subject: Subject, item: Item) -> tuple[Passage, int]:
    """Where an item can be read: of a name that somebody should confirm, the first sentence that says it."""
    if item.where == PEOPLE:
        for passage in subject.passages:
            at = passage.unit.plain.find(item.source)
            if at >= 0 and passage.alignment.text(at, at + len(item.source)) == item.result:
                return passage, at
    return passage_of(subject, item), item.start


def _place(subject: Subject, item: Item) -> str:
    if name := place_name(item.where):
        return name
    paragraphs = [one.unit.where for one in subject.passages if not place_name(one.unit.where)]
    return f"正文第 {paragraphs.index(item.where) + 1} 段" if item.where in paragraphs else "正文"
