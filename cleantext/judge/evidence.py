"""What speaks for and against a candidate and each of its repairs, as numbers.

One row for each repair of each candidate, and one for a candidate without any. The columns are of five kinds: the
place (sentence, kind of block, quotation), how likely its words are to the n-gram model before and after the repair,
what other proposers say there, the record of its rule, and how damaged the sentence, the paragraph and the document
are by all other candidates. What a proposer knows itself (``Candidate.evidence``) follows. NaN is "not known".
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.finding import Fix, Source
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.language.analysis import Analysis
from cleantext.language_model.ngram import NGramModel
from cleantext.language_model.strange import MOST, strangeness, strangest_in
from cleantext.language_model.words import CLASSES

UNLIKELY = -9.0
"""Log probability (nats) of a word that a reader would not expect there."""

AT_ONCE = 1_000
"""Rows that are held as lists, before they become a matrix of a tenth of their size."""
LONGEST_SCORED = 1_000
"""Characters of a repair whose gain is asked for: of longer ones it says little, and takes long."""

COLUMNS = (
    "source_rule", "source_grammar", "source_wide", "fixes", "span_words", "span_length",
    "heading", "list_item", "line", "quoted", "at_start", "at_end", "capital", "sentence_words",
    "sentence_mean", "sentence_least", "sentence_unlikely", "sentence_strange", "sentence_strangest",
    "place_least", "place_mean", "place_unknown", "place_strange", "place_strangest", "place_again",
    "gain", "rank", "behind_best", "gain_per_word", "fits", "added", "removed", "edits", "deletes", "inserts",
    "changes_case", "changes_letters", "changes_marks", "adds_known", "removes_known",
    "others", "other_rules", "other_grammar", "agreeing", "agreeing_sources",
    "record_hit", "record_right", "record_weight",
    "document_words", "document_mean", "document_unlikely", "document_strange", "document_strangest",
)  # fmt: skip
DAMAGE = ("sentence_damage", "near_damage", "paragraph_damage", "document_damage")
BESIDE = ("beside_damage", "next_damage")
"""The columns that the second look adds: what the first look thought of the candidates around, and of those within
``AROUND`` characters that a repair leaves alone: there it may be only a part of what is needed."""
AROUND = (25, 6)

SHORT = 150
"""Words of a document that count at least: that somebody tries a sentence says nothing about it."""
OFTEN = 9
"""More occurrences of a word in a document say nothing more."""
_LONGER = re.compile(r"[^\W\d_]{3,}")

Offsets = NDArray[np.int64]
_NONE = np.zeros(0, np.int32)

Record = tuple[float, float, float]
"""Of a rule's candidates in text that its author had not read: log odds that something was wrong there, log odds that
the first repair was right, and the logarithm of how many there were."""
NO_RECORD: Record = (math.nan, math.nan, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate is: the numbers of its sentence and of its passage in the document."""

    number: int
    passage: int


@dataclass(frozen=True)
class Evidence:
    """``rows[i]`` speaks about repair ``fix[i]`` (-1: none) of candidate ``candidate[i]``; candidates are at ``places``
    and ``spans``, found again by ``near``, and ``reach[i]`` holds the candidate's place and its repair.
    """

    rows: NDArray[np.float32]
    candidate: NDArray[np.int32]
    fix: NDArray[np.int32]
    reach: Sequence[Span]
    places: Sequence[Place]
    spans: Sequence[Span]
    near: SpanIndex[int]
    sentences: int
    gains: Sequence[Sequence[tuple[float, float]]]
    """What ``Look.gains`` says of each candidate."""


