"""Phrases that were wrong in other texts."""

from __future__ import annotations

import pytest

from cleantext.language.phrase_table import loaded
from cleantext.proposers.phrases import MOSTLY, Phrases
from tests.proposers.proposals import candidates, repairs, rules

PROPOSER = Phrases(
    loaded({
        "counts with": "0.80\t7\thas\thas got", "finger impression": "0.90\t4\tfingerprint",
        "clever cellphone": "0.50\t1\tiPhone",
        "blue burg": "0.70\t2\tthe blue castle", "spouse bonnet": "0.70\t2\twife's hat",
        "read also here": "0.70\t3\t", "chair": "0.50\t1\tseat", "tower burg": "0.70\t2\tcastle\torphanage",
    })
)  # fmt: skip
REPAIRED = [
    ("It counts with ten rooms.", "It has ten rooms."),
    ("Counts with ten rooms.", "Has ten rooms."),
    ("A FINGER IMPRESSION WAS LEFT.", "A FINGERPRINT WAS LEFT."),
    ("“Counts with ten rooms.”", "“Has ten rooms.”"),
    ("It is in an blue burg.", "It is in a blue castle."),
    ("It is in blue burg.", "It is in the blue castle."),
    ("She’s in spouse bonnet.", "She’s in wife’s hat."),
    ("Clever cellphone or not", "iPhone or not"),
    ("Read also here It rained.", "It rained."),
    ("It rained. Read also here", "It rained."),
    ("He saw a tower burg there.", "He saw a castle there."),
    ("He has a clever cellphone.", "He has an iPhone."),
]


@pytest.mark.parametrize(("text", "repaired"), REPAIRED)
def test_the_first_repair(text: str, repaired: str) -> None:
    found = [*repairs(PROPOSER, text, "phrase-often-wrong"), *repairs(PROPOSER, text, "phrase-once-wrong")]
    assert found[0] == repaired


def test_an_article_follows_the_sound_of_each_repair() -> None:
    text = "He saw a tower burg there."
    assert repairs(PROPOSER, text, "phrase-often-wrong")[1] == "He saw an orphanage there."


def test_how_often_it_was_wrong_decides_what_is_said() -> None:
    assert 0.5 < MOSTLY < 0.7
    assert rules(PROPOSER, "It counts with ten.") == {"phrase-often-wrong"}
    assert rules(PROPOSER, "A chair is here.") == {"phrase-once-wrong"}
    (candidate,) = candidates(PROPOSER, "It counts with ten.")
    assert candidate.evidence == {"phrase_share": 0.8, "phrase_articles": 7}


def test_a_single_word_with_a_capital_may_be_a_name() -> None:
    assert rules(PROPOSER, "We met Chair at the door.") == set()
    assert rules(PROPOSER, "We met. Chair and table were there.") == {"phrase-once-wrong"}


@pytest.mark.parametrize(
    "text",
    [
        "The Finger Impression Bureau.", "The FINGER impression was left.", "Henry Chair came.", "A CHAIR stood there.",
        "See www.chair.com and chair.com, @chair, #chair, $chair, chair@home, arm-chair, chair\u00adman.",
    ],
)  # fmt: skip
def test_names_and_addresses_stay(text: str) -> None:
    assert rules(PROPOSER, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Read also here",
        "(Read also here) It rained.",
        "“Read also here.” It rained.",
        "He said, read also here, and left.",
    ],
)
def test_what_would_leave_marks_alone_is_only_pointed_at(text: str) -> None:
    assert rules(PROPOSER, text) == {"phrase-often-wrong"}
    assert repairs(PROPOSER, text, "phrase-often-wrong") == []
