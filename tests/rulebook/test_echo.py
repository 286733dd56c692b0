"""A pattern with a back-reference is kept from no text that it matches in."""

from __future__ import annotations

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleantext.rulebook.alphabet import reduced
from cleantext.rulebook.echo import Saying, echo, recurring


@pytest.mark.parametrize(
    ("pattern", "sayings"),
    [
        (r"\b(?P<w>\w{3,}) (?P=w)\b", {Saying(3, 3, 1)}),
        (r"(?<=^|, )(?P<w>(?=\w)[\w-]+ \w+),? (?P=w)", {Saying(1, 3, 2)}),
        (r"\b(?P<w>the|of|[A-Z]\w+)(?P<at> (?i:(?P=w)))(?= |$)", {Saying(2, 2, 1)}),
        (r"\b(?P<w>\w{5,}|\w \w{6})(?P<at> (?P=w))\b", {Saying(5, 5, 1), Saying(1, 8, 1)}),
    ],
)
def test_the_echo_of_a_pattern(pattern: str, sayings: set[Saying]) -> None:
    found = echo(pattern)
    assert found is not None
    assert set(found.sayings) == sayings


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<w>\w+) (?P=w)\b",  # may begin inside a word
        r"\b(?P<w>\w+) (?P=w)",  # the second may be part of a longer word
        r"\b(?P<w>\w+)-?(?P=w)\b",  # the two may be one word
        r"\b(?P<w>\w+) .*(?P=w)\b",  # any distance
        r"\b(?P<w>\w+)(?: (?P=w))?\b",
        r"\b(?P<w>\w+)(?: (?P=w)| x)\b",
        r"\b(?P<w>’?\w+) (?P=w)\b",
        r"(?a)\b(?P<w>\w+)\W(?P=w)\b",
        r"\b(?P<w>\w+)(?a:\W)(?P=w)\b",
    ],
)
def test_a_pattern_without_a_sure_echo_has_none(pattern: str) -> None:
    assert echo(pattern) is None


ALPHABET = "abAB é,’-1_\u200dſṡẛ"
WORDS = ["a", "[ab]", r"\w", r"\p{L}", r"\p{Lu}", "[a-c’-]", "(?:ab|b)", "(?i:a)", "1"]
GROUPS = st.lists(
    st.tuples(st.sampled_from([*WORDS, " ", ","]), st.sampled_from(["", "+", "?", "{2}", "{1,2}"])), max_size=3
)
PATTERNS = st.builds(
    "{}(?P<w>{}){}(?P<at>{}{}){}".format,
    st.sampled_from([r"\b", "(?<=^|[ ,])", " ", "", r"(?<!a)\b", r"\b(?!b)"]),
    st.lists(GROUPS.map(lambda parts: "".join(f"(?:{a}){n}" for a, n in parts)), min_size=1, max_size=2).map("|".join),
    st.sampled_from(["", " ", ",? ", "(?: b| a b) ", r"\W", r"\W{1,3}", " a*", "(?= )."]),
    st.sampled_from(["", " ", ",", "-"]),
    st.sampled_from(["(?P=w)", "(?i:(?P=w))"]),
    st.sampled_from(["", r"\b", "(?= |,|$)", "(?!a)", " ", r"(?=\W)"]),
)


@given(PATTERNS, st.data())
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_match_has_the_echo(pattern: str, draw: st.DataObject) -> None:
    found = echo(pattern)
    if found is None:
        return
    text = draw.draw(st.text(ALPHABET, max_size=8)) + draw.draw(st.from_regex(r"[abA, 1-]{1,6}", fullmatch=True))
    text += draw.draw(st.sampled_from([" ", ", ", ",", "-", " b "])) + text[-draw.draw(st.integers(1, 6)) :]
    text += draw.draw(st.text(ALPHABET, max_size=3))
    if regex.search(pattern, text):
        assert found.is_in(recurring(reduced(text))), (pattern, text)


PHRASES = st.lists(st.sampled_from(["a", "the", "of", "old", "a-b", "’s"]), min_size=1, max_size=30).map(" ".join)
TANDEM = r"\b(?P<w>(?=\w)\S+(?: \S+)*)(?P<at>(?:,| of his| or) (?P=w))(?= |$)"


@given(PHRASES, PHRASES, st.sampled_from([", ", " of his ", " or ", " "]), PHRASES)
@settings(max_examples=300, deadline=None)
def test_long_sayings_have_the_echo(start: str, phrase: str, between: str, end: str) -> None:
    found = echo(TANDEM)
    assert found is not None
    text = f"{start} {phrase}{between}{phrase} {end}"
    assert found.is_in(recurring(reduced(text))) or not regex.search(TANDEM, text)


def test_letters_alike_but_for_case_are_alike() -> None:
    for point in range(0x110000):
        letter = chr(point)
        for other in {letter.lower(), letter.upper()} - {letter}:
            if letter.isalpha() and len(other) == 1 and regex.fullmatch(letter, other, regex.I):
                assert reduced(letter).lower() == reduced(other).lower(), letter


def test_a_word_that_recurs_everywhere_is_not_looked_at_each_time() -> None:
    found = recurring(b"a " * 100_000)
    assert len(found) < 10
