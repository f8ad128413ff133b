"""Who a story names: both forms of the name, and the address that the person has."""

from __future__ import annotations

import re

from plugins.hanzi.names import propose
from plugins.hanzi.scripts import Forms, Script
from plugins.stories.schema import PersonEntry
from plugins.stories.story import Mention
from plugins.vocabulary.errors import AmbiguousName
from plugins.vocabulary.model import Person
from plugins.vocabulary.people import People


def same_part(alias: str, forms: Forms) -> Forms | None:
    """Both forms of a part of a name, where both forms are written character by character: 会杰 of 靳会杰 and 靳會傑.

    Returns:
        None when the alias is no part of either form, or the forms differ in length.
    """
    if len(forms.hans) == len(forms.hant):
        for form in (forms.hans, forms.hant):
            start = form.find(alias)
            if start >= 0:
                end = start + len(alias)
                return Forms(forms.hans[start:end], forms.hant[start:end])
    return None


def _registered(entry: PersonEntry, people: People) -> Person | None:
    return people.find(entry.id or entry.name)


def _forms(entry: PersonEntry, script: Script, registered: Person | None) -> Forms:
    """What the story says wins over the register, the register over the rule for names."""
    if entry.hans and entry.hant:
        return Forms(entry.hans, entry.hant)
    guess = registered.forms if registered else propose(entry.name, script)
    if entry.hans:
        return Forms(entry.hans, guess.hant if registered else propose(entry.hans, "hans").hant)
    if entry.hant:
        return Forms(guess.hans if registered else propose(entry.hant, "hant").hans, entry.hant)
    return guess


def slug_of(name: str) -> str:
    """The address of a Chinese name: surname and given name in pinyin, as in yu-ronghao. Other names by their letters."""
    from pypinyin import Style, lazy_pinyin

    syllables = [
        re.sub(r"[^a-z0-9]", "", part.lower()) for part in lazy_pinyin(name, style=Style.NORMAL, errors="default")
    ]
    syllables = [part.replace("ü", "v") for part in syllables if part]
    if not syllables:
        return f"u{ord(name[0]):x}"
    return "-".join(part for part in (syllables[0], "".join(syllables[1:])) if part)


def resolve(entry: PersonEntry, script: Script, people: People, place: str | None, line: int) -> Mention | None:
    """Make a mention of what a story says of a person.

    Args:
        entry: the person as the front matter has it.
        script: the story's script, in which the name is written.
        people: the site's register.
        place: the id of the person's place, if the source gives one.
        line: where the story names the person.

    Returns:
        None when several people of the register have this name and the story does not say which.
    """
    try:
        registered = _registered(entry, people)
    except AmbiguousName:
        return None
    forms = _forms(entry, script, registered)
    aliases = [same_part(alias, forms) or propose(alias, script) for alias in entry.aliases]
    if registered:
        aliases += [same_part(alias, forms) or propose(alias, script) for alias in registered.aliases]
    known = entry.id or (registered.id if registered else slug_of(forms.hans))
    return Mention(known, forms, tuple(dict.fromkeys(aliases)), entry.role, place, line)
