"""Plain text: every line is a block, unless the lines of a paragraph were wrapped.

``segment`` is pure and works on any text, so that the blocks of a reviewed copy are those of the last revision.
"""

from __future__ import annotations

import re

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029\x85\f\v]+")  # ``re`` runs through such a class ten times as fast as ``regex``
_BLANK = regex.compile(r"(?:\r\n|[\r\n])[ \t]*(?=\r\n|[\r\n])")
_LIST_ITEM = regex.compile(r"(?:[-*•‣▪●○–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|[①-⑳])[ \t]+\S")
_SENTENCE_END = regex.compile(r"[.!?…:;,][\"'”’»)\]]*$|[.!?]\)?[\"'”’»]?\s*\[\d+\]$")
_LOWER_WORD = regex.compile(r"(?<![\w'’-])\p{Ll}{4,}")
_VERBISH = regex.compile(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|can|could)\b")
_INDENTED_CODE = regex.compile(r"(?:    |\t)\S.*[;{}()=<>]\s*$")

WRAPPED_MIN, WRAPPED_MAX = 50, 100  # the usual widths of hard-wrapped text, in characters


def segment(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order.

    >>> [(b.kind.value, b.span.of("Title\\n\\nA line. ")) for b in segment("Title\\n\\nA line. ")]
    [('heading', 'Title'), ('prose', 'A line.')]
    """
    lines = [m for m in _LINE.finditer(text) if not m[0].isspace() and m[0] != "\ufeff"]
    blocks: list[Block] = []
    i = 0
    while i < len(lines):
        j = _wrapped_until(text, lines, i)
        start = lines[i].start() + (text[lines[i].start()] == "\ufeff")
        span = _stripped(text, start, lines[j].end())
        if len(span):
            blocks.append(Block(span, _kind(span.of(text), text[start : span.start])))
        i = j + 1
    return tuple(blocks)


def _wrapped_until(text: str, lines: list[re.Match[str]], first: int) -> int:
    """The last line of the wrapped paragraph that begins with line ``first``; ``first`` where it isn't wrapped."""
    last = first
    while (
        last + 1 < len(lines)
        and WRAPPED_MIN <= len(lines[last][0].rstrip()) <= WRAPPED_MAX
        and len(lines[last + 1][0].rstrip()) <= WRAPPED_MAX
        and not _BLANK.search(text, lines[last].end(), lines[last + 1].start() + 1)
        and not _LIST_ITEM.match(lines[last + 1][0].lstrip())
        and text[lines[last].end() : lines[last + 1].start()] in ("\n", "\r\n", "\r")
    ):
        last += 1
    widths = [len(line[0].rstrip()) for line in lines[first:last]]
    wrapped = len(widths) >= 2 and max(widths) - min(widths) <= 20
    return last if wrapped else first


def _stripped(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    return Span(start + left, start + max(left, len(inner.rstrip())))


def _kind(line: str, indent: str) -> BlockKind:
    if _INDENTED_CODE.match(indent + line):
        return BlockKind.CODE
    if _LIST_ITEM.match(line):
        return BlockKind.LIST_ITEM
    if _SENTENCE_END.search(line) or len(line) > 120:
        return BlockKind.PROSE
    if len(line.split()) <= 14 and not _VERBISH.search(line):
        return BlockKind.HEADING if line[0].isupper() or line[0] in "“\"'‘«" else BlockKind.LINE
    return BlockKind.PROSE
