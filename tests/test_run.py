"""What a newcomer relies on: one file sets everything up, from locks that name and hash every package."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-test.txt")


def load_run(monkeypatch: pytest.MonkeyPatch, venv: Path) -> ModuleType:
    """run.py as a module, with an environment folder of its own."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


def pins(lock: str) -> dict[str, str]:
    """Each package of a lock with its version."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


def test_every_package_of_a_lock_is_pinned_and_hashed() -> None:
    for lock in (*LOCKS, "requirements-build.txt"):
        blocks = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text("utf-8").strip())
        for block in blocks:
            assert re.match(r"[a-z0-9._-]+==", block), block
            assert "--hash=sha256:" in block, block


def test_the_test_set_holds_the_running_set_in_the_same_versions() -> None:
    running, testing = (pins(lock) for lock in LOCKS)
    assert running.items() <= testing.items()
    assert not {"pytest", "playwright", "mypy"} & running.keys()


def test_what_the_user_asked_for_is_in_the_running_set() -> None:
    wanted = {"pelican", "markdown", "jieba", "opencc-python-reimplemented", "whoosh"}
    assert wanted <= pins("requirements.txt").keys()
    assert "pytest" in pins("requirements-test.txt")


def test_no_other_library_takes_the_name_of_one_of_ours() -> None:
    rivals = {"opencc", "opencc-py", "whoosh3", "whoosh-reloaded", "whoosh-novo", "whoosh-ng"}
    assert not rivals & pins("requirements-test.txt").keys()


def test_the_locks_name_no_registry() -> None:
    for lock in (*LOCKS, "requirements-build.txt"):
        assert "://" not in (ROOT / lock).read_text("utf-8")


def test_the_locks_agree_with_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for wanted in project["project"]["dependencies"]:
        name, _, version = wanted.partition("==")
        locked = pins("requirements.txt")[re.split(r"[<>=]", name)[0]]
        assert not version or locked == version
    for wanted in project["dependency-groups"]["test"]:
        assert re.split(r"[<>=]", wanted)[0] in pins("requirements-test.txt")


def test_an_environment_is_ready_only_for_the_lock_it_was_made_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run = load_run(monkeypatch, tmp_path)
    assert not run.is_ready("requirements.txt")
    (tmp_path / "installed-requirements.txt").write_text(run.stamp_of("requirements.txt"))
    assert run.is_ready("requirements.txt")
    assert not run.is_ready("requirements-test.txt")
    (tmp_path / "installed-requirements.txt").write_text("of another lock")
    assert not run.is_ready("requirements.txt")


def test_an_environment_for_the_tests_serves_for_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = load_run(monkeypatch, tmp_path)
    (tmp_path / "installed-requirements-test.txt").write_text(run.stamp_of("requirements-test.txt"))
    assert run.is_ready("requirements.txt")
    assert run.is_ready("requirements-test.txt")


def test_an_old_python_is_told_so_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = load_run(monkeypatch, tmp_path)
    monkeypatch.setattr(run, "OLDEST", (99, 0))
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert run.main(["serve"]) == 2
    assert "Python 3.11 or later" in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    run.main(["serve"])
    assert "需要 Python 3.11" in capsys.readouterr().err


def test_old_pythons_can_read_run_py() -> None:
    """Python 3.8's grammar is the oldest that can be asked for; what it cannot read, it could not explain."""
    import ast

    ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["no-such-task"], 2), (["search"], 2), (["build", "--no-such-option"], 2), (["--list"], 0), (["publish"], 2)],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(arguments: list[str], code: int, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    environment = {"PATH": "", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, encoding="utf-8")
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip() or code == 0


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed here; the locks are compiled with it")
@pytest.mark.parametrize(("lock", "more"), [("requirements.txt", []), ("requirements-test.txt", ["--group", "test"])])
def test_compiling_the_locks_again_keeps_them(lock: str, more: list[str], tmp_path: Path) -> None:
    copy = tmp_path / lock
    shutil.copy(ROOT / lock, copy)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "-q"]
    subprocess.run(["uv", "pip", "compile", "pyproject.toml", *more, *options, "-o", str(copy)], cwd=ROOT, check=True)
    assert copy.read_text("utf-8") == (ROOT / lock).read_text("utf-8")


def test_the_words_of_a_query_belong_together_whatever_they_begin_with() -> None:
    from plugins.commands.line import gathered
    from tasks import namespace

    assert gathered(namespace, ["search", "社区", "--original", "hant"]) == [
        "search",
        "--query=社区",
        "--original",
        "hant",
    ]
    assert gathered(namespace, ["search", "社区", "-口罩", "--json"]) == ["search", "--query=社区 -口罩", "--json"]
    assert gathered(namespace, ["search", "--place", "hubei", "--", "--口罩"]) == [
        "search",
        "--query=--口罩",
        "--place",
        "hubei",
    ]
    assert gathered(namespace, ["check", "a.md", "b.md"]) == ["check", "--path=a.md", "--path=b.md"]
    assert gathered(namespace, ["build", "--json"]) == ["build", "--json"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are POSIX")
def test_a_reader_of_our_output_may_stop_reading() -> None:
    command = f"'{sys.executable}' '{ROOT / 'tasks.py'}' check --json | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.stdout == "{"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_checking_what_is_not_there_is_wrong_usage() -> None:
    command = [sys.executable, str(ROOT / "tasks.py"), "check", "content/stories/nobody.md"]
    assert subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 2
