"""A text after some edits, with the way back to where it came from.

Checkers work on a revision and answer in its offsets; people and reports need offsets in the source. A
revision keeps the edits that lead from the source to its text, composed into one flat list, so that one step
goes back over any number of passes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cleantext.core.document import Block, Segmenter
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span


@dataclass(frozen=True, slots=True)
class SourcedEdit:
    """An edit in offsets of the source, the span its replacement holds in the revision, and who asked for it."""

    edit: Edit
    place: Span
    causes: frozenset[str] = frozenset()


class Revision:
    """``source`` after ``edits``. Immutable: ``apply`` gives the next revision."""

    def __init__(
        self,
        source: str,
        segment: Segmenter | tuple[Block, ...],
        edits: Sequence[SourcedEdit] = (),
        text: str | None = None,
    ):
        self.source = source
        self.segment = segment
        self.edits = tuple(edits)
        self.text = source if text is None else text

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of ``text``, found anew, since an edit may join lines. Those of markup move with the edits."""
        if callable(self.segment):
            return self.segment(self.text)
        moved = (replace(block, span=self._moved(block.span)) for block in self.segment)
        return tuple(block for block in moved if len(block.span))

    def _moved(self, span: Span) -> Span:
        """Where a block of the source is now, without outer white space, with what was inserted at its border."""
        i, j = bisect_left(self._origin_ends, span.start), bisect_right(self._origin_starts, span.end)
        start = span.start + self._growth_before(i)
        if i < len(self.edits) and self.edits[i].edit.span.start < span.start:
            start = self.edits[i].place.end  # an edit over the border takes this part of the block along
        end = span.end + self._growth_before(j)
        if j and self.edits[j - 1].edit.span.end > span.end:
            end = self.edits[j - 1].place.start
        inner = self.text[start : max(start, end)]
        left = len(inner) - len(inner.lstrip())
        return Span(start + left, start + max(left, len(inner.rstrip())))

    def _growth_before(self, i: int) -> int:
        """How much longer the first ``i`` edits made the text."""
        return -self._shift_behind(i)

    def apply(self, edits: Iterable[tuple[Edit, Iterable[str]]]) -> Revision:
        """The revision after ``edits``, given in offsets of this one, each with the names of its causes.

        Edits that touch an earlier one are merged with it. Raises ``OverlappingEdits`` as ``apply_edits`` does.
        """
        new = sorted(((edit, frozenset(causes)) for edit, causes in edits), key=lambda pair: pair[0].span)
        text = apply_edits(self.text, (edit for edit, _ in new))
        merged: list[SourcedEdit] = []
        shift = 0  # how much further on than in this revision a character is found in the next
        for old_ones, new_ones in _groups(self.edits, new):
            before = [e.place for e in old_ones] + [e.span for e, _ in new_ones]
            here = Span(min(s.start for s in before), max(s.end for s in before))
            growth = sum(len(e.replacement) - len(e.span) for e, _ in new_ones)
            place = Span(here.start + shift, here.end + shift + growth)
            shift += growth
            causes = frozenset[str]().union(*(e.causes for e in old_ones), *(c for _, c in new_ones))
            edit = Edit(self._origin(here, old_ones), place.of(text))
            if edit.replacement != edit.span.of(self.source):
                merged.append(SourcedEdit(edit, place, causes))
        return Revision(self.source, self.segment, merged, text)

    def to_source(self, span: Span) -> Span:
        """Where ``span`` of this revision's text comes from.

        Text that an edit wrote comes from the whole span that the edit replaced; text beside a deletion does
        not include what was deleted.
        """
        start, end = self._start_in_source(span.start), self._end_in_source(span.end)
        return Span(min(start, end), max(start, end))

    def edit_to_source(self, edit: Edit) -> Edit:
        """The edit of the source that does what ``edit`` does here, the earlier edits that it touches included."""
        touched = self._touching(edit.span)
        here = edit.span
        for earlier in touched:
            here = here.join(earlier.place)
        replacement = self.text[here.start : edit.span.start] + edit.replacement + self.text[edit.span.end : here.end]
        return Edit(self._origin(here, touched), replacement)

    def _origin(self, here: Span, touched: Iterable[SourcedEdit]) -> Span:
        origin = self.to_source(here)
        for earlier in touched:
            origin = origin.join(earlier.edit.span)
        return origin

    def _touching(self, span: Span) -> tuple[SourcedEdit, ...]:
        return self.edits[bisect_left(self._ends, span.start) : bisect_right(self._starts, span.end)]

    def _start_in_source(self, at: int) -> int:
        i = bisect_right(self._ends, at)  # the edits before have written nothing after ``at``
        if i < len(self.edits) and self._starts[i] <= at:
            return self.edits[i].edit.span.start
        return at + self._shift_behind(i)

    def _end_in_source(self, at: int) -> int:
        i = bisect_left(self._starts, at)  # the edits from here on have written nothing before ``at``
        if i and at <= self._ends[i - 1]:
            return self.edits[i - 1].edit.span.end
        return at + self._shift_behind(i)

    def _shift_behind(self, i: int) -> int:
        """How much further on in the source a character lies that follows the first ``i`` edits."""
        return self.edits[i - 1].edit.span.end - self.edits[i - 1].place.end if i else 0

    @cached_property
    def _origin_starts(self) -> list[int]:
        return [e.edit.span.start for e in self.edits]

    @cached_property
    def _origin_ends(self) -> list[int]:
        return [e.edit.span.end for e in self.edits]

    @cached_property
    def _starts(self) -> list[int]:
        return [e.place.start for e in self.edits]

    @cached_property
    def _ends(self) -> list[int]:
        return [e.place.end for e in self.edits]


def _groups(
    old: Sequence[SourcedEdit], new: Sequence[tuple[Edit, frozenset[str]]]
) -> Iterable[tuple[list[SourcedEdit], list[tuple[Edit, frozenset[str]]]]]:
    """Old and new edits in order, those whose spans in the revision touch taken together."""
    i = j = 0
    while i < len(old) or j < len(new):
        olds: list[SourcedEdit] = []
        news: list[tuple[Edit, frozenset[str]]] = []
        end = -1
        while True:
            if i < len(old) and (end < 0 or old[i].place.start <= end) and _first(old, new, i, j):
                olds.append(old[i])
                end = max(end, old[i].place.end)
                i += 1
            elif j < len(new) and (end < 0 or new[j][0].span.start <= end) and not _first(old, new, i, j):
                news.append(new[j])
                end = max(end, new[j][0].span.end)
                j += 1
            else:
                break
        yield olds, news


def _first(old: Sequence[SourcedEdit], new: Sequence[tuple[Edit, frozenset[str]]], i: int, j: int) -> bool:
    """Whether the next old edit starts no later than the next new one."""
    return j >= len(new) or (i < len(old) and old[i].place.start <= new[j][0].span.start)
