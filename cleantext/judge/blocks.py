"""Lines in a row that may have to go are decided together: none goes without asking beside one that is in doubt.

Else a photo's credit goes and its caption, which nothing then explains, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleantext.core.finding import Applicability, Finding
from cleantext.core.lines import left_out
from cleantext.core.span import Span

IN_DOUBT = 0.5
"""Below this probability it is in doubt whether a line has to go; above it that may be sure in the next pass."""


def as_blocks(findings: Iterable[Finding], text: str) -> Iterator[Finding]:
    """The findings, which are in order; where a line is in doubt those around it are to be asked about, too."""
    block: list[Finding] = []
    end = 0
    for finding in findings:
        lines = _lines(finding, text)
        if block and not (lines and text[end : lines.start].isspace()):
            yield from _together(block)
            block = []
        if lines:
            block.append(finding)
            end = lines.end
        else:
            yield finding
    yield from _together(block)


def _lines(finding: Finding, text: str) -> Span | None:
    """The lines that go, or might go, by one of the repairs of a finding."""
    fixes = (finding.fix,) if finding.fix else finding.alternatives
    found = (left_out(text, fix.edits[0]) for fix in fixes if len(fix.edits) == 1)
    return next(filter(None, found), None)


def _together(block: Sequence[Finding]) -> Iterator[Finding]:
    doubted = any(finding.fix_confidence < IN_DOUBT for finding in block)
    for finding in block:
        if doubted and finding.fix and finding.fix.applicability is Applicability.SAFE:
            why = f"{finding.why} It is in doubt whether a line beside it has to go, too.".strip()
            yield replace(finding, fix=finding.fix.demoted(), why=why)
        else:
            yield finding
