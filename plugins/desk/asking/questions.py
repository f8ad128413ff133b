"""The questions of ``new`` on a terminal: one a field, with completion of names as one types, and no answer that can't stand."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import questionary
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.completion import Completion as Line
from prompt_toolkit.document import Document
from questionary import Choice as Option

from plugins.desk.asking.draft import UNKNOWN, Draft, source_of
from plugins.desk.completion import Choice, Completion
from plugins.desk.vocabulary_edits.following import references
from plugins.desk.vocabulary_edits.kinds import KINDS, id_of
from plugins.desk.vocabulary_edits.plan import story_paths
from plugins.desk.vocabulary_edits.spelling import Kind
from plugins.stories.front_matter import FaultyFileError, split
from plugins.vocabulary.vocabulary import Vocabulary

_MOST = 8
_MARK = "·"


class Questions:
    """Asks for what a draft does not say yet. KeyboardInterrupt and EOFError go through: nothing was written then.

    Args:
        draft: the story in the making; its front matter takes the answers.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._ready = threading.Event()
        self._completion: Completion
        threading.Thread(target=self._prepare, daemon=True).start()

    def _prepare(self) -> None:
        """Load the names while the first questions are answered."""
        self._completion = Completion(self._draft.vocabulary, lambda: _used(self._draft))
        self._ready.set()
        self._completion.places("湖北", 1)

    def ask(self) -> None:
        """Ask every question that has no answer yet."""
        front = self._draft.front
        self._text("title", "标题")
        self._text("date", "什么时候的事（2020-02-06、2020-02、2020-01/2020-03）")
        if "script" not in front:
            front["script"] = self._choose("正文用", {"hans": "简体", "hant": "繁体"}, self._draft.script)
        self._names("places", "地点", self._complete(lambda one: one.places), needed=True)
        self._names("roles", "角色", self._complete(lambda one: one.roles), needed=True)
        self._names("people", "人物", self._complete(lambda one: one.people), needed=False)
        if not front.get("source"):
            front["source"] = self._source()
        if "id" not in front:
            check = self._check("id", lambda text: text)
            front["id"] = self._ask("网址的最后一段（以后不改）", check, default=self._draft.proposed_id())

    def _text(self, field: str, question: str) -> None:
        if not self._draft.front.get(field):
            self._draft.front[field] = self._ask(question, self._check(field, lambda text: text))

    def _names(self, field: str, question: str, completer: Completer, *, needed: bool) -> None:
        """Names one after the other, until an empty answer."""
        names: list[str] = list(self._draft.front.get(field) or ())
        if names:
            return
        check = self._check(field, lambda text: [*names, text])
        while answer := self._name(question, completer, check, ends=bool(names) or not needed):
            names.append(answer)
        self._draft.front[field] = names

    def _name(self, question: str, completer: Completer, check: Callable[[str], bool | str], *, ends: bool) -> str:
        """One name; an empty answer where there may be no more."""
        hint = "（没有了就按回车）" if ends else "（汉字、拼音、首字母都行，↓ 选）"
        return self._ask(f"{question}{hint}", lambda text: (ends and not text) or check(text), completer)

    def _source(self) -> dict[str, Any]:
        sources = self._complete(lambda one: one.sources)
        said: dict[str, Any] = {}
        name = self._ask("出处：哪家媒体、哪个单位（不知道就按回车）", lambda _: True, sources)
        said["name"] = name or UNKNOWN
        said["reason"] = "…"  # asked for next, where it is needed
        check = self._check("source", lambda text: source_of({**said, "url": text}))
        said["url"] = self._ask("原文网址（不知道就按回车）", lambda text: not text or check(text)) or UNKNOWN
        said["reason"] = None
        if UNKNOWN in {said["name"], said["url"]}:
            why = self._check("source", lambda text: source_of({**said, "reason": text}))
            said["reason"] = self._ask("为什么不知道出处或网址", why)
        return source_of(said)

    def _check(self, field: str, value: Callable[[str], Any]) -> Callable[[str], bool | str]:
        """Whether an answer may stand: True, or the words that say why not."""

        def check(text: str) -> bool | str:
            text = text.strip()
            if not text:
                return "请写一点"
            fault = self._draft.problem(field, value(text))
            return True if fault is None else f"{fault.message}；{fault.help}".rstrip("；")

        return check

    def _complete(self, kind: Callable[[Completion], Callable[[str, int], list[Choice]]]) -> Completer:
        return _Names(self._ready, lambda text: kind(self._completion)(text, _MOST))

    @staticmethod
    def _ask(
        question: str, check: Callable[[str], bool | str], completer: Completer | None = None, default: str = ""
    ) -> str:
        if completer is None:
            prompt = questionary.text(question, default=default, validate=check, qmark=_MARK)
        else:
            prompt = questionary.autocomplete(
                question,
                [],
                completer=completer,
                validate=check,
                qmark=_MARK,
                complete_in_thread=True,
                validate_while_typing=False,
            )
        return str(prompt.unsafe_ask()).strip()

    @staticmethod
    def _choose(question: str, options: dict[str, str], default: str) -> str:
        listed = [Option(title, value) for value, title in options.items()]
        asked = questionary.select(question, listed, default=default, qmark=_MARK, instruction="（↑ ↓ 选，回车定）")
        return str(asked.unsafe_ask())


class _Names(Completer):
    """Completion as prompt_toolkit asks for it."""

    def __init__(self, ready: threading.Event, find: Callable[[str], Sequence[Choice]]) -> None:
        self._ready, self._find = ready, find

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Line]:
        """The names that go on as typed."""
        del complete_event
        text = document.text
        if text.strip():
            self._ready.wait()
            for one in self._find(text):
                yield Line(one.value, start_position=-len(text), display=one.label, display_meta=one.detail)


def _used(draft: Draft) -> Counter[tuple[Kind, str]]:
    """How many stories use an entry, so that what is used most is offered first."""
    used: Counter[tuple[Kind, str]] = Counter()
    vocabulary: Vocabulary = draft.vocabulary
    for path in story_paths(draft.content):
        try:
            front = split(path, (draft.content / path).read_text("utf-8")).front.data
        except (FaultyFileError, UnicodeDecodeError, FileNotFoundError):
            continue
        for kind in KINDS:
            for _, said in references(kind, front if isinstance(front, dict) else {}):
                if kind != "person" and (entry_id := id_of(vocabulary, kind, said)):
                    used[kind, entry_id] += 1
    return used
