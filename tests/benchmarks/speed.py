"""How fast cleantext reads clean prose, as ratios against its peers in one run: these machines are noisy.

    pip install -e '.[bench]' && python -m tests.benchmarks.speed [KILOBYTES] [--rules | --needs]

The prose is that of ``../shared/corpus`` (or ``$CLEANTEXT_SHARED/corpus``), in documents of 30 paragraphs. Every
candidate reads all of it, in turn, three times; the median counts. Then the same for half of the packs, for all, and
for all with as many rules again whose texts do not occur, as most rules' do not in most articles.

``--rules`` lists the rules on passages that take most time, how often their gates are open and what they find;
``--needs`` what the prefilter takes most time to look for, each pattern alone, and how often it is there.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import ftfy
import msgspec

from cleantext.checkers.checker import Checker
from cleantext.checkers.encoding import EncodingChecker
from cleantext.checkers.rules import RuleChecker
from cleantext.language.tagger import tag
from cleantext.rulebook.compile import CompiledRule, compile_rules
from cleantext.rulebook.load import load_shipped
from cleantext.rulebook.prefilter.bytes import reduced
from cleantext.rulebook.prefilter.hyperscan import Met, Scanner
from cleantext.rulebook.prefilter.index import Prefilter
from cleantext.rulebook.prefilter.need import Gate, Need
from cleantext.rulebook.prefilter.widen import widened
from cleantext.rulebook.schema import Match
from tests.analysed import analysed

PARAGRAPHS = 30
ROUNDS = 3
DEAREST = 40  # rules that are listed
WIDTH = 160  # characters of a line that shows a pattern
ANCHOR = re.compile(r"[$^]|\\[AZ]")

Candidate = Callable[[], Callable[[str], object]]
"""Makes a reader of documents that remembers nothing of an earlier round."""


def main() -> None:
    """Print the tables."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    documents = prose((sizes[0] if sizes else 400) * 1000)
    size = sum(len(document.encode()) for document in documents)
    rules = compile_rules(load_shipped())
    if "--rules" in sys.argv:
        print_dearest(rules, documents)
        return
    if "--needs" in sys.argv:
        print_dearest_needs(rules, documents)
        return
    peers = {
        "cleantext, rules": checking(rules),
        "cleantext, rules and ftfy": checking(rules, encoding=True),
        "ftfy.fix_text": lambda: ftfy.fix_text,
        "proselint": proselint(),
    }
    rate = {name: size / seconds for name, seconds in medians(peers, documents).items()}
    print(f"{size / 1e3:.0f} kB in {len(documents)} documents, one core\n")
    for name, speed in rate.items():
        against = "  ".join(f"{speed / rate[peer]:7.2f} x {peer}" for peer in ("proselint", "ftfy.fix_text"))
        print(f"{name:28} {speed / 1e6:6.2f} MB/s  {against}")
    packs = sorted({rule.pack for rule in rules})
    half = [rule for rule in rules if packs.index(rule.pack) % 2]
    sets = {"half of the packs": half, "all": rules, "all, and as many others": [*rules, *map(other, rules)]}
    times = medians({name: checking(chosen) for name, chosen in sets.items()}, documents)
    print()
    for name, seconds in times.items():
        print(f"{len(sets[name]):4} rules ({name}): {seconds / times['all']:.2f} of the time of all")


def print_dearest(rules: Sequence[CompiledRule], documents: Sequence[str]) -> None:
    """Print the rules on passages that take most time. What several need is on the account of the first that asks."""
    prefilter = Prefilter([rule.gate for rule in rules])
    opened, found, nanoseconds = Counter[int](), Counter[int](), Counter[int]()
    for _ in range(2):  # the first time is for what is kept of each word
        tag.cache_clear()
        for count in (opened, found, nanoseconds):
            count.clear()
        for document in documents:
            passages = analysed(document).passages
            for here, met in zip(passages, prefilter.met(passages), strict=True):
                for i in prefilter.open(met):
                    start = time.process_time_ns()
                    found[i] += sum(1 for _ in rules[i].findings_in_passage(here, prefilter.ends(i, met)))
                    nanoseconds[i] += time.process_time_ns() - start
                    opened[i] += 1
    for i, taken in nanoseconds.most_common(DEAREST):
        print(f"{taken / 1e6:8.1f} ms  {opened[i]:6} open  {found[i]:5} found  {rules[i].pack}/{rules[i].rule.id}")


