"""Clean one file, and many: in this process, or in several."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from cleantext.batch.pool import Lost, MakeCheckers, Pool, ending
from cleantext.batch.sources import Markup
from cleantext.batch.tables import SUFFIXES
from cleantext.checkers.checker import Checker
from cleantext.engine import Level, examine
from cleantext.formats.decoding import NotText
from cleantext.formats.known import AS_IT_LOOKS, Reading
from cleantext.formats.reader import read, render
from cleantext.report import redline
from cleantext.report.build import failed, file_report
from cleantext.report.model import FileReport, ReportedFinding
from cleantext.report.office import marks_of
from cleantext.storage.reading import read_file
from cleantext.storage.writing import write_atomically

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """A file to clean. ``output`` is where the copy goes, below the folder that was named; None to write nothing."""

    path: Path
    output: Path | None
    below: Path | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """How to clean every file of a run. ``max_size`` is in bytes; ``rejected`` and ``baseline`` are ids of findings.

    ``accept`` makes edits at once where the format has tracked changes; ``mark_flagged`` marks translations with open
    findings as in need of a look; ``to`` is how the text is written with its changes marked, if it is.
    """

    level: Level
    keep_encoding: bool
    max_size: int
    rejected: frozenset[str] = frozenset()
    baseline: frozenset[str] = frozenset()
    reading: Reading = AS_IT_LOOKS
    accept: bool = False
    mark_flagged: bool = False
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report of a file and its prose, which the views of the report need, None where it was not read now; the
    ``markup`` of one that is no plain text.

    ``reviewed`` holds the bytes of the copy only where they were not written to a file, ``written`` the SHA-256 of one
    that was, in hexadecimal.
    """

    report: FileReport
    source: str | None
    reviewed: bytes | None = None
    problems: tuple[str, ...] = ()
    written: str = ""
    markup: Markup | None = None


def clean_all(
    tasks: Sequence[Task], checkers: Sequence[Checker], make: MakeCheckers, treatment: Treatment, jobs: int
) -> Iterator[tuple[Task, Outcome]]:
    """Every task with its outcome, in the order in which they end. A file that fails does not stop the others.

    ``checkers`` serve in this process; ``make`` builds the same in each worker, and must be picklable then.
    """
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield task, clean_file(task, checkers, treatment)
        return
    with Pool[Task, Outcome](min(jobs, len(tasks)), make, partial(clean_file, treatment=treatment)) as pool:
        waiting = iter(tasks)
        while True:
            for task in islice(waiting, pool.idle):
                pool.begin(task)
            if not pool.busy:
                return
            task, outcome = pool.end()
            if isinstance(outcome, Lost):  # a crashed worker costs its file, not the batch
                outcome = Outcome(failed(str(task.path), f"the worker failed: {outcome}"), "")
            yield task, outcome


def clean_file(task: Task, checkers: Sequence[Checker], treatment: Treatment) -> Outcome:
    """Read, examine, write. Every failure ends in the report's ``error``."""
    path = str(task.path)
    try:
        size = os.stat(task.path).st_size
        if size > treatment.max_size:
            limit = f"the limit is {treatment.max_size // MEGABYTE} (--max-size)"
            way = "; --engine local does it in parts" if task.path.suffix.lower() in SUFFIXES else ""
            return Outcome(failed(path, f"too large: {size / MEGABYTE:.1f} MB, {limit}{way}"), "")
        raw = read_file(task.path)
    except OSError as error:
        return Outcome(failed(path, f"can't be read: {error.strerror or error}"), "")
    outcome = clean_bytes(task.path, raw, checkers, treatment, str(task.output) if task.output else None)
    if task.output is None or outcome.reviewed is None:
        return outcome
    try:
        with ending.later():
            write_atomically(task.output, outcome.reviewed, below=task.below)
    except OSError as error:
        where = error.filename or task.output
        return Outcome(failed(path, f"can't write {where}: {error.strerror or error}"), "")
    return replace(outcome, reviewed=None, written=hashlib.sha256(outcome.reviewed).hexdigest())


def clean_bytes(
    path: Path, raw: bytes, checkers: Sequence[Checker], treatment: Treatment, output: str | None
) -> Outcome:
    """Examine ``raw`` and render the copy, without touching a file."""
    _garbage.add(len(raw))
    try:
        document = read(path, raw, treatment.reading)
        examination = examine(document, checkers, treatment.level, treatment.rejected, treatment.baseline)
        report = file_report(str(path), examination, output, treatment.reading.columns)
        markup = Markup(raw, treatment.reading) if document.layout else None
        if treatment.to and (treatment.to != "docx" or document.format != "docx"):
            reviewed = redline.render(treatment.to, document, report)
            return Outcome(report, document.text, reviewed, examination.problems, markup=markup)
        marks = None if treatment.accept else marks_of(report, document.text)
        flagged = [finding.span for finding in report.findings if treatment.mark_flagged and _is_open(finding)]
        edits = [done.edit for done in examination.applied]
        reviewed = render(document, edits, treatment.keep_encoding, marks, flagged)
    except NotText as error:
        return Outcome(failed(str(path), str(error)), "")
    return Outcome(report, document.text, reviewed, examination.problems, markup=markup)


class _Garbage:
    """Has garbage removed by the bytes that were read: the command lets Python count objects to a very high number, and
    few objects may hold long texts.
    """

    def __init__(self) -> None:
        self._read = 0

    def add(self, read: int) -> None:
        """Tell of so many bytes before they are examined."""
        self._read += read
        if self._read > 2 * MEGABYTE:
            self._read = 0
            gc.collect()


_garbage = _Garbage()


def _is_open(finding: ReportedFinding) -> bool:
    return finding.state in ("proposed", "flagged") and finding.severity != "info"
