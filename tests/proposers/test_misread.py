"""Words that a scanner misread."""

from __future__ import annotations

import pytest

from cleantext.proposers.misread import LEAST_GAIN, LONGEST, MOST_TRIED, Misread
from tests.proposers.proposals import candidates, repairs, rules

REPAIRED = [
    ("We met tbe miller.", "We met the miller."),
    ("Tbe miller met us.", "The miller met us."),
    ("The mill, wbich is old, turns.", "The mill, which is old, turns."),
    ("It rnay rain today.", "It may rain today."),
    ("The vvind was strong.", "The wind was strong."),
    ("They a1ways come late.", "They always come late."),
    ("The b!ack horse ran.", "The black horse ran."),
    ("They came \\vithout bread.", "They came without bread."),
    ("The diffi¬culty is great.", "The difficulty is great."),
    ("The c0mmittee met.", "The committee met."),
    ("The tovvn’s mill is old.", "The town’s mill is old."),
    ("She wrote a l!st of names.", "She wrote a list of names."),
    ("They flew to lsrael.", "They flew to Israel."),
    ("They flew to 1srael.", "They flew to Israel."),
    ("We met Mr C1arke.", "We met Mr Clarke."),
    ("A PUBL1C meeting was held.", "A PUBLIC meeting was held."),
]
QUIET = [
    "The miller, who was always late, may come.",
    "We met Qandil in Lise.",
    "They don't, o'clock, ma'am, rock'n'roll, they've.",
    "Play the mp3 on a nova2; the x1b5 and CO2 and B2B, Micro$oft, ca$h, a 5way switch; add !important and $path.",
    "The Qur'an, ev'ry pow'r, ev’ry pow’r, heav’n, Hallowe'en, int'l, wh'ch.",
    "What doth he shew? I dont know, lol.",
    "Write to tbe@example.org or see www.tbe.org/wbich and #tbe.",
    "The re-use of unlisted, disallowed and misaligned footpaths by postmen.",
]


@pytest.mark.parametrize(("text", "repaired"), REPAIRED)
def test_the_first_repair(text: str, repaired: str) -> None:
    assert repairs(Misread(), text, "word-misread")[0] == repaired


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Misread(), text) == set()


def test_known_words_are_asked_only_where_several_are_misread() -> None:
    text = "He bad a farm. He turned tbe comer and met {} miller."
    assert rules(Misread(), text.format("the")) == {"word-misread"}
    assert rules(Misread(), text.format("the") + " On the carr is sward and tilth.") == {"word-misread"}
    found = [candidate for candidate in candidates(Misread(), text.format("tbe")) if candidate.rule.endswith("known")]
    assert {text[candidate.span.start : candidate.span.end] for candidate in found} == {"bad", "comer"}
    assert all(candidate.evidence["misread_gain"] >= LEAST_GAIN for candidate in found)


def test_a_word_fits_its_neighbours() -> None:
    assert repairs(Misread(), "It was beld in the town.", "word-misread")[0] == "It was held in the town."
    (candidate,) = candidates(Misread(), "It was beld in the town.")
    assert 0 < candidate.evidence["misread_others"] < MOST_TRIED and candidate.evidence["misread_lead"] > 0


def test_what_is_too_long_is_no_word() -> None:
    word = "rcsponsibilities"
    assert rules(Misread(), f"Its {word} are many.") == {"word-misread"}
    assert rules(Misread(), f"Its {'(' * 3 * LONGEST}{word} are many.") == set()
    assert rules(Misread(), f"Its {'counter' * 3}{word} are many.") == set()
