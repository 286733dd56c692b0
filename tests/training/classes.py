"""Find classes of words and count their n-grams: ``python -m tests.training.classes``.

``tags``: words are alike that the tagger may give the same tags, whatever is around them. ``company``: those that have
the same words right before and right after them; k-means parts them into ``SORTS``. The ``OWN`` commonest words and the
marks stay classes of their own. What is random is seeded; with one thread the same comes out again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import MiniBatchKMeans

from cleantext.language.tagger import likely_tags
from cleantext.language_model.classes import FOLDER, KINDS, ClassModel, save
from cleantext.language_model.topics import Vectors
from cleantext.language_model.words import CLASSES, Ids, Vocabulary
from tests.training.ngram import counted, smoothed
from tests.training.topics import beside, directions, information

OWN = 300
SORTS = 600
DIMENSIONS = 100
CONTEXTS = 3_000
LEAST = {2: 1, 3: 3, 4: 5}
"""How often an n-gram of classes must occur to be kept."""


def main() -> None:
    """Write both models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    vocabulary, ids, counts = counted()
    common = set(np.argsort(-counts, kind="stable")[:OWN].tolist())
    apart = np.array([
        number < len(CLASSES) or number in common or not form[0].isalpha()
        for number, form in enumerate(vocabulary.known)
    ])  # fmt: skip
    rest = np.flatnonzero(~apart)
    found = {
        "tags": tagged([vocabulary.known[number] for number in rest.tolist()]),
        "company": sorts(neighbours(ids, len(vocabulary))[rest], counts[rest]),
    }
    for kind in KINDS:
        classes = np.zeros(len(vocabulary), np.int32)
        classes[apart] = np.arange(apart.sum())  # those with brackets are first, and keep their numbers
        classes[rest] = apart.sum() + found[kind]
        names = [*CLASSES, *map(str, range(len(CLASSES), int(classes.max()) + 1))]
        model = smoothed(Vocabulary(names), np.zeros(len(names), np.float32), classes[ids], LEAST)
        save(ClassModel(classes.astype(np.int16), model), options.folder / kind)


def tagged(forms: Sequence[str]) -> Ids:
    """The class of each form by the tags that it may well have; those with a capital are names."""
    kinds: dict[tuple[str, ...], int] = {}
    return np.array([kinds.setdefault(_tags(form), len(kinds)) for form in forms], np.int32)


def _tags(form: str) -> tuple[str, ...]:
    if form[0].isupper():
        return ("capital", str(len(form) > 1 and form.isupper()))
    return likely_tags(form)


def neighbours(ids: Ids, words: int) -> Vectors:
    """A vector of each word that tells which words are right before and right after it."""
    sides = [information(beside(ids, [offset], words, CONTEXTS)) for offset in (1, -1)]
    return directions(sparse.hstack(sides).tocsr(), DIMENSIONS)


def sorts(vectors: Vectors, counts: NDArray[np.int64]) -> Ids:
    """The class of each vector; what is commoner weighs more."""
    means = MiniBatchKMeans(SORTS, random_state=1, batch_size=4096, n_init=3, max_iter=60)
    return np.asarray(means.fit(vectors, sample_weight=np.sqrt(counts + 1)).labels_, np.int32)


if __name__ == "__main__":
    main()
