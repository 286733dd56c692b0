"""What speaks for and against a candidate and each of its repairs, as numbers.

One row for each repair of each candidate, and one for a candidate without any. The columns are of five kinds: the
place (sentence, kind of block, quotation), how likely its words are to the n-gram model before and after the repair,
what other proposers say there, the record of its rule, and how damaged the sentence, the paragraph and the document
are by all other candidates. What a proposer knows itself (``Candidate.evidence``) follows. NaN is "not known".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Fix, Source
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.judge.look import Gain, Look, Place, likeliest
from cleantext.language.analysis import Analysis
from cleantext.language_model.ngram import NGramModel

AT_ONCE = 1_000
"""Rows that are held as lists, before they become a matrix of a tenth of their size."""
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

Record = tuple[float, float, float]
"""Of a rule's candidates in text that its author had not read: log odds that something was wrong there, log odds that
the first repair was right, and the logarithm of how many there were."""
NO_RECORD: Record = (math.nan, math.nan, 0.0)


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
    gains: Sequence[Sequence[Gain]]
    """What ``Look.gains`` says of each candidate."""


def gather(
    analysis: Analysis,
    candidates: Sequence[Candidate],
    model: NGramModel,
    records: Mapping[str, Record],
    names: Sequence[str],
    look: Look | None = None,
    gains: Sequence[Sequence[Gain]] = (),
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
        best = likeliest(gain.words for gain in gains[i])
        for k, fix in enumerate(candidate.fixes):
            agreeing = [j for j in others if effects[i][k] in effects[j]]
            rows.append([
                *at_place, *_about_fix(fix, gains[i][k], best, k, analysis.text), *look.known(fix), *beside,
                float(len(agreeing)), float(len({candidates[j].pack for j in agreeing})), *after,
            ])  # fmt: skip
            of_candidate.append(i)
            of_fix.append(k)
            reach.append(candidate.span.join(fix.span))
        if not candidate.fixes:
            rows.append([*at_place, *_NO_FIX, *beside, 0.0, 0.0, *after])
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


def best(of: NDArray[np.int32], wrong: NDArray[np.float32], candidates: int) -> NDArray[np.float32]:
    """The probability of each candidate: that of its likeliest row, of which row ``i`` is about candidate ``of[i]``."""
    found = np.zeros(candidates, np.float32)
    np.maximum.at(found, of, wrong)
    return found


def _about_source(candidate: Candidate) -> list[float]:
    source = candidate.source
    return [
        float(candidate.of_rule),
        float(source is Source.GRAMMAR),
        float(source is Source.WIDE),
        float(len(candidate.fixes)),
    ]


_NO_FIX = [math.nan] * (COLUMNS.index("others") - COLUMNS.index("gain"))


def _about_fix(fix: Fix, gain: Gain, best: float, rank: int, text: str) -> list[float]:
    """The columns ``gain`` to ``changes_marks``."""
    old, new = fix.exchanged(text)
    words = max(1, len(old.split()), len(new.split()))
    letters, new_letters = _letters(old), _letters(new)
    return [
        gain.words,
        float(rank),
        best - gain.words,
        gain.words / words,
        gain.fits,
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
