"""``cleantext clean --interactive``: what is asked at the terminal, and the copies after it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console

from cleantext.batch.run import Run, run_files
from cleantext.cli import output
from cleantext.cli.review import LOG, opened
from cleantext.core.settings import Settings, SettingsError
from cleantext.report.tally import count
from cleantext.report.visible import visible
from cleantext.review.applying import apply_decisions
from cleantext.review.asking import ask
from cleantext.review.decisions import NotDecisions, last


def decide(paths: Sequence[str], settings: Settings, out: Path, *, follow: bool, quiet: bool) -> Run:
    """Examine the files, ask, and write the copies to ``out``; the run with the report of what was written."""
    with output.progress_bar(quiet, "Checking") as progress:
        run = run_files(paths, settings, skip=out, follow=follow, progress=progress)
    if output.nothing_done(run.report):
        output.print_errors(run.report)
        raise typer.Exit(2)
    console = Console(stderr=True, highlight=False)
    log = opened(out / LOG)
    known = {(file.path, finding.id) for file in run.report.files for finding in file.findings}

    def answer(question: str) -> str:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    try:
        made = [d for d in log.decisions if d.finding is None or d.about in known]
        ask(
            run.report,
            run.sources,
            frozenset(last(made)[0]),
            log.append,
            answer,
            lambda text: output.show(console, text, console.width),
        )
        made = [d for d in log.decisions if d.finding is None or d.about in known]
        done = apply_decisions(run.report, made, out, keep_encoding=settings.keep_encoding)
    except NotDecisions as error:
        raise SettingsError(f"{out / LOG}: {visible(str(error))}") from error
    finally:
        log.close()
    if not quiet:
        print(file=sys.stderr)
        for remark in done.remarks:
            print(f"note: {visible(remark)}", file=sys.stderr)
        print(f"{count(len(made), 'decision')} in {out / LOG}", file=sys.stderr)
    return Run(done.report, done.sources, skipped=run.skipped, layouts=run.layouts)
