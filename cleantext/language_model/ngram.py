"""An n-gram model of English: how likely each word is after the three before it.

Modified Kneser-Ney smoothing (Chen and Goodman 1999) over words and classes of words, as ``tests/training/ngram.py``
counts it; ``MODEL_CARD.md`` says from what. Its main use is to compare: does a repair make the words around it
likelier?
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.core.edit import Edit
from cleantext.language.analysis import SURPRISES, Passage
from cleantext.language_model.table import Keys, Table
from cleantext.language_model.words import Ids, Vocabulary, Words

ORDER = 4
FOLDER = Path(__file__).with_name("ngram")
_ROWS = 4096  # scored at once: rows of like length, so that little is filled up
_APART = 20  # words and marks in a row without white space
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BORDER = np.zeros(1, np.int32)  # ``PARAGRAPH`` is first in every vocabulary

Scores = NDArray[np.float32]
Places = NDArray[np.int32]
UNKNOWN = -2
"""The place of an n-gram that nobody has looked for."""


@dataclass(frozen=True)
class Order:
    """The n-grams of one length: probabilities and back-off weights as places in two code books of nats."""

    table: Table
    codes: NDArray[np.uint8]
    backoffs: NDArray[np.uint8] | None


@dataclass(frozen=True)
class NGramModel:
    """``first`` holds the words' own probabilities and back-off weights; ``orders`` those of two words and more.

    ``emission`` is the log probability of a word given its class, 0 for those that are no class. It counts where a
    repair puts a known word in an unknown one's place.
    """

    vocabulary: Vocabulary
    first: NDArray[np.float32]
    first_backoff: NDArray[np.float32]
    emission: NDArray[np.float32]
    orders: tuple[Order, ...]
    probability: Scores
    backoff: Scores

    def read(self, text: str) -> Words:
        """``text`` as a row of numbers, to be scored."""
        return self.vocabulary.read(text)

    def score(self, ids: Ids, known: Sequence[Places] = ()) -> Scores:
        """The log probability (nats) of each word of a row, or of each row of a matrix, given the three before it.

        The first words of a row are scored by what there is before them. ``known`` is as for ``places``.
        """
        rows = ids[np.newaxis] if ids.ndim == 1 else ids
        scores = self._scored(rows, known)
        return scores[0] if ids.ndim == 1 else scores

    def surprises(self, text: str) -> tuple[Words, Scores]:
        """The words of a passage, and the log probability of each."""
        return self.surprises_in([text])[0]

    def surprises_in(self, texts: Sequence[str]) -> list[tuple[Words, Scores]]:
        """The same for several passages at once."""
        if not texts:
            return []
        read = self.vocabulary.read_in(texts, [True] * len(texts))
        return list(zip(read, self.scored([words.ids for words in read]), strict=True))

    def scored(self, passages: Sequence[Ids]) -> list[Scores]:
        """The log probability of each word of some passages."""
        if not passages:
            return []
        ids = np.concatenate([part for words in passages for part in (_BORDER, words)])
        lengths = [len(words) + 1 for words in passages]
        owner = np.repeat(np.arange(len(passages)), lengths)
        known = [
            np.where(owner[: 1 - n] == owner[n - 1 :], np.int32(UNKNOWN), np.int32(-1))[np.newaxis]
            for n in range(2, min(ORDER, len(ids)) + 1)
        ]
        scores = np.split(self.score(ids[np.newaxis], known)[0], np.cumsum(lengths)[:-1])
        return [part[1:] for part in scores]

    def surprises_of(self, passages: Sequence[Passage]) -> list[tuple[Words, Scores]]:
        """The same for passages. What is found is told to each, for whoever asks next."""
        new = [passage for passage in passages if SURPRISES not in passage.told]
        for passage, found in zip(new, self.surprises_in([passage.text for passage in new]), strict=True):
            passage.told[SURPRISES] = found
        return [passage.told[SURPRISES] for passage in passages]

    def gains(self, text: str, fixes: Sequence[Sequence[Edit]]) -> NDArray[np.float32]:
        """How much likelier (nats) each fix makes ``text``. Only the words that it changes and the three after count.

        Each fix is a sequence of edits in offsets of ``text``, which is a passage.
        """
        return self.gains_of(changes(self.vocabulary, [(text, fix) for fix in fixes], {}))[0]

    def gains_of(self, changes: Sequence[Change]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The same for changes, of several passages at once.

        The second array says what of each gain the words themselves bring, wherever they are: the rest is that they
        fit their neighbours better.
        """
        rows = [(row, change.context) for change in changes for row in (change.before, change.after)]
        there, alone = self._sums(rows)
        return there[1::2] - there[::2], alone[1::2] - alone[::2]

    def _sums(self, rows: Sequence[tuple[Ids, int]]) -> tuple[Scores, Scores]:
        """The summed score of each row without its context, which is given in words: in its place, and by itself."""
        sums, alone = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
        single = self.first + self.emission
        lengths, contexts = np.array([len(row) for row, _ in rows]), np.array([context for _, context in rows])
        order = np.argsort(lengths, kind="stable")
        for chunk in (order[at : at + _ROWS] for at in range(0, len(rows), _ROWS)):
            column = np.arange(lengths[chunk[-1]])
            filled = column < lengths[chunk, np.newaxis]
            matrix = np.zeros(filled.shape, np.int32)
            matrix[filled] = np.concatenate([rows[i][0] for i in chunk.tolist()])
            weights = (filled & (column >= contexts[chunk, np.newaxis])).astype(np.float32)
            sums[chunk] = ((self._scored(matrix) + self.emission[matrix]) * weights).sum(axis=1)
            alone[chunk] = (single[matrix] * weights).sum(axis=1)
        return sums, alone

    def _scored(self, rows: Ids, known: Sequence[Places] = ()) -> Scores:
        scores = self.first[rows]
        backoff = self.first_backoff[rows]
        for n, (order, place) in enumerate(zip(self.orders, self.places(rows, known), strict=False), 2):
            there = place >= 0
            found = place[there]
            shorter = scores[:, n - 1 :] + backoff[:, : place.shape[1]]
            shorter[there] = self.probability[order.codes[found]]
            scores[:, n - 1 :] = shorter
            if order.backoffs is not None:
                backoff = np.zeros(place.shape, np.float32)
                backoff[there] = self.backoff[order.backoffs[found]]
        return scores

    def places(self, rows: Ids, known: Sequence[Places] = ()) -> list[Places]:
        """Where each n-gram of each row is in the table of its order, by its first word; -1 where it isn't.

        What is ``known`` already (all but ``UNKNOWN``) is not looked for, nor are n-grams of which a shorter half is
        missing: nothing is kept of them.
        """
        width = rows.shape[1]
        keys = (rows.astype(np.uint64) + np.uint64(1)).ravel()
        shorter = np.ones(rows.shape, bool)
        found = []
        for n, order in enumerate(self.orders[: width - 1], 2):
            place = known[n - 2] if known else np.full((len(rows), width - n + 1), UNKNOWN, np.int32)
            wanted = shorter[:, :-1] & shorter[:, 1:] & (place == UNKNOWN)
            row, column = np.nonzero(wanted)
            at = row * width + column
            key = keys[at]
            for step in range(1, n):
                key = extended(key, keys[at + step])
            place[place == UNKNOWN] = -1
            place[row, column] = order.table.find(key)
            shorter = place >= 0
            found.append(place)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """A row of words ``before`` an edit and ``after`` it, of which the first are ``context`` that doesn't change."""

    before: Ids
    after: Ids
    context: int


