"""Find what touches a span among many others, in time that doesn't grow with how many lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from cleantext.core.span import Span

_T = TypeVar("_T")
_CELL = 512  # characters; findings are shorter, so that most lie in one cell or two


class SpanIndex(Generic[_T]):
    """Values by their spans. A value may have several spans.

    >>> index = SpanIndex([(Span(4, 7), "b"), (Span(0, 4), "a")])
    >>> index.touching(Span(4, 4)), index.touching(Span(8, 9))
    (['b', 'a'], [])
    """

    def __init__(self, entries: Iterable[tuple[Span, _T]] = ()):
        self._cells: dict[int, list[tuple[int, Span, _T]]] = {}
        self._size = 0
        for span, value in entries:
            self.add(span, value)

    def add(self, span: Span, value: _T) -> None:
        """Give ``value`` the place ``span`` too."""
        for cell in _cells(span):
            self._cells.setdefault(cell, []).append((self._size, span, value))
        self._size += 1

    def touching(self, span: Span) -> list[_T]:
        """The values of all spans that touch ``span``, in the order added; one with several spans may come again."""
        found = {
            number: value
            for cell in _cells(span)
            for number, other, value in self._cells.get(cell, ())
            if other.touches(span)
        }
        return [found[number] for number in sorted(found)]


def _cells(span: Span) -> range:
    return range(span.start // _CELL, span.end // _CELL + 1)
