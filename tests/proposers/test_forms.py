"""Grammar: what is put right, and what stays."""

from __future__ import annotations

import pytest

import cleantext
from cleantext.proposers.forms import Forms
from tests.proposers.proposals import candidates, repairs

PROPOSER = Forms()


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        (
            "form-agreement",
            "The tourist groups has arrived at the hotel.",
            "The tourist groups have arrived at the hotel.",
        ),
        (
            "form-agreement",
            "The results shows that a method works.",
            "The results show that a method works.",
        ),
        ("form-agreement", "We compares three models of the economy.", "We compare three models of the economy."),
        ("form-agreement", "She said that it have been a long week.", "She said that it has been a long week."),
        ("form-verb", "He used to carried the buckets on his back.", "He used to carry the buckets on his back."),
        ("form-verb", "The ambulance couldn’t passed the gate.", "The ambulance couldn’t pass the gate."),
        ("form-verb", "The report could not be verify by the press.", "The report could not be verified by the press."),
        ("form-article", "Analysts see a opportunity to invest.", "Analysts see an opportunity to invest."),
        ("form-article-missing", "In next step, they will build road.", "In the next step, they will build road."),
        ("form-confused", "We dont know what happened.", "We don't know what happened."),
        ("form-confused", "The goods can not be returned.", "The goods cannot be returned."),
        ("form-degree", "It was more better than last year.", "It was better than last year."),
        ("form-particle", "The members must to vote on the bill.", "The members must vote on the bill."),
        ("form-collocation", "It depends of the weather.", "It depends on the weather."),
        ("form-number", "Both countries sent three ship to the area.", "Both countries sent three ships to the area."),
    ],
)
def test_a_slip_is_put_right(rule: str, text: str, wanted: str) -> None:
    assert wanted in repairs(PROPOSER, text, rule)


@pytest.mark.parametrize(
    "text",
    [
        "The committee has agreed to meet again on Monday.",
        "Most people want to live near their work.",
        "She has been a member of the board since 2010.",
    ],
)
def test_plain_sentences_stay(text: str) -> None:
    assert candidates(PROPOSER, text) == []


def test_a_cue_that_misleads_is_no_finding() -> None:
    assert not cleantext.check("Most people in the city want to live near their work.")


def test_one_place_is_one_candidate() -> None:
    (candidate,) = candidates(PROPOSER, "The tourist groups has arrived.")
    assert candidate.message == "'has' does not agree with the words around it: probably 'have'"
    assert candidate.evidence["cued"] == 1.0
    assert candidate.evidence["gain"] > 0
