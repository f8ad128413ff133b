"""What Lighthouse says of the published archive on a phone: every kind of page in both editions, the median of three runs.

``python3 run.py bench --name lighthouse`` publishes ``content/`` into a temporary folder, serves it with ``host`` and asks the
program ``lighthouse`` (``npm install -g lighthouse``, or ``SHOUWANG_LIGHTHOUSE=/path/to/lighthouse``), with the same browser as the
tests. ``python benchmarks/lighthouse.py 2000`` adds generated stories. Fails where a category is below 98.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build import write_stories  # noqa: E402 (after the path above)

from plugins.serving import free_port  # noqa: E402
from tests.e2e.reader import find_browser  # noqa: E402

EDITIONS = ("zh-hans", "zh-hant")
PAGES = {
    "home": "",
    "story": "stories/fancheng-prosecutors-beiyuan/",
    "place": "places/hubei/",
    "places": "places/",
    "people": "people/",
    "search": "search/",
    "results": "search/?q=%E5%BF%97%E6%84%BF%E8%80%85",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 98
RUNS = 3
_PATIENCE = 300


@contextmanager
def served(count: int) -> Iterator[str]:
    """The archive and some generated stories, published and served as the public gets them; gives its address."""
    origin = f"http://127.0.0.1:{(port := free_port('127.0.0.1', 0))}"
    with tempfile.TemporaryDirectory() as temporary:
        content, output = Path(temporary) / "content", Path(temporary) / "site"
        shutil.copytree(ROOT / "content", content)
        (content / "stories" / "generated").mkdir()
        write_stories(content / "stories" / "generated", count)
        task = [sys.executable, str(ROOT / "tasks.py")]
        where = ["--siteurl", origin, "--content", str(content), "--output", str(output)]
        subprocess.run([*task, "publish", *where], cwd=ROOT, check=True)
        command = [*task, "host", *where, "--port", str(port), "--workers", "1"]
        with (Path(temporary) / "host.log").open("wb") as log:
            host = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + _PATIENCE
            while not _answers(origin):
                if host.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit(f"host does not answer: {(Path(temporary) / 'host.log').read_text('utf-8')}")
                time.sleep(0.2)
            yield origin
        finally:
            host.terminate()
            host.wait()


def _answers(origin: str) -> bool:
    try:
        with urllib.request.urlopen(origin, timeout=10):  # noqa: S310 (our own host)
            return True
    except OSError:
        return False


def ask(program: str, address: str, report: Path) -> dict[str, Any]:
    """One report of Lighthouse, on its own profile of a phone: a slow processor and a slow 4G network."""
    command = [
        program,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    if "?" in address:
        command.append("--skip-audits=is-crawlable")  # answers are kept from search engines on purpose
    for left in reversed(range(RUNS)):  # on a busy machine the browser does not always come up in time
        done = subprocess.run(command, env=os.environ | {"CHROME_PATH": str(find_browser())}, check=not left)
        if not done.returncode:
            break
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def faults(report: dict[str, Any]) -> Iterator[str]:
    """What costs points."""
    for name in CATEGORIES:
        for one in report["categories"][name]["auditRefs"]:
            audit = report["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{one['id']} {audit['score']:.2f} {audit.get('displayValue', '')}".rstrip()


def measure(program: str, origin: str, folder: Path) -> bool:
    """Print a line for every page; true where all have enough points."""
    print(
        "| page | "
        + " | ".join(CATEGORIES)
        + " | first paint | largest paint | blocked | moved | bytes | what costs points |"
    )
    print("|---|" + "---:|" * (len(CATEGORIES) + 5) + "---|")
    good = True
    for edition in EDITIONS:
        for name, path in PAGES.items():
            reports = [ask(program, f"{origin}/{edition}/{path}", folder / "report.json") for _ in range(RUNS)]
            points = [
                round(statistics.median(one["categories"][key]["score"] for one in reports) * 100) for key in CATEGORIES
            ]
            good = good and min(points) >= LEAST

            def middle(audit: str, reports: list[dict[str, Any]] = reports) -> float:
                return statistics.median(float(one["audits"][audit]["numericValue"]) for one in reports)

            print(
                f"| {edition} {name} | {' | '.join(map(str, points))} | {middle('first-contentful-paint') / 1000:.2f} s "
                f"| {middle('largest-contentful-paint') / 1000:.2f} s | {middle('total-blocking-time'):.0f} ms "
                f"| {middle('cumulative-layout-shift'):.3f} | {middle('total-byte-weight') / 1000:.0f} kB "
                f"| {', '.join(sorted({fault for one in reports for fault in faults(one)}))} |",
                flush=True,
            )
    return good


def main(count: int) -> int:
    """Measure, or say what is missing."""
    program = os.environ.get("SHOUWANG_LIGHTHOUSE") or shutil.which("lighthouse")
    if not program or not find_browser():
        print("lighthouse or a browser is not installed: nothing is measured")
        return 0
    with tempfile.TemporaryDirectory() as folder, served(count) as origin:
        return int(not measure(program, origin, Path(folder)))


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
