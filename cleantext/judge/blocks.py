"""Lines in a row that may have to go are decided together: none goes without asking while a person looks at another.

Else a photo's credit goes and its caption, which nothing then explains, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding
from cleantext.core.lines import left_out
from cleantext.core.span import Span


def as_blocks(findings: Iterable[Finding], text: str) -> Iterator[Finding]:
    """The findings, which are in order; if a person is to look at a whole line, then also at those around it that
    were to go.
    """
    block: list[tuple[Finding, Span]] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix else (Edit(finding.span, ""),)
        lines = left_out(text, edits[0]) if len(edits) == 1 else None
        if block and not (lines and text[block[-1][1].end : lines.start].isspace()):
            yield from _together([each for each, _ in block])
            block = []
        if lines:
            block.append((finding, lines))
        else:
            yield finding
    yield from _together([each for each, _ in block])


def _together(block: Sequence[Finding]) -> Iterator[Finding]:
    safe = all(finding.fix and finding.fix.applicability is Applicability.SAFE for finding in block)
    for finding in block:
        yield finding if safe or not finding.fix else replace(finding, fix=finding.fix.demoted())
