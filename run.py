#!/usr/bin/env python3
"""Run a task on a fresh machine: ``python3 run.py serve``.

The first run makes ``.venv`` and installs the locked, hashed requirements; every later run starts the task at once. Nothing but
Python 3.11 or later is needed: uv is used where it is installed, otherwise venv and pip, also where ensurepip is missing (Debian
without python3-venv). This file uses the standard library only, and only syntax that old Pythons can read, so that they can say
what is wrong with them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUILD_LOCK = "requirements-build.txt"
#: A task in the left-hand set needs the test requirements too; every other task runs on the running set.
TEST_TASKS = frozenset({"test", "lint"})
OLDEST = (3, 11)


def say(chinese: str, english: str) -> None:
    """Print one line on stderr, in Chinese where the user's locale is Chinese, in English elsewhere."""
    language = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    text = chinese if language.lower().startswith("zh") else english
    encoding = sys.stderr.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def stamp_of(lock: str) -> str:
    """What an environment made from this lock by this Python is marked with."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (BUILD_LOCK, lock):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(lock: str) -> bool:
    """Whether ``.venv`` already holds what this lock names (the test set holds the running set as well)."""
    locks = (lock, "requirements-test.txt")
    stamps = ((VENV / ("installed-" + name), stamp_of(name)) for name in locks)
    return PYTHON.exists() and any(path.is_file() and path.read_text() == stamp for path, stamp in stamps)


def call(command, **options) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003 (old Pythons read this file)
    """Run one step of the set-up, its output on stderr; True if it succeeded. A missing program counts as a failure."""
    try:
        options.setdefault("stdout", sys.stderr)
        done = subprocess.run([str(part) for part in command], cwd=str(ROOT), check=False, **options)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def with_uv(lock: str, fresh: bool) -> bool:
    """Make or complete the environment with uv; False where there is no uv or it fails for whatever reason."""
    uv = shutil.which("uv")
    if not uv:
        return False
    # uv refuses an empty UV_CACHE_DIR, and an active environment must not be mistaken for ours.
    clean = {key: value for key, value in os.environ.items() if value or not key.startswith("UV_")}
    clean.pop("VIRTUAL_ENV", None)
    install = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "--require-hashes"]
    return (
        (not fresh or call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], env=clean))
        and call([*install, "-r", BUILD_LOCK], env=clean)
        and call([*install, "--no-build-isolation", "-r", lock], env=clean)
    )


def with_pip(lock: str, fresh: bool) -> bool:
    """Make or complete it with venv and pip; where ensurepip is missing, with the pip of the Python that runs this."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if (
        fresh
        and not call([sys.executable, "-m", "venv", "--clear", VENV], **quiet)
        and not call([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    ):
        return False
    own = call([PYTHON, "-m", "pip", "--version"], **quiet)
    pip = [PYTHON, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", PYTHON]
    # The locks are complete, so nothing is left to resolve; --no-deps also keeps pip 23.2 from an assertion that it
    # fails on hashed requirements with extras. Source packages are built with the locked setuptools, not a fetched one.
    install = [*pip, "install", "-qq", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    return call([*install, "-r", BUILD_LOCK]) and call([*install, "--no-build-isolation", "-r", lock])


def set_up(lock: str) -> None:
    """Make ``.venv`` from the lock, or leave with a plain word about what is missing."""
    say("首次运行：正在准备环境（.venv），大约一分钟……", "First run: preparing .venv, this takes about a minute ...")
    # An environment that holds the running set only lacks the tests' packages; anything else is made from nothing.
    fresh = not is_ready("requirements.txt")
    if not (with_uv(lock, fresh) or with_pip(lock, fresh)):
        say(
            "环境没有装好。请检查网络；Debian 或 Ubuntu 请先运行：sudo apt install python3-venv，然后再试一次。",
            "The set-up failed. Check the network; on Debian or Ubuntu: sudo apt install python3-venv, then try again.",
        )
        raise SystemExit(1)
    (VENV / ("installed-" + lock)).write_text(stamp_of(lock))


def main(arguments) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 (old Pythons read this file)
    """Set up what the task needs, then run it with the environment's Python; return its exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        say("需要 Python 3.11 或更新的版本，现在是 " + found, "Python 3.11 or later is needed, this is " + found)
        return 2
    task = next((word for word in arguments if not word.startswith("-")), "")
    lock = "requirements-test.txt" if task in TEST_TASKS else "requirements.txt"
    if not is_ready(lock):
        set_up(lock)
    # UTF-8 everywhere, whatever the console's code page; no .pyc surprises from another Python's settings.
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    environment["PYTHONUTF8"] = "1"
    command = [str(PYTHON), str(ROOT / "tasks.py"), *(arguments or ["--list"])]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, environment)  # noqa: S606 (the task takes this process over: signals and exit code are its own)
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 (our own task)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
