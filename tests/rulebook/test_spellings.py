"""One name in two spellings."""

from __future__ import annotations

import pytest

from cleantext.rulebook.matchers import spellings
from tests.analysed import analysed


def odd(text: str, alike: str) -> list[str]:
    spec = spellings.Spec(alike=alike, minimum=2)  # type: ignore[arg-type]
    return [match.span.of(text) for match in spellings.find(spec, {})(analysed(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Bean-Post left. Bean-Post wrote. Later Bean Post called.", ["Bean Post"]),
        ("Ada Bean-Post left. Bean-Post wrote. Later Bean Post Office called.", []),
        ("Ada Bean-Post left. Bean-Post wrote. Later Green-Bean Post called.", []),
        ("Bean-Post. Bean Post. Bean Post.", ["Bean-Post"]),
        ("Bean-Post. Bean Post.", []),
    ],
)
@pytest.mark.parametrize("length", [0, 30_000], ids=["short", "long"])
def test_a_name_with_and_without_its_hyphen(text: str, found: list[str], length: int) -> None:
    assert odd(text + " The river rose slowly." * (length // 20), "hyphen") == found
