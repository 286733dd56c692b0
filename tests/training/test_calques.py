"""What is planted as grammar translated word for word."""

from __future__ import annotations

import random

import pytest

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from tests.analysed import analysed
from tests.training.calques import CALQUES


def made(text: str) -> set[str]:
    """What the makers make of a sentence, tried often."""
    (passage,) = analysed(text).passages
    found = set()
    for maker, _ in CALQUES:
        for seed in range(60):
            slip = maker(text, passage.tagged(passage.sentences[0]), random.Random(seed))
            if slip:
                found.add(apply_edits(text, [Edit(Span(slip.start, slip.end), slip.bad)]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It does not rain in May.", "It not rains in May."),
        ("They left without stopping at the bridge.", "They left without to stop at the bridge."),
        ("The school has been closed for six years.", "The school has been closed since six years."),
        ("It was older than the other house.", "It was more old than the other house."),
        ("Two of them live in town.", "Two of they live in town."),
        ("The man whose son left is ill.", "The man that his son left is ill."),
        ("He has a small house near the river.", "He has a house small near the river."),
        ("It is here that they met.", "Is here that they met."),
    ],
)
def test_what_translation_does_is_planted(text: str, expected: str) -> None:
    assert expected in made(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("The council agreed in January.", "The council has agreed in January."),
        ("The company grew quickly.", "The company was growing quickly."),
        ("They came in and they left.", "They came in and left."),
        ("It happened in January 1901.", "It happened before January 1901."),
        ("She began working there.", "She began to work there."),
        ("The man whom we met is ill.", "The man who we met is ill."),
    ],
)
def test_what_is_right_is_not_planted_as_wrong(text: str, right: str) -> None:
    assert right not in made(text)
