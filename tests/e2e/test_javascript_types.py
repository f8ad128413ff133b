"""The types that search in the browser declares in its comments are kept."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: More than a module of Python may have, for types stand in comments.
MOST_LINES = 350


def test_the_modules_of_search_keep_their_types():
    tsc = shutil.which("tsc")
    if not tsc:
        missing = "No tsc was found, so the types of theme/static/js/search are not checked: install TypeScript."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but: {missing}")
        pytest.skip(missing)
    done = subprocess.run([tsc, "--project", ROOT / "jsconfig.json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_of_search_grows_over_its_size():
    sizes = {path.name: len(path.read_text("utf-8").splitlines()) for path in ROOT.glob("theme/static/js/search/*.js")}
    assert len(sizes) > 20
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}
