"""CSV of links and texts: which column is which, and each row an input of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.desk.importing.bylines import byline, date_in
from plugins.desk.importing.encoding import decode
from plugins.desk.importing.findings import Found, Refused
from plugins.stories.addresses import addresses_in, is_address, without_personal

#: What editors call a column, in small letters.
_COLUMNS = {
    "url": ("url", "link", "href", "address", "链接", "網址", "网址", "鏈接", "连结", "連結", "地址", "原文链接"),
    "text": ("text", "content", "body", "article", "正文", "内容", "內容", "全文", "文本", "文章"),
    "title": ("title", "headline", "标题", "標題", "题目", "題目", "题名"),
    "date": ("date", "published", "pubdate", "time", "日期", "时间", "時間", "发布日期", "发布时间", "發佈日期"),
    "outlet": ("source", "outlet", "media", "publisher", "来源", "來源", "媒体", "媒體", "出处", "發布者", "发布者"),
    "author": ("author", "authors", "作者", "记者", "記者", "署名"),
}
_NAMES = {name: column for column, names in _COLUMNS.items() for name in names}
_LONGEST_CELL = 2_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (the header is 1), its cells by what they are, and itself as a CSV file with the header."""

    number: int
    cells: dict[str, str]
    data: bytes

    def found(self, column: str) -> Found | None:
        """What one column says."""
        value = " ".join(self.cells.get(column, "").split())
        if column == "url":
            value = without_personal(value) if is_address(value) else ""
        if column == "date":
            value = date_in(value) or ""
        return Found(value, f"表格第 {self.number} 行", "likely") if value else None

    def authors(self) -> dict[str, Found]:
        """Those whom the row names as authors."""
        value = " ".join(self.cells.get("author", "").split())
        said = byline(value)
        names = (
            said.authors
            if said
            else [one for one in value.replace("，", "、").replace(",", "、").split("、") if one.strip()]
        )
        return {one.strip(): Found(one.strip(), f"表格第 {self.number} 行", "likely") for one in names}


def rows(data: bytes) -> Iterator[Row]:
    """The rows of a table.

    Raises:
        Refused: it can't be read, or no column holds links or texts.
    """
    text = decode(data).text
    csv.field_size_limit(_LONGEST_CELL)
    dialect: type[csv.Dialect] | csv.Dialect = (
        csv.excel_tab if text.split("\n", 1)[0].count("\t") > text.split("\n", 1)[0].count(",") else csv.excel
    )
    reader = csv.reader(io.StringIO(text), dialect)
    try:
        listed = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise Refused("broken-table", f"表格在第 {reader.line_num} 行读不下去：引号没有配对，或一格太长") from error
    listed = [(number, [cell.strip() for cell in row]) for number, row in listed if any(cell.strip() for cell in row)]
    if not listed:
        raise Refused("empty", "表格是空的")
    header = listed[0][1]
    columns = {at: _NAMES[name] for at, cell in enumerate(header) if (name := cell.lower().strip("\ufeff ")) in _NAMES}
    if columns:
        listed = listed[1:]
    else:
        columns, header = _guessed([row for _, row in listed]), []
    if not {"url", "text"} & set(columns.values()):
        raise Refused("no-columns", "表格里找不到链接或正文的列；请在第一行写上列名，如 url、title、text")
    for number, row in listed:
        cells: dict[str, str] = {}
        for at, column in columns.items():
            if at < len(row) and row[at]:
                cells.setdefault(column, row[at])
        yield Row(number, cells, _alone(header, row))


def _guessed(table: Sequence[Sequence[str]]) -> dict[int, str]:
    """The columns of a table without names: links, and the longest texts."""
    width = max(map(len, table))
    found: dict[int, str] = {}
    lengths: dict[int, int] = {}
    for at in range(width):
        cells = [row[at] for row in table if at < len(row) and row[at]]
        if cells and all(addresses_in(cell)[:1] == [cell] for cell in cells):
            found[at] = "url"
        elif cells:
            lengths[at] = sum(map(len, cells)) // len(cells)
    longest = max(lengths, key=lambda at: lengths[at], default=None)
    if longest is not None and lengths[longest] >= 30:  # noqa: PLR2004
        found[longest] = "text"
    return found


def _alone(header: Sequence[str], row: Sequence[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, row] if header else [row])
    return stream.getvalue().encode("utf-8")
