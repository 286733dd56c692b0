"""What a command prints and which report files it writes."""

from __future__ import annotations

import os
import shlex
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from cleantext.batch import run as batch
from cleantext.batch.discovery import Why
from cleantext.batch.run import Run, Told
from cleantext.cli import options
from cleantext.cli.options import OutputFormat
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import json, terminal
from cleantext.report.dataset import Tally
from cleantext.report.model import Report
from cleantext.report.tally import count, tally_report
from cleantext.report.visible import visible
from cleantext.review import baseline, memory
from cleantext.review.decisions import Decision
from cleantext.storage.writing import write_atomically

SUFFIXES = tuple(options.REPORT_SUFFIXES.split())
SILENT = ("rejected", "suppressed")
KINDS = 6  # of skipped files that are named


@contextmanager
def progress_bar(quiet: bool, doing: str, what: str = "file") -> Iterator[Told]:
    """A bar on standard error while a batch runs, where somebody looks at it; ``what`` is counted beside bytes."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich import filesize
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[counted]}"), BarColumn(None), TextColumn("{task.fields[size]}"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stderr=True, expand=True) as bar:
        task = bar.add_task("", total=None, counted=doing, size="", rate="")
        begun = time.monotonic()

        def tell(done: batch.Progress) -> None:
            rate = (done.bytes - done.unchanged_bytes) / max(time.monotonic() - begun, 1e-3)
            bar.update(
                task, completed=done.bytes, total=done.of_bytes,
                counted=f"{done.files:,} of {count(done.of_files, what)}",
                size=f"{filesize.decimal(done.bytes)} of {filesize.decimal(done.of_bytes)}",
                rate=f"{filesize.decimal(int(rate))}/s" if done.bytes >= terminal.RATED else "",
            )  # fmt: skip

        yield tell


def check_report_names(paths: Sequence[Path]) -> None:
    """Raises ``SettingsError`` for a report that no view can write."""
    for path in paths:
        if path.suffix not in SUFFIXES:
            raise SettingsError(f"--report {path}: the name must end in {', '.join(SUFFIXES)}")


def write_reports(run: Run, paths: Sequence[Path], base: Path = Path()) -> list[Path]:
    """Write the report to each path, by its suffix; ``base`` is where its paths begin.

    Those that were written. One line on standard error for each that was not.
    """
    written = []
    for path in paths:
        try:
            for name, content in _rendered(run, path, base):
                write_atomically(path.with_name(name), content)
            written.append(path)
        except OSError as error:
            print(f"cleantext: can't write {visible(str(path))}: {error.strerror or error}", file=sys.stderr)
    return written


def _rendered(run: Run, path: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    """The files that a report consists of: most often one."""
    if path.suffix == ".html":
        from cleantext.report import html

        for name, page in html.pages(run.report, run.sources, path.name, layouts=run.layouts):
            yield name, page.encode("utf-8", "backslashreplace")
    elif path.suffix in (".patch", ".diff"):
        from cleantext.report import patch

        yield path.name, patch.render(run.report, run.sources, run.layouts)
    else:
        yield path.name, _text(run, path, base).encode("utf-8", "backslashreplace")


def _text(run: Run, path: Path, base: Path) -> str:
    from cleantext.report import criticmarkup, jsonl, markdown, sarif

    match path.suffix:
        case ".jsonl":
            return jsonl.render(run.report)
        case ".sarif":
            return sarif.render(run.report, run.sources, run.layouts)
        case ".md":
            return markdown.render(run.report, run.sources)
        case ".critic":
            return criticmarkup.render(run.report, run.sources)
    return json.render(msgspec.structs.replace(run.report, folder=_seen_from(path.parent, base)))


def _seen_from(folder: Path, base: Path) -> str:
    """The way from ``folder`` to ``base``; on another drive of Windows there is none but from its root."""
    there = os.path.realpath(base)
    try:
        return Path(os.path.relpath(there, os.path.realpath(folder))).as_posix()
    except ValueError:
        return Path(there).as_posix()


def standard_input() -> bytes:
    """All of standard input. Raises ``SettingsError``."""
    if sys.stdin is None:
        raise SettingsError("- (standard input) is closed")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise SettingsError(f"- (standard input) can't be read: {error.strerror or error}") from error


def print_reviewed(reviewed: bytes) -> None:
    """The copy of standard input on standard output. Raises ``SettingsError``."""
    if sys.stdout is None:
        raise SettingsError("standard output is closed")
    with _standard_output():
        sys.stdout.buffer.write(reviewed)
        sys.stdout.flush()


@contextmanager
def _standard_output() -> Iterator[None]:
    """A full disk is the user's to mend. Raises ``SettingsError``; a pipe that was closed is left to the caller."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still buffered would fail once more at the very end
        raise SettingsError(f"can't write standard output: {error.strerror or error}") from error


def print_findings(run: Run, format: OutputFormat, everything: bool) -> None:
    """The findings on standard output; what people read is without INFO unless ``everything`` is wanted.

    Raises ``SettingsError``.
    """
    with _standard_output():
        _print_findings(run, format, everything)


def _print_findings(run: Run, format: OutputFormat, everything: bool) -> None:
    from cleantext.report import github, jsonl, markdown, sarif

    report = run.report if everything else loud(run.report)
    match format:
        case OutputFormat.JSON:
            typer.echo(json.render(run.report), nl=False)
        case OutputFormat.JSONL:
            typer.echo(jsonl.render(run.report), nl=False)
        case OutputFormat.SARIF:
            typer.echo(sarif.render(run.report, run.sources, run.layouts), nl=False)
        case OutputFormat.GITHUB:
            typer.echo(github.render(report, run.sources), nl=False)
        case OutputFormat.MARKDOWN:
            typer.echo(markdown.render(report, run.sources), nl=False)
        case OutputFormat.TEXT:
            console = Console(highlight=False)
            width = min(console.width, 120)
            for text in terminal.findings(report, run.sources, width=width):
                show(console, text, width)


