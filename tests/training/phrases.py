"""Count the phrase table: ``python -m tests.training.phrases`` writes ``cleantext/language/phrase_table.txt.gz``.

From each marked place in ``tests/corpus/training`` come pairs of what was wrong and what belonged there: the whole of
it, the words that a repair changes, and these with the word before or after them. More pairs are in ``LISTS``, which
people who know nothing of cleantext wrote down by heart: what is typical of each kind of damage. Kept is what was wrong
in enough of the places where it was met, in these articles and in clean text; of single words only those that are
listed or that the n-gram model never met. Printed is what tables of other articles find in each fold, and in clean text
that none of them has seen.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import regex

from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.language.phrase_table import FILE, LONGEST, PhraseTable, loaded, normal, places
from cleantext.language_model.wordpiece import WORD
from cleantext.proposers.clauses import CLOSED
from cleantext.proposers.known import is_word, prefers_capital
from cleantext.proposers.phrases import Phrases
from tests.training.corpora import Part, paragraphs
from tests.training.examples import FOLDS, Artefact, Example, annotated, clean, correct, deserves, fold_of

LISTS = Path(__file__).with_name("phrase_lists")
"""Files of lines such as ``finger impression = fingerprint | fingermark``."""
KINDS = frozenset(["tortured", "grammar", "untranslated", "garbled", "scrape", "orphan", "attribution"])
"""Damage whose words may be met elsewhere: names and figures are not."""
LEAST = 0.45
"""The share of places in which a phrase was wrong from which on it is kept: one that was met once, and was wrong there,
has a half, since nobody knows what it will be at the next place.
"""
UNCERTAIN = 1.0
"""Places that a phrase might have been met at, and right: who was met once may be wrong always, or hardly ever."""
LISTED = 3
"""Places that a line of a list counts for: of 491 that eight lists found in new articles something was wrong at 478."""
CLEAN_WEIGHT = 0.25
"""What a place in clean text counts."""
MOST_REPAIRS = 6
LONGEST_REPAIR = 60
_WORD = regex.compile(r"\p{L}+")
_PHRASE = regex.compile(rf"\p{{L}}+(?:[ '-]\p{{L}}+){{0,{LONGEST - 1}}}")
_REPAIR = regex.compile(r"(?:[\p{L}\p{N}](?:[^\n\t]*[\p{L}\p{N}%])?)?")
_BEFORE, _AFTER = regex.compile(r"[\p{L}'’-]+ $"), regex.compile(r"^ [\p{L}'’-]+")


@dataclass
class Counts:
    """What some articles tell of phrases: the articles in which each repair belonged, and at how many places something
    was wrong, or nothing.
    """

    repairs: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    wrong: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)


def pairs(example: Example, artefact: Artefact) -> set[tuple[str, str]]:
    """What was wrong at a place, as the table has it, and what belonged there.

    >>> text = "It counts with ten rooms."
    >>> sorted(pairs(Example("", "", text), Artefact(3, 14, ("has",), "grammar")))
    [('counts with', 'has'), ('counts with ten', 'has ten')]
    """
    text = example.text
    before, after = _BEFORE.search(text, 0, artefact.start), _AFTER.search(text[artefact.end : artefact.end + 60])
    left, right = before[0] if before else "", after[0] if after else ""
    bad = text[artefact.start : artefact.end]
    found: set[tuple[str, str]] = set()
    for fix in artefact.fixes:
        old, new = left + bad + right, left + fix + right
        olds, news = (list(WORD.finditer(each)) for each in (old, new))
        first, last = _shared(olds, news), _shared(olds[::-1], news[::-1])
        last = min(last, len(olds) - first, len(news) - first)
        found.update(_pair(bad, fix))
        for more_left, more_right in ((0, 0), (1, 0), (0, 1)):
            beside = [*olds[first - more_left : first], *olds[len(olds) - last :][:more_right]]
            if len(beside) == more_left + more_right and not any(word[0].lower() in CLOSED for word in beside):
                cut = [_slice(each, found, first - more_left, len(found) - last + more_right)
                       for each, found in ((old, olds), (new, news))]  # fmt: skip
                found.update(_pair(*cut))
    return found


def _shared(one: Sequence[regex.Match[str]], other: Sequence[regex.Match[str]]) -> int:
    """How many words from the first on are the same."""
    count = 0
    while count < min(len(one), len(other)) and one[count][0].lower() == other[count][0].lower():
        count += 1
    return count


def _slice(text: str, words: Sequence[regex.Match[str]], first: int, stop: int) -> str:
    return text[words[first].start() : words[stop - 1].end()] if first < stop else ""


def _pair(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The pair in the form of the table, if it can have it. The capital that opened a phrase is none of a repair's."""
    phrase = normal(old)
    words = _WORD.findall(old)
    if not _PHRASE.fullmatch(phrase) or len(new) > LONGEST_REPAIR or not _REPAIR.fullmatch(new):
        return
    if any(word[0].isupper() and not is_word(word.lower()) for word in words) or (len(words) == 1 and not new):
        return
    first = new.partition(" ")[0]
    if old[0].isupper() and first.istitle() and first != "I" and not prefers_capital(first):
        new = new[0].lower() + new[1:]
    if normal(new) != phrase:
        yield phrase, new


