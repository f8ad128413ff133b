"""What of a retold story is still its source's own words: runs of characters that stand in the raw input too, in either script."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from plugins.desk.importing.raw import RAW, raw_files, raw_text
from plugins.faults import Fault
from plugins.hanzi.fold import fold, is_han
from plugins.stories.front_matter import FaultyFileError, Parts, split
from plugins.stories.read import is_twin
from plugins.stories.retelling import is_unwritten

#: So many Han characters in a row, the same as in the source, are not chance: names, offices and numbers are shorter.
RUN = 20
#: Where it is remembered which files were compared and what came of it; hidden, so that nothing else looks at it.
MEMORY = ".copied.json"
#: What somebody said is given in their words.
_SPOKEN = re.compile(r"“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|‘[^’\n]*’")

_HELP = "改写成自己的话；有权照录的，把“文字”选成“照录”（kind: reproduced）"
#: So many passages are told one by one, each with so many of its first characters.
_MOST_TOLD, _SHOWN = 20, 12

_ID = re.compile(rb"^id:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)

Place = tuple[int, int]
#: What stamps were compared; where the first passage is, how many there are, how long; whether the story is a draft.
Compared = tuple[str, list[int], bool]


def copied_faults(content: Path) -> list[Fault]:
    """A warning for each retold story with passages of its raw input; those whose files are as they were are not read again.

    Args:
        content: the content folder.
    """
    raws = dict(raw_files(content / RAW))
    known = _remembered(content)
    kept: dict[str, Compared] = {}
    for file in sorted((content / "stories").rglob("*.md")) if raws else ():
        story = _id_of(file)
        if story in raws and not is_twin(file.name):
            path = file.relative_to(content).as_posix()
            key = f"{_stamp(file)} {_stamp(raws[story])}"
            before = known.get(path)
            kept[path] = before if before and before[0] == key else (key, *_compared(file, path, raws[story]))
    if kept != known:
        _remember(content, kept)
    return [_fault(path, told, draft=draft) for path, (_, told, draft) in kept.items() if told]


def left_over(content: Path, path: str, text: str) -> list[Fault]:
    """A warning for each passage of a story, saved or not, that stands in its raw input too; none while all of it does.

    Args:
        content: the content folder.
        path: the story file, relative to it.
        text: its text.
    """
    try:
        parts = split(path, text)
    except FaultyFileError:
        return []
    if not _is_retold(parts) or is_unwritten(parts.body) or not (raw := _raw_of(content, parts)):
        return []
    found = islice(passages(parts.body, _text_of(raw, _stamp(raw))), _MOST_TOLD)
    return [
        Fault(
            path,
            parts.body_line + line - 1,
            column,
            "copied",
            f"从“{start}……”起，{length} 个字和收到的原文一样",
            _HELP,
            "warning",
        )
        for (line, column), length in found
        for start in [parts.body.split("\n")[line - 1][column - 1 :][:_SHOWN]]
    ]


def passages(body: str, source: str) -> Iterator[tuple[Place, int]]:
    """(line and column, length) of every run of a text that stands in its source; what is in quotation marks is speech."""
    wanted = _runs(_han(source))
    for number, line in enumerate(body.split("\n"), 1):
        told = _SPOKEN.sub(lambda said: "\n" * len(said[0]), line)
        for part in re.finditer("[^\n]+", told):
            at = [part.start() + here for here, ch in enumerate(part[0]) if is_han(ch)]
            plain = fold("".join(told[one] for one in at))
            start = 0
            while start + RUN <= len(plain):
                if plain[start : start + RUN] not in wanted:
                    start += 1
                    continue
                end = start + RUN
                while end < len(plain) and plain[end - RUN + 1 : end + 1] in wanted:
                    end += 1
                yield (number, at[start] + 1), end - start
                start = end


def _compared(file: Path, path: str, raw: Path) -> tuple[list[int], bool]:
    """Line and column of the first passage, how many there are, how long they are together; and whether the story is a draft."""
    try:
        parts = split(path, file.read_text("utf-8"))
    except (FaultyFileError, UnicodeDecodeError, OSError):
        return [], False
    draft = _front(parts).get("status") == "draft"
    if not _is_retold(parts):
        return [], draft
    found = list(passages(parts.body, raw_text(raw)))
    if not found:
        return [], draft
    (line, column), _ = found[0]
    return [line + parts.body_line - 1, column, len(found), sum(length for _, length in found)], draft


def _fault(path: str, told: list[int], *, draft: bool) -> Fault:
    line, column, count, length = told
    message = f"这里起有 {count} 处、共 {length} 个字和收到的原文一样，还不是自己的话"
    return Fault(path, line, column, "copied", message, _HELP, "warning", draft=draft)


def _front(parts: Parts) -> Mapping[str, Any]:
    return parts.front.data if isinstance(parts.front.data, dict) else {}


def _is_retold(parts: Parts) -> bool:
    front = _front(parts)
    return front.get("kind") == "retold" and front.get("status") != "withdrawn"


def _raw_of(content: Path, parts: Parts) -> Path | None:
    return dict(raw_files(content / RAW)).get(str(_front(parts).get("id")))


@lru_cache(maxsize=16)
def _text_of(raw: Path, _stamp: str) -> str:
    """The text of a raw input, read again only when the file is another."""
    return raw_text(raw)


def _han(text: str) -> str:
    return fold("".join(filter(is_han, text)))


def _runs(text: str) -> set[str]:
    return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}


def _id_of(file: Path) -> str:
    try:
        found = _ID.search(file.read_bytes())
    except OSError:
        return ""
    return found[1].decode("ascii") if found else ""


def _stamp(file: Path) -> str:
    try:
        about = file.stat()
    except OSError:
        return ""
    return f"{about.st_mtime_ns}:{about.st_size}"


def _remembered(content: Path) -> dict[str, Compared]:
    try:
        data = json.loads((content / RAW / MEMORY).read_text("utf-8"))
        return {
            str(path): (str(key), [int(one) for one in told], bool(draft)) for path, (key, told, draft) in data.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _remember(content: Path, kept: dict[str, Compared]) -> None:
    with contextlib.suppress(OSError):  # a folder that can't be written costs only time
        fresh = content / RAW / f"{MEMORY}.{os.getpid()}"
        fresh.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        fresh.replace(content / RAW / MEMORY)
