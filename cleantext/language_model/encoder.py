"""A small transformer encoder that says of each word how likely it is damaged, from all that is around it.

An n-gram model sees three words; what is wrong with *bosom malignancy* or *he have went* may be further away. The
encoder is that of MiniLM (Wang et al. 2020), six layers of it as all-MiniLM-L6-v2 has them, tuned further by
``tests/training/encoder.py`` to tell damaged words by their kind, one by one, as detectors of grammatical errors do
(Rei and Yannakoudakis 2016), and which word would fit in a damaged one's place. ``MODEL_CARD.md`` says on what.

It is evaluated in numpy: 128 pieces of words are 2.7 billion multiplications, some 40 ms on one core.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, chain
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import regex
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from cleantext.core.span import Span
from cleantext.language.analysis import PAGE, Passage
from cleantext.language.memo import Memo
from cleantext.language_model.ngram import NGramModelError, array

FOLDER = Path(__file__).with_name("encoder")
KINDS = ("wording", "grammar", "marks", "other")
"""What may be wrong with a word."""
LONGEST = 126
"""Pieces of words that are read together; with the marks of begin and end they are 128."""
MOST_PIECES = 8
"""Pieces of a word that are read."""
LONGEST_WORD = 60
"""Characters of a word of which the pieces are looked for."""
HEADS = 12
_WORD = regex.compile(r"[^\W_]+|[^\w\s]|_")
_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_CASES = 4
SHAPES = 2 * _CASES
_ROWS = 256
"""Words for which fitting ones are looked for together."""

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences in a row that are read together: where their words and marks are, and the pieces of these."""

    starts: Offsets
    ends: Offsets
    first: Numbers
    """Which piece is the first of each word."""
    pieces: Numbers
    shapes: Numbers
    """Of each piece, which case its word has, and whether no space is before it."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int


@dataclass(frozen=True)
class Encoder:
    """Piece ``i`` of words has the vector ``vectors[i] * scales[i]``; ``weights`` are the others by name."""

    numbers: Mapping[str, int]
    vectors: NDArray[np.int8]
    scales: Matrix
    weights: Mapping[str, Matrix]

    @cached_property
    def _memo(self) -> Memo[tuple[int, ...]]:
        return Memo(self._pieces)

    @property
    def width(self) -> int:
        """Numbers in the vector of a word."""
        return int(self.vectors.shape[1])

    @cached_property
    def _layers(self) -> int:
        return sum(name.endswith(".attend") for name in self.weights)

    def pieces(self, form: str) -> tuple[int, ...]:
        """The numbers of the pieces of a word, from the left the longest that are known (WordPiece, Wu et al. 2016)."""
        return self._memo[form]

    def _pieces(self, form: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", form.lower()) if unicodedata.category(c) != "Mn")
        if len(plain) > LONGEST_WORD:
            return (self.numbers[_UNKNOWN],)
        found: list[int] = []
        start = 0
        while start < len(plain):
            begun = "##" if start else ""
            for end in range(len(plain), start, -1):
                if (number := self.numbers.get(begun + plain[start:end])) is not None:
                    break
            else:
                return (self.numbers[_UNKNOWN],)
            found.append(number)
            start = end
        return tuple(found[:MOST_PIECES]) or (self.numbers[_UNKNOWN],)

    def windows(self, text: str, sentences: Sequence[Span]) -> list[Window]:
        """A passage, as many of its sentences together as fit; one that is longer than a window is cut."""
        parts: list[list[_Word]] = [[]]
        room = LONGEST
        for sentence in sentences:
            words = self._words(text, sentence)
            size = sum(len(word.pieces) for word in words)
            if size > room and parts[-1]:
                parts.append([])
                room = LONGEST
            parts[-1] += words
            room -= size
        return [_window(words) for part in parts for words in _cut(part)]

    def _words(self, text: str, sentence: Span) -> list[_Word]:
        found = []
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            start, form = match.start(), match[0]
            glued = start > 0 and not text[start - 1].isspace()
            found.append(_Word(start, match.end(), self.pieces(form), _case(form) + _CASES * glued))
        return found

    def read(self, window: Window) -> tuple[Matrix, Matrix]:
        """What to make of the words of a window, a row for each: the probability of each of ``KINDS``, and what is to
        be given to ``fit``. A window is read alone, so that it doesn't matter what else is read.
        """
        ends = [self.numbers[_BEGIN]], [self.numbers[_END]]
        pieces = np.concatenate([ends[0], window.pieces, ends[1]])
        known = self.weights
        rows = self.vectors[pieces] * self.scales[pieces, np.newaxis] + known["positions"][: len(pieces)]
        rows[1:-1] += known["shapes"][window.shapes]
        rows[[0, -1]] += known["shapes"][0]
        rows = _normal(rows, known["norm"])
        for layer in range(self._layers):
            rows = self._layer(rows, f"{layer}.")
        rows = rows[1:-1]
        of_pieces = _softmax(self._step(rows, "kinds"))[:, 1:]
        damaged = np.maximum.reduceat(of_pieces, window.first)
        meaning = _normal(_bent(self._step(rows[window.first], "fits")), known["fits.norm"])
        return damaged, meaning

    def _layer(self, rows: Matrix, layer: str) -> Matrix:
        count, width = rows.shape
        split = self._step(rows, layer + "attend").reshape(count, 3, HEADS, width // HEADS)
        query, key, value = split.transpose(1, 2, 0, 3)
        attention = _softmax(query @ key.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5))
        seen = (attention @ value).transpose(1, 0, 2).reshape(count, width)
        rows = _normal(rows + self._step(seen, layer + "mix"), self.weights[layer + "mix.norm"])
        narrow = self._step(_bent(self._step(rows, layer + "widen")), layer + "narrow")
        return _normal(rows + narrow, self.weights[layer + "narrow.norm"])

    def _step(self, rows: Matrix, name: str) -> Matrix:
        return np.asarray(rows @ self.weights[name] + self.weights[name + ".bias"], np.float32)

    def page(self, passage: Passage) -> Page:
        """A passage, to be read where it is asked for. It is told, for whoever asks next."""
        known = passage.told.get(PAGE)
        if known is None or known[0] is not self:
            known = passage.told[PAGE] = self, Page.of(self, passage)
        page: Page = known[1]
        return page

    @cached_property
    def _forms(self) -> tuple[list[str], Numbers, Matrix]:
        """The pieces that are whole words, their numbers and their vectors."""
        names = [name for name in self.numbers if name.isascii() and name.isalpha() and (len(name) > 1 or name in "ai")]
        numbers = np.array([self.numbers[name] for name in names], np.int32)
        return names, numbers, np.asarray(self.vectors[numbers] * self.scales[numbers, np.newaxis], np.float32)

    def fitting(self, meaning: Matrix, count: int) -> Iterator[list[tuple[str, float]]]:
        """For each row of ``meaning`` the ``count`` words that fit best in its place, with their probabilities."""
        names, numbers, vectors = self._forms
        for at in range(0, len(meaning), _ROWS):
            likely = _softmax(meaning[at : at + _ROWS] @ vectors.T + self.weights["bias"][numbers])
            best = np.argpartition(-likely, count, axis=1)[:, :count]
            for row, chosen in zip(likely, best, strict=True):
                yield sorted(((names[k], row.item(k)) for k in chosen.tolist()), key=lambda pair: -pair[1])

    def fit(self, meaning: Matrix, pieces: Sequence[int]) -> Matrix:
        """How well each piece fits where the word of the same row of ``meaning`` is: a log probability (nats) but for a
        constant of the row.
        """
        vectors = self.vectors[pieces] * self.scales[pieces, np.newaxis]
        return np.asarray(np.einsum("ij,ij->i", meaning, vectors) + self.weights["bias"][pieces], np.float32)


@dataclass
class Page:
    """The words and marks of a passage, in offsets of its text, with what is known of those in windows that were read
    (NaN for the others).
    """

    encoder: Encoder
    windows: Sequence[Window]
    starts: Offsets
    ends: Offsets
    damaged: Matrix
    """The probability of each of ``KINDS``, a row for each word."""
    meaning: Matrix
    """To be given to ``Encoder.fit``, likewise."""

    @classmethod
    def of(cls, encoder: Encoder, passage: Passage) -> Page:
        """A passage of which nothing is read yet."""
        windows = encoder.windows(passage.text, passage.sentences)
        none = np.zeros(0, np.int64)
        starts = np.concatenate([none, *(window.starts for window in windows)])
        ends = np.concatenate([none, *(window.ends for window in windows)])
        unknown = np.full((len(starts), len(KINDS)), np.nan, np.float32)
        return cls(encoder, windows, starts, ends, unknown, np.zeros((len(starts), encoder.width), np.float32))

    def touching(self, span: Span) -> slice:
        """The words that a stretch touches."""
        first = int(np.searchsorted(self.ends, span.start, side="left"))
        return slice(first, max(first, int(np.searchsorted(self.starts, span.end, side="right"))))

    @cached_property
    def _bounds(self) -> list[int]:
        """The number of the first word of each window, and of all words."""
        return [0, *accumulate(len(window.starts) for window in self.windows)]

    def read(self, words: slice) -> None:
        """Read the windows of some words, but for those that were read before."""
        low, high = max(0, words.start), min(len(self.starts), words.stop)
        at = max(0, bisect_right(self._bounds, low) - 1)
        while at < len(self.windows) and self._bounds[at] < high:
            here = slice(self._bounds[at], self._bounds[at + 1])
            if np.isnan(self.damaged[here.start, 0]):
                with _one_core().limit(limits=1):
                    self.damaged[here], self.meaning[here] = self.encoder.read(self.windows[at])
            at += 1


@cache
def _one_core() -> ThreadpoolController:
    """What keeps the products of matrices, which are small, to the core that asked: waiting for each other, threads of
    several processes take many times as long.
    """
    return ThreadpoolController()


def forms(text: str) -> list[str]:
    """The words and marks of a text, as the encoder reads them.

    >>> forms("He's 12.")
    ['He', "'", 's', '12', '.']
    """
    return [match[0] for match in _WORD.finditer(text)]


def _case(form: str) -> int:
    """0: none or small letters, 1: a capital, 2: nothing but capitals, 3: mixed.

    >>> [_case(form) for form in ("word", "Word", "WORD", "WoRd", "I", "12")]
    [0, 1, 2, 3, 1, 0]
    """
    if not form[0].isupper():
        return 0
    return 1 if len(form) == 1 or form[1:].islower() else 2 if form.isupper() else 3


def _cut(words: Sequence[_Word]) -> list[list[_Word]]:
    """The words in parts of at most ``LONGEST`` pieces."""
    parts: list[list[_Word]] = []
    room = 0
    for word in words:
        if len(word.pieces) > room:
            parts.append([])
            room = LONGEST
        parts[-1].append(word)
        room -= len(word.pieces)
    return parts


def _window(words: Sequence[_Word]) -> Window:
    sizes = np.array([len(word.pieces) for word in words], np.int32)
    return Window(
        np.array([word.start for word in words], np.int64),
        np.array([word.end for word in words], np.int64),
        (np.cumsum(sizes) - sizes).astype(np.int32),
        np.array(list(chain.from_iterable(word.pieces for word in words)), np.int32),
        np.repeat(np.array([word.shape for word in words], np.int32), sizes),
    )


def _normal(rows: Matrix, norm: Matrix) -> Matrix:
    """Layer normalisation (Ba et al. 2016); ``norm`` has the gains and the biases."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.square(rows).mean(axis=1, keepdims=True) + 1e-12)
    return np.asarray(rows * norm[0] + norm[1], np.float32)


