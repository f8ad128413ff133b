"""The first law of the archive: after any edits, built again or built from nothing, the pages and the answers are the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.faults import ContentError
from plugins.hanzi.scripts import Forms
from plugins.pages.site import Site
from tests.pictures import photos
from tests.small_site import ROLES, ROOT, SmallSite, story_text

IDS = ("one", "two", "three", "four")
TITLES = ("守在路口的人", "雪夜的超市门口", "余融豪和同事们")
BODIES = (
    "志愿者给社区居民送口罩。",
    "风雪里的岗亭。\n\n- 甲\n- 乙",
    "见[另一篇](story:one-story)。",
    "联防联控-{机动}-大队，干了湿，湿了干。",
    "门口有人。\n\n![门](images/gate.png)",
)
PLACES = ("湖北省/襄阳市/樊城区", "襄阳市", "陕西省/西安市/长安区", "商务中心区/后张村", "湖北省, 陕西省")
DATES = ("2020", "2020-02", "2020-02-06", "2020-01/2020-03", "2022-04")
PEOPLE = ("", "余融豪", "余融豪, 姚云乾", "付双涛")
MOVED = (
    "",
    "places/chu/\tplaces/hubei/\nroles/helper/\troles/volunteer/\n",
    "stories/old/\tstories/one-story/\nroles/police/\troles/teacher/\n",
)
OWN_PLACES = """\
- {id: shangwu, hans: 商务中心区, hant: 商務中心區, level: zone, parent: null}
- {id: houzhang-cun, hans: 后张村, hant: 後張村, level: village, parent: 商务中心区}
"""

PICTURES = tuple(photos.encoded(photos.drawing(width, 30), "PNG") for width in (40, 50))

#: What makes a draft unreadable, wrong, or at odds with what is published; the last two can be seen in a preview, but not published.
SPOILED = (
    ("title: ", "title: [ "),
    ("---\n\n", "\n"),
    ("湖北省", "无此省"),
    ("id: ", "di: "),
    ("id: two", "id: one"),
    ("余融豪]", "{name: 余荣浩, id: yu-ronghao}]"),
    ("守在", "守\ud800在"),
    ("口罩", "[口罩](story:nowhere)"),
    ("口罩", "![口罩](images/nowhere.png)"),
)

fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "body": st.sampled_from(BODIES),
        "date": st.sampled_from(DATES),
        "places": st.sampled_from(PLACES),
        "roles": st.sampled_from(("志愿者", "民警", "教师, 志愿者")),
        "people": st.sampled_from(PEOPLE),
        "more": st.sampled_from(("", "status: draft\n", "updated: 2026-11-23\n", "summary: 一句话。\n")),
    }
)
edit = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(IDS), fields),
    st.tuples(st.just("write"), st.sampled_from(IDS), fields),
    st.tuples(st.just("spoil"), st.sampled_from(IDS), st.sampled_from(SPOILED)),
    st.tuples(st.just("spoil"), st.sampled_from(IDS), st.sampled_from(SPOILED)),
    st.tuples(st.just("delete"), st.sampled_from(IDS)),
    st.tuples(st.just("withdraw"), st.sampled_from(IDS), st.booleans()),
    st.tuples(st.just("rename"), st.sampled_from(IDS)),
    st.tuples(st.just("twin"), st.sampled_from(IDS), st.booleans()),
    st.tuples(st.just("role"), st.sampled_from(("志愿者", "义务工作者"))),
    st.tuples(st.just("moved"), st.sampled_from(MOVED)),
    st.tuples(st.just("template"), st.sampled_from(("story.html", "_card.html", "place.html")), st.integers(0, 2)),
    st.tuples(st.just("name"), st.sampled_from(("守望", "守望档案"))),
    st.tuples(st.just("image"), st.sampled_from((None, b"no picture", *PICTURES))),
    st.tuples(st.just("style"), st.integers(0, 2)),
)


def start(folder: Path) -> SmallSite:
    """A site whose edits may ask for anything of the above."""
    site = SmallSite(folder)
    site.write("vocabulary/places.yaml", OWN_PLACES)
    site.write("images/README.txt", "图片放在这里。\n")
    apply(site, ("image", PICTURES[0]))
    site.story("one-story")
    site.story("two-story", title=TITLES[1], body=BODIES[1], places=PLACES[2], people=PEOPLE[2])
    return site


def apply(site: SmallSite, change: tuple) -> None:  # noqa: C901, PLR0912 (one case a kind of change)
    """Make one change to the content, the theme or the settings."""
    match change:
        case ("write", name, values):
            site.write(f"stories/{name}.md", story_text(f"{name}-story", **values))
        case ("withdraw", name, titled):
            title = "title: 守在路口的人\n" if titled else ""
            front = f"id: {name}-story\n{title}script: hans\nstatus: withdrawn\nwithdrawn: 2026-11-28\nwhy: 应要求\n"
            site.write(f"stories/{name}.md", f"---\n{front}---\n")
        case ("spoil", name, (right, wrong)):
            text = story_text(f"{name}-story", more="status: draft\n").replace(right, wrong)
            (site.content / f"stories/{name}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        case ("delete", name):
            (site.content / f"stories/{name}.md").unlink(missing_ok=True)
            (site.content / f"stories/{name}.hant.md").unlink(missing_ok=True)
        case ("rename", name):
            old = site.content / f"stories/{name}.md"
            if old.exists():
                (site.content / "stories/moved").mkdir(exist_ok=True)
                old.rename(site.content / f"stories/moved/{name}.md")
                (site.content / f"stories/{name}.hant.md").unlink(missing_ok=True)
        case ("twin", name, True):
            if (site.content / f"stories/{name}.md").exists():
                site.write(f"stories/{name}.hant.md", "---\ntitle: 手寫的標題\n---\n\n手寫的正文。\n")
        case ("twin", name, False):
            (site.content / f"stories/{name}.hant.md").unlink(missing_ok=True)
        case ("role", label):
            site.write("vocabulary/roles.yaml", ROLES.replace("hans: 志愿者", f"hans: {label}"))
        case ("moved", lines):
            site.write("vocabulary/moved.tsv", lines)
        case ("template", name, number):
            template = site.theme / "templates" / name
            original = (ROOT / "theme/templates" / name).read_text("utf-8")
            template.write_text(original.replace("</a>", f"</a><!-- {number} -->"), "utf-8")
        case ("name", name):
            site.site = Site(Forms(name, name), site.site.subtitle, site.site.rights, site.site.url)
        case ("image", None):
            (site.content / "images/gate.png").unlink(missing_ok=True)
        case ("image", data):
            (site.content / "images/gate.png").write_bytes(data)
        case ("style", number):
            (site.theme / "static/extra.css").write_text(f"/* {number} */", "utf-8")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(st.lists(edit, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans())
def test_any_sequence_of_edits_built_step_by_step_equals_a_build_from_nothing(steps: list, drafts: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = start(Path(folder))
        site.build(drafts=drafts)
        good = site.state()
        for changes in steps:
            for change in changes:
                apply(site, change)
            try:
                site.build(drafts=drafts)
            except ContentError:
                assert site.state() == good, "a fault must leave site and index as they were"
            else:
                good = site.state()
        try:
            clean = site.clean_build(drafts=drafts)
        except ContentError:
            return
        assert good == clean


KILLER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests.laws.test_incremental import again
count = 0
def profile(frame, event, argument, limit=int(sys.argv[3])):
    global count
    if event != "call":
        return
    name = frame.f_code.co_filename.replace(os.sep, "/")
    if any(part in name for part in ("/plugins/archive/", "/plugins/search/", "/plugins/site.py", "/plugins/pictur")):
        count += 1
        if count == limit:
            os._exit(9)
site = again(Path(sys.argv[2]))
sys.setprofile(profile)
site.build()
print(count)
"""


