"""Where at the desk a fault is mended that no box of the form can mend: the vocabulary with what is known filled in, another story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.faults import Fault
from plugins.hanzi.scripts import SCRIPTS
from plugins.vocabulary.vocabulary import Vocabulary

#: A story's file as faults name it, with the line in it.
_FILE = re.compile(r" ?(?P<path>stories/[^\s:，；」）]+\.md)(?::\d+)? ?")
#: A line of the story's own file.
_LINE = re.compile(r"第 \d+ 行的")
#: Faults that an entry of the vocabulary mends, and of which kind that is.
_TO_ADD: Mapping[str, Kind] = {
    "unknown-place": "place",
    "unknown-role": "role",
    "unknown-outlet": "source",
    "unsure-name": "person",
    "person-forms": "person",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """A page of the desk where something is mended: its address, and what the link says."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows when a fault is told.

    Attributes:
        vocabulary: the names of places, roles, people and outlets.
        titles: the titles of the stories, by path.
    """

    vocabulary: Vocabulary
    titles: Mapping[str, str]


def leads_of(fault: Fault, written: Any, front: Any, known: Known) -> list[Lead]:
    """The pages where a fault is mended, the likeliest first.

    Args:
        fault: what is wrong.
        written: what stands at the fault: a text, or the entry of somebody.
        front: the story's front matter.
        known: the archive's names and titles.
    """
    return [*_to_vocabulary(fault.code, written, front, known.vocabulary), *_to_stories(fault, known.titles)]


def in_desk_words(message: str, titles: Mapping[str, str]) -> str:
    """A fault's message without lines of the file, and with the titles of the stories whose files it names."""
    named = _FILE.sub(lambda found: f"《{titles[found['path']]}》" if found["path"] in titles else found[0], message)
    return _LINE.sub("", named)


def _to_vocabulary(code: str, written: Any, front: Any, vocabulary: Vocabulary) -> Iterator[Lead]:
    name = written.get("name") if isinstance(written, dict) else written
    if not isinstance(name, str):
        return
    if code == "unsure-place":
        place = vocabulary.places.find(name)
        path = vocabulary.places.path_name(place.id)
        yield _vocabulary("到词表写定", action="rename", kind="place", name=path, hant=place.forms.hant)
    elif code in _TO_ADD:
        script = front.get("script") if isinstance(front, dict) else None
        forms = {one: written[one] for one in SCRIPTS if isinstance(written, dict) and written.get(one)}
        forms = forms or {script if script in SCRIPTS else "hans": name}
        yield _vocabulary("到词表添上", action="add", kind=_TO_ADD[code], **forms)


def _vocabulary(words: str, **boxes: str) -> Lead:
    return Lead(f"/desk/vocabulary?{urlencode(boxes)}", words)


def _to_stories(fault: Fault, titles: Mapping[str, str]) -> Iterator[Lead]:
    for found in _FILE.finditer(fault.message):
        if (path := found["path"]) in titles and path != fault.path:
            yield Lead(f"/desk/story/{quote(path)}", f"打开《{titles[path]}》")