def counted(examples: Iterable[Example], phrases: Container[str], heads: Container[str]) -> Counts:
    """What some articles tell of ``phrases``."""
    found = Counts()
    for example in examples:
        wrong: list[tuple[Artefact, set[str]]] = []
        for artefact in example.artefacts:
            made = pairs(example, artefact) if artefact.known and artefact.kind in KINDS else set()
            wrong.append((artefact, {phrase for phrase, _ in made}))
            for phrase, repair in made:
                found.repairs[phrase][repair].add(example.name)
        for passage in Analysis(Revision(example.text, segment)).passages:
            for start, stop in places(normal(passage.text), phrases, heads):
                start, stop = start + passage.start, stop + passage.start
                phrase = normal(example.text[start:stop])
                there = [made for artefact, made in wrong if artefact.start < stop and start < artefact.end]
                if not there:
                    found.right[phrase] += 1
                elif any(phrase in made for made in there):
                    found.wrong[phrase] += 1
    return found


def listed(lists: Path) -> Counts:
    """What the lists tell: that a phrase was wrong at ``LISTED`` places more."""
    found = Counts()
    for path in sorted(lists.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            old, equals, news = line.partition("=")
            if not equals:
                raise ValueError(f"{path}: no '=' in {line!r}")
            for new in news.split("|"):
                for phrase, repair in _pair(old.strip(), new.strip()):
                    found.repairs[phrase][repair].add(path.stem)
                    found.wrong[phrase] = LISTED
    return found


@cache
def _by_fold() -> tuple[Sequence[Counts], Counter[str]]:
    """What the articles of each fold tell, the lists, and correct English that looks wrong; how often a phrase is in
    clean text.
    """
    articles, lists = list(annotated("training")), listed(LISTS)
    every = {phrase for e in articles for a in e.artefacts if a.kind in KINDS and a.known for phrase, _ in pairs(e, a)}
    every = {phrase for phrase in every if not phrase.isalpha() or not is_word(phrase)}.union(lists.repairs)
    heads = loaded(dict.fromkeys(every, "")).heads
    folds = [counted((e for e in articles if fold_of(e) == fold), every, heads) for fold in range(FOLDS)]
    sound = Counter[str]()
    for _, lines in paragraphs(Part.COUNTED):
        for line in lines:
            plain = normal(line)
            sound.update(plain[start:stop] for start, stop in places(plain, every, heads))
    return [*folds, lists, counted(correct(), every, heads)], sound


@cache
def table(without: int | None = None) -> PhraseTable:
    """The table of all articles, or of those that are not in one fold."""
    folds, sound = _by_fold()
    told = [counts for fold, counts in enumerate(folds) if fold != without]
    repairs: dict[str, Counter[str]] = defaultdict(Counter)
    for counts in told:
        for phrase, named in counts.repairs.items():
            for repair, names in named.items():
                repairs[phrase][repair] += len(names)
    lines = {}
    for phrase, belonged in sorted(repairs.items()):
        wrong, right = (sum(each[phrase] for each in (getattr(c, name) for c in told)) for name in ("wrong", "right"))
        share = wrong / (wrong + right + CLEAN_WEIGHT * sound[phrase] + UNCERTAIN)
        if wrong and share >= LEAST:
            usual = [repair for repair, _ in sorted(belonged.items(), key=lambda each: (-each[1], each[0]))]
            articles = max(belonged.values())
            lines[phrase] = "\t".join([f"{share:.2f}", str(articles), *usual[:MOST_REPAIRS]])
    return loaded(lines)


def unseen(example: Example) -> PhraseTable:
    """A table that was counted without a document."""
    return table(fold_of(example) if example.collection in ("training", "excerpts") else None)


def measured(examples: Iterable[Example], tables: Mapping[int, PhraseTable]) -> Mapping[str, Counter[str]]:
    """Of each mechanism: candidates, in how many places something is wrong, the first repair right, or any."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        proposer = Phrases(tables[fold_of(example)])
        for candidate in proposer.propose(Analysis(Revision(example.text, segment))):
            wrong, right = deserves(example, candidate)
            count = found[candidate.rule]
            count["candidates"] += 1
            count["wrong"] += (wrong or 0) > 0.5
            count["first right"] += bool(right) and (right[0] or 0) > 0.5
            count["any right"] += any((each or 0) > 0.5 for each in right)
    return found


def main() -> None:
    """Count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    tables = {fold: table(fold) for fold in range(FOLDS)}
    for name, examples in (("training", list(annotated("training"))), ("clean", clean(300, seed=17))):
        for rule, count in sorted(measured(examples, tables).items()):
            print(name, rule, dict(count))
    lines = "".join(f"{phrase}\t{line}\n" for phrase, line in table().lines.items())
    options.out.write_bytes(gzip.compress(lines.encode(), mtime=0))
    print(f"{lines.count(chr(10))} phrases, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
