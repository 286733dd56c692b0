"""``report.json``: the report as readable UTF-8, and back.

The same findings give the same bytes: files stand in order of their paths, findings in order of their places.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec
import regex

from cleantext.report.model import SCHEMA, FileReport, Report

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
    except ValueError as error:
        raise NotAReport(f"not JSON: {error}") from error
    version = content.get("schema") if isinstance(content, dict) else None
    if version != SCHEMA:
        raise NotAReport(f"not a {SCHEMA}: its schema is {version!r}")
    try:
        return msgspec.convert(content, Report)
    except msgspec.ValidationError as error:
        raise NotAReport(f"not a {SCHEMA}: {error}") from error


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
