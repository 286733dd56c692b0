"""How fast a whole run without LanguageTool is, beside its peers, on the same clean and damaged text in one run.

    pip install -e '.[bench]' && python -m tests.benchmarks.peers CLEAN DAMAGED [--kilobytes 1000]

CLEAN and DAMAGED are text files or folders of them (``.txt``, ``.txt.gz``; of ``.mark`` files the damaged text), cut
into documents of 30 paragraphs. All read the first fifth of the documents, then all the next, so that they see the same
noise, and none reads a document twice. What counts is the time of processors that a process and its children use, in
user mode, once it is ready: what is compiled and loaded on first use is asked for before. A peer that is not installed
is left out. LanguageTool, one paragraph a request, reads a tenth.

Then how time grows with the length of one text, each in a process of its own; what a terabyte takes at the speeds
measured; and how the time of the rules grows with their number, whose patterns are compiled first, which takes minutes.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePath

import ftfy
import psutil

from cleantext.assembly import Assembly
from cleantext.core.document import Document
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.installation import installed
from cleantext.languagetool.java import find_java
from cleantext.report.build import file_report
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load_shipped
from tests.benchmarks.speed import checking, other
from tests.markup import parse

PARAGRAPHS = 30
TURNS = 5
NAIVE = 10  # LanguageTool reads one document in so many
TIMES = (1, 4, 16)
OURS = "cleantext"
READY = "It stood alone on the stage. .\n\nThe the results shows that a method works"

Reader = Callable[[str], object]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clean", type=Path)
    parser.add_argument("damaged", type=Path)
    parser.add_argument("--kilobytes", type=int, default=1000, help="of either kind that are read")
    options = parser.parse_args()
    kinds = {name: documents(getattr(options, name), options.kilobytes * 1000) for name in ("clean", "damaged")}
    with ExitStack() as stack:
        peers = {name: peer for name, make in PEERS.items() if (peer := ready(name, make, stack))}
        rates = {kind: speeds(peers, texts) for kind, texts in kinds.items()}
    for kind, rate in rates.items():
        print(f"\n{kind}: {size(kinds[kind]) / 1e6:.2f} MB in {len(kinds[kind])} documents, MB/s of one core")
        for name, speed in rate.items():
            print(f"  {name:30} {speed:9.4f}   cleantext is {rate[OURS] / speed:8.3f} times as fast", flush=True)
    print("\none text in a process of its own, seconds after the start")
    whole = "\n\n".join(kinds["clean"])
    lengths = [len(whole) * times // TIMES[-1] for times in TIMES]
    taken = [alone(whole[:length]) for length in lengths]
    for length, seconds in zip(lengths, taken, strict=True):
        print(f"  {length / 1e6:6.2f} MB {seconds:8.2f} s   {seconds / taken[0]:6.2f} times the first", flush=True)
    print("\na terabyte, hours of one core")
    for kind, rate in rates.items():
        print(f"  {kind:30} {1e6 / rate[OURS] / 3600:9.0f}", flush=True)
    print("\nrules alone")
    for name, ratio in by_rules(kinds["clean"]).items():
        print(f"  {name:30} {ratio:6.2f} of the time of all")


def documents(place: Path, most: int) -> list[str]:
    """The first ``most`` bytes or so, of each file an equal share. Exits where there is nothing to read."""
    files = sorted(f for f in place.rglob("*") if f.name.endswith(ENDINGS)) if place.is_dir() else [place]
    found = []
    for file in files:
        lines = [line for line in _text(file)[: most // len(files)].splitlines() if line]
        found += ["\n\n".join(lines[i : i + PARAGRAPHS]) for i in range(0, len(lines), PARAGRAPHS)]
    if not found:
        sys.exit(f"{place}: no text here; give a file or folder of {', '.join(ENDINGS)}")
    return found


ENDINGS = (".txt", ".txt.gz", ".mark")


def _text(file: Path) -> str:
    try:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return parse(raw.decode())[0] if file.suffix == ".mark" else raw.decode()
    except (OSError, EOFError, ValueError) as error:
        sys.exit(f"{file}: {error}")


def size(texts: Sequence[str]) -> int:
    """Bytes."""
    return sum(len(text.encode()) for text in texts)


def seconds() -> float:
    """Of the processors, in user mode, that this process and its children have used."""
    own = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own + float(sum(child.cpu_times().user for child in psutil.Process().children(recursive=True)))


def speeds(peers: dict[str, Reader], texts: Sequence[str]) -> dict[str, float]:
    """Megabytes a second of each."""
    read, taken = dict.fromkeys(peers, 0), dict.fromkeys(peers, 0.0)
    for turn in range(TURNS):
        for name, reader in peers.items():
            some = texts[turn :: TURNS * (NAIVE if name == NAIVE_LOOP else 1)]
            begun = seconds()
            for text in some:
                reader(text)
            taken[name] += seconds() - begun
            read[name] += size(some)
    return {name: read[name] / 1e6 / max(taken[name], 1e-9) for name in peers}


# --- who reads


def ready(name: str, make: Callable[[ExitStack], Reader | None], stack: ExitStack) -> Reader | None:
    """A peer that has read something; None where it is not installed, which is said."""
    try:
        reader = make(stack)
    except ImportError:
        reader = None
    if reader is None:
        print(f"{name}: not installed, left out")
        return None
    reader(READY)
    return reader


def whole_run(_: ExitStack) -> Reader:
    """What ``cleantext clean --no-languagetool`` does with a text, but for reading and writing files."""
    checkers = Assembly(Settings(languagetool=False))()

    def read(text: str) -> object:
        document = Document(PurePath("t.txt"), "text", text, text.encode(), "utf-8", segment)
        return file_report("t.txt", examine(document, checkers, Level.SAFE), None)

    return read


def proselint(_: ExitStack) -> Reader:
    """All checks of proselint."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    return lambda text: LintFile("document", text).lint()


