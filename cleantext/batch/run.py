"""One run over many files, from arguments to a report."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from cleantext import __version__
from cleantext.assembly import Assembly
from cleantext.batch.discovery import Choice, Found, NotFound, Skipped, discover
from cleantext.batch.earlier import earlier
from cleantext.batch.fingerprint import fingerprint, languagetool_ready
from cleantext.batch.restart import Restart
from cleantext.batch.sources import ReadSources
from cleantext.batch.workers import MEGABYTE, Outcome, Task, Treatment, clean_all, clean_bytes
from cleantext.checkers.checker import Checker
from cleantext.checkers.grammar import NOT_CHECKED
from cleantext.core.settings import Settings, SettingsError
from cleantext.engine import Level
from cleantext.formats.known import Reading
from cleantext.languagetool.server import Gone, Server, Unavailable, running
from cleantext.report.build import failed
from cleantext.report.model import FileReport, Layouts, Report, Sources, no_layout
from cleantext.report.redline import SUFFIXES
from cleantext.review.baseline import known
from cleantext.review.memory import memory_file, recall, rejected
from cleantext.storage.journal import NAME as JOURNAL
from cleantext.storage.journal import Journal, NotJournal
from cleantext.storage.writing import destination, remove_unfinished

NAMED = 5  # files that a note about several names


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files and bytes that are done, how many there are, and which files an earlier run had done."""

    files: int = 0
    of_files: int = 0
    bytes: int = 0
    of_bytes: int = 0
    unchanged: int = 0
    unchanged_bytes: int = 0

    def with_one(self, size: int, *, unchanged: bool) -> Progress:
        """The same with one more file, of ``size`` bytes."""
        before = (
            (self.unchanged + 1, self.unchanged_bytes + size) if unchanged else (self.unchanged, self.unchanged_bytes)
        )
        return Progress(self.files + 1, self.of_files, self.bytes + size, self.of_bytes, *before)


Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Run:
    """The report of a run, the prose of its files by path, and the reviewed text of standard input if that was read.

    ``skipped`` are files in the given folders that are left out, ``done`` says how much was read. ``layouts`` tells
    where the prose lies in files with markup.
    """

    report: Report
    sources: Sources
    reviewed: bytes | None = None
    skipped: Sequence[Skipped] = ()
    done: Progress = Progress()
    layouts: Layouts = no_layout

    def with_earlier(self, out: Path) -> Run:
        """The same, for the report of the folder ``out``, with what that says of files that this run did not read."""
        files, sources = tuple(earlier(self.report, out)), ReadSources()
        for file in files:
            sources.add(file, None)
        report = msgspec.structs.replace(self.report, files=(*self.report.files, *files))
        return replace(
            self,
            report=report,
            sources=ChainMap(self.sources, sources),  # type: ignore[arg-type]  # nobody writes to it
            layouts=lambda path: self.layouts(path) or sources.layout(path),
        )


