"""What the encoder says of a sentence once a repair is made (``language_model/encoder.py``), as columns for the judge.

The surest sign of a right repair is that nothing looks wrong any more. To read each repaired sentence takes long,
and is done only for those that may be right where something may be wrong (``judge.REREAD_FROM``, ``REREAD_WRONG``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.finding import Fix
from cleantext.core.span import Span
from cleantext.judge.look import Look, Place
from cleantext.language.analysis import Passage
from cleantext.language_model.encoder import Encoder, Page

REREAD = ("reread_most", "reread_beside", "reread_mean", "reread_less", "reread_less_behind_best")
"""The columns of ``columns``: how likely the words that a repair puts are damaged, those beside them, and the words of
the sentence on average; and by how many fewer words of the sentence are, than before."""
BESIDE = 2
"""Words on either side of what a repair changes."""
LONGEST = 600
"""Characters of a stretch that is read again: nearly all sentences."""


def columns(
    look: Look, fixes: Sequence[Fix], places: Sequence[Place], of: Sequence[int], encoder: Encoder
) -> NDArray[np.float32]:
    """A row for each repair, which is of candidate ``of[i]`` at ``places[i]``; NaN is "not known"."""
    reader = _Reader(encoder)
    told = [reader.about(look.analysis.passages[p.passage], fix) for fix, p in zip(fixes, places, strict=True)]
    rows = np.array(told, np.float32).reshape(len(told), len(REREAD) - 1)
    numbers, of_candidate = np.unique(np.array(of, np.int64), return_inverse=True)
    most = np.full(len(numbers), np.nan, np.float32)
    np.fmax.at(most, of_candidate, rows[:, -1])
    return np.column_stack([rows, most[of_candidate] - rows[:, -1]])


@dataclass
class _Reader:
    encoder: Encoder
    read: dict[str, Page] = field(default_factory=dict)
    """By stretch: several repairs are of the same sentence, and some do the same."""

    def about(self, passage: Passage, fix: Fix) -> list[float]:
        """The columns of a repair but for the last one."""
        edits = [edit.shift(-passage.start) for edit in fix.edits if passage.start <= edit.span.start]
        start, end = min((e.span.start for e in edits), default=0), max((e.span.end for e in edits), default=0)
        low, high = passage.sentence_at(start).start, max(end, passage.sentence_at(end).end)
        if len(edits) < len(fix.edits) or not edits or high > len(passage.text) or high - low > LONGEST:
            return [math.nan] * (len(REREAD) - 1)
        text = passage.text[low:high]
        repaired, changed = _repaired(text, [edit.shift(-low) for edit in edits])
        before, after = self._page(text).damaged.sum(axis=1), self._page(repaired)
        return [*_around(after, changed), float(before.sum() - after.damaged.sum())]

    def _page(self, text: str) -> Page:
        page = self.read.get(text)
        if page is None:
            page = self.read[text] = Page.of(self.encoder, Passage(text, BlockKind.PROSE))
            page.read(slice(0, len(page.starts)))
        return page


def _repaired(text: str, edits: Sequence[Edit]) -> tuple[str, Span]:
    """The text after the edits, and the stretch that they changed."""
    repaired = apply_edits(text, edits)
    after = len(text) - max(edit.span.end for edit in edits)
    return repaired, Span(min(edit.span.start for edit in edits), len(repaired) - after)


def _around(page: Page, changed: Span) -> Iterator[float]:
    """The columns ``reread_most``, ``reread_beside`` and ``reread_mean``."""
    damaged, words = page.damaged.sum(axis=1), page.touching(changed)
    beside = [*damaged[max(0, words.start - BESIDE) : words.start], *damaged[words.stop : words.stop + BESIDE]]
    yield float(damaged[words].max(initial=0))
    yield float(max(beside, default=0))
    yield float(damaged.mean()) if len(damaged) else math.nan
