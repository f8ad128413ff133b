"""JavaScript modules as readers fetch them: without the comments and the indentation, which are for maintainers."""

from __future__ import annotations

import re
from pathlib import Path

from plugins.archive import files
from plugins.archive.recipe import Asset
from plugins.archive.scan import digest_of

# Comments that have their lines to themselves; what shares a line with code stays, for only a parser could tell.
_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t\n]+", re.MULTILINE)


def bare(source: str) -> str:
    """A module that does the same in fewer bytes. Its template literals must not reach over lines."""
    return _INDENTATION.sub("", _LINE.sub("", _BLOCK.sub("", source)))


def bare_asset(path: str, source: Path, folder: Path) -> Asset:
    """The asset of a module, whose bare form is kept in a folder of ours.

    Args:
        path: where it stands in the output.
        source: the module as maintainers write it.
        folder: where the bare forms are kept; made if need be.
    """
    data = bare(source.read_text("utf-8")).encode()
    target = folder / source.name
    if not target.is_file() or target.read_bytes() != data:
        files.write(target, data)
    return Asset(path, str(target), digest_of(data))
