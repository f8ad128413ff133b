"""What a lookup raises: a name that nobody knows, or one that several bear. The messages are for editors."""

from __future__ import annotations

from collections.abc import Iterable

#: What each kind of name is called in a message.
KINDS = {"place": "地点", "role": "角色", "person": "人物", "outlet": "来源"}


class UnknownName(LookupError):  # noqa: N818  (a name, as in "unknown name"; the room's public word)
    """No entry bears the name.

    Attributes:
        kind: place, role, person or outlet.
        name: what was looked for, as written.
        suggestions: what may have been meant, each as it can be typed (湖北省/襄阳市/樊城区), the likeliest first.
    """

    def __init__(self, kind: str, name: str, suggestions: Iterable[str] = ()) -> None:
        self.kind, self.name, self.suggestions = kind, name, tuple(suggestions)
        super().__init__(self.message + (f"；{self.help}" if self.help else ""))

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        return f"没有叫“{self.name}”的{KINDS[self.kind]}"

    @property
    def help(self) -> str:
        """What to type instead, in Chinese; empty where nothing is near."""
        return f"是不是：{'、'.join(self.suggestions)}？" if self.suggestions else ""


class AmbiguousName(LookupError):  # noqa: N818
    """Several entries bear the name.

    Attributes:
        kind: place, role, person or outlet.
        name: what was looked for, as written.
        candidates: all that it may mean, each as it can be typed without doubt.
    """

    def __init__(self, kind: str, name: str, candidates: Iterable[str]) -> None:
        self.kind, self.name, self.candidates = kind, name, tuple(candidates)
        super().__init__(f"{self.message}；{self.help}")

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        return f"叫“{self.name}”的{KINDS[self.kind]}不止一个（{len(self.candidates)} 个）"

    @property
    def help(self) -> str:
        """What to type instead, in Chinese."""
        shown = self.candidates[:12]
        more = f" 等 {len(self.candidates)} 个" if len(self.candidates) > len(shown) else ""
        return f"请写全：{'、'.join(shown)}{more}"
