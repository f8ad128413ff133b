"""Convert a text to the other script, with names, marks, rules and the glossary before the library.

Nearest wins: inline mark, the story's names and rules, the site's glossary, the library. The library's configuration
is s2tw or s2hk from Simplified, and t2s, tw2s or hk2s from Traditional; never a configuration that changes words (s2twp
would turn 社区 into 社群). The editor's text is never changed: what is made here is the other edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import Literal

from plugins.hanzi import library
from plugins.hanzi.crossing import cuts
from plugins.hanzi.engine import engine
from plugins.hanzi.flags import Conversion, Flag, library_flags, segmentation_flags
from plugins.hanzi.glossary import Glossary
from plugins.hanzi.marks import OPEN, Part, scan
from plugins.hanzi.phrases import Phrases
from plugins.hanzi.protect import Doubt, Overlay, Span, gaps
from plugins.hanzi.scripts import Forms, Script
from plugins.hanzi.words import words_version

Region = Literal["tw", "hk"]
HantStyle = Literal["mainland", "tw", "hk"]

FROM_HANS: dict[Region, str] = {"tw": "s2tw", "hk": "s2hk"}
FROM_HANT: dict[HantStyle, str] = {"mainland": "t2s", "tw": "tw2s", "hk": "hk2s"}

#: How many paragraphs a converter remembers: those of some hundred stories, in a few megabytes.
PARAGRAPHS = 4096

#: Changes with the code of this room, where the same library and glossary would convert otherwise than before.
CODE = "3"


class Converter:
    """Converts texts of one script into the other.

    Args:
        source: the script of the texts.
        target: the script wanted; the same as the source, a text only has its marks resolved.
        region: whose Traditional to write.
        hant_style: whose Traditional to read.
        glossary: the site's decisions.

    Attributes:
        version: changes when any text may be converted otherwise: library, dictionaries, configuration, glossary, code.

    Raises:
        library.LibraryError: the installed library is not the one we expect.
    """

    def __init__(
        self,
        source: Script,
        target: Script,
        *,
        region: Region = "tw",
        hant_style: HantStyle = "mainland",
        glossary: Glossary | None = None,
    ) -> None:
        self.source, self.target = source, target
        self.config = FROM_HANS[region] if source == "hans" else FROM_HANT[hant_style]
        self._glossary = glossary or Glossary()
        self._phrases = Phrases(self._decisions())
        self._overlay = lru_cache(maxsize=1)(self._new_overlay)  # a story's texts come one after the other
        self._paragraph = lru_cache(maxsize=PARAGRAPHS)(self._convert)
        version = (
            CODE,
            source,
            target,
            self.config,
            library.digest(self.config),
            self._glossary.version,
            words_version(),
        )
        self.version = sha256("\n".join(version).encode()).hexdigest()[:16]

    def convert(
        self,
        text: str,
        names: Sequence[Forms] = (),
        rules: Mapping[str, str] | None = None,
        *,
        marks: bool = False,
    ) -> str:
        """The text in the target script.

        Args:
            text: a text in the source script.
            names: the people and places that the story lists, in both scripts; each alias is one more.
            rules: the story's own rules, from source to result.
            marks: whether the text may hold inline marks.

        Raises:
            marks.MarkError: a mark cannot be read.
        """
        if marks and OPEN in text:
            parts = (part for _, part in scan(text))
            return "".join(self._part(part, lambda piece: self._plain(piece, names, rules)) for part in parts)
        return self._plain(text, names, rules)

    def convert_with_flags(
        self,
        text: str,
        names: Sequence[Forms] = (),
        rules: Mapping[str, str] | None = None,
        *,
        marks: bool = False,
    ) -> Conversion:
        """The text in the target script, with the places where nobody decided; slower than ``convert``.

        Raises:
            marks.MarkError: a mark cannot be read.
        """
        flags: list[Flag] = []
        pieces: list[str] = []
        parts: Iterator[tuple[int, Part]] = scan(text) if marks else iter([(0, text)])
        for start, part in parts:
            pieces.append(self._part(part, lambda piece: self._plain(piece, names, rules)))
            if isinstance(part, str) and self.source != self.target:
                flags += self._flags(part, start, self._overlay(tuple(names), tuple((rules or {}).items())))
        return Conversion("".join(pieces), tuple(sorted(flags, key=lambda flag: (flag.start, flag.end, flag.reason))))

    def _part(self, part: Part, convert: Callable[[str], str]) -> str:
        """One stretch of text converted, or one mark resolved."""
        return convert(part) if isinstance(part, str) else part.in_script(self.target)

    def _plain(self, text: str, names: Sequence[Forms], rules: Mapping[str, str] | None) -> str:
        """A text without marks in the target script. A paragraph that was converted before is not converted again."""
        if self.source == self.target:
            return text
        return self._paragraph(text, tuple(names), tuple((rules or {}).items()))

    def _convert(self, text: str, names: tuple[Forms, ...], rules: tuple[tuple[str, str], ...]) -> str:
        """A text without marks in the other script."""
        overlay = self._overlay(names, rules)
        spans = [] if overlay.empty else overlay.spans(text)
        pieces: list[str] = []
        done = 0
        for span in spans:
            if span.start > done:
                pieces.append(self._by_library(text[done : span.start]))
            pieces.append(span.value)
            done = span.end
        pieces.append(self._by_library(text[done:]))
        return "".join(pieces)

    def _by_library(self, text: str) -> str:
        """What the library makes of a stretch that nothing else decides; no phrase of it may go over two words."""
        library_engine = engine(self.config)
        if self.source == "hant":
            return library_engine.convert(text)
        step, *later = library_engine.steps
        taken = step.taken(text)
        borders = cuts(text, taken)
        if borders:
            return "".join(library_engine.convert(text[start:end]) for start, end in pairwise([0, *borders, len(text)]))
        made = step.spell(text, taken)
        for step in later:
            made = step.convert(made)
        return made

    def _flags(self, text: str, offset: int, overlay: Overlay) -> Iterator[Flag]:
        """The places to look at in a text without marks that begins at an offset of the whole."""
        doubts: list[Doubt] = []
        spans = overlay.spans(text, doubts)
        for doubt in doubts:
            start, end = offset + doubt.start, offset + doubt.end
            source = text[doubt.start : doubt.end]
            yield Flag(start, end, source, doubt.taken, (doubt.refused,), "name-overlap")
        for span in spans:
            if span.layer == "person":
                source = text[span.start : span.end]
                others = (engine(self.config).convert(source),)
                yield Flag(offset + span.start, offset + span.end, source, span.value, others, "risky")
        for start, end in self.stretches(text, spans):
            for flag in self._library_flags(text[start:end]):
                at = offset + start
                yield Flag(at + flag.start, at + flag.end, flag.source, flag.result, flag.alternatives, flag.reason)

    def stretches(self, text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
        """Start and end of each stretch that the library converts by itself.

        Args:
            text: a text without marks.
            spans: what is fixed in it, in order.
        """
        step = engine(self.config).steps[0]
        for start, end in gaps(text, spans):
            part = text[start:end]
            borders = cuts(part, step.taken(part)) if self.source == "hans" else []
            yield from pairwise([start, *(start + at for at in borders), end])

    def _library_flags(self, text: str) -> Iterator[Flag]:
        """The places that only the library decided; where it and jieba differ on a place already flagged, once."""
        library_engine = engine(self.config)
        flags = list(library_flags(text, library_engine, self.source))
        yield from flags
        if self.source == "hans":
            seen = {at for flag in flags for at in range(flag.start, flag.end)}
            for flag in segmentation_flags(text, library_engine.convert(text), library_engine):
                if not seen.intersection(range(flag.start, flag.end)):
                    yield flag

    def _new_overlay(self, names: tuple[Forms, ...], rules: tuple[tuple[str, str], ...]) -> Overlay:
        """What is fixed for a text."""
        return Overlay(names, dict(rules), self._phrases, self.source, engine(self.config))

    def _decisions(self) -> dict[str, str]:
        """The glossary for this direction; what it writes in Traditional is set in the glyphs of the region."""
        entries = self._glossary.entries(self.source)
        if self.source in ("hant", self.target):
            return entries
        glyphs: dict[int, str] = {}
        for group in library.chain(self.config)[1:]:
            for name in group:
                glyphs |= {ord(key): values[0] for key, values in library.dictionary(name).items()}
        return {key: value.translate(glyphs) for key, value in entries.items()}
