"""What a proposer yields: a place that may be damaged, and repairs in order of likelihood. The judge decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cleantext.core.finding import Finding, Fix, Severity, Source
from cleantext.core.span import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """``span`` and ``fixes`` count in the revision that was read. Without fixes it can only be pointed at.

    ``evidence`` holds numbers that the proposer knows and the judge may weigh, by name: how much likelier the
    best repair makes the words around it (``gain``), how many repairs were tried, how rare a word is.
    """

    rule: str
    pack: str
    span: Span
    message: str
    why: str
    source: Source
    fixes: tuple[Fix, ...] = ()
    severity: Severity = Severity.WARNING
    evidence: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def of_rule(self) -> bool:
        """Whether somebody wrote a rule for it."""
        return self.source in (Source.RULE, Source.CONSISTENCY)

    def finding(self, fix: Fix | None, alternatives: tuple[Fix, ...], wrong: float, right: float = 1.0) -> Finding:
        """What to show of it, with the probabilities that something is wrong and that the fix is right."""
        return Finding(
            self.rule, self.pack, self.span, self.severity, self.message, self.why, self.source,
            fix, alternatives, wrong, right,
        )  # fmt: skip

    def shift(self, by: int) -> Candidate:
        """The same candidate, ``by`` characters further on."""
        return replace(self, span=self.span.shift(by), fixes=tuple(fix.shift(by) for fix in self.fixes))
