"""The views of review: what waits, a story's conversions that nobody decided, and deciding one of them otherwise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plugins.desk.edits import ConflictError, digest
from plugins.desk.persons import find_names
from plugins.desk.review.items import Item, Way
from plugins.desk.review.review import Review, Reviewed
from plugins.desk.review.ways import in_story, on_site, passage_of, ways_of
from plugins.desk.review.writing import NotWrittenError, Written, write
from plugins.desk.web.cards import KINDS, Card, cards, cut, languages, seen_all
from plugins.desk.web.editing import today
from plugins.desk.web.pages import careful, elsewhere, page, posted, word, working
from plugins.desk.web.waiting import Shelves
from plugins.desk.web.workplace import Workplace

#: What a form says that accepts everything on the page.
ALL = "all"
_BOXES = ("way", "form", "word", "to")
_LONGEST = 200
#: What an address may say of what was just kept: the keys of some hundreds of places.
_LONGEST_KEPT = 8000


class Reviews:
    """The views over one workplace."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self._shelves = Shelves(workplace)
        self._one_at_a_time = threading.Lock()

    def routes(self) -> list[BaseRoute]:
        """Their addresses, below the desk's."""
        return [
            Route("/review", careful(self.all)),
            Route("/review/{id}", careful(self.story), methods=["GET", "POST"]),
            Route("/review/{id}/{key}", careful(self.item), methods=["GET", "POST"]),
        ]

    async def all(self, _request: Request) -> Response:
        """The stories that wait."""
        return await working(lambda: page("reviews.html", waiting=self._shelves.look()))

    async def story(self, request: Request) -> Response:
        """What nobody decided in a story; that the conversion is right in one place, or in all; and that this was a slip."""
        story = request.path_params["id"]
        if request.method == "GET":
            told = {
                name: request.query_params.get(name, "")[:_LONGEST_KEPT] for name in ("kept", "asked", "wrote", "next")
            }
            return await working(self._with, story, lambda review, found: self._story(review, found, told))
        sent = dict(await posted(request))
        act = self._ask_again if "again" in sent else self._accept
        return await working(self._with, story, lambda review, found: act(review, found, sent))

    async def item(self, request: Request) -> Response:
        """One place, decided otherwise: what would be written, what it changes, and that it is written."""
        story, key = request.path_params["id"], request.path_params["key"]
        sent = dict(request.query_params if request.method == "GET" else await posted(request))
        boxes = {name: " ".join(sent.get(name, "").split())[:_LONGEST] for name in _BOXES}
        seen = sent.get("seen", "") if request.method == "POST" else ""
        return await working(self._with, story, lambda review, found: self._item(review, found, key, boxes, seen))

    def _with(self, story: str, answer: Callable[[Review, Reviewed], Response]) -> Response:
        """An answer about a story as it stands now."""
        with self._one_at_a_time:
            review = Review(self.workplace.content, find_names, self.workplace.style)
            found = review.story(story)
            if found:
                return answer(review, found)
        if review.faults:
            title = "这一篇有错误，改好才能审阅"
            path = review.faults[0].path
            return word(409, title, *(str(one) for one in review.faults), back=f"/desk/story/{quote(path)}")
        return word(404, "没有这一篇", "地址写错了，或这一篇已经删去、撤下。", back="/desk/review")

    # A story

    def _story(self, review: Review, found: Reviewed, told: Mapping[str, str], *, conflict: bool = False) -> Response:
        subject, shown = found.subject, cards(found)
        before = told.get("next", "")
        keys = told.get("kept", "").split(",")
        kept = [one for one in review.decisions.of(subject.story.id) if one.key in keys]
        return page(
            "review.html",
            409 if conflict else 200,
            story=subject.story,
            title=subject.editions[subject.story.script].title,
            langs=languages(subject),
            generated=subject.generated,
            cards=shown,
            seen_all=seen_all(shown),
            kept=[{"key": one.key, "cut": cut(one.context), "result": one.result} for one in kept],
            asked="asked" in told and bool(told["asked"]),
            wrote=KINDS.get(told.get("wrote", ""), ("",))[0],  # type: ignore[call-overload] # (a key or not)
            before=before if any(card.item.key == before for card in shown) else "",
            conflict=conflict,
            following=None if shown else self._shelves.next(subject.story.id),
        )

    def _accept(self, review: Review, found: Reviewed, sent: Mapping[str, str]) -> Response:
        """Keep that what the edition says is right, if it still is what the editor saw."""
        shown = cards(found)
        key = sent.get("accept", "")
        chosen = shown if key == ALL else [card for card in shown if card.item.key == key]
        seen = seen_all(shown) if key == ALL else "".join(card.seen for card in chosen)
        if not chosen or sent.get("seen", "") != seen:
            return self._story(review, found, {}, conflict=True)
        review.accept([card.item for card in chosen], today())
        if stale := review.stale([found.subject], whole=False):
            review.drop(stale)
        keys = ",".join(card.item.key for card in chosen)
        return elsewhere(_address(found, kept=keys, next=_following(shown, chosen[-1])) + "#said")

    def _ask_again(self, review: Review, found: Reviewed, sent: Mapping[str, str]) -> Response:
        """Forget what was just kept: whoever pressed the wrong button is asked again. It changes no edition."""
        keys = sent["again"].split(",")
        slips = [one for one in review.decisions.of(found.subject.story.id) if one.key in keys]
        review.drop(slips)
        return elsewhere(_address(found, asked="1", next=slips[0].key if slips else "") + "#said")

    # One place

    def _item(self, review: Review, found: Reviewed, key: str, boxes: Mapping[str, str], seen: str) -> Response:
        shown = cards(found)
        card = next((one for one in shown if one.item.key == key), None)
        if card is None:
            return word(
                404,
                "这一处已经决定了",
                "或者那半句话刚刚改过。回去看看现在的。",
                back=f"/desk/review/{quote(found.subject.story.id)}",
            )
        ways = list(ways_of(found.subject, card.item, boxes["form"]))
        way = _chosen(found, card.item, ways, boxes)
        data: dict[str, Any] = {
            "story": found.subject.story,
            "langs": languages(found.subject),
            "card": card,
            "kinds": {one: names for one, names in KINDS.items() if any(way.kind == one for way in ways)},
            "way": way,
            "form": boxes["form"],
            "problems": [],
            "plan": None,
            "seen": "",
            "again": bool(seen),
        }
        if way is None:
            return page("decide.html", **data)
        try:
            plan = write(review, found, card.item, way)
        except NotWrittenError as error:
            return page("decide.html", 422, **data | {"problems": [("", one) for one in error.words]})
        if seen == _seen(plan) and _made(plan):
            told = {"wrote": way.kind, "next": _following(shown, card)}
            return elsewhere(_address(found, **told) + "#said")
        sentences = [(one.story, cut(one.before), cut(one.after)) for one in plan.changed]
        lines = plan.edits.diff().splitlines()
        return page("decide.html", **data | {"plan": plan, "sentences": sentences, "lines": lines, "seen": _seen(plan)})


