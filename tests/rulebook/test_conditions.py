"""What ``context`` and ``unless`` see of a match's surroundings."""

from __future__ import annotations

import pytest

from cleantext.core.span import Span
from cleantext.rulebook.conditions import surroundings
from cleantext.rulebook.schema import Condition
from tests.analysed import analysed

TEXT = "Shareholders met.\n\nShare\n\nNext line, “he said so”. It ended."


@pytest.mark.parametrize(
    ("condition", "match", "holds"),
    [
        (Condition(before=r"Next"), " line", True),
        (Condition(before=r"Share\s+Next"), " line", False),  # its block only
        (Condition(after=r",? “"), "line", True),
        (Condition(after=r".*ended"), "line", True),
        (Condition(after=r"ended"), "line", False),
        (Condition(match="i"), "line", True),
        (Condition(sentence="ended"), "line", False),
        (Condition(sentence="said"), "line", True),
        (Condition(block="ended"), "line", True),
        (Condition(block="met"), "line", False),
        (Condition(document="met"), "line", True),
        (Condition(following=r"\s*Next"), "Share\n", True),  # and not the "Share" of "Shareholders"
        (Condition(following=r"holders"), "Share\n", False),
        (Condition(quoted=True), "said", True),
        (Condition(quoted=True), "line", False),
        (Condition(kinds=["prose"]), "line", True),
        (Condition(kinds=["heading"]), "line", False),
        (Condition(before="Next", after="x"), " line", False),
    ],
)
def test_a_condition(condition: Condition, match: str, holds: bool) -> None:
    at = TEXT.index(match)
    span = Span(at, at + len(match.strip("\n")))
    passage = analysed(TEXT).passage_at(span)
    assert surroundings(condition, {})(passage, span.shift(-passage.start)) is holds
