"""The report as SARIF 2.1.0, for code scanning, editors and whatever else collects the results of checkers.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0. Columns count code points.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cleantext.core.document import Layout
from cleantext.core.lines import Lines
from cleantext.core.suppression import Suppressions
from cleantext.report.json import in_order
from cleantext.report.model import (
    FileReport,
    Layouts,
    Report,
    ReportedFinding,
    ReportedFix,
    Sources,
    end_of,
    in_file,
    no_layout,
)
from cleantext.report.visible import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report, sources: Sources, layouts: Layouts = no_layout) -> str:
    """The log. Fixes are given for files whose text is in ``sources``."""
    report = in_order(report)
    rules = {finding.rule: finding for file in report.files for finding in file.findings}
    numbers = {name: number for number, name in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "cleantext",
                "version": report.cleantext,
                "rules": [_rule(rules[name]) for name in numbers],
            }
        },
        "invocations": [
            {
                "executionSuccessful": all(file.error is None for file in report.files),
                "toolExecutionNotifications": list(_notifications(report)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": _uri(file.path)}} | ({"encoding": file.encoding} if file.encoding else {})
            for file in report.files
        ],
        "results": [
            result
            for at, file in enumerate(report.files)
            for result in _results(at, file, numbers, sources.get(file.path), layouts(file.path))
        ],
    }  # fmt: skip
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(finding: ReportedFinding) -> dict[str, Any]:
    return {
        "id": visible(finding.rule),
        "shortDescription": {"text": visible(finding.rule.replace("-", " "))},
        "fullDescription": {"text": visible(finding.why)},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": [visible(finding.pack or finding.source)]},
    }


def _notifications(report: Report) -> Iterator[dict[str, Any]]:
    for note in report.notes:
        yield {"level": "warning", "message": {"text": visible(note)}}
    for file in report.files:
        if file.error is not None:
            where = [{"physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}}}]
            yield {"level": "error", "message": {"text": visible(file.error)}, "locations": where}


def _results(
    at: int, file: FileReport, numbers: dict[str, int], source: str | None, layout: Layout | None
) -> Iterator[dict[str, Any]]:
    artifact = {"uri": _uri(file.path), "index": at}
    comments = layout.silence if layout else Suppressions(source or "")
    file_text = in_file(source, layout, ()) if source is not None else None
    lines = Lines(file_text[0]) if file_text else None
    for finding in file.findings:
        end_line, end_column = end_of(finding)
        region = _region((finding.line, finding.column), (end_line, end_column))
        result: dict[str, Any] = {
            "ruleId": visible(finding.rule),
            "ruleIndex": numbers[finding.rule],
            "level": LEVELS[finding.severity],
            "message": {"text": visible(finding.message)},
            "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
            "partialFingerprints": {"cleantextFinding/v1": finding.id},
            "rank": round(100 * finding.confidence, 1),
            "properties": {"state": finding.state},
        }
        if finding.state in ("rejected", "suppressed"):
            by_comment = comments.hold(finding.rule, finding.pack, finding.span)
            result["suppressions"] = [{"kind": "inSource" if by_comment else "external"}]
        fixes = [fix for fix in (finding.fix, *finding.alternatives) if fix]
        if source is not None and lines is not None and fixes:
            result["fixes"] = list(_fixes(fixes, artifact, source, layout, lines))
        yield result


def _fixes(
    fixes: Iterable[ReportedFix], artifact: dict[str, Any], source: str, layout: Layout | None, lines: Lines
) -> Iterator[dict[str, Any]]:
    for fix in fixes:
        there = in_file(source, layout, [edit.edit for edit in fix.edits])
        if there is None:
            continue
        replacements = [
            {
                "deletedRegion": _region(lines.position(edit.span.start), lines.position(edit.span.end)),
                "insertedContent": {"text": edit.replacement},
            }
            for edit in there[1]
        ]
        yield {
            "description": {"text": fix.applicability},
            "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        }


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def _uri(path: str) -> str:
    """The path as a URI reference, relative where the path is."""
    if os.path.isabs(path):
        return "file://" + quote(os.fsencode(Path(path).as_posix()))
    uri = quote(os.fsencode(Path(path).as_posix()))
    return f"./{uri}" if ":" in uri.split("/")[0] else uri
