"""What the page knows: the report as the JSON that its script reads, with every place worked out beforehand.

A file falls into rows, lines with their findings; marks are the changes as whole words, which don't overlap. Offsets
into a file's text count UTF-16 units, as strings do in a browser; only ``offset``, which goes into decisions, counts
characters.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.language.sentences import sentences
from cleantext.report import json as report_json
from cleantext.report.model import FileReport, Report, ReportedFinding, ReportedFix, Sources
from cleantext.report.words import whole_words

_LINE = regex.compile(r"\r\n|\r|\n")
_ASTRAL = regex.compile(r"[^\u0000-\uffff]")
_LONGEST = 2_000  # characters of a sentence that is offered for rewriting; beyond it only the place itself is


def render(report: Report, sources: Sources) -> str:
    """The report in ASCII JSON that may stand inside a script element: it holds no ``<``."""
    strings: dict[str, int] = {}
    ordered = report_json.in_order(report)
    content = {
        "key": identity(report),
        "files": [_file(file, sources.get(file.path), strings) for file in ordered.files],
        "strings": list(strings),
    }
    return json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")


def identity(report: Report) -> str:
    """A hash of the report, which names the decisions about it."""
    return hashlib.sha256(report_json.render(report).encode()).hexdigest()[:16]


def _file(file: FileReport, source: str | None, strings: dict[str, int]) -> dict[str, Any]:
    if source is None or file.error is not None:
        return {"path": file.path, "text": "", "rows": [], "marks": [], "findings": []}
    units = Units(source)
    marks = _marks(file, source)
    number = {finding.id: i for i, finding in enumerate(file.findings)}
    spans = [place for finding in file.findings for place in _places(finding)] + [span for span, _, _, _ in marks]
    starts = [finding.start for finding in file.findings]
    rows: list[list[int]] = []
    findings: list[dict[str, Any]] = []
    for start, end, stop in _stretches(source, spans):
        first, last = bisect_left(starts, start), bisect_left(starts, stop)
        rows.append([units(start), units(end), first, last])
        row = Span(start, end)
        inside = [s.shift(start) for s in sentences(row.of(source))] if first < last else []
        findings += [_finding(f, file, source, row, inside, units, strings) for f in file.findings[first:last]]
    return {
        "path": file.path,
        "text": source,
        "rows": rows,
        "marks": [
            [units(s.start), units(s.end), new, [number[name] for name in names if name in number], applied]
            for s, new, names, applied in marks
        ],
        "findings": findings,
    }


def _finding(
    finding: ReportedFinding,
    file: FileReport,
    source: str,
    row: Span,
    inside: Sequence[Span],
    units: Units,
    strings: dict[str, int],
) -> dict[str, Any]:
    scope = _scope(finding, file, row, inside)
    own = finding.fix if finding.state == "proposed" else None
    draft = _draft(scope, file, own, source)
    return {
        "id": finding.id,
        "rule": _number(finding.rule, strings),
        "message": _number(finding.message, strings),
        "why": _number(finding.why, strings),
        "severity": finding.severity,
        "state": finding.state,
        "at": f"{finding.line}:{finding.column}",
        "start": units(finding.start),
        "end": units(finding.end),
        "fix": finding.fix.applicability if finding.fix else None,
        "sure": finding.confidence,
        "changes": _changes(finding.fix, source),
        "scope": [units(scope.start), units(scope.end), scope.start - finding.start],
        "draft": None if draft == scope.of(source) else draft,
        "others": [_other(fix, finding, source) for fix in finding.alternatives[:9]],
    }


def _scope(finding: ReportedFinding, file: FileReport, row: Span, inside: Sequence[Span]) -> Span:
    """The sentences that the finding and its fix stand in, with all of the applied edits that they cut."""
    place = Span(finding.start, finding.end)
    for own in _places(finding):
        if row.covers(own):
            place = place.join(own)
    scope = place
    for sentence in inside:
        if sentence.touches(place) and len(sentence) <= _LONGEST:
            scope = scope.join(sentence)
    for edit in file.applied:
        span = Span(edit.start, edit.end)
        if span.overlaps(scope):
            scope = scope.join(span)
    return scope


def _draft(scope: Span, file: FileReport, own: ReportedFix | None, source: str) -> str:
    """The scope as it would read with what was applied, and with the finding's own fix where that stands clear."""
    edits = [Edit(Span(e.start, e.end), e.replacement) for e in file.applied if scope.covers(Span(e.start, e.end))]
    if own is not None:
        new = [Edit(Span(e.start, e.end), e.replacement) for e in own.edits if scope.covers(Span(e.start, e.end))]
        edits = [e for e in edits if not any(e.span.touches(n.span) for n in new)] + new
    return apply_edits(scope.of(source), (edit.shift(-scope.start) for edit in edits))


