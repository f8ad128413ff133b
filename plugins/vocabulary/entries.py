"""The entries of a vocabulary file, read field by field; every fault is kept, so that one run names them all.

The four files (places, roles, people, sources) are YAML lists of short mappings; this module reads what they share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from plugins.faults import Fault
from plugins.hanzi.scripts import Forms
from plugins.vocabulary.positions import Located, Plain, YamlError, load

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Names that no file or folder may have on Windows, whatever its ending; an archive with such an address can't be unpacked there.
DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class Entry:
    """One mapping of the list, with a fault for every field that is not as it should be."""

    def __init__(self, file: EntryFile, index: int, data: dict[str, Plain]) -> None:
        self._file, self._index, self.data = file, index, data

    def fault(self, code: str, message: str, help_: str = "", field: str | None = None) -> None:
        """Note that a field (or the whole entry) is at fault."""
        line, column = self.where(field)
        self._file.fault(line, column, code, message, help_)

    def where(self, field: str | None = None) -> tuple[int, int]:
        """Where a field stands, or the entry."""
        return self._file.located.where(*((self._index,) if field is None else (self._index, field)))

    def text(self, field: str, *, needed: bool = False) -> str | None:
        """A field that holds one text; None (and a fault if it is needed) where there is none."""
        value = self.data.get(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None and not isinstance(value, str):
            self.fault("bad-field", f"字段 {field} 应当是一段文字", f"写成 {field}: …", field)
        elif needed:
            self.fault("missing-field", f"缺少字段 {field}", f"加上一行 {field}: …", field)
        return None

    def slug(self, reserved: Collection[str] = ()) -> str | None:
        """The field ``id``, checked; ``reserved`` are addresses that the site uses itself."""
        value = self.text("id", needed=True)
        if value and not SLUG.fullmatch(value):
            self.fault("bad-id", f"id “{value}” 只能用小写英文字母、数字和连字符", "例如 houzhang-cun", "id")
            return None
        if value and DEVICE.fullmatch(value):
            self.fault("windows-name", f"Windows 上不能有叫“{value}”的文件", f"请换一个 id，例如 {value}-1", "id")
            return None
        if value in reserved:
            self.fault("reserved-id", f"id “{value}” 是网站自己用的网址", f"请换一个 id，例如 {value}-1", "id")
            return None
        return value

    def forms(self) -> Forms | None:
        """The fields ``hans`` and ``hant``; one of them alone stands for both scripts only where it is given so."""
        hans, hant = self.text("hans", needed=True), self.text("hant", needed=True)
        return Forms(hans, hant) if hans and hant else None

    def texts(self, field: str) -> tuple[str, ...]:
        """A field that holds a list of texts; one text alone is a list of one."""
        value = self.data.get(field)
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(one.strip() for one in value if isinstance(one, str) and one.strip())
        self.fault("bad-field", f"字段 {field} 应当是列表", f"写成 {field}: [甲, 乙]", field)
        return ()

    def note(self) -> Forms | None:
        """The field ``note``, with ``hans`` and ``hant``."""
        value = self.data.get("note")
        if value is None:
            return None
        if isinstance(value, dict):
            hans, hant = value.get("hans"), value.get("hant")
            if isinstance(hans, str) and isinstance(hant, str):
                return Forms(hans, hant)
        self.fault("bad-field", "字段 note 要有两种字形", "写成 note: {hans: …, hant: …}", "note")
        return None

    def only(self, *fields: str) -> None:
        """Note every field that is none of these."""
        for field in self.data:
            if field not in fields:
                self.fault("unknown-field", f"没有字段“{field}”", f"可用的字段：{'、'.join(fields)}", field)


class EntryFile:
    """One vocabulary file: its entries and the faults found so far."""

    def __init__(self, text: str, path: str) -> None:
        """Read the YAML.

        Args:
            text: the file's text.
            path: the file, as faults name it.
        """
        self.path = path
        self.faults: list[Fault] = []
        try:
            self.located = load(text)
        except YamlError as error:
            self.located = Located(None, {(): (1, 1)}, {})
            self.fault(error.line, error.column, "bad-yaml", error.message)

    def fault(self, line: int, column: int, code: str, message: str, help_: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(self.path, line, column, code, message, help_))

    def __iter__(self) -> Iterator[Entry]:
        data = self.located.data
        if data is None:
            return
        if not isinstance(data, list):
            self.fault(
                *self.located.where(),
                "bad-file",
                "这个文件应当是一个列表",
                "每一项以“- ”开头，如 - {id: …, hans: …, hant: …}",
            )
            return
        for index, item in enumerate(data):
            if isinstance(item, dict):
                yield Entry(self, index, item)
            else:
                self.fault(
                    *self.located.where(index), "bad-entry", "这一项应当有字段", "写成 - {id: …, hans: …, hant: …}"
                )
