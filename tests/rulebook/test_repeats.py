"""A pattern with a back-reference is kept from no text that it matches in."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from cleantext.rulebook.prefilter.bytes import reduced
from cleantext.rulebook.prefilter.need import Again
from cleantext.rulebook.prefilter.repeats import again, said
from tests.tries import tries


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        (r"\b(?P<w>\w{3,}) (?P=w)\b", Again(3, 0)),
        (r"(?<=^|, )(?P<w>(?=\w)[\w-]+ \w+),? (?P=w)(?= )", Again(1, 0)),
        (r"\b(?P<w>the|of|[A-Z]\w+)(?P<at> (?i:(?P=w)))(?= |$)", Again(2, 0)),
        (r"\b(?P<w>\w{5,}|\w \w{6})(?P<at> of a (?P=w))\b", Again(1, 2)),
    ],
)
def test_what_a_pattern_says_twice(pattern: str, need: Again) -> None:
    assert again(pattern) == need


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
def test_a_pattern_that_may_say_something_once(pattern: str) -> None:
    assert again(pattern) is None


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


@pytest.mark.slow
@given(PATTERNS, st.data())
@tries(1000, suppress_health_check=[HealthCheck.too_slow])
def test_every_match_says_it_twice(pattern: str, draw: st.DataObject) -> None:
    need = again(pattern)
    if need is None:
        return
    text = draw.draw(st.text(ALPHABET, max_size=8)) + draw.draw(st.from_regex(r"[abA, 1-]{1,6}", fullmatch=True))
    text += draw.draw(st.sampled_from([" ", ", ", ",", "-", " b "])) + text[-draw.draw(st.integers(1, 6)) :]
    text += draw.draw(st.text(ALPHABET, max_size=3))
    if regex.search(pattern, text):
        assert said(reduced(text)).meets(need), (pattern, text)


PHRASES = st.lists(st.sampled_from(["a", "the", "of", "old", "a-b", "’s"]), min_size=1, max_size=25).map(" ".join)
TANDEM = r"\b(?P<w>(?=\w)\S+(?: \S+)*)(?P<at>(?:,| of his| or) (?P=w))(?= |$)"


@given(PHRASES, PHRASES, st.sampled_from([", ", " of his ", " or ", " "]), PHRASES)
@tries(300)
def test_long_sayings_are_heard(start: str, phrase: str, between: str, end: str) -> None:
    need = again(TANDEM)
    assert need is not None
    text = f"{start} {phrase}{between}{phrase} {end}"
    assert said(reduced(text)).meets(need) or not regex.search(TANDEM, text)


@given(PHRASES, PHRASES, st.sampled_from([" ", "  ", ", ", "-", " a1"]), PHRASES)
@tries(300)
def test_what_stands_twice_in_a_row_is_heard(start: str, phrase: str, between: str, end: str) -> None:
    assume(phrase[0].isalpha())  # ’s would be part of the word before it
    assert said(reduced(f"{start} {phrase}{between}{phrase} {end}")).meets(Again(1, 0))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("the man and the man", False),
        ("in the old, the new, the last", False),
        ("in the 1st", True),  # a token may end behind the digit
        ("it is is so", True),
        ("an old man, an old man", True),
    ],
)
def test_what_may_stand_twice_in_a_row(text: str, heard: bool) -> None:
    assert said(reduced(text)).meets(Again(1, 0)) is heard


def test_letters_alike_but_for_case_are_alike() -> None:
    for point in range(0x110000):
        letter = chr(point)
        for other in {letter.lower(), letter.upper()} - {letter}:
            if letter.isalpha() and len(other) == 1 and regex.fullmatch(letter, other, regex.I):
                assert reduced(letter).lower() == reduced(other).lower(), letter


@pytest.mark.parametrize("unit", [b"a ", b"a b ", b"a bc def a ", b"ab abc abcd ab abcde abc "])
def test_words_that_recur_everywhere_take_linear_time(unit: bytes) -> None:
    start = time.thread_time()
    said(unit * (100_000 // len(unit)))
    assert time.thread_time() - start < 1
