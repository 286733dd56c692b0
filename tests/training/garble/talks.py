"""What the annotations of some talks teach about the others: a regression over simple measures of a sentence.

It is compared with the rest to say how much there is to be learnt; it is not shipped, because length is its best clue
and no reason to point at a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.garble.model import Model
from cleantext.garble.network import sigmoid
from tests.training.garble.baselines import Baselines
from tests.training.garble.measure import Translated

Floats = npt.NDArray[Any]


def simple(made: Baselines, forms: Sequence[Sequence[str]]) -> Floats:
    """Lengths, and the surprises of the words."""
    lengths = np.array([[np.log(1 + sum(map(len, f))), np.log(1 + len(f))] for f in forms])
    return np.concatenate([lengths, made.surprises(forms)], axis=1)


def judged(model: Model, forms: Sequence[Sequence[str]]) -> Floats:
    """What the network says: of the sentence, of its worst word and of all, and which damage it would be."""
    by_word, outputs = model.network.judge(model.lexicon.features(forms))
    words = [[w.max(), sigmoid(w).mean(), np.log(1 + (w > -1).sum())] for w in by_word]
    return np.concatenate([outputs[:, :1], np.array(words), outputs[:, 1:] - outputs[:, 1:].mean(1)[:, None]], axis=1)


def left_out(rows: Sequence[Translated], measures: Floats) -> Floats:
    """A score for each output, from a regression on the other talks: major errors against none."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    talks = np.array([row.talk for row in rows])
    clear = np.array([row.major or row.fine for row in rows])
    major = np.array([row.major for row in rows])
    scores = np.zeros(len(rows))
    for talk in sorted(set(talks)):
        learnt = clear & (talks != talk)
        fitted = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=2000))
        fitted.fit(measures[learnt], major[learnt])
        scores[talks == talk] = fitted.decision_function(measures[talks == talk])
    return scores
