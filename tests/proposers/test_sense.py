"""Words that don't go together are pointed at, and what is new or rare alone is not."""

from __future__ import annotations

import pytest

from cleantext.proposers.sense import Sense
from tests.proposers.proposals import candidates

PROPOSER = Sense()
SALAD = "Manner eight flower at mouth group under the been warm to told"


def test_a_salad_of_words_is_pointed_at_where_it_begins_and_ends() -> None:
    text = f"The council approved the plan on Tuesday. {SALAD}. Work will begin in the spring."
    (found,) = candidates(PROPOSER, text)
    assert found.span.of(text).strip(".") in SALAD
    assert (found.fixes, found.message) == ((), "hard to make sense of: 'Manner eight flower … warm to told.'")


def test_the_worse_the_words_the_stranger_they_are() -> None:
    (bad,) = candidates(PROPOSER, "The river rose twice in one night, said the mayor.")
    (worse,) = candidates(PROPOSER, SALAD)
    assert bad.evidence["sense_strange"] < worse.evidence["sense_strange"]
    assert bad.evidence["sense_whole"] < worse.evidence["sense_whole"]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Nkosazana Dlamini-Zuma and Xóchitl Gálvez met Þórdís Kolbrún in Reykjavík on Tuesday.",
        "The committee has agreed to meet again on Monday.",
        "In 1987 some 4,120,000 people lived there, 7.5% of all.",
        "Flower mouth group.",
    ],
    ids=["names", "plain", "numbers", "too short"],
)
def test_plain_sentences_stay(text: str) -> None:
    assert candidates(PROPOSER, text) == []
