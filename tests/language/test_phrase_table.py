"""Phrases that were wrong where they were met."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleantext.language.phrase_table import LONGEST, Phrase, loaded, normal, places, shipped

TABLE = loaded(
    {"counts with": "0.80\t7\thas\thas got", "counts with the help": "0.50\t1\tuses", "spoon-fool": "0.50\t1\t"}
)


def found(text: str) -> list[tuple[str, Phrase]]:
    """What the table finds in a text."""
    return [(text[start:stop], phrase) for start, stop, phrase in TABLE.find(text)]


def test_a_phrase_has_its_numbers_and_repairs() -> None:
    assert found("It Counts with ten.") == [("Counts with", Phrase(0.8, 7, ("has", "has got")))]
    assert found("A spoon-fool ate.") == [("spoon-fool", Phrase(0.5, 1, ("",)))]


def test_of_two_that_begin_together_the_longer_is_found() -> None:
    assert [phrase for phrase, _ in found("He counts with the help.")] == ["counts with the help"]
    assert [phrase for phrase, _ in found("He counts with the helper.")] == ["counts with"]


def test_a_phrase_has_whole_words_on_one_line() -> None:
    for text in (
        "miscounts with", "counts within", "counts\nwith", "counts, with", "counts  with", "ac-counts with",
        "counts with-in", "@counts with", "counts with_x", "counts with2", "counts with's", "o’counts with",
    ):  # fmt: skip
        assert not found(text), text
    assert found("“counts with” (counts with)")


class Every:
    """Holds everything."""

    def __contains__(self, _: object) -> bool:
        return True


@given(st.text(alphabet="ab -'’İ\n.1é", max_size=40))
def test_places_are_words_in_order(text: str) -> None:
    plain = normal(text)
    assert len(plain) == len(text)
    found = list(places(plain, Every(), Every()))
    assert found == sorted(set(found))
    for start, stop in found:
        assert plain[start].isalpha()
        assert plain[stop - 1].isalpha()
        assert 0 < len(re.findall(r"[^\W\d_]+", plain[start:stop])) <= LONGEST
        assert "\n" not in plain[start:stop]


def test_the_table_that_is_shipped_can_be_read() -> None:
    table = shipped()
    every = [table[phrase] for phrase in table.lines]
    assert len(every) > 50_000
    assert all(0 < phrase.share < 1 and phrase.articles > 0 and phrase.repairs for phrase in every)
    for phrase in table.lines:
        assert phrase == normal(phrase)
        assert next(stop for _, stop, _ in table.find(phrase)) == len(phrase)
