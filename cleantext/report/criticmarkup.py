"""The texts with their changes as CriticMarkup, for editors that know it: accept and reject there.

What was applied and what is proposed stands in place, ``{~~old~>new~~}``, ``{--old--}`` or ``{++new++}``, each with
its reason as a comment, ``{>>reason<<}``; what only a person can mend is highlighted, ``{==text==}``. Marks of
CriticMarkup in the document itself get a backslash.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.report.json import in_order
from cleantext.report.marks import Mark, marks
from cleantext.report.model import FileReport, Report, ReportedFinding, Sources
from cleantext.report.visible import visible

_MARKS = regex.compile(r"\{(?=\+\+|--|~~|==|>>)|(?<=\+\+|--|~~|==|<<)\}|~(?=>)")


def render(report: Report, sources: Sources) -> str:
    """Every file with its changes; where there are several, each begins with a comment that names it."""
    files = [file for file in in_order(report).files if file.error is None and file.path in sources]
    parts = []
    for file in files:
        if len(files) > 1:
            parts.append(f"{{>>{_comment(file.path)}<<}}\n\n")
        parts += _marked(file, sources[file.path])
        if len(files) > 1:
            parts.append("\n\n")
    return "".join(parts)


def _marked(file: FileReport, source: str) -> Iterator[str]:
    shown = marks(file, source)
    drawn = {finding.id for mark in shown for finding in mark.findings}
    told: set[str] = set()
    at = 0
    for span, mark, finding in _in_order(file, shown, drawn):
        if span.start < at:  # a flagged place inside a change, or two flagged places that overlap
            if finding is not None:
                yield f"{{>>{_reason(finding)}<<}}"
            continue
        yield _plain(source[at : span.start])
        if finding is not None:
            highlight = f"{{=={_plain(span.of(source))}==}}" if len(span) else ""
            yield f"{highlight}{{>>{_reason(finding)}<<}}"
        elif mark is not None:
            yield _change(span.of(source), mark.edit.replacement)
            for reason in mark.findings:
                if reason.id not in told:
                    yield f"{{>>{_reason(reason)}<<}}"
                told.add(reason.id)
        at = span.end
    yield _plain(source[at:])


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


def _change(old: str, new: str) -> str:
    if not new:
        return f"{{--{_plain(old)}--}}"
    return f"{{~~{_plain(old)}~>{_plain(new)}~~}}" if old else f"{{++{_plain(new)}++}}"


def _plain(text: str) -> str:
    return _MARKS.sub(lambda found: "\\" + found[0], text)


def _reason(finding: ReportedFinding) -> str:
    state = {"applied": "changed", "proposed": "proposed"}.get(finding.state, "to look at")
    return f"{_comment(finding.rule)}, {state}: {_comment(finding.message)}"


def _comment(text: str) -> str:
    return _plain(visible(text)).replace("<<", "‹‹")
