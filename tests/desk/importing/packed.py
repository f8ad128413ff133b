"""Word files made by hand, sound ones and bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/>
</Relationships>"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = f"""<?xml version="1.0"?><w:styles xmlns:w="{_WORD}">
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>"""


def docx(
    paragraphs: Sequence[str], *, title: str = "", before: str = "", more: Sequence[tuple[str, bytes]] = ()
) -> bytes:
    """A Word file.

    Args:
        paragraphs: its text.
        title: a line in the style of titles.
        before: what stands before the document's element, such as a DOCTYPE.
        more: further members of the package.
    """
    heading = f'<w:p><w:pPr><w:pStyle w:val="T"/></w:pPr><w:r><w:t>{escape(title)}</w:t></w:r></w:p>' if title else ""
    body = heading + "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", document)
        package.writestr("word/styles.xml", _STYLES)
        for name, data in more:
            package.writestr(name, data)
    return stream.getvalue()
