"""What readers fetch of a JavaScript module does what maintainers wrote."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.archive.modules import bare, bare_asset

MODULES = sorted((Path(__file__).parents[2] / "theme/static/js/search").glob("*.js"))

WRITTEN = """\
// What it is.

/**
 * Says how.
 * @param {string} text
 */
export function f(text) {
  /** @type {string[]} */
  const found = [];
  // why
  return /** @type {string} */ (found[0]) + "// no comment"; // because
}
"""
FETCHED = """\
export function f(text) {
const found = [];
return /** @type {string} */ (found[0]) + "// no comment"; // because
}
"""


def test_comments_and_indentation_are_left_out():
    assert bare(WRITTEN) == FETCHED


def test_code_after_a_comment_on_its_line_stays():
    assert bare("  /** @type {A} */ (a).b();\n  /** c */\n  d();\n") == "/** @type {A} */ (a).b();\nd();\n"


def test_no_module_has_a_text_that_reaches_over_lines():
    for module in MODULES:
        for line in bare(module.read_text("utf-8")).splitlines():
            assert line.count("`") % 2 == 0, f"{module.name}: {line}"


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_module_can_still_be_read(tmp_path, module):
    asset = bare_asset(f"theme/js/search/{module.name}", module, tmp_path)
    copy = tmp_path / f"{module.stem}.mjs"
    copy.write_bytes(Path(asset.source).read_bytes())
    assert len(copy.read_bytes()) < 0.8 * len(module.read_bytes())
    subprocess.run(["node", "--check", str(copy)], check=True, capture_output=True)
