"""What the encoder says about candidates and their repairs (``language_model/encoder.py``), as columns for the judge.

To read takes longer than all of the first look, and is done only around what that finds likely.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.finding import Fix
from cleantext.core.span import Span
from cleantext.judge.look import Look, Place, likeliest
from cleantext.language.analysis import Passage
from cleantext.language_model.encoder import KINDS, Encoder, Matrix, Page
from cleantext.language_model.wordpiece import ADDED, LEFT_OUT, forms

READ = (
    "read_most", "read_mean", *(f"read_{kind}" for kind in KINDS), "read_beside", "read_sentence", "read_sentence_most",
    "read_changed", "read_kept", "read_fit", "read_fit_behind_best",
)  # fmt: skip
"""The columns of ``columns``: how likely the words of the place are damaged (the likeliest of them, on average, and by
kind), those beside it and those of its sentence; then the words that a repair changes, and those of the place that it
leaves; and by how much better (nats) its words fit there."""
ABOUT_PLACE = READ.index("read_changed")
BESIDE = 2
"""Words on either side of a place."""
AROUND = 60
"""Words of its sentence on either side of a place: a text without full stops is one sentence."""
MOST_FITTED = 3
"""Words that a repair exchanges one by one, of which the fit is asked for."""


def columns(
    look: Look, candidates: Sequence[Candidate], places: Sequence[Place], encoder: Encoder, asked: Sequence[bool]
) -> NDArray[np.float32]:
    """A row for each repair of each candidate, and one for a candidate without any; NaN is "not known", as are all of
    those that are not ``asked`` for.
    """
    rows: list[list[float]] = []
    for candidate, place, wanted in zip(candidates, places, asked, strict=True):
        if wanted and look.sentences:
            passage = look.analysis.passages[place.passage]
            rows += _Told(encoder.page(passage), passage).about(candidate, look.sentence(place))
        else:
            rows += [[math.nan] * len(READ)] * max(1, len(candidate.fixes))
    return np.array(rows, np.float32).reshape(len(rows), len(READ))


@dataclass(frozen=True)
class _Told:
    """What a page tells about candidates in its passage."""

    page: Page
    passage: Passage

    def about(self, candidate: Candidate, sentence: Span) -> Iterator[list[float]]:
        span = self._here(candidate.span)
        words, whole = self.page.touching(span), self.page.touching(self._here(sentence))
        around = slice(max(whole.start, words.start - AROUND), min(whole.stop, words.stop + AROUND))
        self.page.read(slice(min(around.start, words.start - BESIDE), max(around.stop, words.stop + BESIDE)))
        place = self._about_place(words, around)
        told = [self._about_fix(fix, words) for fix in candidate.fixes]
        best = likeliest(fit for *_, fit in told)
        for changed, kept, fit in told:
            yield [*place, changed, kept, fit, best - fit]
        if not told:
            yield [*place, *[math.nan] * (len(READ) - ABOUT_PLACE)]

    def _here(self, span: Span) -> Span:
        """A stretch of the document in offsets of the passage, as much of it as is there."""
        size = len(self.passage.text)
        start, end = (min(max(0, offset - self.passage.start), size) for offset in (span.start, span.end))
        return Span(start, end)

    def _about_place(self, words: slice, sentence: slice) -> list[float]:
        """The columns ``read_most`` to ``read_sentence_most``."""
        kinds = self.page.damaged[words]
        damaged = self.page.damaged[max(0, words.start - BESIDE) : words.stop + BESIDE].sum(axis=1)
        before = min(words.start, BESIDE)
        here = damaged[before : before + len(kinds)]
        beside = np.concatenate([damaged[:before], damaged[before + len(kinds) :]])
        of_kinds = kinds.max(axis=0).tolist() if len(kinds) else [math.nan] * len(KINDS)
        whole = self.page.damaged[sentence].sum(axis=1)
        return [_most(here), _mean(here), *of_kinds, _most(beside), _mean(whole), _most(whole)]

    def _about_fix(self, fix: Fix, words: slice) -> tuple[float, float, float]:
        """How likely the words are damaged that a repair changes, and those that it leaves, and how much it fits (by
        the first piece of each word).
        """
        changed: set[int] = set()
        acts: list[tuple[int, str]] = []
        all_known = True
        for edit in fix.edits:
            at, old, new = self._exchange(edit)
            changed.update(range(at, at + len(old)))
            known = self._acts(at, len(old), new)
            all_known = all_known and bool(known)
            acts += known
        damaged = self.page.damaged
        kept = [i for i in range(words.start, words.stop) if i not in changed]
        fit = self._fit(acts) if all_known and 0 < len(acts) <= MOST_FITTED else math.nan
        return _mean(damaged[sorted(changed)].sum(axis=1)), _most(damaged[kept].sum(axis=1)), fit

    def _acts(self, at: int, old: int, new: Sequence[str]) -> list[tuple[int, str]]:
        """What is put for each word where ``new`` is put for ``old`` words, in words that the encoder knows; nothing
        where there is more to put than that.
        """
        if len(new) <= old:
            return [(at + i, new[i] if i < len(new) else LEFT_OUT) for i in range(old)]
        there = old == 0 and len(new) == 1 and new[0] in ADDED and at < len(self.page.starts)
        return [(at, ADDED[new[0]])] if there else []

    def _exchange(self, edit: Edit) -> tuple[int, Sequence[str], Sequence[str]]:
        """The number of the first word that an edit changes, and the words that it changes and those that it puts,
        without those that it keeps before and after.
        """
        span = self._here(edit.span)
        first = int(np.searchsorted(self.page.ends, span.start, side="right"))
        stop = max(first, int(np.searchsorted(self.page.starts, span.end, side="left")))
        bounds = zip(self.page.starts[first:stop].tolist(), self.page.ends[first:stop].tolist(), strict=True)
        old = [self.passage.text[start:end].lower() for start, end in bounds]
        low = min(span.start, self.page.starts.item(first)) if first < stop else span.start
        high = max(span.end, self.page.ends.item(stop - 1)) if first < stop else span.end
        whole = self.passage.text[low : span.start] + edit.replacement + self.passage.text[span.end : high]
        new = forms(whole.lower())
        before = _alike(old, new)
        old, new = old[before:], new[before:]
        after = _alike(old[::-1], new[::-1])
        return first + before, old[: len(old) - after], new[: len(new) - after]

    def _fit(self, acts: Sequence[tuple[int, str]]) -> float:
        page, numbers = self.page, [number for number, _ in acts]
        old = (self.passage.text[page.starts.item(number) : page.ends.item(number)] for number in numbers)
        pieces = page.encoder.pieces
        there, put = ([pieces.of(form)[0] for form in row] for row in (old, (form for _, form in acts)))
        meaning = page.meaning[numbers]
        return float((page.encoder.fit(meaning, put) - page.encoder.fit(meaning, there)).sum())


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words are the same from the first on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _most(values: Matrix) -> float:
    return float(values.max()) if len(values) else math.nan


def _mean(values: Matrix) -> float:
    return float(values.mean()) if len(values) else math.nan
