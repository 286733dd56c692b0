"""``report.json``: the report as readable UTF-8, and back.

The same findings give the same bytes: files are in order of their paths, findings in order of their places.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import msgspec
import regex

from cleantext.core.edit import overlapping
from cleantext.report.model import READABLE, SCHEMA, FileReport, Report

_SURROGATE = regex.compile(r"\p{Cs}")


class NotAReport(ValueError):
    """What was read isn't a report of this version. The message says what is wrong, and where."""


def render(report: Report) -> str:
    r"""The report as JSON. A lone surrogate, which UTF-8 can't hold, is written as its escape: ``\udc80``."""
    text = json.dumps(msgspec.to_builtins(in_order(report)), ensure_ascii=False, indent=1)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def read(text: str | bytes) -> Report:
    """The report that ``render`` wrote. Raises ``NotAReport``."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAReport(f"not JSON: {error}") from error
    version = content.get("schema") if isinstance(content, dict) else None
    if version not in READABLE:
        raise NotAReport(f"not a {SCHEMA}: its schema is {version!r}")
    try:
        report = msgspec.convert(content, Report)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise NotAReport(f"not a {SCHEMA}: {error}") from error
    for fault in _faults(report):
        raise NotAReport(f"not a {SCHEMA}: {fault}")
    return report


def _faults(report: Report) -> Iterator[str]:
    """What is wrong with a report although every value is of its kind."""
    paths = [file.path for file in report.files]
    if len(set(paths)) < len(paths):
        yield "it lists a file twice"
    if "\0" in (report.folder or ""):
        yield "a path holds a NUL"
    for number, file in enumerate(report.files):
        yield from (f"files[{number}]: {fault}" for fault in faults_of(file))


def faults_of(file: FileReport) -> Iterator[str]:
    """What is wrong with the report of one file although every value is of its kind."""
    if "\0" in file.path + (file.output or ""):
        yield "a path holds a NUL"
    known = {finding.id for finding in file.findings}
    if len(known) < len(file.findings):
        yield "two findings have the same id"
    if any(not known.issuperset(edit.findings) for edit in file.applied):
        yield "an applied edit names a finding that isn't there"
    if any(not 0 <= start <= end for start, end in spans(file)):
        yield "a span ends before it starts, or starts before the text"
    if any(not 0 <= share <= 1 for share in (file.damage.share, *file.damage.kinds.values())):
        yield "a share of damage is no number from 0 to 1"
    for fix in (fix for finding in file.findings for fix in (finding.fix, *finding.alternatives) if fix):
        if not fix.edits or overlapping(edit.edit for edit in fix.edits):
            yield "the edits of a fix overlap, or there are none"


def spans(file: FileReport) -> Iterator[tuple[int, int]]:
    """Start and end of all that the report says about places of the file."""
    yield from ((finding.start, finding.end) for finding in file.findings)
    yield from ((edit.start, edit.end) for edit in file.applied)
    for finding in file.findings:
        for fix in (finding.fix, *finding.alternatives):
            yield from ((edit.start, edit.end) for edit in (fix.edits if fix else ()))


def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) that every ``report.json`` follows."""
    content: Mapping[str, Any] = json.loads(files("cleantext.report").joinpath("schema.json").read_text("utf-8"))
    return content


def in_order(report: Report) -> Report:
    """The same report, its checkers by name, its files by path, and what is in a file by place."""
    return msgspec.structs.replace(
        report,
        checkers=dict(sorted(report.checkers.items())),
        files=tuple(_in_order(file) for file in sorted(report.files, key=lambda file: file.path)),
    )


def _in_order(file: FileReport) -> FileReport:
    return msgspec.structs.replace(
        file,
        findings=tuple(sorted(file.findings, key=lambda f: (f.start, f.end, f.rule, f.id))),
        applied=tuple(sorted(file.applied, key=lambda e: (e.start, e.end, e.replacement))),
    )