def _other(fix: ReportedFix, finding: ReportedFinding, source: str) -> list[Any]:
    """What an alternative replaces, by what, and where that begins, counted from the finding's start."""
    edits = [Edit(Span(e.start, e.end), e.replacement) for e in fix.edits]
    span = Span(min(e.span.start for e in edits), max(e.span.end for e in edits))
    old = span.of(source)
    return [old, apply_edits(old, (edit.shift(-span.start) for edit in edits)), span.start - finding.start]


def _changes(fix: ReportedFix | None, source: str) -> list[list[str]]:
    """What the fix takes out and puts in, in whole words."""
    edits = [Edit(Span(e.start, e.end), e.replacement) for e in fix.edits] if fix else []
    return [[word.edit.span.of(source), word.edit.replacement] for word in whole_words(source, edits)]


def _marks(file: FileReport, source: str) -> list[tuple[Span, str, tuple[str, ...], int]]:
    """Changes to show in the text: span, replacement, findings, and 1 where applied. None overlap another."""
    applied = [Edit(Span(e.start, e.end), e.replacement) for e in file.applied]
    marks: list[tuple[Span, str, tuple[str, ...], int]] = []
    for word in whole_words(source, applied):
        names = dict.fromkeys(name for i in word.origins for name in file.applied[i].findings)
        marks.append((word.edit.span, word.edit.replacement, tuple(names), 1))
    for finding in file.findings:
        if finding.state != "proposed" or finding.fix is None:
            continue
        edits = [Edit(Span(e.start, e.end), e.replacement) for e in finding.fix.edits]
        for own in ([word.edit for word in whole_words(source, edits)], edits):
            if not any(_near(edit.span, mark[0]) for edit in own for mark in marks):
                marks += [(edit.span, edit.replacement, (finding.id,), 0) for edit in own]
                break
    return sorted(marks, key=lambda mark: mark[0])


def _near(one: Span, other: Span) -> bool:
    return one.overlaps(other) or (one.touches(other) and not (len(one) and len(other)))


def _places(finding: ReportedFinding) -> Iterator[Span]:
    yield Span(finding.start, finding.end)
    for edit in finding.fix.edits if finding.fix else ():
        yield Span(edit.start, edit.end)


def _stretches(source: str, spans: Iterable[Span]) -> Iterator[tuple[int, int, int]]:
    """Start, end and beginning of the next of each line of ``source``; lines that a span joins are one."""
    ends = [m.span() for m in _LINE.finditer(source)] + [(len(source), len(source) + 1)]
    ordered = sorted(spans)
    start = reach = at = 0
    for end, stop in ends:
        while at < len(ordered) and ordered[at].start < stop:
            reach = max(reach, ordered[at].end)
            at += 1
        if reach <= end or stop > len(source):
            yield start, end, stop
            start = stop


def _number(text: str, strings: dict[str, int]) -> int:
    return strings.setdefault(text, len(strings))


class Units:
    """Offsets of a text in UTF-16 units."""

    def __init__(self, text: str):
        self.wide = [m.start() for m in _ASTRAL.finditer(text)]

    def __call__(self, at: int) -> int:
        return at + bisect_left(self.wide, at)
