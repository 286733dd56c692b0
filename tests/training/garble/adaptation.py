"""The last part of training: the network meets real machine translation, annotated by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from cleantext.core.span import Span
from cleantext.garble.features import Lexicon
from cleantext.garble.words import words
from tests.training.garble.corpus import Sentence
from tests.training.garble.corruption import Stock
from tests.training.garble.measure import Translated
from tests.training.garble.network import Example, Parameters, descend, examples

EPOCHS, RATE, DROPOUT = 3, 4e-4, 0.2


def adapt(
    p: Parameters, lexicon: Lexicon, sentences: Sequence[Sentence], stock: Stock, translations: Sequence[Translated],
    seed: int,
) -> Parameters:  # fmt: skip
    """A copy of ``p`` that has also seen annotated translations, mixed with as many sentences of the books."""
    rng = Random(seed)
    copy = {name: v.detach().clone().requires_grad_(v.requires_grad) for name, v in p.items()}
    annotated = [row for row in translations if row.major or row.fine]
    read = [words(row.text) for row in annotated]
    described = lexicon.features([forms for forms, _ in read])
    known = [
        Example(features, _wrong(row, spans), float(row.major), -1)
        for row, features, (_, spans) in zip(annotated, described, read, strict=True)
    ]

    def epoch() -> Iterator[list[Example]]:
        yield known + examples(rng, lexicon, rng.sample(list(sentences), len(known)), stock)

    return descend(copy, rng, epoch, 1, EPOCHS, RATE, DROPOUT)


def _wrong(row: Translated, spans: Sequence[Span]) -> npt.NDArray[np.float32]:
    """Which words a major error covers."""
    return np.array([any(s.start < end and start < s.end for start, end in row.errors) for s in spans], np.float32)