def _softmax(rows: Matrix) -> Matrix:
    rows = np.exp(rows - rows.max(axis=-1, keepdims=True))
    rows /= rows.sum(axis=-1, keepdims=True)
    return rows


def _bent(rows: Matrix) -> Matrix:
    """The Gaussian error linear unit, as approximated by Hendrycks and Gimpel (2016)."""
    inner = np.square(rows)  # numpy takes twenty times as long for a third power
    inner *= 0.044715
    inner += 1
    inner *= rows
    inner *= np.float32(math.sqrt(2 / math.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= rows
    inner *= 0.5
    return inner


@cache
def shipped() -> Encoder:
    """The encoder that comes with the package. Raises ``NGramModelError`` where it is missing or damaged."""
    return load(FOLDER)


def load(folder: Path) -> Encoder:
    """The encoder whose arrays lie in ``folder``. Raises ``NGramModelError`` where one is missing or damaged."""
    try:
        names = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")
        vectors, scales = array(folder, "vectors"), array(folder, "scales")
        with np.load(folder / "weights.npz", allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        weights = {name: _widened(name, stored) for name in stored if not name.endswith(_SCALES)}
        encoder = Encoder({name: number for number, name in enumerate(names)}, vectors, scales, weights)
        _check(encoder)
    except _UNREADABLE as error:
        raise NGramModelError(f"{folder}: the encoder is missing or damaged ({error})") from error
    return encoder


_UNREADABLE = (OSError, ValueError, TypeError, EOFError, LookupError, RuntimeError, BadZipFile)
"""What numpy and zipfile raise about files that are none of theirs."""


def _check(encoder: Encoder) -> None:
    """Raises ``ValueError`` or ``LookupError`` unless the arrays fit each other."""
    weights, width, count = encoder.weights, encoder.width, len(encoder.numbers)
    shapes: dict[str, tuple[int, ...]] = {
        "positions": (LONGEST + 2, width), "shapes": (SHAPES, width), "norm": (2, width), "bias": (count,),
        "kinds": (width, 1 + len(KINDS)), "fits": (width, width), "fits.norm": (2, width),
    }  # fmt: skip
    if not (count == len(encoder.vectors) == len(encoder.scales) and {_UNKNOWN, _BEGIN, _END} <= set(encoder.numbers)):
        raise ValueError("its pieces of words differ in number")
    for name, shape in shapes.items():
        if weights[name].shape != shape:
            raise ValueError(f"{name} has the wrong shape")
    (longest,) = encoder.windows("word " * LONGEST, [Span(0, 5 * LONGEST)])[:1]
    if not all(np.isfinite(rows).all() for rows in encoder.read(longest)):
        raise ValueError("it has numbers that are none")


_SCALES = ".scales"


def _widened(name: str, stored: Mapping[str, NDArray[np.generic]]) -> Matrix:
    """A matrix as it was before a byte was kept of each number, with a scale for each column."""
    scales = stored.get(name + _SCALES)
    if (scales is not None) != (stored[name].dtype == np.int8):
        raise ValueError(f"{name} lacks its scales")
    found = stored[name].astype(np.float32)
    return found if scales is None else found * scales.astype(np.float32)


def save(encoder: Encoder, folder: Path) -> None:
    """Write an encoder; a byte for each weight of the large matrices."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pieces.txt").write_text("\n".join(encoder.numbers), encoding="utf-8", newline="\n")
    np.save(folder / "vectors.npy", encoder.vectors)
    np.save(folder / "scales.npy", encoder.scales)
    stored: dict[str, NDArray[np.generic]] = {}
    for name, weights in encoder.weights.items():
        if weights.ndim == 2 and len(weights) > 128:
            stored[name], stored[name + _SCALES] = narrowed(weights)
        else:
            stored[name] = weights
    np.savez(folder / "weights.npz", **stored)  # type: ignore[arg-type]


def narrowed(weights: Matrix, axis: int = 0) -> tuple[NDArray[np.int8], Matrix]:
    """A byte for each number, and the scale of each column (of each row with ``axis`` 1)."""
    scales = np.maximum(np.abs(weights).max(axis=axis), 1e-8) / 127
    return np.round(weights / (scales if axis == 0 else scales[:, np.newaxis])).astype(np.int8), scales
