"""Markdown and MDX: paragraphs, headings, list items and table cells. All else stays: code, links' addresses, HTML,
front matter, directives, footnote marks, formulas, ``{expressions}``.

markdown-it-py finds the blocks, with their lines, and reads what is in them. It does not tell where in the source, so
its rules for the inside of a line are watched at work: each says from where to where it got. Whether an edit would
be read as markup (``*``, white space at a ``**``) is tried out before it is made.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import Any

import regex
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from cleantext.core.document import BlockKind, Segmenter
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Builder, Codec, Prose
from cleantext.formats.text import by_looks

_FRONT_MATTER = regex.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:#.*\r?\n)*[\"\w-]+[ \t]*[:=].*?^\1[ \t]*(?=\r?$)",
    regex.DOTALL | regex.MULTILINE,
)
_LINE = regex.compile(r"\r\n|\r|\n")
_MODULE_LINE = regex.compile(r"(?:import|export)\s[^.!?]*?(?:\sfrom\s+|[{=(*]|default\s)|(?:import\s+)[\"']")
_UNREAD = re.compile(
    r"""
      (?P<markup> \[\^[^\]\s]+\](?::\ ?)?              # a footnote's mark
      | \{[\#.:][^{}\n]*\}                         # {#id .class}
      | ^:{3,}[^\n]* | ^\[![A-Za-z]+\]             # ::: directive, [!NOTE]
      | \A\[[ xX]\](?:\ |\Z))                             # a task's box
    | \{\{.*?\}\} | \{%.*?%\} | \{[^{}\n]*\}       # templates and expressions
    | \$\$?[^\s$](?:[^$\n]*[^\s$])?\$\$?(?![0-9])  # formulas
    | :[a-z0-9_+-]+:                               # :emoji:
    """,
    re.VERBOSE | re.MULTILINE,
)
_TEXT, _MARKUP, _KEPT, _SOFT, _HARD = b"\0\1\2\3\4"
_RUN = re.compile(rb"(.)\1*", re.DOTALL)
_KIND_OF_RULE = {
    "backticks": _KEPT, "html_inline": _MARKUP, "autolink": _KEPT, "image": _MARKUP, "link": _MARKUP, "newline": _SOFT
}  # fmt: skip
_MARKS = regex.compile(r"[\\`*_\[\]<>|~{}$]|&(?=[#\w]|\Z)|(?<!\w)[:](?=\w)")
_AT_A_LINE_START = regex.compile(r"\A\s*(?:[-+=#>:]|\d+[.)])")


def _decoded(written: str) -> str:
    return written[1:] if written.startswith("\\") else unescape(written)


def _encoded(text: str) -> str:
    escaped = _MARKS.sub(lambda found: "\\" + found[0], _LINE.sub(" ", text))
    if found := _AT_A_LINE_START.match(escaped):
        return escaped[: found.end() - 1] + "\\" + escaped[found.end() - 1 :]
    return escaped


MARKDOWN = Codec(
    regex.compile(r"\\[!-/:-@\[-`{-~]|&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});"),
    _decoded,
    _encoded,
)
"""Text of Markdown, in which a backslash may precede marks."""

_COMMENT = regex.compile(
    r"(?:<!--|\{/\*)\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*?)(?:-->|\*/\})"
)


def read(source: str, reading: Reading) -> Prose:
    """The prose of a Markdown document. Any text is one, so nothing is refused."""
    found = _FRONT_MATTER.match(source)
    head = found.end() if found else 0
    env: dict[str, Any] = {}
    parser = _parser()
    # markdown-it ends lines where we do; front matter is left to it as empty lines
    tokens = parser.parse("\n" * len(_LINE.findall(source, 0, head)) + source[head:].lstrip("\ufeff"), env)
    builder = Builder(source)
    starts = [0, *(line.end() for line in _LINE.finditer(source))]
    checked: list[_Block] = []
    for token, kind, note, cell, underlined in _inline(tokens):
        places = _places(source, starts, token, cell)
        if places is None or _MODULE_LINE.match(token.content):
            continue
        builder.open(kind, note)
        trace = _traced(token.content, env)
        _add(builder, trace, places)
        if block := builder.close():
            checked.append(_Block(block.span, token.content, places, underlined))
        for start, end in trace.images:
            builder.open(by_looks, "image")
            builder.add(places[start], places[end - 1] + 1, MARKDOWN)
            builder.close()
    return builder.built(_COMMENT, _Check(checked, env))


def _is_paragraph(content: str) -> bool:
    """Whether all of it, line by line, is read as one paragraph: a line may begin with ``- `` by an edit."""
    tokens = _parser().parse(content)
    return len(tokens) == 3 and tokens[1].content == content.strip()


@dataclass(slots=True)
class _Trace:
    """A line or paragraph of Markdown: what each character is, how deep in emphasis and links, and what images say."""

    content: str
    kinds: bytearray
    depths: dict[int, int]
    images: list[tuple[int, int]]

    def runs(self) -> Iterator[tuple[int, int, int, int]]:
        """Start, end, kind and depth of characters of one kind."""
        depth = 0
        changes = sorted(self.depths)
        for run in _RUN.finditer(self.kinds):
            start = run.start()
            while start < run.end():
                depth += self.depths.get(start, 0)
                following = bisect_right(changes, start)
                end = min(run.end(), changes[following] if following < len(changes) else run.end())
                yield start, end, run[1][0], depth
                start = end

    def text(self) -> str:
        """What is read, without white space."""
        parts = (
            MARKDOWN.escape.sub(lambda found: _decoded(found[0]), self.content[start:end])  # type: ignore[union-attr]
            if kind == _TEXT
            else self.content[start:end] * (kind == _KEPT)
            for start, end, kind, _ in self.runs()
        )
        return "".join("".join(parts).split())


_Rule = Callable[[StateInline, bool], bool]


class _Watched(ParserInline):
    """The parser of the inside of a line, whose rules tell from where to where they got."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: StateInline | None = None
        self.events: list[tuple[int, int, str, list[Token]]] = []
        self.ranges: list[tuple[int, int]] = []
        self.ruler.disable("linkify")
        self.ruler.before("newline", "unread", _unread)
        for name, rule in list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)):
            self.ruler.at(name, self._watching(name, rule))

    def tokenize(self, state: StateInline) -> None:
        if state is self.watched:
            self.ranges.append((state.pos, state.posMax))
        super().tokenize(state)

    def _watching(self, name: str, rule: _Rule) -> _Rule:
        def watching(state: StateInline, silent: bool) -> bool:
            start, before = state.pos, len(state.tokens)
            matched = rule(state, silent)
            if matched and not silent and state is self.watched and name not in ("text", "entity"):
                made = state.tokens[before:]
                if name in ("emphasis", "strikethrough"):  # one for each mark, perhaps after text that was waiting
                    made = [token for token in made if token.content and not token.content.strip("*_~")]
                    made = made[-(state.pos - start) :]
                self.events.append((start, state.pos, name, made))
            return matched

        return watching


