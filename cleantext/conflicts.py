"""Findings that meet in one place: which of their fixes are applied together, and what a person is shown of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from cleantext.core.finding import Finding, Fix, Source
from cleantext.core.span_index import SpanIndex

_T = TypeVar("_T")


def without_conflicts(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Which fixes are applied together, and which lose a conflict; findings without one are left out.

    Higher applicability wins, then the source, then the narrower span, then the order of the findings.
    """
    fixes = [(finding, finding.fix) for finding in findings if finding.fix]
    fixes.sort(key=lambda pair: (-pair[1].applicability, pair[0].source.rank, len(pair[0].span)))
    chosen: list[Finding] = []
    losers: list[Finding] = []
    taken: SpanIndex[None] = SpanIndex()
    for finding, fix in fixes:
        if touching(fix, taken):
            losers.append(finding)
            continue
        chosen.append(finding)
        for edit in fix.edits:
            taken.add(edit.span, None)
    return chosen, losers


def touching(fix: Fix | None, places: SpanIndex[_T]) -> set[_T]:
    """The values at the places that an edit of ``fix`` touches."""
    return {value for edit in (fix.edits if fix else ()) for value in places.touching(edit.span)}


def _graver(finding: Finding, other: Finding) -> Finding:
    return replace(finding, severity=max(finding.severity, other.severity))


def with_alternatives(finding: Finding, more: Iterable[Fix]) -> Finding:
    """The finding with the fixes that it lacks as alternatives."""
    known = [finding.fix, *finding.alternatives]
    new = [fix.demoted() for fix in more if all(k is None or k.edits != fix.edits for k in known)]
    return replace(finding, alternatives=(*finding.alternatives, *new)) if new else finding


def folded(findings: Iterable[Finding], text: str) -> list[Finding]:
    """One place, one finding: grammar's word on a place that another checker explains becomes an alternative there.

    Two that would change ``text``, the source, in the same way are one. So are two at one place whose fixes clash: the
    loser's becomes an alternative of the winner's. Where only the fixes meet the loser stays, with its fix as
    alternative. A finding without a fix is left out where another explains all of its place.
    """
    ordered = sorted(findings, key=lambda f: (f.source.rank, -(f.fix.applicability if f.fix else 0), len(f.span)))
    kept: list[Finding] = []
    explained: SpanIndex[int] = SpanIndex()  # the places of findings that grammar folds into
    fixed: SpanIndex[int] = SpanIndex()
    for finding in ordered:
        folds = finding.source is Source.GRAMMAR
        if folds and (hosts := explained.touching(finding.span)):
            kept[hosts[0]] = with_alternatives(kept[hosts[0]], [finding.fix] if finding.fix else [])
            continue
        if not finding.fix and any(kept[i].span.covers(finding.span) for i in explained.touching(finding.span)):
            continue  # a piece of what another finding explains
        if finding.fix and (winners := touching(finding.fix, fixed)):
            effect = finding.fix.effect(text)
            if twins := [i for i in winners if (fix := kept[i].fix) and fix.effect(text) == effect]:
                kept[twins[0]] = with_alternatives(_graver(kept[twins[0]], finding), finding.alternatives)
                continue
            if hosts := [i for i in sorted(winners) if kept[i].span.overlaps(finding.span)]:
                more = [finding.fix, *finding.alternatives]
                kept[hosts[0]] = with_alternatives(_graver(kept[hosts[0]], finding), more)
                continue
            finding = replace(finding, fix=None, alternatives=(finding.fix.demoted(), *finding.alternatives))
        for edit in finding.fix.edits if finding.fix else ():
            fixed.add(edit.span, len(kept))
        if not folds:
            explained.add(finding.span, len(kept))
        kept.append(finding)
    return kept
