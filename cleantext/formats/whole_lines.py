"""Where a plain text loses all words of a line, the line goes too, and one of two empty lines around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise

from cleantext.core.edit import Edit
from cleantext.core.lines import left_out, with_end
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.formats.text import WIDEST, may_be_joined


def with_line_ends(text: str, edits: Iterable[Edit], taken: SpanIndex[Span]) -> Mapping[Edit, Edit]:
    """What to put for those of ``edits`` that leave whole lines out. Lines in a row go together; where a
    person keeps one of them, an empty line beside it may be one too few or too many.

    None for an edit that would then touch one of the places ``taken``, and where two paragraphs would be read as one.
    """
    runs: list[list[tuple[Edit, Span]]] = []
    for edit in sorted(edits):
        if (lines := left_out(text, edit)) is None:
            continue
        if runs and text[runs[-1][-1][1].end : lines.start].isspace():
            runs[-1].append((edit, lines))
        else:
            runs.append([(edit, lines)])
    found: dict[Edit, Edit] = {}
    for run in runs:
        own = SpanIndex((edit.span, None) for edit, _ in run)
        whole = with_end(text, run[0][1].join(run[-1][1])).join(run[0][0].span).join(run[-1][0].span)
        upwards = bool(text[whole.start : run[0][1].start].strip(" \t"))  # each takes the line end before it along
        inner = [lines.end for _, lines in run[:-1]] if upwards else [lines.start for _, lines in run[1:]]
        borders = [whole.start, *inner, whole.end]
        new = {edit: Edit(Span(*ends), "") for (edit, _), ends in zip(run, pairwise(borders), strict=True)}
        near = chain.from_iterable(taken.touching(edit.span) for edit in new.values())
        if all(own.touching(span) for span in near) and not _joins(text, whole):
            found |= new
    return found


def _joins(text: str, gone: Span) -> bool:
    """Whether the lines around might be read as one paragraph that they aren't."""
    before = text[max(0, gone.start - 2 * WIDEST) : gone.start].splitlines()[-1:]
    behind = text[gone.end : gone.end + 2 * WIDEST].splitlines()[:1]
    return any(may_be_joined(line, following) for line in before for following in behind if line.strip() and following)
