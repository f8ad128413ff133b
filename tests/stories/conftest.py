"""A content folder made up for one test, and what the room says of a story in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.stories.prepare import Preparer
from plugins.stories.prepared import Prepared
from plugins.stories.read import is_twin, twin_path

ROLES = """\
- {id: volunteer, hans: 志愿者, hant: 志願者, parent: null, aliases: [义工]}
- {id: teacher, hans: 教师, hant: 教師, parent: null}
- {id: league, hans: 团委书记, hant: 團委書記, parent: null}
"""
PEOPLE = """\
- {id: jin-huijie, hans: 靳会杰, hant: 靳會傑, aliases: [会杰]}
- {id: wang-jun, hans: 王军, hant: 王軍, aliases: []}
- {id: wang-jun-2, hans: 王军, hant: 王軍, aliases: []}
- {id: zhou-jielun, hans: 周杰伦, hant: 周杰倫, aliases: []}
"""
SOURCES = """\
- {id: xinhua, hans: 新华社, hant: 新華社, aliases: [新华通讯社], url: https://www.xinhuanet.com/}
"""
PLACES = """\
- {id: houzhang, hans: 后张村, hant: 後張村, level: village, parent: 湖北省/襄阳市/樊城区}
"""

FRONT = """\
id: fancheng-365
title: 樊城区的365名队员
date: 2020-02
script: hans
kind: retold
places: [湖北省/襄阳市/樊城区]
roles: [志愿者]
people:
  - 余融豪
source: {archive: https://web.archive.org/web/2020/a, seen: 2026-11-22, rights: 转述,
  name: 新华社,
  url: https://example.org/story}
summary: 小区门口有人守着。
added: 2026-11-22
"""
BODY = "余融豪在小区门口守着，后来雪停了。\n"


class Desk:
    """An editor's content folder: write files, and see what the room makes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, text: str | bytes) -> str:
        """Save a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def story(
        self, front: str = FRONT, body: str = BODY, *, path: str = "stories/fancheng-365.md", **fields: str
    ) -> str:
        """Save a story; a keyword replaces the line of that field, or adds it; an empty one takes it away."""
        lines = front.splitlines()
        for name, value in fields.items():
            at = next((number for number, line in enumerate(lines) if line.startswith(f"{name}:")), len(lines))
            end = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
            lines[at:end] = [f"{name}: {value}"] if value else []
        return self.write(path, "---\n" + "\n".join(lines) + "\n---\n" + body)

    def prepare(self, path: str = "stories/fancheng-365.md", base: str = "") -> Prepared:
        """What the room makes of a file and its twin."""
        stories = {"hans": f"{base}/zh-hans/stories/", "hant": f"{base}/zh-hant/stories/"}
        twins = (twin_path(path, script) for script in ("hans", "hant"))
        twin = next((one for one in twins if not is_twin(path) and (self.folder / one).exists()), None)
        return Preparer(self.folder, base, stories).prepare(path, twin)

    def faults(self, **fields: str) -> list[tuple[int, int, str]]:
        """(line, column, code) of every fault of the usual story with some fields changed."""
        return [(fault.line, fault.column, fault.code) for fault in self.prepare(self.story(**fields)).faults]


@pytest.fixture
def desk(tmp_path):
    """An empty content folder with a small vocabulary."""
    desk = Desk(tmp_path)
    for name, text in (("roles", ROLES), ("people", PEOPLE), ("sources", SOURCES), ("places", PLACES)):
        desk.write(f"vocabulary/{name}.yaml", text)
    return desk
