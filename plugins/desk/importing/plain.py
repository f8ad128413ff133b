"""Plain text to paragraphs: full-width indents gone, hard-wrapped lines joined again, headings without marks marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from plugins.hanzi.fold import is_han

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]"
)
_SPACES = re.compile("[ \t\u00a0\u2002-\u200a\u202f\u205f]+")
_INDENT = re.compile("^(?:[\u3000]+| {2,}|\t)\\s*")
_ENDS = tuple("。！？…：；!?:;”’」』）)—.~～")
#: What Markdown would read as its own marks at the start of a line.
_MARK = re.compile(r"^(?:#{1,6}(?=\s)|[-+*](?=\s)|>|={2,}$|-{2,}\s*$|\d{1,9}[.)](?=\s)|```|~~~|\[[^\]]+\]:|\|)")
_INLINE = re.compile(r"[*_`\\]|<(?=[A-Za-z/!?])|!?\[(?=[^\]]{0,300}\]\()")
#: A wrapped text is at least this wide, in columns; a Han character takes two.
_NARROWEST, _WIDEST = 40, 110
_HEADING, _PARAGRAPH = 22, 40


def tidy(line: str) -> str:
    """A line without invisible characters, with single spaces, and nothing at its ends."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", line)).strip(" \u3000")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, each on one line."""
    lines = [_INVISIBLE.sub("", line).rstrip(" \t\u3000\u00a0") for line in text.split("\n")]
    if width := _wrapped_at(lines):
        lines = _joined(lines, width)
    return [short for line in lines if (short := tidy(line))]


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in line)


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width that the lines were broken at; 0 where each line is a paragraph of its own.

    In a wrapped text nearly every line that another follows is as long as the longest, and most of them end amid a sentence.
    """
    widths = sorted(_columns(line) for line in lines if line.strip())
    if len(widths) < 3:  # noqa: PLR2004
        return 0
    width = widths[-1]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    followed = [one for one, after in pairwise(lines) if one.strip() and after.strip() and not _INDENT.match(after)]
    full = [one for one in followed if _columns(one) >= width - 6]
    unended = [one for one in full if not one.endswith(_ENDS)]
    if len(full) < 2 or len(full) * 10 < len(followed) * 6 or len(unended) * 2 < len(full):  # noqa: PLR2004
        return 0
    return width


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Each line that follows a full one, joined to it."""
    done: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line.strip() and not _INDENT.match(line):
            done[-1] = join(done[-1], line.strip())
        else:
            done.append(line)
        goes_on = bool(line.strip()) and _columns(line) >= width - 6
    return done


def join(one: str, two: str) -> str:
    """Two parts of a line with a space between only where both sides are Latin."""
    wide = any(
        unicodedata.east_asian_width(ch) in "WF" or is_han(ch) or ch in "“”‘’—…" for ch in (one[-1:], two[:1]) if ch
    )
    return one + ("" if wide else " ") + two


def headings(blocks: Sequence[str]) -> list[str]:
    """Blocks with short lines that stand alone between paragraphs made headings."""

    def long(at: int) -> bool:
        return 0 <= at < len(blocks) and len(blocks[at]) >= _PARAGRAPH

    done = []
    for at, block in enumerate(blocks):
        alone = len(block) <= _HEADING and long(at - 1) and long(at + 1) and any(map(is_han, block))
        done.append(f"## {block}" if alone and not block.startswith("#") and not _sentence(block) else block)
    return done


def _sentence(line: str) -> bool:
    """Whether a short line is a sentence, or part of one, and no heading."""
    if line.endswith("”"):  # 最美“逆行者” is a heading, “我不怕累。” is not
        return line.startswith("“") or line[-2:-1] in "。！？…!?,，"
    return line.endswith((*_ENDS, "，", ",", "、"))


def escaped(line: str) -> str:
    """A line of plain text as Markdown that shows it as it is."""
    line = _INLINE.sub(lambda found: "&lt;" if found[0] == "<" else f"\\{found[0]}", line)
    if mark := _MARK.match(line):
        end = mark.end()
        return f"{line[: end - 1]}\\{line[end - 1 :]}" if mark[0][-1] in ".)" else f"\\{line}"
    return line
