"""Sentences and paragraphs that stand in a text twice are found, however their white space and their ends differ."""

from __future__ import annotations

import pytest

from cleantext.rulebook.matchers import repeat
from tests.analysed import analysed

SENTENCE = "The river rose by the old mill."
PARAGRAPH = "The river rose by the old mill. Nobody saw how it fell again."


@pytest.mark.parametrize(
    ("unit", "text", "found"),
    [
        ("sentence", f"{SENTENCE} It rained. {SENTENCE} It fell.", [SENTENCE]),
        ("sentence", f"Now. {SENTENCE}\n\nIt rained.\n\nSo it was. {SENTENCE}", [SENTENCE]),
        ("sentence", f"{SENTENCE} It rained. The  river rose by the\told mill.", ["The  river rose by the\told mill."]),
        ("sentence", "He shouted “It is all over!” We left. He shouted “It is all over!” They came.",
         ["He shouted “It is all over!”"]),
        ("sentence", "It is so. . We saw nobody there at all\n\nIt is so. . We saw nobody there at all",
         ["We saw nobody there at all"]),
        ("sentence", "We saw a big red fire truck.Then it went. We saw a big red fire truck. Now",
         ["We saw a big red fire truck."]),
        ("sentence", "It rained. No more. It rained. The river rose by the old mill. The river rose by the mill.", []),
        ("paragraph", f"{PARAGRAPH}\n\nIt rained.\n\n{PARAGRAPH}", [PARAGRAPH]),
        ("paragraph", f"{PARAGRAPH}\n\n{PARAGRAPH.replace(' rose', '  rose')}", [PARAGRAPH.replace(" rose", "  rose")]),
        ("paragraph", f"{PARAGRAPH}\n\n{PARAGRAPH.replace(' rose ', ' sank ')}", []),
    ],
)  # fmt: skip
def test_what_stands_there_twice_is_found(unit: str, text: str, found: list[str]) -> None:
    spec = repeat.Spec(unit="sentence" if unit == "sentence" else "paragraph")
    assert [m.span.of(text) for m in repeat.find(spec, {})(analysed(text))] == found
