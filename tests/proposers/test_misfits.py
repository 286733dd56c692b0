"""Words that the encoder takes for damaged, with those that fit."""

from __future__ import annotations

import pytest

from cleantext.core.edit import apply_edits
from cleantext.proposers.misfits import SHOWN, Misfits
from tests.proposers.proposals import candidates

PROPOSER = Misfits()
GASES = "Carbon dioxide and other nursery gases warm the air. The sea rises as the ice melts."


def test_a_word_out_of_place_is_pointed_at_and_others_are_proposed() -> None:
    found = {c.span.of(GASES): c for c in candidates(PROPOSER, GASES)}
    assert "nursery" in found
    assert 2 <= len(found["nursery"].fixes) <= SHOWN
    assert found["nursery"].evidence["misfit_damaged"] > 0.25


def test_what_is_proposed_has_the_capitals_of_the_other() -> None:
    text = "Nursery gases warm the air. BOSOM MALIGNANCY is treated early."
    found = {candidate.span.of(text): candidate for candidate in candidates(PROPOSER, text)}
    assert {"Nursery", "BOSOM"} <= set(found)
    for form, candidate in found.items():
        for repaired in (apply_edits(text, fix.edits) for fix in candidate.fixes):
            new = repaired[candidate.span.start : len(repaired) - len(text) + candidate.span.end]
            assert new.lower() != form.lower()
            assert not new or (new[0].isupper(), new.isupper()) == (form[0].isupper(), form.isupper())


def test_both_words_of_a_term_are_undone_together() -> None:
    text = "More women are treated for bosom malignancy early."
    (candidate,) = (c for c in candidates(PROPOSER, text) if c.span.of(text) == "bosom malignancy")
    assert apply_edits(text, candidate.fixes[0].edits) == "More women are treated for breast cancer early."


def test_an_article_follows_what_is_proposed() -> None:
    text = "They spoke about an atmosphere alteration for hours."
    (candidate,) = (c for c in candidates(PROPOSER, text) if c.span.of(text) == "atmosphere alteration")
    assert apply_edits(text, candidate.fixes[0].edits) == "They spoke about a climate change for hours."


@pytest.mark.parametrize(
    "text",
    [
        "The committee has agreed to meet again on Monday.",
        "The council approved the plan on Tuesday. Work will begin in the spring.",
        "In 1987 some 4,120,000 people lived there, 7.5% of all.",
        "",
        "... !!! ???",
    ],
    ids=["plain", "two", "numbers", "empty", "marks"],
)
def test_plain_sentences_stay(text: str) -> None:
    assert candidates(PROPOSER, text) == []
