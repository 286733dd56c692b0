"""Words that a thesaurus put: what may have stood there."""

from __future__ import annotations

import pytest

from cleantext.proposers.spun import bases, spun, terms
from cleantext.proposers.wording import Wording
from tests.proposers.proposals import candidates, repairs

PROPOSER = Wording()


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        ("wording-synonym", "He died of a heart assault at home.", "He died of a heart attack at home."),
        ("wording-synonym", "They measured blood sweetener twice.", "They measured blood sugar twice."),
        ("wording-term", "The bosom malignancy was found early.", "The breast cancer was found early."),
        ("wording-term", "A new atmosphere alteration policy was agreed.", "A new climate change policy was agreed."),
        ("wording-term", "They found arms of weight destruction.", "They found weapons of mass destruction."),
        ("wording-homograph", "The bridge opened on Walk 9, 2014.", "The bridge opened on March 9, 2014."),
        ("wording-homograph", "The final is on Could 17.", "The final is on May 17."),
        ("wording-phrase", "It was closed for the past seven days.", "It was closed for the past week."),
        ("wording-phrase", "They assisted to the concert on Sunday.", "They attended the concert on Sunday."),
        ("wording-term", "All the automobile parks were full.", "All the car parks were full."),
    ],
)
def test_a_replaced_word_is_undone(rule: str, text: str, wanted: str) -> None:
    assert wanted in repairs(PROPOSER, text, rule)


@pytest.mark.parametrize(
    "text",
    [
        "The committee has agreed to meet again on Monday.",
        "She had a heart attack, and her blood pressure was high.",
        "In March he may walk to the United Kingdom.",
    ],
)
def test_plain_sentences_stay(text: str) -> None:
    assert candidates(PROPOSER, text) == []


def test_an_article_follows_the_sound() -> None:
    text = "He has an acquainted face."
    assert "He has a familiar face." in repairs(PROPOSER, text, "wording-synonym")


def test_the_reader_is_told_the_likeliest_word() -> None:
    messages = [c.message for c in candidates(PROPOSER, "He died of a heart assault at home.")]
    assert "'assault' is odd here: probably 'attack'" in messages


def test_more_places_are_doubtful_in_a_spun_text() -> None:
    spun_text = (
        "The composed educated assent of the proprietors was obtained. He died of a heart assault. "
        "The bosom malignancy was found early, and the blood sweetener was elevated by the colossal information. "
        "The prizes were granted in the lobby."
    )
    found = [c for c in candidates(PROPOSER, spun_text) if c.rule == "wording-synonym"]
    assert min(c.evidence["doubt"] for c in found) < 1.3
    assert min(c.evidence["crowd"] for c in found) > 30


def test_the_lists_are_read() -> None:
    assert bases("gauges") == [("gauge", 1), ("gauge", 2)]
    assert "attend" in spun().phrases["assist to"]
    assert spun().originals("bosoms") == ["breasts"]
    assert "March" in spun().originals("walk")
    assert ("random", "forest") in terms()["random"]
