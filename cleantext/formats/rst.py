"""reStructuredText: paragraphs, headings, list items, definitions, quotations, and what admonitions hold.

Literal blocks, other directives, comments, targets, field lists, doctests and tables (whose columns are drawn with
characters) stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from cleantext.core.document import BlockKind
from cleantext.formats.known import Reading
from cleantext.formats.light import LightBuilder, Marks
from cleantext.formats.pieces import Codec, Prose
from cleantext.formats.text import by_looks

_BREAK = r"[ \t]*\r?\n[ \t]*"
_MARKS = regex.compile(
    r"""
    ``(?P<kept>(?:[^`]|`(?!`))++)`` | :[\w.:+-]{1,40}:`(?P<kept>[^`]+)` | `(?P<kept>[^`]+)`:[\w.:+-]{1,40}:
    | (?P<kept> \|\S(?:[^|\n]*\S)?\|_{0,2}
            | https?://[^\s<>]*[^\s<>.,;:!?)\]'"] )
    | (?P<hidden> \ ?\[(?:\d+|\#[\w-]*|\*)\]_(?!\w) | _`[^`]+` | (?<=[\w)])__?(?![\w_]) | (?<=::?):(?=\s*\Z) )
    | `(?P<inner>[^`<]*[^`<\s])(?:\s*<[^`>]*>)?`_{0,2}
    | (?<![\w*\\])\*\*(?P<inner>[^\s*](?:[^*]*[^\s*])?)\*\*(?![\w*])
    | (?<![\w*\\])\*(?P<inner>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])
    """,
    regex.VERBOSE,
)
_SPECIAL = regex.compile(r"[\\*`|]|_(?!\w)")


def _decoded(written: str) -> str:
    if "\n" in written:
        return " "
    return written[1:].lstrip()


def _encoded(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], regex.sub(r"\s*\n\s*", " ", text))


