"""Everything that the editors have settled about words: the vocabulary and the conversion glossary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from plugins.faults import ContentError, Fault
from plugins.hanzi.glossary import Glossary
from plugins.vocabulary.vocabulary import Vocabulary

#: The site's glossary, below the content folder.
GLOSSARY = "vocabulary/glossary.tsv"


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary and the glossary of one content folder."""

    vocabulary: Vocabulary
    glossary: Glossary

    @classmethod
    def load(cls, content: Path) -> Lexicon:
        """Read ``content/vocabulary/``; missing files are empty ones.

        Raises:
            ContentError: with every fault of all files.
        """
        glossary, found = Glossary.read(content / GLOSSARY, GLOSSARY)
        faults: list[Fault] = [fault for fault in found if fault.severity == "error"]
        try:
            vocabulary = Vocabulary.load(content)
        except ContentError as error:
            raise ContentError([*error.faults, *faults]) from error
        if faults:
            raise ContentError(faults)
        return cls(vocabulary, glossary)
