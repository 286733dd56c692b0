"""Write the copies that a report and the decisions about it ask for.

A source that isn't what the report was made from is refused, or searched for what still matches.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cleantext.core.document import Document, Layout
from cleantext.core.edit import OverlappingEdits
from cleantext.core.settings import SettingsError
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.reader import read, render
from cleantext.report.build import failed
from cleantext.report.json import spans
from cleantext.report.model import FileReport, Report, ReportedFinding
from cleantext.report.office import marks_of
from cleantext.report.visible import crop, visible
from cleantext.review.decisions import Decision, NotDecisions, disagreements, last
from cleantext.review.relocation import follow, relocate
from cleantext.review.resolution import Unfit, edits_of, resolve
from cleantext.storage.journal import NAME as JOURNAL
from cleantext.storage.journal import Journal, NotJournal
from cleantext.storage.reading import read_file
from cleantext.storage.writing import destination, write_atomically


@dataclass(frozen=True, slots=True)
class Applied:
    """The report after the decisions, with the error of each file that failed, the sources, and what to say.

    ``layouts`` say where the prose lies in files with markup.
    """

    report: Report
    sources: dict[str, str]
    remarks: tuple[str, ...]
    layouts: dict[str, Layout]


def apply_decisions(
    report: Report,
    decisions: Sequence[Decision],
    output: Path,
    *,
    base: Path = Path(),
    keep_encoding: bool = False,
    accept: bool = False,
    rebase: bool = False,
) -> Applied:
    """Write a copy of every file of the report below ``output``, and nowhere else, whatever the report says.

    Its paths are read from ``base``. A file that was rejected in every finding comes back byte for byte; others are
    written as ``clean`` writes them. Raises ``NotDecisions`` for decisions about findings that the report doesn't hold,
    ``SettingsError`` where another run is writing to ``output``.
    """
    counting, revised = last(decisions)
    _check(report, counting.values())
    by_path: dict[str, dict[str, Decision]] = {}
    for decision in counting.values():
        by_path.setdefault(decision.path, {})[decision.about[1]] = decision
    remarks = list(disagreements(decisions))
    told = "\n".join(remarks)
    remarks += [
        f"{path}: {finding} was decided more than once; the last decision counts"
        for path, finding in revised
        if f"{path}: {finding}: " not in told
    ]
    sources: dict[str, str] = {}
    layouts: dict[str, Layout] = {}
    files = []
    targets = list(_targets(report, output, base))
    with _noted(output, [target for file, target in targets if file.error is None]):
        for file, target in targets:
            if file.error is None:
                try:
                    source = _source(file, base)
                    changed, lost = _relocated(file, source, rebase)
                    decided = by_path.get(file.path, {})
                    if changed is not file:
                        decided = dict(_followed(file.path, source.text, decided, remarks))
                    _check_places(changed, source)
                    remarks += (f"{file.path}: {_lost(finding, decided)}" for finding in lost)
                    found = {finding.id for finding in changed.findings}
                    decided = {n: decision for n, decision in decided.items() if decision.finding is None or n in found}
                    file = _written(changed, source, decided, target, output, keep_encoding, accept, remarks)
                    sources[file.path] = source.text
                    if source.layout is not None:
                        layouts[file.path] = source.layout
                except (_Refused, NotText, Unfit, OverlappingEdits) as error:
                    file = failed(file.path, str(error))
                except OSError as error:
                    file = failed(file.path, f"can't write {target}: {error.strerror}")
            files.append(file)
    return Applied(msgspec.structs.replace(report, files=tuple(files)), sources, tuple(remarks), layouts)


def read_again(report: Report, base: Path) -> tuple[Report, dict[str, str], dict[str, Layout]]:
    """The report with the texts that it was made from, and their layouts.

    A file that is gone or has changed has that as its error.
    """
    files, sources, layouts = [], {}, {}
    for file in report.files:
        if file.error is None:
            try:
                source = _source(file, base)
                _relocated(file, source, rebase=False)
                _check_places(file, source)
                sources[file.path] = source.text
                if source.layout:
                    layouts[file.path] = source.layout
            except (_Refused, NotText) as error:
                file = failed(file.path, str(error).replace(" (--rebase finds again what still matches)", ""))
        files.append(file)
    return msgspec.structs.replace(report, files=tuple(files)), sources, layouts


@contextmanager
def _noted(output: Path, targets: Sequence[Path]) -> Iterator[None]:
    """Inside, the folder's journal knows the copies, and nobody else writes there."""
    with ExitStack() as stack:
        try:
            journal = stack.enter_context(Journal(output))
            journal.note(target.relative_to(output) for target in targets)
        except NotJournal as error:
            raise SettingsError(f"{output / JOURNAL}: {error}") from error
        except OSError:  # then the copies can't be written either, and each of them says so
            pass
        yield


