"""What the judge makes of a place and of all that is said beside it, as columns for the question ``stacked``.

The trees for the first questions weigh each candidate by itself, and learnt from encoders that knew less than the one
that is shipped. The last trees hear their answers (stacking, Wolpert 1992), and learnt from articles that neither the
encoder nor the other trees had seen (and from clean text that they had): what several checks say about the same words
counts for more than what one of them says often, and so does a repair after which the sentence reads well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.judge.evidence import best
from cleantext.judge.trees import Matrix

STACKED = (
    # the log odds that something is wrong, and that the likeliest repair is right
    "stacked_wrong", "stacked_right",
    # of the repair after which the fewest words of its sentence look damaged: how many fewer than before, what else
    # ``rereading.REREAD`` says of it, and how likely it is right
    "fewest_less", "fewest_most", "fewest_beside", "fewest_mean", "fewest_right",
    # of the likeliest repair of those that were read: how many fewer, and how likely it is right
    "likeliest_less", "likeliest_right",
    # of candidates that overlap the place: the greatest probabilities of both kinds, how many are ``LIKELY``, in how
    # many other packs, and the most by which fewer words look damaged after a repair
    "others_wrong", "others_right", "others_likely", "others_packs", "others_less",
    # of other candidates within ``NEAR`` characters: the greatest probability, and how many are ``SURE``
    "near_wrong", "near_sure",
    "of_rule", "place_length", "repairs",
)  # fmt: skip
"""The columns of ``columns``."""
RISING = frozenset(["stacked_wrong", "others_wrong", "others_likely", "others_packs", "near_wrong", "near_sure"])
"""Columns that may only raise a probability: these, at least, raise no new doubt when something beside is repaired."""
LIKELY, SURE = 0.3, 0.6
NEAR = 80
_LEAST = 0.001


def columns(
    candidates: Sequence[Candidate],
    of: NDArray[np.int32],
    wrong: NDArray[np.float32],
    right: NDArray[np.float32],
    reread: Matrix,
) -> Matrix:
    """A row for each candidate; NaN is "not known". Row ``i`` of ``wrong``, ``right`` and ``reread`` (the columns of
    ``rereading``; NaN where a repair was not read) is about a repair of candidate ``of[i]``.
    """
    count = len(candidates)
    found = np.full((count, len(STACKED)), np.nan, np.float32)
    surest, likeliest = best(of, wrong, count), best(of, right, count)
    found[:, 0], found[:, 1] = _log_odds(surest), _log_odds(likeliest)
    for row in np.flatnonzero(~np.isnan(reread[:, 3])).tolist():
        i, (most, beside, mean, less) = of[row], reread[row, :4]
        if not found[i, 2] >= less:
            found[i, 2:7] = less, most, beside, mean, right[row]
        if not found[i, 8] >= right[row]:
            found[i, 7:9] = less, right[row]
    around = _beside(candidates, surest.tolist(), likeliest.tolist(), found[:, 2].tolist())
    found[:, 9:16] = np.array(around, np.float32).reshape(count, 7)
    for i, candidate in enumerate(candidates):
        found[i, 16:] = candidate.of_rule, len(candidate.span), len(candidate.fixes)
    return found


def surest_rows(of: NDArray[np.int32], wrong: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """For each of ``count`` candidates the row in which it is most likely ``wrong``."""
    order = np.lexsort((-np.arange(len(of)), wrong, of))
    return np.asarray(order[np.searchsorted(of[order], np.arange(count), side="right") - 1])


def _log_odds(p: NDArray[np.float32]) -> NDArray[np.float32]:
    p = np.clip(p, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(p / (1 - p)), np.float32)


def _beside(
    candidates: Sequence[Candidate], wrong: Sequence[float], right: Sequence[float], less: Sequence[float]
) -> list[list[float]]:
    """The columns ``others_wrong`` to ``near_sure``."""
    index = SpanIndex((candidate.span, i) for i, candidate in enumerate(candidates))
    found = []
    for i, candidate in enumerate(candidates):
        span = candidate.span
        around = [j for j in index.touching(Span(max(0, span.start - NEAR), span.end + NEAR)) if j != i]
        others = [j for j in around if candidates[j].span.overlaps(span)]
        near = [wrong[j] for j in set(around).difference(others)]
        likely = [j for j in others if wrong[j] > LIKELY]
        found.append([
            max((wrong[j] for j in others), default=0.0),
            max((right[j] for j in others), default=0.0),
            len(likely),
            len({candidates[j].pack for j in likely} - {candidate.pack}),
            max((less[j] for j in others if not math.isnan(less[j])), default=math.nan),
            max(near, default=0.0),
            sum(p > SURE for p in near),
        ])  # fmt: skip
    return found
