"""What a printed page left in the text."""

from __future__ import annotations

import pytest

from cleantext.proposers.printing import Printing
from tests.proposers.proposals import repairs, rules

FIRST = [
    ("The govern- ment fell.", "print-hyphen", "The government fell."),
    ("A self- report came.", "print-hyphen", "A self-report came."),
    ("They under-stand it.", "print-hyphen", "They understand it."),
    ("An e ff ort was made.", "print-ligature", "An effort was made."),
    ("It does a ect us.", "print-ligature", "It does affect us."),
    ("The ﬁ rst stop.", "print-ligature", "The first stop."),
    ("The diﬀerence is small.", "print-ligature", "The difference is small."),
    ("She re membered it.", "print-split-word", "She remembered it."),
    ("He with drew the plan.", "print-split-word", "He withdrew the plan."),
    ("She paid the land lord in May.", "print-split-word", "She paid the landlord in May."),
    ("We sent them five map s of it.", "print-split-word", "We sent them five maps of it."),
    ("We will tell the m about it.", "print-split-word", "We will tell them about it."),
    ("T he boats left at dawn.", "print-split-word", "The boats left at dawn."),
    ("94 P. Lund et al. or some homes.", "print-page-head", "or some homes."),
    ("Perhaps the letter8 See the last page. They left.", "print-footnote", "Perhaps the letter They left."),
]
QUIET = [
    "A well-known, long-term plan for pre- and post-war homes in Stratford-upon-Avon.",
    "Her e-mail – a short one - came late; re-elect him.",
    "In 1904 the 12 Rivers met.",
    "Any one of them may be late some time, but every day he goes in to work and on to town.",
    "They saw some one there, and hope that some day soon he will come.",
    "The sum does not diverge in finite time.",
    "Across it I ran, and far I ran.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), FIRST)
def test_the_likeliest_repair(text: str, rule: str, repaired: str) -> None:
    assert repairs(Printing(), text, rule)[0] == repaired


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Printing(), text) == set()
