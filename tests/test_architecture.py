"""The arrows of ARCHITECTURE.md: who may import whom, and how large a module may grow."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: What each room may import of the others, beside itself. Downwards only.
ROOMS = {
    "faults": set(),
    "hanzi": {"faults"},
    "vocabulary": {"hanzi", "faults"},
    "stories": {"vocabulary", "hanzi", "faults"},
    "pictures": {"faults"},
    "archive": set(),
    "pages": {"stories", "vocabulary", "hanzi", "archive.recipe", "faults"},
    "search": {"stories", "vocabulary", "hanzi", "faults"},
    "records": {"search", "pages", "stories", "vocabulary", "hanzi", "archive.recipe", "faults"},
    "desk": {"search", "pages", "pictures", "stories", "vocabulary", "hanzi", "archive.recipe", "faults", "console"},
    "console": {"faults"},
}
#: Modules that compose the rooms, and so may import all of them.
COMPOSITION = {
    "site",
    "indexing",
    "serving",
    "hosting",
    "searching",
    "options",
    "reading",
    "scanning",
    "rewording",
    "review_pages",
    "preview",
    "packaging",
    "purging",
    "picturing",
    "desk_site",
    "linking",
    "commands",
}
#: What pages may take from the engine: what a page is.
RECIPE = {"Page", "Blob", "Sealed"}
PELICAN = {
    "plugins/site.py",
    "pelicanconf.py",
    "publishconf.py",
    "plugins/archive/generator.py",
    "plugins/archive/pelican_run.py",
}
#: Tables, not code.
TABLES = {"plugins/pages/labels.py"}
MOST_LINES = 320


@cache
def modules() -> dict[str, Path]:
    """Every module of plugins by its dotted name."""
    found = {}
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _loaded(statement: ast.stmt) -> bool:
    """Whether a statement runs when its module is loaded, and not only when a function is called or types are checked."""
    is_types = isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING"
    return not is_types and not isinstance(statement, (ast.FunctionDef, ast.ClassDef))


def imports(path: Path, *, top: bool = False) -> set[tuple[str, str]]:
    """(module, name) of everything that a file imports; ``top``: only what it imports when it is loaded."""
    nodes = [node for statement in tree(path).body if not top or _loaded(statement) for node in ast.walk(statement)]
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            found |= {(str(node.module), alias.name) for alias in node.names}
    return found


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def target(module: str, name: str) -> str:
    """The module that an import means: ``from plugins.stories import body`` means plugins.stories.body."""
    return f"{module}.{name}" if f"{module}.{name}" in modules() else module


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_room_imports_downwards_only(module):
    room = room_of(module)
    if room in COMPOSITION or not room:
        return
    assert room in ROOMS, f"{module}: a new room needs its arrows here and in ARCHITECTURE.md"
    for imported, name in imports(modules()[module]):
        if imported == "plugins" or imported.startswith("plugins."):
            other = target(imported, name)
            allowed = room_of(other) == room or any(
                other == f"plugins.{one}" or other.startswith(f"plugins.{one}.") for one in ROOMS[room]
            )
            assert allowed, f"{module} may not import {other}"


def test_pages_know_of_the_engine_what_a_page_is():
    for module, path in modules().items():
        if room_of(module) == "pages":
            taken = {name for imported, name in imports(path) if imported == "plugins.archive.recipe"}
            assert taken <= RECIPE, module


def test_only_the_way_in_knows_pelican():
    files = [*modules().values(), *(ROOT / name for name in ("pelicanconf.py", "publishconf.py", "tasks.py", "run.py"))]
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.exists() and any(imported.split(".")[0] == "pelican" for imported, _ in imports(path))
    }
    assert knowing <= PELICAN


def test_imports_make_no_circle():
    arrows = {
        module: {
            target(imported, name) for imported, name in imports(path, top=True) if target(imported, name) in modules()
        } - {module}
        for module, path in modules().items()
    }  # fmt: skip
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module not in done:
            for other in sorted(arrows[module]):
                visit(other, (*way, module))
            done.add(module)

    for module in arrows:
        visit(module, ())


def test_no_module_grows_over_its_size():
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in modules().values()
    }
    assert {path: size for path, size in sizes.items() if size > MOST_LINES and path not in TABLES} == {}


def test_no_module_has_a_name_that_says_nothing():
    names = {part for module in modules() for part in module.split(".")}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "core"}


def test_every_module_says_what_it_is():
    assert [module for module, path in modules().items() if not ast.get_docstring(tree(path))] == []


def test_the_map_names_every_room():
    written = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {room_of(module) for module in modules()} - {""} - COMPOSITION - {"console"}
    assert {room for room in rooms if f"{room}/" not in written and f"{room}.py" not in written} == set()


def test_where_the_state_of_a_build_stands_is_written_in_one_place():
    spelled = ("state.sqlite", ".state")
    said = {
        path.relative_to(ROOT).as_posix()
        for path in modules().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in spelled
    }
    assert said == {"plugins/options.py"}
