"""What a page left in its text."""

from __future__ import annotations

import pytest

from cleantext.proposers.residue import Residue
from tests.proposers.proposals import repairs, rules

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
]
QUIET = [
    "She likes to read more novels and to share stories about related subjects.",
    "Follow the path, subscribe to nothing, and print the map.",
    "The photo of the pier was taken by Ada Lund in March.",
    "If a < b and c > d, stop.",
]


@pytest.mark.parametrize(("text", "repaired"), AMONG)
def test_one_of_the_repairs(text: str, repaired: str) -> None:
    assert repaired in [r for rule in rules(Residue(), text) for r in repairs(Residue(), text, rule)]


@pytest.mark.parametrize("text", QUIET)
def test_quiet(text: str) -> None:
    assert rules(Residue(), text) == set()
