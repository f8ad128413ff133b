"""A text as it comes out of its file, with everything that the file says of it, before anybody judges or tags it."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.desk.importing.bylines import site_in
from plugins.desk.importing.findings import Found
from plugins.desk.importing.surroundings import Around


@dataclass(slots=True)
class Manuscript:
    """One article.

    Attributes:
        blocks: its Markdown blocks.
        form: what the input was, in Chinese: 网页, Word 文件, 文字（GB18030）.
        title, published, outlet, address: what is known, or None.
        carrier: the site that carried it, where that is not its outlet; or empty.
        authors: by name.
        rights: what the page says of its rights, in its words; or empty.
        images: the images of the text by the path that its blocks write for each.
        left_out: how many images stayed out, because they are not local files.
        remarks: what the editor should know of the reading (characters lost).
        lines: the lines that stood around the article.
        tags: the tags and categories that the file gives.
        path: the part of an address that the file gives without its site; or empty.
    """

    blocks: list[str]
    form: str
    title: Found | None = None
    published: Found | None = None
    outlet: Found | None = None
    address: Found | None = None
    authors: dict[str, Found] = field(default_factory=dict)
    rights: str = ""
    images: dict[str, bytes] = field(default_factory=dict)
    left_out: int = 0
    remarks: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    carrier: str = ""
    tags: list[str] = field(default_factory=list)
    path: str = ""

    def take(self, around: Around) -> None:
        """Take over what stood around the article, where nothing better is known."""
        self.title = self.title or around.title
        self.published = _better(self.published, around.published)
        sites = [self.outlet.value] if self.outlet else []
        self.outlet = _better(around.outlet, self.outlet)
        sites += filter(None, map(site_in, around.dropped))
        if self.outlet and not self.carrier:
            self.carrier = next((one for one in sites if one != self.outlet.value), "")
        self.authors = around.authors or self.authors
        self.rights = self.rights or around.rights
        self.lines += around.dropped

    @property
    def text(self) -> str:
        """The article as one text, in Markdown."""
        return "\n\n".join(self.blocks)


def _better(one: Found | None, two: Found | None) -> Found | None:
    """The surer of two findings; the first where they are as sure."""
    if one is None or two is None:
        return one or two
    rank = {"certain": 0, "likely": 1, "guess": 2}
    return two if rank[two.sure] < rank[one.sure] else one
