"""Bytes to text: which encoding was it, and how do we know.

UTF-8 that can be read as UTF-8 is UTF-8. Nearly any bytes can be read as GB18030 and as Big5; the right reading is the one in which
the commonest characters of Chinese are common.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from plugins.desk.importing.findings import Refused
from plugins.hanzi.fold import HAN

#: The hundred or so commonest characters of either script; they make up two fifths of any article, and nothing of a wrong reading.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同"
    "现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最"
    "這個們來為國說時會對發後過裡經現當沒動還進樣實軍無與長機點業將兩間問區員點社"
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{2,20})""")
_HAN = re.compile(f"[{HAN}]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
#: Python's name of an encoding, and what an editor calls it. cp950 and hkscs are Big5 as Windows and Hong Kong write it.
_CHINESE = {"gb18030": "GB18030", "big5hkscs": "Big5", "cp950": "Big5"}
_SAID = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-gbk": "gb18030"}
#: A reading is believed from this share of common characters on, and where at most this share of bytes could not be read.
_BELIEVED, _BROKEN = 0.12, 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text that was bytes.

    Attributes:
        text: without a byte order mark, lines ended as on Unix.
        encoding: the name that an editor knows: UTF-8, GB18030, Big5, UTF-16.
        lost: how many characters could not be read.
    """

    text: str
    encoding: str
    lost: int = 0


def decode(data: bytes) -> Decoded:
    """Read bytes as text.

    Raises:
        Refused: they are none in any encoding that Chinese is written in.
    """
    for bom, name, shown in _BOMS:
        if data.startswith(bom):
            return _made(data[len(bom) :].decode(name, "replace"), shown)
    try:
        return _made(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:4096]:
        raise Refused("not-text", "这不是文字：文件里是二进制的数据")
    readings = [_read(data, name) for name in _candidates(data)]
    best = max(readings, key=lambda one: (_likeness(one.text), -one.lost))
    if best.lost > len(data) * _BROKEN or (_likeness(best.text) < _BELIEVED and best.encoding != "UTF-8"):
        raise Refused("unknown-encoding", "认不出文件的编码：不是 UTF-8、GB18030 或 Big5，请另存为 UTF-8 再试")
    return best


def _candidates(data: bytes) -> list[str]:
    """What the bytes may be; what a page says of itself comes first, for where two readings are as good."""
    said = _CHARSET.search(data[:4096]) or _XML.search(data[:200])
    name = said[1].decode("ascii").lower() if said else ""
    name = _SAID.get(name, name)
    return sorted(("utf-8", *_CHINESE), key=lambda one: one != name)


def _read(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    return _made(text, _CHINESE.get(name, "UTF-8"))


def _made(text: str, encoding: str) -> Decoded:
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, text.count("\ufffd"))


def _likeness(text: str) -> float:
    """The share of common characters among the Han characters, less what could not be read."""
    han = _HAN.findall(text)
    return (sum(ch in _COMMON for ch in han) - text.count("\ufffd")) / len(han) if han else 0.0
