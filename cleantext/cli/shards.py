"""``cleantext clean`` of a dataset in shards, here or on a cluster."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from cleantext.batch.run import Progress
from cleantext.batch.shards import REPORTS, SUMMARY, Shard, ShardDone, clean_shards, here
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
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # Arrow's own keeps much that it has let go of
    started = time.monotonic()
    state = Progress()
    with output.progress_bar(quiet, "Cleaning", "shard") as bar:

        def told(done: Sequence[ShardDone], within: int, shards: Sequence[Shard]) -> None:
            nonlocal state
            if not state.of_files:
                state = Progress(of_files=len(shards), of_bytes=sum(shard.size for shard in shards))
            for each in done[state.files :]:
                state = state.with_one(each.shard.size, unchanged=each.unchanged)
                if each.error is not None:
                    print(f"cleantext: {visible(each.shard.source)}: {visible(each.error)}", file=sys.stderr)
            bar(replace(state, bytes=state.bytes + within))

        run = clean_shards(paths, settings, str(out), work, force=force, add_columns=add_columns, progress=told)
    for note in sorted({problem for shard in run.shards for problem in shard.problems})[:20]:
        print(f"note: {visible(note)}", file=sys.stderr)
    if not quiet:
        said = count(len(run.shards), "shard")
        if failed := sum(shard.error is not None for shard in run.shards):
            said += f", {failed:,} failed"
        if state.unchanged:
            said += f", {state.unchanged:,} unchanged since an earlier run (--force does all)"
        places = {"Reviewed copies": f"{out}/", "Summary": f"{out}/{SUMMARY}", "Reports": f"{out}/{REPORTS}/"}
        seconds, read = time.monotonic() - started, state.bytes - state.unchanged_bytes
        output.print_dataset(run.tally, said, seconds, read, places)
    if run.tally.failed or any(shard.error for shard in run.shards):
        raise typer.Exit(2)
