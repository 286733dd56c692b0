"""The changes of a file as whole words that don't overlap: what a view can write into the text.

What was applied comes first; a proposal for the same place as another is left out. ``parts`` cuts a text at its
changes and at what only a person can mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleantext.core.edit import Edit
from cleantext.core.span import Span, clash
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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: kept where ``new`` is None, else to be that. ``findings`` are told at its end, each once."""

    span: Span
    new: str | None = None
    findings: tuple[ReportedFinding, ...] = ()
    proposed: bool = False


def parts(file: FileReport, source: str) -> Iterator[Part]:
    """All of ``source`` in order. Of two flagged places that overlap the second is an empty part."""
    shown = marks(file, source)
    drawn = {finding.id for mark in shown for finding in mark.findings}
    told: set[str] = set()
    at = 0
    for span, mark, finding in _in_order(file, shown, drawn):
        if finding is not None:
            if span.start < at:
                span = Span(at, at)
            part = Part(span, None, (finding,))
        else:
            assert mark is not None
            proposed = all(f.state == "proposed" for f in mark.findings)
            part = Part(span, mark.edit.replacement, tuple(f for f in mark.findings if f.id not in told), proposed)
            told |= {f.id for f in mark.findings}
        if at < span.start:
            yield Part(Span(at, span.start))
        yield part
        at = span.end
    if at < len(source):
        yield Part(Span(at, len(source)))


def _in_order(
    file: FileReport, shown: tuple[Mark, ...], drawn: set[str]
) -> list[tuple[Span, Mark | None, ReportedFinding | None]]:
    places: list[tuple[Span, Mark | None, ReportedFinding | None]] = [(m.edit.span, m, None) for m in shown]
    changes = SpanIndex((mark.edit.span, mark.edit.span) for mark in shown)
    for finding in file.findings:
        if finding.id not in drawn and finding.state in ("applied", "proposed", "flagged"):
            span = finding.span
            inside = [other for other in changes.touching(span) if other.overlaps(span)]
            places.append((Span(inside[0].end, inside[0].end) if inside else span, None, finding))
    return sorted(places, key=lambda place: (place[0], place[1] is None))
