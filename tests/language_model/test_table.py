"""A table finds each of its keys at its place, and hardly ever a key that it lacks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleantext.language_model.table import Table
from tests.tries import tries


@given(st.sets(st.integers(0, 2**64 - 1), max_size=400))
@tries(60)
def test_every_key_is_found_at_its_place(keys: set[int]) -> None:
    ordered = np.array(sorted(keys), np.uint64)
    table = Table.of(ordered)
    found = table.find(ordered)
    # two keys may share what is kept of them; then the first of both answers
    assert ((found == np.arange(len(ordered))) | (table.rest[found] == table.rest[np.arange(len(ordered))])).all()


def test_a_missing_key_is_seldom_taken_for_one_that_is_there() -> None:
    rng = np.random.default_rng(5)
    keys = np.unique(rng.integers(0, 2**63, 50_000, np.uint64) * np.uint64(2))
    table = Table.of(keys)
    assert (table.find(keys) >= 0).all()
    others = rng.integers(0, 2**63, 50_000, np.uint64) * np.uint64(2) + np.uint64(1)
    assert (table.find(others) >= 0).mean() < 0.001


def test_an_empty_table_holds_nothing() -> None:
    assert Table.of(np.zeros(0, np.uint64)).find(np.array([7], np.uint64)).tolist() == [-1]
