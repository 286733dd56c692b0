"""A pattern with a back-reference is kept from no text that it matches in."""

from __future__ import annotations

import pytest
import regex
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleantext.rulebook.alphabet import reduced
from cleantext.rulebook.echo import echo
from cleantext.rulebook.recurrence import Echo, Saying, again, recurring


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
        assert again([reduced(text)], [found])[0].echoes == {0}, (pattern, text)


PHRASES = st.lists(st.sampled_from(["a", "the", "of", "old", "a-b", "’s"]), min_size=1, max_size=30).map(" ".join)
TANDEM = r"\b(?P<w>(?=\w)\S+(?: \S+)*)(?P<at>(?:,| of his| or) (?P=w))(?= |$)"


@given(PHRASES, PHRASES, st.sampled_from([", ", " of his ", " or ", " "]), PHRASES)
@settings(max_examples=300, deadline=None)
def test_long_sayings_have_the_echo(start: str, phrase: str, between: str, end: str) -> None:
    found = echo(TANDEM)
    assert found is not None
    text = f"{start} {phrase}{between}{phrase} {end}"
    _, said, _ = again([reduced(t) for t in (end, text, start)], [found])
    assert said.echoes or not regex.search(TANDEM, text)


@given(PHRASES, PHRASES, st.sampled_from([" ", "  ", ", ", "-", " a1"]), PHRASES)
@settings(max_examples=300, deadline=None)
def test_what_stands_twice_in_a_row_is_doubled(start: str, phrase: str, between: str, end: str) -> None:
    assume(phrase[0].isalpha())  # ’s would be part of the word before it
    assert again([reduced(f"{start} {phrase}{between}{phrase} {end}")], [])[0].doubled


def test_an_echo_is_heard_in_no_other_text() -> None:
    texts = [b"a man of a kind", b"a man", b"man", b"the man or the man or", b""]
    echoes = [Echo((Saying(1, 4, 3),)), Echo((Saying(1, 1, 7),)), Echo((Saying(1, 1, 1),))]
    assert [said.echoes for said in again(texts, echoes)] == [{1}, set(), set(), {0, 1, 2}, set()]


def test_an_echo_is_heard_only_with_what_stands_between() -> None:
    found = echo(r"\b(?P<w>\w{4,})(?i: of (?:the|a) |, and )(?P=w)\b")
    assert found is not None
    long = "then again we saw the old town hall"
    texts = [
        "bank OF the bank",
        "bank, and bank",
        "bank of our bank",
        "bank and bank",
        f"{long}, and {long}",
        f"{long} {long}",
    ]
    assert [said.echoes for said in again(list(map(reduced, texts)), [found])] == [{0}, {0}, set(), set(), {0}, set()]


def test_what_stands_once_is_not_doubled() -> None:
    texts = [b"the man and the man", b"man", b"in the 1st", b"in the old, the new, the last"]
    assert [said.doubled for said in again(texts, [])] == [False, False, True, False]


def test_letters_alike_but_for_case_are_alike() -> None:
    for point in range(0x110000):
        letter = chr(point)
        for other in {letter.lower(), letter.upper()} - {letter}:
            if letter.isalpha() and len(other) == 1 and regex.fullmatch(letter, other, regex.I):
                assert reduced(letter).lower() == reduced(other).lower(), letter


def test_a_word_that_recurs_everywhere_is_not_looked_at_each_time() -> None:
    assert recurring(b"a " * 100_000) is None
