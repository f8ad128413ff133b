"""Commands for whoever changes the code: ``test``, ``lint``, ``bench``."""

from __future__ import annotations

import subprocess
import sys

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from plugins.commands.settings import ROOT
from plugins.console import say


def _run(*command: str) -> None:
    """Run a tool of the environment; its exit code is ours."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)  # noqa: S603 (our own tools)
    if done.returncode:
        raise Exit(code=done.returncode)


@task(help={"args": "what pytest is given, such as: --args '-k search'"})
def test(_c: Context, args: str = "") -> None:
    """Run the tests, with ruff and mypy before them. 运行测试。"""
    lint(_c)
    _run("pytest", "-n", "auto", *args.split())


@task
def lint(_c: Context) -> None:
    """Check style and types. 检查代码。"""
    _run("ruff", "check", ".")
    _run("ruff", "format", "--check", ".")
    _run("mypy")


@task(help={"name": "only this one: build or conversion"})
def bench(_c: Context, name: str = "") -> None:
    """Measure what we claim about speed and conversion. 测速。"""
    scripts = sorted((ROOT / "benchmarks").glob(f"{name or '*'}.py"))
    if not scripts:
        say(f"没有名为 {name} 的测量", f"There is no benchmark named {name}")
        raise Exit(code=2)
    for script in scripts:
        print(f"== {script.stem}")
        done = subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False)  # noqa: S603 (our own scripts)
        if done.returncode:
            raise Exit(code=done.returncode)
