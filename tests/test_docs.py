"""What the documentation promises to be: complete as to commands and faults, free of dead links, and the same on every machine."""

from __future__ import annotations

import ast
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

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
EDITORS = "docs/editors.zh.md"
RESEARCHERS = "docs/researchers.zh.md"

#: Folders that hold no documentation of ours.
_NOT_OURS = {"content", "node_modules", "output", "preview", "public", "test-artifacts"}
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^()\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
_CODE_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
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


def _kinds(tree: ast.AST) -> set[str]:
    """The kinds of names that ``self.find("place", …)`` looks up."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "find")
    first = (call.args[0] for call in calls if len(call.args) > 1)
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _codes_of(tree: ast.AST) -> Iterator[str]:
    """The codes of the faults that a module can name: the first short name among the arguments of a fault."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and _name(node.func) in {"Fault", "fault", "_warning"}:
            values = node.args
        elif isinstance(node, (ast.Return, ast.Assign)) and isinstance(node.value, ast.Tuple):
            texts = node.value.elts  # (code, message, help), made apart from the fault
            values = texts[:1] if len(texts) == 3 and "-" in str(getattr(texts[0], "value", "")) else []
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and _CODE_NAME.fullmatch(value.value):
                yield value.value
                break
            if isinstance(value, ast.JoinedStr) and (code := _start(value)):
                yield from (f"{code}{kind}" for kind in _kinds(tree))
                break


def _start(value: ast.JoinedStr) -> str:
    """``unknown-`` of f"unknown-{kind}"; nothing for any other text."""
    first = value.values[0]
    text = first.value if len(value.values) == 2 and isinstance(first, ast.Constant) else ""
    return text if isinstance(text, str) and re.fullmatch(r"[a-z]+-", text) else ""


@cache
def fault_codes() -> frozenset[str]:
    """Every code of a fault in the rooms."""
    trees = (ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "plugins").rglob("*.py")))
    return frozenset(code for tree in trees for code in _codes_of(tree))


def test_the_codes_are_found_in_the_code() -> None:
    """A test of the search itself: codes written in each of the ways that the rooms use."""
    assert {"unknown-place", "ambiguous-role", "missing-field", "duplicate-id", "bad-level", "yaml"} <= fault_codes()


def test_every_fault_is_explained_to_editors() -> None:
    tables = documents()[EDITORS].partition("## 报错与改法")[2]
    explained = set(re.findall(r"^\| `([a-z-]+)` \|", tables, re.MULTILINE))
    assert fault_codes() - explained == set(), "missing from docs/editors.zh.md"
    assert explained - fault_codes() == set(), "explained, but no code names it any more"


# Every machine


def test_no_document_names_a_place_on_one_machine() -> None:
    found = [(name, one) for name, text in documents().items() for one in _MACHINE.findall(text)]
    assert found == []


def test_no_document_names_the_host_of_a_package_registry() -> None:
    found = [(name, one) for name, text in documents().items() for one in _REGISTRY.findall(text)]
    assert found == []
