"""Lines and columns of places in a text, counted from 1, columns in characters."""

from __future__ import annotations

from bisect import bisect_right

import regex

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
