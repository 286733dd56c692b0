"""What is left where words are left out."""

from __future__ import annotations

import time

import pytest

from cleantext.core.edit import apply_edits
from cleantext.proposers.proposal import without


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It rained [then] all night.", "It rained all night."),
        ("It rained all [night].", "It rained all."),
        ("It rained [7 shares]", "It rained"),
        ("[7 shares]  It rained", "It rained"),
        ("It rained. [7 shares]“Run!”", "It rained. “Run!”"),
        ("It rained[, he said] all night.", "It rained all night."),
        ("It rained ([see] below).", "It rained (below)."),
        ("It rained.[Reply] It stopped.", "It rained. It stopped."),
        ("It rained. [Ad] \nIt stopped.", "It rained.\nIt stopped."),  # no line moves up
        ("It rained.\n[Ad]\nIt stopped.", "It rained.\nIt stopped."),
        ("It rained.\r\n[Ad] \r\nIt stopped.", "It rained.\r\nIt stopped."),
        ("It rained.\n\n[Ad]", "It rained."),
    ],
)
def test_no_blank_too_many_and_no_word_moves_to_another_line(marked: str, expected: str) -> None:
    start, stop = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    assert apply_edits(text, without(text, start, stop)) == expected


def test_the_next_word_opens_the_sentence() -> None:
    text = "Then it rained. Then AP said so."
    assert apply_edits(text, without(text, 0, 4, opens=True)) == "It rained. Then AP said so."
    assert apply_edits(text, without(text, 16, 20, opens=True)) == "Then it rained. AP said so."


def test_many_places_in_a_long_text_take_no_longer_than_they_hold() -> None:
    text = "word " * 400_000
    begun = time.process_time()
    for start in range(0, 5 * 2_000, 5):
        without(text, start, start + 4)
    assert time.process_time() - begun < 0.5  # 2,000 copies of the text take seconds
