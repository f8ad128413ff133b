"""An archive made up for import, and one editor who imports into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.importing.draft import Draft
from plugins.desk.importing.intake import Intake, Refusal
from tests.desk.importing.articles import body_of

ROLES = """
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
- {id: community-secretary, hans: 社区书记, hant: 社區書記, parent: null}
- {id: grid-worker, hans: 网格员, hant: 網格員, parent: null}
"""


class Editor:
    """Imports into a content folder of their own."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.intake = Intake(content, today="2026-11-27")

    def again(self) -> Editor:
        """The same editor later: the archive is read anew."""
        return Editor(self.content)

    def outcomes(self, text: str | bytes, name: str = "") -> list[Draft | Refusal]:
        return self.intake.take(name, text if isinstance(text, bytes) else text.encode())

    def draft(self, text: str | bytes, name: str = "") -> Draft:
        [one] = self.outcomes(text, name)
        assert isinstance(one, Draft), one
        return one

    def refusal(self, text: str | bytes, name: str = "") -> Refusal:
        [one] = self.outcomes(text, name)
        assert isinstance(one, Refusal), one.text
        return one

    def body(self, text: str | bytes, name: str = "") -> str:
        """What the draft holds below the line that asks for retelling."""
        return body_of(self.draft(text, name))

    def saved(self, text: str | bytes, name: str = "") -> Path:
        [path] = self.intake.save([self.draft(text, name)])
        return Path(path)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    content = tmp_path / "content"
    (content / "vocabulary").mkdir(parents=True)
    (content / "stories").mkdir()
    (content / "vocabulary/roles.yaml").write_text(ROLES, "utf-8")
    return Editor(content)
