"""Words that don't follow from those before them: where the n-gram model is less sure than it is of sound text.

A word is usually likelier in its place than by itself. Where several in a row are not, a translator or a spinner may
have put them together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleantext.language_model.ngram import NGramModel
from cleantext.language_model.words import CLASSES

EXPECTED = 0.9
"""Nats that a word of sound text is likelier in its place than by itself, at least on average."""
MOST = 4.0
"""No word counts more than this."""


def strangeness(model: NGramModel, ids: NDArray[np.int32], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much (nats) each word falls short of what is expected; 0 for names, numbers and other classes of words.

    ``scores`` are the log probabilities of the words in their places, without emissions.
    """
    short = np.clip(EXPECTED - (scores - model.first[ids]), -MOST, MOST)
    return np.asarray(np.where(ids >= len(CLASSES), short, 0), np.float32)


def strangest(strange: NDArray[np.float32]) -> tuple[float, int, int]:
    """The largest sum of neighbours (0 where none is above), the first of them and the one after the last.

    >>> strangest(np.array([-1, 2, -1, 3, -4, 1], np.float32))
    (4.0, 1, 4)
    """
    sums = np.concatenate([[0.0], np.cumsum(strange, dtype=np.float64)])
    above = sums - np.minimum.accumulate(sums)
    stop = int(above.argmax())
    return float(above[stop]), int(sums[: stop + 1].argmin()), stop


def strangest_in(
    strange: NDArray[np.float32], first: NDArray[np.int64], stop: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The same sum for many rows at once: those of the words from ``first`` to before ``stop``.

    >>> strangest_in(np.array([-1, 2, -1, 3, -4, 1], np.float32), np.array([0, 2, 5]), np.array([6, 5, 5])).tolist()
    [4.0, 3.0, 0.0]
    """
    if not len(first):
        return np.zeros(0)
    sums = np.concatenate([[0.0], np.cumsum(strange, dtype=np.float64)])
    lengths = stop - first + 1
    starts = np.cumsum(lengths) - lengths
    number = np.repeat(np.arange(len(first)), lengths)
    own = sums[np.arange(len(number)) - starts[number] + first[number]] - sums[first][number]
    apart = own - number * (2 * np.abs(own).max() + 1)  # each row is below all of those before it
    return np.asarray(np.maximum.reduceat(apart - np.minimum.accumulate(apart), starts))
