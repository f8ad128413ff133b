"""What the documentation promises to be: complete as to commands and faults, free of dead links, and the same on every machine."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

import tasks
from plugins.search.engine import Engine
from plugins.search.results import Request
from tools import make_messages

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
EDITORS = "docs/editors.zh.md"
RESEARCHERS = "docs/researchers.zh.md"

#: Folders that hold no documentation of ours.
_NOT_OURS = {"content", "node_modules", "output", "preview", "public", "test-artifacts"}
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^()\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
#: Places on one machine, and hosts that packages come from: neither means anything on another machine.
_MACHINE = re.compile(r"(?<![\w.:/~-])/(?:home|Users|root|tmp|work|opt|mnt|private)/[\w.-]|\b[A-Z]:\\|~/\.|file://")
_REGISTRY = re.compile(
    r"\b(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|npmjs\.com|crates\.io|proxy\.golang\.org|rubygems\.org)"
    r"|https?://[\w.-]*(?:pypi|pythonhosted|npmjs|artifactory|nexus|mirror)[\w.-]*",
    re.IGNORECASE,
)


@cache
def documents() -> dict[str, str]:
    """Every Markdown file of the repository's own, by path."""
    found = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not _is_foreign(Path(folder) / one))
        for name in names:
            if name.endswith(".md"):
                path = Path(folder) / name
                found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
    return found


def _is_foreign(folder: Path) -> bool:
    name = folder.relative_to(ROOT).as_posix()
    return name.removesuffix(".state") in _NOT_OURS or name.endswith("__pycache__")


def task_names() -> set[str]:
    """The commands that ``python3 run.py`` knows."""
    return set(tasks.namespace.task_names)


def fenced(text: str) -> str:
    """The code blocks of a document."""
    return "\n".join(_FENCE.findall(text))


# Commands


@pytest.mark.parametrize("name", READMES)
def test_every_command_stands_in_the_readme(name: str) -> None:
    code = set(re.findall(r"`([a-z]+)(?: [^`]*)?`", documents()[name]))
    assert task_names() - code == set()


@pytest.mark.parametrize("name", READMES)
def test_every_command_shown_in_the_readme_exists(name: str) -> None:
    shown = re.findall(r"^python3 run\.py +(\S+)", fenced(documents()[name]), re.MULTILINE)
    assert {"serve", "test"} <= set(shown)
    assert {one for one in shown if not one.startswith("-")} - task_names() == set()


def test_every_command_shown_in_any_document_exists() -> None:
    """Also in running text: ``python3 run.py check``."""
    unknown = {
        (name, shown)
        for name, text in documents().items()
        for shown in re.findall(r"python3 run\.py ([a-z]+)\b", text)
        if shown not in task_names()
    }
    assert unknown == set()


# Examples


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's own stories with the example of the editors' guide among them, built; the folder that holds all of it."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(ROOT / "content", folder / "content")
    example, twin = _example("---\nid: "), _example("---\ntitle: ")
    (folder / "content/stories/example-of-the-guide.md").write_text(example, "utf-8")
    (folder / "content/stories/example-of-the-guide.hant.md").write_text(twin, "utf-8")
    done = _run(folder, "build")
    assert done.returncode == 0, done.stderr
    return folder


