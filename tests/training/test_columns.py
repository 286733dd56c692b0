"""More columns for a judge that has learnt already: its answers stay as they are."""

from __future__ import annotations

import numpy as np

from cleantext.judge.evidence import BESIDE, COLUMNS, DAMAGE
from cleantext.judge.model import shipped
from cleantext.judge.readings import READ
from cleantext.judge.stacking import STACKED
from tests.training.columns import widened


def test_no_answer_depends_on_columns_that_came_later() -> None:
    rng = np.random.default_rng(1)
    for neural in (False, True):
        model = shipped(neural)
        wider = widened(model, ["some", "more"])
        assert wider.names[-2:] == ["some", "more"]
        for question, before in (("first", 0), ("wrong", 0), ("right", 0), ("stacked", len(STACKED))):
            first = before + len(COLUMNS) + len(model.names)
            after = 0 if question == "first" else len(READ) * neural + len(DAMAGE) + len(BESIDE)
            rows = rng.normal(0, 5, (300, first + after)).astype(np.float32)
            wide = np.insert(rows, [first, first], rng.normal(0, 99, (300, 2)), axis=1).astype(np.float32)
            told = model.answers[question].probability(rows)
            assert len(np.unique(told)) > 9
            assert np.array_equal(told, wider.answers[question].probability(wide))
