"""What the page knows: the report as the JSON that its script reads.

A file falls into rows, lines with their findings. Offsets count UTF-16 units, as strings do in a browser.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from cleantext.core.edit import Edit
from cleantext.core.lines import left_out
from cleantext.core.span import Span
from cleantext.language.sentences import sentences
from cleantext.report import json as report_json
from cleantext.report.model import (
    AppliedEdit,
    FileReport,
    Layouts,
    Report,
    ReportedFinding,
    ReportedFix,
    Sources,
    groups_of,
    no_layout,
)  # fmt: skip
from cleantext.report.places import places
from cleantext.report.words import whole_words

_LINE = regex.compile(r"\r\n|\r|\n")
_ASTRAL = regex.compile(r"[^\u0000-\uffff]")
MOST_ALTERNATIVES = 9  # as many as there are digits to choose them by
_LONGEST = 2_000  # characters of a sentence that is offered for rewriting; beyond it only the place itself is


@dataclass(frozen=True, slots=True)
class Content:
    """What the page knows, ready to be put together: each file in JSON, and the texts that findings share.

    Everything is ASCII and may be inside a script element: it holds no ``<``. Decisions are kept under ``key``.
    """

    key: str
    files: tuple[str, ...]
    strings: str

    def render(self, first: int = 0, last: int | None = None, *, part: bool = False) -> str:
        """The JSON of the files from ``first`` to ``last``. A ``part`` keeps decisions about other files too."""
        files = ",".join(self.files[first:last])
        return f'{{"key":"{self.key}","part":{str(part).lower()},"files":[{files}],"strings":{self.strings}}}'


def content(report: Report, sources: Sources, layouts: Layouts = no_layout) -> Content:
    """The content of a report, its files in order; the ``layouts`` of those with markup tell headings, cells, cues."""
    strings: dict[str, int] = {}
    ordered = report_json.in_order(report)
    files = tuple(_json(_file(file, sources.get(file.path), strings, layouts)) for file in ordered.files)
    return Content(identity(report), files, _json(list(strings)))


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def identity(report: Report) -> str:
    """A hash of the report, which names the decisions about it."""
    return hashlib.sha256(report_json.render(report).encode()).hexdigest()[:16]


def _file(file: FileReport, source: str | None, strings: dict[str, int], layouts: Layouts) -> dict[str, Any]:
    if source is None or file.error is not None:
        return {"path": file.path, "text": "", "rows": [], "applied": [], "findings": [], "places": [], "damage": 0,
                "verdict": "", "error": file.error or "its text is not here"}  # fmt: skip
    units = Units(source)
    number = {finding.id: i for i, finding in enumerate(file.findings)}
    edits = [edit for finding in file.findings for edit in _edits(finding)] + [edit.edit for edit in file.applied]
    starts = [finding.start for finding in file.findings]
    layout = layouts(file.path)
    blocks = layout.blocks if layout else ()
    begins = [block.span.start for block in blocks]
    rows: list[list[int]] = []
    findings: list[dict[str, Any]] = []
    for start, end, stop in _stretches(source, edits):
        first, last = bisect_left(starts, start), bisect_left(starts, stop)
        rows.append([units(start), units(end), first, last])
        block = bisect_right(begins, end) - 1
        if block >= 0 and start <= begins[block] and blocks[block].told:
            rows[-1].append(_number(blocks[block].told, strings))
        row = Span(start, end)
        inside = [s.shift(start) for s in sentences(row.of(source))] if first < last else []
        findings += [_finding(f, _scope(f, row, inside), source, units, strings) for f in file.findings[first:last]]
    return {
        "path": file.path,
        "text": source,
        "rows": rows,
        "applied": [_group(group, source, units, number) for group in groups_of(file.applied)],
        "findings": findings,
        "places": places(file.findings),
        "plain": file.format in (None, "text"),
        "damage": file.damage.share,
        "verdict": file.damage.verdict,
    }


def _group(edits: Sequence[AppliedEdit], source: str, units: Units, number: Mapping[str, int]) -> list[Any]:
    """Applied edits that are kept or dropped together, how they read in whole words, and their findings by number."""

    def about(*own: AppliedEdit) -> list[int]:
        return list(dict.fromkeys(number[name] for edit in own for name in edit.findings if name in number))

    words = whole_words(source, [edit.edit for edit in edits])
    return [
        [[*_edit(edit.edit, units), about(edit)] for edit in edits],
        [[*_edit(word.edit, units), about(*(edits[i] for i in word.origins))] for word in words],
    ]


def _finding(
    finding: ReportedFinding, scope: Span, source: str, units: Units, strings: dict[str, int]
) -> dict[str, Any]:
    def both(fix: ReportedFix) -> list[list[Any]]:
        """The edits of a fix, and how they read in whole words."""
        edits = [edit.edit for edit in fix.edits]
        return [[_edit(e, units) for e in edits], [_edit(word.edit, units) for word in whole_words(source, edits)]]

    return {
        "id": finding.id,
        "rule": _number(finding.rule, strings),
        "message": _number(finding.message, strings),
        "why": _number(finding.why, strings),
        "where": _number(finding.place, strings),
        "severity": finding.severity,
        "state": finding.state,
        "at": f"{finding.line}:{finding.column}",
        "start": units(finding.start),
        "end": units(finding.end),
        "fix": finding.fix.applicability if finding.fix else None,
        "edits": both(finding.fix) if finding.fix else [[], []],
        "others": [both(fix) for fix in finding.alternatives[:MOST_ALTERNATIVES]],
        "pack": _number(finding.pack or finding.source, strings),
        "sure": min(finding.confidence, finding.fix_confidence) if finding.fix else finding.confidence,
        "scope": [units(scope.start), units(scope.end)],
    }


def _scope(finding: ReportedFinding, row: Span, inside: Sequence[Span]) -> Span:
    """The sentences of the finding and its fix."""
    place = finding.span
    for edit in _edits(finding):
        if row.covers(edit.span):
            place = place.join(edit.span)
    scope = place
    for sentence in inside[bisect_left(inside, place.start, key=lambda sentence: sentence.end) :]:
        if sentence.start > place.end:
            break
        if len(sentence) <= _LONGEST:
            scope = scope.join(sentence)
    return scope


def _edit(edit: Edit, units: Units) -> list[Any]:
    return [units(edit.span.start), units(edit.span.end), edit.replacement]


def _edits(finding: ReportedFinding) -> Iterator[Edit]:
    """What a finding would change, and its own place as if that were left out."""
    yield Edit(finding.span, "")
    for edit in finding.fix.edits if finding.fix else ():
        yield edit.edit


def _stretches(source: str, edits: Iterable[Edit]) -> Iterator[tuple[int, int, int]]:
    """Start, end and beginning of the next of each line of ``source``; lines that an edit joins are one. The end of a
    line that goes as a whole joins none.
    """
    ends = [m.span() for m in _LINE.finditer(source)] + [(len(source), len(source) + 1)]
    ordered = sorted(left_out(source, edit) or edit.span for edit in edits)
    start = reach = at = 0
    for end, stop in ends:
        while at < len(ordered) and ordered[at].start < stop:
            reach = max(reach, ordered[at].end)
            at += 1
        if reach <= end or stop > len(source):
            yield start, end, stop
            start = stop


def _number(text: str, strings: dict[str, int]) -> int:
    return strings.setdefault(text, len(strings))


class Units:
    """Offsets of a text in UTF-16 units."""

    def __init__(self, text: str):
        self.wide = [m.start() for m in _ASTRAL.finditer(text)]

    def __call__(self, at: int) -> int:
        return at + bisect_left(self.wide, at)
