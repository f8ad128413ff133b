"""What everybody relies on when the archive is built again: nothing is lost, nothing is stale, nothing is done for nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.archive.build import ForeignOutputError
from plugins.archive.render import RenderError
from plugins.archive.state import BusyError, State
from plugins.commands.building import forget
from plugins.faults import ContentError
from plugins.site import Build
from tests.pictures import photos
from tests.small_site import ROLES, ROOT, SmallSite, answers, story_text, tree


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Four stories in two provinces."""
    site = SmallSite(tmp_path)
    site.story("gate-one")
    site.story(
        "gate-two", title="第二个路口", date="2020-02-06", roles="教师", people="姚云乾", body="风雪里的超市门口。"
    )
    site.story(
        "far-away",
        title="西安的卡点",
        places="陕西省/西安市/长安区",
        roles="民警",
        people="付双涛",
        body="收费站的岗亭。",
    )
    site.story("whole-city", title="全城", places="湖北省/襄阳市", people="", roles="志愿者, 教师", body="全城都在。")
    return site


def test_a_second_build_renders_and_writes_nothing(site: SmallSite) -> None:
    first = site.build()
    assert first.pages.written == first.pages.planned > 0
    before = {path: path.stat().st_mtime_ns for path in site.output.rglob("*")}
    second = site.build()
    assert (second.pages.rendered, second.pages.written, second.pages.removed) == (0, 0, 0)
    assert (second.index.added, second.index.removed) == (0, 0)
    assert second.pages.planned == first.pages.planned
    assert second.stories == first.stories == 4
    assert {path: path.stat().st_mtime_ns for path in site.output.rglob("*")} == before


@pytest.mark.parametrize("date", ["2020", "2019/2020", "2020-01/2021", "0007"])
def test_an_archive_whose_stories_say_no_month_is_built(site: SmallSite, date: str) -> None:
    for story in (site.content / "stories").iterdir():
        story.unlink()
    for number in range(12):
        site.story(f"one-{number}", date=date)
    site.build()
    assert (site.output / f"zh-hans/dates/{date[:4]}/index.html").is_file()
    assert not [*(site.output / "zh-hans/dates").glob("*/*/index.html")]


def test_touching_a_file_without_changing_it_does_nothing(site: SmallSite) -> None:
    site.build()
    (site.content / "stories/gate-one.md").touch()
    assert site.build().pages.rendered == 0


def test_one_body_edit_renders_exactly_the_two_pages_of_the_story(site: SmallSite) -> None:
    site.build()
    text = story_text("gate-one").replace("大家都在。", "大家一直都在。")
    site.write("stories/gate-one.md", text)
    report = site.build()
    assert sorted(report.pages.paths) == ["zh-hans/stories/gate-one/index.html", "zh-hant/stories/gate-one/index.html"]
    assert report.pages.rendered == 2
    assert (report.index.added, report.index.removed) == (1, 0)


def test_a_title_edit_renders_the_story_and_what_lists_it_and_leaves_the_rest(site: SmallSite) -> None:
    site.build()
    site.story(
        "far-away",
        title="西安的另一个卡点",
        places="陕西省/西安市/长安区",
        roles="民警",
        people="付双涛",
        body="收费站的岗亭。",
    )
    written = set(site.build().pages.paths)
    assert "zh-hans/stories/far-away/index.html" in written
    assert "zh-hant/places/shaanxi/index.html" in written
    assert "zh-hans/places/shaanxi/xian/changan/feed.atom.xml" in written
    assert not any(path.startswith("zh-hans/places/hubei/") for path in written)
    assert "zh-hans/stories/gate-one/index.html" not in written


def test_a_word_that_the_vocabulary_learns_is_not_torn_in_the_titles_of_hits_either(site: SmallSite) -> None:
    def titles() -> set[str]:
        return {"|".join(pieces) for one in site.state()[1] for pieces in one["pieces"]}

    site.story("gate-three", title="北苑小区三号门外面站着的夜班送药人和他的车")
    site.build()
    assert "北苑|小区|三号门|外面站着的|夜班|送药人|和他的车" in titles()
    site.write("vocabulary/roles.yaml", f"{ROLES}- {{id: courier, hans: 夜班送药人, hant: 夜班送藥人, parent: null}}\n")
    site.build()
    assert "北苑|小区|三号门|外面站着的|夜班送药人|和他的车" in titles()
    assert site.state() == site.clean_build()


