"""Many documents through Ray on this machine, a worker killed on the way: ``python -m tests.benchmarks.cluster``.

Writes shards of generated JSON Lines, cleans them on two workers, kills one of them with SIGKILL when a quarter is
done, and compares: every record is there once, and a sample of the copies is that of a run in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from cleantext.batch.distributed import on_ray
from cleantext.batch.shards import Shard, ShardDone, clean_shards, here
from cleantext.core.settings import Settings

PARTS = (
    ("The minister", "The river", "A court", "The company", "Her sister", "The harbour", "One farmer", "The council"),
    ("opened", "measured", "refused", "praised", "sold", "closed", "studied", "repaired"),
    ("the old bridge", "a new school", "the report", "two boats", "the market", "its archive", "a long road"),
    ("on Monday", "last year", "in the morning", "after the storm", "without delay", "for the third time"),
)


def document(chance: random.Random) -> str:
    """Some sentences, in one of four documents with damage."""
    sentences = [" ".join(map(chance.choice, PARTS)) + "." for _ in range(chance.randint(2, 4))]
    return (" . " if chance.random() < 0.25 else " ").join(sentences) + "\n"


def main() -> None:
    """Generate, clean, kill, compare; a line with the time for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--shards", type=int, default=200)
    parser.add_argument("--select", action="append", default=[], help="only these rules or packs; without, all")
    given = parser.parse_args()
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:8.1f} s  {text}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        data, out, alone = Path(place, "data"), Path(place, "out"), Path(place, "alone")
        data.mkdir()
        chance = random.Random(1)
        each = given.documents // given.shards
        for number in range(given.shards):
            lines = (json.dumps({"id": f"{number}-{n}", "text": document(chance)}) + "\n" for n in range(each))
            (data / f"{number:04}.jsonl").write_text("".join(lines))
        size = sum(path.stat().st_size for path in data.iterdir())
        say(f"{each * given.shards:,} documents in {given.shards} shards, {size / 1e6:.1f} MB")
        settings = Settings(languagetool=False, memory=False, jobs=2, select=tuple(given.select))
        done = killed = 0

        def kill() -> None:
            nonlocal killed
            worker = next(int(p.name) for p in Path("/proc").glob("[0-9]*") if b"MapWorker" in _command(p))
            os.kill(worker, signal.SIGKILL)
            killed = worker
            say(f"worker {worker} killed with {done} shards done")

        def told(ready: Sequence[ShardDone], _: int, shards: Sequence[Shard]) -> None:
            nonlocal done
            done = len(ready)
            if done == len(shards) // 4:
                threading.Thread(target=kill).start()
            if done % max(1, len(shards) // 10) == 0:
                say(f"{done} of {len(shards)} shards done")

        run = clean_shards([str(data)], settings, str(out), on_ray, progress=told)
        say(
            f"end: {run.tally.records:,} records, {run.tally.failed} failed, {sum(run.tally.rules.values()):,} findings"
        )
        whole = killed and run.tally.records == each * given.shards and not run.tally.failed
        ids = [json.loads(line)["id"] for path in sorted(out.glob("*.jsonl")) for line in path.open()]
        once = len(ids) == len(set(ids)) == each * given.shards
        say(f"{len(ids):,} records in the copies, {len(set(ids)):,} of them different")
        sample = sorted(data.iterdir())[:: max(1, given.shards // 4)]
        clean_shards([str(path) for path in sample], settings, str(alone), here)
        same = all((alone / path.name).read_bytes() == (out / path.name).read_bytes() for path in sample)
        say(f"{len(sample)} shards done again in one process: {'the same copies' if same else 'OTHER COPIES'}")
    sys.exit(0 if whole and once and same else 1)


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


if __name__ == "__main__":
    main()
