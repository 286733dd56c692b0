"""Clean one file, and many: in this process, or in a pool of processes that each compile the rules once."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TypeVar

from threadpoolctl import threadpool_limits

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
from cleantext.storage.isolation import safe_workers
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


_STOPS = (signal.SIGINT, signal.SIGTERM)

MakeCheckers = Callable[[], Sequence[Checker]]

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
Work = Callable[[_Item, Sequence[Checker], Treatment], _Made]
"""What a worker does with an item: a function of a module, that both can be pickled."""


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
    with pool_of(min(jobs, len(tasks)), make, treatment) as pool:
        waiting = iter(tasks)
        running = {submitted(pool, clean_file, t): t for t in islice(waiting, 4 * jobs)}
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                try:
                    outcome = future.result()
                except Exception as error:  # a crashed worker costs its file, not the batch
                    outcome = Outcome(failed(str(task.path), f"the worker failed: {error or type(error).__name__}"), "")
                yield task, outcome
                for more in islice(waiting, 1):
                    running[submitted(pool, clean_file, more)] = more


@contextmanager
def pool_of(size: int, make: MakeCheckers, treatment: Treatment) -> Iterator[ProcessPoolExecutor]:
    """Workers, which are ended, and not waited for, when something ends the run."""
    others = set(multiprocessing.active_children())  # of a program that uses us
    with safe_workers(), ProcessPoolExecutor(size, initializer=_prepare, initargs=(make, treatment, size)) as pool:
        try:
            yield pool
        except BaseException:
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            raise


def submitted(pool: ProcessPoolExecutor, work: Work[_Item, _Made], item: _Item) -> Future[_Made]:
    """A pool that lost a worker refuses more, which fails then like what that worker had."""
    try:
        with _held():  # workers start here
            return pool.submit(_at_work, work, item)
    except BrokenProcessPool as error:
        refused: Future[_Made] = Future()
        refused.set_exception(error)
        return refused


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
        with _ending.later():
            write_atomically(task.output, outcome.reviewed, below=task.below)
    except OSError as error:
        where = error.filename or task.output
        return Outcome(failed(path, f"can't write {where}: {error.strerror or error}"), "")
    return replace(outcome, reviewed=None, written=hashlib.sha256(outcome.reviewed).hexdigest())


def clean_bytes(
    path: Path, raw: bytes, checkers: Sequence[Checker], treatment: Treatment, output: str | None
) -> Outcome:
    """Examine ``raw`` and render the copy, without touching a file."""
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


def _is_open(finding: ReportedFinding) -> bool:
    return finding.state in ("proposed", "flagged") and finding.severity != "info"


_process: tuple[Sequence[Checker], Treatment] | None = None


def _prepare(make: MakeCheckers, treatment: Treatment, workers: int) -> None:
    global _process
    sys.stderr = (
        sys.__stderr__ or sys.stderr
    )  # a progress bar's, forked with it, may wait for a thread that is not here
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it ends us
    signal.signal(signal.SIGTERM, _ending)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    _process = (make(), treatment)
    # numpy in several processes would fight for the same cores
    threadpool_limits(max(1, (os.cpu_count() or 1) // workers))


@contextmanager
def _held() -> Iterator[None]:
    """Signals to stop wait until this has ended; in the processes that start here until they are ready for them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Ending:
    """What a worker does when it is told to end: it ends at once, or when the copy that it writes is whole."""

    def __init__(self) -> None:
        self._told = self._writing = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True
        if not self._writing:
            os._exit(1)

    @contextmanager
    def later(self) -> Iterator[None]:
        """Inside, something is written."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
            if self._told:
                os._exit(1)


_ending = _Ending()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for its next task for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _at_work(work: Work[_Item, _Made], item: _Item) -> _Made:
    assert _process is not None
    checkers, treatment = _process
    return work(item, checkers, treatment)
