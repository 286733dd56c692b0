"""Which findings are about one place."""

from __future__ import annotations

import pytest

from cleantext.report.places import places
from tests.review.test_resolution import finding


@pytest.mark.parametrize(
    ("findings", "grouped"),
    [
        ([finding("a", 0, 3, "proposed", (0, 3, "")), finding("b", 4, 7, "proposed", (4, 7, ""))], [(0,), (1,)]),
        ([finding("a", 0, 3, "proposed", (0, 5, "")), finding("b", 4, 7, "proposed", (4, 7, ""))], [(0, 1)]),
        ([finding("a", 0, 3, "proposed", (2, 3, "")), finding("b", 0, 3, "proposed", (0, 1, ""))], [(0,), (1,)]),
        ([finding("a", 0, 7, "flagged"), finding("b", 0, 4, "proposed", (0, 3, ""))], [(0, 1)]),
        ([finding("a", 0, 23, "flagged"), finding("b", 4, 7, "proposed", (4, 7, ""))], [(0,), (1,)]),
        ([finding("a", 0, 3, "applied", (0, 3, "")), finding("b", 0, 3, "proposed", (0, 3, "x"))], [(0,), (1,)]),
        ([finding(n, i, i + 2, "proposed", (i, i + 2, "")) for i, n in enumerate("abc")], [(0, 1, 2)]),
    ],
)
def test_fixes_for_the_same_characters_and_remarks_on_the_same_words_meet(findings: list, grouped: list) -> None:  # type: ignore[type-arg]
    assert places(findings) == grouped
