"""A story of a Word document (its body, a header, the footnotes) as prose, with the runs in which the text lies.

A paragraph is a block. Runs have no place in the prose; tabs, breaks, fields, formulas and pictures within a line are
borders that stay. What somebody deleted with changes tracked is no prose, what he inserted is. Hidden text is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span
from cleantext.core.suppression import switch
from cleantext.formats import text as plain
from cleantext.formats.codecs import OFFICE_TEXT
from cleantext.formats.pieces import Builder, Prose
from cleantext.formats.xml_places import Event, Kind, events

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
OBJECT = "\ufffc"
"""What is read in the place of a picture or formula within a line."""

_SKIPPED = frozenset(
    ["w:moveFrom", "w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tcPrChange", "w:trPrChange"]
)
_BOUND = frozenset(["w:dataBinding", "w:showingPlcHdr"])
_OFF = frozenset(["0", "false", "off"])
_SHOWN = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:sym": OBJECT}
_OBJECTS = frozenset(["m:oMath", "w:ruby", "w:object"])


@dataclass(slots=True)
class Run:
    """A run: where its tags, its ``properties`` and its content lie.

    ``inserted`` is the tag of the tracked insertion that it is a child of. ``kept`` text stays as it is.
    """

    start: int
    opened: int
    inserted: str
    commentable: bool
    kept: bool
    hidden: bool = False
    properties: str = ""
    begun: int = 0
    closed: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class RunText:
    """A ``w:t``: what of it is text, and all of it. Only where it is ``preserved`` outer white space counts."""

    inner: Span
    outer: Span
    preserved: bool
    run: Run


@dataclass(frozen=True)
class Story:
    """The prose, and the texts of all runs in order."""

    prose: Prose
    texts: tuple[RunText, ...]

    @cached_property
    def places(self) -> list[Span]:
        """Where the texts are."""
        return [text.inner for text in self.texts]


class _Frame(NamedTuple):
    """An open element, and what it and those around it mean to the text inside."""

    name: str
    note: str = ""
    kept: bool = False
    dropped: bool = False
    box: bool = False
    depth: int = 0
    inserted: str = ""


@dataclass(slots=True)
class _Paragraph:
    note: str
    kind: BlockKind | None = None
    goes_on: bool = False  # its end was deleted
    parts: list[tuple[Span, str | None, int]] = field(default_factory=list)  # what is shown instead, depth


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False


def story(
    source: str, styles: Mapping[str, BlockKind], note: str = "", commentable: bool = True,
    said: Mapping[str, str] = {},
) -> Story:  # fmt: skip
    """``styles`` gives the kind of those that have one; ``note`` is what the report says of paragraphs outside tables.

    ``said`` is what each comment says, by its id.

    Raises ``NotText`` for what is no XML.
    """
    reader = _Reader(source, styles, note, commentable)
    for event in events(source, PREFIXES):
        reader.see(event)
    builder = Builder(source)
    before: _Paragraph | None = None
    for paragraph in reader.paragraphs:
        if before is None or not before.goes_on:
            builder.open(paragraph.kind or _by_looks, paragraph.note)
        for span, shown, depth in paragraph.parts:
            if shown is None:
                builder.add(span.start, span.end, OFFICE_TEXT, depth)
            else:
                builder.keep(span.start, span.end, shown)
        before = paragraph
    switches = (switch(said.get(name, ""), Span(*[at] * 2)) for name, at in reader.comments())
    prose = replace(builder.built(by_block=True), switches=tuple(filter(None, switches)))
    return Story(prose, tuple(reader.texts))


class _Reader:
    def __init__(self, source: str, styles: Mapping[str, BlockKind], note: str, commentable: bool):
        self.source = source
        self.paragraphs: list[_Paragraph] = []
        self.texts: list[RunText] = []
        self._styles = styles
        self._commentable = commentable
        self._frames = [_Frame("", note)]
        self._open: list[_Paragraph] = []
        self._runs: list[Run] = []
        self._fields: list[_Field] = []
        self._choices: list[bool] = []  # of each mc:AlternateContent, whether a choice was read
        self._skipped = 0
        self._properties = 0
        self._commented: dict[str, tuple[int, _Paragraph | None]] = {}
        self._text: tuple[Event, bool] | None = None  # the w:t that is open, and whether it holds text alone

    def see(self, event: Event) -> None:
        """The next event of the story."""
        if event.kind is Kind.START:
            if self._skipped or not self._start(event):
                self._skipped += 1
        elif event.kind is Kind.END:
            if self._skipped:
                self._skipped -= 1
            else:
                self._end(event)
        elif self._skipped:
            return
        elif event.kind is not Kind.TEXT:
            self._text = self._text and (self._text[0], False)
        elif self._frames[-1].name == "w:instrText" and self._fields:
            self._fields[-1].code += self.source[event.start : event.end]

    def _start(self, event: Event) -> bool:
        """Whether what the element holds is to be seen."""
        top, name = self._frames[-1], event.name
        if name in _SKIPPED or (name == "mc:Fallback" and self._choices and self._choices[-1]):
            return False
        if name in _OBJECTS:
            self._show(event, OBJECT)
            return False
        frame = top._replace(name=name)
        match name:
            case "w:p":
                self._open.append(_Paragraph("text box" if top.box else top.note))
                if not top.dropped:
                    self.paragraphs.append(self._open[-1])
            case "w:r":
                self._runs.append(self._run(event, top))
            case "w:t" if top.name == "w:r":
                self._text = event, True
            case "w:commentRangeStart" | "w:commentReference":
                paragraph = self._open[-1] if self._open else None
                self._commented.setdefault(event.attributes.get("w:id", ""), (event.start, paragraph))
            case "w:tc":
                frame = frame._replace(note="cell")
            case "w:txbxContent":
                frame = frame._replace(box=True, inserted="", depth=0)
            case "w:hyperlink":
                frame = frame._replace(depth=top.depth + 1)
            case "w:ins":
                frame = frame._replace(inserted=self.source[event.start : event.end])
            case "w:moveTo":
                frame = frame._replace(kept=True)
            case "w:fldSimple":
                frame = frame._replace(kept=top.kept or not _is_link(event.attributes.get("w:instr", "")))
            case "w:del":
                self._deleted()
                return False
            case "wp:inline":
                self._show(event, OBJECT)
            case "mc:AlternateContent":
                self._choices.append(False)
            case "mc:Choice" if self._choices:
                self._choices[-1] = True
            case "w:rPr":
                self._properties = event.start
            case "w:fldChar":
                self._field(event.attributes.get("w:fldCharType", ""))
            case _ if top.name == "w:r" and name in _SHOWN:
                self._show(event, _SHOWN[name])
            case _:
                self._property(event)
        self._frames.append(frame)
        return True

    def comments(self) -> Iterator[tuple[str, int]]:
        """The id of each comment, and where the text begins that it is about."""
        for name, (at, paragraph) in self._commented.items():
            yield name, max([at, *(part[0].start for part in paragraph.parts[:1])] if paragraph else [at])

    def _end(self, event: Event) -> None:
        frame = self._frames.pop()
        parent = self._frames[-1].name
        match frame.name:
            case "w:p":
                self._open.pop()
            case "w:rPr" if parent == "w:r":
                self._runs[-1].properties = self.source[self._properties : event.end]
                self._runs[-1].begun = event.end
            case "w:r":
                run = self._runs.pop()
                run.closed, run.end = event.start, event.end
            case "w:t" if parent == "w:r" and self._text:
                self._said(*self._text, event)
                self._text = None
            case "mc:AlternateContent":
                self._choices.pop()

    def _run(self, event: Event, top: _Frame) -> Run:
        child = top.name == "w:ins"
        prefixed = ":" in self.source[event.start : event.end].split(None, 1)[0]
        kept = top.kept or not prefixed or bool(top.inserted and not child)
        may = self._commentable and not top.box
        return Run(event.start, event.end, top.inserted if child else "", may, kept, begun=event.end)

    def _said(self, opened: Event, whole: bool, closed: Event) -> None:
        """The text of a run."""
        run = self._runs[-1]
        if run.hidden or not self._open or not all(each.in_result for each in self._fields):
            return
        preserved = opened.attributes.get("xml:space") == "preserve"
        start, end = opened.end, closed.start
        if not preserved:
            inner = self.source[start:end]
            start += len(inner) - len(inner.lstrip())
            end = start + len(inner.strip())
        if start >= end:
            return
        shown = None
        if not whole:
            shown = OBJECT
        elif run.kept or not all(_is_link(each.code) for each in self._fields):
            shown = OFFICE_TEXT.decoded(self.source[start:end])
        if whole:
            self.texts.append(RunText(Span(start, end), Span(opened.start, closed.end), preserved, run))
        self._open[-1].parts.append((Span(start, end), shown, self._frames[-1].depth))

    def _show(self, event: Event, shown: str) -> None:
        """What is read in the place of an element, if it is to be seen at all."""
        hidden = bool(self._runs) and self._runs[-1].hidden
        if self._open and not hidden and all(each.in_result for each in self._fields):
            self._open[-1].parts.append((Span(event.start, event.end), shown, 0))

    def _property(self, event: Event) -> None:
        """What a paragraph, a run or a content control says of itself."""
        name, value = event.name, event.attributes.get("w:val", "")
        parents = [frame.name for frame in self._frames[-2:]]
        if parents == ["w:r", "w:rPr"]:
            run = self._runs[-1]
            run.hidden |= name == "w:vanish" and value not in _OFF
            run.kept |= name == "w:noProof" and value not in _OFF
            run.kept |= name == "w:rStyle" and self._styles.get(value) is BlockKind.CODE
        elif parents == ["w:p", "w:pPr"] and self._open:
            paragraph = self._open[-1]
            if name == "w:pStyle" and value in self._styles:
                paragraph.kind = self._styles[value]
            elif name == "w:outlineLvl" and value != "9":
                paragraph.kind = BlockKind.HEADING
        elif parents == ["w:pPr", "w:numPr"] and name == "w:numId" and self._open:
            if self._open[-1].kind in (None, BlockKind.LIST_ITEM):
                self._open[-1].kind = BlockKind.LIST_ITEM if value != "0" else None
        elif parents == ["w:sdt", "w:sdtPr"] and (name in _BOUND or (name == "w:lock" and "ontentLocked" in value)):
            self._frames[-2] = self._frames[-2]._replace(kept=True)
        elif parents == ["w:sdtPr", "w:docPartObj"] and value == "Table of Contents":
            self._frames[-3] = self._frames[-3]._replace(kept=True)

    def _deleted(self) -> None:
        """What ``w:del`` without content says: this row, or the end of this paragraph, was deleted."""
        parents = [frame.name for frame in self._frames[-2:]]
        if parents == ["w:tr", "w:trPr"]:
            self._frames[-2] = self._frames[-2]._replace(dropped=True)
        elif parents == ["w:pPr", "w:rPr"] and self._open:
            self._open[-1].goes_on = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _is_link(code: str) -> bool:
    return code.split()[:1] == ["HYPERLINK"]


def _by_looks(text: str) -> tuple[Block, ...]:
    """A paragraph without a style that says what it is. A heading has one."""
    inner = text.strip()
    start = text.index(inner)
    kind = plain.kind_of(inner)
    return (Block(Span(start, start + len(inner)), BlockKind.LINE if kind is BlockKind.HEADING else kind),)
