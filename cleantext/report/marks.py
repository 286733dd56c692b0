"""The changes of a file as whole words that don't overlap: what a view can write into the text.

What was applied comes first; a proposal that wants the same place as another is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from cleantext.core.edit import Edit
from cleantext.core.span import clash
from cleantext.core.span_index import SpanIndex
from cleantext.report.model import FileReport, ReportedFinding
from cleantext.report.words import whole_words


@dataclass(frozen=True, slots=True)
class Mark:
    """A change to show in the text, and the findings that ask for it."""

    edit: Edit
    findings: tuple[ReportedFinding, ...]


def marks(file: FileReport, source: str) -> tuple[Mark, ...]:
    """All changes that can be shown together, in order."""
    known = {finding.id: finding for finding in file.findings}
    shown = []
    for word in whole_words(source, [edit.edit for edit in file.applied]):
        names = dict.fromkeys(name for i in word.origins for name in file.applied[i].findings)
        shown.append(Mark(word.edit, tuple(known[name] for name in names if name in known)))
    places = SpanIndex((mark.edit.span, mark.edit.span) for mark in shown)
    for finding in file.findings:
        if finding.state != "proposed" or finding.fix is None:
            continue
        edits = [edit.edit for edit in finding.fix.edits]
        for own in ([word.edit for word in whole_words(source, edits)], edits):
            if not any(clash([edit.span], places.touching(edit.span)) for edit in own):
                shown += [Mark(edit, (finding,)) for edit in own]
                for edit in own:
                    places.add(edit.span, edit.span)
                break
    return tuple(sorted(shown, key=lambda mark: mark.edit))
