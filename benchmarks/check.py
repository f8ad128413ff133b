"""How long ``check`` takes: the first time, when nothing changed, after one edit, and after an edit of the vocabulary.

``python benchmarks/check.py`` checks 10,000 generated stories, one in a hundred of them at fault; ``python benchmarks/check.py 2000``
another number. Each time is that of the whole command in a process of its own, its start included: what a clock shows, and the
processor time of that process (not of the workers that many changed stories are spread over).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from build import write_stories  # noqa: E402 (after the path above)

#: What is put wrong in every hundredth story, one after the other.
_SLIPS = (
    ("date: 2020-", "date: 2020年"),
    ("襄阳市/樊城区", "襄阳市/樊成区"),
    ("roles: [", "roles: [志愿员, "),
    ("\n---\n\n", "\n---\n\n[另一篇](story-00000.md)，电话13812345678。\n\n"),
)


def spoil(stories: Path) -> None:
    """Make a slip in every hundredth story."""
    for number, file in enumerate(sorted(stories.iterdir())[::100]):
        text = file.read_text("utf-8")
        file.write_text(text.replace(*_SLIPS[number % len(_SLIPS)], 1), "utf-8")


def _worked() -> float:
    """The processor time of the processes that this one has started and waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(count: int) -> None:
    """Check four times and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        content, output = Path(temporary) / "content", Path(temporary) / "output"
        (content / "stories").mkdir(parents=True)
        (content / "vocabulary").mkdir()
        roles = content / "vocabulary/roles.yaml"
        roles.write_text((ROOT / "content/vocabulary/roles.yaml").read_text("utf-8"), "utf-8")
        write_stories(content / "stories", count)
        spoil(content / "stories")
        command = [sys.executable, "tasks.py", "check", "--json", "--content", str(content), "--output", str(output)]

        def check(what: str) -> None:
            start, worked = time.perf_counter(), _worked()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
            seconds = time.perf_counter() - start
            report = json.loads(done.stdout)
            counts = ", ".join(f"{report[name]} {name}" for name in ("files", "errors", "warnings"))
            print(f"{what:<22}{seconds:9.2f} s, {_worked() - worked:8.2f} s of its own  ({counts})", flush=True)

        check("the first time")
        check("nothing changed")
        story = content / "stories/story-00001.md"
        story.write_text(story.read_text("utf-8") + "\n多了一段。\n", "utf-8")
        check("one story edited")
        roles.write_text(
            roles.read_text("utf-8") + "\n- {id: new-role, hans: 新角色, hant: 新角色, parent: null}\n", "utf-8"
        )
        check("the vocabulary edited")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