def remember(settings: Settings, report: Report, decisions: Iterable[Decision], quiet: bool) -> None:
    """Add decisions to the memory that later runs honour. Raises ``SettingsError``."""
    path = memory.memory_file(settings, Path.cwd())
    if path is None:
        raise SettingsError("--remember: the settings say memory = false")
    held = memory.remember(path, memory.remembered(report, decisions))
    if not quiet:
        print(f"{count(held, 'decision')} remembered in {path}", file=sys.stderr)


def update_baseline(path: Path, report: Report, quiet: bool) -> None:
    """Let the baseline hold what the report found. Raises ``SettingsError``."""
    held = baseline.update(path, report)
    if not quiet:
        print(f"{count(held, 'finding')} in {path}; later runs report only what is new", file=sys.stderr)


def print_errors(report: Report, known: Collection[str] = ()) -> None:
    """One line on standard error for each file that failed and whose path is not ``known``."""
    for file in report.files:
        if file.error is not None and file.path not in known:
            print(f"cleantext: {visible(file.path)}: {visible(file.error)}", file=sys.stderr)


def nothing_done(report: Report) -> bool:
    """Whether every file failed: then there is nothing to tell but why."""
    return bool(report.files) and all(file.error for file in report.files)


def print_skipped(run: Run) -> None:
    """A line on standard error for each reason to leave files out, with the suffixes of those that were no prose."""
    if run.done.unchanged:
        print(f"{count(run.done.unchanged, 'file')} unchanged since an earlier run (--force does all)", file=sys.stderr)
    links = sum(skipped.why is Why.LINK for skipped in run.skipped)
    if links:
        print(f"{count(links, 'link')} not followed (--follow does)", file=sys.stderr)
    copies = sum(skipped.why is Why.COPY for skipped in run.skipped)
    if copies:
        print(f"{count(copies, 'reviewed copy', 'reviewed copies')} of earlier runs skipped", file=sys.stderr)
    reports = sum(skipped.why is Why.REPORT for skipped in run.skipped)
    if reports:
        print(f"{count(reports, 'report')} of earlier runs skipped", file=sys.stderr)
    others = [skipped.path for skipped in run.skipped if skipped.why is Why.KIND]
    if others:
        _print_kinds(others)


def _print_kinds(paths: Sequence[Path]) -> None:
    numbers = Counter(path.suffix.lower() or "without suffix" for path in paths)
    kinds = sorted(numbers.items(), key=lambda kind: (-kind[1], kind[0]))
    said = [f"{number} {visible(kind)}" for kind, number in kinds[:KINDS]]
    if others := sum(number for _, number in kinds[KINDS:]):
        said.append(f"{others} of other kinds")
    print(f"{count(len(paths), 'file')} skipped: {', '.join(said)}", file=sys.stderr)


def loud(report: Report) -> Report:
    """The report without its INFO findings and those that were rejected before."""
    files = tuple(
        msgspec.structs.replace(
            file,
            findings=tuple(f for f in file.findings if f.severity != "info" and f.state not in SILENT),
        )
        for file in report.files
    )
    return msgspec.structs.replace(report, files=files)


def print_next(report: Report, paths: Sequence[str], out: Path, reports: Sequence[Path], *, interactive: bool) -> None:
    """What to do now, where something is left to decide."""
    left = tally_report(report).open
    if not left:
        return
    page = next((f"open {visible(str(path))}, or " for path in reports if path.suffix == ".html"), "")
    if interactive:
        page = "the same command goes on; or "
    command = shlex.join(["cleantext", "review", *paths, "-o", str(out)])
    print(f"{count(left, 'place')} to decide: {page}run:\n    {visible(command)}", file=sys.stderr)


def places(reports: Iterable[Path]) -> dict[str, str]:
    """Where reports lie, as ``print_summary`` takes it."""
    return {f"Report ({path.suffix[1:]})": str(path) for path in reports}


def print_summary(run: Run, seconds: float, written: dict[str, str]) -> None:
    """The table at the end of a run, on standard error."""
    console = Console(stderr=True, highlight=False)
    read = run.done.bytes - run.done.unchanged_bytes
    console.print(terminal.summary(run.report, seconds=seconds, read=read))
    _print_places(console, written)


def print_dataset(tally: Tally, shards: str, seconds: float, read: int, written: dict[str, str]) -> None:
    """The table at the end of a run over shards, on standard error."""
    console = Console(stderr=True, highlight=False)
    console.print(terminal.dataset_summary(tally, shards, seconds=seconds, read=read))
    _print_places(console, written)


def _print_places(console: Console, written: Mapping[str, str]) -> None:
    for line in terminal.places(written):
        console.print(line, soft_wrap=True)


def show(console: Console, text: Text, width: int) -> None:
    """Some lines, at a terminal wrapped at words."""
    console.print(terminal.hanging(text, console, width) if console.is_terminal else text, soft_wrap=True)


def say(line: str, indent: int = 4) -> None:
    """A line on standard output, at a terminal wrapped at words with what follows indented."""
    console = Console()
    if console.is_terminal:
        line = textwrap.fill(
            line, console.width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        )
    typer.echo(line)
