"""A story that was taken down: what its file still says, and the little that the archive keeps of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.faults import Fault
from plugins.hanzi.marks import resolve
from plugins.hanzi.scripts import SCRIPTS, Script, other
from plugins.stories.editions import Writer
from plugins.stories.front_matter import FaultyFileError, Parts, split, validate_each
from plugins.stories.prepared import Prepared
from plugins.stories.schema import FrontMatter, Tombstone
from plugins.stories.wording import faults_of_front

#: What makes a story file a tombstone.
WITHDRAWN = "withdrawn"
#: The fields of a story that a tombstone may not have.
_STORY_ONLY = frozenset(FrontMatter.model_fields) - frozenset(Tombstone.model_fields)
_STAND_IN = {"id": "stand-in", "script": "hans", "status": WITHDRAWN, "withdrawn": "2020-01-01", "why": "…"}


def prepare_tombstone(path: str, text: str, twin: tuple[str, str] | None, writer: Writer) -> Prepared | None:
    """Prepare what stands at the address of a story that was taken down.

    Args:
        path: the file, relative to the content folder.
        text: its text.
        twin: the path and the text of its hand-written twin, which it may no longer have.
        writer: converts the title and the reason.

    Returns:
        None where the file is no tombstone. Facts ``id id_line path status script withdrawn editions`` (title and why in each),
        and what every file has; no texts.
    """
    try:
        parts = split(path, text)
    except FaultyFileError:
        return None
    if not isinstance(parts.front.data, dict) or parts.front.data.get("status") != WITHDRAWN:
        return None
    left = next(_left(path, parts, twin[0] if twin else None), None)
    if left is not None:
        return Prepared(path, (left,))
    front, faulty, faults = validate_each(path, parts.front, Tombstone, _STAND_IN)
    said = "\n".join(filter(None, (front.title, front.why)))
    errors = [*faults, *faults_of_front(path, parts, said, None if "script" in faulty else front.script)]
    if errors:
        return Prepared(path, tuple(sorted(errors)))

    def in_script(text: str | None, script: Script) -> str:
        if not text or script == front.script:
            return resolve(text or "", script)
        converted = writer.converter(front.script).convert(text, (), front.convert, marks=True)
        return writer.punctuated(converted, other(front.script))

    facts = {
        "id": front.id,
        "id_line": parts.front.where("id")[0],
        "path": path,
        "status": WITHDRAWN,
        "script": front.script,
        "withdrawn": front.withdrawn,
        "people": [],
        "links": [],
        "hrefs": [],
        "images": [],
        "twin": None,
        "editions": {
            script: {
                "title": in_script(front.title, script),
                "why": in_script(front.why, script),
                "converted": False,
            }
            for script in SCRIPTS
        },
    }
    return Prepared(path, (), facts, dict.fromkeys(SCRIPTS, ""))


def _left(path: str, parts: Parts, twin: str | None) -> Iterator[Fault]:
    """What of the story is still there."""
    front = parts.front
    fields = [name for name in front.data if name in _STORY_ONLY] if isinstance(front.data, dict) else []
    message = "这篇已撤下，文件里却还留着原文"
    help_text = "运行 withdraw 加上它的 id 和 --why，程序会把原文从各处清掉；不想撤下就改回 status: published"
    fault = Fault(path, 1, 1, "withdrawn-remains", message, help_text)
    for name in fields:
        line, column = front.where(name)
        yield replace(fault, line=line, column=column)
    if parts.body.strip():
        yield replace(fault, line=parts.body_line)
    if twin:
        yield replace(fault, path=twin, message="这篇已撤下，对照版却还在")
