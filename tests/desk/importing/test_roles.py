"""The roles that a draft proposes: those that one would look for its story by."""

from __future__ import annotations

ROLES = """
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
- {id: resident, hans: 居民, hant: 居民, parent: null, general: yes}
- {id: villager, hans: 村民, hant: 村民, parent: resident, general: yes}
"""
STORY = "守在村口的一夜\n\n{text}进出的居民量体温、登记，居民把菜放在门口，志愿者送到家里。\n"


def proposed(editor, text: str) -> tuple[list[str], str]:
    """The roles of a draft of a story that begins so, and its file."""
    (editor.content / "vocabulary/roles.yaml").write_text(ROLES, "utf-8")
    draft = editor.again().draft(STORY.format(text=text))
    return list(draft.roles), draft.text


def test_a_role_that_nearly_everybody_has_is_not_proposed_but_named_in_a_note(editor) -> None:
    roles, file = proposed(editor, "路口来了一位村民。")
    assert roles == ["志愿者"]
    assert "文中还有 居民（2 处）、村民（1 处），没有列入" in file


def test_it_is_proposed_where_the_text_calls_somebody_so(editor) -> None:
    roles, _ = proposed(editor, "后张村村民王家豪说，今晚他来守。")
    assert sorted(roles) == ["志愿者", "村民"]
