"""What is said twice."""

from __future__ import annotations

import pytest

from cleantext.proposers.repeats import Repeats
from tests.proposers.proposals import candidates, repairs, rules

AMONG = [
    ("We met in in the park.", "repeat-word", "We met in the park."),
    ("The last tram the last tram leaves at ten.", "repeat-phrase", "The last tram leaves at ten."),
    ("It gave way on Friday on Friday.", "repeat-phrase", "It gave way on Friday."),
    ("The round of the first round begins.", "repeat-near", "The round begins."),
    ("She had to run to run up the hill.", "repeat-phrase", "She had to run up the hill."),
    ("He came with two mules and two, a tent and a map.", "repeat-near", "He came with two mules, a tent and a map."),
    ("A line between Chile and Chile opens.", "repeat-between", "A line between Chile opens."),
    ("It was Ada Lund, Lund said.", "repeat-name", "It was Ada Lund said."),
    ("Deputy Mayor Ada Lund deputy mayor came.", "repeat-phrase", "Deputy Mayor Ada Lund came."),
    (
        "Ada Lund, director of the water board, director Ada Lund said no.",
        "repeat-name",
        "Ada Lund, director of the water board, said no.",
    ),
    (
        "In the valleys to the north it rose by a tenth, in the valleys to the north.",
        "repeat-phrase",
        "In the valleys to the north it rose by a tenth.",
    ),
    ("The pier is shut for now. The pier is shut for now.", "repeat-sentence", "The pier is shut for now."),
]
QUIET = [
    "Day by day it grew, year after year.",
    "No, no, it is a very, very long way.",
    "In the valleys to the north it rose, and in the valleys to the south it fell.",
    "It rains. Rains come late here.",
    "He paid 20 20-cent coins.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, rule: str, repaired: str) -> None:
    assert repaired in repairs(Repeats(), text, rule)


def test_a_loop_is_one_finding_and_its_last_round_may_break_off() -> None:
    text = "They came to the " + "port " * 90 + "por and left."
    (found,) = candidates(Repeats(), text)
    assert found.rule == "repeat-loop"
    assert repairs(Repeats(), text, "repeat-loop") == ["They came to the port and left."]


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Repeats(), text) == set()
