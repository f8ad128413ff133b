"""How fast and how right conversion is, beside plain opencc-python-reimplemented on the same text.

    python benchmarks/conversion.py                # the hard sentences, repeated
    python benchmarks/conversion.py FILE...        # your own texts

Times are CPU seconds, the least of five runs; ratios are from one run on one machine, which is all that they say.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import opencc  # noqa: E402 - the house's own packages come first

from plugins.hanzi.convert import Converter  # noqa: E402
from plugins.hanzi.engine import Engine, engine  # noqa: E402
from plugins.hanzi.fold import fold  # noqa: E402
from plugins.hanzi.scripts import Forms  # noqa: E402

CONFIGS = {
    "s2tw": "simplified",
    "s2hk": "simplified",
    "t2s": "traditional",
    "tw2s": "traditional_tw",
    "hk2s": "traditional_tw",
}
HARD = ROOT / "tests" / "hanzi" / "data" / "conversion-hard.tsv"
CHARACTERS = 60_000


def least(work: Callable[[], object], runs: int = 5) -> float:
    """The least CPU time of a few runs, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def sentences(column: str) -> list[str]:
    """The hard sentences of one column, over and over until there is enough to measure; a paragraph each ten."""
    with HARD.open(encoding="utf-8", newline="") as file:
        found = [row[column] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    paragraphs = ["".join(found[at : at + 10]) for at in range(0, len(found), 10)]
    return paragraphs * (CHARACTERS // sum(map(len, paragraphs)) + 1)


def measure(config: str, texts: list[str]) -> dict[str, object]:
    """Our engine and the library on the same texts, one paragraph a call."""
    build = least(lambda: Engine(config), 2)
    ours, theirs = engine(config), opencc.OpenCC(config)
    size = sum(len(text.encode()) for text in texts) / 1e6
    fast = least(lambda: [ours.convert(text) for text in texts])
    slow = least(lambda: [theirs.convert(text) for text in texts], 2)
    same = all(ours.convert(text) == theirs.convert(text) for text in texts)
    return {
        "config": config,
        "library MB/s": round(size / slow, 2),
        "ours MB/s": round(size / fast, 2),
        "ratio": round(slow / fast, 1),
        "same": same,
        "build ms": round(build * 1000),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="Simplified texts, one paragraph a line")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    given = parser.parse_args()
    own = [line for path in given.files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    results = []
    for config, column in CONFIGS.items():
        texts = own if own and config.startswith("s") else [engine("s2tw").convert(text) for text in own]
        results.append(measure(config, texts or sentences(column)))
    texts = own or sentences("simplified")
    size = sum(len(text.encode()) for text in texts) / 1e6
    names = [Forms("余融豪", "余融豪"), Forms("卢松", "盧松"), Forms("钟南山", "鍾南山")]
    converter = Converter("hans", "hant")
    extra = {
        "convert with names MB/s": round(size / least(lambda: [converter.convert(text, names) for text in texts]), 2),
        "convert with flags MB/s": round(
            size / least(lambda: [converter.convert_with_flags(text, names) for text in texts], 2), 2
        ),
        "fold MB/s": round(size / least(lambda: [fold(text) for text in texts]), 2),
    }
    if given.json:
        print(json.dumps({"engines": results, **extra}, ensure_ascii=False))
    else:
        for result in results:
            print("  ".join(f"{key} {value}" for key, value in result.items()))
        for key, value in extra.items():
            print(f"{key} {value}")
    return 0 if all(result["same"] for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
