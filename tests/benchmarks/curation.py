"""Which of LanguageTool's rules are worth hearing: for each, its hits on damage and on text that has none.

    python -m tests.benchmarks.curation [--corpus KILOBYTES] [--only RULE,RULE] [--examples]

All of LanguageTool's rules, the picky ones too, read the annotated articles of ``tests/`` and of
``../shared/bench/gold`` (or below ``$CLEANTEXT_SHARED``), machine-translated talks whose errors people marked
(``mqm_dev.jsonl``), and clean text: the articles of ``tests/corpus/correct``, ``bench/clean`` and the first kilobytes
of ``corpus``. In the same paragraphs of the corpus one place a sentence is made wrong, as number, article, verb form
and pronoun go wrong in translation: ``made`` counts the hits on those places. A hit is true where it touches an
artefact; ``new`` are those on artefacts that our rules leave, and ``repaired`` those whose first suggestion is an
accepted repair. In the talks, where marks are incomplete, a hit is true where it touches a marked error.
``rules/tables/grammar.yaml`` keeps what has more true hits than false ones.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cleantext
from cleantext.checkers.grammar import BATCH, GAP, batches
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.languagetool.client import Client, Match
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.server import running
from tests import markup

SHARED = Path(os.environ.get("CLEANTEXT_SHARED", "../shared"))
COLUMNS = ("true", "new", "repaired", "false", "clean", "made", "made rep.", "talks true", "talks false")
_SENTENCE = re.compile(r"[A-Z][^.!?]{30,}[.!?](?=\s|$)")
_SWAPS = {"is": "are", "was": "were", "has": "have", "does": "do", "this": "these", "that": "those", "a": "an"}
_SWAP = _SWAPS | {other: one for one, other in _SWAPS.items()}
_OBJECT = {"he": "him", "she": "her", "they": "them", "we": "us", "I": "me"}
_MADE: Sequence[tuple[str, Callable[[re.Match[str]], str]]] = (
    (r"\b(?:is|are|was|were|has|have|does|do)\b", lambda m: _SWAP[m[0]]),
    (r"\b(?:this|these|that|those)(?= [a-z]+s?\b)", lambda m: _SWAP[m[0]]),
    (r"\ban?(?= )", lambda m: _SWAP[m[0]]),
    (r"\b(can|will|must|should|could|would|may|might) ([a-z]{2,})\b", lambda m: f"{m[1]} {m[2]}s"),
    (r"\b(has|have|had) ([a-z]{3,})ed\b", lambda m: f"{m[1]} {m[2]}"),
    (r"\b(did not|does not|do not|didn’t) ([a-z]{3,})\b", lambda m: f"{m[1]} {m[2]}ed"),
    (r"\b(many|several|few|two|three|all) ([a-z]{3,})s\b", lambda m: f"{m[1]} {m[2]}"),
    (r"\bto ([a-z]{3,})\b", lambda m: f"to {m[1]}ing"),
    (r"\b(?:he|she|they|we|I)(?= )", lambda m: _OBJECT[m[0]]),
    (r"\b(?:of|to|the|in) ", lambda m: ""),
    (r"\b[a-z]+ (?=[a-z])", lambda m: m[0] * 2),
)
"""What to look for in a sentence and how to make it wrong."""


@dataclass(frozen=True)
class Damaged:
    """A text and what is wrong with it; ``fixes`` are empty where no repair is known."""

    text: str
    marks: Sequence[tuple[Span, Sequence[str]]]


def main() -> None:
    """Print the table, the best rules first."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=int, default=300, metavar="KILOBYTES")
    options.add_argument("--only", metavar="RULE,RULE", help="ask about these rules alone")
    options.add_argument("--examples", action="store_true", help="print every hit")
    chosen = options.parse_args()
    only = chosen.only.split(",") if chosen.only else []
    rows: dict[str, Counter[str]] = defaultdict(Counter)

    def told(column: str, text: str, match: Match) -> None:
        rows[match.rule][column] += 1
        if chosen.examples and column != "new":
            before, hit = text[max(0, match.offset - 50) : match.offset], span(match).of(text)
            behind = text[match.offset + match.length :][:40]
            print(f"{match.rule} {column}: {before}[{hit}]{behind} {match.replacements[:2]}".replace("\n", "\\n"))

    with running(threads=1) as server:
        check = Client(server.address(), "en-US", only, timeout=600, only=len(only) > 0).check
        for document in annotated():
            found = [Span(f.start, f.end) for f in cleantext.check(document.text) if f.severity != "info"]
            for match in check(document.text):
                judge(match, document, found, told)
        for text in clean(chosen.corpus * 1000):
            for match in check(text):
                told("clean", text, match)
        for document in made(chosen.corpus * 1000):
            for match in check(document.text):
                judge_made(match, document, told)
        for document, matches in checked_together(list(talks()), check):
            for match in matches:
                hit = any(span(match).touches(mark) for mark, _ in document.marks)
                told("talks true" if hit else "talks false", document.text, match)
    print_table(rows)


