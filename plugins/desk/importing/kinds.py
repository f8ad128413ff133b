"""What kind of thing an input is, by what is in it and, where that does not tell, by its name."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import Literal

from plugins.desk.importing.findings import Refused

Kind = Literal["html", "docx", "markdown", "text", "csv"]

_ENDINGS: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".docx": "docx", ".md": "markdown", ".markdown": "markdown",
    ".mkd": "markdown", ".txt": "text", ".text": "text", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_PICTURE = "这是图片，不是文章；写故事的时候点“插入图片”，或在“图片”页存"
#: What the bytes of other files begin with, and what to do about them.
_OTHERS = (
    (b"%PDF", "pdf", "这是 PDF，读不出可靠的文字；请复制其中的文字，粘贴或存成 .txt 再导入"),
    (b"\xd0\xcf\x11\xe0", "old-word", "这是旧的 Word 文件（.doc）；请在 Word 里另存为 .docx 再导入"),
    (b"{\\rtf", "rtf", "这是 RTF 文件；请另存为 .docx 再导入"),
    (b"\xff\xd8\xff", "image", _PICTURE),
    (b"\x89PNG", "image", _PICTURE),
    (b"GIF8", "image", _PICTURE),
    (b"bplist00", "web-archive", "这是 Safari 的网页归档；请在浏览器里另存为“网页，全部”（.html）再导入"),
)
_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|section|span|table|h[1-6]|meta|!--startfragment)\b", re.IGNORECASE
)
_FRONT = re.compile(rb"^\s*(?:---\s*\n.*?\n---\s*(?:\n|$)|\+\+\+\s*\n.*?\n\+\+\+\s*(?:\n|$))", re.DOTALL)
_MARKUP = re.compile(rb"^(?:#{1,4} \S|[-*] \S|!\[|> )", re.MULTILINE)
#: What ends a file's name and tells its kind; 采访 2020.02.14 ends in no kind.
_ENDING = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,8}")
_START = 16384


def kind_of(name: str, data: bytes) -> Kind:
    """What to read an input as.

    Args:
        name: the file's name; only its ending is looked at.
        data: what is in it.

    Raises:
        Refused: it is nothing that we read; the reason says what to do.
    """
    if not data.strip():
        raise Refused("empty", "这是空的，里面什么也没有")
    start = data[:_START].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # whose bytes, two by two, would seem to hold tags
        start = data[:_START].decode("utf-16", "ignore").encode("utf-8", "ignore").lstrip()
    ending = PurePosixPath(name).suffix.lower()
    for signature, code, reason in _OTHERS:
        if start.startswith(signature):
            raise Refused(code, reason)
    if start.startswith(b"PK") or ending == ".docx":
        return _packed(ending, start, data)
    if ending in {".mht", ".mhtml"}:
        raise Refused("web-archive", "这是单个文件的网页归档；请在浏览器里另存为“网页，全部”（.html）再导入")
    known = _ENDINGS.get(ending)
    return known if known and known != "text" else _by_content(ending, start, known)


def _packed(ending: str, start: bytes, data: bytes) -> Kind:
    if not start.startswith(b"PK"):
        raise Refused("broken-docx", "这个 .docx 打不开：它已经损坏，或不是 Word 文件")
    if ending == ".docx" or b"word/" in data:
        return "docx"
    raise Refused("archive", "这是压缩包；请先解压，再导入里面的文件夹")


def _by_content(ending: str, start: bytes, known: Kind | None) -> Kind:
    """What is told by what is in it."""
    if known is None and _FRONT.match(start):
        return "markdown"
    if _TAG.search(start):
        return "html"
    if known is None and _ENDING.fullmatch(ending):
        raise Refused("unknown-kind", f"不认识这种文件（{ending}）；可以导入网页、.docx、文字、Markdown 和 CSV")
    return "markdown" if known is None and _MARKUP.search(start) else "text"
