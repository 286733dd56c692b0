"""``cleantext check``: only look."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from cleantext.batch.run import run_bytes, run_files
from cleantext.cli import options, output
from cleantext.core.settings import SettingsError


def check(
    paths: options.Paths,
    select: options.Select = None,
    ignore: options.Ignore = None,
    report: options.ReportOption = None,
    output_format: options.FormatOption = options.OutputFormat.TEXT,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if there are findings.")] = False,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Keep what is found now in the baseline, and exit with 0.")
    ] = False,
    fail_on_damage: Annotated[
        float | None,
        typer.Option(
            "--fail-on-damage",
            parser=options.share,
            metavar="SHARE",
            help="Exit with 1 only if at least this share of a file's sentences is damaged, such as 0.3.",
        ),
    ] = None,
    languagetool: options.LanguageToolOption = None,
    no_cache: options.NoCache = False,
    language: options.LanguageOption = None,
    sensitivity: options.Sensitivity = None,
    language_model: options.LanguageModel = None,
    proposer: options.ProposerOption = None,
    read_as: options.ReadAs = None,
    main_content: options.MainContent = None,
    column: options.Column = None,
    include: options.Include = None,
    jobs: options.Jobs = None,
    max_size: options.MaxSize = None,
    follow: options.Follow = False,
    config: options.ConfigOption = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Print what is wrong and write nothing.

    Exit code: 0 clean, 1 findings (warning or error; or damage, with --fail-on-damage), 2 a file or setting could not
    be used.
    """
    started = time.monotonic()
    settings = options.settings_of(
        config, quiet=quiet, level="none", select=select, ignore=ignore, languagetool=languagetool,
        cache=False if no_cache else None, language=language, sensitivity=sensitivity,
        language_model=language_model,
        proposer=proposer, jobs=jobs, max_size=max_size, format=read_as, main_content=main_content,
        column=column, include=include,
    )  # fmt: skip
    output.check_report_names(report or [])
    held = settings.baseline
    if update_baseline and not held:
        raise SettingsError('--update-baseline: no baseline is set; put baseline = "cleantext-baseline.json" into'
                            " cleantext.toml")  # fmt: skip
    if update_baseline:
        settings = msgspec.structs.replace(settings, baseline=None)
    if "-" in paths and len(paths) > 1:
        raise SettingsError("- (standard input) can't be mixed with files")
    if "-" in paths:
        run = run_bytes(output.standard_input(), settings)
    else:
        with output.progress_bar(quiet, "Checking") as progress:
            run = run_files(paths, settings, follow=follow, progress=progress)
    nothing = output.nothing_done(run.report)
    written = output.write_reports(run, [] if nothing else report or [])
    if update_baseline and held:
        output.update_baseline(Path(held), run.report, quiet)
    elif not quiet:
        output.print_findings(run, output_format, everything=verbose)
    output.print_errors(run.report)
    if not quiet:
        output.print_skipped(run)
    if not quiet and not nothing and output_format is options.OutputFormat.TEXT:
        output.print_summary(run, time.monotonic() - started, output.places(written))
    if written != (report or []) or any(file.error for file in run.report.files):
        raise typer.Exit(2)
    if fail_on_damage is not None:
        failed = any(file.damage.share >= max(fail_on_damage, 1e-9) for file in run.report.files)
    else:
        failed = any(file.findings for file in output.loud(run.report).files)
    if failed and not (exit_zero or update_baseline):
        raise typer.Exit(1)
