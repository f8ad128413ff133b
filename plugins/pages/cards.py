"""Links, cards and trees: the parts that many pages share, in one edition's words (docs/theme.md)."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from plugins.archive.recipe import Sealed
from plugins.hanzi.convert import Converter
from plugins.hanzi.detect import script_of, wrong_characters
from plugins.hanzi.lines import pieces
from plugins.hanzi.scripts import LANG, Forms, Script, other
from plugins.pages.collection import Collection, Facts
from plugins.pages.site import Edition
from plugins.stories.dates import parse
from plugins.stories.mentions import same_part

Link = Mapping[str, Any]

#: How many characters of a title a line holds on the narrowest phone: at the head of a story, in a list, in a link beside words.
HEAD_LINE, CARD_LINE, LINK_LINE = 10, 14, 12
#: The most of one kind that a list of links with counts shows.
MOST_COUNTED = 100


class Cards:
    """Makes the shared parts of one edition's pages; each is made once and carries its digest."""

    def __init__(self, edition: Edition, collection: Collection) -> None:
        self.edition = edition
        self.collection = collection
        #: A link to a place, a role, a person, by its id.
        self.place: Callable[[str], Link] = cache(self._place)
        self.role: Callable[[str], Link] = cache(self._role)
        self.person: Callable[[str], Link] = cache(self._person)
        self._card_of: Callable[[str], Sealed] = cache(self._card)

    def label(self, forms: Forms) -> str:
        """A name in this edition's script."""
        return forms.in_script(self.edition.script)

    def other_form(self, forms: Forms) -> dict[str, str] | None:
        """A name in the other script, with its language; None where both forms are the same."""
        script = other(self.edition.script)
        return None if forms.hans == forms.hant else {"text": forms.in_script(script), "lang": LANG[script]}

    def foreign(self, name: str) -> str | None:
        """The language of a name that this edition prints in characters of the other script; None for all others."""
        script = self.edition.script
        return LANG[other(script)] if wrong_characters(name, script) else None

    def names(self, words: Iterable[str], forms: Forms) -> list[str]:
        """Other names of what is called ``forms``, which the vocabulary writes in either script, in this edition's."""
        script, label = self.edition.script, self.label(forms)
        found = [in_script(word, forms, script) for word in words]
        return [name for name in dict.fromkeys(found) if name != label]

    def place_path(self, place_id: str) -> list[Link]:
        """Links from the province down to a place."""
        return [self.place(place.id) for place in self.collection.place_line(place_id)]

    def _place(self, place_id: str) -> Link:
        place = self.collection.place_line(place_id)[-1]
        return {"label": self.label(place.forms), "url": self.edition.url(f"places/{place_id}/")}

    def _role(self, role_id: str) -> Link:
        role = self.collection.role_line(role_id)[-1]
        return {"label": self.label(role.forms), "url": self.edition.url(f"roles/{role_id}/")}

    def _person(self, person_id: str) -> Link:
        label = self.label(self.collection.people[person_id].forms)
        url = self.edition.url(f"people/{person_id}/")
        return {"label": label, "lang": self.foreign(label), "url": url}

    def month(self, month: str) -> Link:
        """A link to a month ("2020-02")."""
        year, number = month.split("-")
        url = self.edition.url(f"dates/{year}/{number}/")
        return {"label": f"{year}年{int(number)}月", "url": url, "datetime": month}

    def year(self, year: str) -> Link:
        """A link to a year."""
        return {"label": f"{year}年", "url": self.edition.url(f"dates/{year}/")}

    def story(self, story: Facts) -> Link:
        """A link to a story."""
        titled = self.titled(story, LINK_LINE)
        return {
            "label": titled["title"],
            "url": self.edition.url(f"stories/{story['id']}/"),
            "pieces": titled["pieces"],
        }

    def titled(self, story: Facts, most: int) -> dict[str, Any]:
        """A story's title, and the pieces of it between which a line may end that holds at least so many characters."""
        own = story["editions"][self.edition.script]
        return {"title": own["title"], "pieces": pieces(own["title"], own["ends"], most)}

    def card(self, story: Facts) -> Sealed:
        """A story in a list."""
        return self._card_of(story["id"])

    def _card(self, story_id: str) -> Sealed:
        story = self.collection.by_id[story_id]
        own = story["editions"][self.edition.script]
        return Sealed(
            {
                "id": story_id,
                **self.titled(story, CARD_LINE),
                "url": self.edition.url(f"stories/{story_id}/"),
                "date": story["when"],
                "datetime": datetime_of(story["date"]),
                "places": [self.place(place) for place in story["places"]],
                "roles": [self.role(role) for role in story["roles"]],
                "people": [self.person(person["id"]) for person in story["people"]],
                "summary": own["summary"],
                "converted": own["converted"],
            }
        )

    def cards(self, stories: Iterable[Facts]) -> list[Sealed]:
        """Several stories in a list."""
        return [self.card(story) for story in stories]

    def counted(
        self, stories: Sequence[Facts], keys: Callable[[Facts], Iterable[str]], link: Callable[[str], Link]
    ) -> list[Link]:
        """Links to what some stories share, each with its count of stories; the most frequent, most first."""
        counts = Counter(key for story in stories for key in dict.fromkeys(keys(story)))
        most = heapq.nsmallest(MOST_COUNTED, counts.items(), key=lambda item: (-item[1], item[0]))
        return [{**link(key), "count": count} for key, count in most]

    def place_node(self, place_id: str) -> dict[str, Any]:
        """A place with its level and its count, without its parts."""
        place = self.collection.place_line(place_id)[-1]
        level = self.edition.t[f"level_{place.level}"]
        return {
            **self.place(place_id),
            "level": level,
            "count": len(self.collection.by_place[place_id]),
            "children": [],
        }

    def place_tree(self, place_id: str, *, whole: bool = True) -> dict[str, Any]:
        """A place with all its parts, or only with those right below it."""
        below = self.place_tree if whole else self.place_node
        children = self.collection.place_children.get(place_id, [])
        return {**self.place_node(place_id), "children": [below(child) for child in children]}

    def role_node(self, role_id: str) -> dict[str, Any]:
        """A role with its count, without the narrower ones."""
        return {**self.role(role_id), "count": len(self.collection.by_role[role_id]), "children": []}

    def role_tree(self, role_id: str) -> dict[str, Any]:
        """A role with all narrower ones."""
        children = self.collection.role_children.get(role_id, [])
        return {**self.role_node(role_id), "children": [self.role_tree(child) for child in children]}


def readable_day(day: str | None) -> str | None:
    """A day as readers write it: 2026年11月22日."""
    return parse(day).readable() if day else None


def datetime_of(date: str) -> str:
    """A date for HTML's ``<time datetime>``, which knows no ranges: the first part of one."""
    return date.partition("/")[0]


@cache
def in_script(word: str, forms: Forms, script: Script) -> str:
    """Another name of what is called ``forms``, in one script; the vocabulary writes it in either, most in Simplified."""
    if part := same_part(word, forms):
        return part.in_script(script)
    written: Script = "hant" if script_of(word).hant else "hans"
    return word if written == script else _converter(script).convert(word)


@cache
def _converter(target: Script) -> Converter:
    return Converter(other(target), target)