class Crew:
    """The checkers of a run, put together when they are first asked for; LanguageTool's server runs until the end."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._stack = ExitStack()
        self._server: Server | None = None
        self._unavailable = ""
        self._made: tuple[Assembly, Sequence[Checker]] | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def assembly(self) -> Assembly:
        """What makes the same checkers in other processes. Raises as ``checkers`` does."""
        return self._assembled()[0]

    @property
    def checkers(self) -> Sequence[Checker]:
        """Those of this process. Raises ``SettingsError`` and ``RuleError``."""
        return self._assembled()[1]

    def versions(self) -> dict[str, str | None]:
        """The version of each checker by name; None of one that could not run. A server may fail at the very end."""
        return {checker.name: checker.version for checker in self.checkers}

    def notes(self) -> list[str]:
        """What could not run so far."""
        failure = self._unavailable or (self._server.failure() if self._server else "")
        return [f"the grammar checker did not run: {failure}"] if failure else []

    def address(self) -> str | None:
        """Where other processes of this machine can ask LanguageTool; None without it."""
        self._assembled()
        try:
            return self._server.address() if self._server else None
        except (Unavailable, Gone) as error:
            self._unavailable = str(error)
            return None

    def _assembled(self) -> tuple[Assembly, Sequence[Checker]]:
        if self._made is None:
            if self._settings.languagetool is not False:
                self._start()
            assembly = Assembly(self._settings, self._server)
            self._made = assembly, assembly()
        return self._made

    def _start(self) -> None:
        settings = self._settings
        address = settings.languagetool if isinstance(settings.languagetool, str) else None
        heap, threads = settings.languagetool_heap, settings.languagetool_threads
        try:
            self._server = self._stack.enter_context(running(address, heap=heap, threads=threads))
        except Unavailable as error:
            self._unavailable = str(error)


def run_files(
    arguments: Sequence[str],
    settings: Settings,
    *,
    output: Path | None = None,
    in_place: bool = False,
    skip: Path | None = None,
    follow: bool = False,
    force: bool = False,
    crew: Crew | None = None,
    progress: Told = lambda progress: None,
) -> Run:
    """Examine the files of ``arguments``; write copies below ``output``, or over the sources with ``in_place``.

    With neither nothing is written; what lies below ``skip`` is not read, what links in folders lead to only with
    ``follow``. What an earlier run wrote below ``output`` from the same bytes is not done again unless ``force`` is
    given. A ``crew`` that is given serves more runs. Raises ``SettingsError`` and ``RuleError``; a file that fails is
    reported.
    """
    choice = Choice(settings.include, settings.exclude, skip or output, follow)
    found = list(discover(arguments, choice))
    files = [failed(str(f.path), f.reason) for f in found if isinstance(f, NotFound)]
    suffix = SUFFIXES[settings.to] if settings.to else None
    tasks, clashes = _tasks([f for f in found if isinstance(f, Found)], output, in_place, suffix)
    files += clashes
    treatment = treatment_of(settings)
    sizes = {task.path: _size(task.path) for task in tasks}
    told_of = Progress(0, len(tasks), 0, sum(sizes.values()))
    sources = ReadSources()
    problems: list[tuple[str, str]] = []
    with ExitStack() as stack:
        crew = crew or stack.enter_context(Crew(settings))
        restart = stack.enter_context(_restart(output, tasks, settings, treatment)) if output and tasks else None
        for task, outcome in _outcomes(tasks, None if force else restart, restart, crew, treatment, settings.jobs):
            files.append(outcome.report)
            sources.add(outcome.report, outcome.source, outcome.markup, gone=in_place)
            problems += [(outcome.report.path, problem) for problem in outcome.problems]
            told_of = told_of.with_one(sizes[task.path], unchanged=outcome.source is None)
            progress(told_of)
        everything_done = told_of.unchanged == len(tasks) > 0
        versions = (restart.checkers() if restart and everything_done else None) or crew.versions()
        if restart:
            restart.ran(versions)
        notes = [*crew.notes(), *told(problems), *(restart.trouble() if restart else ())]
    skipped = [f for f in found if isinstance(f, Skipped)]
    return Run(_report(settings, dict(versions), files, notes), sources, None, skipped, told_of, sources.layout)


def run_bytes(raw: bytes, settings: Settings, name: str = "-") -> Run:
    """Examine one text that did not come from a file. Raises as ``run_files`` does."""
    treatment = treatment_of(settings)
    with Crew(settings) as crew:
        if len(raw) > treatment.max_size:
            outcome = Outcome(failed(name, f"too large: the limit is {settings.max_size} MB (--max-size)"), "")
        else:
            outcome = clean_bytes(Path(name), raw, crew.checkers, treatment, None)
        versions, notes = crew.versions(), crew.notes()
    report = _report(settings, versions, [outcome.report], [*notes, *outcome.problems])
    done = Progress(1, 1, len(raw), len(raw))
    sources = ReadSources()
    sources.add(outcome.report, outcome.source or "", outcome.markup, gone=True)
    return Run(report, sources, outcome.reviewed, (), done, sources.layout)


def _outcomes(
    tasks: Sequence[Task],
    before: Restart | None,
    restart: Restart | None,
    crew: Crew,
    treatment: Treatment,
    jobs: int,
) -> Iterator[tuple[Task, Outcome]]:
    """Every task with its outcome: first what was done ``before``, then what is done now, which ``restart`` keeps."""
    todo = []
    for task in tasks:
        if before and (outcome := before.done(task)):
            yield task, outcome
        else:
            todo.append(task)
    if not todo:
        return
    jobs = jobs or min(len(todo) // 8 + 1, os.cpu_count() or 1)
    for task, outcome in clean_all(todo, crew.checkers, crew.assembly, treatment, jobs):
        if restart:
            restart.tell(task, outcome, crew.versions())
        yield task, outcome


@contextmanager
def _restart(output: Path, tasks: Sequence[Task], settings: Settings, treatment: Treatment) -> Iterator[Restart | None]:
    """The journal of ``output``; none where it can't be written: the copies can't be either, and each says so."""
    copies = [task.output for task in tasks if task.output]
    with ExitStack() as stack:
        try:
            journal = stack.enter_context(Journal(output))
            journal.note(copy.relative_to(output) for copy in copies)
        except NotJournal as error:
            raise SettingsError(f"{output / JOURNAL}: {error}") from error
        except OSError:
            yield None
            return
        for folder in {copy.parent for copy in copies}:
            remove_unfinished(folder)
        name = partial(fingerprint, settings, treatment)
        yield Restart(journal, output, name(languagetool_ready(settings)), name)


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


def treatment_of(settings: Settings) -> Treatment:
    """How the settings clean a file. Raises ``SettingsError`` for a memory or baseline that can't be read."""
    held = recall(memory_file(settings, Path.cwd()))
    old = known(Path(settings.baseline)) if settings.baseline else frozenset[str]()
    reading = Reading(settings.format, tuple(settings.column), settings.main_content)
    return Treatment(
        Level(settings.level), settings.keep_encoding, settings.max_size * MEGABYTE, rejected(held), old, reading,
        settings.accept, settings.mark_flagged, settings.to,
    )  # fmt: skip


def _tasks(
    found: Sequence[Found], output: Path | None, in_place: bool, suffix: str | None
) -> tuple[list[Task], list[FileReport]]:
    """A task for each file, whose copy has ``suffix``, or its own where that is None."""
    tasks: list[Task] = []
    clashes: list[FileReport] = []
    taken: dict[Path, Path] = {}
    for file in found:
        relative = file.relative.with_suffix(suffix) if suffix else file.relative
        target = file.path if in_place else output / relative if output else None
        below = file.top if in_place else output
        if target is not None:
            try:
                real = destination(target, below)
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


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # who reads it will say so
        return 0


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
