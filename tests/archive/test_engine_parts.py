"""What the rest of the house relies on from the engine's parts: nothing is taken for unchanged that changed, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from plugins.archive import files, pool
from plugins.archive.plan import Output, PathCollisionError, make_plan
from plugins.archive.recipe import Asset, Blob, Page, Sealed, digest, fill
from plugins.archive.scan import RACY_NS, refresh, scan
from plugins.archive.state import Record, State
from plugins.archive.templates import closure_digests

ROOT = Path(__file__).parents[2]

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def kind(value: object) -> object:
    """A value with its types, because 1 and True are equal in Python and different on a page."""
    if isinstance(value, dict):
        return ("dict", [(key, kind(item)) for key, item in value.items()])
    if isinstance(value, list):
        return ("list", [kind(item) for item in value])
    return (type(value).__name__, value)


class TestRecipe:
    @given(plain, plain)
    def test_different_data_never_have_the_same_digest(self, one: object, two: object) -> None:
        assert (digest(one) == digest(two)) == (kind(one) == kind(two))

    def test_the_parts_of_a_text_can_not_be_shifted(self) -> None:
        assert digest(["ab", "c"]) != digest(["a", "bc"])
        assert digest([["a"], "b"]) != digest([["a", "b"]])

    def test_sealed_data_count_with_their_content(self) -> None:
        assert digest({"card": Sealed({"title": "甲"})}) == digest({"card": Sealed({"title": "甲"})})
        assert digest({"card": Sealed({"title": "甲"})}) != digest({"card": Sealed({"title": "乙"})})

    def test_what_is_no_plain_data_is_refused(self) -> None:
        with pytest.raises(TypeError, match="set"):
            digest({"tags": {1, 2}})

    def test_a_renderer_is_given_the_text_of_every_blob(self) -> None:
        filled = fill({"body": Blob("a.md", "hans", "x"), "list": [Blob("b.md", "hant", "y")]}, lambda blob: blob.owner)
        assert filled == {"body": "a.md", "list": ["b.md"]}


class TestScan:
    def test_a_file_that_was_just_written_is_read_again_even_if_its_stamp_is_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("one")
        known = refresh(tmp_path, scan(tmp_path), {}, time.time_ns())
        assert known["a.md"].mtime_ns == -1

    def test_a_file_whose_stamp_is_old_and_the_same_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("one")
        known = refresh(tmp_path, scan(tmp_path), {}, time.time_ns() + 2 * RACY_NS)
        stamps = scan(tmp_path)
        (tmp_path / "a.md").unlink()
        assert refresh(tmp_path, stamps, known, time.time_ns()) == known

    def test_leftovers_of_editors_and_systems_are_not_content(self, tmp_path: Path) -> None:
        for name in ("a.md", ".a.md.swp", "a.md~", ".DS_Store", "b.tmp"):
            (tmp_path / name).write_text("x")
        (tmp_path / "__pycache__").mkdir()
        (tmp_path / "__pycache__/c.pyc").write_text("x")
        assert list(scan(tmp_path)) == ["a.md"]

    @pytest.mark.skipif(sys.platform == "win32", reason="making links asks for rights there")
    def test_links_are_followed_and_one_that_leads_back_up_is_seen_once(self, tmp_path: Path) -> None:
        inside, beside = tmp_path / "content/stories", tmp_path / "beside"
        inside.mkdir(parents=True)
        beside.mkdir()
        for folder in (inside, beside):
            (folder / "a.md").write_text("x")
        for name, target in (("up", ".."), ("self", "."), ("more", beside), ("nowhere", "gone.md")):
            (inside / name).symlink_to(target)
        (beside / "back").symlink_to(inside)
        assert list(scan(tmp_path / "content")) == ["stories/a.md", "stories/more/a.md"]

    def test_a_missing_folder_is_an_empty_one(self, tmp_path: Path) -> None:
        assert scan(tmp_path / "none") == {}


class TestPlan:
    def test_two_pages_at_one_address_are_refused(self) -> None:
        pages = [Page("a/index.html", "t", {"n": 1}), Page("A/index.html", "t", {"n": 2})]
        with pytest.raises(PathCollisionError, match=r"a/index\.html"):
            make_plan(pages, [], {"t": "1"}, {})

    def test_a_page_is_rendered_when_its_data_or_its_template_changed(self) -> None:
        page = Page("a.html", "t", {"n": 1})
        first = make_plan([page], [], {"t": "1"}, {})
        known = {"a.html": Output(first.render[0][1], "d")}
        assert make_plan([page], [], {"t": "1"}, known).render == ()
        assert len(make_plan([page], [], {"t": "2"}, known).render) == 1
        assert len(make_plan([Page("a.html", "t", {"n": 2})], [], {"t": "1"}, known).render) == 1

    def test_an_output_of_a_build_that_died_is_made_again(self) -> None:
        plan = make_plan([Page("a.html", "t", {})], [Asset("b.css", "/b", "d")], {"t": "1"}, {
            "a.html": Output(None, None), "b.css": Output(None, None), "c.html": Output(None, None),
        })  # fmt: skip
        assert (len(plan.render), len(plan.copy), plan.remove) == (1, 1, ("c.html",))


class TestTemplates:
    def closure(self, **more: str) -> dict[str, str]:
        sources = {
            "base.html": "{% block x %}{% endblock %}",
            "page.html": "{% extends 'base.html' %}{% block x %}{% include '_card.html' %}{% endblock %}",
            "_card.html": "card",
            "other.html": "other",
        }
        return closure_digests(
            Environment(
                loader=DictLoader(sources | {f"{key}.html": text for key, text in more.items()}), autoescape=True
            )
        )

    def test_a_template_depends_on_all_that_it_extends_and_includes(self) -> None:
        before, after = self.closure(), self.closure(_card="another card")
        assert {name for name in before if before[name] != after[name]} == {"page.html", "_card.html"}
        after = self.closure(base="<main>{% block x %}{% endblock %}</main>")
        assert {name for name in before if before[name] != after[name]} == {"page.html", "base.html"}

    def test_a_name_worked_out_while_rendering_makes_a_template_depend_on_all(self) -> None:
        before = self.closure(page="{% include which %}")
        after = self.closure(page="{% include which %}", other="changed")
        assert before["page.html"] != after["page.html"]


def double(context: int, item: int) -> int:
    """A task."""
    return context * item


def two() -> int:
    """A context."""
    return 2


def die(_context: int, _item: int) -> int:
    """A task whose process dies."""
    import os

    os._exit(3)


def say_and_wait(_context: int, item: int) -> int:
    print(item, flush=True)
    time.sleep(300)
    return item


#: A build of two workers, each of which says that it works and goes on for long.
LONG = """
if __name__ == "__main__":
    from plugins.archive import pool
    from tests.archive.test_engine_parts import say_and_wait, two
    list(pool.run(say_and_wait, range(2), count=2, setup=two, workers=2))
