"""How the shipped places are read, in pinyin: worked out once by ``tools/make_readings.py``, for no editor should wait for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from plugins.vocabulary.atlas import atlas

TABLE = Path(__file__).parent / "data" / "readings.txt"
#: Between the ways to read one name.
BETWEEN = "|"


@cache
def shipped_readings() -> dict[str, tuple[str, ...]]:
    """The ways to read each shipped place by its id, syllables parted by spaces; read at the first call.

    Raises:
        ValueError: they were made for another gazetteer.
    """
    stamp, *rows = TABLE.read_text("utf-8").splitlines()
    known = atlas()
    if stamp != f"# sha256 {known.digest}":
        message = f"{TABLE.name} was made for another gazetteer: run tools/make_readings.py"
        raise ValueError(message)
    return {one: tuple(row.split(BETWEEN)) for one, row in zip(known.ids, rows, strict=True)}
