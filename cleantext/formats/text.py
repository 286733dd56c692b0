"""Plain text: every line is a block, unless the lines of a paragraph were wrapped.

``segment`` is pure and works on any text, so that the blocks of a reviewed copy are those of the last revision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029\f\v]+")  # ``re`` runs through such a class ten times as fast as ``regex``
_LIST_ITEM = regex.compile(r"(?:[-*•‣▪●○–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[①-⑳])[ \t]+\S")
_SENTENCE_END = regex.compile(r"[.!?…:;,][\"'”’»)\]]*$|[.!?]\)?[\"'”’»]?\s*\[\d+\]$")
_STOP = regex.compile(r"[.!?…][\"'”’»)\]]*$")
_VERBISH = regex.compile(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|can|could)\b")
_INDENTED_CODE = regex.compile(r"(?:    |\t)\S.*[;{}()=<>]\s*$")

NARROWEST, WIDEST = 40, 100  # the usual widths of wrapped text, in characters


def segment(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order.

    >>> [(b.kind.value, b.span.of("Title\\n\\nA line. ")) for b in segment("Title\\n\\nA line. ")]
    [('heading', 'Title'), ('prose', 'A line.')]
    """
    lines = [m for m in _LINE.finditer(text) if not m[0].isspace() and m[0] != "\ufeff"]
    blocks: list[Block] = []
    for first, last in _paragraphs(text, lines):
        start = lines[first].start() + (text[lines[first].start()] == "\ufeff")
        span = _stripped(text, start, lines[last].end())
        if len(span):
            blocks.append(Block(span, kind_of(span.of(text), text[start : span.start])))
    return tuple(blocks)


def by_looks(text: str) -> tuple[Block, ...]:
    """All of ``text`` as one block, of the kind that it looks like. Markup says itself what is a heading."""
    span = _stripped(text, 0, len(text))
    kind = kind_of(span.of(text)) if len(span) else BlockKind.LINE
    return (Block(span, BlockKind.LINE if kind is BlockKind.HEADING else kind),)


def may_be_joined(line: str, following: str) -> bool:
    """Whether two lines, if they followed each other, might be taken for wrapped ones of one paragraph, though nothing
    goes on from one to the other.
    """
    wrapped = NARROWEST <= len(line.strip()) <= WIDEST and len(following.strip()) <= WIDEST
    return wrapped and not _continues(line, following) and not _LIST_ITEM.match(following.lstrip())


def _paragraphs(text: str, lines: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each paragraph: one line, or all lines of one that was wrapped."""
    pieces = [piece for first, last in _runs(text, lines) for piece in _pieces(lines, first, last)]
    widest = max((width for _, _, width in pieces), default=0)
    for first, last, width in pieces:
        one, other = lines[first], lines[last]
        like_others = widest and last == first + 1 and _continues(one[0], other[0]) and _full(one, other, widest)
        if width or like_others:
            yield first, last
        else:
            yield from ((i, i) for i in range(first, last + 1))


def _runs(text: str, lines: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Lines in a row that may be one paragraph: as wide as text is wrapped, the last one as short as you like."""
    first = 0
    for i, (line, following) in enumerate(pairwise(lines)):
        if not (
            NARROWEST <= _width(line) <= WIDEST
            and _width(following) <= WIDEST
            and text[line.end() : following.start()] in ("\n", "\r\n", "\r")
            and not _LIST_ITEM.match(following[0].lstrip())
        ):
            yield first, i
            first = i + 1
    if lines:
        yield first, len(lines) - 1


def _pieces(lines: Sequence[re.Match[str]], first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The paragraphs of a run, each with the width it was wrapped at; 0 where it wasn't, or where it can't be told.

    Wrapped lines have no room for the next word, but at the end of a paragraph. Those that somebody wrapped by hand are
    only alike in width, and nearly all of them end within a sentence.
    """
    run = lines[first : last + 1]
    widths = [_width(line) for line in run]
    widest = max(widths)
    breaks = list(pairwise(run))
    by_hand = len(run) > 2 and max(widths[:-1]) - min(widths[:-1]) <= 20
    if (
        by_hand
        and 2 * sum(_continues(line[0], following[0]) for line, following in breaks) > len(breaks)
        and not _by_machine(run, widest)
    ):
        yield first, last, widest
        return
    start = 0
    for i, (line, following) in enumerate([*breaks, (run[-1], None)]):
        if following is None or (_ended(line[0]) and not _full(line, following, widest)):
            width = max(widths[start:i], default=0)
            wrapped = i - start > 1 and _by_machine(run[start : i + 1], width)
            yield first + start, first + i, width if wrapped else 0
            start = i + 1


def _by_machine(run: Sequence[re.Match[str]], width: int) -> bool:
    """Whether hardly a line that ends within a sentence has room for the next word."""
    unended = [pair for pair in pairwise(run) if not _ended(pair[0][0])]
    full = sum(_full(line, following, width) for line, following in unended)
    within = any(_continues(line[0], following[0]) for line, following in unended)
    return within and 2 * len(unended) >= len(run) - 1 and 10 * full >= 9 * len(unended)


def _continues(line: str, following: str) -> bool:
    return not _ended(line) and not following.lstrip()[:1].isupper()


def _ended(line: str) -> bool:
    return _STOP.search(line.rstrip()) is not None


def _full(line: re.Match[str], following: re.Match[str], width: int) -> bool:
    return _width(line) + 1 + len(following[0].split(maxsplit=1)[0]) > width


def _width(line: re.Match[str]) -> int:
    return len(line[0].rstrip())


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return Span(start + left, start + max(left, len(inner.rstrip())))


def kind_of(line: str, indent: str = "") -> BlockKind:
    """What a line or paragraph is, by its looks."""
    if indent and _INDENTED_CODE.match(indent + line):
        return BlockKind.CODE
    if _LIST_ITEM.match(line):
        return BlockKind.LIST_ITEM
    if len(line) > 120 or _SENTENCE_END.search(line):
        return BlockKind.PROSE
    if len(line.split()) <= 14 and not _VERBISH.search(line):
        return BlockKind.HEADING if line[0].isupper() or line[0] in "“\"'‘«" else BlockKind.LINE
    return BlockKind.PROSE
