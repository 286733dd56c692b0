"""AsciiDoc: paragraphs, headings, list items, descriptions, table cells, block titles, and what examples, sidebars and
quotations hold.

Listings, literal blocks, comments, attributes, macros of blocks, and the header below the title stay as they are.
"""

from __future__ import annotations

import regex

from cleantext.core.document import BlockKind
from cleantext.formats.known import Reading
from cleantext.formats.light import LightBuilder, Marks
from cleantext.formats.pieces import Codec, Prose, Unwritable
from cleantext.formats.text import by_looks

_URL = r"(?:https?|ftp|irc|mailto)://?[^\s\[\]<>]*[^\s\[\]<>.,;:!?)'\"]"
_MARKS = regex.compile(
    rf"""
    (?:(?:link|xref):[^\s\[]{{0,2000}}+|{_URL})\[(?P<inner>[^\]]+)\] | <<[^<>,]*,(?P<inner>[^<>]*)>>
    | \+\+(?P<kept>(?:[^+]|\+(?!\+))++)\+\+ | (?<![\w+])\+(?P<kept>[^\s+](?:[^+\n]*[^\s+])?)\+(?![\w+])
    | ``(?P<kept>(?:[^`]|`(?!`))++)`` | (?<![\w`])`(?P<kept>[^\s`](?:[^`]*[^\s`])?)`(?![\w`])
    | (?:pass|stem|latexmath|asciimath|kbd|btn|menu|indexterm2?):[^\s\[]{{0,200}}+\[(?P<kept>[^\]]{{0,2000}})\]
    | (?P<kept> \{{[\w:-]+\}} | {_URL}(?!\[) )
    | (?P<hidden> \[\[[^\]]{{0,200}}\]\] | \[\#[^\]]{{0,200}}\](?=\#)
        | (?:footnote|image|icon|anchor|counter):[^\s\[]{{0,2000}}+\[[^\]]{{0,2000}}\]
        | \(\(\([^()]*\)\)\) | <<[^<>,]*>> | \G\[[ xX*]\][ ] | \G(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ ] )
    | \(\((?P<inner>[^()]*)\)\) | \^(?P<inner>[^\s^]+)\^ | ~(?P<inner>[^\s~]+)~
    | \*\*(?P<inner>[^*]+)\*\* | (?<![\w*\\])\*(?P<inner>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])
    | __(?P<inner>[^_]+)__ | (?<![\w_\\])_(?P<inner>[^\s_](?:[^_]*[^\s_])?)_(?![\w_])
    | (?:\[[^\]\s]{{0,200}}\])?(?<![\w\#\\&])\#(?P<inner>[^\s\#](?:[^\#]*[^\s\#])?)\#(?![\w\#])
    """,
    regex.VERBOSE,
)
_SPECIAL = regex.compile(r"[*_`#+^~{}<>\[\]|\\]|\(\(|::|;;")
_BREAK = r"[ \t]*\r?\n[ \t]*"


def _encoded(text: str) -> str:
    if found := _SPECIAL.search(text):
        raise Unwritable(f"it holds {found[0]}, which may be read as markup")
    return regex.sub(r"\s*\n\s*", " ", text)


