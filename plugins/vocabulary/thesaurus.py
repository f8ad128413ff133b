"""Roles: what people in the stories do (志愿者, 网格员, 教师), as a tree with aliases, from ``roles.yaml``."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.faults import Fault
from plugins.vocabulary.entries import EntryFile
from plugins.vocabulary.model import Role
from plugins.vocabulary.register import Register


class Thesaurus(Register[Role]):
    """The roles, by id and by every name; see :class:`~plugins.vocabulary.register.Register` for find and get."""

    kind = "role"

    def ancestors(self, role_id: str) -> tuple[Role, ...]:
        """The roles above one, the widest first, without itself.

        Raises:
            KeyError: there is no role with this id.
        """
        above: list[Role] = []
        parent = self.get(role_id).parent
        while parent:
            above.append(self.get(parent))
            parent = above[-1].parent
        return tuple(reversed(above))

    def children(self, role_id: str | None = None) -> tuple[Role, ...]:
        """The roles right below one, or the widest ones for None, in the order of the file."""
        return tuple(role for role in self if role.parent == role_id)


def read(text: str, path: str = "vocabulary/roles.yaml") -> tuple[Thesaurus, list[Fault]]:
    """The roles of the editors' file, ``- {id, hans, hant, parent, aliases, general, note}``, and what is wrong with it.

    Args:
        text: the file's text.
        path: the file, as faults name it.
    """
    file = EntryFile(text, path)
    roles: dict[str, Role] = {}
    at: dict[str, tuple[int, int]] = {}
    for entry in file:
        entry.only("id", "hans", "hant", "parent", "aliases", "general", "note")
        slug, forms, parent = entry.slug(), entry.forms(), entry.text("parent")
        general = entry.text("general")
        if general not in {None, "yes"}:
            entry.fault("bad-field", "字段 general 只能写 yes", "写成 general: yes，或删去这个字段", "general")
        more = (entry.texts("aliases"), entry.note(), general == "yes")
        if slug in roles:
            entry.fault("duplicate-id", f"角色 id “{slug}” 写了两次", "请换一个 id，或合并这两项", "id")
        elif slug and forms:
            roles[slug] = Role(slug, forms, parent, *more)
            at[slug] = entry.where("parent")
    for role in roles.values():
        if role.parent and role.parent not in roles:
            message = f"角色“{role.forms.hans}”的上级“{role.parent}”不存在"
            file.fault(*at[role.id], "unknown-role", message, "parent 要写上级角色的 id，没有上级写 null")
    circle = _circle(roles)
    if circle:
        message = f"角色的上级绕成了一圈：{' → '.join(circle)}"
        file.fault(*at[circle[0]], "parent-circle", message, "请改正其中一个 parent")
    return Thesaurus([] if circle or file.faults else roles.values()), file.faults


def _circle(roles: dict[str, Role]) -> Sequence[str]:
    """The first circle of parents, its first role again at the end; empty where there is none."""
    for start, role in roles.items():
        seen, parent = [start], role.parent
        while parent in roles and parent not in seen:
            seen.append(parent)
            parent = roles[parent].parent
        if parent == start:
            return [*seen, start]
    return []
