"""What a checker says about a place in a text, and the repair it proposes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from cleantext.core.edit import Edit, overlapping
from cleantext.core.span import Span

CONTEXT = 24
"""Characters on both sides of a finding that its id vouches for."""


class Severity(IntEnum):
    """How sure it is that a reader stumbles here. INFO never fails a check."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Applicability(IntEnum):
    """SAFE fixes are applied without asking; SUGGESTED ones are shown and wait for a yes."""

    SUGGESTED = 1
    SAFE = 2


class Source(StrEnum):
    """The kind of checker that speaks, in the order in which they win a conflict."""

    ENCODING = "encoding"
    ORIGINAL = "original"  # what a translation has and the text that it translates has not
    RULE = "rule"
    CONSISTENCY = "consistency"
    WIDE = "wide"
    GRAMMAR = "grammar"

    @property
    def rank(self) -> int:
        """0 for the source that wins over all others."""
        return list(Source).index(self)


class State(StrEnum):
    """What became of a finding in a run. SUPPRESSED is what a comment in the text or the baseline keeps silent."""

    APPLIED = "applied"
    PROPOSED = "proposed"
    FLAGGED = "flagged"
    REJECTED = "rejected"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all of them are carried out, or none.

    Raises ``ValueError`` without edits, or where two of them overlap.
    """

    edits: tuple[Edit, ...]
    applicability: Applicability

    def __post_init__(self) -> None:
        if not self.edits:
            raise ValueError("a fix needs an edit")
        if len(self.edits) > 1 and overlapping(self.edits):
            raise ValueError("the edits of a fix overlap")

    @property
    def span(self) -> Span:
        """The smallest span that covers every edit."""
        if len(self.edits) == 1:
            return self.edits[0].span
        return Span(min(e.span.start for e in self.edits), max(e.span.end for e in self.edits))

    def effect(self, text: str) -> tuple[Edit, ...]:
        """What it does to ``text``, however wide its edits are: the same for two fixes that change the same."""
        return tuple(sorted(edit.trimmed(text) for edit in self.edits))

    def exchanged(self, text: str) -> tuple[str, str]:
        """What it removes from ``text`` and what it puts there, of several edits with a space between."""
        old, new = (edit.span.of(text) for edit in self.edits), (edit.replacement for edit in self.edits)
        return " ".join(old), " ".join(new)

    def shift(self, by: int) -> Fix:
        """The same fix, ``by`` characters further on."""
        return Fix(tuple(edit.shift(by) for edit in self.edits), self.applicability)

    def with_edits(self, new: Mapping[Edit, Edit]) -> Fix:
        """The same fix, some of its edits exchanged for others."""
        return Fix(tuple(new.get(edit, edit) for edit in self.edits), self.applicability)

    def demoted(self) -> Fix:
        """The same fix, to be asked about first."""
        return Fix(self.edits, Applicability.SUGGESTED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place, one complaint, and at most one fix. ``span`` and the fix count in the revision that was checked.

    ``message`` says what is wrong here, ``why`` what usually causes it. ``alternatives`` are further fixes a
    person may prefer. ``confidence`` is the probability that something is wrong here, ``fix_confidence`` the one that
    the fix is right.
    """

    rule: str
    pack: str
    span: Span
    severity: Severity
    message: str
    why: str
    source: Source
    fix: Fix | None = None
    alternatives: tuple[Fix, ...] = ()
    confidence: float = 1.0
    fix_confidence: float = 1.0

    def shift(self, by: int) -> Finding:
        """The same finding, ``by`` characters further on."""
        return Finding(
            self.rule,
            self.pack,
            self.span.shift(by),
            self.severity,
            self.message,
            self.why,
            self.source,
            self.fix.shift(by) if self.fix else None,
            tuple(fix.shift(by) for fix in self.alternatives),
            self.confidence,
            self.fix_confidence,
        )


def unnumbered(finding: str) -> str:
    """An id without the number that tells twins in one document apart.

    >>> unnumbered("0123456789ab-2")
    '0123456789ab'
    """
    return finding.partition("-")[0]


def finding_id(rule: str, text: str, span: Span) -> str:
    """A name for a finding that outlives edits elsewhere in the document: a hash of rule, text and context.

    ``span`` counts in ``text``, the source. Twelve hexadecimal digits.
    """
    context = text[max(0, span.start - CONTEXT) : span.start], span.of(text), text[span.end : span.end + CONTEXT]
    return hashlib.sha256("\0".join((rule, *context)).encode("utf-8", "surrogatepass")).hexdigest()[:12]
