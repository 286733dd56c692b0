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
    ("It rained. THE PIER AND HARBOUR 41 We stayed.", "print-page-head", "It rained. We stayed."),
    ("It rained. 6 THE LUND ADVERTISER We stayed.", "print-page-head", "It rained. We stayed."),
    ("It rained. MONDAY, MARCH 7, 1904. We stayed.", "print-page-head", "It rained. We stayed."),
    ("It rained, as in places THE OLD HARBOUR 41 it does.", "print-page-head", "It rained, as in places it does."),
    ("It rained. 8 EVENING POST Friday, May 1, 1953 We stayed.", "print-page-head", "It rained. We stayed."),
    ("It rained. 4 Harbour Master’s Report The pier held.", "print-page-head", "It rained. The pier held."),
    ("It rained. Lund Piers plc Annual Report 2012 3 The pier held.", "print-page-head", "It rained. The pier held."),
    ("It rained. Pier Notice Page 2 of 6 The pier held.", "print-page-head", "It rained. The pier held."),
    (
        "The pier stood until March.17 The storm took it.",
        "print-footnote",
        "The pier stood until March. The storm took it.",
    ),
    ("They came “to see it.”4 5 The pier held.", "print-footnote", "They came “to see it.” The pier held."),
    ("It stood until March.3, 4 The storm took it.", "print-footnote", "It stood until March. The storm took it."),
    ("It stood until March.3–5 The storm took it.", "print-footnote", "It stood until March. The storm took it."),
    ("They called it “rare”.12 The pier held.", "print-footnote", "They called it “rare”. The pier held."),
    ("No plan had been found;14 and so they left.", "print-footnote", "No plan had been found; and so they left."),
    ("The boards turned grey.¹ Then they split.", "print-footnote", "The boards turned grey. Then they split."),
]
QUIET = [
    "A well-known, long-term plan for pre- and post-war homes in Stratford-upon-Avon.",
    "Her e-mail – a short one - came late; re-elect him.",
    "In 1904 the 12 Rivers met.",
    "Any one of them may be late some time, but every day he goes in to work and on to town.",
    "They saw some one there, and hope that some day soon he will come.",
    "The sum does not diverge in finite time.",
    "Across it I ran, and far I ran.",
    "It has No.17 and p.17 and Fig.3 in version 2.4 of the.5 file.",
    "He left. SECTION 4 is next to CHAPTER 12 GENERAL RULES.",
    "The report of 6 March and the Annual Report 2012 say so. NASA and ESA sent 12.",
    "BLACK SEA FLEET 1854",
    "The mayor of LUND TOWN COUNCIL 12 is new.",
    "In Round 3 ROUND TABLE CLUB 12 won.",
    "See Fig.3 The pier. In vol.2 We read on.",
    "They read it. In Record 12 We see it.",
    "The Harbour Master’s report of 6 March says so.",
    "It rained. THE HARBOUR RULES SECTION 4 It holds.",
    "He came in Round 3. The UNITED STATES ARMY 1904 was new.",
    "See https://pier.example/index.17 The end. Write to lund.17 The end.",
]


@pytest.mark.parametrize(("text", "rule", "repaired"), FIRST)
def test_the_likeliest_repair(text: str, rule: str, repaired: str) -> None:
    assert repairs(Printing(), text, rule)[0] == repaired


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Printing(), text) == set()