def _unread(state: StateInline, silent: bool) -> bool:
    found = _UNREAD.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("text" if found["markup"] is None else "markup", "", 0)
    state.pos = found.end()
    return True


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.inline = _Watched()
    parser.enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _traced(content: str, env: dict[str, Any]) -> _Trace:
    parser = _parser()
    inline = parser.inline
    assert isinstance(inline, _Watched)
    state = StateInline(content, parser, env, [])
    inline.watched, inline.events, inline.ranges = state, [], []
    inline.tokenize(state)
    for name, rule in zip(inline.ruler2.get_active_rules(), inline.ruler2.getRules(""), strict=True):
        if name != "fragments_join":  # it would mix up which marks became text
            rule(state)
    trace = _Trace(content, bytearray(len(content)), {}, [])
    labels = dict(inline.ranges[1:])
    for start, end, name, tokens in sorted(inline.events, key=lambda event: (event[0], -event[1])):
        kind = _KIND_OF_RULE.get(name, _TEXT)
        if name == "backticks":
            code = [token for token in tokens if token.type == "code_inline"]
            _mark_code(trace, start, end, len(code[0].markup) if code else 0)
            continue
        if name == "unread":
            kind = _MARKUP if tokens[-1].type == "markup" else _KEPT
        elif name in ("emphasis", "strikethrough"):
            _mark_delimiters(trace, start, end, tokens)
            continue
        elif any(token.type == "hardbreak" for token in tokens):
            kind = _HARD
        trace.kinds[start:end] = bytes([kind]) * (end - start)
        if name == "link" and start + 1 in labels:
            label_end = labels[start + 1]
            trace.kinds[start + 1 : label_end] = bytes(label_end - start - 1)
            _deeper(trace, start, label_end)
        elif name == "image" and (alt := _IMAGE.match(content, start, end)) and alt[1].strip():
            trace.images.append(alt.span(1))
    return trace


