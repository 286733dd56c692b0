"""A sentence with several doubtful words: none is a finding of its own, but all of them are hardly right.

The judge weighs each place by itself, and *the wire of arrival was trimmed by a band of school* may hold four that are
as likely right as wrong. Such places become one finding that points at the words from the first to the last of them. It
never covers another finding of the judge, so it says that there is more to see than those show.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import prod

import numpy as np

from cleantext.core.finding import Finding
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.judge.judge import DOUBTFUL, MOST_ALTERNATIVES, Judge, Verdict
from cleantext.language.analysis import Analysis
from cleantext.proposers.proposal import Mechanism
from cleantext.proposers.sense import shortened

GARBLED = Mechanism(
    "sense",
    "garbled-sentence",
    "several words look wrong: {0}",
    "Each of these words might be right, but hardly all of them. The sentence may have been translated or reworded by a"
    " machine.",
)
FEWEST = 2
LONGEST = 400
"""Characters of a stretch that anybody would still look through."""
NEAR = 60
NAMED = 3
"""Doubtful places that a message names."""
LEAST = 0.05
"""A repair that is right with less than this probability isn't offered."""
GARBLED_COLUMNS = (
    # the probability that something is wrong if doubts were independent, the three greatest of them, and their sum
    "garbled_any", "garbled_first", "garbled_second", "garbled_third", "garbled_sum",
    # how many there are, the characters from the first to the last, in them, and in the sentence
    "garbled_count", "garbled_length", "garbled_covered", "garbled_sentence",
    # places of findings in the sentence, and within ``NEAR`` characters
    "garbled_findings", "garbled_near",
)  # fmt: skip
GARBLED_RISING = frozenset(GARBLED_COLUMNS[:5])
"""Columns that may only raise a probability."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Doubtful places of a sentence, the most doubtful first, no finding between them; and the columns about it."""

    doubts: Sequence[Verdict]
    span: Span
    row: Sequence[float]


def garbled(
    judge: Judge, verdicts: Iterable[Verdict], findings: Sequence[Finding], analysis: Analysis
) -> Iterator[Finding]:
    """Beside the ``findings`` those about stretches in which something else is likely wrong."""
    answer = judge.model.answers.get("garbled")
    if answer is None:
        return
    found = list(stretches(verdicts, findings, analysis.sentences))
    likely = answer.probability(np.array([stretch.row for stretch in found], np.float32))
    for stretch, wrong in zip(found, likely.tolist(), strict=True):
        if wrong >= judge.garbled:
            yield _finding(stretch, wrong, analysis.text)


def stretches(verdicts: Iterable[Verdict], findings: Sequence[Finding], sentences: Sequence[Span]) -> Iterator[Stretch]:
    """The stretches of a text of these ``sentences`` in which these are the ``findings``."""
    pointed = sorted({place for finding in findings for place in _places(finding)})
    taken = SpanIndex((place, None) for place in pointed)
    starts = [sentence.start for sentence in sentences]
    by_sentence: dict[int, list[Verdict]] = defaultdict(list)
    for doubt in sorted((v for v in verdicts if v.wrong >= DOUBTFUL), key=lambda v: (-v.wrong, v.candidate.span)):
        span = doubt.candidate.span
        number = bisect_right(starts, span.start) - 1
        if number >= 0 and sentences[number].covers(span) and not taken.touching(span):
            taken.add(span, None)
            by_sentence[number].append(doubt)
    for number, doubts in sorted(by_sentence.items()):
        for together in _parted(sorted(doubts, key=lambda v: v.candidate.span), pointed):
            span = _around(together)
            if len(together) >= FEWEST and len(span) <= LONGEST:
                ordered = sorted(together, key=lambda v: -v.wrong)
                yield Stretch(ordered, span, _row(ordered, span, sentences[number], pointed))


def _parted(doubts: Sequence[Verdict], pointed: Sequence[Span]) -> Iterator[Sequence[Verdict]]:
    """Doubts in order, parted where a finding lies between two of them."""
    part = list(doubts[:1])
    for before, doubt in pairwise(doubts):
        start, end = before.candidate.span.end, doubt.candidate.span.start
        if bisect_left(pointed, Span(start, start)) != bisect_left(pointed, Span(end, end)):
            yield part
            part = []
        part.append(doubt)
    yield part


def _places(finding: Finding) -> Iterator[Span]:
    yield finding.span
    yield from (edit.span for edit in (finding.fix.edits if finding.fix else ()))


def _around(doubts: Iterable[Verdict]) -> Span:
    spans = [doubt.candidate.span for doubt in doubts]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _row(doubts: Sequence[Verdict], span: Span, sentence: Span, pointed: Sequence[Span]) -> Sequence[float]:
    """The columns about a stretch."""
    wrong = [doubt.wrong for doubt in doubts]
    first, second, third = [*wrong, 0.0][:3]

    def begun(low: int, high: int) -> int:
        """How many places of findings begin from ``low`` up to ``high``."""
        return bisect_left(pointed, Span(high, high)) - bisect_left(pointed, Span(low, low))

    return (
        1 - prod(1 - p for p in wrong), first, second, third, sum(wrong),
        len(doubts), len(span), sum(len(doubt.candidate.span) for doubt in doubts), len(sentence),
        begun(sentence.start, sentence.end), begun(max(0, span.start - NEAR), span.end + NEAR),
    )  # fmt: skip


def _finding(stretch: Stretch, wrong: float, text: str) -> Finding:
    """It only points: that the stretch is likely wrong says little of each of its places, and of its repairs."""
    words_of = (doubt for doubt in stretch.doubts if any(c.isalnum() for c in doubt.candidate.span.of(text)))
    named = sorted(islice(words_of, NAMED), key=lambda v: v.candidate.span)
    words = ", ".join(f"'{shortened(doubt.candidate.span.of(text))}'" for doubt in named)
    repairs = sorted((doubt.likeliest for doubt in stretch.doubts), key=lambda pair: -pair[0])
    inside = {
        fix.effect(text): fix.demoted() for p, fix in repairs if fix and p >= LEAST and stretch.span.covers(fix.span)
    }
    alternatives = tuple(inside.values())[:MOST_ALTERNATIVES]
    return GARBLED.naming(words).at(text, stretch.span).finding(None, alternatives, wrong, repairs[0][0])
