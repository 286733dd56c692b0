"""Planted damage: what is said to stand somewhere stands there, and the repairs give the clean text back."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markup import KINDS, repair
from tests.training.damage import FAMILIES, PROFILES, Profile, damaged
from tests.tries import tries

CLEAN = """The harbour board approved the plan on Tuesday. Its members had waited for an answer since March, and the
ministry of transport said that the new quay would be ready in a year.

“We are glad,” said Marta Lind, who leads the port. The company has bought two larger cranes. Prices are higher than
last year, but nobody expects the climate change policy to be dropped quickly.
"""
EVERYTHING = Profile("everything", 1, tuple((family, 1.0) for family in FAMILIES), 3)


@given(st.integers(), st.sampled_from([*PROFILES, EVERYTHING]))
@tries(150)
def test_repairs_give_the_clean_text_back(seed: int, profile: Profile) -> None:
    text, artefacts = damaged(CLEAN, random.Random(seed), profile)
    assert all(text[a.start : a.end] == a.text and a.kind in KINDS and a.text not in a.fixes for a in artefacts)
    assert all(a.end < b.start for a, b in pairwise(artefacts))
    assert repair(text, artefacts) == CLEAN


def test_the_same_seed_gives_the_same_damage() -> None:
    first, again = (damaged(CLEAN, random.Random(5), EVERYTHING) for _ in range(2))
    assert first == again != damaged(CLEAN, random.Random(6), EVERYTHING)


def test_a_clean_profile_changes_nothing() -> None:
    assert damaged(CLEAN, random.Random(1), PROFILES[0]) == (CLEAN, [])


@pytest.mark.parametrize(
    "kind", ["tortured", "grammar", "repeat", "boundary", "casing-split", "attribution", "spacing"]
)
def test_each_kind_is_planted(kind: str) -> None:
    planted = {a.kind for seed in range(60) for a in damaged(CLEAN, random.Random(seed), EVERYTHING)[1]}
    assert kind in planted
