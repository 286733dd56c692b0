"""Findings as workflow commands, which GitHub shows as annotations beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleantext.report.json import in_order
from cleantext.report.model import FileReport, Report, ReportedFinding, Sources, end_of
from cleantext.report.visible import visible
from cleantext.report.words import in_words

_UNSEEN_BUT_ENDS = regex.compile(r"[^\r\n]+")
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, sources: Sources) -> str:
    """One command a line, for each finding and for each file that failed."""
    return "".join(line + "\n" for file in in_order(report).files for line in _lines(file, sources.get(file.path)))


def _lines(file: FileReport, source: str | None) -> Iterator[str]:
    if file.error is not None:
        yield f"::error file={_property(file.path)},title=cleantext::{_message(file.error)}"
    for finding in file.findings:
        if finding.state not in ("rejected", "suppressed"):
            yield _line(file, finding, source)


def _line(file: FileReport, finding: ReportedFinding, source: str | None) -> str:
    end_line, end_column = end_of(finding)
    where = f"file={_property(file.path)},line={finding.line},endLine={end_line}"
    if end_line == finding.line:  # GitHub takes columns only where a place stays on its line
        where += f",col={finding.column},endColumn={end_column}"
    message = visible(finding.message)
    if finding.fix and source is not None:
        repair = in_words(source, [edit.edit for edit in finding.fix.edits])
        message += f" ({'fixed' if finding.state == 'applied' else 'fix'}: {visible(repair)})"
    title = _property(f"cleantext: {finding.rule}")
    return f"::{LEVELS[finding.severity]} {where},title={title}::{_message(message)}"


def _message(text: str) -> str:
    """``text`` for a log: its line ends escaped as GitHub reads them back, what would drive a terminal spelled out."""
    text = _UNSEEN_BUT_ENDS.sub(lambda found: visible(found[0]), text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