def test_a_crossing_comes_with_its_second_story_and_goes_with_it(site: SmallSite) -> None:
    site.build()
    crossing = "zh-hans/places/hubei/xiangyang/roles/teacher/index.html"
    assert not (site.output / crossing).exists()
    site.story("gate-three", title="第三个路口", roles="教师")
    site.story("far-school", title="远处的学校", places="陕西省/西安市/长安区", roles="教师")
    assert crossing in site.build().pages.paths
    assert site.state() == site.clean_build()
    site.story("gate-three", title="第三个路口", roles="教师", body="换了一句话。")
    assert crossing not in site.build().pages.paths
    for story in ("gate-three", "gate-two"):
        (site.content / f"stories/{story}.md").unlink()
    site.build()
    assert not (site.output / crossing).parent.exists()
    assert site.state() == site.clean_build()


def test_a_deleted_story_takes_its_pages_and_empty_folders_with_it(site: SmallSite) -> None:
    site.build()
    (site.content / "stories/far-away.md").unlink()
    report = site.build()
    assert report.index.removed == 1
    assert not (site.output / "zh-hans/stories/far-away").exists()
    assert not (site.output / "zh-hans/places/shaanxi").exists()
    assert site.state() == site.clean_build()


def test_files_that_others_put_into_the_output_are_left_alone(site: SmallSite) -> None:
    site.build()
    (site.output / "CNAME").write_text("example.org")
    site.story("gate-three", title="第三个路口")
    site.build()
    assert (site.output / "CNAME").read_text() == "example.org"


def test_a_folder_that_is_not_ours_is_never_built_into(site: SmallSite) -> None:
    site.output.mkdir()
    (site.output / "precious.txt").write_text("mine")
    with pytest.raises(ForeignOutputError):
        site.build()
    assert [path.name for path in site.output.iterdir()] == ["precious.txt"]


def test_a_wiped_output_is_built_whole_again(site: SmallSite) -> None:
    site.build()
    before = site.state()
    shutil.rmtree(site.output)
    site.build()
    assert site.state() == before


def test_deleting_all_state_changes_nothing(site: SmallSite) -> None:
    site.build()
    before = site.state()
    shutil.rmtree(site.output.with_name("output.state"))
    site.build()
    assert site.state() == before


def test_what_was_removed_leaves_the_site_even_where_the_state_was_lost(site: SmallSite) -> None:
    site.build()
    shutil.rmtree(site.output.with_name("output.state"))
    (site.output / "CNAME").write_text("example.org")
    (site.content / "stories/far-away.md").unlink()
    site.build()
    assert (site.output / "CNAME").read_text() == "example.org"
    (site.output / "CNAME").unlink()
    assert site.state() == site.clean_build()


def test_a_damaged_state_is_made_anew(site: SmallSite) -> None:
    site.build()
    before = site.state()
    (site.output.with_name("output.state") / "state.sqlite").write_bytes(b"not a database" * 500)
    site.build()
    assert site.state() == before


@pytest.mark.parametrize("what", ["pages", "texts"])
def test_a_state_that_is_damaged_inside_is_made_anew(site: SmallSite, what: str) -> None:
    for number in range(20):
        site.story(f"more-{number}", body=f"第{number}个人在门口量体温。" * 40)
    site.build()
    file = site.output.with_name("output.state") / "state.sqlite"
    if what == "pages":
        data = bytearray(file.read_bytes())
        for at in range(3 * 4096, len(data), 4096):
            data[at : at + 200] = b"\xff" * 200
        file.write_bytes(data)
    else:
        with sqlite3.connect(file) as state:
            state.execute("UPDATE record SET texts = x'00'")
        state.close()
    with Build(site.options()) as build:
        assert build.check()[0] > 0
    site.story("gate-one", body="改过了。")
    site.build()
    assert site.state() == site.clean_build()


