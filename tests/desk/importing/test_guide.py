"""The guide to import for editors: its example is tried."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.stories.front_matter import split

GUIDE = Path(__file__).resolve().parents[3] / "docs/importing.zh.md"


def shown(kind: str) -> str:
    """The code block of this kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)[0]


def test_the_example_of_the_guide_gives_what_the_guide_shows(editor):
    draft = editor.draft(shown("text"), "挂历.txt")
    front = split("a.md", draft.text).front.data
    wanted = split("b.md", f"---\n{shown('yaml')}---\n").front.data
    assert {field: front[field] for field in wanted if field != "source"} == {
        field: wanted[field] for field in wanted if field != "source"
    }
    assert wanted["source"].items() <= front["source"].items()
    assert "【问】" in draft.text
