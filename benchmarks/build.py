"""How long a build takes: from nothing, after one edit, and when nothing changed; in one run, as ratios of the first.

``python3 run.py bench`` runs it on 1,000 generated stories; ``python benchmarks/build.py 5000`` on another number.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plugins.archive.pelican_run import read_settings  # noqa: E402
from plugins.options import options_of  # noqa: E402
from plugins.site import Build  # noqa: E402

PLACES = (
    "湖北省/武汉市/洪山区",
    "湖北省/襄阳市/樊城区",
    "陕西省/西安市/长安区",
    "河南省/漯河市/召陵区",
    "湖北省/宜昌市/西陵区",
)
ROLES = ("志愿者", "网格员", "教师", "民警", "村支书", "医护人员")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
SENTENCES = (
    "每天早上七点，{name}准时到小区门口值守，给进出的居民测量体温。",
    "社区刚封闭时居民不理解，{name}一家一家打电话解释。",
    "他们把蔬菜和药品分送到{n}户人家，晚上十点才回家。",
    "风雪里的检查站有{n}名工作人员，分成两班轮流休息。",
    "{name}说，大家都在，事情就能一件一件做完。",
    "村口设了卡点，党员和志愿者登记来往的车辆，一共{n}辆。",
)


def write_stories(folder: Path, count: int) -> None:
    """Generate stories with names, places and roles as real ones have; the same ones every time."""
    chooser = random.Random(count)
    people = [chooser.choice(SURNAMES) + "".join(chooser.sample(GIVEN, 2)) for _ in range(max(20, count // 4))]
    for number in range(count):
        name = chooser.choice(people)
        paragraphs = [
            "".join(s.format(name=name, n=chooser.randrange(5, 900)) for s in chooser.choices(SENTENCES, k=4))
            for _ in range(5)
        ]
        month = chooser.choice(("2020-01", "2020-02", "2020-03", "2022-04"))
        front = (
            f"---\nid: story-{number:05}\ntitle: {name}的第{number}天\ndate: {month}-{chooser.randrange(1, 29):02}\n"
            f"script: hans\nkind: retold\nplaces: [{chooser.choice(PLACES)}]\nroles: [{chooser.choice(ROLES)}]\n"
            f"people: [{{name: {name}, id: p-{people.index(name)}}}]\n"
            "source: {name: unknown, url: unknown, reason: 生成的文本, seen: 2026-11-22, rights: 生成的文本}\n"
            "added: 2026-11-22\n---\n\n"
        )
        (folder / f"story-{number:05}.md").write_text(front + "\n\n".join(paragraphs) + "\n", "utf-8")


def main(count: int) -> None:
    """Build three times and print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        content, output = Path(temporary) / "content", Path(temporary) / "output"
        (content / "stories").mkdir(parents=True)
        (content / "vocabulary").mkdir()
        roles = (ROOT / "content/vocabulary/roles.yaml").read_text("utf-8")
        (content / "vocabulary/roles.yaml").write_text(roles, "utf-8")
        write_stories(content / "stories", count)
        settings = read_settings(ROOT / "pelicanconf.py", PATH=str(content), OUTPUT_PATH=str(output))

        def build(what: str, base: float | None) -> float:
            start = time.perf_counter()
            with Build(options_of(settings)) as run:
                report = run.run()
            seconds = time.perf_counter() - start
            ratio = f"{seconds / base:8.4f}" if base else "  1.0000"
            stages = ", ".join(f"{name} {value:.2f}" for name, value in report.stages.items())
            print(f"{what:<22}{seconds:9.2f} s {ratio}  rendered {report.pages.rendered:>6}  ({stages})")
            return seconds

        print(f"{count} stories")
        whole = build("from nothing", None)
        build("nothing changed", whole)
        story = content / "stories/story-00000.md"
        story.write_text(story.read_text("utf-8") + "\n多了一段。\n", "utf-8")
        build("one body edited", whole)
        story.write_text(story.read_text("utf-8").replace("title: ", "title: 改过的"), "utf-8")
        build("one title edited", whole)
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"largest memory of this process: {size} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
