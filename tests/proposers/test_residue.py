"""What a page left in its text."""

from __future__ import annotations

import pytest

from cleantext.proposers.residue import Residue
from tests.proposers.proposals import candidates, repairs, rules

AMONG = [
    ("They left. READ NEXT Pier shut again Five wet walks “We wait,” she said.", "They left. “We wait,” she said."),
    ("Read more: Why the pier is shut", ""),
    ("They left. Advertisement - Continue Reading Below “We wait,” she said.", "They left. “We wait,” she said."),
    ("They left. Photo: Ada Lund/Pier Post “We wait,” she said.", "They left. “We wait,” she said."),
    ("The film was as long as a loaf.ReplyDelete", "The film was as long as a loaf."),
    ("ReplyDeleteThe ten o’clock was full.", "The ten o’clock was full."),
    ("We use cookies to improve your visit. Accept all Reject", ""),
    ("They left. (Editor in charge: Ada Lund)", "They left."),
    ("It brushes well.<br>", "It brushes well."),
    ("Pier Daily, Lund, Aug. 3 (Intern reporter Ada Berg)", ""),
    ("Share this story  Facebook  X  WhatsApp", ""),
    ("Ada Lund/Getty Images", ""),
    ("It rained.\nPosts · Comments · Follow this author\nIt went on.", "It rained.\n\nIt went on."),
    ("It rained.\n★★★★☆ 4.3 (120 reviews)\nIt went on.", "It rained.\n\nIt went on."),
    ("It rained.\n14:22 GMT\nIt went on.", "It rained.\n\nIt went on."),
    ("It rained.\nTags: rain, pier, wind\nIt went on.", "It rained.\n\nIt went on."),
    ("It rained.\nAda Lund/Getty Images\nA man on the pier.", "It rained.\nAda Lund/Getty Images\n"),
    ("They left. [APPLAUSE] We stayed.", "They left. We stayed."),
    ("They left. Found a typo? Select it and press Ctrl+Enter.", "They left."),
    ("They left.Log in to reply", "They left."),
    ("They left. + Google Calendar", "They left."),
    ("They left.\nAssociated: Why the pier is shut\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left.\nAmazonIndieBoundBookshop\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left. 3 replies", "They left."),
    ("Early life[edit]", "Early life"),
    ("She was born there.[edit][citation needed] She left.", "She was born there. She left."),
    ("It fell.[url=x]scan[/url]", "It fell."),
    ("Dear families,<o:p></o:p>", "Dear families,"),
    ("[if !supportLists]Hats on.", "Hats on."),
    ("Dear {{ first_name }}, come in.", "Dear , come in."),
    ('{"id":3,"body":"They left.', "They left."),
    (
        "AdaMarch 4 at 8:02 pmWe watched from the pier and saw nothing at all.",
        "We watched from the pier and saw nothing at all.",
    ),
    ("They left. (lund/pna)", "They left."),
    ("It has\nAda Lund on the pier.\nbeen rebuilt.", "It has\n\nbeen rebuilt."),
    ("They left.\n14 PIER AND HARBOUR LIMITED\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left.\n17\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left. Like Reply 3y", "They left."),
    ("They left. Reply ↓ Ada Lund says: We stayed.", "They left. Ada Lund says: We stayed."),
    ("They left. Share Tweet Pin 214 Then we left.", "They left. Then we left."),
    ("They left. Permalink", "They left."),
    ("They left. View 6 more replies", "They left."),
    ("They left. Flag as inappropriate", "They left."),
    ("They left. Log in to vote", "They left."),
    ("They left. 1 person found this useful", "They left."),
    ("They left. Copy code\nWe stayed.", "They left.\nWe stayed."),
    ("Copy to clipboard Next, open the pier.", "Next, open the pier."),
    ("They left. 22 photos", "They left."),
    ("They left. Click to enlarge the map", "They left."),
    ("They left. Save property", "They left."),
    ("They left. Add to basket Collect 12", "They left."),
    ("They left. Set a price alert", "They left."),
    ("They left. Print Send to a friend", "They left."),
    ("Ada says: 2 years ago I was there.", "I was there."),
    ("They left. Nov 3, 2018 at 9:12 pm I stayed on the pier.", "They left. I stayed on the pier."),
    ("They left. [audience laughter] We stayed.", "They left. We stayed."),
    ("They left.[a] We stayed.", "They left. We stayed."),
    ("They left.[4][5] We stayed.", "They left. We stayed."),
    ("They left.”[4]:17 We stayed.", "They left.” We stayed."),
    ("They left.\nPIER TRUST ANNUAL REPORT 2015/16 9\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left.\nMONDAY, 4 MARCH 2013\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left.\nLund Pier Trust – Rules – 3\nWe stayed.", "They left.\n\nWe stayed."),
    ("They left.\npier_v7_FINAL.indd 3\nWe stayed.", "They left.\n\nWe stayed."),
]
QUIET = [
    "She likes to read more novels and to share stories about related subjects.",
    "Follow the path, subscribe to nothing, and print the map.",
    "The photo of the pier was taken by Ada Lund in March.",
    "If a < b and c > d, stop.",
    "Let it boil for 5 mins, and wait until she comes, as she did 7 years ago.",
    "In the Contact section (see Home) the list [a to z] is {1, 2, 3}.",
    "Copy the code, save your property and add the salt. A reply [4] came on May 3, 2018 at 9:12 pm.",
    "She left town 2 years ago. He wrote [hm] and x[3] on top. Like him, she said: I stay.",
    "He said at 10:30 that the share of votes was 12.50.",
]


@pytest.mark.parametrize(("text", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, repaired: str) -> None:
    assert repaired in [r for rule in rules(Residue(), text) for r in repairs(Residue(), text, rule)]


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Share on Facebook Tweet this Would I do it again? I would.", "Would I do it again? I would."),
        ("Most read Where do we begin? We begin here.", "Where do we begin? We begin here."),
        ("Subscribe to the podcast What struck me most was the rain.", "What struck me most was the rain."),
        ("Get our weekly digest What we saw was the rain.", "What we saw was the rain."),
        ("Read more: Pier shut after storm They had to close it again.", "They had to close it again."),
        ("Photo: Ada Lund The pier was shut again.", "The pier was shut again."),
    ],
)
def test_only_the_words_of_the_page_go_where_a_sentence_follows(text: str, repaired: str) -> None:
    assert [r[0] for rule in rules(Residue(), text) if (r := repairs(Residue(), text, rule))] == [repaired]


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Residue(), text) == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Posted by admin on June 3, 2021", "words around a post or its comments in the text"),
        ("7 shares", "words around a post or its comments in the text"),
        ("© 2021 The Pier Post. All rights reserved.", "labels or notices of the web page in the text"),
        ("Home » News » Harbour", "labels or notices of the web page in the text"),
        ("Buy tickets", "an offer or invitation of the web page in the text"),
    ],
)
def test_the_message_fits_all_that_is_found(text: str, message: str) -> None:
    assert message in {candidate.message for candidate in candidates(Residue(), text)}
