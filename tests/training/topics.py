"""Make the vectors of words from ``../shared/corpus2``: ``python -m tests.training.topics``.

What is random is seeded; with one thread the same comes out again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from cleantext.language_model.topics import FOLDER, Vectors, save
from cleantext.language_model.words import CLASSES, Ids
from tests.training.ngram import counted

DIMENSIONS = 100
NEAR = 8
"""Words on either side that count as near."""
CONTEXTS = 20_000
"""The commonest words, beside which others are counted."""
COMMON = 5.5
"""Nats of surprise: a word that is commoner than this says nothing about a topic."""
SHIFT = 0.5
"""Mutual information (nats) that may be chance."""


def main() -> None:
    """Write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    vocabulary, ids, counts = counted()
    near = [*range(-NEAR, 0), *range(1, NEAR + 1)]
    found = directions(information(beside(ids, near, len(vocabulary), CONTEXTS), SHIFT), DIMENSIONS)
    found -= counts @ found / counts.sum()  # what all have in common
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    words = np.array([number >= len(CLASSES) and form[0].isalpha() for number, form in enumerate(vocabulary.known)])
    lengths = np.clip(np.log(counts.sum() / (counts + 1.0)) - COMMON, 0, None) * words
    save(found, lengths, options.folder)


def beside(ids: Ids, offsets: Sequence[int], words: int, contexts: int) -> sparse.csr_matrix:
    """How often each word has each of the commonest ``contexts`` at one of some distances from it.

    >>> beside(np.array([1, 0, 1]), [1], 2, 2).toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    found = sparse.csr_matrix((words, contexts), dtype=np.float32)
    for offset in offsets:
        one, other = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
        there = other < contexts
        ones = np.ones(int(there.sum()), np.float32)
        found = found + sparse.coo_matrix((ones, (one[there], other[there])), shape=found.shape).tocsr()
    return found


def information(counts: sparse.csr_matrix, shift: float = 0.0) -> sparse.csr_matrix:
    """Positive pointwise mutual information, contexts made less rare (Levy, Goldberg and Dagan 2015)."""
    cells = counts.tocoo()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    shares = columns / columns.sum()
    values = np.log(np.maximum(cells.data, 1e-9) / (rows[cells.row] * shares[cells.col] + 1e-9)) - shift
    return sparse.csr_matrix((np.maximum(values, 0), (cells.row, cells.col)), shape=counts.shape)


def directions(matrix: sparse.csr_matrix, dimensions: int) -> Vectors:
    """The rows of a matrix in a space of few dimensions, each of length 1."""
    left, values, _ = randomized_svd(matrix, dimensions, random_state=1, n_iter=3)
    found = left * np.sqrt(values)
    return np.asarray(found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9), np.float32)


if __name__ == "__main__":
    main()
