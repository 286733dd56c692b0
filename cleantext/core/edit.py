"""Edits, and the one function that applies them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.core.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put ``replacement`` in the place of ``span``. An empty span inserts, an empty replacement deletes."""

    span: Span
    replacement: str

    def shift(self, by: int) -> Edit:
        """The same edit, ``by`` characters further on."""
        return Edit(self.span.shift(by), self.replacement)

    def trimmed(self, text: str) -> Edit:
        """The same change to ``text`` with the shortest span.

        >>> Edit(Span(0, 8), "stage.").trimmed("stage. .")
        Edit(span=Span(start=6, end=8), replacement='')
        """
        start, end, new = self.span.start, self.span.end, self.replacement
        head = 0
        while start + head < end and head < len(new) and text[start + head] == new[head]:
            head += 1
        start, new = start + head, new[head:]
        tail = 0
        while start < end - tail and tail < len(new) and text[end - tail - 1] == new[len(new) - tail - 1]:
            tail += 1
        return Edit(Span(start, end - tail), new[: len(new) - tail])


def overlapping(edits: Iterable[Edit]) -> bool:
    """Whether two of ``edits`` change the same character.

    >>> overlapping([Edit(Span(0, 2), ""), Edit(Span(1, 3), "")])
    True
    """
    ordered = sorted(edits, key=lambda edit: edit.span)
    return any(a.span.overlaps(b.span) for a, b in itertools.pairwise(ordered))


class OverlappingEdits(ValueError):
    """Two edits change the same characters; which of them is meant can't be known here."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with every edit carried out. All spans are offsets into ``text`` as given.

    >>> apply_edits("a  b ,c", [Edit(Span(4, 5), ""), Edit(Span(1, 2), "")])
    'a b,c'

    Raises ``OverlappingEdits`` where two spans share a character, ``ValueError`` where a span ends after
    the text.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at:
            raise OverlappingEdits(f"edits overlap at offset {edit.span.start}")
        if edit.span.end > len(text):
            raise ValueError(f"edit ends at {edit.span.end}, the text at {len(text)}")
        parts += (text[at : edit.span.start], edit.replacement)
        at = edit.span.end
    parts.append(text[at:])
    return "".join(parts)
