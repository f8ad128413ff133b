"""A story's folded texts: what runs are verified and counted in, as one string in the index."""

from __future__ import annotations

from plugins.hanzi.scripts import other
from plugins.search.analysis import fold_line
from plugins.search.documents import Document, Text

#: Parts the folded fields of a story; no run holds it.
FIELD_END = "\x1e"


def folded_fields(document: Document) -> tuple[str, str, str, str, str, str]:
    """Title, summary and body of the original, folded; then what of the other edition's differs from them.

    Blocks are lines. A block of the other edition that folds to the same as one of the original's is left out.
    """
    title, summary, blocks = _folded(document.texts[document.script])
    twin = document.texts.get(other(document.script))
    if twin is None:
        return title, summary, "\n".join(blocks), "", "", ""
    twin_title, twin_summary, twin_blocks = _folded(twin)
    known = set(blocks)
    return (
        title,
        summary,
        "\n".join(blocks),
        twin_title if twin_title != title else "",
        twin_summary if twin_summary != summary else "",
        "\n".join(block for block in twin_blocks if block not in known),
    )


def differing(document: Document) -> list[int] | None:
    """The parts (title, summary, blocks) of the other edition that fold to something else than the same of the original.

    None where its blocks are not the same ones, by their anchors.
    """
    original, twin = document.texts[document.script], document.texts.get(other(document.script))
    if twin is None:
        return []
    anchors = [block.anchor for block in original.blocks]
    if anchors != [block.anchor for block in twin.blocks] or len({*anchors}) < len(anchors):
        return None
    return [
        part for part, (one, another) in enumerate(zip(_parts(original), _parts(twin), strict=True)) if one != another
    ]


def _parts(text: Text) -> list[str]:
    title, summary, blocks = _folded(text)
    return [title, summary, *blocks]


def _folded(text: Text) -> tuple[str, str, list[str]]:
    return fold_line(text.title), fold_line(text.summary), [fold_line(block.text) for block in text.blocks]
