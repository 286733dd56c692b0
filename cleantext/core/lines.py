"""Lines and columns of places in a text, counted from 1, columns in characters."""

from __future__ import annotations

from bisect import bisect_right

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span

_LINE_END = regex.compile(r"\r\n|\r|\n")


class Lines:
    """Where the lines of a text begin: the offsets of all are ``starts``.

    >>> Lines("one\\r\\ntwo").position(6)
    (2, 2)
    """

    def __init__(self, text: str):
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def number(self, at: int) -> int:
        """The line of the offset ``at``."""
        return bisect_right(self.starts, at)

    def position(self, at: int) -> tuple[int, int]:
        """Line and column of the offset ``at``."""
        line = self.number(at)
        return line, at - self.starts[line - 1] + 1


def with_end(text: str, lines: Span) -> Span:
    r"""Whole lines with their ends, and with one of two empty lines around them; at the end of a text
    that has no line end, with all white space before them.

    >>> [with_end(t, Span(3, 5)).of(t) for t in ("a.\nAd\nb.", "a\n\nAd\n\nb.", "a.\nAd")]
    ['Ad\n', '\nAd\n', '\nAd']
    """
    first, last = lines.start, lines.end
    while first and text[first - 1].isspace():
        first -= 1
    while last < len(text) and text[last].isspace():
        last += 1
    before = list(_LINE_END.finditer(text, first, lines.start))
    behind = list(_LINE_END.finditer(text, lines.end, last))
    if not behind:
        return Span(first, last)
    at_top, at_end = first <= text.startswith("\ufeff"), last == len(text)
    if (at_top or len(before) > 1) and (at_end or len(behind) > 1):  # touches neither neighbour but at the top
        return Span(before[-1].start(), behind[0].end()) if before else Span(first, behind[:2][-1].end())
    return Span(before[-1].end() if before else first, behind[0].end())


def left_out(text: str, edit: Edit) -> Span | None:
    """The words that an edit leaves out, if nothing else is in their lines."""
    gone = edit.span.of(text)
    if edit.replacement or not gone.strip():
        return None
    words = Span(edit.span.end - len(gone.lstrip()), edit.span.start + len(gone.rstrip()))
    first, last = words.start, words.end
    while first and text[first - 1] in " \t":
        first -= 1
    while last < len(text) and text[last] in " \t":
        last += 1
    begins = first <= text.startswith("\ufeff") or text[first - 1] in "\r\n"
    return words if begins and text[last : last + 1] in ("", "\r", "\n") else None
