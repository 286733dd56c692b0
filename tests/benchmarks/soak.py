"""Many small files through one process, memory and descriptors on the way: ``python -m tests.benchmarks.soak``."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

from cleantext.batch.run import Progress, run_files
from cleantext.core.settings import Settings
from tests.benchmarks.cluster import document


def resident() -> float:
    """Megabytes of this process that lie in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def descriptors() -> int:
    """Files and sockets that this process has open."""
    return len(os.listdir("/proc/self/fd"))


def main() -> None:
    """Clean them, twice: the second time nothing is to be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--select", action="append", default=[], help="only these rules or packs; without, all")
    given = parser.parse_args()
    shown = {1, given.files // 20, given.files // 4, given.files // 2, given.files}
    with tempfile.TemporaryDirectory() as place:
        data, out = Path(place, "in"), Path(place, "out")
        chance = random.Random(1)
        for number in range(given.files):
            path = data / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document(chance))
        settings = Settings(languagetool=False, memory=False, jobs=1, select=tuple(given.select))
        for attempt in ("first", "second"):
            started = time.monotonic()

            def tell(done: Progress, started: float = started) -> None:
                if done.files in shown:
                    seconds = time.monotonic() - started
                    print(f"{done.files:7,} files {seconds:7.1f} s {resident():7.1f} MB {descriptors():4} descriptors")

            run = run_files([str(data)], settings, output=out, progress=tell)
            print(f"{attempt} run: {time.monotonic() - started:.1f} s, {run.done.unchanged:,} unchanged, "
                  f"{sum(len(file.findings) for file in run.report.files):,} findings", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
