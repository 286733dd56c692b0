"""Words that nobody put for others."""

from __future__ import annotations

import pytest

from cleantext.core.span import Span
from cleantext.proposers.proposal import Mechanism
from cleantext.proposers.reworded import rewording
from cleantext.proposers.wording import Wording
from tests.analysed import analysed
from tests.proposers.proposals import candidates

ANY = Mechanism("any", "any", "any", "any")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It began on 3 March and on June 4, a Monday.", "It began on and on a Monday"),
        ("On Monday, 4 April they left on the 5th May.", "On they left on the"),
        ("They began a March on Market 9.", "They began a March on Market"),
        ("The PC stood at the BBC.", "The PC stood at the BBC"),
        ("Updated: 12:41 GMT, 3 March 2024", ""),
        ("SCROLL DOWN FOR VIDEO", "FOR VIDEO"),
        ("View comments", ""),
        ("View from the pier", "View from the pier"),
    ],
)
def test_what_is_left_to_reword(text: str, left: str) -> None:
    words, at = [], 0
    for word in text.replace(",", "").replace(".", "").split():
        at = text.index(word, at)
        bare = word.rstrip(":")
        if bare.isalpha():
            words.append(ANY.at(text, Span(at, at + len(bare))))
    assert " ".join(c.span.of(text) for c in rewording(analysed(text), words)) == left


@pytest.mark.parametrize("text", ["By Ada Lund | Updated: 12:41 GMT, 3 March 2024", "7 shares", "View comments"])
def test_a_line_of_a_page_is_not_reworded(text: str) -> None:
    said = {candidate.span.of(text) for candidate in candidates(Wording(), text)}
    assert said.isdisjoint(["Updated", "GMT", "March", "shares", "View", "comments", "View comments"])