def changes(
    vocabulary: Vocabulary, fixes: Sequence[tuple[str, Sequence[Edit]]], read: Mapping[str, Words]
) -> list[Change]:
    """The words around each fix, which is given with its passage; some passages may be ``read`` already."""
    words = dict(read)
    bounds: dict[str, tuple[list[int], list[int]]] = {}  # as lists, in which one of them is soon looked up
    windows = []
    for text, fix in fixes:
        if text not in words:
            words[text] = vocabulary.read(text)
        if text not in bounds:
            bounds[text] = words[text].starts.tolist(), words[text].ends.tolist()
        windows.append(_window(text, words[text], *bounds[text], fix))
    changed = vocabulary.read_in([window.changed for window in windows], [w.opening for w in windows])
    found = []
    for (text, _), window, new in zip(fixes, windows, changed, strict=True):
        ids, first = words[text].ids, window.first
        inside = first >= ORDER
        near = ids[first - ORDER + 1 : window.last] if inside else np.concatenate([_BORDER, ids[: window.last]])
        context = ORDER - 1 if inside else first + 1
        found.append(Change(near, np.concatenate([near[:context], new.ids]), context))
    return found


@dataclass(frozen=True, slots=True)
class _Window:
    """The words around an edit, from ``first`` to before ``last``; with it, they are ``changed``."""

    first: int
    last: int
    changed: str
    opening: bool


