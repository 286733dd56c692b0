"""Lines and columns of places in a source, counted from 1, columns in characters."""

from __future__ import annotations

from bisect import bisect_right

import regex

from cleantext.report.model import ReportedFinding

_LINE_END = regex.compile(r"\r\n|\r|\n")


class Lines:
    """Where the lines of a text begin.

    >>> Lines("one\\r\\ntwo").position(6)
    (2, 2)
    """

    def __init__(self, text: str):
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def position(self, at: int) -> tuple[int, int]:
        """Line and column of the offset ``at``."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def end_of(finding: ReportedFinding) -> tuple[int, int]:
    """The line and column at which a finding ends, exclusive, from what the report holds of it."""
    line, column = Lines(finding.text).position(len(finding.text))
    return (finding.line + line - 1, column) if line > 1 else (finding.line, finding.column + column - 1)