def _example(start: str) -> str:
    """The example in the editors' guide that begins so."""
    return next(block for block in _FENCE.findall(documents()[EDITORS]) if block.startswith(start))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tasks.py", *arguments, "--content", str(folder / "content")]
    command += ["--output", str(folder / "output")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_example_of_the_editors_guide_has_no_fault(archive: Path) -> None:
    done = _run(archive, "check", "--json")
    assert (done.returncode, json.loads(done.stdout)["faults"]) == (0, [])


def _example_queries() -> list[str]:
    """The queries that the researchers' guide tells readers to try, and those of the READMEs."""
    table = documents()[RESEARCHERS].partition("## 检索词")[2].partition("\n\n字段名")[0]
    queries = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    for name in READMES:
        shown = re.findall(r"^python3 run\.py search +(.+)$", fenced(documents()[name]), re.MULTILINE)
        queries += [shlex.split(line)[0] for line in shown]
    return list(dict.fromkeys(queries))


def test_every_query_shown_to_researchers_finds_stories(archive: Path) -> None:
    queries = _example_queries()
    assert len(queries) > 15
    with contextlib.closing(Engine.open(archive / "output.state/index")) as engine:
        assert [query for query in queries if engine.search(Request(query, "hans")).total == 0] == []


# Links


def _links(text: str) -> Iterator[str]:
    for found in _LINK.findall(_CODE.sub("", _FENCE.sub("", text))):
        yield found[0] or found[1]


def test_every_relative_link_leads_to_a_file() -> None:
    dead = []
    for name, text in documents().items():
        for link in _links(text):
            if re.match(r"[a-z]+:|#", link):
                continue
            target = (ROOT / name).parent / unquote(link.partition("#")[0])
            if not target.exists():
                dead.append(f"{name}: {link}")
    assert dead == []


def _anchor(heading: str) -> str:
    """The anchor that a heading gets where Markdown is shown (GitHub's rule)."""
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return plain.replace(" ", "-")


def test_every_link_to_a_heading_leads_to_one() -> None:
    dead = []
    for name, text in documents().items():
        for link in _links(text):
            path, _, anchor = link.partition("#")
            if not anchor or re.match(r"[a-z]+:", link):
                continue
            target = ((ROOT / name).parent / path).resolve().relative_to(ROOT).as_posix() if path else name
            headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", documents().get(target, "")), re.MULTILINE)
            if unquote(anchor) not in map(_anchor, headings):
                dead.append(f"{name}: {link}")
    assert dead == []


def test_the_two_readmes_lead_to_each_other_and_show_both_editions() -> None:
    for name, other in (READMES, READMES[::-1]):
        links = list(_links(documents()[name]))
        assert other in links[:3]
        assert any("zh-hans" in link and link.endswith(".png") for link in links)
        assert any("zh-hant" in link and link.endswith(".png") for link in links)


def test_every_document_in_docs_can_be_found_from_the_readme() -> None:
    linked = set(_links(documents()["README.md"]))
    assert {name for name in documents() if name.startswith("docs/")} - linked == set()


# Tests


def test_every_test_that_a_document_names_exists() -> None:
    """A name may be cut short by an ellipsis: ``test_a_second_build_…``."""
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = set(re.findall(r"def (test_\w+)", code)) | {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    shown = {one for text in documents().values() for one in re.findall(r"\btest_\w+", text)}
    assert {one for one in shown if not any(name == one or name.startswith(one) for name in names)} == set()


# Faults


def test_the_codes_are_found_in_the_code() -> None:
    """A test of the search itself: codes written in each of the ways that the rooms use, and whether they stop anything."""
    found = make_messages.codes()
    assert {"unknown-place", "ambiguous-role", "missing-field", "duplicate-id", "bad-level", "yaml"} <= found.keys()
    assert found["copied"] == found["moved-nowhere"] == {"warning"}
    assert found["not-retold"] == {"warning", "error"}
    assert found["unknown-place"] == {"error"}


def test_every_fault_is_explained_to_editors_and_nothing_else_is() -> None:
    assert make_messages.faults() == []


def test_the_tables_of_messages_are_those_that_the_code_gives() -> None:
    """Mend ``tools/messages.tsv`` and run ``python tools/make_messages.py``."""
    assert documents()[EDITORS].partition(make_messages.FROM_HERE)[2] == f"\n{make_messages.tables()}"


# Every machine


def test_no_document_names_a_place_on_one_machine() -> None:
    found = [(name, one) for name, text in documents().items() for one in _MACHINE.findall(text)]
    assert found == []


def test_no_document_names_the_host_of_a_package_registry() -> None:
    found = [(name, one) for name, text in documents().items() for one in _REGISTRY.findall(text)]
    assert found == []
