"""How fast the garble model reads and what memory it takes, beside a HanTa tagger in the same run: machines are noisy.

    python -m tests.benchmarks.garble [SENTENCES]

The sentences are those of ``../shared/corpus`` (or ``$CLEANTEXT_SHARED/corpus``), each once. The median of three rounds
counts, after one that loads and warms what is kept from run to run.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cleantext.language.sentences import sentences
from cleantext.language.tagger import tag
from cleantext.language.tokens import tokenize

ROUNDS = 3


def main() -> None:
    """Print the table."""
    os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is there: idle threads of its library count as work
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    chosen = prose(count)
    tagging(chosen[:500])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from cleantext.checkers.garble import score

    score(chosen)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = sum(map(len, chosen))
    print(f"{len(chosen)} sentences, {size / len(chosen):.0f} characters each\n")
    rates = {"garble": rate(score, chosen), "HanTa tagger": rate(tagging, chosen[: count // 8])}
    for name, per_second in rates.items():
        print(f"{name:14} {per_second:8.0f} sentences a second  {per_second / rates['HanTa tagger']:6.1f} x HanTa")
    print(f"\nmemory that garble added: {memory:.0f} MB at its peak")


def prose(count: int) -> list[str]:
    """The first sentences of each book. Exits where the corpus is absent."""
    corpus = Path(os.environ.get("CLEANTEXT_SHARED", "../shared")) / "corpus"
    files = sorted(corpus.glob("*.txt"))
    if not files:
        sys.exit(f"{corpus}: no corpus here; set CLEANTEXT_SHARED")
    chosen: list[str] = []
    for i, file in enumerate(files, 1):
        for line in file.read_text("utf-8").splitlines():
            chosen += (span.of(line) for span in sentences(line))
            if len(chosen) >= count * i // len(files):
                break
    return chosen[:count]


def tagging(chosen: Sequence[str]) -> None:
    """Word classes of every sentence, from scratch."""
    tag.cache_clear()
    for sentence in chosen:
        tag(tuple(token.form for token in tokenize(sentence)))


def rate(reader: Callable[[Sequence[str]], object], chosen: Sequence[str]) -> float:
    """Sentences a second, in processor time."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        reader(chosen)
        taken.append(time.process_time() - start)
    return len(chosen) / statistics.median(taken)


if __name__ == "__main__":
    main()
