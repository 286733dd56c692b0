"""A file's report as what an office document shows of it: reasons of edits, flags and proposals as comments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from cleantext.core.span import Span
from cleantext.formats.marks import Marks, Remark
from cleantext.report.model import FileReport, ReportedFinding
from cleantext.report.words import in_words


def marks_of(file: FileReport, source: str) -> Marks:
    """Dated now. Remarks on style, and what was rejected or suppressed, are left out."""
    return Marks(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), tuple(_remarks(file, source)))


def _remarks(file: FileReport, source: str) -> Iterator[Remark]:
    applied: dict[str, Span] = {}
    for edit in file.applied:
        for name in edit.findings:
            applied[name] = applied.get(name, edit.span).join(edit.span)
    for finding in file.findings:
        if finding.state == "applied" and finding.id in applied:
            yield Remark(applied[finding.id], told(finding))
        elif finding.state in ("proposed", "flagged") and finding.severity != "info":
            edits = [edit.edit for edit in finding.fix.edits] if finding.fix else []
            proposed = f" Proposed: {in_words(source, edits)}." if edits else ""
            yield Remark(finding.span, told(finding) + proposed)


def told(finding: ReportedFinding) -> str:
    """What a finding says, in whole sentences."""
    message = finding.message[:1].upper() + finding.message[1:]
    return f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} {finding.why}".rstrip()