def _chosen(found: Reviewed, item: Item, ways: list[Way], boxes: Mapping[str, str]) -> Way | None:
    """The way that the boxes ask for: of those there are, with another word and form where they say so."""
    kinds = {way.kind: way for way in ways}
    way = kinds.get(boxes["way"]) or next(iter(ways), None)  # type: ignore[call-overload] # (a key or not)
    if way is None or way.kind not in {"story", "site"}:
        return way
    asked, form = boxes["word"] or way.word, boxes["to"] or way.form
    if way.kind == "story":
        return in_story(asked, form)
    return on_site(passage_of(found.subject, item), item.start, item.start + len(item.source), asked, form)


def _seen(plan: Written) -> str:
    """What an editor who agrees has seen."""
    return digest("\0".join([plan.edits.diff(), *(f"{one.before}\0{one.after}" for one in plan.changed)]).encode())


def _made(plan: Written) -> bool:
    try:
        plan.edits.apply()
    except ConflictError:
        return False
    return True


def _following(shown: list[Card], card: Card) -> str:
    """The key of the next item after one, so that the page stays where the editor is."""
    keys = [one.item.key for one in shown]
    return next(iter(keys[keys.index(card.item.key) + 1 :]), "")


def _address(found: Reviewed, **told: str) -> str:
    return f"/desk/review/{quote(found.subject.story.id)}?{urlencode(told)}"
