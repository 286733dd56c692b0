"""What an office document shows of a review: edits as tracked changes, remarks as comments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import regex

from cleantext.core.span import Span

AUTHOR = "cleantext"
_NOT_IN_XML = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment about a place of the prose."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The comments of a file, and the ``date`` of the review, in UTC as ``2026-11-29T04:00:00Z``."""

    date: str
    remarks: Sequence[Remark] = ()


class Rank(IntEnum):
    """What comes before what at one place."""

    COMMENT_ENDS = 0
    COMMENT_BEGINS = 1
    CHANGE = 2
    EMPTY_COMMENT_ENDS = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """Markup that comes in the place of ``span`` of a source."""

    span: Span
    rank: Rank
    xml: str


def in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """The cuts as they follow each other; ends of comments within what is changed move to its border."""
    cuts = list(cuts)
    changes = [cut.span for cut in cuts if cut.rank is Rank.CHANGE]
    found = []
    for cut in cuts:
        at = cut.span.start
        ends = cut.rank is Rank.EMPTY_COMMENT_ENDS  # after the change that begins where it is
        touched = (s for s in changes if s.start < at < s.end or (ends and s.start == at < s.end))
        around = next(touched, None) if cut.rank is not Rank.CHANGE else None
        if around:
            at = around.start if cut.rank is Rank.COMMENT_BEGINS else around.end
            cut = Cut(Span(at, at), cut.rank, cut.xml)
        found.append(cut)
    return sorted(found, key=lambda cut: (cut.span.start, cut.rank))


def ends_of(texts: Sequence[Span], there: Span) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where a comment about the place ``there`` of a source begins and ends: in which text, and at which offset.

    >>> ends_of([Span(5, 9), Span(12, 20)], Span(3, 14))
    ((0, 5), (1, 14))
    """
    first = bisect_right(texts, there.start, key=lambda text: text.end)
    last = bisect_left(texts, there.end, key=lambda text: text.start) - 1
    if first > last:  # no text is there: at the start of the next
        first = last = bisect_left(texts, there.start, key=lambda text: text.end)
    if last >= len(texts):
        return None
    start = max(there.start, texts[first].start)
    return (first, start), (last, max(start, min(there.end, texts[last].end)))


def told(text: str) -> str:
    """A text as XML can hold it."""
    return _NOT_IN_XML.sub("\ufffd", text)
