"""Words that don't go together: the stretch of a sentence that follows least from itself.

No repair can be known, so this only points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language_model.strange import strangeness, strangest
from cleantext.language_model.words import CLASSES
from cleantext.proposers.proposal import Mechanism, prose
from cleantext.proposers.swaps import Floats, Row, row

SENSELESS = Mechanism(
    "sense",
    "words-without-sense",
    "hard to make sense of: '{0}'",
    "These words seldom follow each other. They may have been translated one by one, or some are missing.",
)
FEWEST, SHORTEST = 3, 6
"""Words of a stretch, and of a sentence in which it is looked for."""
DOUBTFUL = 3.0
"""How strange the words of a stretch must be together (nats)."""
LONGEST_SHOWN = 7


@dataclass(frozen=True)
class Sense:
    """Points at stretches of words that don't go together."""

    name: str = "sense"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate at most for each sentence."""
        passages = tuple(prose(analysis))
        words = row(passages)
        strange = strangeness(words.model, words.ids, words.scores - words.model.emission[words.ids])
        for passage in passages:
            for sentence in passage.sentences:
                span = sentence.shift(passage.start)
                first = bisect_right(words.ends, span.start)
                last = bisect_left(words.starts, span.end)
                if last - first < SHORTEST:
                    continue
                total, start, stop = strangest(strange[first:last])
                if total >= DOUBTFUL and stop - start >= FEWEST:
                    yield _candidate(analysis.text, words, strange, (first, last), (first + start, first + stop))


def _candidate(
    text: str, words: Row, strange: Floats, sentence: tuple[int, int], stretch: tuple[int, int]
) -> Candidate:
    whole, part = slice(*sentence), slice(*stretch)
    span = Span(words.starts[stretch[0]], words.ends[stretch[1] - 1])
    return SENSELESS.naming(shortened(span.of(text))).at(
        text, span,
        sense_strange=float(strange[part].sum()), sense_words=len(strange[part]),
        sense_mean=float(strange[part].mean()), sense_known=float((words.ids[part] >= len(CLASSES)).mean()),
        sense_whole=float(strange[whole].mean()), sense_whole_strange=float(np.maximum(strange[whole], 0).sum()),
        sense_share=len(strange[part]) / len(strange[whole]), sense_score=float(words.scores[part].mean()),
    )  # fmt: skip


def shortened(text: str) -> str:
    """The first and the last words of a long stretch."""
    found = text.split()
    return " ".join(found) if len(found) <= LONGEST_SHOWN else " ".join([*found[:3], "…", *found[-3:]])
