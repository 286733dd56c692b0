"""Lines in a row go together."""

from __future__ import annotations

import re

import pytest

from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.judge.blocks import as_blocks

SAFE, ASK, FLAG = Applicability.SAFE, Applicability.SUGGESTED, None
LEVELS = {"s": SAFE, "a": ASK, "f": FLAG}


def levels(marked: str) -> list[Applicability | None]:
    """What becomes of the words in brackets: to go without asking (``s``), asked about (``a``), only found (``f``)."""
    text, findings = "", []
    for before, level, words in re.findall(r"([^\[]*)(?:\[(\w):(.*?)\]|$)", marked):
        span = Span(len(text + before), len(text + before + words))
        text += before + words
        if level:
            fix = Fix((Edit(span, ""),), found) if (found := LEVELS[level]) else None
            findings.append(Finding("r", "p", span, Severity.ERROR, "", "", Source.WIDE, fix))
    return [finding.fix.applicability if finding.fix else None for finding in as_blocks(findings, text)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[s:Ann Berg]\n[a:Women wait.]\nIt rained.", [ASK, ASK]),
        ("[a:Women wait.]\n\n[s:Ann Berg]\n", [ASK, ASK]),
        ("[s:Ann Berg]\n[s:Read]\n[a:Share]\n", [ASK, ASK, ASK]),
        ("[s:Ann Berg]\n[s:Women wait.]\nIt rained.", [SAFE, SAFE]),
        ("[s:Ann Berg]\nIt rained.\n[a:Women wait.]", [SAFE, ASK]),
        ("[s:Ann Berg]\nIt [a:rained] again.", [SAFE, ASK]),
        ("[s:Ann Berg]\n[f:Women wait.]\nIt rained.", [ASK, FLAG]),
        ("[s:Ann Berg]\nIt [f:rained].", [SAFE, FLAG]),
    ],
)
def test_levels(marked: str, expected: list[Applicability | None]) -> None:
    assert levels(marked) == expected
