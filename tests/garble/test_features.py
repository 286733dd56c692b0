"""What the model is told of a word."""

from __future__ import annotations

import pytest

from cleantext.garble.features import COLUMNS, ECHOES
from cleantext.garble.model import shipped
from cleantext.garble.words import words


def echoes(sentence: str) -> list[int]:
    (table,) = shipped().lexicon.features([words(sentence)[0]])
    return [int(e) for e in table[:, COLUMNS.index("echo")]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The river rose quickly.", [0, 0, 0, 0, 0]),
        ("River, river.", [0, 0, 8, 0]),
        ("Zebu, zebu.", [0, 0, 14, 0]),
        ("The river and the lake.", [0, 0, 0, 3, 0, 0]),
        ("It rose, it fell, it rose.", [0, 0, 0, 3, 0, 0, 21, 22, 0]),
        ("So, so, so, so.", [0, 0, 8, 0, 20, 0, 20, 0]),
    ],
)
def test_a_word_that_stood_before_says_how_far_back(sentence: str, expected: list[int]) -> None:
    assert echoes(sentence) == expected


def test_any_distance_has_a_number() -> None:
    sentence = "Zebu " + "one two three four five six seven eight nine ten " * 7 + "zebu"
    assert all(0 <= e < ECHOES for e in echoes(sentence))
    assert echoes(sentence)[0] == 0 < echoes(sentence)[-1]
