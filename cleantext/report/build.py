"""From what the engine found in a document to its part of the report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cleantext.core.document import Places
from cleantext.core.finding import Fix
from cleantext.engine import Examination, Judged
from cleantext.report.model import AppliedEdit, FileReport, ReportedDamage, ReportedEdit, ReportedFinding, ReportedFix


def file_report(path: str, examination: Examination, output: str | None, columns: Sequence[str] = ()) -> FileReport:
    """The report of one file. ``path`` and ``output`` are given as the user would write them.

    ``columns`` are those of a table that were read.
    """
    document = examination.document
    places = Places(document)
    return FileReport(
        path=path,
        output=output,
        format=document.format,
        encoding=document.encoding,
        sha256=hashlib.sha256(document.raw).hexdigest(),
        sentences=examination.sentences,
        findings=tuple(_finding(judged, document.text, places) for judged in examination.findings),
        applied=tuple(
            AppliedEdit(
                start=e.edit.span.start,
                end=e.edit.span.end,
                replacement=e.edit.replacement,
                findings=tuple(sorted(e.causes)),
            )
            for e in examination.applied
        ),
        error=None,
        damage=ReportedDamage(
            round(examination.damage.share, 4),
            {kind: round(share, 4) for kind, share in examination.damage.kinds.items()},
            examination.damage.verdict,
        ),
        columns=tuple(columns) if document.layout else (),
    )


def failed(path: str, error: str) -> FileReport:
    """The report of a file that could not be read or written."""
    return FileReport(
        path=path,
        output=None,
        format=None,
        encoding=None,
        sha256=None,
        sentences=0,
        findings=(),
        applied=(),
        error=error,
    )


def _finding(judged: Judged, text: str, places: Places) -> ReportedFinding:
    finding = judged.finding
    (line, column), (end_line, end_column) = places.positions(finding.span)
    return ReportedFinding(
        id=judged.id,
        rule=finding.rule,
        pack=finding.pack,
        severity=finding.severity.name.lower(),  # type: ignore[arg-type]
        start=finding.span.start,
        end=finding.span.end,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        place=places.note(finding.span),
        text=finding.span.of(text),
        message=finding.message,
        why=finding.why,
        fix=_fix(finding.fix) if finding.fix else None,
        alternatives=tuple(_fix(fix) for fix in finding.alternatives),
        confidence=round(finding.confidence, 3),
        source=finding.source.value,
        state=judged.state.value,
        fix_confidence=round(finding.fix_confidence, 3),
    )


def _fix(fix: Fix) -> ReportedFix:
    return ReportedFix(
        applicability=fix.applicability.name.lower(),  # type: ignore[arg-type]
        edits=tuple(ReportedEdit(e.span.start, e.span.end, e.replacement) for e in fix.edits),
    )
