"""Trees answer as their picture says."""

from __future__ import annotations

import numpy as np

from cleantext.judge.trees import AT_ONCE, Trees


def test_each_row_goes_to_its_leaf_and_the_leaves_of_all_trees_add_up() -> None:
    trees = Trees(
        roots=np.array([0, 3], np.int32),
        feature=np.array([1, 0, 0, 0], np.int16),
        threshold=np.array([2.5, 0, 0, 0], np.float32),
        left=np.array([1, 1, 2, 3], np.int32),
        right=np.array([2, 1, 2, 3], np.int32),
        lost_left=np.array([False, False, False, False]),
        value=np.array([0, -1, 4, 0.5], np.float32),
        depth=1,
        base=10.0,
    )
    rows = np.array([[9, 2], [9, 3], [9, np.nan]], np.float32)
    assert trees.log_odds(rows).tolist() == [9.5, 14.5, 14.5]
    assert trees.log_odds(rows[:0]).tolist() == []
    many = np.tile(rows, (AT_ONCE, 1))  # in several parts
    assert trees.log_odds(many).tolist() == [9.5, 14.5, 14.5] * AT_ONCE
