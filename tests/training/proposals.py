"""Measure what wide proposers see: of the artefacts in annotated texts, and of clean ones.

    python -m tests.training.proposals --damaged FOLDER... --clean FILE... [--proposers boundaries repeats] [-v]

Damaged texts are ``.mark`` files, or ``NN.txt`` beside ``NN.gold.json``. An artefact is touched where a candidate
touches it, and mended where one repair of such a candidate alone gives a text that the annotators accept (``first``:
the likeliest repair does). Clean files hold a paragraph a line, plain or gzipped; every candidate there is a false one.
Every proposer of ``cleantext.proposers`` is asked unless some are named; ``--misses KIND`` shows what none of them saw.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import itertools
import json
import pkgutil
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import cleantext.proposers
from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.proposers.proposal import Proposer
from tests.analysed import analysed
from tests.markup import CORPUS, Artefact, read

WIDEST = 400  # characters of a candidate that still points at something


def proposers(names: Sequence[str] = ()) -> list[Proposer]:
    """All proposers of ``cleantext.proposers`` that need nothing to be made, or the named ones."""
    found: list[Proposer] = []
    for module in pkgutil.iter_modules(cleantext.proposers.__path__):
        here = importlib.import_module(f"cleantext.proposers.{module.name}")
        value: Any
        for value in vars(here).values():
            own = isinstance(value, type) and value.__module__ == here.__name__ and is_dataclass(value)
            if own and hasattr(value, "propose"):
                found.append(value())
    return [proposer for proposer in found if not names or proposer.name in names]


def annotated(path: Path) -> Iterator[tuple[str, str, list[Artefact]]]:
    """The name, the damaged text and the artefacts of each annotated text in a folder."""
    for mark in sorted(path.glob("*.mark")):
        yield (mark.stem, *read(mark))
    for gold in sorted(path.glob("*.gold.json")):
        text = gold.with_name(gold.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
        artefacts = [
            Artefact(a["kind"], a["start"], a["end"], a["text"], tuple(a["fixes"]))
            for a in json.loads(gold.read_text(encoding="utf-8"))["artifacts"]
            if a["certainty"] == "definite"
        ]
        yield gold.name.removesuffix(".gold.json"), text, artefacts


@dataclass(slots=True)
class Seen:
    """What became of the artefacts of a kind."""

    all: int = 0
    touched: int = 0
    mendable: int = 0
    mended: int = 0
    first: int = 0


def touches(span: Span, artefact: Artefact) -> bool:
    """Whether a span says something about an artefact; only one of a single character may do so from beside it."""
    if not (span.start <= artefact.end and artefact.start <= span.end):
        return False
    beside = span.start == artefact.end or span.end == artefact.start
    size = artefact.end - artefact.start
    return not (beside and len(span) > 1 and size > 1) and len(span) <= max(WIDEST, 2 * size)


def mends(text: str, artefact: Artefact, others: Iterable[Artefact], edits: Sequence[Edit]) -> bool:
    """Whether the edits alone put one of the accepted texts in the place of the artefact."""
    if not any(e.span.start <= artefact.end and artefact.start <= e.span.end for e in edits):
        return False
    low = min(artefact.start, *(e.span.start for e in edits))
    high = max(artefact.end, *(e.span.end for e in edits))
    actual = _norm(_within(text, edits, low, high))
    if actual == _norm(text[low:high]):
        return False
    beside = [o for o in others if o is not artefact and low <= o.start and o.end <= high]
    beside = [o for o in beside if o.end <= artefact.start or o.start >= artefact.end]
    for fix in artefact.fixes:
        for choice in itertools.product(*([None, *o.fixes] for o in beside[:5])):
            wanted = [Edit(Span(artefact.start, artefact.end), fix)]
            wanted += [
                Edit(Span(o.start, o.end), chosen)
                for o, chosen in zip(beside, choice, strict=False)
                if chosen is not None
            ]
            if _norm(_within(text, wanted, low, high)) == actual:
                return True
    return False


def _within(text: str, edits: Iterable[Edit], low: int, high: int) -> str:
    return apply_edits(text[low:high], [Edit(Span(e.span.start - low, e.span.end - low), e.replacement) for e in edits])


def _norm(text: str) -> str:
    return re.sub(r"[^\S\u3000]+", " ", text).strip(" ")


def _clean(path: Path, most: int) -> str:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        text = str(lines.read(8 * most))
    return text[4 * most : 5 * most] if len(text) > 6 * most else text[:most]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--damaged", nargs="*", type=Path, default=[CORPUS / "damaged"])
    parser.add_argument("--clean", nargs="*", type=Path, default=[])
    parser.add_argument("--characters", type=int, default=300_000, help="of each clean file (default 300,000)")
    parser.add_argument("--proposers", nargs="*", default=[])
    parser.add_argument("--misses", nargs="*", default=[], help="kinds whose misses are shown, or `all`")
    parser.add_argument("--unmended", nargs="*", default=[], help="kinds whose touched but unmended are shown")
    parser.add_argument("--false", nargs="*", default=[], help="rules whose candidates in clean text are shown")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the figures of each rule")
    return parser.parse_args()


def main() -> None:
    """Print the two tables."""
    options = _arguments()
    asked = proposers(options.proposers)
    kinds: defaultdict[str, Seen] = defaultdict(Seen)
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for folder in options.damaged:
        for name, text, artefacts in annotated(folder):
            _score(f"{folder.name}/{name}", text, artefacts, asked, kinds, rules, options)
    sentences = characters = 0
    seconds: defaultdict[str, float] = defaultdict(float)
    for path in options.clean:
        text = _clean(path, options.characters)
        analysis = analysed(text)
        sentences += sum(len(passage.sentences) for passage in analysis.passages)
        characters += len(text)
        for proposer in asked:
            began = time.process_time()
            found = list(proposer.propose(analysis))
            seconds[proposer.name] += time.process_time() - began
            for candidate in found:
                rules[candidate.rule]["clean"] += 1
                if candidate.rule in options.false:
                    print(f"  {candidate.rule}: {_shown(text, candidate)}")
    print(f"{'kind':15}{'all':>6}{'touched':>9}{'mendable':>10}{'mended':>8}{'first':>7}")
    for kind, seen in sorted(kinds.items()):
        print(f"{kind:15}{seen.all:6}{seen.touched:9}{seen.mendable:10}{seen.mended:8}{seen.first:7}")
    total = sum(counts["clean"] for counts in rules.values())
    if options.verbose:
        print(f"\n{'rule':34}{'true':>6}{'other':>7}{'mended':>8}{'per 1,000 clean sentences':>28}")
        for rule, counts in sorted(rules.items()):
            rate = 1000 * counts["clean"] / max(1, sentences)
            print(f"{rule:34}{counts['true']:6}{counts['other']:7}{counts['mended']:8}{rate:28.1f}")
    if sentences:
        print(f"\n{1000 * total / sentences:.1f} candidates per 1,000 clean sentences ({sentences:,} sentences)")
        for name, spent in seconds.items():
            print(f"{name}: {1e6 * spent / characters:.2f} s for 1 MB")


def _score(
    name: str,
    text: str,
    artefacts: list[Artefact],
    asked: Sequence[Proposer],
    kinds: dict[str, Seen],
    rules: dict[str, Counter[str]],
    options: argparse.Namespace,
) -> None:
    analysis = analysed(text)
    candidates = [candidate for proposer in asked for candidate in proposer.propose(analysis)]
    for candidate in candidates:
        true = any(touches(candidate.span, artefact) for artefact in artefacts)
        rules[candidate.rule]["true" if true else "other"] += 1
    for artefact in artefacts:
        seen = kinds[artefact.kind]
        near = [c for c in candidates if touches(c.span, artefact)]
        seen.all += 1
        seen.touched += bool(near)
        where = f"  {name} {artefact.kind}: {text[max(0, artefact.start - 30) : artefact.start]!r}⟦{artefact.text}⟧"
        if not near and (artefact.kind in options.misses or "all" in options.misses):
            print(f"{where}{text[artefact.end : artefact.end + 20]!r} {list(artefact.fixes[:2])}")
        if not artefact.fixes:
            continue
        seen.mendable += 1
        orders = [(c, i) for c in near for i, fix in enumerate(c.fixes) if mends(text, artefact, artefacts, fix.edits)]
        seen.mended += bool(orders)
        seen.first += any(i == 0 for _, i in orders)
        for rule in {c.rule for c, _ in orders}:
            rules[rule]["mended"] += 1
        if near and not orders and artefact.kind in options.unmended:
            print(f"{where} {list(artefact.fixes[:2])}: {[_shown(text, c) for c in near[:3]]}")


def _shown(text: str, candidate: Candidate) -> str:
    start, end = max(0, candidate.span.start - 30), candidate.span.end + 30
    place = f"{text[start : candidate.span.start]}⟦{candidate.span.of(text)}⟧{text[candidate.span.end : end]}"
    repairs = []
    for fix in candidate.fixes[:3]:
        low, high = min(start, fix.span.start), max(end, fix.span.end)
        repairs.append(_within(text, fix.edits, low, min(len(text), high)))
    return f"{place!r} -> {repairs}"


if __name__ == "__main__":
    main()
