"""Which words belong to the same topics: vectors of words, alike where words occur near the same others.

A synonym in a wrong sense (*bosom malignancy*) may follow its neighbours well enough, and still be strange in a text
on medicine. The vectors are those of latent semantic analysis: positive pointwise mutual information of words within
eight words of each other, and its largest singular values (Bullinaria and Levy 2012). ``tests/training/topics.py``
makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleantext.language_model import ngram
from cleantext.language_model.ngram import NGramModelError, array
from cleantext.language_model.words import Ids

FOLDER = Path(__file__).with_name("topics")

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Topics:
    """``directions`` has a row for each word of the vocabulary, ``lengths`` how much it tells about a topic."""

    directions: NDArray[np.int8]
    lengths: NDArray[np.float32]

    def vectors(self, words: Ids) -> Vectors:
        """The vectors of some words."""
        return np.asarray(self.directions[words] * self.lengths[words, np.newaxis], np.float32)

    def sums(self, words: Ids, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> Vectors:
        """The sums of the vectors of ``words`` from each start to before its stop.

        >>> topics = Topics(np.array([[1, 0], [0, 2]], np.int8), np.ones(2, np.float32))
        >>> topics.sums(np.array([0, 1, 1]), np.array([0, 1, 2]), np.array([2, 3, 2])).tolist()
        [[1.0, 2.0], [0.0, 4.0], [0.0, 0.0]]
        """
        so_far = np.zeros((len(words) + 1, self.directions.shape[1]))
        np.cumsum(self.vectors(words), axis=0, dtype=np.float64, out=so_far[1:])
        return np.asarray(so_far[stops] - so_far[starts], np.float32)

    def all(self, words: Ids) -> Vectors:
        """The sum of all."""
        number, counts = np.unique(words, return_counts=True)
        return np.asarray(counts.astype(np.float32) @ self.vectors(number), np.float32)


def likeness(one: Vectors, other: Vectors) -> Vectors:
    """The cosine of each row of two matrices; NaN where a row of ``one`` is nothing but zeros.

    >>> likeness(np.array([[3, 4], [0, 0]], np.float32), np.array([[3, 4], [1, 0]], np.float32)).tolist()
    [1.0, nan]
    """
    length = np.linalg.norm(one, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.einsum("ij,ij->i", one, other) / (length * np.maximum(np.linalg.norm(other, axis=1), 1e-6))
    return np.asarray(np.where(length > 0, cosine, np.nan), np.float32)


@cache
def shipped() -> Topics:
    """The vectors that come with the package. Raises ``NGramModelError`` where they are missing or damaged."""
    return load(FOLDER)


def load(folder: Path) -> Topics:
    """The vectors in a folder, mapped into memory. Raises ``NGramModelError`` where they are missing or damaged."""
    try:
        directions, lengths = array(folder, "directions"), array(folder, "lengths")
    except (OSError, ValueError, EOFError) as error:
        raise NGramModelError(f"{folder}: the vectors of words are missing or damaged ({error})") from error
    if directions.ndim != 2 or not len(directions) == len(lengths) == len(ngram.shipped().vocabulary):
        raise NGramModelError(f"{folder}: the vectors of words are damaged (their words are not the vocabulary's)")
    return Topics(directions, lengths)


def save(directions: Vectors, lengths: Vectors, folder: Path) -> None:
    """Write vectors of these directions and lengths; a byte for each dimension."""
    folder.mkdir(parents=True, exist_ok=True)
    scaled = np.round(127 * directions / np.abs(directions).max()).astype(np.int8)
    own = np.linalg.norm(scaled.astype(np.float32), axis=1)
    np.save(folder / "directions.npy", scaled)
    np.save(folder / "lengths.npy", (lengths / np.maximum(own, 1e-6)).astype(np.float32))
