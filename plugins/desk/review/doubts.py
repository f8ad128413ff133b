"""A name whose other form a rule proposed: the characters in it that may have to be others."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.hanzi import library
from plugins.hanzi.names import risky
from plugins.hanzi.scripts import Forms, Script, other


def doubtful(forms: Forms, script: Script) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(offset, what it became, what else it may be) of each doubtful character of a person's name.

    Args:
        forms: the name as written, and as the rule for names proposes it.
        script: the script in which it was written.
    """
    name, form = forms.in_script(script), forms.in_script(other(script))
    if len(name) != len(form):
        return
    table = library.dictionary("STCharacters" if script == "hans" else "TSCharacters")
    asked = risky(name, script)
    for at, (ch, now) in enumerate(zip(name, form, strict=True)):
        if ch in asked:
            others = (one for one in (*table.get(ch, ()), ch) if one != now)
            yield at, now, tuple(dict.fromkeys(others))


def other_forms(forms: Forms, script: Script) -> Iterator[str]:
    """What the whole name may also be, one character at a time."""
    form = forms.in_script(other(script))
    for at, _, others in doubtful(forms, script):
        for one in others:
            yield f"{form[:at]}{one}{form[at + 1 :]}"
