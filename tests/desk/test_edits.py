"""Changes of files below content/: one diff, all or nothing, never outside, never over somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.edits import ConflictError, Edits, OutsideError, digest


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "stories").mkdir(parents=True)
    (folder / "stories/a.md").write_bytes("一\r\n二\n".encode())
    (folder / "stories/b.md").write_bytes("三\n".encode())
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_made_changed_and_taken_away_together(content: Path) -> None:
    edits = Edits(content)
    edits.write("stories/a.md", "一\r\n贰\n")
    edits.delete("stories/b.md")
    edits.write("images/gate.png", b"\x89PNG\xff")

    assert edits.changed == ("images/gate.png", "stories/a.md", "stories/b.md")
    edits.apply()
    assert tree(content) == {"stories/a.md": "一\r\n贰\n".encode(), "images/gate.png": b"\x89PNG\xff"}


def test_the_diff_shows_what_apply_will_do(content: Path) -> None:
    edits = Edits(content)
    edits.write("stories/a.md", "一\r\n贰\n")
    edits.write("stories/c.md", "新")
    edits.write("stories/b.md", "三\n")

    shown = edits.diff().splitlines()
    assert shown[:2] == ["--- a/stories/a.md", "+++ b/stories/a.md"]
    assert "-二" in shown
    assert "+贰" in shown
    assert shown[-4:] == ["--- /dev/null", "+++ b/stories/c.md", "@@ -0,0 +1 @@", "+新"]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(content: Path) -> None:
    edits = Edits(content)
    assert edits.read("stories/b.md") == "三\n"
    edits.write("stories/a.md", "甲")
    (content / "stories/b.md").write_text("别人的", "utf-8")
    before = tree(content)

    with pytest.raises(ConflictError) as caught:
        edits.apply()
    assert caught.value.paths == ("stories/b.md",)
    assert tree(content) == before


def test_a_save_says_what_it_started_from(content: Path) -> None:
    edits = Edits(content)
    edits.expect("stories/b.md", digest("三\n".encode()))
    edits.expect("stories/new.md", "")
    with pytest.raises(ConflictError):
        edits.expect("stories/a.md", digest(b"older"))


def test_a_file_that_appeared_meanwhile_is_not_overwritten(content: Path) -> None:
    edits = Edits(content)
    edits.write("stories/new.md", "我的")
    (content / "stories/new.md").write_text("别人的", "utf-8")
    with pytest.raises(ConflictError):
        edits.apply()
    assert (content / "stories/new.md").read_text("utf-8") == "别人的"


def test_a_failure_half_way_takes_back_what_was_made(content: Path) -> None:
    edits = Edits(content)
    edits.write("images/x.md", "新")
    edits.write("stories/a.md", "甲")
    edits.write("stories/sub", "一个文件")
    before = tree(content)
    (content / "stories/sub").mkdir()  # where a file shall stand, a folder appeared

    with pytest.raises(OSError, match="sub"):
        edits.apply()
    assert tree(content) == before


@pytest.mark.parametrize(
    "path",
    [
        "../a.md",
        "/etc/passwd",
        "stories/../../a",
        "",
        ".",
        "stories//a",
        "stories\\a",
        ".git/config",
        "stories/.a",
        "c:/a",
        "a\0b",
    ],
)
def test_nothing_leads_out_of_the_content_folder(content: Path, path: str) -> None:
    with pytest.raises(OutsideError):
        Edits(content).write(path, "x")


def test_a_link_does_not_lead_out_either(content: Path, tmp_path: Path) -> None:
    (content / "stories/away").symlink_to(tmp_path)
    with pytest.raises(OutsideError):
        Edits(content).write("stories/away/a.md", "x")
