"""The ways on from a choice: links to what narrows it and to what widens it, in one edition's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from plugins.pages.cards import MOST_COUNTED, Cards, Link
from plugins.pages.crossings import Crossing, Crossings


class Ways:
    """Makes the links of one edition that lead from a place, a role, a month, or a crossing of them to another."""

    def __init__(self, cards: Cards, crossings: Crossings) -> None:
        self.cards = cards
        self.crossings = crossings

    def label(self, crossing: Crossing) -> str:
        """What a choice is called: 武汉市 · 志愿者 · 2020年2月."""
        return " · ".join(link["label"] for _, link in self.named(crossing))

    def named(self, crossing: Crossing) -> Iterator[tuple[str, Link]]:
        """The parts of a choice, each by its kind, with the link to its own page."""
        place, role, month = crossing
        if place:
            yield "place", self.cards.place(place)
        if role:
            yield "role", self.cards.role(role)
        if month:
            yield "month", self.cards.month(month)

    def url(self, crossing: Crossing) -> str:
        """Where a choice leads, which may be a wider page or its only story."""
        lead = self.crossings.lead(crossing)
        return self.cards.edition.url(lead.path if isinstance(lead, Crossing) else f"stories/{lead['id']}/")

    def wider(self, crossing: Crossing) -> list[dict[str, Any]]:
        """The parts of a crossing, each with the address of what remains when it is taken away."""
        names = {kind: link["label"] for kind, link in self.named(crossing)}
        return [
            {"kind": kind, "label": label, "url": self.url(crossing._replace(**{kind: None}))}
            for kind, label in names.items()
        ]

    def places(self, here: Crossing) -> list[dict[str, Any]]:
        """The places of a choice without a place, as a tree of provinces, cities and the archive's own zones.

        With a place: its parts, as far as they can be crossed.
        """
        return [
            self._place(here, there, [] if here.place else self.crossings.parts.get(there, []))
            for there in self.crossings.parts.get(here, [])
        ]

    def _place(self, here: Crossing, there: Crossing, parts: Iterable[Crossing]) -> dict[str, Any]:
        """A place of a choice, with some of its parts."""
        link = self._narrowed(here, there, self.cards.place(there.place or ""))
        return {
            **link,
            "count": len(self.crossings.stories(there)),
            "children": [self._place(here, part, ()) for part in parts],
        }

    def roles(self, here: Crossing) -> list[Link]:
        """The roles that the stories of a choice name, most stories first; with a role: the narrower ones."""
        if here.role:
            roles: Iterable[str] = self.cards.collection.role_children.get(here.role, [])
        else:
            roles = {role for story in self.crossings.stories(here) for role in story["roles"]}
        found = self._counted(here, sorted(roles), lambda role: here._replace(role=role), self.cards.role)
        return sorted(found, key=lambda link: -link["count"])[:MOST_COUNTED]

    def months(self, here: Crossing) -> list[Link]:
        """The months of a choice without a month, the first one first; none where there is only one."""
        months = sorted({month for story in self.crossings.stories(here) for month in story["months"]})
        links = self._counted(here, months, lambda month: here._replace(month=month), self.cards.month)
        return links if len(links) > 1 else []

    def _counted(
        self, here: Crossing, keys: Iterable[str], narrow: Callable[[str], Crossing], link: Callable[[str], Link]
    ) -> list[Link]:
        theres = ((narrow(key), link(key)) for key in keys)
        return [
            {**self._narrowed(here, there, alone), "count": count}
            for there, alone in theres
            if (count := len(self.crossings.stories(there)))
        ]

    def _narrowed(self, here: Crossing, there: Crossing, alone: Link) -> Link:
        """A link to a choice with one more part; to that part's own page where the list would be the same as here."""
        same = len(self.crossings.stories(there)) == len(self.crossings.stories(here))
        return alone if same else {**alone, "url": self.url(there)}
