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
    ("94 P. Lund et al. or some homes.", "print-page-head", "or some homes."),
    ("Perhaps the letter8 See the last page. They left.", "print-footnote", "Perhaps the letter They left."),
]
QUIET = [
    "A well-known, long-term plan for pre- and post-war homes in Stratford-upon-Avon.",
    "Her e-mail – a short one - came late; re-elect him.",
    "In 1904 the 12 Rivers met.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), FIRST)
def test_the_likeliest_repair(text: str, rule: str, repaired: str) -> None:
    assert repairs(Printing(), text, rule)[0] == repaired


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Printing(), text) == set()
