"""Who a story names: both forms of the name, and the address that the person has."""

from __future__ import annotations

import re
import unicodedata

from plugins.hanzi.fold import is_han
from plugins.hanzi.names import propose
from plugins.hanzi.scripts import Forms, Script
from plugins.stories.schema import PersonEntry
from plugins.stories.story import Mention
from plugins.vocabulary.model import Person
from plugins.vocabulary.people import People
from plugins.vocabulary.positions import Position

#: What stands between the parts of a name that is not Chinese: 阿不都·热合曼, Li Wenliang.
_BETWEEN = re.compile(r"[\s·・‧•･.．\-—]+")
#: Surnames of two characters: 欧阳 is ouyang-…, not ou-yang….
_DOUBLE_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 夏侯 慕容 宇文 司徒 轩辕 端木 南宫 西门 独孤 拓跋 呼延 闻人 申屠 太史 东郭 赫连 濮阳 "
    "单于 淳于 钟离 鲜于 长孙 澹台 万俟 百里 谷梁 段干 仆固 公羊 公冶 宗政 司空 梁丘 左丘 第五 完颜 叶赫"
)
_DOUBLE = frozenset(_DOUBLE_SURNAMES.split())
#: Surnames that are read otherwise than the word.
_READ = {
    "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "朴": "piao", "查": "zha", "曾": "zeng", "盖": "ge",
    "翟": "zhai", "乐": "yue", "员": "yun", "缪": "miao", "折": "she", "秘": "bi", "召": "shao", "繁": "po",
    "种": "chong", "洗": "xian", "覃": "qin", "都": "du", "重": "chong", "黑": "he",
}  # fmt: skip


def same_part(alias: str, forms: Forms) -> Forms | None:
    """Both forms of a part of a name, where both forms are written character by character: 会杰 of 靳会杰 and 靳會傑.

    Returns:
        None when the alias is no part of either form, or the forms differ in length.
    """
    if alias and len(forms.hans) == len(forms.hant):
        for form in (forms.hans, forms.hant):
            start = form.find(alias)
            if start >= 0:
                end = start + len(alias)
                return Forms(forms.hans[start:end], forms.hant[start:end])
    return None


def slug_of(name: str) -> str:
    """The address of a name.

    A Chinese name by its surname and given name in pinyin (yu-ronghao), a name in several parts by these (abudu-reheman), other
    names by their letters; a character that nobody knows how to read by its code point.
    """
    parts = [part for part in _BETWEEN.split(name) if part]
    if len(parts) == 1 and is_han(name[0]):
        surname = name[:2] if name[:2] in _DOUBLE else name[:1]
        parts = [surname, name[len(surname) :]]
        read = [_READ.get(surname) or _letters(surname), _letters(parts[1])]
    else:
        read = [_letters(part) for part in parts]
    return "-".join(part for part in read if part)[:64].strip("-") or f"u{ord(name[0]):x}"


def _letters(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    latin = unicodedata.normalize("NFKD", "".join(lazy_pinyin(text, style=Style.NORMAL)).lower())
    known = (ch if ch.isascii() else f"u{ord(ch):x}" for ch in latin if ch.isalnum())
    return "".join(known)


def forms_of(entry: PersonEntry, script: Script, registered: Person | None) -> Forms:
    """Both forms of a person's name: what the story says wins over the register, the register over the rule for names."""
    guess = registered.forms if registered else propose(entry.name, script)
    return Forms(entry.hans or guess.hans, entry.hant or guess.hant)


def bears(person: Person, name: str) -> bool:
    """Whether a person of the register is known by a name."""
    return name in {person.id, person.forms.hans, person.forms.hant, *person.aliases}


def resolve(entry: PersonEntry, script: Script, people: People, place: str | None, where: Position) -> Mention:
    """Make a mention of what a story says of a person.

    Args:
        entry: the person as the front matter has it.
        script: the story's script, in which the name is written.
        people: the site's register.
        place: the id of the person's place, if the source gives one.
        where: the line and column at which the story names the person.

    Raises:
        AmbiguousName: several people of the register have this name and the story does not say which.
    """
    registered = people.find(entry.id or entry.name)
    forms = forms_of(entry, script, registered)
    others = [*entry.aliases, *(registered.aliases if registered else ())]
    aliases = dict.fromkeys(same_part(alias, forms) or propose(alias, script) for alias in others)
    known = entry.id or (registered.id if registered else slug_of(forms.hans))
    return Mention(known, forms, tuple(aliases), entry.role, place, *where)
