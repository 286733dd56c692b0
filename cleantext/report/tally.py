"""How many: the counts that the terminal and the page both show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cleantext.report.model import FileReport, Report, ReportedFinding, SeverityName, StateName

SEVERITIES: tuple[SeverityName, ...] = ("error", "warning", "info")
STATES: tuple[StateName, ...] = ("applied", "proposed", "flagged", "rejected", "suppressed")


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings by state and by severity."""

    findings: int
    states: Counter[StateName]
    severities: Counter[SeverityName]

    @property
    def open(self) -> int:
        """What still waits for a person: proposed or flagged."""
        return self.states["proposed"] + self.states["flagged"]


def tally(findings: Iterable[ReportedFinding]) -> Tally:
    """The counts of some findings."""
    states: Counter[StateName] = Counter()
    severities: Counter[SeverityName] = Counter()
    for finding in findings:
        states[finding.state] += 1
        severities[finding.severity] += 1
    return Tally(states.total(), states, severities)


def tally_report(report: Report) -> Tally:
    """The counts over all files."""
    return tally(finding for file in report.files for finding in file.findings)


def failed(report: Report) -> tuple[FileReport, ...]:
    """The files that could not be read or written."""
    return tuple(file for file in report.files if file.error is not None)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "file"), count(1200, "file"), count(0, "copy", "copies")
    ('1 file', '1,200 files', '0 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
