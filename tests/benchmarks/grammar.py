"""How fast LanguageTool answers through cleantext, against the plain ways to ask it, in one run.

    python -m tests.benchmarks.grammar [KILOBYTES] [--sweep]

The prose is that of ``../shared/corpus`` (or ``$CLEANTEXT_SHARED/corpus``), 300 kB of it unless told otherwise. Each
way starts its own server; the start counts, as it does for a user, and is shown apart. The processor time is that
of all processes and says more than the clock does on a busy machine. ``--sweep`` compares sizes of requests and
numbers of requests at a time instead, on one server that is warm.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from cleantext.checkers.grammar import GAP, GrammarChecker, batches
from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.cache import Cache
from cleantext.languagetool.client import Client
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.installation import installed
from cleantext.languagetool.java import find_java
from cleantext.languagetool.server import running
from tests.analysed import analysed
from tests.benchmarks.speed import prose


@dataclass
class Taken:
    """Seconds of a way: by the clock, those before its first answer, and of all processors."""

    wall: float = 0
    start: float = 0
    processors: float = 0


def main() -> None:
    """Print the table of ways, or of request sizes."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kilobytes", type=int, nargs="?", default=300)
    options.add_argument("--sweep", action="store_true")
    chosen = options.parse_args()
    documents = prose(chosen.kilobytes * 1000)
    size = sum(len(document.encode()) for document in documents)
    print(
        f"{size / 1e3:.0f} kB, {len(documents)} documents, {os.cpu_count()} cores, LanguageTool {VERSION}\n", flush=True
    )
    if chosen.sweep:
        sweep(documents)
    else:
        compare(documents)


def compare(documents: Sequence[str]) -> None:
    """The ways, and how many times faster than the naive one each is."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder, "cache")
        paragraphs = [p for d in documents for p in d.split(GAP)]
        ways: dict[str, Callable[[Taken], None]] = {
            "tool.check(paragraph), one by one": partial(plain, paragraphs),
            "the same, our rules only": partial(plain, paragraphs, ours_only=True),
            "tool.check(all), one request": partial(plain, [GAP.join(documents)]),
            "cleantext, cold": partial(ours, documents, cache),
            "cleantext, warm cache": partial(ours, documents, cache),
        }
        print(f"{'':34}{'seconds':>10}{'start':>8}{'processors':>12}{'faster':>9}{'by processors':>15}")
        naive: Taken | None = None
        for name, way in ways.items():
            taken = Taken()
            with measured(taken):
                way(taken)
            naive = naive or taken
            numbers = f"{taken.wall:10.2f}{taken.start:8.2f}{taken.processors:12.2f}{naive.wall / taken.wall:8.1f}x"
            numbers += f"{naive.processors / taken.processors:14.1f}x"
            print(f"{name:34}{numbers}", flush=True)


def plain(texts: Sequence[str], taken: Taken, *, ours_only: bool = False) -> None:
    """language-tool-python as its README shows it, with all rules, or with those that we keep."""
    import language_tool_python

    place, java = installed(), find_java()
    assert place and java
    os.environ["LTP_PATH"] = str(place.parent)
    os.environ["PATH"] = os.pathsep.join([str(java.path.parent), os.environ["PATH"]])
    began = time.perf_counter()
    with language_tool_python.LanguageTool("en-US", language_tool_download_version=VERSION) as tool:
        taken.start = time.perf_counter() - began
        if ours_only:
            tool.enabled_rules, tool.enabled_rules_only, tool.picky = set(load_curated()), True, True
        for text in texts:
            tool.check(text)


def ours(documents: Sequence[str], cache: Path, taken: Taken) -> None:
    """The grammar checker of cleantext, as many of them as there are cores, as a run of the command has."""
    with running() as server:
        began = time.perf_counter()

        def start() -> None:
            server.address()
            taken.start = time.perf_counter() - began

        if not cache.exists():
            Thread(target=start).start()  # as the checkers do themselves: they read while it starts

        def check(share: Sequence[str]) -> None:
            checker = GrammarChecker(server, cache=lambda setting: Cache(cache, setting))
            for document in share:
                list(checker.check(analysed(document)))
                assert not list(checker.problems())

        cores = os.cpu_count() or 1
        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(check, [documents[i::cores] for i in range(cores)]))


def sweep(documents: Sequence[str]) -> None:
    """Seconds for sizes of requests and numbers of requests at a time; the best of two."""
    paragraphs = [p for d in documents for p in d.split(GAP)]
    with running(threads=4) as server:
        check = Client(server.address(), "en-US", sorted(load_curated()), timeout=600).check
        requests = {
            size: [GAP.join(b) for b in batches(paragraphs, size)] for size in (1, 2_000, 5_000, 10_000, 20_000)
        }
        for request in requests[20_000]:
            check(request)  # the compiler settles
        print(f"{'characters':>12}" + "".join(f"{f'{n} at a time':>14}" for n in (1, 2, 3)))
        for size, texts in requests.items():
            row = ""
            for threads in (1, 2, 3):
                best = float("inf")
                for _ in range(2):
                    began = time.perf_counter()
                    with ThreadPoolExecutor(threads) as pool:
                        list(pool.map(check, texts))
                    best = min(best, time.perf_counter() - began)
                row += f"{best:14.2f}"
            print(f"{size:12}{row}", flush=True)


@contextmanager
def measured(taken: Taken) -> Iterator[None]:
    """Fill in the seconds of what happens inside."""
    began, before = time.perf_counter(), _processor_seconds()
    yield
    taken.wall, taken.processors = time.perf_counter() - began, _processor_seconds() - before


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    main()
