"""An import that is killed in the middle: what was saved is whole, and the next import does the rest and nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from plugins.desk.importing.command import run
from plugins.stories.front_matter import split
from tests.desk.importing.made_up import article

ROOT = Path(__file__).resolve().parents[3]
COUNT = 60


def test_a_killed_import_loses_nothing_and_the_next_one_finishes_it(editor, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_text(article(number).text, "utf-8")
    stories, raw = editor.content / "stories", editor.content / "raw"
    command = [sys.executable, "tasks.py", "import", str(folder), "--content", str(editor.content)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as importing:
        while importing.poll() is None and len(list(stories.glob("*.md"))) < 5:
            time.sleep(0.02)
        importing.send_signal(signal.SIGKILL)
    saved = sorted(stories.glob("*.md"))
    assert 5 <= len(saved) < COUNT
    for path in saved:
        assert (raw / f"{split(path.name, path.read_text('utf-8')).front.data['id']}.txt").is_file()
    done = run([str(folder)], editor.again().intake, bytes)
    assert len(done.drafts) == COUNT - len(saved)
    assert {one.code for one in done.refused} <= {"known-text"}
    assert len(list(stories.glob("*.md"))) == COUNT


def test_a_raw_input_that_a_killed_import_left_alone_is_taken_up(editor):
    text = article(1).text
    story = editor.saved(text, "a.txt")
    story.unlink()
    assert editor.again().saved(text, "a.txt").name == story.name
    story.unlink()
    assert editor.again().saved(article(2).text, "a.txt").is_file()
    assert len(list((editor.content / "raw").glob("*.txt"))) == 2
