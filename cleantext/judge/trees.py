"""Boosted trees, evaluated with numpy alone. ``tests/training/judge.py`` grows them with LightGBM."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
AT_ONCE = 200
"""Rows that go through the trees together: what is known of more is too much for the processor at once."""


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
        parts = [self._log_odds(rows[i : i + AT_ONCE]) for i in range(0, len(rows), AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _log_odds(self, rows: Matrix) -> NDArray[np.float32]:
        unknown = np.isnan(rows)
        seen = np.hstack([np.where(unknown, -np.inf, rows), np.where(unknown, np.inf, rows)])  # goes left, goes right
        column = self.feature + np.where(self.lost_left, 0, rows.shape[1])
        start = np.arange(len(rows))[:, np.newaxis] * seen.shape[1]
        onwards = np.column_stack([self.right, self.left]).ravel()
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            at = onwards.take(2 * at + (seen.take(start + column.take(at)) <= self.threshold.take(at)))
        return np.asarray(self.value[at].sum(axis=1) + np.float32(self.base), np.float32)
