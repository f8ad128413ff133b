"""Make ``plugins/vocabulary/data/readings.txt``: a line a place of the gazetteer, the ways to read its name.

Run it after ``make_gazetteer.py``, or with another pypinyin: ``python tools/make_readings.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, it finds the code beside it

from plugins.desk.place_keys import readings_of
from plugins.vocabulary.atlas import atlas, place
from plugins.vocabulary.readings import BETWEEN, TABLE


def lines() -> Iterator[str]:
    """The lines of the table: first the gazetteer's digest, then the readings in the order of its rows."""
    known = atlas()
    yield f"# sha256 {known.digest}"
    for number in range(len(known.ids)):
        one = place(known.row(number))
        yield BETWEEN.join(readings_of(one.forms.hans, one.id))


if __name__ == "__main__":
    TABLE.write_text("\n".join(lines()) + "\n", "utf-8")