_LINE = regex.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_VERBATIM = regex.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|```+)[\w-]*$")
_BORDER = regex.compile(r"(?:={4,}|\*{4,}|_{4,}|--|\+)$")
_TABLE = regex.compile(r"[|,:!]===+$")
_HEADING = regex.compile(r"(?:={1,6}|#{1,6})[ \t]+(?=\S)")
_ITEM = regex.compile(r"[ \t]*(?:\*{1,5}|-|\.{1,5}|\d+\.|[a-zA-Z]\.|<(?:\d+|\.)>|[ivx]+\))[ \t]+(?=\S)")
_DESCRIBED = regex.compile(r"[ \t]*([^\s:|][^\r\n]*?)(?:::{1,3}|;;)(?:[ \t]+|$)")
_SKIPPED = regex.compile(r"//|:!?[\w-]+!?:(?:[ \t]|$)|\[[^\]]*\]$|(?:\w+::)\S*\[.*\]$|'''$|<<<$|---$|\* \* \*$")
_TITLE = regex.compile(r"\.(?=[^\s.])")
_CELL = regex.compile(r"(?<!\\)(?:(?<![^\s|])[\d.+*]*[<^>]*(?:\.[<^>])?[adehlmsv]?)?\|")
_OPENER = regex.compile(rf"{_ITEM.pattern}|{_SKIPPED.pattern}|{_HEADING.pattern}|[.: \t]|{_BORDER.pattern}|\|")
_COMMENT = regex.compile(
    r"(?m)^//[ \t]*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*?)$"
)
ASCIIDOC = Marks(_MARKS, Codec(regex.compile(rf"[ \t]\+{_BREAK}|{_BREAK}"), lambda written: " ", _encoded), _OPENER)


def read(source: str, reading: Reading) -> Prose:
    """The prose of a document. Any text is one, so nothing is refused."""
    builder = LightBuilder(source, ASCIIDOC)
    _Reader(source, builder).read()
    return builder.built(_COMMENT)


class _Reader:
    def __init__(self, source: str, builder: LightBuilder):
        self.builder = builder
        begin = int(source.startswith("\ufeff"))
        self.lines = [(found.start(), found[0].rstrip()) for found in _LINE.finditer(source, begin)]
        self.at = 0

    def read(self) -> None:
        in_table = False
        while self.at < len(self.lines):
            start, text = self.lines[self.at]
            if _TABLE.match(text):
                in_table = not in_table
                self.at += 1
            elif in_table:
                self._row(start, text)
            elif found := _VERBATIM.match(text):
                self._skip_to(found[1])
            elif not text or _BORDER.match(text) or _SKIPPED.match(text):
                self.at += 1
            elif found := _HEADING.match(text):
                self.builder.block(start + found.end(), start + len(text), BlockKind.HEADING)
                self.at += 1
                if len(found[0].strip()) == 1:
                    self._skip_header()
            elif _TITLE.match(text):
                self.builder.block(start + 1, start + len(text), BlockKind.LINE)
                self.at += 1
            elif found := _ITEM.match(text):
                self._paragraph(found.end(), BlockKind.LIST_ITEM)
            elif found := _DESCRIBED.match(text):
                self.builder.block(start + found.start(1), start + found.end(1), BlockKind.LINE)
                if found.end() < len(text):
                    self._paragraph(found.end(), BlockKind.PROSE)
                else:
                    self.at += 1
                    self._described()
            elif text[0].isspace():
                self._skip_paragraph()
            else:
                self._paragraph(0, None)

    def _paragraph(self, lead: int, kind: BlockKind | None) -> None:
        start, text = self.lines[self.at]
        end = start + len(text)
        self.at += 1
        while self.at < len(self.lines) and not self._begins(self.lines[self.at][1]):
            end = self.lines[self.at][0] + len(self.lines[self.at][1])
            self.at += 1
        self.builder.block(start + lead, end, kind or by_looks)

    def _begins(self, text: str) -> bool:
        """Whether a line ends the paragraph before it."""
        if not text or _ITEM.match(text) or _DESCRIBED.match(text) or text.startswith("//"):
            return True
        return bool(
            _BORDER.match(text) or _VERBATIM.match(text) or _TABLE.match(text) or regex.match(r"\[[^\]]*\]$", text)
        )

    def _described(self) -> None:
        """The description below its term, which may be indented."""
        if self.at < len(self.lines) and (text := self.lines[self.at][1])[:1].isspace() and not _ITEM.match(text):
            self._paragraph(len(text) - len(text.lstrip()), BlockKind.PROSE)

    def _row(self, start: int, text: str) -> None:
        """Cells begin at each ``|``; a line without one continues the cell before."""
        self.at += 1
        if text.startswith("//"):
            return
        at = 0
        for found in _CELL.finditer(text):
            self._cell(start, text, at, found.start())
            at = found.end()
        self._cell(start, text, at, len(text))

    def _cell(self, start: int, text: str, first: int, last: int) -> None:
        inner = text[first:last].strip()
        if inner:
            at = start + first + text[first:last].index(inner)
            self.builder.block(at, at + len(inner), by_looks, "cell")

    def _skip_to(self, border: str) -> None:
        self.at += 1
        while self.at < len(self.lines) and self.lines[self.at][1] != border:
            self.at += 1
        self.at += 1

    def _skip_header(self) -> None:
        """Author, revision and attributes, right below the title of the document."""
        if all(not text or _SKIPPED.match(text) for _, text in self.lines[: self.at - 1]):
            self._skip_paragraph()

    def _skip_paragraph(self) -> None:
        while self.at < len(self.lines) and self.lines[self.at][1]:
            self.at += 1
