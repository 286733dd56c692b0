"""``cleantext apply``: write the copies that were decided on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cleantext.batch.run import Run
from cleantext.cli import options, output
from cleantext.core.settings import SettingsError
from cleantext.report import json
from cleantext.report.model import Report
from cleantext.report.tally import count
from cleantext.report.visible import visible
from cleantext.review import decisions, tracked
from cleantext.review.applying import apply_decisions
from cleantext.storage.reading import read_file

_ZIP = b"PK\x03\x04"  # how an office document begins


def apply(
    report_file: Annotated[Path, typer.Argument(metavar="REPORT", help="The report.json of a run.")],
    decisions_files: Annotated[
        list[Path],
        typer.Argument(metavar="DECISIONS", help="The decisions.json of its page, or copies decided on in Word."),
    ],
    out: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", parser=options.folder, help="Folder for the reviewed copies."),
    ],
    rebase: Annotated[
        bool, typer.Option("--rebase", help="If a source has changed since, apply what still matches.")
    ] = False,
    keep_encoding: Annotated[
        bool | None, typer.Option("--keep-encoding", help="Write copies in their source's encoding, not UTF-8.")
    ] = None,
    accept: options.Accept = None,
    remember: options.Remember = False,
    report: options.ReportOption = None,
    config: options.ConfigOption = None,
    quiet: options.Quiet = False,
) -> None:
    """Write copies with just what was accepted or edited.

    What a run applied by itself stays unless it is rejected; what it proposed stays out unless it is accepted.
    In an office document the tracked changes that its editor rejected or accepted are the decisions.
    The report knows where its files are as seen from itself: both may have moved together.

    Exit code: 0 done, 2 a file, report or decision could not be used (the other files are done).
    """
    settings = options.settings_of(config, quiet=quiet, keep_encoding=keep_encoding, accept=accept)
    output.check_report_names(report or [])
    try:
        made = json.read(_content(report_file))
    except json.NotAReport as error:
        raise SettingsError(f"{report_file}: {visible(str(error))}") from error
    base = base_of(report_file, made)
    decided: list[decisions.Decision] = []
    noted: list[str] = []
    for path in decisions_files:
        content = _content(path)
        try:
            if content.startswith(_ZIP):
                told, remarks = tracked.decisions_in(made, base, path, content)
                decided += told
                noted += remarks
            else:
                decided += decisions.read(content)
        except decisions.NotDecisions as error:
            raise SettingsError(f"{path}: {visible(str(error))}") from error
    try:
        applied = apply_decisions(
            made, decided, out, base=base, keep_encoding=settings.keep_encoding, accept=settings.accept,
            rebase=rebase,
        )  # fmt: skip
    except decisions.NotDecisions as error:
        raise SettingsError(f"{', '.join(map(str, decisions_files))}: {visible(str(error))}") from error
    if remember:
        output.remember(settings, made, decided, quiet)
    written = output.write_reports(
        Run(applied.report, applied.sources, layouts=applied.layouts.get), report or [], base
    )
    if not quiet:
        for remark in (*noted, *applied.remarks):
            print(f"note: {visible(remark)}", file=sys.stderr)
    output.print_errors(applied.report)
    if not quiet:
        copies = count(sum(file.error is None for file in applied.report.files), "copy", "copies")
        print(f"{copies} written to {out}/", file=sys.stderr)
    if written != (report or []) or any(file.error for file in applied.report.files):
        raise typer.Exit(2)


def base_of(report_file: Path, made: Report) -> Path:
    """Where the report's paths begin. One that was printed doesn't know: from its own folder, or from where we are."""
    own = report_file.parent
    if made.folder is not None:
        return own / made.folder
    return own if any(os.path.lexists(own / file.path) for file in made.files) else Path()


def _content(path: Path) -> bytes:
    try:
        return read_file(path)
    except OSError as error:
        raise SettingsError(f"{path}: can't be read: {error.strerror or error}") from error