_IMAGE = re.compile(r"!\[((?:[^\[\]\\`*_<\n]|\\[!-/:-@\[-`{-~])+)\]")


def _mark_code(trace: _Trace, start: int, end: int, marks: int) -> None:
    if marks:
        trace.kinds[start:end] = bytes([_MARKUP]) * (end - start)
        trace.kinds[start + marks : end - marks] = bytes([_KEPT]) * (end - start - 2 * marks)


def _mark_delimiters(trace: _Trace, start: int, end: int, tokens: Sequence[Token]) -> None:
    """``*`` and its like, each of which is markup or, where it has no partner, text."""
    width = (end - start) // max(1, len(tokens))
    for number, token in enumerate(tokens):
        at = start + number * width
        if token.type == "text" and token.content:
            continue
        trace.kinds[at : at + width] = bytes([_MARKUP]) * width
        if token.nesting:
            trace.depths[at] = trace.depths.get(at, 0) + token.nesting


def _deeper(trace: _Trace, start: int, end: int) -> None:
    trace.depths[start] = trace.depths.get(start, 0) + 1
    trace.depths[end] = trace.depths.get(end, 0) - 1


def _inline(tokens: Sequence[Token]) -> Iterator[tuple[Token, BlockKind | Segmenter, str, int, bool]]:
    """What lines hold: its kind, its note, the number of a cell or -1, and whether it has a line below."""
    around: list[str] = []
    mark = ""
    cell = -1
    for token in tokens:
        if token.nesting == 1:
            around.append(token.type)
            mark = token.markup
            cell = -1 if token.type == "tr_open" else cell + (token.type in ("td_open", "th_open"))
        elif token.nesting == -1:
            around.pop()
        elif token.type == "inline":
            if around[-1] in ("td_open", "th_open"):
                yield token, by_looks, "cell", cell, False
            elif around[-1] == "heading_open":
                yield token, BlockKind.HEADING, "", -1, mark in ("=", "-")
            elif "list_item_open" in around[-3:]:
                yield token, BlockKind.LIST_ITEM, "", -1, False
            else:
                yield token, by_looks, "quotation" if "blockquote_open" in around else "", -1, False


def _places(source: str, starts: Sequence[int], token: Token, cell: int) -> list[int] | None:
    """Where in the source each character of the token's content is, or None where that can't be told."""
    first = token.map[0] if token.map else 0
    places: list[int] = []
    for number, line in enumerate(token.content.split("\n"), first):
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(source)
        written = source[start:end].rstrip("\r\n")
        if cell >= 0:
            return _places_in_cell(written, line, cell, start)
        at = written.rfind(line)
        while at > 0 and written[at + len(line) :].strip("# \t"):
            at = written.rfind(line, 0, at + len(line) - 1)
        if at < 0 or not line.strip("#"):
            return None
        places += range(start + at, start + at + len(line))
        places.append(start + len(written))
    return places[:-1]


