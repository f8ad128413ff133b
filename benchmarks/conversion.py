"""How right and how fast conversion is, beside plain opencc-python-reimplemented on the same text.

    python benchmarks/conversion.py                # two sets of sentences; speed on the stories and on the hard set
    python benchmarks/conversion.py --hard FILE    # another file of hard sentences with the same columns
    python benchmarks/conversion.py FILE...        # speed on your own texts

Right means: the whole sentence, regional glyphs folded (裏 is 裡). Rows of kind ``t2s`` count towards Simplified only.
Flags are counted without names; their rate is that of this archive's own Simplified stories. Times are CPU
seconds, the least of several runs; ratios are from one run on one machine, which is all that they say.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import opencc  # noqa: E402 - the house's own packages come first

from plugins.hanzi import library  # noqa: E402
from plugins.hanzi.convert import Converter, HantStyle  # noqa: E402
from plugins.hanzi.engine import Engine, engine  # noqa: E402
from plugins.hanzi.fold import fold, is_han  # noqa: E402
from plugins.hanzi.glossary import NAME, Glossary  # noqa: E402
from plugins.hanzi.scripts import Forms  # noqa: E402

CONFIGS = {
    "s2tw": "simplified",
    "s2hk": "simplified",
    "t2s": "traditional",
    "tw2s": "traditional_tw",
    "hk2s": "traditional_tw",
}
HARD = ROOT / "tests" / "hanzi" / "data" / "conversion-hard.tsv"
NEWS = HARD.with_name("conversion-news.tsv")
CHARACTERS = 60_000
ROUNDS = 4
STORIES = ROOT / "content" / "stories"

Row = dict[str, str]


def least(work: Callable[[], object], runs: int = 5) -> float:
    """The least CPU time of a few runs, in seconds."""
    times: list[float] = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def rows(path: Path = HARD) -> list[Row]:
    """The hard sentences; a column that a file lacks is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key: value or "" for key, value in row.items()}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def plain(text: str) -> str:
    """The text without regional glyphs, which are no choice between characters: 裏 and 裡, 爲 and 為, 臺 and 台."""
    glyphs = {ord(key): values[0] for key, values in library.dictionary("TWVariants").items()} | {ord("臺"): "台"}
    return text.translate(glyphs)


def right(result: str, *patterns: str) -> bool:
    """Whether a sentence is one of those accepted; ``{a/b}`` in a pattern stands for either."""
    for pattern in filter(None, patterns):
        parts = [part[1:-1].split("/") if part.startswith("{") else [part] for part in re.split(r"(\{.*?\})", pattern)]
        if plain(result) in {plain("".join(choice)) for choice in itertools.product(*parts)}:
            return True
    return False


def names(row: Row) -> list[Forms]:
    """The names that a row lists, in both scripts: a name never changes the length before it in these sentences."""
    listed = [name[1:] for name in row["names"].split()]
    places = [(name, row["simplified"].index(name)) for name in listed]
    return [Forms(name, row["traditional_tw"][at : at + len(name)]) for name, at in places]


Convert = Callable[[str, list[Forms]], str]


def to_hant(found: list[Row], convert: Convert, *, given: bool = False) -> str:
    """How many sentences come out exactly right in Traditional, with their names or without."""
    tried = [row for row in found if row["kind"] != "t2s"]
    made = [(row, convert(row["simplified"], names(row) if given else [])) for row in tried]
    return share(sum(right(text, row["traditional_tw"], row["accept_tw"]) for row, text in made), len(made))


def to_hans(found: list[Row], convert: Convert, column: str, *, given: bool = False) -> str:
    """How many sentences come out exactly right in Simplified, with their names or without."""
    made = [(row, convert(row[column], names(row) if given else [])) for row in found]
    return share(sum(right(text, row["simplified"], row["accept_simp"]) for row, text in made), len(made))


def plainly(config: str) -> Convert:
    """The library, which knows no names."""
    converter = opencc.OpenCC(config)
    return lambda text, _: str(converter.convert(text))


def accuracy(found: list[Row], glossary: Glossary) -> dict[str, str]:
    """How many hard sentences come out exactly right, in every way that we compare."""
    results = {"to Traditional: library": to_hant(found, plainly("s2tw"))}
    for label, used in (("no glossary", Glossary()), ("with glossary", glossary)):
        convert = Converter("hans", "hant", glossary=used).convert
        results[f"to Traditional: ours, {label}, no names"] = to_hant(found, convert)
        results[f"to Traditional: ours, {label}, names given"] = to_hant(found, convert, given=True)
    styles: list[tuple[str, HantStyle, str]] = [("t2s", "mainland", "traditional"), ("tw2s", "tw", "traditional_tw")]
    for config, style, column in styles:
        convert = Converter("hant", "hans", hant_style=style, glossary=glossary).convert
        results[f"to Simplified, {config}: library"] = to_hans(found, plainly(config), column)
        results[f"to Simplified, {config}: ours, no names"] = to_hans(found, convert, column)
        results[f"to Simplified, {config}: ours, names given"] = to_hans(found, convert, column, given=True)
    return results


