"""``review`` as a command: report, accept, prune, lock, compare; prints, and returns the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from plugins.console import UsageError, print_json, say
from plugins.desk.persons import find_names
from plugins.desk.review import lock, report
from plugins.desk.review.items import REASONS, Item
from plugins.desk.review.review import NoSuchStoryError, Review, Reviewed, texts
from plugins.desk.review.subject import Subject
from plugins.stories.editions import Style


class Desk:
    """The desk at the command line.

    Args:
        content: the content folder.
        folder: how paths in the report name it.
        style: how generated editions are written.

    Raises:
        ContentError: vocabulary, glossary or decisions are at fault.
    """

    def __init__(self, content: Path, folder: str, style: Style) -> None:
        self._review = Review(content, find_names, style)
        self._folder = folder

    def report(self, wanted: Sequence[str], *, as_json: bool) -> int:
        """List what nobody decided."""
        reviewed = self._stories(wanted)
        stale = len(self._review.stale((one.subject for one in reviewed), whole=not wanted))
        if as_json:
            print_json(report.as_json(reviewed, len(self._review.decisions), stale))
        else:
            for line in report.lines(reviewed, self._folder):
                print(line)
        counts = report.counts(item for one in reviewed for item in one.items)
        listed = "；".join(f"{REASONS.get(reason, reason)} {number}" for reason, number in counts.items())
        found, decided = sum(counts.values()), len(self._review.decisions)
        say(
            f"{len(reviewed)} 篇：{found} 处没有决定"
            + (f"（{listed}）" if listed else "")
            + f"；已确认 {decided} 处。",
            f"{len(reviewed)} stories: {found} undecided"
            + (f" ({', '.join(f'{reason} {number}' for reason, number in counts.items())})" if counts else "")
            + f"; {decided} decided.",
        )
        if stale:
            say(
                f"{stale} 处决定已不对应任何文字；review --prune 删去这些记录。",
                f"{stale} decisions no longer stand for any text; drop them with: review --prune",
            )
        self._say_unread()
        return 0

    def accept(self, keys: Sequence[str], stories: Sequence[str]) -> int:
        """Keep the decision that what the editions say there is right."""
        reviewed = self._stories(stories)
        found = [item for one in reviewed for item in one.items]
        items = found if stories else [item for item in found if item.key in keys]
        missing = [key for key in keys if key not in {item.key for item in items}]
        if missing:
            raise UsageError(
                f"报告里没有 {'、'.join(missing)}，什么也没有记下；先看 review。",
                f"Not in the report: {', '.join(missing)}; nothing was kept. See: review",
            )
        self._keep(items)
        self._drop(self._review.subjects() if stories else (one.subject for one in reviewed))
        return 0

    def prune(self) -> int:
        """Drop the decisions that no longer stand for any text."""
        if not self._drop(self._review.subjects()):
            say("每处决定都还有对应的文字，没有要删的。", "Every decision still stands for a text; nothing to drop.")
        self._say_unread()
        return 0

    def lock(self, path: Path) -> int:
        """Write what conversion makes of every text."""
        try:
            number = lock.write(path, texts(self._review.preparer, self._review.content))
        except OSError as error:
            raise UsageError(f"写不了 {path}：{error.strerror}", f"Can't write {path}: {error.strerror}") from error
        say(f"写了 {number} 段。", f"Wrote {number} texts.")
        return 0

    def against(self, path: Path, *, as_json: bool) -> int:
        """Compare with a lock; 1 where something changed."""
        try:
            locked = lock.read(path)
        except OSError as error:
            raise UsageError(f"读不了 {path}：{error.strerror}", f"Can't read {path}: {error.strerror}") from error
        if not locked:
            raise UsageError(
                f"{path} 里什么也没有；用 review --lock 写一份。", f"{path} is empty; write one with: review --lock"
            )
        found = lock.compare(locked, texts(self._review.preparer, self._review.content))
        numbers = {"same": found.same, "edited": found.edited, "gone": found.gone}
        if as_json:
            print_json({"changed": [one.as_json() for one in found.changed], **numbers})
        else:
            for line in report.difference(found):
                print(line)
        say(
            f"{len(found.changed)} 句变了；{found.same} 段没变；{found.edited} 段原文改过或是新的，没有比；{found.gone} 段已不在。",
            f"{len(found.changed)} sentences changed; {found.same} texts did not; {found.edited} edited or new, not "
            f"compared; {found.gone} gone.",
        )
        return 1 if found.changed else 0

    def _keep(self, items: list[Item]) -> None:
        today = datetime.now().astimezone().date().isoformat()
        self._review.accept(items, today)
        say(f"记下了 {len(items)} 处。", f"Kept {len(items)} decisions.")

    def _drop(self, subjects: Iterable[Subject]) -> int:
        """Drop what no longer stands in these stories, all of the archive; prints each line."""
        stale = self._review.stale(subjects, whole=True)
        if stale:
            self._review.drop(stale)
            for one in stale:
                print(one.row())
            say(f"删去了 {len(stale)} 处已不对应任何文字的决定。", f"Dropped {len(stale)} decisions without a text.")
        return len(stale)

    def _stories(self, wanted: Sequence[str]) -> list[Reviewed]:
        try:
            return list(self._review.stories(wanted))
        except NoSuchStoryError as error:
            raise UsageError(f"没有这一篇：{error}", f"There is no such story: {error}") from error

    def _say_unread(self) -> None:
        faulty = {fault.path for fault in self._review.faults}
        if faulty:
            say(
                f"另有 {len(faulty)} 个文件有错误，没有看；先用 check 查看。",
                f"{len(faulty)} files are at fault and were not looked at; see: check",
            )
