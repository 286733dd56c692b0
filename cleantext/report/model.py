"""The report ``cleantext-report/2``: what every view is made from, and exactly what ``report.json`` holds.

Offsets are ``str`` offsets into the prose of a file as its reader gives it: for plain text, the whole decoded file.
Lines and columns are those of the file itself. ``applied`` holds the resolved edits: carried out on the prose, and from
there on the file, they give the reviewed copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from cleantext.core.document import Layout
from cleantext.core.edit import Edit
from cleantext.core.lines import Lines
from cleantext.core.span import Span

SCHEMA = "cleantext-report/2"
READABLE = (SCHEMA, "cleantext-report/1")
"""The schemas that are read: the first edition had neither damage nor the confidence of fixes."""

StateName = Literal["applied", "proposed", "flagged", "rejected", "suppressed"]
SeverityName = Literal["error", "warning", "info"]


class ReportedEdit(msgspec.Struct, frozen=True):
    """Put ``replacement`` in the place of the source's ``start`` to ``end``."""

    start: int
    end: int
    replacement: str

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)

    @property
    def edit(self) -> Edit:
        """The same as an edit."""
        return Edit(self.span, self.replacement)


class ReportedFix(msgspec.Struct, frozen=True):
    """Edits that go together."""

    applicability: Literal["safe", "suggested"]
    edits: tuple[ReportedEdit, ...]


class ReportedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in offsets of the prose. ``line`` and ``column`` count from 1, the column in characters.

    ``place`` says in words what holds it: ``heading``, the time of a subtitle, the key of a translation.
    """

    id: str
    rule: str
    pack: str
    severity: SeverityName
    start: int
    end: int
    line: int
    column: int
    text: str
    message: str
    why: str
    fix: ReportedFix | None
    alternatives: tuple[ReportedFix, ...]
    confidence: float
    source: str
    state: StateName
    fix_confidence: float = 1.0
    end_line: int = 0
    end_column: int = 0
    place: str = ""

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)


def end_of(finding: ReportedFinding) -> tuple[int, int]:
    """The line and column at which a finding ends, exclusive; old reports don't hold them."""
    if finding.end_line:
        return finding.end_line, finding.end_column
    line, column = Lines(finding.text).position(len(finding.text))
    return (finding.line + line - 1, column) if line > 1 else (finding.line, finding.column + column - 1)


class AppliedEdit(ReportedEdit, frozen=True, kw_only=True):
    """An edit that was carried out, with the ids of the findings that asked for it."""

    findings: tuple[str, ...]


def groups_of(applied: Sequence[AppliedEdit]) -> list[list[AppliedEdit]]:
    """Applied edits, those together that share a finding, directly or through others."""
    parent = list(range(len(applied)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    first: dict[str, int] = {}
    for number, edit in enumerate(applied):
        for name in edit.findings:
            parent[root(number)] = root(first.setdefault(name, number))
    groups: dict[int, list[AppliedEdit]] = {}
    for number, edit in enumerate(applied):
        groups.setdefault(root(number), []).append(edit)
    return list(groups.values())


class ReportedDamage(msgspec.Struct, frozen=True):
    """The expected share of sentences in which something is wrong, by kind too, and a verdict on the whole text."""

    share: float = 0.0
    kinds: Mapping[str, float] = {}
    verdict: str = ""


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the batch. ``error`` says in one line why it could not be read or written, else null.

    ``format`` and ``columns`` say how it was read.
    """

    path: str
    output: str | None
    format: str | None
    encoding: str | None
    sha256: str | None
    sentences: int
    findings: tuple[ReportedFinding, ...]
    applied: tuple[AppliedEdit, ...]
    error: str | None
    damage: ReportedDamage = ReportedDamage()
    columns: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A run. ``checkers`` maps each checker to its version, or to null where it could not run.

    ``notes`` are lines for the reader about the run as a whole: what could not run, and what to do about it.
    ``folder`` is where the paths of the files begin, seen from the folder that the report lies in.
    """

    schema: str = SCHEMA
    cleantext: str
    level: Literal["none", "safe", "suggested"]
    checkers: Mapping[str, str | None]
    rules: str
    files: tuple[FileReport, ...]
    notes: tuple[str, ...] = ()
    folder: str | None = None


Sources = Mapping[str, str]
"""The prose of each file by its path in the report. The views need it; ``report.json`` does not hold it."""

Layouts = Callable[[str], Layout | None]
"""Where the prose lies in the file of a path, if that has markup. What is told of the file itself needs it."""


def no_layout(path: str) -> None:
    """All files are plain text."""


def in_file(source: str, layout: Layout | None, edits: Sequence[Edit]) -> tuple[str, Sequence[Edit]] | None:
    """The decoded file whose prose is ``source``, and what ``edits`` are in it; None where it is no text."""
    return (source, edits) if layout is None else layout.in_source(edits)
