"""``withdraw`` and ``redact`` at the console: the list of files first, then the question, then the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.console import UsageError, say
from plugins.desk.settling import settle
from plugins.desk.takedown.redact import is_enough, redact
from plugins.desk.takedown.withdraw import Takedown, withdraw
from plugins.desk.vocabulary_edits.books import RefusedError
from plugins.desk.vocabulary_edits.command import tell_problems
from plugins.stories.editions import Style

_MOST = 20


@dataclass(frozen=True, slots=True)
class _Making:
    """A take-down with what comes before it once it is agreed to."""

    plan: Takedown
    first: Callable[[], None]

    @property
    def changed(self) -> tuple[str, ...]:
        return self.plan.changed

    def apply(self) -> None:
        self.first()
        self.plan.apply()


def take_down(
    content: Path,
    story_id: str,
    why: str | None,
    *,
    keep_title: bool,
    yes: bool,
    style: Style,
    first: Callable[[], None],
) -> int:
    """Withdraw a story as the command says; returns the exit code.

    Args:
        content: the content folder.
        story_id: the story.
        why: what readers are told.
        keep_title: whether the title stays.
        yes: whether nobody is asked.
        style: how generated editions are written.
        first: done once it is agreed to, before the files are changed.

    Raises:
        UsageError: no reason is given.
        ContentError: the vocabulary is at fault.
    """
    reason = " ".join((why or "").split())
    if not story_id or not reason:
        raise UsageError(
            '写成 withdraw 故事的id --why "原因"；原因会写在网页上，不要提被撤下的内容。',
            'Say: withdraw ID --why "REASON"; readers see the reason, so it should not tell what is withdrawn.',
        )
    try:
        plan = withdraw(content, story_id, reason, day=today(), keep_title=keep_title, style=style)
    except RefusedError as error:
        tell_problems(error, as_json=False)
        return 2
    return _settle(plan, first, yes=yes)


def redact_words(
    content: Path,
    story_id: str,
    what: str,
    why: str | None,
    *,
    instead: str,
    yes: bool,
    style: Style,
    first: Callable[[], None],
) -> int:
    """Redact a name or a passage of a story as the command says; returns the exit code.

    Args:
        content: the content folder.
        story_id: the story.
        what: the name or the passage, in either script.
        why: what readers are told.
        instead: what stands there then.
        yes: whether nobody is asked.
        style: how generated editions are written.
        first: done once it is agreed to, before the files are changed.

    Raises:
        UsageError: no reason is given, or next to nothing to redact.
        ContentError: the story would be at fault, or the vocabulary is.
    """
    reason, words = " ".join((why or "").split()), what.strip()
    if not story_id or not reason or not is_enough(words) or not instead.strip():
        raise UsageError(
            '写成 redact 故事的id "姓名或一段话" --with 某 --why "原因"；至少两个字。',
            'Say: redact ID "name or passage" --with 某 --why "REASON"; two characters at least.',
        )
    try:
        plan = redact(content, story_id, words, reason, instead=instead.strip(), day=today(), style=style)
    except RefusedError as error:
        tell_problems(error, as_json=False)
        return 2
    return _settle(plan, first, yes=yes)


def _settle(plan: Takedown, first: Callable[[], None], *, yes: bool) -> int:
    code = settle(_Making(plan, first), lambda: "\n".join(lines(plan)), yes=yes)
    _tell_rest(plan)
    if not plan.edits.changed:
        say(
            "现在运行 build 或 publish，网站、检索和订阅里就不再有它；再把网站上传。"
            "版本记录、旧的压缩包、别人的缓存里还有，怎样清除见 docs/takedown.zh.md。",
            "Now build or publish, and upload the site. Version history, older zips and other people's caches still hold it: "
            "see docs/takedown.zh.md.",
        )
    return code


def lines(plan: Takedown) -> Iterator[str]:
    """Each file and what happens to it; of a table what goes, of the tombstone all."""
    edits = plan.edits
    for path in plan.changed:
        after = edits.read(path) if path in edits.changed and edits.read_bytes(path) is not None else None
        if plan.is_whole and path == plan.path and after is not None:
            yield f"{path}：只留下"
            yield from (f"    {line}" for line in after.splitlines())
        elif after is None:
            yield f"{path}：删去"
        else:
            yield f"{path}："
            yield from edits.diff([path]).splitlines()


def _tell_rest(plan: Takedown) -> None:
    """What the files alone do not say: who links here, what else says the same, what is left to do."""
    if plan.linked and plan.is_whole:
        say(
            f"这些文件链接到它，链接会通到说明页：{'、'.join(plan.linked)}",
            f"These files link to it, and will lead to the notice: {', '.join(plan.linked)}",
        )
    for path, line in plan.remains[:_MOST]:
        say(f"别处还有同样的话，请自己看：{path}:{line}", f"The same is said here too, please look: {path}:{line}")
    if len(plan.remains) > _MOST:
        say(f"还有 {len(plan.remains) - _MOST} 处。", f"And {len(plan.remains) - _MOST} more.")


def today() -> str:
    """The day, as a tombstone has it."""
    return datetime.now().astimezone().date().isoformat()
