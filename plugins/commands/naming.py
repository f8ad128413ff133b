"""Commands that change names and addresses: ``vocabulary`` and ``move``."""

from __future__ import annotations

from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import CONFIG, reported, settings_of


@task(
    iterable=["word", "alias", "former"],
    help={
        "word": "add KIND, or rename KIND NAME; KIND is role, place, person or source",
        "hans": "the name in Simplified; one script alone is enough",
        "hant": "the name in Traditional",
        "id": "the last part of the address: letters, digits, hyphens",
        "parent": "what it stands below: a name, a path or an id; null for nothing",
        "alias": "another name; may be given several times",
        "former": "a former name of a place; may be given several times",
        "level": "of a place: province, city, district, town, village, zone",
        "url": "of a source",
        "keep": "keep the old name as another name",
        "yes": "write without asking",
        "json": "print the plan as JSON",
    },
)
def vocabulary(
    _c: Context,
    word: list[str] | None = None,
    hans: str | None = None,
    hant: str | None = None,
    id: str | None = None,
    parent: str | None = None,
    alias: list[str] | None = None,
    former: list[str] | None = None,
    level: str | None = None,
    url: str | None = None,
    keep: bool = False,
    yes: bool = False,
    json: bool = False,
    content: str | None = None,
) -> None:
    """Add or rename a place, role, person or source; stories and addresses follow. 增改词表，故事和网址跟着改。"""
    from plugins.desk.vocabulary_edits.command import change
    from plugins.options import options_of

    options = options_of(settings_of(CONFIG, content, None))
    fields = {"hans": hans, "hant": hant, "id": id, "parent": parent, "level": level, "url": url}
    given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    given |= {name: values for name, values in (("aliases", alias), ("former", former)) if values}
    with reported(options.content):
        code = change(options.content, word or [], given, keep=keep, yes=yes, as_json=json, style=options.style)
    if code:
        raise Exit(code=code)


@task(
    positional=["old", "new"],
    help={"old": "the story's id", "new": "the id that it is to have", "yes": "write without asking"},
)
def move(_c: Context, old: str, new: str, yes: bool = False, content: str | None = None) -> None:
    """Give a story another id; links to it and its old address follow. 给故事换 id，链接和旧网址跟着改。"""
    from plugins.desk.vocabulary_edits.command import change_id
    from plugins.options import options_of

    code = change_id(options_of(settings_of(CONFIG, content, None)).content, old, new, yes=yes)
    if code:
        raise Exit(code=code)
