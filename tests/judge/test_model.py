"""The judge's weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cleantext.judge import model as models


def test_what_a_pack_deserves_moves_its_repairs_alone() -> None:
    model = replace(models.shipped(), trust={"worse": -1.0, "better": 1.0})
    right = np.array([0.5, 0.5, 0.5, 0.0, 1.0], np.float32)
    told = model.trusted(right, ["worse", "better", "other", "better", "worse"])
    assert told.tolist() == pytest.approx([0.2689, 0.7311, 0.5, 0.0003, 0.9997], abs=0.0001)
    assert told.dtype == np.float32
    assert model.trusted(right[:0], []).tolist() == []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    model = replace(models.shipped(), trust={"worse": -1.25})
    models.save(model, tmp_path / "weights.npz")
    again = models.load(tmp_path / "weights.npz")
    assert again.trust == {"worse": -1.25}
    assert (again.names, again.records, again.shown, again.garbled) == (
        model.names, model.records, model.shown, model.garbled
    )  # fmt: skip
