"""A text as one row of word numbers, in which many possible changes are scored at once.

All passages follow each other with borders between them, so that a change looks at no other passage. A change takes
some words out and puts others in; what it gains is how much likelier (nats) the new words and the three after them are
than the old ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.language.analysis import SURPRISES, Analysis, Passage
from cleantext.language_model.ngram import ORDER, UNKNOWN, NGramModel, Places, shipped
from cleantext.proposers.proposal import Repair, like, prose, put

CONTEXT = ORDER - 1
AT_ONCE = 1 << 14  # changes that are scored together: more are no faster, and would take memory as the text grows
_TITLE = 0.6  # of the longer words of a heading that begin with a capital where all do

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Row:
    """The words of some passages of a text: their forms as read (``""`` for a border), their numbers, and where each
    begins in the text.

    ``places`` says where the n-grams that begin at each word are in the model, ``scores`` is its log probability;
    ``opening`` tells which may begin a sentence, ``titled`` which are in a heading in capitals, where a capital says
    nothing.
    """

    model: NGramModel
    passages: Sequence[Passage]
    forms: Sequence[str]
    ids: Ints
    starts: Sequence[int]
    ends: Sequence[int]
    opening: Sequence[bool]
    titled: Sequence[bool]
    places: Sequence[Places]
    scores: Floats
    sums: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def lowered(self) -> Sequence[str]:
        """The forms in small letters."""
        return [form.lower().replace("’", "'") for form in self.forms]

    def number(self, form: str, opening: bool = False) -> int:
        """The number of a form for the model."""
        return self.model.vocabulary.id(form, opening)

    def gains(self, at: Ints, size: int, new: Ints) -> Floats:
        """What each change gains: of ``size`` words from ``at`` on, which ``new`` replaces (a line for each change)."""
        if not len(at):
            return np.zeros(0, np.float32)
        if len(at) > AT_ONCE:
            parts = [slice(i, i + AT_ONCE) for i in range(0, len(at), AT_ONCE)]
            return np.concatenate([self.gains(at[part], size, new[part]) for part in parts])
        left = [self.ids[at - n] for n in range(CONTEXT, 0, -1)]
        right = [self.ids[at + size + n] for n in range(CONTEXT)]
        rows = np.column_stack([*left, new, *right])
        behind = CONTEXT + new.shape[1]  # the first column of what stays after the change
        known = []
        for n, places in enumerate(self.places, 2):
            place = np.full((len(at), rows.shape[1] - n + 1), UNKNOWN, np.int32)
            for column in range(CONTEXT - n + 1):
                place[:, column] = places[at + (column - CONTEXT)]
            for column in range(behind, rows.shape[1] - n + 1):
                place[:, column] = places[at + (size + column - behind)]
            known.append(place)
        scores = self.model.score(rows, known)[:, CONTEXT:] + self.model.emission[rows[:, CONTEXT:]]
        return np.asarray(scores.sum(axis=1) - (self.sums[at + size + CONTEXT] - self.sums[at]), np.float32)

    def hints(self, at: Ints, new: Ints) -> Floats:
        """How likely each of ``new`` is between its neighbours: less than ``gains`` knows, at a third of its time."""
        if len(at) > AT_ONCE:
            parts = [slice(i, i + AT_ONCE) for i in range(0, len(at), AT_ONCE)]
            return np.concatenate([self.hints(at[part], new[part]) for part in parts])
        rows = np.column_stack([self.ids[at - 1], new, self.ids[at + 1]])
        return np.asarray(self.model.score(rows)[:, 1:].sum(axis=1), np.float32)


def proposed(analysis: Analysis, name: str, propose: Callable[[str, Row], Iterable[Candidate]]) -> Iterator[Candidate]:
    """What ``propose`` says of the text and the row of its words, and what it said before of passages that are the same
    after an edit elsewhere.
    """
    passages = list(prose(analysis))
    if new := tuple(passage for passage in passages if name not in passage.told):
        starts = [passage.start for passage in new]
        told: list[list[Candidate]] = [[] for _ in new]
        for candidate in propose(analysis.text, row(new)):
            told[bisect_right(starts, candidate.span.start) - 1].append(candidate)
        for passage, candidates in zip(new, told, strict=True):
            passage.told[name] = passage.start, candidates
    for passage in passages:
        start, found = passage.told[name]
        yield from found if start == passage.start else (c.shift(passage.start - start) for c in found)


def exchanged(words: Row, first: int, stop: int, other: str) -> Repair:
    """``other`` instead of the words from ``first`` to before ``stop``; an article before them follows its sound."""
    repair = put(words.starts[first], words.ends[stop - 1], other)
    return (*article(words, first - 1, other), *repair) if other else repair


def article(words: Row, at: int, before: str) -> Repair:
    """What makes the word ``at`` fit ``before`` by its sound, if it is an article."""
    form = words.forms[at]
    if form.lower() not in ("a", "an"):
        return ()
    return put(words.starts[at], words.ends[at], like(form, sounding(before)))


def sounding(word: str) -> str:
    """The indefinite article that a word has by its sound."""
    return "an" if _OPEN.match(word) else "a"


_OPEN = re.compile(r"(?!eu|one\b|once\b|uni(?![nm])|us[aeu]|ut[eio])[aeiou]|hour|hono|heir", re.IGNORECASE)
"""Words that begin with the sound of a vowel."""


@lru_cache(maxsize=4)  # several proposers ask for the same text
def row(passages: Sequence[Passage]) -> Row:
    """The words of some passages."""
    model = shipped()
    border = [model.vocabulary.number["<p>"]] * CONTEXT
    forms, ids, starts, ends = [""] * CONTEXT, [np.array(border, np.int32)], [0] * CONTEXT, [0] * CONTEXT
    opening, titled = [False] * CONTEXT, [False] * CONTEXT
    titles = [passage.kind is not BlockKind.PROSE and _in_capitals(passage) for passage in passages]
    texts = [passage.lowered if title else passage.text for passage, title in zip(passages, titles, strict=True)]
    read = [None if title else passage.told.get(SURPRISES) for passage, title in zip(passages, titles, strict=True)]
    new = [text for text, known in zip(texts, read, strict=True) if known is None]
    found = iter(model.vocabulary.read_in(new, [True] * len(new)))
    reads = [next(found) if known is None else known[0] for known in read]
    for passage, title, text, words in zip(passages, titles, texts, reads, strict=True):
        begin, end = words.starts.tolist(), words.ends.tolist()
        forms += [*map(text.__getitem__, map(slice, begin, end)), *[""] * CONTEXT]
        ids += [words.ids, ids[0]]
        starts += (passage.start + words.starts).tolist()
        ends += (passage.start + words.ends).tolist()
        starts += [ends[-1]] * CONTEXT
        ends += [ends[-1]] * CONTEXT
        opening += [*words.openings.tolist(), *[False] * CONTEXT]
        titled += [title] * len(words) + [False] * CONTEXT
    row = np.concatenate(ids)
    known = model.places(row[np.newaxis])
    plain = model.score(row[np.newaxis], known)[0]
    at = CONTEXT
    for passage, title, words in zip(passages, titles, reads, strict=True):
        if not title:
            passage.told[SURPRISES] = words, plain[at : at + len(words)]
        at += len(words) + CONTEXT
    scores = plain + model.emission[row]
    sums = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
    return Row(model, passages, forms, row, starts, ends, opening, titled, [place[0] for place in known], scores, sums)


def _in_capitals(passage: Passage) -> bool:
    longer = [word for word in passage.text.split() if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 1 and sum(word[0].isupper() for word in longer) >= _TITLE * len(longer)