_ADORNED = regex.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_ITEM = regex.compile(r"(?:[-*+•‣⁃]|\(?(?:\d{1,4}|[a-zA-Z]|[ivxlcIVXLC]{1,6}|\#)[.)])[ \t]+(?=\S)")
_FIELD = regex.compile(r":(?![: ])(?:[^:\\\n]|\\.)+:(?:[ \t]|$)")
_OPTION = regex.compile(r"(?:--?|/)\w[\w-]*(?:[ =]\S+)?(?:, --?\w[\w-]*(?:[ =]\S+)?)*(?:  +|$)")
_DIRECTIVE = regex.compile(r"\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w:.+-]+?)::(?:[ \t]+|$)")
_NOTE = regex.compile(r"\.\.[ \t]+\[(?:\d+|#[\w-]*|\*|[A-Za-z][\w.-]*)\][ \t]+(?=\S)")
_EXPLICIT = regex.compile(r"(?:\.\.|__)(?:[ \t]|$)")
_GRID = regex.compile(r"\+[-=+]{3,}\+?[ \t]*$|=+(?:[ \t]+=+)+[ \t]*$")
_WITH_PROSE = frozenset(
    [
        *("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "admonition"),
        *("seealso", "versionadded", "versionchanged", "deprecated", "topic", "sidebar", "container", "epigraph"),
        *("highlights", "pull-quote", "compound", "todo", "rst-class"),
    ]
)
_OPENER = regex.compile(
    rf"{_ITEM.pattern}|{_FIELD.pattern}|{_EXPLICIT.pattern}|{_GRID.pattern}|{_OPTION.pattern}|>>>|\|[ ]|[ \t]|::\s*\Z"
)
_COMMENT = regex.compile(
    r"(?m)^[ \t]*\.\.[ \t]+cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*?)$"
)
RST = Marks(_MARKS, Codec(regex.compile(rf"\\(?:\s|\S)|{_BREAK}"), _decoded, _encoded), _OPENER)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its end: ``start`` and ``end`` of what is not white space."""

    start: int
    end: int
    indent: int
    text: str


def read(source: str, reading: Reading) -> Prose:
    """The prose of a document. Any text is one, so nothing is refused."""
    builder = LightBuilder(source, RST)
    lines = []
    for found in regex.finditer(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)", source):
        text = found[0].rstrip()
        inner = text.lstrip(" \t\ufeff")
        indent = len(text.expandtabs()) - len(inner.expandtabs()) if inner else 0
        lines.append(_Line(found.start() + len(text) - len(inner), found.start() + len(text), indent, inner))
    _Reader(builder, lines).read()
    return builder.built(_COMMENT)


class _Reader:
    def __init__(self, builder: LightBuilder, lines: list[_Line]):
        self.builder = builder
        self.lines = lines
        self.at = 0

    def read(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.text:
                self.at += 1
            elif self._is_heading():
                self._heading()
            elif _GRID.match(line.text):
                self._skip_table()
            elif line.text.startswith(">>>"):
                self._skip_paragraph()
            elif found := _NOTE.match(line.text):
                self._paragraph(found.end(), BlockKind.PROSE, "footnote")
            elif found := _DIRECTIVE.match(line.text):
                self._directive(found)
            elif _EXPLICIT.match(line.text) or _FIELD.match(line.text):
                self._skip_indented(line.indent)
            elif line.text.startswith("| "):
                self.builder.block(line.start + 2, line.end, BlockKind.LINE)
                self.at += 1
            elif found := _ITEM.match(line.text):
                self._paragraph(found.end(), BlockKind.LIST_ITEM, "")
            elif _OPTION.match(line.text):
                self._skip_indented(line.indent)
            else:
                self._paragraph(0, None, "")

    def _is_heading(self) -> bool:
        line, following = self.lines[self.at], self._line(self.at + 1)
        if _ADORNED.fullmatch(line.text):
            return True
        return bool(following.text and line.indent == following.indent == 0 and _ADORNED.fullmatch(following.text))

    def _heading(self) -> None:
        """A heading with a line below it, perhaps one above; a line alone divides."""
        above = _ADORNED.fullmatch(self.lines[self.at].text) is not None
        title = self._line(self.at + above)
        below = self._line(self.at + above + 1)
        if above and (not title.text or below.text != self.lines[self.at].text):
            self.at += 1
            return
        longest = max(len(below.text) - 2 * title.indent, len(title.text))
        self.builder.block(title.start, title.end, BlockKind.HEADING, longest=longest)
        self.at += above + 2

    def _directive(self, found: regex.Match[str]) -> None:
        """What an admonition holds is read as all else is; its options are fields."""
        line = self.lines[self.at]
        if found[1] not in _WITH_PROSE:
            self._skip_indented(line.indent)
        elif found.end() < len(line.text) and found[1] not in ("container", "rst-class"):
            self._paragraph(found.end(), BlockKind.PROSE, found[1])
        else:
            self.at += 1

    def _paragraph(self, lead: int, kind: BlockKind | None, note: str) -> None:
        """From ``lead`` characters into this line to the last line of the paragraph; then what ``::`` announces."""
        first = self.lines[self.at]
        last = self.at
        following = self._line(last + 1)
        hanging = following.indent if lead and following.indent > first.indent else first.indent + lead
        wanted = first.indent if not lead else hanging
        while (line := self._line(last + 1)).text and line.indent == wanted and not self._begins(last + 1):
            last += 1
        end = self.lines[last].end
        if first.text[lead:] != "::" or last > self.at:
            heading = kind is None and last == self.at and self._line(last + 1).indent > first.indent
            term = heading and bool(self._line(last + 1).text)
            self.builder.block(first.start + lead, end, BlockKind.LINE if term else kind or by_looks, note)
        literal = self.lines[last].text.endswith("::")
        self.at = last + 1
        if literal:
            self._skip_literal(first.indent)

    def _begins(self, number: int) -> bool:
        """Whether a line that follows a paragraph's at the same indent begins something else."""
        text = self.lines[number].text
        return bool(_EXPLICIT.match(text) or _GRID.match(text))

    def _skip_literal(self, indent: int) -> None:
        while self.at < len(self.lines) and not self.lines[self.at].text:
            self.at += 1
        if self.at < len(self.lines) and self.lines[self.at].indent > indent:
            while self.at < len(self.lines) and (not self.lines[self.at].text or self.lines[self.at].indent > indent):
                self.at += 1
        else:
            mark = self.lines[self.at].text[:1] if self.at < len(self.lines) else ""
            while mark and not mark.isalnum() and self._line(self.at).text.startswith(mark):  # a quoted one
                self.at += 1

    def _skip_indented(self, indent: int) -> None:
        self.at += 1
        while self.at < len(self.lines) and (not self.lines[self.at].text or self.lines[self.at].indent > indent):
            self.at += 1

    def _skip_table(self) -> None:
        """A table of ``+`` and ``|`` goes to the next empty line, one of ``=`` to a border before an empty line."""
        simple = self.lines[self.at].text.startswith("=")
        self.at += 1
        while self.at < len(self.lines):
            line, following = self.lines[self.at], self._line(self.at + 1)
            self.at += 1
            if not line.text and not simple:
                return
            if simple and _GRID.match(line.text) and not following.text:
                return

    def _skip_paragraph(self) -> None:
        while self._line(self.at).text:
            self.at += 1

    def _line(self, number: int) -> _Line:
        return self.lines[number] if number < len(self.lines) else _Line(0, 0, 0, "")
