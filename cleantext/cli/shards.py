"""``cleantext clean`` of a dataset in shards, here or on a cluster."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from cleantext.batch.run import Progress
from cleantext.batch.shards import INDEX, SUMMARY, Shard, ShardDone, clean_shards, here
from cleantext.cli import output
from cleantext.cli.options import Engine
from cleantext.core.settings import Settings, SettingsError
from cleantext.report.tally import count
from cleantext.report.visible import visible


def clean(
    paths: Sequence[str],
    settings: Settings,
    out: Path | str | None,
    engine: Engine,
    wrong: Mapping[str, object],
    *,
    force: bool,
    add_columns: bool,
    quiet: bool,
) -> None:
    """Clean the shards and say what came of them, a line each for those that failed. Raises ``SettingsError``."""
    for option, given in wrong.items():
        if given:
            raise SettingsError(f"{option} is not for shards on an engine")
    if out is None:
        raise SettingsError("nothing to write to: give -o FOLDER or -o s3://BUCKET/FOLDER for the copies")
    if engine is Engine.RAY:
        from cleantext.batch.distributed import on_ray as work
    else:
        work = here
    with output.progress_bar(quiet, "shard") as bar:

        def told(done: Sequence[ShardDone], within: int, shards: Sequence[Shard]) -> None:
            if done and not within and done[-1].error is not None:
                print(f"cleantext: {visible(done[-1].shard.source)}: {visible(done[-1].error)}", file=sys.stderr)
            unchanged = [each.shard.size for each in done if each.unchanged]
            read = sum(each.shard.size for each in done) + within
            total = sum(shard.size for shard in shards)
            bar(Progress(len(done), len(shards), read, total, len(unchanged), sum(unchanged)))

        run = clean_shards(paths, settings, str(out), work, force=force, add_columns=add_columns, progress=told)
    for note in sorted({problem for shard in run.shards for problem in shard.problems})[:20]:
        print(f"note: {visible(note)}", file=sys.stderr)
    if not quiet:
        unchanged = sum(shard.unchanged for shard in run.shards)
        said = f", {unchanged:,} unchanged since an earlier run (--force does all)" if unchanged else ""
        tally = run.tally
        damaged = tally.records - tally.failed - tally.sound
        print(f"{count(len(run.shards), 'shard')}{said}", file=sys.stderr)
        print(f"{count(tally.records, 'record')}: {damaged:,} damaged, {tally.failed:,} failed", file=sys.stderr)
        print(f"{count(sum(tally.rules.values()), 'finding')}: see {SUMMARY} and {INDEX} in {visible(str(out))}",
              file=sys.stderr)  # fmt: skip
    if run.tally.failed or any(shard.error for shard in run.shards):
        raise typer.Exit(2)