def gather(
    analysis: Analysis,
    candidates: Sequence[Candidate],
    model: NGramModel,
    records: Mapping[str, Record],
    names: Sequence[str],
    look: Look | None = None,
    gains: Sequence[Sequence[tuple[float, float]]] = (),
) -> Evidence:
    """The evidence about ``candidates``; ``names`` are those of the proposers' own numbers that are columns.

    Whoever asks for that of a long text part by part gives the same ``look`` at it each time, and the ``gains`` of
    the first candidates where they are known.
    """
    look = look or Look(analysis, model)
    places = look.places([candidate.span for candidate in candidates])
    here = look.about_places([candidate.span for candidate in candidates], places)
    gains = [*gains, *look.gains(candidates[len(gains) :])]
    effects = [[fix.effect(analysis.text) for fix in candidate.fixes] for candidate in candidates]
    near = SpanIndex((candidate.span, i) for i, candidate in enumerate(candidates))
    column = {name: k for k, name in enumerate(names)}
    parts: list[NDArray[np.float32]] = []
    rows: list[list[float]] = []
    of_candidate, of_fix, reach = [], [], []
    for i, candidate in enumerate(candidates):
        others = [j for j in near.touching(candidate.span) if j != i and places[j].number == places[i].number]
        at_place = [*_about_source(candidate), *here[i]]
        beside = [
            float(len(others)),
            float(sum(candidates[j].source is Source.RULE for j in others)),
            float(sum(candidates[j].source is Source.GRAMMAR for j in others)),
        ]
        record = records.get(candidate.rule, records.get(f"{candidate.pack}/", NO_RECORD))
        own = [math.nan] * len(names)
        for name, value in candidate.evidence.items():
            if name in column:
                own[column[name]] = value
        after = [*record, *look.document, *own]
        best = max((gain for gain, _ in gains[i] if gain == gain), default=math.nan)
        for k, fix in enumerate(candidate.fixes):
            agreeing = [j for j in others if effects[i][k] in effects[j]]
            rows.append([
                *at_place, *_about_fix(fix, *gains[i][k], best, k, analysis.text), *look.known(fix), *beside,
                float(len(agreeing)), float(len({candidates[j].pack for j in agreeing})), *after,
            ])  # fmt: skip
            of_candidate.append(i)
            of_fix.append(k)
            reach.append(candidate.span.join(fix.span))
        if not candidate.fixes:
            rows.append([*at_place, *[math.nan] * 15, *beside, 0.0, 0.0, *after])
            of_candidate.append(i)
            of_fix.append(-1)
            reach.append(candidate.span)
        if len(rows) >= AT_ONCE or i + 1 == len(candidates):
            parts.append(np.array(rows, np.float32))
            rows = []
    return Evidence(
        np.concatenate(parts) if parts else np.zeros((0, len(COLUMNS) + len(names)), np.float32),
        np.array(of_candidate, np.int32), np.array(of_fix, np.int32), reach, places,
        [candidate.span for candidate in candidates], near, look.sentences, gains,
    )  # fmt: skip


def damage_columns(evidence: Evidence, wrong: NDArray[np.float32], lost: float = 0.0) -> NDArray[np.float32]:
    """The columns ``DAMAGE`` and ``BESIDE`` for each row, from the probability that each candidate points at damage.

    ``lost`` is the number of damaged sentences that earlier passes have repaired: they still tell about the document.

    A place counts once, however many candidates point at it, and nothing counts for itself: a candidate's own sentence
    is left out of what is said about paragraph and document.
    """
    by_sentence = damaged_sentences(evidence.places, wrong)
    around = damage_around(evidence.places, wrong, by_sentence, evidence.sentences, lost)
    return np.hstack([around[evidence.candidate], beside_columns(evidence, wrong)])


def damage_around(
    places: Sequence[Place],
    wrong: NDArray[np.float32],
    by_sentence: Mapping[int, tuple[float, int]],
    sentences: int,
    lost: float,
) -> NDArray[np.float32]:
    """The columns ``DAMAGE`` for candidates at ``places``, of which each is ``wrong`` with so much probability, in a
    text with so many ``sentences`` of which some are damaged (``damaged_sentences``).
    """
    by_passage: dict[int, float] = defaultdict(float)
    for p, passage in by_sentence.values():
        by_passage[passage] += p
    total = sum(p for p, _ in by_sentence.values())
    fine = 0.0, 0
    found = []
    for place, p in zip(places, wrong.tolist(), strict=True):
        here, _ = by_sentence[place.number]
        rest = 1 - (1 - here) / max(1e-6, 1 - p)
        near = by_sentence.get(place.number - 1, fine)[0] + by_sentence.get(place.number + 1, fine)[0]
        found.append(
            [max(0.0, rest), near, by_passage[place.passage] - here, 10 * (total + lost - here) / (sentences + 5)]
        )
    return np.array(found, np.float32).reshape(len(places), len(DAMAGE))


def beside_columns(evidence: Evidence, wrong: NDArray[np.float32]) -> NDArray[np.float32]:
    """The columns ``BESIDE``: how damaged the likeliest place within ``AROUND`` of each repair is, of those in its
    sentence that it doesn't touch.
    """
    known: dict[tuple[int, Span], list[float]] = {}  # repairs of a candidate mostly reach equally far
    found = []
    for pair in zip(evidence.candidate.tolist(), evidence.reach, strict=True):
        if pair not in known:
            i, reach = pair
            beside = [0.0] * len(BESIDE)
            for j in evidence.near.touching(Span(max(0, reach.start - AROUND[0]), reach.end + AROUND[0])):
                other = evidence.spans[j]
                gap = max(other.start - reach.end, reach.start - other.end)
                if gap >= 0 and evidence.places[j].number == evidence.places[i].number:
                    beside = [max(p, wrong[j]) if gap <= far else p for p, far in zip(beside, AROUND, strict=True)]
            known[pair] = beside
        found.append(known[pair])
    return np.array(found, np.float32).reshape(len(found), len(BESIDE))


