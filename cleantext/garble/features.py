"""What the model knows of a word and its neighbours: eight small numbers for each.

A word that the lexicon lacks is described by its ending and its shape; a name that it lacks counts as any other name,
so that nobody's name makes a sentence suspicious. How well two neighbours go together comes from counts of word pairs
on the web. The last number says how far back the same word stood before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

PAD, UNKNOWN, NAME, ACRONYM, NUMBER, YEAR, CODE, FIRST_WORD = range(8)
ENDINGS = 2048
SHAPES = 10
FREQUENCIES = 16
PAIRS = 20
ECHOES = 25
COLUMNS = ("word", "ending", "class", "shape", "frequency", "pair before", "pair after", "echo")

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Lexicon:
    """``forms`` are words as they stand inside a sentence; the arrays run parallel to them.

    ``word`` is the number of the word's own embedding, or what it shares with its kind. ``pair_keys`` are sorted:
    left times 2**16 plus right, each the number of a lower-case form; ``pair_values`` are buckets from 1.
    """

    forms: Sequence[str]
    word: npt.NDArray[np.uint16]
    word_class: npt.NDArray[np.uint8]
    frequency: npt.NDArray[np.uint8]
    paired: npt.NDArray[np.uint16]
    log_count: npt.NDArray[np.float32]
    pair_keys: npt.NDArray[np.uint32]
    pair_values: npt.NDArray[np.uint8]
    _rows: dict[tuple[str, bool], tuple[int, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {form: i for i, form in enumerate(self.forms)}

    def features(self, sentences: Sequence[Sequence[str]]) -> list[Ints]:
        """An array for each sentence, with a row for each word and ``COLUMNS``."""
        if not any(sentences):
            return [np.zeros((0, len(COLUMNS)), np.int32) for _ in sentences]
        described = [self._described(forms) for forms in sentences]
        lengths = np.array([len(forms) for forms in sentences])
        table = np.array([row for rows in described for row in rows], dtype=np.int32).reshape(-1, 6)
        echo = [e for forms, rows in zip(sentences, described, strict=True) for e in _echoes(forms, rows)]
        ends = np.cumsum(lengths)
        pairs = self._pairs(table[:, 5])
        pairs[ends[ends < len(pairs)]] = 0  # the first word of a sentence follows nothing
        pairs[0] = 0
        after = np.append(pairs[1:], 0).astype(np.int32)
        echoes = np.array(echo, dtype=np.int32)
        whole = np.concatenate([table[:, :5], pairs[:, None], after[:, None], echoes[:, None]], axis=1)
        return np.split(whole, ends[:-1])

    def _described(self, forms: Sequence[str]) -> list[tuple[int, ...]]:
        described = []
        opening = True
        for form in forms:
            row = self._rows.get((form, opening))
            if row is None:
                if len(self._rows) > 200_000:
                    self._rows.clear()
                row = self._rows[form, opening] = self._row(form, opening)
            described.append(row)
            if opening and row[3] != _MARK:
                opening = False
        return described

    def _row(self, form: str, opening: bool) -> tuple[int, ...]:
        number = self._number
        lower = form.lower()
        known = number.get(lower) if opening and lower != form else None
        if known is None:
            known = number.get(form)
        shape = _shape(form, opening)
        ending = 1 + crc32(lower[-3:].encode("utf-8", "surrogatepass")) % (ENDINGS - 1)
        if known is not None:
            return (
                int(self.word[known]), ending, int(self.word_class[known]), shape, int(self.frequency[known]),
                int(self.paired[known]),
            )  # fmt: skip
        paired = number.get(lower, 0)
        return _kind(form), ending, 0, shape, 0, int(self.paired[paired]) if paired else 0

    def _pairs(self, numbers: Ints) -> Ints:
        """For each word, how well it follows the word before it: 0 where one of them is unknown."""
        left, right = numbers[:-1].astype(np.uint32), numbers[1:].astype(np.uint32)
        known = (left > 0) & (right > 0)
        keys = left << np.uint32(16) | right
        at = np.minimum(np.searchsorted(self.pair_keys, keys), len(self.pair_keys) - 1)
        expected = self.log_count[left] + self.log_count[right]
        absent = bucket_absent(expected)
        found = np.where(self.pair_keys[at] == keys, self.pair_values[at].astype(np.int32), absent)
        return np.concatenate([[0], np.where(known, found, 0)]).astype(np.int32)


_MARK = 6
_DISTANCES = (0, 0, 1, 2, 2, 3, 3, 3, 3, *[4] * 8, 5)  # buckets of how many words back
_RARE = (2, 0, 0, 0, 1, 1, 1, *[2] * 9)  # of frequencies: `the` comes back by itself, `river` hardly


def _echoes(forms: Sequence[str], rows: Sequence[tuple[int, ...]]) -> list[int]:
    """For each word how far back it stood before in the sentence: 0 for nowhere, from 1 by distance and frequency.

    The highest are for words that the same word went before there, too.
    """
    lower = [form.lower() for form in forms]
    seen: dict[str, int] = {}
    echoes = []
    for i, (word, row) in enumerate(zip(lower, rows, strict=True)):
        if row[3] == _MARK:
            echoes.append(0)
            continue
        at = seen.get(word)
        seen[word] = i
        if at is None:
            echoes.append(0)
            continue
        kind = 3 if at and lower[i - 1] == lower[at - 1] else _RARE[row[4]]
        echoes.append(1 + 6 * kind + _DISTANCES[min(i - at, len(_DISTANCES) - 1)])
    return echoes


def _shape(form: str, opening: bool) -> int:
    if not any(c.isalnum() for c in form):
        return _MARK
    if any(c.isdigit() for c in form):
        return 5
    if form[0].isupper():
        if len(form) > 1 and form.isupper():
            return 3
        return 2 if opening else 1
    return 7 if opening else 4 if form != form.lower() else 8


def _kind(form: str) -> int:
    if form[:1].isdigit():
        if len(form) == 4 and form.isdigit() and form[:2] in ("16", "17", "18", "19", "20"):
            return YEAR
        return NUMBER if not any(c.isalpha() for c in form) else CODE
    if form[:1].isupper():
        return ACRONYM if len(form) > 1 and form.isupper() else NAME
    return UNKNOWN


def bucket_present(count: npt.NDArray[Any], expected: npt.NDArray[Any]) -> Ints:
    """Buckets 1 to 11 for pairs that are in the list: natural logarithms of counts, seen and by chance."""
    return np.asarray(np.clip(np.floor(count - expected) + 4, 1, 11), dtype=np.int32)


def bucket_absent(expected: npt.NDArray[Any]) -> Ints:
    """Buckets 12 to 19 for pairs that are not: the more often chance alone would make them, the worse."""
    return np.asarray(np.clip(np.floor(expected) + 4, 12, 19), dtype=np.int32)
