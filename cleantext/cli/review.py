"""``cleantext review``: decide in the browser."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

import cleantext
from cleantext.batch.run import Crew, run_files
from cleantext.cli import options, output
from cleantext.cli.apply import base_of
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import json
from cleantext.report.model import Layouts, Report, Sources, no_layout
from cleantext.report.tally import count
from cleantext.review.applying import read_again
from cleantext.review.inbox import Inbox
from cleantext.review.log import DecisionLog, LogError
from cleantext.storage.reading import read_file

if TYPE_CHECKING:
    from cleantext.review.server import Review
    from cleantext.review.start import StartPage

LOG = "decisions.jsonl"
TEXTS = "texts"
"""The folder, below that for the copies, of texts that were pasted."""


def review(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, patterns, or a report.json; none: paste texts."),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            parser=options.folder,
            help="Folder for the reviewed copies and the decisions.",
        ),
    ] = Path("reviewed"),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; 0 chooses one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open nothing.")] = False,
    level: options.LevelOption = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    languagetool: options.LanguageToolOption = None,
    no_cache: options.NoCache = False,
    language: options.LanguageOption = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", metavar="NAME", help="Who decides; apply names those who disagree.")
    ] = None,
    remember: options.Remember = False,
    sensitivity: options.Sensitivity = None,
    language_model: options.LanguageModel = None,
    proposer: options.ProposerOption = None,
    keep_encoding: Annotated[
        bool | None, typer.Option("--keep-encoding", help="Write copies in their source's encoding, not UTF-8.")
    ] = None,
    accept: options.Accept = None,
    read_as: options.ReadAs = None,
    main_content: options.MainContent = None,
    column: options.Column = None,
    include: options.Include = None,
    jobs: options.Jobs = None,
    max_size: options.MaxSize = None,
    follow: options.Follow = False,
    config: options.ConfigOption = None,
    quiet: options.Quiet = False,
) -> None:
    """Decide on every finding in the browser, and write the reviewed copies.

    Each decision is saved at once in DIR/decisions.jsonl; the next review with the same DIR goes on from there. The
    copies are written by the page's button "Finish". Stop with Ctrl-C. Without PATH the page takes texts that are
    pasted and files that are dropped on it, which are kept in DIR/texts.

    Exit code: 0 done, 2 a file or setting could not be used.
    """
    from cleantext.review.server import Review  # the server's libraries load only here
    from cleantext.review.start import StartPage

    if "-" in (paths or ()):
        raise SettingsError("review reads files, not standard input")
    settings = options.settings_of(
        config, quiet=quiet, level=level.value if level else None, select=select, ignore=ignore,
        languagetool=languagetool,
        cache=False if no_cache else None, language=language, sensitivity=sensitivity,
        language_model=language_model,
        proposer=proposer, keep_encoding=keep_encoding, accept=accept, jobs=jobs, max_size=max_size,
        format=read_as, main_content=main_content, column=column, include=include,
    )  # fmt: skip
    with ExitStack() as stack:
        crew = stack.enter_context(Crew(settings))
        inbox = None if paths else Inbox(out / TEXTS, lambda: _texts(out / TEXTS, settings, crew))
        made = _made(paths or ())
        base = Path()
        sources: Sources
        layouts: Layouts = no_layout
        if made is not None:
            base = base_of(Path(*(paths or ())), made)
            report, sources, again = read_again(made, base)
            layouts = again.get
            output.print_errors(report)
        elif inbox is not None:
            report, sources = inbox.examine()
        else:
            with output.progress_bar(quiet, "Checking") as progress:
                run = run_files(paths or (), settings, skip=out, follow=follow, crew=crew, progress=progress)
            output.print_errors(run.report)
            if not quiet:
                output.print_skipped(run)
            if output.nothing_done(run.report):
                raise typer.Exit(2)
            report, sources, layouts = run.report, run.sources, run.layouts
            stack.close()  # LanguageTool has done its work
        log = opened(out / LOG)
        stack.callback(log.close)
        start = StartPage(out)
        session = Review(
            report, sources, log, out, settings.keep_encoding, settings.accept,
            finished=lambda made: output.remember(settings, session.report, made, quiet) if remember else None,
            shown=start.remove, reviewer=reviewer, inbox=inbox, base=base, layouts=layouts,
        )  # fmt: skip
        _serve(session, start, log, out, port, no_browser=no_browser, quiet=quiet)


def _made(paths: Sequence[str]) -> Report | None:
    """The report that the only path is, if it is one."""
    if len(paths) != 1 or Path(paths[0]).suffix.lower() != ".json":
        return None
    try:
        return json.read(read_file(Path(paths[0])))
    except (OSError, json.NotAReport):
        return None


def _texts(folder: Path, settings: Settings, crew: Crew) -> tuple[Report, Sources]:
    """What is found in the texts that were pasted, in this process: it answers a request."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return Report(cleantext=cleantext.__version__, level=settings.level, checkers={}, rules="", files=()), {}
    run = run_files([str(folder)], msgspec.structs.replace(settings, jobs=1), crew=crew)
    return run.report, run.sources


def _serve(
    session: Review, start: StartPage, log: DecisionLog, out: Path, port: int, *, no_browser: bool, quiet: bool
) -> None:
    from cleantext.review.server import serve

    if not quiet and log.decisions:
        gone = len(log.decisions) - len(session.current)
        lost = f"; {gone} are about places that have changed since" if gone else ""
        print(f"continuing with {count(len(log.decisions), 'decision')} of {out / LOG}{lost}", file=sys.stderr)

    def ready(address: str) -> None:
        print(f"Review at {address} (Ctrl-C stops)", flush=True)
        if not no_browser:
            start.write(address)
            if start.path is not None:
                webbrowser.open(start.path.as_uri())

    try:
        serve(session, port, ready)
    except KeyboardInterrupt:
        if not quiet:
            print(f"stopped; {count(len(log.decisions), 'decision')} kept in {out / LOG}", file=sys.stderr)
    except OSError as error:
        raise SettingsError(f"can't listen on 127.0.0.1:{port}: {error.strerror or error}") from error
    finally:
        start.remove()


def opened(path: Path) -> DecisionLog:
    """The log of a review. Raises ``SettingsError``."""
    try:
        return DecisionLog(path)
    except LogError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(f"can't write {path}: {error.strerror or error}") from error