def report(found: list[Row], glossary: Glossary) -> dict[str, str]:
    """How many of the sentences that come out wrong are flagged, and how long the report is on real stories."""
    results: dict[str, str] = {}
    for label, used in (("no glossary", Glossary()), ("with glossary", glossary)):
        converter = Converter("hans", "hant", glossary=used)
        made = [(row, converter.convert_with_flags(row["simplified"])) for row in found if row["kind"] != "t2s"]
        wrong = [made for row, made in made if not right(made.text, row["traditional_tw"], row["accept_tw"])]
        results[f"wrong sentences flagged, {label}, no names"] = share(
            sum(bool(one.flags) for one in wrong), len(wrong)
        )
        flags = characters = 0
        for path in STORIES.rglob("*.md"):
            head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
            if "\nscript: hans\n" in head:
                flags += len(converter.convert_with_flags(body, marks=True).flags)
                characters += sum(map(is_han, body))
        rate = 1000 * flags / characters if characters else 0
        results[f"flags per 1,000 Han characters of the stories, {label}, no names"] = f"{rate:.1f}"
    return results


def share(part: int, whole: int) -> str:
    """A number of a number, in per cent."""
    return f"{part}/{whole} ({100 * part / whole:.1f} %)" if whole else "0/0"


def sentences(column: str) -> list[str]:
    """The hard sentences of one column, over and over until there is enough to measure; a paragraph each ten."""
    found = [row[column] for row in rows()]
    paragraphs = ["".join(found[at : at + 10]) for at in range(0, len(found), 10)]
    return paragraphs * (CHARACTERS // sum(map(len, paragraphs)) + 1)


def stories(script: str) -> list[str]:
    """The paragraphs of the archive's own stories of a script: news as it is, not chosen to be hard."""
    files = sorted(STORIES.rglob("*.md"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    bodies = [text.partition("\n---\n")[2] for text in texts if f"\nscript: {script}\n" in text]
    return [line for body in bodies for line in body.splitlines() if line]


def measure(label: str, config: str, texts: list[str]) -> dict[str, object]:
    """Our engine and the library on the same texts, one paragraph a call."""
    build = least(lambda: Engine(config), 2)
    ours, theirs = engine(config), opencc.OpenCC(config)
    size = sum(len(text.encode()) for text in texts) / 1e6
    fast = slow = float("inf")
    for _ in range(ROUNDS):  # by turns, so that a busy machine slows both
        fast = min(fast, least(lambda: [ours.convert(text) for text in texts], 3))
        slow = min(slow, least(lambda: [theirs.convert(text) for text in texts], 1))
    same = all(ours.convert(text) == theirs.convert(text) for text in texts)
    return {
        "text": label,
        "config": config,
        "library MB/s": round(size / slow, 2),
        "ours MB/s": round(size / fast, 2),
        "ratio": round(slow / fast, 1),
        "same": same,
        "build ms": round(build * 1000),
    }


def engines(own: list[str]) -> list[dict[str, object]]:
    """Every configuration on somebody's own texts; else on the archive's stories and on the hard sentences."""
    results = []
    for config, column in CONFIGS.items():
        source = "hans" if config.startswith("s") else "hant"
        if own:
            results.append(
                measure("yours", config, own if source == "hans" else list(map(engine("s2tw").convert, own)))
            )
        else:
            results.append(measure("stories", config, stories(source)))
            results.append(measure("hard", config, sentences(column)))
    return results


def converters(texts: list[str], glossary: Glossary) -> dict[str, float]:
    """The speed of what is done around the engine, in MB/s."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    names = [Forms("余融豪", "余融豪"), Forms("卢松", "盧松"), Forms("钟南山", "鍾南山")]
    unused = iter([Converter("hans", "hant", glossary=glossary) for _ in range(7)])  # one remembers what it converted

    def convert() -> None:
        converter = next(unused)
        for text in texts:
            converter.convert(text, names)

    def convert_with_flags() -> None:
        converter = next(unused)
        for text in texts:
            converter.convert_with_flags(text, names)

    return {
        "convert with names MB/s": round(size / least(convert), 2),
        "convert with flags MB/s": round(size / least(convert_with_flags, 2), 2),
        "fold MB/s": round(size / least(lambda: [fold(text) for text in texts]), 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="Simplified texts, one paragraph a line")
    parser.add_argument("--hard", type=Path, help="a file of hard sentences, in place of the two that we keep")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    given = parser.parse_args()
    glossary = Glossary.load(ROOT / "content" / NAME)
    results_of = {}
    for label, path in {"given": given.hard}.items() if given.hard else {"hard": HARD, "news": NEWS}.items():
        found = rows(path)
        results_of[label] = accuracy(found, glossary) | report(found, glossary)
    own = [line for path in given.files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    results, extra = engines(own), converters(own or stories("hans"), glossary)
    if given.json:
        print(json.dumps({"exact": results_of, "engines": results, **extra}, ensure_ascii=False))
    else:
        for label, figures in results_of.items():
            for key, figure in figures.items():
                print(f"{label} sentences: {key}: {figure}")
        for result in results:
            print("  ".join(f"{key} {value}" for key, value in result.items()))
        for key, value in extra.items():
            print(f"{key} {value}")
    return 0 if all(result["same"] for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