def harper(_: ExitStack) -> Reader:
    """Harper in this process."""
    from harper import Linter

    return Linter().lint  # type: ignore[no-any-return]


def naive_loop(stack: ExitStack) -> Reader | None:
    """ftfy, then LanguageTool for each paragraph, as README files show it."""
    import language_tool_python

    place, java = installed(), find_java()
    if not place or not java:
        return None
    os.environ["LTP_PATH"] = str(place.parent)
    os.environ["PATH"] = os.pathsep.join([str(java.path.parent), os.environ["PATH"]])
    tool = stack.enter_context(language_tool_python.LanguageTool("en-US", language_tool_download_version=VERSION))
    return lambda text: [tool.check(paragraph) for paragraph in ftfy.fix_text(text).split("\n\n")]


NAIVE_LOOP = "ftfy and LanguageTool"
PEERS: dict[str, Callable[[ExitStack], Reader | None]] = {
    OURS: whole_run,
    "ftfy": lambda _: ftfy.fix_text,
    "proselint": proselint,
    "Harper": harper,
    NAIVE_LOOP: naive_loop,
}


# --- how time grows


def alone(text: str) -> float:
    """Seconds that a run over one text takes in a process of its own, once it is ready."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (text,))


def _timed(text: str) -> float:
    with ExitStack() as stack:
        reader = whole_run(stack)
        reader(READY)
        begun = seconds()
        reader(text)
        return seconds() - begun


def by_rules(texts: Sequence[str]) -> dict[str, float]:
    """The time of half the packs, of all rules, and with as many again, as a share of that of all."""
    rules = compile_rules(load_shipped())
    packs = sorted({rule.pack for rule in rules})
    half = [rule for rule in rules if packs.index(rule.pack) % 2]
    readers = {
        f"{len(some)} rules": checking(some)() for some in (half, rules, [*rules, *map(other, rules)])
    }  # fmt: skip
    for reader in readers.values():
        for text in texts[:2]:
            reader(text)
    speed = speeds(readers, texts)
    return {name: speed[f"{len(rules)} rules"] / rate for name, rate in speed.items()}


if __name__ == "__main__":
    main()
