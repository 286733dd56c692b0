"""Boosted trees, evaluated with numpy alone. ``tests/training/judge.py`` grows them with LightGBM."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """All nodes of all trees in one row; ``roots`` says where each tree begins.

    A node asks whether ``feature`` is at most ``threshold`` and goes to ``left`` or ``right``; where the feature is
    unknown (NaN), ``lost_left`` decides. A leaf points at itself; its ``value`` is its tree's share in the log odds.
    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    lost_left: NDArray[np.bool_]
    value: NDArray[np.float32]
    depth: int
    base: float

    def log_odds(self, rows: Matrix) -> NDArray[np.float32]:
        """The sum of all trees for each row of features."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        index = np.arange(len(rows))[:, np.newaxis]
        for _ in range(self.depth):
            seen = rows[index, self.feature[at]]
            goes_left = np.where(np.isnan(seen), self.lost_left[at], seen <= self.threshold[at])
            at = np.where(goes_left, self.left[at], self.right[at])
        return np.asarray(self.value[at].sum(axis=1) + np.float32(self.base), np.float32)
