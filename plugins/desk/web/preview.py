"""A story in both editions before it is saved, also where its fields are not all right yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.desk.files import compose
from plugins.desk.web.placing import path_of
from plugins.desk.web.workplace import Workplace
from plugins.faults import Fault
from plugins.hanzi.detect import script_of
from plugins.hanzi.scripts import LANG, SCRIPTS
from plugins.stories.front_matter import FaultyFileError, split
from plugins.stories.prepared import Prepared
from plugins.stories.tombstone import WITHDRAWN
from plugins.vocabulary.vocabulary import Vocabulary

#: What stands in for fields at fault, so that title and text can be seen meanwhile.
_STAND_IN: Mapping[str, Any] = {
    "id": "stand-in",
    "title": "（还没有标题）",
    "date": "2020",
    "kind": "retold",
    "source": {"name": "unknown", "url": "unknown", "reason": "…"},
    "added": "2020-01-01",
}
#: Fields that a preview can do without.
_OPTIONAL = ("convert", "anchors", "corrections", "hant_style", "summary", "updated", "people")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: its script's name and language, whether a machine wrote it, its title, summary and body (clean HTML)."""

    script: str
    lang: str
    converted: bool
    title: str
    summary: str
    html: str


def preview(workplace: Workplace, path: str, text: str, prepared: Prepared) -> list[Edition]:
    """Both editions of a story as it was prepared; none where even the text cannot be read.

    Raises:
        ContentError: as :meth:`Workplace.words`.
    """
    if prepared.facts is None:
        sketched = _sketched(path, text, prepared.faults, workplace.words().lexicon.vocabulary)
        prepared = workplace.prepare(path, sketched) if sketched else prepared
    facts, texts = prepared.facts, prepared.texts
    if facts is None or texts is None or facts["status"] == WITHDRAWN:
        return []
    return [
        Edition(script, LANG[script], one["converted"], one["title"], one["summary"], texts[script])
        for script in SCRIPTS
        if (one := facts["editions"][script])
    ]


def _sketched(path: str, text: str, faults: Iterable[Fault], vocabulary: Vocabulary) -> str:
    """The story with something sound in place of each field at fault; empty where nothing helps."""
    try:
        parts = split(path, text)
    except FaultyFileError:
        return ""
    role = next(iter(vocabulary.roles), None)
    if not parts.body.strip() or not isinstance(parts.front.data, dict) or role is None:
        return ""
    stand_in = {
        **_STAND_IN,
        "script": script_of(parts.body).script or "hans",
        "places": [next(iter(vocabulary.places)).id],
        "roles": [role.id],
    }
    wrong = [path_of(fault, parts) for fault in faults if fault.severity == "error" and fault.line < parts.body_line]
    front: dict[str, Any] = {**stand_in, **parts.front.data}
    for field in {str(one[0]) for one in wrong if one}:
        if field == "people":
            front[field] = _people(front[field], {one[1] for one in wrong if one[0] == field and len(one) > 1})
        elif field in stand_in:
            front[field] = stand_in[field]
        else:
            front.pop(field, None)
    return compose({name: value for name, value in front.items() if name in stand_in or name in _OPTIONAL}, parts.body)


def _people(people: Any, wrong: set[str | int]) -> Any:
    return (
        [one for number, one in enumerate(people) if number not in wrong] if isinstance(people, list) and wrong else []
    )
