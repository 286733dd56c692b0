"""What the rules make of whole articles: correct ones raise nothing, damaged ones are found and repaired.

The bounds on the damaged articles are a ratchet: raise them when the rules get better. Nobody who writes rules
reads the articles in ``heldback`` and ``unread``; their figures say what to expect of articles that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

import cleantext
from cleantext.core.span import Span
from cleantext.report.model import ReportedFinding
from tests import markup

pytestmark = pytest.mark.slow

CORRECT = sorted((markup.CORPUS / "correct").glob("*.txt"))


@cache
def found_in(text: str) -> Sequence[ReportedFinding]:
    return cleantext.check(text)


def loud(text: str) -> list[ReportedFinding]:
    return [f for f in found_in(text) if f.severity != "info"]


@pytest.mark.parametrize("path", CORRECT, ids=lambda path: path.stem)
def test_correct_text_raises_nothing_and_stays(path: Path) -> None:
    text = path.read_bytes().decode()
    assert [(f.rule, f.line, f.text) for f in loud(text)] == []
    assert cleantext.clean(text) == text


@pytest.mark.parametrize(
    ("folder", "every", "found", "stray"),
    [
        (markup.GOLD, 1, 0.83, 8),
        (markup.CORPUS / "damaged", 1, 0.82, 40),
        (markup.CORPUS / "heldback", 2, 0.58, 50),
        (markup.CORPUS / "unread", 6, 0.36, 60),
    ],
    ids=["seeds", "damaged", "heldback", "unread"],
)
def test_damaged_articles_are_found_out(folder: Path, every: int, found: float, stray: int) -> None:
    hits, misses, false = 0, 0, 0
    for text, artefacts in islice(articles(folder), 0, None, every):
        findings = loud(text)
        for artefact in artefacts:
            hit = any(touches(f, artefact) for f in findings)
            hits, misses = hits + hit, misses + (not hit)
        false += sum(not any(touches(f, a) for a in artefacts) for f in findings)
    assert hits / (hits + misses) >= found
    assert false <= stray


@pytest.mark.parametrize("folder", [markup.GOLD, markup.CORPUS / "damaged"], ids=["seeds", "damaged"])
def test_what_is_applied_without_asking_touches_damage_only(folder: Path) -> None:
    for text, artefacts in articles(folder):
        for finding in found_in(text):
            if finding.fix and finding.fix.applicability == "safe":
                assert any(touches(finding, artefact) for artefact in artefacts), finding


def articles(folder: Path) -> Iterator[tuple[str, list[markup.Artefact]]]:
    for path in sorted(folder.glob("*.mark")):
        yield markup.read(path)


def touches(finding: ReportedFinding, artefact: markup.Artefact) -> bool:
    return Span(finding.start, finding.end).touches(Span(artefact.start, artefact.end))