def test_a_removed_index_is_made_anew(site: SmallSite) -> None:
    site.build()
    before = site.state()
    shutil.rmtree(site.output.with_name("output.state") / "index")
    site.build()
    assert site.state() == before


def test_one_process_gives_the_same_as_many(site: SmallSite, tmp_path: Path) -> None:
    site.build(tmp_path / "one", workers=1)
    site.build(tmp_path / "two", workers=2)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert answers(tmp_path / "one.state/index") == answers(tmp_path / "two.state/index")


def test_a_fault_in_the_content_names_all_faults_and_leaves_the_last_good_site(site: SmallSite) -> None:
    site.build()
    before = site.state()
    site.story("gate-one", places="湖北省/襄阳市/樊成区", body="改过了。")
    site.story("gate-two", date="去年")
    with pytest.raises(ContentError) as raised:
        site.build()
    assert {(fault.path, fault.code) for fault in raised.value.faults if fault.severity == "error"} == {
        ("stories/gate-one.md", "unknown-place"),
        ("stories/gate-two.md", "bad-date"),
    }
    assert site.state() == before


def test_a_mended_fault_is_built_as_if_it_had_never_been(site: SmallSite) -> None:
    site.build()
    site.story("gate-one", places="湖北省/襄阳市/樊成区")
    with pytest.raises(ContentError):
        site.build()
    site.story("gate-one")
    site.build()
    assert site.state() == site.clean_build()


def test_a_template_that_fails_leaves_the_last_good_site(site: SmallSite) -> None:
    site.build()
    before = site.state()[0]
    page = site.theme / "templates/page.html"
    page.write_text(page.read_text("utf-8").replace("{% endblock", "{{ nobody.knows.this }}{% endblock"), "utf-8")
    site.story("gate-one", body="新的正文。")
    with pytest.raises(RenderError, match=r"page\.html"):
        site.build()
    assert site.state()[0] == before


def test_a_template_edit_renders_the_pages_that_use_it_and_no_others(site: SmallSite) -> None:
    site.build()
    page = site.theme / "templates/page.html"
    page.write_text(page.read_text("utf-8").replace("{% endblock", "<!-- changed -->{% endblock"), "utf-8")
    assert sorted(site.build().pages.paths) == ["zh-hans/about/index.html", "zh-hant/about/index.html"]


def test_two_builds_of_one_output_never_run_together(site: SmallSite) -> None:
    site.build()
    with State.open(site.options().state_file), pytest.raises(BusyError), Build(site.options()) as build:
        build.run()


def test_clean_takes_an_output_and_its_state_and_never_what_others_wrote(site: SmallSite) -> None:
    site.build()
    forget(site.options())
    assert not site.output.exists()
    assert not site.options().state.exists()
    forget(site.options())  # once more is no failure
    site.output.mkdir()
    (site.output / "thesis.txt").write_text("三年", "utf-8")
    forget(site.options())
    assert (site.output / "thesis.txt").exists()
    assert not site.options().state.exists()


def test_clean_leaves_the_output_of_a_build_that_is_running(site: SmallSite) -> None:
    site.build()
    with State.open(site.options().state_file), pytest.raises(BusyError):
        forget(site.options())
    assert (site.output / "index.html").exists()


def test_drafts_are_shown_in_a_preview_only_and_withdrawn_stories_leave_a_notice(
    site: SmallSite, tmp_path: Path
) -> None:
    site.story("secret", more="status: draft\n")
    site.write(
        "stories/gone.md", "---\nid: gone\nscript: hans\nstatus: withdrawn\nwithdrawn: 2026-11-28\nwhy: 应要求\n---\n"
    )
    site.build()
    assert not (site.output / "zh-hans/stories/secret").exists()
    assert (site.output / "zh-hans/stories/gone/index.html").exists()
    listed = (site.output / "zh-hans/stories/index.html").read_text("utf-8")
    assert "/stories/gone/" not in listed
    site.build(tmp_path / "preview", drafts=True)
    assert (tmp_path / "preview/zh-hans/stories/secret/index.html").exists()