def again(folder: Path) -> SmallSite:
    """The site of an earlier process, with its content and output."""
    site = SmallSite.__new__(SmallSite)
    site.folder, site.content, site.output, site.theme = folder, folder / "content", folder / "output", folder / "theme"
    site.site = Site(Forms("守望", "守望"), Forms("副题", "副題"), Forms("权利", "權利"), "https://example.org")
    return site


def build_until(folder: Path, calls: int) -> subprocess.CompletedProcess[str]:
    """Build in a process that dies at its n-th step."""
    command = [sys.executable, "-c", KILLER, str(ROOT), str(folder), str(calls)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def steps_of(site: SmallSite) -> int:
    """How many steps the next build of a site has; it is built by this."""
    whole = build_until(site.folder, -1)
    assert whole.returncode == 0, whole.stderr
    return int(whole.stdout)


def edited(folder: Path) -> SmallSite:
    """A built site with changes of every kind that no build has seen."""
    site = start(folder)
    site.story("three-story", title="要删去的")
    site.build()
    (site.content / "stories/three-story.md").unlink()
    site.story("one-story", title="改过的标题", body="改过的正文。\n\n![门](images/gate.png)", places=PLACES[3])
    apply(site, ("image", PICTURES[1]))
    site.story("four-story", title="新的一篇", places=PLACES[0])
    return site


@pytest.mark.parametrize("part", range(8))
def test_a_build_that_dies_at_any_step_is_repaired_by_the_next(tmp_path: Path, part: int) -> None:
    site = edited(tmp_path / "count")
    steps = steps_of(site)
    # Spread over the whole build, and denser at its end, where files are put in place.
    chooser = random.Random(part)
    at = chooser.randrange(1, steps) if part < 4 else steps - chooser.randrange(1, 400)
    site = edited(tmp_path / "killed")
    assert build_until(site.folder, at).returncode == 9
    site.build()
    assert site.state() == site.clean_build()


@pytest.mark.parametrize("part", range(4))
def test_a_build_that_died_and_an_edit_taken_back_leave_nothing_of_the_edit(tmp_path: Path, part: int) -> None:
    site = start(tmp_path / "killed")
    site.build()
    before = site.state()
    kept = (site.content / "stories/one-story.md").read_text("utf-8")
    site.story("one-story", title="改过的标题", body="改过的正文。")
    steps = steps_of(site)
    site.write("stories/one-story.md", kept)
    site.build()
    assert site.state() == before
    site.story("one-story", title="改过的标题", body="改过的正文。")
    assert build_until(site.folder, steps - 40 * (part + 1)).returncode == 9
    site.write("stories/one-story.md", kept)
    site.build()
    assert site.state() == before


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("wait", [0.35, 0.7, 1.1])
def test_a_build_killed_by_the_system_is_repaired_by_the_next(tmp_path: Path, wait: float) -> None:
    site = edited(tmp_path / "killed")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLER, str(ROOT), str(site.folder), "-1"], stdout=subprocess.DEVNULL
    )
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    site.build()
    assert site.state() == site.clean_build()
