"""Lines in a row that are to be left out go together: none without asking while a person is asked about another.

Else a photo's credit goes and its caption, which nothing then explains, stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleantext.core.finding import Applicability, Finding
from cleantext.core.lines import left_out
from cleantext.core.span import Span


def as_blocks(findings: Iterable[Finding], text: str) -> Iterator[Finding]:
    """The findings, which are in order, with the fixes of each block as safe as the least safe of them."""
    block: list[tuple[Finding, Span]] = []
    for finding in findings:
        lines = left_out(text, finding.fix.edits[0]) if finding.fix and len(finding.fix.edits) == 1 else None
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
