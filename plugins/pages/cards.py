"""Links, cards and trees: the parts that many pages share, in one edition's words (docs/theme.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from plugins.archive.recipe import Sealed
from plugins.hanzi.scripts import LANG, Forms, other
from plugins.pages.collection import Collection, Facts
from plugins.pages.site import Edition

#: A story whose date is no day shows its machine-readable date as far as it goes.
Link = dict[str, Any]


class Cards:
    """Makes the shared parts of one edition's pages; every card is made once and carries its digest."""

    def __init__(self, edition: Edition, collection: Collection) -> None:
        self.edition = edition
        self.collection = collection
        self._cards: dict[str, Sealed] = {}

    def label(self, forms: Forms) -> str:
        """A name in this edition's script."""
        return forms.in_script(self.edition.script)

    def other_form(self, forms: Forms) -> dict[str, str] | None:
        """A name in the other script, with its language; None where both forms are the same."""
        script = other(self.edition.script)
        return None if forms.hans == forms.hant else {"text": forms.in_script(script), "lang": LANG[script]}

    def place(self, place_id: str) -> Link:
        """A link to a place."""
        place = self.collection.place_line(place_id)[-1]
        return {"label": self.label(place.forms), "url": self.edition.url(f"places/{place.id}/")}

    def place_path(self, place_id: str) -> list[Link]:
        """Links from the province down to a place."""
        return [self.place(place.id) for place in self.collection.place_line(place_id)]

    def role(self, role_id: str) -> Link:
        """A link to a role."""
        role = self.collection.role_line(role_id)[-1]
        return {"label": self.label(role.forms), "url": self.edition.url(f"roles/{role.id}/")}

    def person(self, person_id: str) -> Link:
        """A link to a person."""
        forms = self.collection.people[person_id].forms
        return {"label": self.label(forms), "url": self.edition.url(f"people/{person_id}/")}

    def month(self, month: str) -> Link:
        """A link to a month."""
        year, number = month.split("-")
        return {
            "label": f"{year}年{int(number)}月",
            "url": self.edition.url(f"dates/{year}/{number}/"),
            "datetime": month,
        }

    def year(self, year: str) -> Link:
        """A link to a year."""
        return {"label": f"{year}年", "url": self.edition.url(f"dates/{year}/")}

    def story(self, story: Facts) -> Link:
        """A link to a story."""
        title = story["editions"][self.edition.script]["title"]
        return {"label": title, "url": self.edition.url(f"stories/{story['id']}/")}

    def card(self, story: Facts) -> Sealed:
        """A story in a list."""
        known = self._cards.get(story["id"])
        if known is None:
            own = story["editions"][self.edition.script]
            known = self._cards[story["id"]] = Sealed(
                {
                    "id": story["id"],
                    "title": own["title"],
                    "url": self.edition.url(f"stories/{story['id']}/"),
                    "date": story["when"],
                    "datetime": datetime_of(story["date"]),
                    "places": [self.place(place) for place in story["places"]],
                    "roles": [self.role(role) for role in story["roles"]],
                    "people": [self.person(person["id"]) for person in story["people"]],
                    "summary": own["summary"],
                    "converted": own["converted"],
                }
            )
        return known

    def cards(self, stories: Iterable[Facts]) -> list[Sealed]:
        """Several stories in a list."""
        return [self.card(story) for story in stories]

    def counted(
        self, stories: Sequence[Facts], keys: Callable[[Facts], Iterable[str]], link: Callable[[str], Link]
    ) -> list[Link]:
        """Links to what some stories share, each with its count of stories, most first."""
        counts = Counter(key for story in stories for key in dict.fromkeys(keys(story)))
        return [
            {**link(key), "count": count} for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]

    def node(
        self,
        node_id: str,
        link: Callable[[str], Link],
        children: Mapping[str | None, Sequence[str]],
        stories: Mapping[str, Sequence[Facts]],
    ) -> dict[str, Any]:
        """A node of a tree with everything below it."""
        return {
            **link(node_id),
            "count": len(stories[node_id]),
            "children": [self.node(child, link, children, stories) for child in children.get(node_id, [])],
        }

    def place_node(self, place_id: str) -> dict[str, Any]:
        """A place with its parts, each with its level."""
        return self.node(place_id, self._leveled_place, self.collection.place_children, self.collection.by_place)

    def _leveled_place(self, place_id: str) -> Link:
        level = self.collection.place_line(place_id)[-1].level
        return {**self.place(place_id), "level": self.edition.t[f"level_{level}"]}

    def role_node(self, role_id: str) -> dict[str, Any]:
        """A role with its narrower ones."""
        return self.node(role_id, self.role, self.collection.role_children, self.collection.by_role)


def datetime_of(date: str) -> str:
    """A date for HTML's ``<time datetime>``, which knows no ranges: the first part of one."""
    return date.partition("/")[0]
