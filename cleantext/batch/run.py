"""One run over many files, from arguments to a report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cleantext import __version__
from cleantext.assembly import Assembly
from cleantext.batch.discovery import Choice, Found, NotFound, Skipped, discover
from cleantext.batch.workers import MEGABYTE, Outcome, Task, Treatment, clean_all, clean_bytes
from cleantext.checkers.grammar import NOT_CHECKED
from cleantext.core.settings import Settings, SettingsError
from cleantext.engine import Level
from cleantext.languagetool.server import Unavailable, running
from cleantext.report.build import failed
from cleantext.report.model import FileReport, Report
from cleantext.review.baseline import known
from cleantext.review.memory import memory_file, recall, rejected
from cleantext.storage.copies import NAME as COPIES
from cleantext.storage.copies import NotCopies, note_copies
from cleantext.storage.writing import place

NAMED = 5  # files that a note about several names

Progress = Callable[[int, int], None]
"""Told how many files are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Run:
    """The report of a run, the decoded sources by path, and the reviewed text of standard input if that was read.

    ``skipped`` are files in the given folders that are left out.
    """

    report: Report
    sources: dict[str, str]
    reviewed: bytes | None = None
    skipped: Sequence[Skipped] = ()


def run_files(
    arguments: Sequence[str],
    settings: Settings,
    *,
    output: Path | None = None,
    in_place: bool = False,
    skip: Path | None = None,
    follow: bool = False,
    progress: Progress = lambda done, total: None,
) -> Run:
    """Examine the files of ``arguments``; write copies below ``output``, or over the sources with ``in_place``.

    With neither nothing is written; what lies below ``skip`` is not read, what links in folders lead to only with
    ``follow``. Raises ``SettingsError`` and ``RuleError``; a file that fails is reported.
    """
    choice = Choice(settings.include, settings.exclude, skip or output, follow)
    found = list(discover(arguments, choice))
    files = [failed(str(f.path), f.reason) for f in found if isinstance(f, NotFound)]
    tasks, clashes = _tasks([f for f in found if isinstance(f, Found)], output, in_place)
    files += clashes
    if output is not None and tasks:
        _note_copies(output, tasks)
    jobs = settings.jobs or min(len(tasks) // 8 + 1, os.cpu_count() or 1)
    sources: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    treatment = _treatment(settings)
    with assembled(settings) as (assembly, notes):
        checkers = assembly()
        for done, outcome in enumerate(clean_all(tasks, checkers, assembly, treatment, jobs), 1):
            files.append(outcome.report)
            sources[outcome.report.path] = outcome.source
            problems += [(outcome.report.path, problem) for problem in outcome.problems]
            progress(done, len(tasks))
        versions = {checker.name: checker.version for checker in checkers}
    skipped = [f for f in found if isinstance(f, Skipped)]
    return Run(_report(settings, versions, files, [*notes, *told(problems)]), sources, skipped=skipped)


def run_bytes(raw: bytes, settings: Settings, name: str = "-") -> Run:
    """Examine one text that did not come from a file. Raises as ``run_files`` does."""
    treatment = _treatment(settings)
    with assembled(settings) as (assembly, notes):
        checkers = assembly()
        if len(raw) > treatment.max_size:
            outcome = Outcome(failed(name, f"too large: the limit is {settings.max_size} MB (--max-size)"), "")
        else:
            outcome = clean_bytes(Path(name), raw, checkers, treatment, None)
        versions = {checker.name: checker.version for checker in checkers}
    report = _report(settings, versions, [outcome.report], [*notes, *outcome.problems])
    return Run(report, {name: outcome.source}, outcome.reviewed)


@contextmanager
def assembled(settings: Settings) -> Iterator[tuple[Assembly, list[str]]]:
    """The checkers of a run, with LanguageTool's server running as long as they are used, and what could not run.

    Read what could not run when the checkers have done their work: a server may fail as late as then.
    """
    notes: list[str] = []
    if settings.languagetool is False:
        yield Assembly(settings), notes
        return
    address = settings.languagetool if isinstance(settings.languagetool, str) else None
    with ExitStack() as stack:
        server = None
        try:
            server = stack.enter_context(
                running(address, heap=settings.languagetool_heap, threads=settings.languagetool_threads)
            )
        except Unavailable as error:
            notes.append(f"the grammar checker did not run: {error}")
        yield Assembly(settings, server), notes
        if server and (failure := server.failure()):
            notes.append(f"the grammar checker did not run: {failure}")


def told(problems: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Path and problem as notes; what befell several files, as a server that died, is one note."""
    missed: dict[str, list[str]] = {}
    for path, problem in sorted(problems):
        reason, unchecked, places = problem.partition(NOT_CHECKED)
        if unchecked:
            missed.setdefault(reason, []).append(f"{path}: {places}")
        else:
            yield f"{path}: {problem}"
    for reason, files in missed.items():
        more = [f"and {len(files) - NAMED} more files"] if len(files) > NAMED else []
        yield f"{reason}{NOT_CHECKED}{'; '.join([*files[:NAMED], *more])}"


def _treatment(settings: Settings) -> Treatment:
    held = recall(memory_file(settings, Path.cwd()))
    old = known(Path(settings.baseline)) if settings.baseline else frozenset[str]()
    return Treatment(Level(settings.level), settings.keep_encoding, settings.max_size * MEGABYTE, rejected(held), old)


def _tasks(found: Sequence[Found], output: Path | None, in_place: bool) -> tuple[list[Task], list[FileReport]]:
    tasks: list[Task] = []
    clashes: list[FileReport] = []
    taken: dict[Path, Path] = {}
    for file in found:
        target = file.path if in_place else output / file.relative if output else None
        below = file.top if in_place else output
        if target is not None:
            try:
                real = place(target, below)
            except OSError as error:
                clashes.append(failed(str(file.path), f"can't write {error.filename}: {error.strerror}"))
                continue
            if not in_place and real == Path(os.path.realpath(file.path)):
                clashes.append(failed(str(file.path), "the copy would overwrite its source (use --in-place for that)"))
                continue
            if real in taken:
                clashes.append(failed(str(file.path), f"its copy would overwrite that of {taken[real]}"))
                continue
            taken[real] = file.path
        tasks.append(Task(file.path, target, below))
    return tasks, clashes


def _note_copies(output: Path, tasks: Sequence[Task]) -> None:
    """Where the list can't be written the copies can't be either, and each of them says so."""
    try:
        note_copies(output, [task.output.relative_to(output) for task in tasks if task.output])
    except NotCopies as error:
        raise SettingsError(f"{output / COPIES}: {error}") from error
    except OSError:
        pass


def _report(
    settings: Settings, checkers: dict[str, str | None], files: Sequence[FileReport], notes: Sequence[str]
) -> Report:
    rules = checkers.pop("rules", None)
    return Report(
        cleantext=__version__,
        level=settings.level,
        checkers={"languagetool": None} | checkers,
        rules=rules or "",
        files=tuple(sorted(files, key=lambda f: f.path)),
        notes=tuple(notes),
    )
