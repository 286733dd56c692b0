"""A Word document of the prose with tracked changes and comments, whatever format it was read from.

``cleantext apply`` reads in it what its editor rejected, as in a copy of a Word document.
"""

from __future__ import annotations

import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import PurePath

import regex

from cleantext.core.document import Block, BlockKind, Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats import docx
from cleantext.formats.known import AS_IT_LOOKS
from cleantext.formats.marks import Marks, Remark, told
from cleantext.report.model import FileReport
from cleantext.report.office import marks_of
from cleantext.report.redline.passages import passages

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = {BlockKind.HEADING: "Heading2", BlockKind.LIST_ITEM: "ListBullet", BlockKind.CODE: "SourceCode"}
_REMOVED = "Removed"  # a paragraph that goes as a whole; a heading or list item may not

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "numbering"), 1)
    )
    + "</Relationships>",
    "word/numbering.xml": f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr>'
    '<w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/styles.xml": f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/><w:sz w:val="22"/><w:lang w:val="en-US"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="276" w:lineRule="auto"/></w:pPr>'
    '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for style, name, paragraph, run in (
            ("Heading2", "heading 2", '<w:keepNext/><w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="28"/>'),
            ("ListBullet", "List Bullet", '<w:numPr><w:numId w:val="1"/></w:numPr>', ""),
            ("SourceCode", "Source Code", "", '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>'),
            (_REMOVED, "Source Text", "", ""),
            ("Note", "Note", '<w:keepNext/><w:spacing w:after="20"/>', '<w:color w:val="6B6860"/><w:sz w:val="17"/>'),
        )
    )
    + "</w:styles>",
}  # fmt: skip


def render(document: Document, file: FileReport) -> bytes:
    """The document; of edits that make paragraphs of one, the text is there and the border is not."""
    edits = [each.edit for each in file.applied]
    blocks = passages(document, edits)
    gone = _gone(blocks, edits)
    made = docx.read(PurePath("review.docx"), _package(document.text, blocks, gone), AS_IT_LOOKS)
    assert not callable(made.segment) and len(made.segment) == len(blocks)
    place = _Places([block.span for block in blocks], [block.span.start for block in made.segment])
    marks = marks_of(file, document.text)
    remarks = [Remark(there, remark.text) for remark in marks.remarks if (there := place.of(remark.span))]
    written = [
        Edit(there, shown(edit.replacement) if there.start == place.start(edit.span) else "")
        for edit in edits
        for there in place.within(edit.span)
        if len(there) or not len(edit.span) or edit.replacement.strip()
    ]
    return docx.write(made, written, Marks(marks.date, remarks))


def shown(text: str) -> str:
    """A text as such a document holds it, character by character: line ends are blanks."""
    return regex.sub(r"\s", " ", told(text))


class _Places:
    """From the blocks of a text to those of the document that was made of it, each as long as it was."""

    def __init__(self, blocks: Sequence[Span], starts: Sequence[int]):
        self._blocks = blocks
        self._starts = starts

    def within(self, span: Span) -> Iterator[Span]:
        """The places of all blocks that ``span`` reaches into."""
        at = max(0, bisect_right(self._blocks, span.start, key=lambda block: block.start) - 1)
        for block, start in zip(self._blocks[at:], self._starts[at:], strict=True):
            if block.start > span.end:
                return
            first, last = max(span.start, block.start), min(span.end, block.end)
            if first <= last:
                yield Span(first, last).shift(start - block.start)

    def start(self, span: Span) -> int:
        """Where the first of them begins."""
        return next((each.start for each in self.within(span)), -1)

    def of(self, span: Span) -> Span | None:
        """The first of them."""
        return next(self.within(span), None)


def _gone(blocks: Iterable[Block], edits: Sequence[Edit]) -> frozenset[int]:
    """Where the blocks begin that are deleted as a whole."""
    return frozenset(
        block.span.start
        for block in blocks
        if any(edit.span.covers(block.span) and not edit.replacement.strip() for edit in edits)
    )


def _package(text: str, blocks: Sequence[Block], gone: frozenset[int]) -> bytes:
    body = "".join(_paragraphs(text, blocks, gone))
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**_PARTS, "word/document.xml": document}.items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, _XML + content)
    return written.getvalue()


def _paragraphs(text: str, blocks: Sequence[Block], gone: frozenset[int]) -> Iterator[str]:
    note = ""
    for block in blocks:
        if block.note not in ("", "cell", note):
            yield _paragraph("Note", block.note, "<w:rPr><w:noProof/></w:rPr>")  # so it is no prose when read again
        note = block.note
        content = block.span.of(text)
        style = _REMOVED if block.span.start in gone else _STYLES.get(block.kind, "Normal")
        yield _paragraph(style, content)


def _paragraph(style: str, text: str, properties: str = "") -> str:
    content = f'<w:r>{properties}<w:t xml:space="preserve">{escape(shown(text))}</w:t></w:r>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'
