"""A document as its sentences, with how likely each word of it is: what the columns of evidence are counted from."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Fix
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language_model.ngram import NGramModel, Scores, changes
from cleantext.language_model.strange import MOST, strangeness, strangest_in
from cleantext.language_model.words import CLASSES, Words

UNLIKELY = -9.0
"""Log probability (nats) of a word that a reader would not expect there."""
LONGEST_SCORED = 1_000
"""Characters of a repair whose gain is asked for: of longer ones it says little, and takes long."""
SHORT = 150
"""Words of a document that count at least: that somebody tries a sentence says nothing about it."""
OFTEN = 9
"""More occurrences of a word in a document say nothing more."""
ABOUT_PLACE = 21
"""Columns about a place: ``span_words`` to ``place_again``."""
_LONGER = re.compile(r"[^\W\d_]{3,}")

Offsets = NDArray[np.int64]
_NONE = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate is: the numbers of its sentence and of its passage in the document."""

    number: int
    passage: int


@dataclass(frozen=True, slots=True)
class Gain:
    """How much likelier (nats) a repair makes the words around it; ``fits``: how much of that is not because its words
    are more usual anywhere. Nothing is known of the longest repairs."""

    words: float = math.nan
    fits: float = math.nan


def likeliest(gains: Iterable[float]) -> float:
    """The largest of some gains, of which those that nobody knows are NaN."""
    return max((gain for gain in gains if gain == gain), default=math.nan)


