"""A half-open range of text. Offsets are ``str`` indices, never bytes and never UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The text from ``start`` up to, not including, ``end``.

    >>> Span(2, 5).of("abcdefg")
    'cde'

    Raises ``ValueError`` where ``start`` is negative or lies after ``end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The text that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """The same span, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character.

        >>> Span(0, 2).overlaps(Span(2, 3))
        False
        """
        return self.start < other.end and other.start < self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character or a border.

        >>> Span(0, 2).touches(Span(2, 3))
        True
        """
        return self.start <= other.end and other.start <= self.end

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def clash(some: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether two edits at these places share a character, or one inserts at another's border: which comes first?

    >>> clash([Span(0, 2)], [Span(2, 2)]), clash([Span(0, 2)], [Span(2, 3)])
    (True, False)
    """
    return any(a.overlaps(b) or (a.touches(b) and not (len(a) and len(b))) for a in some for b in others)
