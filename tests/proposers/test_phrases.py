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
        "read also here": "0.70\t3\t", "chair": "0.50\t1\tseat", "tower burg": "0.70\t2\tcastle\torphanage",
    })
)  # fmt: skip
REPAIRED = [
    ("It counts with ten rooms.", "It has ten rooms."),
    ("Counts with ten rooms.", "Has ten rooms."),
    ("A FINGER IMPRESSION was left.", "A FINGERPRINT was left."),
    ("The Finger Impression Bureau.", "The Fingerprint Bureau."),
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
