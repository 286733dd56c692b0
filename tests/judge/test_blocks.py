"""Lines in a row go together."""

from __future__ import annotations

import re

import pytest

from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.judge.blocks import as_blocks

SAFE, ASK = Applicability.SAFE, Applicability.SUGGESTED
LEVELS = {"s": SAFE, "l": ASK, "d": ASK}
SURE = {"s": 0.95, "l": 0.8, "d": 0.2, "f": 0.05, "w": 0.05}


def levels(marked: str) -> list[Applicability | None]:
    """What becomes of the words in brackets: safe to go (``s``), likely (``l``), in doubt (``d``), without a repair but
    for leaving them out (``f``) or for other words (``w``).
    """
    text, findings = "", []
    for before, kind, words in re.findall(r"([^\[]*)(?:\[(\w):(.*?)\]|$)", marked):
        span = Span(len(text + before), len(text + before + words))
        text += before + words
        if kind:
            rest = (Fix((Edit(span, "other" if kind == "w" else ""),), ASK),)
            fix = Fix((Edit(span, ""),), level) if (level := LEVELS.get(kind)) else None
            findings.append(
                Finding("r", "p", span, Severity.ERROR, "", "", Source.WIDE, fix, rest, fix_confidence=SURE[kind])
            )
    return [finding.fix.applicability if finding.fix else None for finding in as_blocks(findings, text)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[s:Ann Berg]\n[d:Women wait.]\nIt rained.", [ASK, ASK]),
        ("[d:Women wait.]\r\n\r\n[s:Ann Berg]\r\n", [ASK, ASK]),
        ("[s:Ann Berg]\n[s:Read]\n[d:Share]\n", [ASK, ASK, ASK]),
        ("[s:Ann Berg]\n[f:Women wait.]\nIt rained.", [ASK, None]),
        ("[s:Ann Berg]\n[w:Women wait.]\nIt rained.", [SAFE, None]),
        ("[s:Ann Berg]\n[l:Women wait.]\nIt rained.", [SAFE, ASK]),
        ("[s:Ann Berg]\n[s:Women wait.]\nIt rained.", [SAFE, SAFE]),
        ("[s:Ann Berg]\nIt rained.\n[d:Women wait.]", [SAFE, ASK]),
        ("[s:Ann Berg]\nIt [d:rained] again.", [SAFE, ASK]),
        ("[s:Ann Berg]\nIt [f:rained].", [SAFE, None]),
    ],
)
def test_levels(marked: str, expected: list[Applicability | None]) -> None:
    assert levels(marked) == expected
