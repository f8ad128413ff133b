"""A content folder made up for one test, and the editors' desk over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.review.items import Item
from plugins.desk.review.review import Review

ROLES = "- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null}\n"


class DeskFolder:
    """An editor's content folder: save files, ask for the report, decide."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def story(
        self,
        body: str,
        *,
        id_: str = "one-story",
        script: str = "hans",
        people: str = "[]",
        title: str = "一夜",
        source: str = "{name: unknown, url: unknown, reason: 测试}",
        more: str = "",
    ) -> None:
        front = f"id: {id_}\ntitle: {title}\ndate: 2020-02\nscript: {script}\nkind: retold\nplaces: [樊城区]\nroles: [志愿者]\n"
        front += f"people: {people}\nsource: {source}\nadded: 2026-11-22\n{more}"
        self.write(f"stories/{id_}.md", f"---\n{front}---\n\n{body}\n")

    def glossary(self, *lines: str) -> None:
        self.write("vocabulary/glossary.tsv", "".join(f"{line}\n" for line in lines))

    def review(self) -> Review:
        return Review(self.folder)

    def items(self) -> list[Item]:
        return [item for one in self.review().stories() for item in one.items]

    def said(self) -> list[tuple[str, str, str]]:
        """(reason, characters, what the edition says) of every item."""
        return [(item.reason, item.source, item.result) for item in self.items()]

    def pointed(self) -> list[str]:
        """What stands in the file at the line and column of every item, as long as what the item is about."""
        found = []
        for item in self.items():
            line = (self.folder / item.path).read_text("utf-8").split("\n")[item.line - 1]
            found.append(line[item.column - 1 : item.column - 1 + len(item.source)])
        return found

    def accept(self) -> None:
        """Accept everything that is reported."""
        review = self.review()
        review.accept([item for one in review.stories() for item in one.items], "2026-11-22")


@pytest.fixture
def desk(tmp_path: Path) -> DeskFolder:
    folder = DeskFolder(tmp_path / "content")
    folder.write("vocabulary/roles.yaml", ROLES)
    return folder
