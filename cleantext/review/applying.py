"""Write the copies that a report and the decisions about it ask for.

A source that isn't what the report was made from is refused, or searched for what still matches.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.core.document import Document
from cleantext.core.edit import OverlappingEdits, apply_edits
from cleantext.formats.decoding import NotText
from cleantext.formats.reader import read, render
from cleantext.report.model import FileReport, Report
from cleantext.review.decisions import Decision, NotDecisions, last
from cleantext.review.relocation import relocate
from cleantext.review.resolution import Unfit, edits_of, resolve
from cleantext.storage.writing import write_atomically


@dataclass(frozen=True, slots=True)
class Applied:
    """The report after the decisions, with the error of each file that failed, the sources, and what to say."""

    report: Report
    sources: dict[str, str]
    remarks: tuple[str, ...]


def apply_decisions(
    report: Report, decisions: Sequence[Decision], output: Path, *, keep_encoding: bool = False, rebase: bool = False
) -> Applied:
    """Write a copy of every file of the report below ``output``.

    A file that was rejected in every finding comes back byte for byte; others are written as ``clean`` writes
    them. Raises ``NotDecisions`` for decisions about findings that the report doesn't hold.
    """
    counting, revised = last(decisions)
    _check(report, counting.values())
    by_path: dict[str, dict[str, Decision]] = {}
    for decision in counting.values():
        by_path.setdefault(decision.path, {})[decision.finding] = decision
    remarks = [f"{path}: {finding} was decided more than once; the last decision counts" for path, finding in revised]
    sources: dict[str, str] = {}
    files = []
    for file, target in _targets(report, output):
        if file.error is None:
            try:
                file, sources[file.path] = _apply_file(
                    file, by_path.get(file.path, {}), target, keep_encoding, rebase, remarks
                )
            except (_Refused, NotText, Unfit, OverlappingEdits) as error:
                file = msgspec.structs.replace(file, error=str(error), output=None)
            except OSError as error:
                file = msgspec.structs.replace(file, error=f"can't write {target}: {error.strerror}", output=None)
        files.append(file)
    return Applied(msgspec.structs.replace(report, files=tuple(files)), sources, tuple(remarks))


class _Refused(ValueError):
    """Why a file is not written, in one line."""


def _apply_file(
    file: FileReport,
    decided: Mapping[str, Decision],
    target: Path,
    keep_encoding: bool,
    rebase: bool,
    remarks: list[str],
) -> tuple[FileReport, str]:
    document = _source(file)
    if hashlib.sha256(document.raw).hexdigest() != file.sha256:
        if not rebase:
            raise _Refused("has changed since the report was made (--rebase finds again what still matches)")
        file, lost = relocate(file, document.text, document.raw, document.encoding)
        found = {finding.id for finding in file.findings}
        for finding in lost:
            what = f"{finding.line}:{finding.column} {finding.rule} ({finding.id}) stands there no more"
            remarks.append(f"{file.path}: {what}{', its decision is lost' if finding.id in decided else ''}")
        decided = {name: decision for name, decision in decided.items() if name in found}
    resolved = resolve(file, document.text, decided)
    remarks += [f"{file.path}: {remark}" for remark in resolved.remarks]
    if os.path.realpath(target) == os.path.realpath(file.path):
        raise _Refused("the copy would overwrite its source")
    findings = resolved.report.findings
    if findings and all(finding.state == "rejected" for finding in findings):
        copy = document.raw
    else:
        copy = render(document, apply_edits(document.text, edits_of(resolved.report)), keep_encoding)
    write_atomically(target, copy)
    return msgspec.structs.replace(resolved.report, output=str(target)), document.text


def _source(file: FileReport) -> Document:
    """The source as it is now, decoded as it was then where that is possible."""
    if file.path == "-":
        raise _Refused("came from standard input and is not there to be read again")
    try:
        raw = Path(file.path).read_bytes()
    except OSError as error:
        raise _Refused(f"can't be read: {error.strerror or error}") from error
    return read(Path(file.path), raw)


def _check(report: Report, decisions: Iterable[Decision]) -> None:
    known = {file.path: {finding.id for finding in file.findings} for file in report.files}
    for decision in decisions:
        if decision.path not in known:
            raise NotDecisions(f"the report has no file '{decision.path}'")
        if decision.finding not in known[decision.path]:
            raise NotDecisions(f"the report has no finding '{decision.finding}' in {decision.path}")


def _targets(report: Report, output: Path) -> list[tuple[FileReport, Path]]:
    """Each file with where its copy goes. Two that want the same place are refused, the first one written."""
    common = _common_folder([file.path for file in report.files])
    taken: dict[str, str] = {}
    targets = []
    for file in report.files:
        target = output / _relative(file, common)
        other = taken.setdefault(os.path.realpath(target), file.path)
        if other != file.path and file.error is None:
            file = msgspec.structs.replace(file, error=f"its copy would overwrite that of {other}")
        targets.append((file, target))
    return targets


def _relative(file: FileReport, common: Path) -> Path:
    """Where the copy lies below the output folder: as ``clean`` put it, else below the sources' common folder."""
    parts = Path(file.path).parts
    if file.output is not None:
        alike = 0
        for own, other in zip(reversed(parts), reversed(Path(file.output).parts), strict=False):
            if own != other:
                break
            alike += 1
        if alike:
            return Path(*parts[-alike:])
    return Path(os.path.abspath(file.path)).relative_to(common)


def _common_folder(paths: Sequence[str]) -> Path:
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]
    return Path(os.path.commonpath(folders)) if folders else Path()