class Look:
    """A document as its sentences, with how likely each word of it is. Words are numbered through all of it."""

    def __init__(self, analysis: Analysis, model: NGramModel):
        self.analysis, self.model = analysis, model
        passages = analysis.passages
        self._starts = [passage.start for passage in passages]
        found = list(chain.from_iterable(self._surprises(part) for part in analysis.windows))
        self.read = [words for words, _ in found]
        self._bounds = np.cumsum([0, *map(len, self.read)], dtype=np.int64)
        moved = np.repeat(np.array(self._starts, np.int64), np.diff(self._bounds))
        self._word_starts = np.concatenate([_NONE, *(words.starts for words in self.read)]) + moved
        self._word_ends = np.concatenate([_NONE, *(words.ends for words in self.read)]) + moved
        self.ids = np.concatenate([_NONE, *(words.ids for words in self.read)])
        self._scores = np.concatenate([np.zeros(0, np.float32), *(scores for _, scores in found)])
        self._strange = strangeness(model, self.ids, self._scores)
        self._passage = np.repeat(np.arange(len(passages)), [len(passage.sentences) for passage in passages])
        self.sentences = len(self._passage)
        spans = ((p.start + span.start, p.start + span.end) for p in passages for span in p.sentences)
        self._begin, self._end = np.fromiter(chain.from_iterable(spans), np.int64, 2 * self.sentences).reshape(-1, 2).T
        inside = self._touching(self._begin, self._end, self._passage)
        known = self.ids >= len(CLASSES)
        scores, unlikely = inside.sums(self._scores), inside.sums(known & (self._scores < UNLIKELY))
        worst = strangest_in(self._strange, inside.first, inside.stop)
        least, sizes = inside.least(np.where(known, self._scores, 0)), np.maximum(1, inside.sizes)
        self._about_sentences = np.column_stack(
            [inside.sizes, scores / sizes, least, unlikely, inside.sums(self._strange) / sizes, worst]
        )
        count = len(self.ids)
        self.document = [
            math.log1p(max(SHORT, count)), float(scores.sum()) / max(1, count),
            100 * float(unlikely.sum()) / max(20, count), float(self._strange.sum(dtype=np.float64)) / max(20, count),
            float(worst.sum()) / max(3, len(worst)),
        ]  # fmt: skip
        """The columns that begin with ``document``."""
        bounds = [0, *(part.passages[0].start for part in analysis.windows[1:]), len(analysis.text)]
        self._counts: Counter[str] = Counter()
        for start, end in pairwise(bounds):
            self._counts.update(_LONGER.findall(analysis.text[start:end].lower()))

    def _surprises(self, part: Analysis) -> Sequence[tuple[Words, Scores]]:
        """The words of a part of the text and the log probability of each, which then can be told again from here."""
        found = self.model.surprises_of(part.passages)
        if len(self.analysis.windows) > 1:
            part.forget()
        return found

    def _touching(self, starts: Offsets, ends: Offsets, passages: Offsets) -> Stretches:
        """The words that touch each of some spans, of the passage that is given for each."""
        low, high = self._bounds[passages], self._bounds[passages + 1]
        first = np.searchsorted(self._word_ends, starts, side="left").clip(low, high)
        return Stretches(first, np.searchsorted(self._word_starts, ends, side="right").clip(low, high))

    def places(self, spans: Sequence[Span]) -> list[Place]:
        """Where each span begins."""
        if not self.sentences:
            return [Place(0, 0)] * len(spans)
        starts = np.array([span.start for span in spans], np.int64)
        numbers = (np.searchsorted(self._begin, starts, side="right") - 1).clip(0)
        return [Place(*pair) for pair in zip(numbers.tolist(), self._passage[numbers].tolist(), strict=True)]

    def _stretches(self, spans: Sequence[Span], places: Sequence[Place]) -> tuple[Stretches, Stretches]:
        """The words of each span, and the same with the one before and the two after it."""
        passage = np.array([place.passage for place in places])
        begin = np.array(self._starts, np.int64)[passage]
        here = self._touching(
            np.maximum(begin, [span.start for span in spans]), np.maximum(begin, [span.end for span in spans]), passage
        )
        low, high = self._bounds[passage], self._bounds[passage + 1]
        return here, Stretches(np.maximum(low, here.first - 1), np.minimum(high, here.stop + 2))

    def about_places(self, spans: Sequence[Span], places: Sequence[Place]) -> list[list[float]]:
        """The columns ``span_words`` to ``place_again`` of each span."""
        if not self.sentences or not spans:
            return [[0.0] * ABOUT_PLACE] * len(spans)
        here, around = self._stretches(spans, places)
        sizes = np.maximum(1, around.sizes)
        of_sentence = self._about_sentences[[place.number for place in places]]
        of_words = np.column_stack([
            around.least(self._scores), around.sums(self._scores) / sizes, around.sums(self.ids < len(CLASSES)),
            around.sums(self._strange) / sizes, -around.least(-self._strange, MOST),
        ])  # fmt: skip
        found = zip(spans, places, here.sizes.tolist(), of_sentence.tolist(), of_words.tolist(), strict=True)
        return [[*self._about_span(span, place, size), *sentence, *words, self._again(span)]
                for span, place, size, sentence, words in found]  # fmt: skip

    def _about_span(self, span: Span, place: Place, size: int) -> list[float]:
        """The columns ``span_words`` to ``capital``."""
        passage = self.analysis.passages[place.passage]
        local = Span(max(0, span.start - passage.start), max(0, span.end - passage.start))
        kind = passage.kind
        return [
            float(size),
            float(len(span)),
            float(kind is BlockKind.HEADING),
            float(kind is BlockKind.LIST_ITEM),
            float(kind is BlockKind.LINE),
            float(passage.quoted(local)),
            float(span.start - self._begin.item(place.number) < 2),
            float(self._end.item(place.number) - span.end < 2),
            float(span.of(self.analysis.text)[:1].isupper()),
        ]

    def _again(self, span: Span) -> float:
        """How often the rarest of the longer words in ``span`` occurs elsewhere in the document; NaN without any."""
        here = _LONGER.findall(span.of(self.analysis.text).lower())
        return min((self._elsewhere(word, here.count(word)) for word in set(here)), default=math.nan)

    def known(self, fix: Fix) -> tuple[float, float]:
        """The same for the words that a repair adds, and for those that it removes."""
        old, new = (_LONGER.findall(side.lower()) for side in fix.exchanged(self.analysis.text))
        fewer = {word: n for word in set(old) if (n := old.count(word) - new.count(word)) > 0}
        return (
            min((self._elsewhere(word, 0) for word in set(new) if new.count(word) > old.count(word)), default=math.nan),
            min((self._elsewhere(word, n) for word, n in fewer.items()), default=math.nan),
        )

    def _elsewhere(self, word: str, here: int) -> float:
        return float(min(OFTEN, self._counts[word] - here))

    def sentence(self, place: Place) -> Span:
        """The stretch of the document that the sentence of a place takes up."""
        return Span(self._begin.item(place.number), self._end.item(place.number))

    def gains(self, candidates: Sequence[Candidate]) -> list[list[Gain]]:
        """What each repair of each candidate gains; nothing is known of the longest ones."""
        asked: list[tuple[str, list[Edit]]] = []
        for candidate in candidates:
            for fix in candidate.fixes:
                if len(fix.span) > LONGEST_SCORED:
                    continue
                offset, text = self._home(fix)
                asked.append((text, [edit.shift(-offset) for edit in fix.edits]))
        read = {passage.text: words for passage, words in zip(self.analysis.passages, self.read, strict=True)}
        made = changes(self.model.vocabulary, asked, read)
        words, alone = self.model.gains_of(made)
        found = map(Gain, words.tolist(), (words - alone).tolist())
        return [
            [next(found) if len(fix.span) <= LONGEST_SCORED else Gain() for fix in candidate.fixes]
            for candidate in candidates
        ]

    def _home(self, fix: Fix) -> tuple[int, str]:
        """The passage that holds all of a fix, or else the part of the document from its first passage to its last."""
        start = max(0, bisect_right(self._starts, fix.span.start) - 1)
        stop = max(start, bisect_right(self._starts, fix.span.end) - 1)
        if not self._starts:
            return 0, self.analysis.text
        passage, last = self.analysis.passages[start], self.analysis.passages[stop]
        if start == stop and passage.span.covers(fix.span):
            return passage.start, passage.text
        begin = min(passage.start, fix.span.start)
        return begin, self.analysis.text[begin : max(last.end, fix.span.end)]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Many stretches of a row of words at once: the first word of each, and the one after its last."""

    first: Offsets
    stop: Offsets

    @property
    def sizes(self) -> Offsets:
        """How many words each holds."""
        return self.stop - self.first

    def sums(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The sum of the values of each."""
        sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        return np.asarray(sums[self.stop] - sums[self.first])

    def least(self, values: NDArray[np.float32], most: float = 0.0) -> NDArray[np.float32]:
        """The least value of each, or ``most`` where all are above."""
        bounds = np.column_stack([self.first, self.stop]).ravel()
        least = np.minimum.reduceat(np.append(values, np.float32(most)), bounds)[::2]
        return np.minimum(np.where(self.sizes, least, most), np.float32(most))