def judge(match: Match, document: Damaged, found: Sequence[Span], told: Callable[[str, str, Match], None]) -> None:
    """Tell the columns that a hit in an annotated article counts for."""
    here = span(match)
    touched = [(mark, fixes) for mark, fixes in document.marks if mark.touches(here)]
    told("true" if touched else "false", document.text, match)
    if touched and not any(mark.touches(known) for mark, _ in touched for known in found):
        told("new", document.text, match)
    for mark, fixes in touched:
        if repaired(document.text, mark, match) in fixes:
            told("repaired", document.text, match)


def judge_made(match: Match, document: Damaged, told: Callable[[str, str, Match], None]) -> None:
    """Tell the columns that a hit in text that was made wrong counts for; what was there before is not ours."""
    for mark, fixes in document.marks:
        if mark.touches(span(match)):
            told("made", document.text, match)
            if repaired(document.text, mark, match) in fixes:
                told("made rep.", document.text, match)


def repaired(text: str, mark: Span, match: Match) -> str | None:
    """What stands at ``mark`` after the first suggestion; None where there is none, or what it changes lies beyond."""
    if not match.replacements:
        return None
    edit = Edit(span(match), match.replacements[0]).trimmed(text)
    if not (mark.start <= edit.span.start and edit.span.end <= mark.end):
        return None
    return text[mark.start : edit.span.start] + edit.replacement + text[edit.span.end : mark.end]


def print_table(rows: dict[str, Counter[str]]) -> None:
    """A line for each rule, those that are kept marked with a star."""
    kept = load_curated()
    print(f"{'':2}{'rule':44}" + "".join(f"{name:>12}" for name in COLUMNS))
    order = sorted(rows, key=lambda r: (rows[r]["false"] + rows[r]["clean"] - rows[r]["true"], -rows[r]["talks true"]))
    for rule in order:
        print(f"{'*' if rule in kept else '':2}{rule:44}" + "".join(f"{rows[rule][name]:12}" for name in COLUMNS))


def annotated() -> Iterator[Damaged]:
    """The articles of ``tests/`` that rules may be made from, and the bench's."""
    for folder in (markup.GOLD, markup.CORPUS / "damaged"):
        for path in sorted(folder.glob("*.mark")):
            text, artefacts = markup.read(path)
            yield Damaged(text, [(Span(a.start, a.end), a.fixes) for a in artefacts])
    for path in sorted((SHARED / "bench/gold").glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_name(gold["document"]).read_bytes().decode()
        yield Damaged(text, [(Span(a["start"], a["end"]), a["fixes"]) for a in gold["artifacts"]])


def clean(size: int) -> Iterator[str]:
    """Well-edited texts, ``size`` bytes of the corpus among them."""
    for path in (*sorted((markup.CORPUS / "correct").glob("*.txt")), *sorted((SHARED / "bench/clean").glob("*.txt"))):
        yield path.read_bytes().decode()
    yield from corpus(size)


def corpus(size: int) -> Iterator[str]:
    """The first ``size`` bytes or so of the books, some paragraphs at a time."""
    files = sorted((SHARED / "corpus").glob("*.txt"))
    for path in files:
        lines = path.read_text("utf-8")[: size // len(files)].splitlines()
        yield from (GAP.join(batch) for batch in batches((line for line in lines if line), BATCH))


def made(size: int) -> Iterator[Damaged]:
    """The same text with one place of each sentence made wrong, the same place in every run."""
    chance = random.Random(6)
    for text in corpus(size):
        pieces: list[str] = []
        marks: list[tuple[Span, Sequence[str]]] = []
        at = length = 0
        for sentence in _SENTENCE.finditer(text):
            pattern, wrong = chance.choice(_MADE)
            places = list(re.finditer(pattern, sentence[0]))
            if not places:
                continue
            place = chance.choice(places)
            start, end = sentence.start() + place.start(), sentence.start() + place.end()
            pieces += (text[at:start], wrong(place))
            length += start - at
            marks.append((Span(length, length + len(pieces[-1])), (place[0],)))
            length += len(pieces[-1])
            at = end
        yield Damaged("".join([*pieces, text[at:]]), marks)


def talks() -> Iterator[Damaged]:
    """Machine-translated segments, those that say the same once."""
    path = SHARED / "bench/mqm_dev.jsonl"
    marks: dict[str, list[tuple[Span, Sequence[str]]]] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        segment = json.loads(line)
        own = marks.setdefault(segment["text"], [])
        own += [(Span(*error["span"]), ()) for error in segment["errors"] if error["span"]]
    return (Damaged(text, own) for text, own in marks.items())


def checked_together(
    documents: Sequence[Damaged], check: Callable[[str], Iterable[Match]]
) -> Iterator[tuple[Damaged, list[Match]]]:
    """Each document with its matches, several documents a request."""
    by_text = {document.text: document for document in documents}
    for batch in batches(by_text, BATCH):
        start = 0
        matches = list(check(GAP.join(batch)))
        for text in batch:
            end = start + len(text)
            own = [m for m in matches if start <= m.offset and m.offset + m.length <= end]
            yield by_text[text], [Match(m.rule, m.offset - start, m.length, m.replacements) for m in own]
            start = end + len(GAP)


def span(match: Match) -> Span:
    """Where a match is."""
    return Span(match.offset, match.offset + match.length)


if __name__ == "__main__":
    main()
