"""What the time grows like: the same kinds of text, once, four and sixteen times as long.

``python -m tests.benchmarks.growth [BYTES [KIND ...]]`` examines texts of about BYTES bytes (default 100,000) and their
multiples, without LanguageTool and with every checker else, and prints seconds of the processor, the most memory that
the text needed, and how much longer four times the text takes. Time that grows with the text gives 4.0. Each length
runs in a process of its own; the rules are ready before the clock starts.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import PurePath
from random import Random

from cleantext.assembly import Assembly
from cleantext.core.document import Document
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.report.build import file_report

TIMES = (1, 4, 16)
_NOUNS = ("harbour", "bridge", "council", "school", "river", "market", "engine", "garden", "winter", "letter", "doctor")
_VERBS = ("opened", "closed", "reached", "moved", "helped", "watched", "repaired", "followed", "crossed", "painted")
_PLACES = ("in the north", "near the station", "after the storm", "on Monday", "without a word", "for a third time")


def sentence(random: Random) -> str:
    """An everyday sentence; one in ten is damaged."""
    text = f"The {random.choice(_NOUNS)} {random.choice(_VERBS)} the {random.choice(_NOUNS)} {random.choice(_PLACES)}"
    end = random.choice((" .", ". .", " the the end.", ",.")) if random.random() < 0.1 else "."
    return f"{text} {random.randrange(10_000)}{end}"


def prose(length: int, between: str, sentences: int) -> str:
    """Paragraphs of so many sentences with ``between`` after each, about ``length`` characters in all."""
    random = Random(18)
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(" ".join(sentence(random) for _ in range(sentences)) + between)
        size += len(parts[-1])
    return "".join(parts)


KINDS: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: prose(n, "\n\n", 5),
    "short lines": lambda n: prose(n, "\n", 1),
    "one line": lambda n: prose(n, " ", 5),
    "one word": lambda n: "abcdefgh" * (n // 8),
    "one word over and over": lambda n: "port " * (n // 5),
    "quotations": lambda n: "“We left,” he said. " * (n // 20),
    "marks": lambda n: " ., “ ( ” ) " * (n // 12),
    "mojibake": lambda n: "Theyâ€™d met at the cafÃ©. " * (n // 26),
}


def cost(kind: str, length: int) -> tuple[float, int]:
    """The seconds and bytes that an examination and its report take."""
    checkers = Assembly(Settings(languagetool=False))()
    text = "The hall was full. It rained."
    for words in (text, KINDS[kind](length)):
        document = Document(PurePath("t.txt"), "text", words, words.encode(), "utf-8", segment)
        begun, before = time.process_time(), _most_memory()
        file_report("t.txt", examine(document, checkers, Level.SUGGESTED), None)
    return time.process_time() - begun, _most_memory() - before


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print the table."""
    base = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{'kind':24}" + "".join(f"{base * n / 1e6:>11.2f} MB   " for n in TIMES) + "  growth, x4 each")
    for kind in sys.argv[2:] or KINDS:
        took = []
        for times in TIMES:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                took.append(pool.apply(cost, (kind, base * times)))
        growth = " ".join(f"{b / a:6.1f}" for (a, _), (b, _) in pairwise(took))
        told = "".join(f"{t:>8.2f} s {m / 1e6:>4.0f} MB" for t, m in took)
        print(f"{kind:24}{told}   {growth}", flush=True)


if __name__ == "__main__":
    main()
