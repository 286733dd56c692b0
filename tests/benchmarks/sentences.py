"""How well sentence splitters survive damage: ours against sentencex and pysbd, in one run.

    pip install -e '.[bench]' && python -m tests.benchmarks.sentences

The articles are the marked ones of ``tests/``: each has a damaged and a repaired text. A splitter should see in the
damaged text the boundaries that it sees in the repaired one, those inside artefacts aside; and on the repaired text,
where nobody's word is law, it should agree with the other two. Both are given as F1 in percent, with the time taken.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cleantext.formats.text import segment
from cleantext.language.sentences import sentences
from tests.markup import Artefact, read, repair

TESTS = Path(__file__).parents[1]

Splitter = Callable[[str], list[int]]
"""Where sentences begin in a block, its start aside."""


def main() -> None:
    """Print the table."""
    splitters = {"cleantext": ours, "sentencex": sentencex(), "pysbd": pysbd()}
    files = sorted([*TESTS.glob("corpus/*/*.mark"), *TESTS.glob("seeds_gold/*.mark")])
    articles = [read(path) for path in files]
    pairs = [pair for damaged, artefacts in articles for pair in blocks(damaged, artefacts)]
    print(f"{len(files)} articles, {len(pairs)} blocks\n\n{'':12}survives  agrees with the others         seconds")
    clean: dict[str, list[set[int]]] = {}
    seconds: dict[str, float] = {}
    for name, split in splitters.items():
        start = time.process_time()
        clean[name] = [set(split(repaired)) for _, repaired, _ in pairs]
        seconds[name] = time.process_time() - start
    for name, split in splitters.items():
        survived = []
        for (damaged, _, place), expected in zip(pairs, clean[name], strict=True):
            kept = set(place.values())
            survived.append(
                ({at for at in split(damaged) if at in kept}, {place[at] for at in expected if at in place})
            )
        agreement = " ".join(
            f"{other} {f1(list(zip(clean[name], clean[other], strict=True))):.1f}" for other in clean if other != name
        )
        print(f"{name:12}{f1(survived):8.1f}  {agreement:29}  {seconds[name]:7.2f}")


def blocks(damaged: str, artefacts: list[Artefact]) -> Iterator[tuple[str, str, dict[int, int]]]:
    """Each block of prose damaged and repaired, and where the characters of the repaired one stand in the damaged.

    Characters inside artefacts have no place; nor do those right behind one, as a boundary there may have been its
    own.
    """
    for block in segment(damaged):
        inside = [a for a in artefacts if block.span.start <= a.start and a.end <= block.span.end]
        moved = [
            Artefact(a.kind, a.start - block.span.start, a.end - block.span.start, a.text, a.fixes) for a in inside
        ]
        text = block.span.of(damaged)
        to: dict[int, int] = {}
        done = shift = 0
        for artefact in moved:
            to |= {at + shift: at for at in range(done, artefact.start)}
            shift += len((artefact.fixes or (artefact.text,))[0]) - (artefact.end - artefact.start)
            done = artefact.end + 2
        to |= {at + shift: at for at in range(done, len(text))}
        yield text, repair(text, moved), to


def f1(pairs: list[tuple[set[int], set[int]]]) -> float:
    """The balanced F-measure over all blocks, in percent."""
    both = sum(len(a & b) for a, b in pairs)
    return 200 * both / max(1, sum(len(a) + len(b) for a, b in pairs))


def ours(text: str) -> list[int]:
    """The splitter that the rules use."""
    return [span.start for span in sentences(text)][1:]


def sentencex() -> Splitter:
    """Wikimedia's, by rules for many languages. Exits where it isn't installed."""
    try:
        from sentencex import segment as split
    except ImportError:
        sys.exit("sentencex is not installed: pip install -e '.[bench]'")
    return lambda text: starts(text, list(split("en", text)))


def pysbd() -> Splitter:
    """The pragmatic segmenter's port (Sadvilkar and Neumann 2020). Exits where it isn't installed."""
    try:
        from pysbd import Segmenter
    except ImportError:
        sys.exit("pysbd is not installed: pip install -e '.[bench]'")
    segmenter = Segmenter(language="en", clean=False)
    return lambda text: starts(text, segmenter.segment(text))


def starts(text: str, pieces: list[str]) -> list[int]:
    """Where the pieces begin in the text, the first aside; white space belongs to none."""
    found = []
    at = 0
    for piece in pieces:
        inner = piece.strip()
        place = text.find(inner, at) if inner else -1
        if place >= 0:
            found.append(place)
            at = place + len(inner)
    return found[1:]


if __name__ == "__main__":
    main()
