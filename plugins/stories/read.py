"""Read a story file: take it apart, check every field, resolve places, roles and people; name every fault at once."""

from __future__ import annotations

from pathlib import PurePosixPath

from plugins.faults import Fault
from plugins.hanzi.scripts import Script, other
from plugins.stories import naming, personal, provenance, wording
from plugins.stories.fields import Fields
from plugins.stories.front_matter import FaultyFileError, split, validate, validate_each
from plugins.stories.retelling import unwritten
from plugins.stories.schema import FrontMatter, TwinFrontMatter
from plugins.stories.story import Story, Twin
from plugins.vocabulary.vocabulary import Vocabulary

#: Stands in for required fields that are at fault, while the others are checked.
STAND_IN = {
    "id": "stand-in",
    "title": "…",
    "date": "2020",
    "script": "hans",
    "kind": "retold",
    "places": ["…"],
    "roles": ["…"],
    "source": {"name": "…", "url": "https://example.org/"},
    "added": "2020-01-01",
}


def twin_path(path: str, script: Script) -> str:
    """Where the hand-written twin of a story in this script stands: ``name.hant.md`` beside ``name.md``."""
    return f"{path.removesuffix('.md')}.{other(script)}.md"


def is_twin(path: str) -> bool:
    """Whether a file's name is that of a twin."""
    return PurePosixPath(path).name.removesuffix(".md").endswith((".hans", ".hant"))


def read_story(
    path: str, text: str, twin: tuple[str, str] | None, vocabulary: Vocabulary
) -> tuple[Story | None, tuple[Fault, ...]]:
    """Read one story file.

    Args:
        path: the file, relative to the content folder.
        text: its text.
        twin: the path and the text of its hand-written twin, or None.
        vocabulary: places, roles, people and outlets.

    Returns:
        The story, or None where it has errors; and its errors and warnings, from top to bottom.
    """
    try:
        parts = split(path, text)
    except FaultyFileError as error:
        return None, tuple(sorted({*error.faults, *personal.numbers_in(path, text)}))
    front, faulty, faults = validate_each(path, parts.front, FrontMatter, STAND_IN)
    fields = Fields(path, parts, vocabulary)
    script = None if "script" in faulty else front.script
    span = fields.span(front.date, "date") if "date" not in faulty else None
    places = fields.places(front.places) if "places" not in faulty else ()
    roles = fields.roles(front.roles) if "roles" not in faulty else ()
    people = fields.people(front.people, front.script)
    source = fields.source(front.source)
    provenance.look(fields, span, source)
    found = [*faults, *fields.faults, *wording.faults_of(path, parts, front.title, script)]
    found += [
        *personal.numbers_in(path, text),
        *naming.unseen(path, parts, front),
        *unwritten(path, parts, front.status),
    ]
    written_twin = None
    if twin is not None:
        written_twin, more = _twin(*twin, path, script)
        found += more
    if span is None or any(fault.severity == "error" for fault in found):
        return None, tuple(sorted(found))
    story = Story(
        id=front.id,
        id_line=parts.front.where("id")[0],
        path=path,
        title=front.title,
        date=span,
        script=front.script,
        hant_style=front.hant_style,
        kind=front.kind,
        places=places,
        roles=roles,
        people=people,
        source=source,
        summary=front.summary or "",
        convert=front.convert,
        anchors=front.anchors,
        added=front.added,
        updated=front.updated,
        corrections=tuple((entry.date, entry.note) for entry in front.corrections),
        redactions=sum(entry.redacted is not None for entry in front.corrections),
        status=front.status,
        body=parts.body,
        body_line=parts.body_line,
        twin=written_twin,
    )
    return story, tuple(sorted(found))


def _twin(twin: str, text: str, path: str, script: Script | None) -> tuple[Twin | None, list[Fault]]:
    """The hand-written edition in the script that is not the story's own, and its faults."""
    numbers = list(personal.numbers_in(twin, text))
    try:
        parts = split(twin, text)
        front = validate(twin, parts.front, TwinFrontMatter)
    except FaultyFileError as error:
        return None, [*error.faults, *numbers]
    if script is not None and twin != twin_path(path, script):
        name = PurePosixPath(twin_path(path, script)).name
        fault = Fault(
            twin, 1, 1, "twin-script", "对照版和原文是同一种字形", f"对照版的文件名应是 {name}，或删去这个文件"
        )
        return None, [fault, *numbers]
    faults = [*wording.faults_of(twin, parts, front.title, other(script) if script else None), *numbers]
    return Twin(twin, front.title, front.summary or "", parts.body, parts.body_line), faults
