"""``cleantext clean``: write reviewed copies and a report."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Annotated, Any

import typer

from cleantext.batch.run import Crew, Run, run_bytes, run_files
from cleantext.batch.watch import Failures, failures, rounds
from cleantext.cli import options, output
from cleantext.core.settings import SettingsError


def clean(
    paths: options.Paths,
    out: Annotated[
        Any,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            parser=options.folder_or_address,
            help="Folder for the reviewed copies and the report.",
        ),
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Overwrite the sources with their copies.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Do again what an earlier run has done.")] = False,
    engine: Annotated[
        options.Engine | None,
        typer.Option("--engine", help="Clean shards, as on s3:// (see README), here or on a Ray cluster."),
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Ask about each proposal at the terminal, then write the copies.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and clean what lands or changes in PATH, until Ctrl-C.")
    ] = False,
    level: options.LevelOption = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    report: options.ReportOption = None,
    output_format: options.FormatOption = options.OutputFormat.TEXT,
    languagetool: options.LanguageToolOption = None,
    no_cache: options.NoCache = False,
    language: options.LanguageOption = None,
    sensitivity: options.Sensitivity = None,
    language_model: options.LanguageModel = None,
    proposer: options.ProposerOption = None,
    keep_encoding: Annotated[
        bool | None, typer.Option("--keep-encoding", help="Write copies in their source's encoding, not UTF-8.")
    ] = None,
    accept: options.Accept = None,
    mark_flagged: options.MarkFlagged = None,
    to: options.To = None,
    read_as: options.ReadAs = None,
    main_content: options.MainContent = None,
    column: options.Column = None,
    add_columns: options.AddColumns = False,
    include: options.Include = None,
    jobs: options.Jobs = None,
    max_size: options.MaxSize = None,
    follow: options.Follow = False,
    config: options.ConfigOption = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Write a reviewed copy of each file, and a report of every finding.

    Exit code: 0 done, 2 a file or setting could not be used (the rest is done).
    """
    started = time.monotonic()
    settings = options.settings_of(
        config, quiet=quiet, level=level.value if level else None, select=select, ignore=ignore,
        languagetool=languagetool,
        cache=False if no_cache else None, language=language, sensitivity=sensitivity,
        language_model=language_model,
        proposer=proposer, keep_encoding=keep_encoding, accept=accept, mark_flagged=mark_flagged,
        to=to.value if to else None, jobs=jobs, max_size=max_size,
        format=read_as, main_content=main_content, column=column, include=include,
    )  # fmt: skip
    if engine or add_columns or isinstance(out, str) or any("://" in path for path in paths):
        from cleantext.cli import shards

        wrong = {"--in-place": in_place, "--watch": watch, "--report": report, "--to": to}
        shards.clean(paths, settings, out, engine or options.Engine.LOCAL, wrong, force=force,
                     add_columns=add_columns, quiet=quiet)  # fmt: skip
        return
    reports = list(report or [])
    output.check_report_names(reports)
    stdin = "-" in paths
    if stdin and len(paths) > 1:
        raise SettingsError("- (standard input) can't be mixed with files")
    if out and in_place:
        raise SettingsError("give --output or --in-place, not both")
    if not stdin and not out and not in_place:
        raise SettingsError("nothing to write to: give -o FOLDER for reviewed copies, or --in-place")
    if watch and not out:
        raise SettingsError("--watch needs --output, a folder for the copies")
    if settings.to and (in_place or interactive or settings.accept):
        raise SettingsError("--to marks changes for a review: leave --in-place, --interactive and --accept out")
    if interactive and (not out or stdin or watch):
        raise SettingsError("--interactive needs --output and files, and no --watch")
    if out and not reports:
        reports = [out / "report.html", out / "report.json"]

    def told(run: Run, seconds: float, *, again: bool = False, known: Collection[str] = ()) -> bool:
        """Write and say what came of it, but not of files that are ``known`` to fail; whether all is well."""
        nothing = output.nothing_done(run.report)
        whole = run.with_earlier(out) if out and not report and not nothing else run
        written = output.write_reports(whole, [] if nothing else reports)
        if not stdin and not again and (verbose or output_format is not options.OutputFormat.TEXT):
            output.print_findings(run, output_format, everything=verbose)
        output.print_errors(run.report, known)
        if not quiet:
            output.print_skipped(run)
        if not quiet and not nothing:
            copies = {"Reviewed copies": f"{out}/"} if out else {}
            output.print_summary(run, seconds, copies | output.places(written))
            if out:
                output.print_next(run.report, paths, out, written, interactive=interactive)
        return written == reports and not any(file.error for file in run.report.files)

    if interactive:
        from cleantext.cli import asking

        well = told(asking.decide(paths, settings, out, follow=follow, quiet=quiet), time.monotonic() - started)
    elif stdin:
        run = run_bytes(output.standard_input(), settings)
        if run.reviewed is not None:
            output.print_reviewed(run.reviewed)
        well = told(run, time.monotonic() - started)
    else:
        failed: Failures = {}
        with Crew(settings) as crew:
            for number, _ in enumerate(rounds(paths, out) if watch and out else [None]):
                with output.progress_bar(quiet, "Cleaning") as progress:
                    run = run_files(
                        paths, settings, output=out, in_place=in_place, follow=follow, force=force and not number,
                        crew=crew, progress=progress,
                    )  # fmt: skip
                before, failed = failed, failures(run.report)
                known = [path for path, why in failed.items() if before.get(path) == why]
                if not number or run.done.unchanged + len(known) < len(run.report.files):
                    well = told(run, time.monotonic() - started, again=number > 0, known=known)
                started = time.monotonic()
    if not well:
        raise typer.Exit(2)
