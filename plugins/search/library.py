"""The one module that imports whoosh: the library, what of it an index is made of, and what says who made an index.

docs/search.md says why 2.7.4, and what is avoided. Used are documents with existence postings, stored values, byte columns,
one commit; not its query parser, scoring, statistics, highlighting or facets.
"""

from __future__ import annotations

import importlib.metadata
import warnings
from functools import cache
from typing import Any

from plugins.hanzi.fold import FOLD_VERSION
from plugins.hanzi.scripts import SCRIPTS
from plugins.search.analysis import ANALYSIS_VERSION

#: Changes whenever what is stored, or how, changes.
SCHEMA_VERSION = "4"


def stamp() -> dict[str, str]:
    """What an index must have been built by to be answered from."""
    return {
        "format": "shouwang-search",
        "schema": SCHEMA_VERSION,
        "fold": FOLD_VERSION,
        "analysis": ANALYSIS_VERSION,
        "pypinyin": importlib.metadata.version("pypinyin"),
        "whoosh": ".".join(map(str, whoosh().__version__)),
    }


def schema() -> Any:
    """The fields of an index."""
    library = whoosh()
    columns, fields, formats = library.columns, library.fields, library.formats

    def present() -> Any:
        """Which documents have a term, with a number for each, without positions."""
        field = fields.KEYWORD()
        field.format = formats.Existence()
        return field

    return fields.Schema(
        key=fields.ID(),
        digest=fields.COLUMN(columns.VarBytesColumn()),
        card=fields.COLUMN(columns.VarBytesColumn()),
        folded=fields.COLUMN(columns.VarBytesColumn()),
        **{script: fields.COLUMN(columns.VarBytesColumn()) for script in SCRIPTS},
        data=fields.STORED(),
        grams=present(),
        words=present(),
    )


@cache
def whoosh() -> Any:
    """The library, imported when it is first needed; what Python says of its old code is kept from users.

    Every module that is used is imported here, for the warnings come when a module is first compiled.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        import whoosh as library
        import whoosh.codec.whoosh3
        import whoosh.fields
        import whoosh.index
        import whoosh.query
        import whoosh.searching
        import whoosh.util.filelock
        import whoosh.writing
    return library