class _Refused(ValueError):
    """Why a file is not written, in one line."""


def _source(file: FileReport, base: Path) -> Document:
    """The source as it is now, decoded as it was then where that is possible."""
    if file.path == "-":
        raise _Refused("came from standard input and is not there to be read again")
    path = base / file.path
    try:
        raw = read_file(path)
    except OSError as error:
        raise _Refused(f"can't be read: {error.strerror or error}") from error
    return read(path, raw, Reading(file.format, file.columns))


def _relocated(file: FileReport, source: Document, rebase: bool) -> tuple[FileReport, list[ReportedFinding]]:
    """The file's report in offsets of ``source``, and the findings that are gone."""
    if hashlib.sha256(source.raw).hexdigest() == file.sha256:
        if any(finding.span.of(source.text) != finding.text for finding in file.findings):
            raise _Refused("is read otherwise than when the report was made (by another version?); check it anew")
        return file, []
    if not rebase:
        raise _Refused("has changed since the report was made (--rebase finds again what still matches)")
    return relocate(file, source)


def _followed(
    path: str, text: str, decided: Mapping[str, Decision], remarks: list[str]
) -> Iterator[tuple[str, Decision]]:
    """The decisions, free edits at the place to which their old text has moved; those that lost it are named."""
    for name, decision in decided.items():
        moved = follow(decision, text) if decision.finding is None else decision
        if moved is None:
            old = crop(visible(decision.old or ""), 40)
            remarks.append(f"{path}: {old!r} is no longer there, or more than once; your edit of it was not applied")
        else:
            yield (name if decision.finding is not None else moved.about[1]), moved


def _check_places(file: FileReport, source: Document) -> None:
    if any(end > len(source.text) for _, end in spans(file)):
        raise _Refused("the report refers to places past its end")


def _lost(finding: ReportedFinding, decided: Mapping[str, Decision]) -> str:
    what = f"{finding.line}:{finding.column} {finding.rule} ({finding.id}) is no longer in the file"
    return f"{what}{'; the decision about it was not applied' if finding.id in decided else ''}"


def _written(
    file: FileReport,
    source: Document,
    decided: Mapping[str, Decision],
    target: Path,
    output: Path,
    keep_encoding: bool,
    accept: bool,
    remarks: list[str],
) -> FileReport:
    resolved = resolve(file, source.text, decided, source.refusal)
    remarks += [f"{file.path}: {remark}" for remark in resolved.remarks]
    if os.path.realpath(target) == os.path.realpath(source.path):
        raise _Refused("the copy would overwrite its source")
    findings = resolved.report.findings
    if findings and not resolved.report.applied and all(finding.state == "rejected" for finding in findings):
        copy = source.raw
    else:
        marks = None if accept else marks_of(resolved.report, source.text)
        copy = render(source, edits_of(resolved.report), keep_encoding, marks)
    write_atomically(target, copy, below=output)
    return msgspec.structs.replace(resolved.report, output=str(target))


def _check(report: Report, decisions: Iterable[Decision]) -> None:
    known = {file.path: {finding.id for finding in file.findings} for file in report.files}
    for decision in decisions:
        if decision.path not in known:
            raise NotDecisions(f"the report has no file '{visible(decision.path)}'")
        if decision.finding is not None and decision.finding not in known[decision.path]:
            where = visible(decision.path)
            raise NotDecisions(f"the report has no finding '{visible(decision.finding)}' in {where}")


def _targets(report: Report, output: Path, base: Path) -> Iterator[tuple[FileReport, Path]]:
    """Each file with where its copy goes. Refused are those that lead elsewhere and all but the first of a place."""
    sources = [os.path.abspath(base / file.path) for file in report.files]
    taken: dict[Path, str] = {}
    for file, source in zip(report.files, sources, strict=True):
        target = output / _relative(file, source, sources)
        try:
            other = taken.setdefault(destination(target, output), file.path)
            reason = f"its copy would overwrite that of {other}" if other != file.path else None
        except OSError as error:
            reason = f"can't write {target}: {error.strerror}"
        reason = reason if file.error is None else file.error
        yield (file if reason is None else failed(file.path, reason)), target


def _relative(file: FileReport, source: str, sources: Sequence[str]) -> Path:
    """Where the copy lies below the output folder: as ``clean`` put it, else below the sources' common folder."""
    parts = Path(file.path).parts
    if file.output is not None:
        alike = 0
        for own, other in zip(reversed(parts), reversed(Path(file.output).parts), strict=False):
            if own != other and (alike or Path(own).stem != Path(other).stem):  # --to gave it another suffix
                break
            alike += 1
        if alike:
            return Path(*parts[-alike:])
    try:
        return Path(source).relative_to(os.path.commonpath([os.path.dirname(each) for each in sources]))
    except ValueError:  # they lie on several drives
        return Path(Path(source).name)