def run_tasks(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of our commands as a user does."""
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_command_reports_what_it_did_as_json(site: SmallSite) -> None:
    where = ("--content", str(site.content), "--output", str(site.output))
    done = run_tasks("build", "--json", *where)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert report["stories"] == 4
    assert set(report["pages"]) == {"planned", "rendered", "written", "removed"}
    assert set(report["index"]) == {"added", "removed"}
    assert report["seconds"] > 0


def test_the_command_names_faults_and_exits_1(site: SmallSite) -> None:
    site.story("gate-one", roles="志愿音")
    where = ("--content", str(site.content), "--output", str(site.output))
    done = run_tasks("build", *where)
    assert done.returncode == 1
    assert "stories/gate-one.md:8:9: " in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    checked = run_tasks("check", "--json", *where)
    assert checked.returncode == 1
    errors = [fault for fault in json.loads(checked.stdout)["faults"] if fault["severity"] == "error"]
    assert [fault["code"] for fault in errors] == ["unknown-role"]


def test_plain_pelican_builds_the_same_site(site: SmallSite, tmp_path: Path) -> None:
    assert run_tasks("build", "--content", str(site.content), "--output", str(site.output)).returncode == 0
    other = tmp_path / "pelican"
    where = ("-t", str(ROOT / "theme"), "-s", str(ROOT / "pelicanconf.py"))
    command = [sys.executable, "-m", "pelican", str(site.content), "-o", str(other), *where]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert tree(other) == tree(site.output)
    site.story("gate-one", roles="志愿音")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert "gate-one" in done.stderr + done.stdout


def test_a_foreign_folder_is_named_in_plain_words(site: SmallSite) -> None:
    site.output.mkdir()
    (site.output / "precious.txt").write_text("mine")
    for command in ("build", "serve"):
        done = run_tasks(command, "--content", str(site.content), "--output", str(site.output))
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert str(site.output) in done.stderr


def test_a_template_that_can_not_be_read_is_named_and_leaves_the_last_good_site(site: SmallSite) -> None:
    site.build()
    before = site.state()[0]
    with (site.theme / "templates/person.html").open("a", encoding="utf-8") as template:
        template.write("{% if")
    with pytest.raises(RenderError, match=r"person\.html"):
        site.build()
    assert site.state()[0] == before


def test_a_theme_without_a_template_is_told_so(site: SmallSite) -> None:
    (site.theme / "templates/person.html").unlink()
    with pytest.raises(RenderError, match=r"person\.html"):
        site.build()


def test_rebuilding_with_a_fault_in_the_content_leaves_the_last_good_site(site: SmallSite) -> None:
    where = ("--content", str(site.content), "--output", str(site.output))
    assert run_tasks("build", *where).returncode == 0
    before = site.state()
    site.story("gate-one", roles="志愿音")
    assert run_tasks("rebuild", *where).returncode == 1
    assert site.state() == before
    site.story("gate-one")
    report = json.loads(run_tasks("rebuild", "--json", *where).stdout)
    assert report["pages"]["rendered"] > 0
    assert report["index"]["added"] == report["stories"]
    assert site.state() == before


def test_how_jinja_renders_is_part_of_every_page(site: SmallSite) -> None:
    site.build()
    options = site.options()
    other = replace(options, theme=replace(options.theme, options={**options.theme.options, "trim_blocks": False}))
    with Build(other) as build:
        report = build.run()
    assert report.pages.rendered > 0
    with Build(replace(other, output=site.folder / "clean")) as build:
        build.run()
    assert tree(site.output) == tree(site.folder / "clean")


@pytest.mark.parametrize("preview", [True, False])
def test_an_image_that_changes_while_it_is_built_is_never_recorded_as_what_it_was(
    site: SmallSite, preview: bool
) -> None:
    one, two = (photos.encoded(photos.drawing(width, 30), "PNG") for width in (40, 50))
    site.write("images/README.txt", "图片放在这里。\n")
    image = site.content / "images/gate.png"
    image.write_bytes(one)
    site.story("one-story", body="门口。\n\n![门](images/gate.png)")
    site.build(preview=preview)
    for meanwhile in (two, None):
        image.write_bytes(two if meanwhile is None else one)
        with Build(site.options(preview=preview)) as build:
            build.stage()
            if meanwhile:
                image.write_bytes(meanwhile)
            else:
                image.unlink()
            build.commit()
        image.write_bytes(one)
        site.build(preview=preview)
        assert site.state() == site.clean_build(preview=preview)


def test_a_story_saved_while_it_is_read_is_read_again(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins import reading

    site.build()
    site.story("gate-one", body="第一次保存的正文。")
    run = reading.pool.run

    def saving(*arguments: object, **options: object) -> object:
        yield from run(*arguments, **options)
        if "第一次" in (site.content / "stories/gate-one.md").read_text("utf-8"):
            site.story("gate-one", body="后一次保存的正文。")

    monkeypatch.setattr(reading.pool, "run", saving)
    site.build()
    assert "后一次保存的正文" in (site.output / "zh-hans/stories/gate-one/index.html").read_text("utf-8")
    monkeypatch.undo()
    assert site.state() == site.clean_build()


@pytest.mark.parametrize("edited", [True, False])
def test_a_file_that_may_not_be_read_is_a_fault_and_no_crash(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, edited: bool
) -> None:
    """Permissions, or on Windows a program that holds it; root may read everything, so the system's word is put into its mouth."""
    site.build()
    before = site.state()
    read_bytes = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path.name == "far-away.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    if edited:
        site.story("far-away", body="改过了。")
    else:
        site.write("vocabulary/people.yaml", "- {id: yao-yunqian, hans: 姚云乾, hant: 姚雲乾}\n")
    with pytest.raises(ContentError) as raised:
        site.build()
    assert [(fault.path, fault.code) for fault in raised.value.faults] == [("stories/far-away.md", "unreadable")]
    monkeypatch.undo()
    assert site.state() == before


def test_a_story_that_goes_while_it_is_read_is_a_story_less(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins import reading

    site.build()
    site.story("far-away", body="改过了。")
    run = reading.pool.run

    def removing(*arguments: object, **options: object) -> object:
        (site.content / "stories/far-away.md").unlink(missing_ok=True)
        return run(*arguments, **options)

    monkeypatch.setattr(reading.pool, "run", removing)
    site.build()
    monkeypatch.undo()
    assert site.state() == site.clean_build()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_a_file_whose_name_is_no_text_is_a_fault_and_no_crash(site: SmallSite) -> None:
    import os

    site.build()
    before = site.state()
    (site.content / "images").mkdir()
    bad = os.fsencode(site.content / "images") + b"/\xff.jpg"
    with open(bad, "wb") as file:  # noqa: PTH123 (a path that is no text)
        file.write(b"x")
    with pytest.raises(ContentError) as raised:
        site.build()
    assert [fault.code for fault in raised.value.faults] == ["file-name"]
    assert site.state() == before
    os.unlink(bad)  # noqa: PTH108
    site.build()
    assert site.state() == before


def test_a_preview_has_no_static_index_for_its_search_is_answered_by_the_service(site):
    first, second = site.build(preview=True), site.build(preview=True)
    assert "static" not in first.stages
    assert "read" not in second.stages
    assert not (site.output / "search").exists()


def test_a_folder_may_be_previewed_and_published_in_turn(site):
    static = site.output / "search"
    site.build()
    assert (static / "manifest.json").is_file()
    (static / "notes.txt").write_text("mine")
    site.build(preview=True)
    assert [path.name for path in static.iterdir()] == ["notes.txt"]
    site.build()
    assert (static / "manifest.json").is_file()
    (static / "notes.txt").unlink()
    site.build(preview=True)
    assert not static.exists()
