"""The clean corpora, each file cut in three by place: to count n-grams, to train the judge, and to stay unread.

``../shared/corpus2`` holds one paragraph a line and no marks between documents, so that a cut by place cuts at most one
document of each file in two.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus2"
BELOW_A = ("blog-opentelemetry", "blog-ropensci", "faq-nih", "interview-aus", "recipe-based")
"""The files of grade B, whose own slips would count as false alarms."""


class Part(Enum):
    """A part of each file, as shares of its paragraphs."""

    COUNTED = (0.0, 0.82)
    JUDGED = (0.82, 0.91)
    UNREAD = (0.91, 1.0)


def paragraphs(part: Part, corpus: Path = CORPUS, well_edited: bool = False) -> Iterator[tuple[str, list[str]]]:
    """The name of each file and its paragraphs in ``part``; ``well_edited`` leaves grade B out."""
    for path in sorted(corpus.glob("*.txt.gz")):
        if well_edited and path.name.startswith(BELOW_A):
            continue
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            lines = file.read().splitlines()
        start, stop = (int(share * len(lines)) for share in part.value)
        yield path.name.removesuffix(".txt.gz"), [line for line in lines[start:stop] if line.strip()]
