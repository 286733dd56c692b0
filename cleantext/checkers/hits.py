"""How often rules fire on text: on clean text, each hit is a false alarm until somebody has looked at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleantext.checkers.rules import RuleChecker
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.rulebook.compile import CompiledRule

AROUND = 30  # characters of context on either side of a sample
LINES = 400  # of a long file that are one document, as an article would be


@dataclass(frozen=True, slots=True)
class Hits:
    """``hits`` maps the id of each rule that fired to its places, in context; ``words`` counts what was read."""

    words: int
    hits: dict[str, list[str]]


def measure(rules: Sequence[CompiledRule], texts: Iterable[str]) -> Hits:
    """Run ``rules`` over ``texts``. Long texts are read in pieces, so that no rule sees a whole book at once."""
    checker = RuleChecker(rules)
    words = 0
    hits: dict[str, list[str]] = {}
    for text in texts:
        words += len(text.split())
        lines = text.splitlines(keepends=True)
        for start in range(0, len(lines), LINES):
            part = "".join(lines[start : start + LINES])
            for finding in checker.check(Analysis(Revision(part, segment))):
                low, high = max(0, finding.span.start - AROUND), finding.span.end + AROUND
                hits.setdefault(finding.rule, []).append(" ".join(part[low:high].split()))
    return Hits(words, hits)