def _window(text: str, words: Words, starts: Sequence[int], ends: Sequence[int], fix: Sequence[Edit]) -> _Window:
    edits = sorted(fix, key=lambda edit: edit.span)
    lo, hi = edits[0].span.start, edits[-1].span.end
    first, last = bisect_left(ends, lo), bisect_right(starts, hi)
    furthest, latest = first - _APART, last + _APART
    first, last = max(0, first - 1), min(len(words), last + ORDER)
    # what touches is cut into words together: begin and end at white space, unless that is far away
    while first and starts[first] == ends[first - 1] and first > furthest:
        first -= 1
    while 0 < last < len(words) and starts[last] == ends[last - 1] and last < latest:
        last += 1
    start = starts[first] if first < len(words) else lo
    end = ends[last - 1] if last else hi
    start, end = min(start, lo), max(end, hi)
    new, at = [], start
    for edit in edits:
        new += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    opening = bool(words.openings[first]) if first < len(words) else False
    return _Window(first, last, "".join([*new, text[at:end]]), opening)


def extended(keys: Keys, words: Keys) -> Keys:
    """The keys of n-grams made longer by a word at their end (numbers of words, 1 added)."""
    mixed = (keys ^ (keys >> np.uint64(29))) * _MIX + words
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return np.asarray(mixed ^ (mixed >> np.uint64(32)), np.uint64)


@cache
def shipped() -> NGramModel:
    """The model that comes with the package."""
    return load(FOLDER)


def load(folder: Path) -> NGramModel:
    """The model whose arrays lie in ``folder``, mapped into memory.

    Raises ``NGramModelError`` where one is missing or damaged.
    """
    try:
        known = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        orders = []
        for n in range(2, ORDER + 1):
            table = Table.of_sizes(array(folder, f"{n}-sizes"), array(folder, f"{n}-rest"))
            backoffs = array(folder, f"{n}-backoffs") if n < ORDER else None
            orders.append(Order(table, array(folder, f"{n}-codes"), backoffs))
        first = array(folder, "1-probabilities"), array(folder, "1-backoffs"), array(folder, "emissions")
        model = NGramModel(
            Vocabulary(known), *first, tuple(orders), array(folder, "probabilities"), array(folder, "backoffs")
        )
    except (OSError, ValueError, EOFError) as error:
        raise NGramModelError(f"{folder}: the n-gram model is missing or damaged ({error})") from error
    if len(model.first) != len(known):
        raise NGramModelError(f"{folder}: the n-gram model is damaged (vocabulary and probabilities differ in length)")
    return model


def save(model: NGramModel, folder: Path) -> None:
    """Write the model's arrays into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.txt").write_text("\n".join(model.vocabulary.known), encoding="utf-8", newline="\n")
    arrays: dict[str, NDArray[Any]] = {
        "1-probabilities": model.first,
        "1-backoffs": model.first_backoff,
        "emissions": model.emission,
        "probabilities": model.probability,
        "backoffs": model.backoff,
    }
    for n, order in enumerate(model.orders, 2):
        arrays |= {f"{n}-sizes": order.table.sizes, f"{n}-rest": order.table.rest, f"{n}-codes": order.codes}
        if order.backoffs is not None:
            arrays[f"{n}-backoffs"] = order.backoffs
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def array(folder: Path, name: str) -> NDArray[Any]:
    """The array of this name in ``folder``, mapped into memory. Raises what ``numpy.load`` raises."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    found: NDArray[Any] = mapped.view(np.ndarray)  # mapped still, but to index a memmap takes ten times as long
    return found


class NGramModelError(ValueError):
    """A model that can't be read; the text is one line for the user."""