"""


def refuse(_context: int, item: int) -> int:
    """A task that fails."""
    raise ValueError(f"not {item}")


class TestPool:
    def test_one_process_and_several_give_the_same_in_the_same_order(self) -> None:
        items = list(range(500))
        wanted = [2 * item for item in items]
        for workers in (1, 2):
            assert list(pool.run(double, items, count=500, setup=two, workers=workers)) == wanted

    def test_a_worker_that_dies_is_an_error_and_no_endless_wait(self) -> None:
        with pytest.raises(BrokenProcessPool):
            list(pool.run(die, range(4), count=4, setup=two, workers=2))

    def test_what_a_task_raises_is_raised_here(self) -> None:
        with pytest.raises(ValueError, match="not 0"):
            list(pool.run(refuse, range(4), count=4, setup=two, workers=2))

    def test_the_workers_of_a_build_that_is_killed_end_with_it(self, tmp_path: Path) -> None:
        script = tmp_path / "build.py"
        script.write_text(LONG, "utf-8")
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as build:
            assert build.stdout
            assert sorted(build.stdout.readline() for _ in range(2)) == [b"0\n", b"1\n"]
            build.kill()
            build.communicate(timeout=60)  # what the workers write to is closed once the last of them has ended


class TestFiles:
    def test_removing_files_removes_the_folders_that_it_leaves_empty_and_no_others(self, tmp_path: Path) -> None:
        for name in ("a/b/c.html", "a/keep.html", "d/e.html"):
            files.write(tmp_path / name, b"x")
        files.remove(tmp_path, ["a/b/c.html", "d/e.html", "never/was.html"])
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "keep.html"]

    def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "a.html"
        files.write(target, b"old")
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
            with pytest.raises(OSError, match="disk full"):
                files.write(target, b"new")
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


class TestState:
    def test_what_is_put_in_comes_out_after_opening_again(self, tmp_path: Path) -> None:
        record = Record("key", {"title": "守望"}, {"hans": "正文"})
        with State.open(tmp_path / "s.sqlite") as state, state.transaction():
            state.save_records({"a.md": record}, [])
            state.set("planned", "3")
        with State.open(tmp_path / "s.sqlite") as state:
            assert state.keys() == {"a.md": "key"}
            assert state.facts() == {"a.md": {"title": "守望"}}
            assert state.blob(Blob("a.md", "hans", "")) == "正文"
            assert state.get("planned") == "3"

    def test_a_transaction_that_fails_changes_nothing(self, tmp_path: Path) -> None:
        with State.open(tmp_path / "s.sqlite") as state:

            def change() -> None:
                with state.transaction():
                    state.set("planned", "3")
                    raise RuntimeError

            with pytest.raises(RuntimeError):
                change()
            assert state.get("planned") is None
