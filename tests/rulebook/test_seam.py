"""Words cut by a space and words glued together."""

from __future__ import annotations

import pytest

from cleantext.core.document import BlockKind
from cleantext.core.edit import apply_edits
from cleantext.language.analysis import Passage
from cleantext.rulebook.matchers import seam

LISTS = {"first": ("of", "that"), "last": ("said",), "both": ("of", "the", "in", "is")}
CUT = seam.Spec(problem="cut")
GLUED = seam.Spec(problem="glued", first=["first"], last=["last"], both=["both"])


@pytest.mark.parametrize(
    ("spec", "text", "whole"),
    [
        (CUT, "The govern ment left.", "The government left."),
        (CUT, "Govern ment and coun- cil left.", "Government and council left."),
        (CUT, "Tests are al so used.", "Tests are also used."),
        (CUT, "Two- and three-day tours are in and out.", None),
        (CUT, "Between B and C, the b and m terms.", None),
        (CUT, "He likes it al dente, and la Repubblica likes him.", None),
        (GLUED, "The end ofthe pier is inthe fog.", "The end of the pier is in the fog."),
        (GLUED, "The ship thatcarried grain, the ministersaid.", "The ship that carried grain, the minister said."),
        (GLUED, "Theory, often, offal, islands and Ofthe.", None),
        (GLUED, "See example.ofthe/inthe and #ofthe.", None),
    ],
)
def test_seams(spec: seam.Spec, text: str, whole: str | None) -> None:
    found = list(seam.find(spec, LISTS)(Passage(text, BlockKind.PROSE)))
    repaired = apply_edits(text, (edit for match in found for edit in match.edits))
    assert repaired == (whole or text)


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(ValueError, match="no word list 'x'"):
        seam.find(seam.Spec(problem="glued", first=["x"]), LISTS)
