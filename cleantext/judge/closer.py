"""What the second look sees of a document besides: rows of classes of words, and topics of words.

It takes as long as all of the first look, and is asked only about what that finds likely.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Fix
from cleantext.judge.look import Gain, Look, Place, likeliest
from cleantext.language_model import classes, topics
from cleantext.language_model.classes import KINDS
from cleantext.language_model.ngram import Scores
from cleantext.language_model.strange import MOST, strangeness
from cleantext.language_model.topics import Topics, Vectors, likeness

CLOSER = (
    *(f"sentence_{kind}_{what}" for kind in KINDS for what in ("mean", "least")),
    *(f"place_{kind}_{what}" for kind in KINDS for what in ("least", "mean", "strange", "strangest")),
    *(f"{kind}_{what}" for kind in KINDS for what in ("gain", "fits", "behind_best")),
    "topic_sentence", "topic_sentence_gain", "topic_around", "topic_around_gain", "topic_document",
    "topic_document_gain", "topic_kept",
)  # fmt: skip
"""The columns of ``Closer``."""
OF_TOPICS = 7
LONGEST_TOPIC = 400
"""Characters of a repair whose topic is asked for."""
PASSAGES_AT_ONCE = 500
TOPICS_AT_ONCE = 500
"""Repairs whose topics are compared together: more take no less time, and much room."""
NEGLIGIBLE = 1e-3
"""The share of a sum of vectors that may be rounding."""
AROUND_SENTENCE = 60
"""Words on either side of a sentence that tell its topic."""


def ready() -> None:
    """Open the models. Raises ``NGramModelError`` where one is missing or damaged."""
    classes.shipped()
    topics.shipped()


@dataclass(frozen=True)
class Closer:
    """A closer look at what ``look`` has seen."""

    look: Look

    def columns(
        self, candidates: Sequence[Candidate], places: Sequence[Place], gains: Sequence[Sequence[Gain]]
    ) -> NDArray[np.float32]:
        """The columns ``CLOSER``, in the order of the rows of ``Evidence``: one for each repair of each candidate, and
        one for a candidate without any. ``gains`` are those that ``Look.gains`` told.
        """
        sizes = [max(1, len(candidate.fixes)) for candidate in candidates]
        if not candidates or not self.look.sentences:
            return np.full((sum(sizes), len(CLOSER)), np.nan, np.float32)
        about = np.repeat(self._about_places(candidates, places), sizes, axis=0)
        return np.hstack([about, self._about_gains(gains), self._about_topics(candidates, places)])

    @cached_property
    def _by_class(self) -> Sequence[tuple[Scores, Scores]]:
        """The log probability of the class of each word, and how strange each is, by each model of classes."""
        found = []
        for model in classes.shipped():
            read = [words.ids for words in self.look.read]
            parts = (model.scored(read[at : at + PASSAGES_AT_ONCE]) for at in range(0, len(read), PASSAGES_AT_ONCE))
            scores = np.concatenate([np.zeros(0, np.float32), *chain.from_iterable(parts)])
            found.append((scores, strangeness(model.model, model.numbers(self.look.ids), scores)))
        return found

    def _about_places(self, candidates: Sequence[Candidate], places: Sequence[Place]) -> NDArray[np.float32]:
        inside = self.look.inside.of([place.number for place in places])
        _, around = self.look.stretches([candidate.span for candidate in candidates], places)
        words, sizes = np.maximum(1, inside.sizes), np.maximum(1, around.sizes)
        return np.column_stack([
            *(column for each, _ in self._by_class for column in (inside.sums(each) / words, inside.least(each))),
            *(column for each, odd in self._by_class for column in (
                around.least(each), around.sums(each) / sizes, around.sums(odd) / sizes, -around.least(-odd, MOST))),
        ]).astype(np.float32)  # fmt: skip

    def _about_gains(self, gains: Sequence[Sequence[Gain]]) -> NDArray[np.float32]:
        made = [gain.change for of_candidate in gains for gain in of_candidate if gain.change]
        columns = []
        for model in classes.shipped():
            there, alone = model.gains_of(made)
            told = iter(zip(there.tolist(), (there - alone).tolist(), strict=True))
            for of_candidate in gains:
                own = [next(told) if gain.change else (math.nan, math.nan) for gain in of_candidate]
                best = likeliest(gain for gain, _ in own)
                columns += [(gain, fits, best - gain) for gain, fits in own] or [(math.nan,) * 3]
        return np.hstack(np.split(np.array(columns, np.float32), len(KINDS)))  # the rows of each kind side by side

    @cached_property
    def _topics(self) -> Topics:
        return topics.shipped()

    @cached_property
    def _topic(self) -> NDArray[np.float32]:
        """Of the whole document."""
        return self._topics.all(self.look.ids)

    def _about_topics(self, candidates: Sequence[Candidate], places: Sequence[Place]) -> NDArray[np.float32]:
        """The columns ``topic_sentence`` to ``topic_kept``, a row for each repair, or for a candidate without any: how
        well the words that it removes belong to the topic of their sentence, of what is around, and of the document,
        and by how much better those that it adds do. Words are read as in mid-sentence, so that the first of a
        sentence tells nothing.
        """
        asked = [(c, fix, place) for c, place in zip(candidates, places, strict=True) for fix in c.fixes or (None,)]
        found = np.full((len(asked), OF_TOPICS), np.nan, np.float32)
        order = np.argsort([place.number for _, _, place in asked], kind="stable")
        for part in (order[at : at + TOPICS_AT_ONCE] for at in range(0, len(order), TOPICS_AT_ONCE)):
            found[part] = self._topics_of([asked[i] for i in part.tolist()])
        return found

    def _topics_of(self, asked: Sequence[tuple[Candidate, Fix | None, Place]]) -> NDArray[np.float32]:
        """The same of some repairs, whose places are near each other."""
        texts = [_exchanged(candidate, fix, self.look.analysis.text) for candidate, fix, _ in asked]
        read = self.look.model.vocabulary.read_in
        old, new = (read([text[side] for text in texts], [False] * len(texts)) for side in (0, 1))
        pairs = [_differing(before.ids.tolist(), after.ids.tolist()) for before, after in zip(old, new, strict=True)]
        gone, come = (self._summed([pair[side] for pair in pairs]) for side in (0, 1))
        own = self._summed([words.ids.tolist() for words in old])
        inside = self.look.inside.of([place.number for _, _, place in asked])
        low = np.maximum(0, inside.first - AROUND_SENTENCE)
        high = np.minimum(len(self.look.ids), inside.stop + AROUND_SENTENCE)
        begin = int(low.min())
        words = self.look.ids[begin : high.max()]
        sentence, around = (
            self._topics.sums(words, starts - begin, stops - begin)
            for starts, stops in ((inside.first, inside.stop), (low, high))
        )
        columns = []
        for whole in (sentence, around, self._topic):
            context = _without(whole, own)
            fits = likeness(gone, context)
            columns += [fits, likeness(come, context) - fits]
        kept = np.where(come.any(axis=1), likeness(gone, come), np.nan)  # nothing is kept where nothing is added
        return np.column_stack([*columns, kept])

    def _summed(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        stops = np.cumsum([0, *map(len, rows)])
        return self._topics.sums(np.array(list(chain.from_iterable(rows)), np.int32), stops[:-1], stops[1:])


def _without(whole: Vectors, own: Vectors) -> Vectors:
    """What a repair leaves of the sum of its context; nothing but zeros where rounding is all that is left.

    >>> _without(np.array([[3, 4]], np.float32), np.array([[3, 3.999]], np.float32)).tolist()
    [[0.0, 0.0]]
    """
    left = whole - own
    size, least = np.linalg.norm(left, axis=1), NEGLIGIBLE * np.linalg.norm(own, axis=1)
    return np.asarray(np.where((size > least)[:, np.newaxis], left, 0), np.float32)


def _exchanged(candidate: Candidate, fix: Fix | None, text: str) -> tuple[str, str]:
    """What a repair removes and what it puts there; without one, only what is at the candidate's place."""
    if fix is None or len(fix.span) > LONGEST_TOPIC:
        return candidate.span.of(text)[:LONGEST_TOPIC], ""
    return fix.exchanged(text)


def _differing(old: Sequence[int], new: Sequence[int]) -> tuple[list[int], list[int]]:
    """The words of which there are more before a repair, and those of which there are more after it.

    >>> _differing([1, 2, 2], [2, 3])
    ([1, 2], [3])
    """
    before, after = Counter(old), Counter(new)
    return list((before - after).elements()), list((after - before).elements())
