"""From a network's logits to probabilities, on text that it was not trained on."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

PRIOR = 0.1
"""The share of garbled sentences at which the score is a probability: a damaged article, not a good one."""


def probability(fine: npt.NDArray[Any], wrong: npt.NDArray[Any], weights: npt.NDArray[Any]) -> tuple[float, float]:
    """Slope and offset of the logistic curve through the logits of fine and of wrong sentences (Platt)."""
    from sklearn.linear_model import LogisticRegression

    shares = np.r_[np.full(len(fine), (1 - PRIOR) / len(fine)), PRIOR * weights / weights.sum()]
    fitted = LogisticRegression(C=1e6).fit(
        np.r_[fine, wrong][:, None], np.r_[np.zeros(len(fine)), np.ones(len(wrong))], sample_weight=shares * len(shares)
    )
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