@lru_cache(maxsize=2)
def _cells(row: str) -> list[tuple[int, int]]:
    """Where the cells of a row lie. They end at each ``|`` without a backslash before it."""
    bounds = [found.start() for found in re.finditer(r"(?<!\\)\|", row)]
    cells = list(zip([-1, *bounds], [*bounds, len(row)], strict=True))
    return cells[1:] if bounds and not row[: bounds[0]].strip(" \t>") else cells


def _places_in_cell(written: str, content: str, cell: int, start: int) -> list[int] | None:
    """``\\|`` is a ``|`` of the content."""
    cells = _cells(written)
    if cell >= len(cells):
        return None
    at, end = cells[cell][0] + 1, cells[cell][1]
    while at < end and written[at].isspace():
        at += 1
    places = []
    for character in content:
        if written.startswith("\\|", at) and character == "|":
            at += 1
        if written[at : at + 1] != character:
            return None
        places.append(start + at)
        at += 1
    return places


def _add(builder: Builder, trace: _Trace, places: Sequence[int]) -> None:
    for start, end, kind, depth in trace.runs():
        if kind in (_SOFT, _HARD):
            beyond = places[end] if end < len(places) else places[end - 1] + 1
            if kind == _SOFT:
                builder.add_as(places[start], beyond, " ", MARKDOWN, depth)
            else:
                builder.trim()
                builder.keep(places[start], beyond, "\n")
            continue
        if kind == _MARKUP:
            continue
        at = start
        while at < end:  # a run of the content may lie in several runs of the source
            last = at
            while last + 1 < end and places[last + 1] == places[last] + 1:
                last += 1
            escaped = builder.source.startswith("\\|", places[at] - 1) and trace.content[at] == "|"
            if kind == _TEXT:
                builder.add(places[at] - escaped, places[last] + 1, MARKDOWN, depth)
            else:
                builder.keep(places[at], places[last] + 1)
            at = last + 1


@dataclass(frozen=True, slots=True)
class _Block:
    """``span`` of the prose comes from ``content``, whose characters are at ``places`` of the source."""

    span: Span
    content: str
    places: list[int]
    underlined: bool


@dataclass(frozen=True)
class _Check:
    """Reads each block once more with its edits, and compares."""

    blocks: list[_Block]
    env: dict[str, Any]

    def __call__(self, text: str, edits: Sequence[Edit], written: Sequence[Edit]) -> str:
        """Why the file would not be read as the prose with ``edits``; empty where it is."""
        of: dict[int, list[Edit]] = {}
        for edit in edits:
            number = bisect_right(self.blocks, edit.span.start, key=lambda block: block.span.start) - 1
            if number >= 0 and self.blocks[number].span.covers(edit.span):
                of.setdefault(number, []).append(edit)
            elif any(block.underlined and edit.span.covers(block.span) for block in self.blocks[max(0, number) :][:2]):
                return "the line below the heading would be left alone"
        for number, own in of.items():
            block = self.blocks[number]
            first, last = block.places[0], block.places[-1] + 1
            inside = [
                Edit(
                    Span(bisect_left(block.places, e.span.start), bisect_left(block.places, e.span.end)), e.replacement
                )
                for e in written
                if first <= e.span.start and e.span.end <= last
            ]
            wanted = apply_edits(block.span.of(text), (edit.shift(-block.span.start) for edit in own))
            if block.underlined and not wanted.strip():
                return "the line below the heading would be left alone"
            new = apply_edits(block.content, inside)
            begins = _is_paragraph(block.content) and not (_is_paragraph(new) or not new.strip())
            if begins or _traced(new, self.env).text() != "".join(wanted.split()):
                return "it would be read as markup"
        return ""
