"""``cleantext clean`` of a dataset in shards, here or on a cluster."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer
from rich import filesize

from cleantext.batch.shards import INDEX, SUMMARY, ShardDone, clean_shards, here
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
    started = time.monotonic()
    done: list[ShardDone] = []

    def told(shard: ShardDone, total: int) -> None:
        done.append(shard)
        if shard.error is not None:
            print(f"cleantext: {visible(shard.shard.source)}: {visible(shard.error)}", file=sys.stderr)
        if not quiet and sys.stderr.isatty():
            read = sum(each.bytes for each in done if not each.unchanged)
            rate = filesize.decimal(int(read / (time.monotonic() - started)))
            print(f"\r{len(done):,} of {count(total, 'shard')}, {rate}/s ", end="", file=sys.stderr)

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
