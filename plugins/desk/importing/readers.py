"""Each kind of input to a manuscript."""

from __future__ import annotations

import io
import re
import zipfile

import lxml.html

from plugins.desk.importing import blog, metadata, plain, surroundings, tree
from plugins.desk.importing.encoding import Decoded, decode
from plugins.desk.importing.findings import Found, Refused
from plugins.desk.importing.kinds import Kind
from plugins.desk.importing.manuscript import Manuscript
from plugins.desk.importing.markup import blocks
from plugins.desk.importing.page import article, is_whole_page
from plugins.desk.importing.pictures import Pictures, Source
from plugins.desk.importing.shells import refuse_shell

#: A Word file that unpacks to more is no article.
_LARGEST_DOCX = 200_000_000
_LONGEST_TEXT = 2_000_000


def read(kind: Kind, name: str, data: bytes, images: Source | None) -> Manuscript:
    """Read one article.

    Args:
        kind: what it is; a table is split into its rows by ``tables`` before.
        name: the file's name, which a blog's date may stand in.
        data: its bytes.
        images: where its images are.

    Raises:
        Refused: there is no article in it.
    """
    if kind == "docx":
        return _docx(data)
    decoded = decode(data)
    if len(decoded.text) > _LONGEST_TEXT:
        raise Refused("too-long", "文字太长，不像一篇文章；请把它拆开再导入")
    read_text = {"html": _html, "markdown": _markdown}.get(kind)
    made = read_text(decoded, name, images) if read_text else _text(decoded)
    if decoded.lost:
        made.remarks.append(f"有 {decoded.lost} 个字读不出来，正文里写作 \ufffd，请对照原件补上")
    return made


def _shown(form: str, decoded: Decoded) -> str:
    return f"{form}（{decoded.encoding}）"


def _text(decoded: Decoded) -> Manuscript:
    lines = plain.paragraphs(decoded.text)
    made = Manuscript([], _shown("文字", decoded))
    around = surroundings.part(lines, page=True)
    made.take(around)
    made.blocks = [
        plain.escaped(line) if not line.startswith("## ") else line for line in plain.headings(around.blocks)
    ]
    return made


def _html(decoded: Decoded, _name: str, images: Source | None) -> Manuscript:
    whole = is_whole_page(decoded.text)
    page = tree.parse(decoded.text)
    head = metadata.Head(decoded.text, page)
    title = head.title() if whole else None
    refuse_shell(decoded.text, title.value if title else "", tree.shown(tree.parse(decoded.text)))
    found = article(decoded.text)
    pictures = Pictures(images)
    made = Manuscript(
        [],
        _shown("网页" if whole else "粘贴的网页片段", decoded),
        title,
        head.published(),
        head.outlet(),
        head.address(),
    )
    made.authors = head.authors()
    if whole:
        tree.cleaned(page)
        made.take(metadata.beside(tree.lines_of(page), title.value if title else "", found))
    made.blocks = blocks(found, pictures.take)
    _finish(made, pictures, page=True)
    if whole and made.published is None:
        made.published = head.guessed()
    return made


def _markdown(decoded: Decoded, name: str, images: Source | None) -> Manuscript:
    from markdown import Markdown

    data, body = blog.split(decoded.text)
    front = blog.Front(data, name)
    if blog.knotted(body):
        return _text(Decoded(body, decoded.encoding, decoded.lost))
    try:
        html = Markdown(extensions=["tables"], output_format="html").convert(blog.markdown(body))
    except (RecursionError, AssertionError, IndexError, ValueError):
        return _text(Decoded(body, decoded.encoding, decoded.lost))
    pictures = Pictures(images)
    made = Manuscript(
        [],
        _shown("Markdown", decoded),
        front.title(),
        front.published(),
        front.outlet(),
        front.address(),
        front.authors(),
        tags=front.tags(),
        path=front.path(),
    )
    made.blocks = blocks(_fragment(html), pictures.take)
    _finish(made, pictures, page=not data)
    return made


def _docx(data: bytes) -> Manuscript:
    import mammoth

    pictures = Pictures(None)

    def keep(image: object) -> dict[str, str]:
        with image.open() as stream:  # type: ignore[attr-defined]
            return {"src": pictures.add(stream.read()) or ""}

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            large = sum(one.file_size for one in package.infolist()) > _LARGEST_DOCX
        done = (
            None
            if large
            else mammoth.convert_to_html(
                io.BytesIO(data),
                convert_image=mammoth.images.img_element(keep),
                style_map="p[style-name='Title'] => h1:fresh",
            )
        )
    except Exception as error:
        raise Refused("broken-docx", "这个 .docx 打不开：它已经损坏，或不是 Word 文件") from error
    if done is None:
        raise Refused("too-large", "这个 Word 文件解开来太大，读不了")
    element = _fragment(done.value)
    heading = next((text for one in element.iter("h1") if (text := " ".join(one.text_content().split()))), "")
    title = Found(heading, "Word 文件的标题样式", "likely") if heading else None
    made = Manuscript([], "Word 文件", title)
    made.blocks = blocks(element, lambda path: path or None)
    _finish(made, pictures, page=True)
    return made


def _fragment(html: str) -> tree.Element:
    """A piece of HTML under one cleaned element."""
    if not html.strip():
        return lxml.html.fromstring("<div></div>")
    root = tree.parse(f"<div>{html}</div>")
    body = root.find("body")
    return tree.cleaned(root if body is None else body)


def _finish(made: Manuscript, pictures: Pictures, *, page: bool) -> None:
    """Take away what stands around the article, the title that stands above it, and what is left of images."""
    made.images, made.left_out = pictures.found, pictures.left_out
    if made.title:
        at = next(
            (at for at, block in enumerate(made.blocks[:8]) if _same(surroundings.bare(block), made.title.value)), None
        )
        if at is not None:
            made.lines += made.blocks[:at] if all(len(one) < 80 for one in made.blocks[:at]) else []  # noqa: PLR2004
            made.blocks = (
                made.blocks[at + 1 :] if made.lines or at == 0 else [*made.blocks[:at], *made.blocks[at + 1 :]]
            )
    around = surroundings.part(made.blocks, page=page)
    if made.title and around.title and around.title.origin == "文字的第一行":
        around.blocks.insert(0, around.title.value)
    made.take(around)
    made.blocks = plain.headings(around.blocks)


def _same(one: str, two: str) -> bool:
    """Whether two lines are one, but for spaces and punctuation."""
    return bool(one) and re.sub(r"\W", "", one) == re.sub(r"\W", "", two)
