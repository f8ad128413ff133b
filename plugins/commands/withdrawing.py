"""Commands that take content down: ``withdraw`` and ``redact``."""

from __future__ import annotations

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.building import forget_preview
from plugins.commands.settings import CONFIG, reported, settings_of, told


@task(
    positional=["id"],
    help={
        "id": "the story's id",
        "why": "what readers are told; it should not tell what is withdrawn",
        "keep-title": "keep the title on the notice",
        "yes": "write without asking",
    },
)
def withdraw(
    _c: Context,
    id: str,
    why: str | None = None,
    keep_title: bool = False,
    yes: bool = False,
    content: str | None = None,
) -> None:
    """Take a story down; a notice with the reason stays at its address. 撤下一篇，网址上留说明。"""
    from plugins.desk.takedown.command import take_down
    from plugins.options import options_of

    options = options_of(settings_of(CONFIG, content, None))
    first = _forget_preview if content is None else lambda: None
    with reported(options.content):
        code = take_down(options.content, id, why, keep_title=keep_title, yes=yes, style=options.style, first=first)
    if code:
        raise Exit(code=code)


@task(
    positional=["id", "what"],
    help={
        "id": "the story's id",
        "what": "the name or the passage, in either script",
        "with": "what stands there then",
        "why": "what readers are told; it should not tell what is redacted",
        "yes": "write without asking",
    },
)
def redact(
    _c: Context,
    id: str,
    what: str,
    with_: str = "某",
    why: str | None = None,
    yes: bool = False,
    content: str | None = None,
) -> None:
    """Take a name or a passage out of a story, in both scripts. 隐去一个名字或一段话。"""
    from plugins.desk.takedown.command import redact_words
    from plugins.options import options_of

    options = options_of(settings_of(CONFIG, content, None))
    first = _forget_preview if content is None else lambda: None
    with reported(options.content):
        code = redact_words(options.content, id, what, why, instead=with_, yes=yes, style=options.style, first=first)
    if code:
        raise Exit(code=code)


def _forget_preview() -> None:
    """The preview may not be built again for long, and its state holds every text."""
    with told():
        forget_preview()