def print_dearest_needs(rules: Sequence[CompiledRule], documents: Sequence[str]) -> None:
    """Print the patterns over text that take most time."""
    texts = [[reduced(passage.text) for passage in analysed(document).passages] for document in documents]
    dearest = []
    needed_by = {need: rule.rule.id for rule in rules for need in rule.gate.needs}
    for need, name in needed_by.items():
        if isinstance(need, Need) and need.scope not in ("phrase", "classes", "attribution"):
            scanner = Scanner({need: 0}, "alone")
            scanner.scan(texts[0], [{} for _ in texts[0]])
            found: list[list[Met]] = [[{} for _ in some] for some in texts]
            start = time.process_time()
            for some, here in zip(texts, found, strict=True):
                scanner.scan(some, here)
            met = sum(len(places or ()) for some in found for here in some for places in here.values())
            dearest.append((time.process_time() - start, met, name, need))
    for taken, met, name, need in sorted(dearest, key=lambda one: -one[0])[:DEAREST]:
        print(f"{1e3 * taken:6.2f} ms  {met:6} met  {name}: {need.scope} {widened(need.pattern, need.scope)}"[:WIDTH])


def prose(size: int) -> list[str]:
    """The first ``size`` bytes or so of the corpus as documents. Exits where the corpus is absent."""
    corpus = Path(os.environ.get("CLEANTEXT_SHARED", "../shared")) / "corpus"
    files = sorted(corpus.glob("*.txt"))
    if not files:
        sys.exit(f"{corpus}: no corpus here; set CLEANTEXT_SHARED")
    lines = [line for file in files for line in file.read_text("utf-8")[: size // len(files)].splitlines() if line]
    return ["\n\n".join(lines[i : i + PARAGRAPHS]) for i in range(0, len(lines), PARAGRAPHS)]


def medians(candidates: dict[str, Candidate], documents: Sequence[str]) -> dict[str, float]:
    """Seconds of each candidate over all documents, taken in turn so that all see the same noise."""
    for candidate in candidates.values():
        candidate()(documents[0])
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, candidate in candidates.items():
            tag.cache_clear()
            reader = candidate()
            reader("What is loaded on first use.")
            start = time.process_time()
            for document in documents:
                reader(document)
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def checking(rules: Sequence[CompiledRule], *, encoding: bool = False) -> Candidate:
    """One reading of a document by the rules, and by ftfy before them if ``encoding``."""

    def made() -> Callable[[str], None]:
        checkers: list[Checker] = [*([EncodingChecker()] if encoding else []), RuleChecker(rules)]

        def check(document: str) -> None:
            analysis = analysed(document)
            for checker in checkers:
                list(checker.check(analysis))

        return check

    return made


def other(rule: CompiledRule) -> CompiledRule:
    """A rule like this one, but for texts that stand nowhere."""
    renamed = msgspec.structs.replace(
        rule.rule, id=f"{rule.rule.id}-other", match=msgspec.convert({"regex": "§"}, Match)
    )
    needs = tuple(
        msgspec.structs.replace(need, pattern=f"§(?:{ANCHOR.sub('', need.pattern)})")
        for need in rule.gate.needs
        if isinstance(need, Need)
    )
    return replace(rule, rule=renamed, gate=Gate(needs or (Need("§"),)))


def proselint() -> Candidate:
    """All checks of proselint. Exits where it isn't installed."""
    try:
        from proselint.checks import __register__
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        sys.exit("proselint is not installed: pip install -e '.[bench]'")
    CheckRegistry().register_many(__register__)
    return lambda: lambda document: LintFile("document", document).lint()


if __name__ == "__main__":
    main()
