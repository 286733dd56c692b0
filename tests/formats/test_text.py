"""Plain text as blocks: a line is a paragraph, unless the text was wrapped."""

from textwrap import fill

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleantext.formats.text import segment

WORDS = st.sampled_from(
    ["an", "the", "committee", "budget", "of", "reads", "until", "questions", "Lisbon", "expensive"]
)
SENTENCES = st.lists(WORDS, min_size=6, max_size=16).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=5, max_size=8).map(" ".join)


def blocks(text: str) -> list[str]:
    return [block.span.of(text) for block in segment(text)]


@given(st.lists(PARAGRAPHS, min_size=1, max_size=5), st.integers(55, 100))
def test_a_wrapped_paragraph_is_one_block(paragraphs: list[str], width: int) -> None:
    wrapped = [fill(p, width) for p in paragraphs]
    for lines in (p.split("\n")[:-1] for p in wrapped):
        assume(len(lines) >= 2 and 2 * sum(not line.endswith(".") for line in lines) >= len(lines))
        assume(any(not line.endswith(".") for line in lines[:-1]))
    assert blocks("\n\n".join(wrapped)) == wrapped


@given(st.lists(SENTENCES, min_size=1, max_size=12))
def test_sentences_on_lines_of_their_own_stay_apart(lines: list[str]) -> None:
    assert blocks("\n".join(lines)) == lines


SHORT_ARTICLE = [
    "The council will close the swimming pool in March for repairs to its roof.",
    "“It has leaked since the winter,” said the mayor, Ruth Adeyemi, on Monday.",
    "Share this article with your friends and follow our news on every platform",
    "The work will cost 1.2 million pounds and is to be finished by the autumn.",
    "Until then, classes are held in the pool of the school on Harbour Street.",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_residue_between_paragraphs_of_one_line_is_a_block(end: str) -> None:
    assert blocks(end.join(SHORT_ARTICLE)) == SHORT_ARTICLE


WRAPPED = """\
The council will close the swimming pool in March for
repairs to its roof, which has leaked since the winter.
Ruth Adeyemi, the mayor, said on Monday that classes
would go on in the school's own pool until autumn."""
TWO_LINES = """\
The work is to cost more than a million pounds, which
nobody on the council thinks too much."""


def test_two_lines_are_one_paragraph_only_where_others_were_wrapped_as_wide() -> None:
    assert blocks(f"{WRAPPED}\n\n{TWO_LINES}") == [WRAPPED, TWO_LINES]
    assert blocks(TWO_LINES) == TWO_LINES.split("\n")


def test_paragraphs_that_no_blank_line_parts_end_where_a_sentence_does() -> None:
    assert blocks(f"{TWO_LINES}\n{WRAPPED}") == [TWO_LINES, WRAPPED]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    by_hand = """\
The council will close the pool in March for repairs
to its roof, which has leaked since
the winter, and classes will go on in the pool of
the school on Harbour Street until the autumn."""
    assert blocks(by_hand) == by_hand.split("\n")  # one line is too short
    assert blocks(by_hand.replace("since\nthe winter", "last winter and\nthe spring")) == [
        by_hand.replace("since\nthe winter", "last winter and\nthe spring")
    ]