def damaged_sentences(places: Sequence[Place], wrong: NDArray[np.float32]) -> dict[int, tuple[float, int]]:
    """For each sentence with candidates the probability that something is wrong in it, and its passage."""
    fine: dict[Place, float] = defaultdict(lambda: 1.0)
    for place, p in zip(places, wrong.tolist(), strict=True):
        fine[place] *= 1 - p
    return {place.number: (1 - p, place.passage) for place, p in fine.items()}


class Look:
    """A document as its sentences, with how likely each word of it is. Words are numbered through all of it."""

    def __init__(self, analysis: Analysis, model: NGramModel):
        self._analysis, self._model = analysis, model
        passages = analysis.passages
        self._starts = [passage.start for passage in passages]
        found = [each for part in analysis.windows for each in model.surprises_of(part.passages)]
        self._read = [words for words, _ in found]
        self._bounds = np.cumsum([0, *map(len, self._read)], dtype=np.int64)
        moved = np.repeat(np.array(self._starts, np.int64), np.diff(self._bounds))
        self._word_starts = np.concatenate([_NONE, *(words.starts for words in self._read)]) + moved
        self._word_ends = np.concatenate([_NONE, *(words.ends for words in self._read)]) + moved
        self._ids = np.concatenate([_NONE, *(words.ids for words in self._read)])
        self._scores = np.concatenate([np.zeros(0, np.float32), *(scores for _, scores in found)])
        self._strange = strangeness(model, self._ids, self._scores)
        self._passage = np.repeat(np.arange(len(passages)), [len(passage.sentences) for passage in passages])
        self.sentences = len(self._passage)
        spans = ((p.start + span.start, p.start + span.end) for p in passages for span in p.sentences)
        self._begin, self._end = np.fromiter(chain.from_iterable(spans), np.int64, 2 * self.sentences).reshape(-1, 2).T
        inside = self._touching(self._begin, self._end, self._passage)
        known = self._ids >= len(CLASSES)
        scores, unlikely = inside.sums(self._scores), inside.sums(known & (self._scores < UNLIKELY))
        worst = strangest_in(self._strange, inside.first, inside.stop)
        least, sizes = inside.least(np.where(known, self._scores, 0)), np.maximum(1, inside.sizes)
        self._about_sentences = np.column_stack(
            [inside.sizes, scores / sizes, least, unlikely, inside.sums(self._strange) / sizes, worst]
        )
        count = len(self._ids)
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

    def _touching(self, starts: Offsets, ends: Offsets, passages: Offsets) -> _Stretches:
        """The words that touch each of some spans, of the passage that is given for each."""
        low, high = self._bounds[passages], self._bounds[passages + 1]
        first = np.searchsorted(self._word_ends, starts, side="left").clip(low, high)
        return _Stretches(first, np.searchsorted(self._word_starts, ends, side="right").clip(low, high))

    def places(self, spans: Sequence[Span]) -> list[Place]:
        """Where each span begins."""
        if not self.sentences:
            return [Place(0, 0)] * len(spans)
        starts = np.array([span.start for span in spans], np.int64)
        numbers = (np.searchsorted(self._begin, starts, side="right") - 1).clip(0)
        return [Place(*pair) for pair in zip(numbers.tolist(), self._passage[numbers].tolist(), strict=True)]

    def about_places(self, spans: Sequence[Span], places: Sequence[Place]) -> list[list[float]]:
        """The columns ``span_words`` to ``place_again`` of each span."""
        if not self.sentences or not spans:
            return [[0.0] * 21] * len(spans)
        passage = np.array([place.passage for place in places])
        begin = np.array(self._starts, np.int64)[passage]
        here = self._touching(
            np.maximum(begin, [span.start for span in spans]), np.maximum(begin, [span.end for span in spans]), passage
        )
        low, high = self._bounds[passage], self._bounds[passage + 1]
        around = _Stretches(np.maximum(low, here.first - 1), np.minimum(high, here.stop + 2))
        sizes = np.maximum(1, around.sizes)
        of_sentence = self._about_sentences[[place.number for place in places]]
        of_words = np.column_stack([
            around.least(self._scores), around.sums(self._scores) / sizes, around.sums(self._ids < len(CLASSES)),
            around.sums(self._strange) / sizes, -around.least(-self._strange, MOST),
        ])  # fmt: skip
        found = zip(spans, places, here.sizes.tolist(), of_sentence.tolist(), of_words.tolist(), strict=True)
        return [[*self._about_span(span, place, size), *sentence, *words, self._again(span)]
                for span, place, size, sentence, words in found]  # fmt: skip

    def _about_span(self, span: Span, place: Place, size: int) -> list[float]:
        """The columns ``span_words`` to ``capital``."""
        passage = self._analysis.passages[place.passage]
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
            float(span.of(self._analysis.text)[:1].isupper()),
        ]

    def _again(self, span: Span) -> float:
        """How often the rarest of the longer words in ``span`` occurs elsewhere in the document; NaN without any."""
        here = _LONGER.findall(span.of(self._analysis.text).lower())
        return min((self._elsewhere(word, here.count(word)) for word in set(here)), default=math.nan)

    def known(self, fix: Fix) -> tuple[float, float]:
        """The same for the words that a repair adds, and for those that it removes."""
        old = _LONGER.findall(" ".join(edit.span.of(self._analysis.text) for edit in fix.edits).lower())
        new = _LONGER.findall(" ".join(edit.replacement for edit in fix.edits).lower())
        fewer = {word: n for word in set(old) if (n := old.count(word) - new.count(word)) > 0}
        return (
            min((self._elsewhere(word, 0) for word in set(new) if new.count(word) > old.count(word)), default=math.nan),
            min((self._elsewhere(word, n) for word, n in fewer.items()), default=math.nan),
        )

    def _elsewhere(self, word: str, here: int) -> float:
        return float(min(OFTEN, self._counts[word] - here))

    def gains(self, candidates: Sequence[Candidate]) -> list[list[tuple[float, float]]]:
        """How much likelier each repair of each candidate makes the words around it, and how much of that is not
        because its words are more usual anywhere.
        """
        asked: list[tuple[str, list[Edit]]] = []
        for candidate in candidates:
            for fix in candidate.fixes:
                if len(fix.span) > LONGEST_SCORED:
                    continue
                offset, text = self._home(fix)
                asked.append((text, [edit.shift(-offset) for edit in fix.edits]))
        read = {passage.text: words for passage, words in zip(self._analysis.passages, self._read, strict=True)}
        gains, alone = self._model.gains_in(asked, read)
        found = zip(gains.tolist(), (gains - alone).tolist(), strict=True)
        unknown = math.nan, math.nan
        return [
            [next(found) if len(fix.span) <= LONGEST_SCORED else unknown for fix in candidate.fixes]
            for candidate in candidates
        ]

    def _home(self, fix: Fix) -> tuple[int, str]:
        """The passage that holds all of a fix, or else the part of the document from its first passage to its last."""
        start = max(0, bisect_right(self._starts, fix.span.start) - 1)
        stop = max(start, bisect_right(self._starts, fix.span.end) - 1)
        if not self._starts:
            return 0, self._analysis.text
        passage, last = self._analysis.passages[start], self._analysis.passages[stop]
        if start == stop and passage.span.covers(fix.span):
            return passage.start, passage.text
        begin = min(passage.start, fix.span.start)
        return begin, self._analysis.text[begin : max(last.end, fix.span.end)]


@dataclass(frozen=True, slots=True)
class _Stretches:
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


def _about_source(candidate: Candidate) -> list[float]:
    source = candidate.source
    return [
        float(source in (Source.RULE, Source.CONSISTENCY)),
        float(source is Source.GRAMMAR),
        float(source is Source.WIDE),
        float(len(candidate.fixes)),
    ]


def _about_fix(fix: Fix, gain: float, fits: float, best: float, rank: int, text: str) -> list[float]:
    """The columns ``gain`` to ``changes_marks``."""
    old = " ".join(edit.span.of(text) for edit in fix.edits)
    new = " ".join(edit.replacement for edit in fix.edits)
    words = max(1, len(old.split()), len(new.split()))
    letters, new_letters = _letters(old), _letters(new)
    return [
        gain,
        float(rank),
        best - gain,
        gain / words,
        fits,
        float(len(new)),
        float(len(old)),
        float(len(fix.edits)),
        float(not new.strip()),
        float(not old.strip()),
        float(letters != new_letters and letters.lower() == new_letters.lower()),
        float(letters.lower() != new_letters.lower()),
        float(letters == new_letters),
    ]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
