"""Write the tables of messages in docs/editors.zh.md: every fault that the code can name, whether it stops anything, what to do.

    .venv/bin/python tools/make_messages.py

The codes and their severities are read from the code, the words for editors from ``messages.tsv`` beside this file (section, code,
what is said, what to do). A code without words, or words without a code, is an error; tests hold that the tables are these.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = Path(__file__).with_name("messages.tsv")
DOCUMENT = ROOT / "docs/editors.zh.md"
#: The tables stand below this line, to the end of the document.
FROM_HERE = "<!-- 从这里起由 tools/make_messages.py 写出，不要手改 -->\n"
#: What stands before a table.
_INTRODUCED = {
    "转换词表": "`content/vocabulary/glossary.tsv` 是全站的转换词表，一行一个决定，生成网站时都照它办；写错了会这样提示："
}
_HEAD = "| 代号 | 屏幕上大致怎样说 | 怎么改 |\n|---|---|---|\n"
_WARNING = "（提醒）"
_CODE_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


@cache
def codes() -> dict[str, frozenset[str]]:
    """Every code of a fault in the rooms, with the severities that the code gives it, as far as they stand beside it."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        for code, severities in _codes_of(ast.parse(path.read_text("utf-8"))):
            found.setdefault(code, set()).update(severities)
    return {code: frozenset(severities) for code, severities in found.items()}


def _codes_of(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """The codes of the faults that a module can name: the first short name among the arguments of a fault."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and _name(node.func) in {"Fault", "fault", "_warning", "TooMuchError"}:
            values = node.args
        elif isinstance(node, (ast.Return, ast.Assign)) and isinstance(node.value, ast.Tuple):
            texts = node.value.elts  # (code, message, help), made apart from the fault
            is_told = len(texts) == len(("code", "message", "help")) and "-" in str(getattr(texts[0], "value", ""))
            values = texts[:1] if is_told else []
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and _CODE_NAME.fullmatch(value.value):
                yield value.value, _severities(node)
                break
            if isinstance(value, ast.JoinedStr) and (code := _start(value)):
                yield from ((f"{code}{kind}", _severities(node)) for kind in _kinds(tree))
                break


def _severities(node: ast.AST) -> set[str]:
    """What a call says of severity; nothing where that is decided elsewhere."""
    if not isinstance(node, ast.Call):
        return set()
    if _name(node.func) == "_warning":
        return {"warning"}
    given = [*node.args, *(one.value for one in node.keywords if one.arg == "severity")]
    sides = [side for one in given for side in ((one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,))]
    named = {str(one.value) for one in sides if isinstance(one, ast.Constant)} & {"warning", "error"}
    return named or {"error"}


def _kinds(tree: ast.AST) -> set[str]:
    """The kinds of names that ``self.find("place", …)`` looks up."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "find")
    first = (call.args[0] for call in calls if len(call.args) > 1)
    return {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _start(value: ast.JoinedStr) -> str:
    """``unknown-`` of f"unknown-{kind}"; nothing for any other text."""
    first, *more = value.values
    text = first.value if len(more) == 1 and isinstance(first, ast.Constant) else ""
    return text if isinstance(text, str) and re.fullmatch(r"[a-z]+-", text) else ""


def words() -> list[tuple[str, str, str, str]]:
    """(section, code, what is said, what to do), in the order of the tables."""
    rows = [line.split("\t") for line in WORDS.read_text("utf-8").splitlines()]
    return [(section, code, said, do) for section, code, said, do in rows]


def tables() -> str:
    """The tables as the document has them."""
    rows = words()
    parts = []
    for section in dict.fromkeys(row[0] for row in rows):
        introduced = f"{_INTRODUCED[section]}\n\n" if section in _INTRODUCED else ""
        parts.append(f"### {section}\n\n{introduced}{_HEAD}{''.join(_lines(row for row in rows if row[0] == section))}")
    return "\n".join(parts)


def _lines(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    for _, code, said, do in rows:
        mark = _WARNING if codes().get(code) == frozenset({"warning"}) else ""
        yield f"| `{code}` | {_cell(mark + said)} | {_cell(do)} |\n"


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def faults() -> list[str]:
    """What is missing or too much: codes without words, words without a code."""
    explained = {row[1] for row in words()}
    missing = [f"{WORDS.name}: no words for {code}" for code in sorted(codes().keys() - explained)]
    return missing + [f"{WORDS.name}: no code names {code} any more" for code in sorted(explained - codes().keys())]


def main() -> None:
    """Write the document anew."""
    if wrong := faults():
        sys.exit("\n".join(wrong))
    above, _, _ = DOCUMENT.read_text("utf-8").partition(FROM_HERE)
    DOCUMENT.write_text(f"{above}{FROM_HERE}\n{tables()}", "utf-8")


if __name__ == "__main__":
    main()
