"""Findings that are about one place: a person looks at them once, as one card whose readings exclude each other.

Two fixes that change the same characters meet at one place, and so do two findings of which one has no fix and that
mostly cover the same words. What waits for a person is kept apart from what was carried out.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.core.span import Span, clash
from cleantext.core.span_index import SpanIndex
from cleantext.report.model import ReportedFinding

_WAITING = ("proposed", "flagged")


def waits(finding: ReportedFinding) -> bool:
    """Whether a person has still to decide about it."""
    return finding.state in _WAITING


def fix_spans(finding: ReportedFinding) -> list[Span]:
    """The places of its fix's edits."""
    return [edit.span for edit in finding.fix.edits] if finding.fix else []


def cover(finding: ReportedFinding) -> Span:
    """The smallest span that holds the finding and its fix."""
    span = finding.span
    for own in fix_spans(finding):
        span = span.join(own)
    return span


def meet(one: ReportedFinding, other: ReportedFinding) -> bool:
    """Whether the two are about the same place."""
    if waits(one) != waits(other):
        return False
    if one.fix and other.fix:
        return clash(fix_spans(one), fix_spans(other))
    a, b = cover(one), cover(other)
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and 2 * shared >= max(len(a), len(b))


def places(findings: Sequence[ReportedFinding]) -> list[tuple[int, ...]]:
    """The findings, by their numbers, place by place in order.

    >>> places([])
    []
    """
    parent = list(range(len(findings)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    seen: SpanIndex[int] = SpanIndex()
    for number, finding in enumerate(findings):
        for other in seen.touching(cover(finding)):
            if root(other) != root(number) and meet(finding, findings[other]):
                parent[root(number)] = root(other)
        seen.add(cover(finding), number)
    groups: dict[int, list[int]] = {}
    for number in range(len(findings)):
        groups.setdefault(root(number), []).append(number)
    return sorted(map(tuple, groups.values()), key=lambda group: min(cover(findings[n]).start for n in group))
