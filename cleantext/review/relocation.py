"""Find the findings of a report again in a source that has changed since.

A finding's id is a hash of its rule, its text and what is around it, so that the same place gives the same id
wherever it has moved to. What the id says nothing about is not trusted: a fix that reaches beyond it is lost.
"""

from __future__ import annotations

import hashlib

import msgspec

from cleantext.core.document import Document, Places
from cleantext.core.finding import CONTEXT, finding_id
from cleantext.core.span import Span
from cleantext.report.model import AppliedEdit, FileReport, ReportedEdit, ReportedFinding, ReportedFix
from cleantext.review.decisions import Decision


def relocate(file: FileReport, document: Document) -> tuple[FileReport, list[ReportedFinding]]:
    """The report in offsets of the source as it is now, and the findings that are not there any more."""
    source = document.text
    moved: dict[str, int] = {}
    lost: list[ReportedFinding] = []
    for finding in file.findings:
        by = _move(finding, source)
        if by is None:
            lost.append(finding)
        else:
            moved[finding.id] = by
    places = Places(document)
    known = {f.id: f for f in file.findings}
    kept = [(edit, _shift(edit, known, moved)) for edit in file.applied]
    broken = {name for edit, shifted in kept if shifted is None for name in edit.findings}
    while more := {n for e, s in kept if s and broken & set(e.findings) for n in e.findings} - broken:
        broken |= more
    applied = tuple(s for edit, s in kept if s is not None and not broken & set(edit.findings))
    lost += [f for f in file.findings if f.id in broken and f.id in moved]
    findings = tuple(_moved(f, moved[f.id], places, f.id not in broken) for f in file.findings if f.id in moved)
    relocated = msgspec.structs.replace(
        file,
        findings=findings,
        applied=applied,
        sha256=hashlib.sha256(document.raw).hexdigest(),
        encoding=document.encoding,
    )
    return relocated, lost


def follow(edit: Decision, source: str) -> Decision | None:
    """A free edit at the only place of ``source`` where its old text is; None where there is none, or several."""
    at = source.find(edit.old) if edit.old else -1
    if at < 0 or edit.old is None or source.find(edit.old, at + 1) >= 0:
        return None
    return msgspec.structs.replace(edit, start=at, end=at + len(edit.old))


def _move(finding: ReportedFinding, source: str) -> int | None:
    """How far the finding has moved, to its place nearest the old one; None where it is gone."""
    name, _, number = finding.id.partition("-")
    width = finding.end - finding.start
    places = []
    at = source.find(finding.text)
    while at >= 0:
        if finding_id(finding.rule, source, Span(at, at + width)) == name:
            places.append(at)
        at = source.find(finding.text, at + 1)
    nth = int(number) - 1 if number.isdecimal() else 0
    return places[nth] - finding.start if nth < len(places) else None


def _shift(edit: AppliedEdit, known: dict[str, ReportedFinding], moved: dict[str, int]) -> AppliedEdit | None:
    """The applied edit at its new place, if all its findings moved together and vouch for what it replaces."""
    moves = {moved.get(name) for name in edit.findings}
    by = moves.pop() if len(moves) == 1 else None
    if by is None or not any(_vouched(known[name], edit.start, edit.end) for name in edit.findings):
        return None
    return msgspec.structs.replace(edit, start=edit.start + by, end=edit.end + by)


def _moved(finding: ReportedFinding, by: int, places: Places, whole: bool) -> ReportedFinding:
    span = finding.span.shift(by)
    (line, column), (end_line, end_column) = places.positions(span)
    fix = _moved_fix(finding, finding.fix, by) if finding.fix and whole else None
    state = finding.state if fix or finding.state not in ("applied", "proposed") else "flagged"
    alternatives = (_moved_fix(finding, a, by) for a in finding.alternatives)
    return msgspec.structs.replace(
        finding,
        start=span.start,
        end=span.end,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        place=places.note(span),
        fix=fix,
        alternatives=tuple(a for a in alternatives if a),
        state=state,
    )


def _moved_fix(finding: ReportedFinding, fix: ReportedFix, by: int) -> ReportedFix | None:
    if not all(_vouched(finding, e.start, e.end) for e in fix.edits):
        return None
    return ReportedFix(
        fix.applicability, tuple(ReportedEdit(e.start + by, e.end + by, e.replacement) for e in fix.edits)
    )


def _vouched(finding: ReportedFinding, start: int, end: int) -> bool:
    return finding.start - CONTEXT <= start and end <= finding.end + CONTEXT
