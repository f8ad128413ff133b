"""Whether a reader can follow a story to its source: what its source leaves out, what its address gives away, dates at odds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plugins.stories.addresses import without_personal
from plugins.stories.dates import Span
from plugins.stories.fields import Fields
from plugins.stories.story import Source

#: What a source should have, and what to write.
_WANTED = {
    "archive": ("网页存档的网址", "archive: https://web.archive.org/…"),
    "seen": ("看到原文的日子", "seen: 2026-11-22"),
    "rights": ("权利说明", "rights: 原文版权归其作者与发布者，本文为转述"),
}
#: Addresses that are copies already, which need no other.
_ARCHIVES = ("web.archive.org/", "archive.org/", "archive.ph/", "archive.today/", "archive.is/", "perma.cc/")


def look(fields: Fields, span: Span | None, source: Source) -> None:
    """Warn of what is doubtful about where a story comes from.

    Args:
        fields: collects the faults; knows what the editor wrote.
        span: when it happened, where that can be read.
        source: the source.
    """
    written = fields.parts.front.data
    said = written.get("source") if isinstance(written, dict) else None
    if isinstance(said, dict):
        _incomplete(fields, said)
        for name in ("url", "archive"):
            if isinstance(address := said.get(name), str):
                _tracked(fields, name, address.strip())
    if isinstance(written, dict):
        _order(fields, written, span, source)


def _incomplete(fields: Fields, said: Mapping[str, object]) -> None:
    """One warning for all that is missing."""
    url = str(said.get("url") or "")
    missing = [name for name in _WANTED if not said.get(name)]
    if "archive" in missing and (not url.startswith("http") or url.partition("//")[2].startswith(_ARCHIVES)):
        missing.remove("archive")
    if missing:
        what = "、".join(_WANTED[name][0] for name in missing)
        lines = "，".join(_WANTED[name][1] for name in missing)
        fields.fault("incomplete-source", f"出处还缺：{what}", f"在 source 里加 {lines}", "source", severity="warning")


def _tracked(fields: Fields, name: str, address: str) -> None:
    clean = without_personal(address)
    if len(clean) < len(address.rstrip("#?")):
        message = "网址里有记录是谁打开或转发的部分"
        help_text = f"写成 {clean}"
        fields.fault("tracking-address", message, help_text, "source", name, severity="warning", mend=(address, clean))


def _order(fields: Fields, written: Mapping[str, object], span: Span | None, source: Source) -> None:
    """Nothing happens after it was published, seen or entered."""

    def day(*where: str) -> date | None:
        value: object = written
        for key in where:
            value = value.get(key) if isinstance(value, dict) else None
        try:
            found = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return found if found and found.isoformat() == value else None

    published, added, seen = source.date, day("added"), day("source", "seen")
    for where, what, one, then, other in (
        (("date",), "事情发生", span and span.first, "原文发表", published and published.last),
        (("date",), "事情发生", span and span.first, "收录", added),
        (("source", "date"), "原文发表", published and published.first, "看到原文", seen or added),
        (("added",), "收录", added, "修改", day("updated")),
    ):
        if one and other and one > other:
            message = f"{what}（{one}）晚于{then}（{other}）"
            fields.fault("date-order", message, "查对这两个日期，改正写错的一个", *where, severity="warning")
