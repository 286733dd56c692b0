"""The content of an OpenDocument text as prose, with the texts that may be edited.

A paragraph is a block. Spans and links have no place in the prose; tabs, line breaks, fields and pictures within a
line are borders that stay. What was deleted with changes tracked is no prose, what was inserted is. Indexes are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import NamedTuple

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span
from cleantext.core.suppression import switch
from cleantext.formats import text as plain
from cleantext.formats.codecs import ODF_TEXT
from cleantext.formats.docx_story import OBJECT
from cleantext.formats.pieces import Builder, Prose
from cleantext.formats.xml_places import Event, Kind, events

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    **{f"{_OASIS}{name}:1.0": name for name in ("text", "office", "table", "style", "manifest")},
    f"{_OASIS}drawing:1.0": "draw",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_SKIPPED = frozenset(
    ["office:annotation", "office:forms", "office:scripts", "text:tracked-changes", "text:note-citation",
     "text:ruby-text", "text:hidden-text", "text:hidden-paragraph", "text:table-of-content", "text:illustration-index",
     "text:table-index", "text:object-index", "text:user-index", "text:alphabetical-index", "text:bibliography"]
)  # fmt: skip
_INLINE = frozenset(["text:span", "text:a", "text:meta", "text:ruby", "text:ruby-base"])
_SHOWN = {"text:tab": "\t", "text:line-break": "\n"}
_MOST_BLANKS = 1000  # that one element may say it is
_BLANKS = " \t\n\r"


class Style(NamedTuple):
    """What a style makes of a text: a kind of block, or text that stays or is hidden."""

    kind: BlockKind | None = None
    kept: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class SpanText:
    """A text that may be edited, and the tags of the spans that it is in, as they are written."""

    place: Span
    spans: str


@dataclass(frozen=True, slots=True)
class Content:
    """The prose, its texts in the order of the source, and where the list of tracked changes is or may be put.

    ``changes`` is the end of the tag that it is in, of the list itself if there is one (``listed``).
    """

    prose: Prose
    texts: tuple[SpanText, ...]
    changes: int
    listed: bool


class _Frame(NamedTuple):
    name: str
    note: str = ""
    kind: BlockKind | None = None
    inline: bool = False
    kept: bool = False
    hidden: bool = False
    depth: int = 0
    spans: str = ""


@dataclass(slots=True)
class _Paragraph:
    note: str
    kind: BlockKind | None
    parts: list[tuple[Span, str | None, int, str]] = field(default_factory=list)  # what is shown, depth, spans


def content(source: str, styles: Mapping[str, Style]) -> Content:
    """Raises ``NotText`` for what is no XML."""
    reader = _Reader(source, styles)
    for event in events(source, PREFIXES):
        reader.see(event)
    builder = Builder(source)
    texts: list[SpanText] = []
    for paragraph in reader.paragraphs:
        builder.open(paragraph.kind or _by_looks, paragraph.note)
        for span, shown, depth, spans in paragraph.parts:
            if shown is not None:
                builder.keep(span.start, span.end, shown)
                continue
            start = span.start
            while builder.ends_blank and start < span.end and source[start] in _BLANKS:
                start += 1
            builder.add(start, span.end, ODF_TEXT, depth)
            if start < span.end:
                texts.append(SpanText(Span(start, span.end), spans))
    texts.sort(key=lambda text: text.place.start)
    switches = (switch(said, Span(*[at] * 2)) for at, said in reader.comments())
    prose = replace(builder.built(by_block=True), switches=tuple(filter(None, switches)))
    return Content(prose, tuple(texts), reader.changes, reader.listed)


class _Reader:
    def __init__(self, source: str, styles: Mapping[str, Style]):
        self.source = source
        self.paragraphs: list[_Paragraph] = []
        self.changes = 0
        self.listed = False
        self._styles = styles
        self._frames = [_Frame("")]
        self._open: list[_Paragraph] = []
        self._skipped = 0
        self._commented: list[tuple[int, _Paragraph | None, list[str]]] = []
        self._noting: list[str] | None = None  # what the open comment says
        self._tag = ""  # the last that was opened

    def comments(self) -> Iterator[tuple[int, str]]:
        """What each comment says, and where the text begins that it is about."""
        for at, paragraph, said in self._commented:
            yield max([at, *(part[0].start for part in paragraph.parts[:1])] if paragraph else [at]), "".join(said)

    def see(self, event: Event) -> None:
        """The next event."""
        if event.kind is Kind.START:
            if self._skipped or not self._start(event):
                self._skipped += 1
            if event.name == "office:annotation":
                self._noting = []
                self._commented.append((event.start, self._open[-1] if self._open else None, self._noting))
            self._tag = event.name
        elif event.kind is Kind.END:
            if event.name == "office:annotation":
                self._noting = None
            if event.name == "office:forms" and not self.paragraphs and self._frames[-1].name == "office:text":
                self.changes = event.end  # the list of changes follows them
            if self._skipped:
                self._skipped -= 1
            elif self._frames.pop().name in ("text:p", "text:h"):
                self._open.pop()
        elif self._skipped:
            if event.kind is Kind.TEXT and self._noting is not None and self._tag.startswith("text:"):
                self._noting.append(unescape(self.source[event.start : event.end]))
        elif self._frames[-1].inline and not self._frames[-1].hidden:
            self._said(event)

    def _start(self, event: Event) -> bool:
        """Whether what the element holds is to be seen."""
        top, name = self._frames[-1], event.name
        if name == "office:text":
            self.changes = event.end
        elif name == "text:tracked-changes" and not self.paragraphs and top.name == "office:text":
            self.changes, self.listed = event.end, True
        if name in _SKIPPED:
            return False
        style = self._styles.get(event.attributes.get("text:style-name", ""), Style())
        frame = top._replace(name=name, kept=top.kept or style.kept, hidden=top.hidden or style.hidden)
        match name:
            case "text:p" | "text:h":
                kind = BlockKind.HEADING if name == "text:h" else style.kind or top.kind
                self._open.append(_Paragraph(top.note, kind))
                self.paragraphs.append(self._open[-1])
                frame = frame._replace(inline=True, depth=0, spans="")
            case "text:list-item":
                frame = frame._replace(kind=BlockKind.LIST_ITEM)
            case "table:table-cell":
                frame = _Frame(name, "cell")
            case "text:note":
                frame = _Frame(name, "footnote" if event.attributes.get("text:note-class") == "footnote" else "endnote")
            case "draw:text-box":
                frame = _Frame(name, "text box")
            case "draw:frame" if top.inline and event.attributes.get("text:anchor-type") == "as-char":
                self._show(event, OBJECT)
                frame = frame._replace(inline=False)
            case "text:span":
                frame = frame._replace(spans=top.spans + self.source[event.start : event.end])
            case "text:a":
                frame = frame._replace(depth=top.depth + 1)
            case "text:s" if top.inline:
                self._blanks(event, top)
            case _ if top.inline and name in _SHOWN:
                self._show(event, _SHOWN[name])
            case _ if top.inline and name not in _INLINE:  # a field, or what holds no text of the paragraph
                frame = frame._replace(kept=True, inline=name.startswith("text:"))
        self._frames.append(frame)
        return True

    def _said(self, event: Event) -> None:
        top, span = self._frames[-1], Span(event.start, event.end)
        if event.kind is Kind.TEXT and not top.kept:
            self._open[-1].parts.append((span, None, top.depth, top.spans))
        elif event.kind in (Kind.TEXT, Kind.RAW):
            self._open[-1].parts.append((span, ODF_TEXT.decoded(span.of(self.source)), 0, ""))

    def _blanks(self, event: Event, top: _Frame) -> None:
        number = event.attributes.get("text:c", "1")
        blanks = " " * min(int(number) if number.isdecimal() and len(number) < 5 else 1, _MOST_BLANKS)
        editable = (
            self.source[event.end - 2 : event.end] == "/>"
            and not top.kept
            and ODF_TEXT.decoded(self.source[event.start : event.end]) == blanks
        )
        if top.hidden:
            return
        span = Span(event.start, event.end)
        self._open[-1].parts.append((span, None if editable else blanks, top.depth, top.spans))

    def _show(self, event: Event, shown: str) -> None:
        if not self._frames[-1].hidden:
            self._open[-1].parts.append((Span(event.start, event.end), shown, 0, ""))


def _by_looks(text: str) -> tuple[Block, ...]:
    """A paragraph without a style that says what it is. A heading is an element of its own."""
    inner = text.strip()
    start = text.index(inner)
    kind = plain.kind_of(inner)
    return (Block(Span(start, start + len(inner)), BlockKind.LINE if kind is BlockKind.HEADING else kind),)
