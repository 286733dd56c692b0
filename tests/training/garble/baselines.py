"""What the network is compared with, trained on the same books: an n-gram language model, and boosted trees.

The language model interpolates trigrams, bigrams and single words by absolute discounting, once over words and once
over word classes. It is counted on most of the training sentences; the classifiers over its surprises learn from the
rest, so that they see surprises as they are on new text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.garble.features import PAIRS, Lexicon
from tests.training.garble.corpus import Sentence
from tests.training.garble.corruption import Stock, attributed, corrupt

DISCOUNT = 0.75
START = -1

Floats = npt.NDArray[np.float64]


class NgramModel:
    """Surprises (negative natural logarithms of probabilities) of rows of numbers."""

    def __init__(self, rows: Sequence[Sequence[int]]):
        self._counts: tuple[Counter[tuple[int, ...]], ...] = (Counter(), Counter(), Counter())
        for row in rows:
            padded = (START, START, *row)
            for i in range(2, len(padded)):
                for n in range(3):
                    self._counts[n][tuple(padded[i - n : i + 1])] += 1
        self._contexts: list[dict[tuple[int, ...], tuple[int, int]]] = []
        for n in range(3):
            found: dict[tuple[int, ...], tuple[int, int]] = {}
            for gram, count in self._counts[n].items():
                total, kinds = found.get(gram[:-1], (0, 0))
                found[gram[:-1]] = total + count, kinds + 1
            self._contexts.append(found)

    def surprises(self, row: Sequence[int]) -> Floats:
        """One for each number of the row."""
        padded = (START, START, *row)
        out = []
        for i in range(2, len(padded)):
            p = 1e-6
            for n in range(3):
                gram = tuple(padded[i - n : i + 1])
                total, kinds = self._contexts[n].get(gram[:-1], (0, 0))
                if total:
                    p = max(self._counts[n].get(gram, 0) - DISCOUNT, 0) / total + DISCOUNT * kinds / total * p
            out.append(-log(p))
        return np.array(out)


@dataclass
class Baselines:
    """Scorers by name, each a function from sentences (as words) to scores; higher is worse."""

    lexicon: Lexicon
    words: NgramModel
    classes: NgramModel
    linear: Any = None
    trees: Any = None

    def surprises(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """Features of a sentence from the surprises of its words, and its length."""
        return np.array([summary(self.words.surprises(row)) for row in self._words(sentences)])

    def features(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """The same with the surprises of word classes, pairs on the web, how it ends, and what is repeated."""
        rows = []
        for forms, table, classes in zip(
            sentences, self.lexicon.features(sentences), self._classes(sentences), strict=True
        ):
            pairs = np.bincount(table[:, 5], minlength=PAIRS) / len(table)
            content = [f for f in forms if len(f) > 4]
            last = table[-2:, 2:5].ravel() if len(table) > 1 else np.zeros(6)
            frequency = table[:, 4]
            rest = [
                1 - len(set(content)) / max(1, len(content)),
                (frequency == 0).mean(),
                frequency.mean(),
                frequency.max(),
            ]
            rows.append(np.concatenate([summary(self.classes.surprises(classes)), pairs, last, rest]))
        return np.concatenate([self.surprises(sentences), np.array(rows)], axis=1)

    def scorers(self) -> dict[str, Any]:
        """What the table compares."""
        return {
            "length": lambda s: np.array([len(forms) for forms in s], dtype=float),
            "trigram model, total surprise": lambda s: self.surprises(s)[:, -1],
            "trigram model, mean surprise": lambda s: self.surprises(s)[:, 0],
            "(a) logistic regression over surprises": lambda s: self.linear.decision_function(self.surprises(s)),
            "(b) boosted trees over surprises, classes, pairs": lambda s: self.trees.decision_function(
                self.features(s)
            ),
        }

    def _words(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        return [[int(w) for w in table[:, 0]] for table in self.lexicon.features(sentences)]

    def _classes(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        return [
            [int(c) * 16 + int(s) if c else 100_000 + int(s) * 64 + int(e) % 64 for c, s, e in table[:, [2, 3, 1]]]
            for table in self.lexicon.features(sentences)
        ]


def train(lexicon: Lexicon, sentences: Sequence[Sentence], stock: Stock, seed: int, held: float = 0.2) -> Baselines:
    """Count the language models and fit both classifiers."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rng = Random(seed)
    order = list(sentences)
    rng.shuffle(order)
    at = int(held * len(order))
    made = Baselines(lexicon, NgramModel([]), NgramModel([]))
    counted = [s.forms for s in order[at:]]
    made.words = NgramModel(made._words(counted))
    made.classes = NgramModel(made._classes(counted))
    texts: list[Sequence[str]] = []
    labels = []
    for sentence in order[:at]:
        sentence = attributed(rng, sentence, stock) if rng.random() < 0.12 else sentence
        texts.append(sentence.forms)
        labels.append(0)
        if done := corrupt(rng, sentence, stock):
            texts.append(done.forms)
            labels.append(1)
    made.linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(made.surprises(texts), labels)
    made.trees = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.08, random_state=seed)
    made.trees.fit(made.features(texts), labels)
    return made


def summary(surprises: Floats) -> Floats:
    """Mean, worst words, worst stretches, spread, length and sum."""
    ordered = np.sort(surprises)[::-1]
    stretches = [
        np.convolve(surprises, np.ones(n) / n, "valid").max() if len(surprises) >= n else surprises.mean()
        for n in (2, 3, 5)
    ]
    worst = [ordered[:n].mean() for n in (1, 3)]
    return np.array([surprises.mean(), *worst, *stretches, surprises.std(), len(surprises), surprises.sum()])
