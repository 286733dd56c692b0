"""A small transformer encoder that says of each word how likely it is damaged, from all that is around it.

An n-gram model sees three words; what is wrong with *bosom malignancy* or *he have went* may be further away. The
encoder is that of MiniLM (Wang et al. 2020), six layers of it as all-MiniLM-L6-v2 has them, tuned further by
``tests/training/encoder.py`` to tell damaged words by their kind, one by one, as detectors of grammatical errors do
(Rei and Yannakoudakis 2016), and which word would fit in a damaged one's place. ``MODEL_CARD.md`` says on what.

ONNX Runtime evaluates it, on one core: a window of 128 pieces takes some 12 ms.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleantext.core.span import Span
from cleantext.language.analysis import PAGE, Passage
from cleantext.language_model.ngram import array
from cleantext.language_model.wordpiece import (
    ADDED,
    BEGIN,
    END,
    LEFT_OUT,
    LONGEST,
    UNKNOWN,
    Numbers,
    Offsets,
    Pieces,
    Window,
)

FOLDER = Path(__file__).with_name("encoder")
ARRAYS = ("vectors", "scales", "bias")
PIECES, LAYERS = "pieces.txt", "layers.onnx"
KINDS = ("wording", "grammar", "marks", "other")
"""What may be wrong with a word."""
_ROWS = 256
"""Words for which fitting ones are looked for together."""

Matrix = NDArray[np.float32]


class EncoderError(Exception):
    """An encoder that can't be used here; the text is one line for the user."""


@dataclass(frozen=True)
class Encoder:
    """Piece ``i`` has the vector ``vectors[i] * scales[i]``, and is as usual as ``bias[i]`` says. ``layers`` is a
    session of ONNX Runtime: from the ``vectors`` and ``shapes`` of pieces, and which piece is the ``first`` of each
    word, it gives the probability of each of ``KINDS`` for each piece, and for each word what is to be given to
    ``fit``.
    """

    pieces: Pieces
    vectors: NDArray[np.int8]
    scales: Matrix
    bias: Matrix
    layers: Any

    @property
    def width(self) -> int:
        """Numbers in the vector of a piece."""
        return int(self.vectors.shape[1])

    def vectors_of(self, pieces: Numbers | Sequence[int]) -> Matrix:
        """A row for each piece."""
        return np.asarray(self.vectors[pieces] * self.scales[pieces, np.newaxis], np.float32)

    def read(self, window: Window) -> tuple[Matrix, Matrix]:
        """What to make of the words of a window, a row for each: the probability of each of ``KINDS``, and what is to
        be given to ``fit``. A window is read alone, so that it doesn't matter what else is read.
        """
        numbers = self.pieces.numbers
        pieces = np.array([numbers[BEGIN], *window.pieces.tolist(), numbers[END]])
        given = {
            "vectors": self.vectors_of(pieces),
            "shapes": np.pad(window.shapes.astype(np.int64), 1),
            "first": window.first.astype(np.int64) + 1,
        }
        of_pieces, meaning = self.layers.run(("damaged", "meaning"), given)
        return np.maximum.reduceat(of_pieces[1:-1], window.first), meaning

    def page(self, passage: Passage) -> Page:
        """A passage, to be read where it is asked for. It is told, for whoever asks next."""
        known = passage.told.get(PAGE)
        if known is None or known[0] is not self:
            known = passage.told[PAGE] = self, Page.of(self, passage)
        page: Page = known[1]
        return page

    @cached_property
    def _forms(self) -> tuple[list[str], Numbers, Matrix]:
        """The pieces that are whole words or say what else to do, their numbers and their vectors."""
        known = self.pieces.numbers
        names = [name for name in known if name.isascii() and name.isalpha() and (len(name) > 1 or name in "ai")]
        names += [LEFT_OUT, *ADDED.values()]
        numbers = np.array([known[name] for name in names], np.int32)
        return names, numbers, self.vectors_of(numbers)

    def fitting(self, meaning: Matrix, count: int) -> Iterator[list[tuple[str, float]]]:
        """For each row of ``meaning`` the ``count`` words that fit best in its place, with their probabilities; among
        them ``LEFT_OUT`` and those of ``ADDED``.
        """
        names, numbers, vectors = self._forms
        for at in range(0, len(meaning), _ROWS):
            likely = meaning[at : at + _ROWS] @ vectors.T + self.bias[numbers]
            likely = np.exp(likely - likely.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            best = np.argpartition(-likely, count, axis=1)[:, :count]
            for row, chosen in zip(likely, best, strict=True):
                yield sorted(((names[k], row.item(k)) for k in chosen.tolist()), key=lambda pair: -pair[1])

    def fit(self, meaning: Matrix, pieces: Sequence[int]) -> Matrix:
        """How well each piece fits where the word of the same row of ``meaning`` is: a log probability (nats) but for a
        constant of the row.
        """
        return np.asarray(np.einsum("ij,ij->i", meaning, self.vectors_of(pieces)) + self.bias[pieces], np.float32)


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
        windows = encoder.pieces.windows(passage.text, passage.sentences)
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
                self.damaged[here], self.meaning[here] = self.encoder.read(self.windows[at])
            at += 1


def shipped() -> Encoder:
    """The encoder that comes with the package. Raises ``EncoderError`` as ``load`` does, and tries that only once."""
    found = _shipped()
    if isinstance(found, EncoderError):
        raise found
    return found


@cache
def _shipped() -> Encoder | EncoderError:
    try:
        return load(FOLDER)
    except EncoderError as error:
        return error


def load(folder: Path) -> Encoder:
    """The encoder whose files lie in ``folder``. Raises ``EncoderError`` where one is missing or damaged, and where
    ONNX Runtime does not run.
    """
    try:
        names = (folder / PIECES).read_text(encoding="utf-8").split("\n")
        pieces = Pieces({name: number for number, name in enumerate(names)})
        vectors, scales, bias = (array(folder, name) for name in ARRAYS)
        encoder = Encoder(pieces, vectors, scales, bias, _session(folder / LAYERS))
        _check(encoder)
    except EncoderError:
        raise
    except Exception as error:  # ONNX Runtime has a class for each, none of which it exports
        raise EncoderError(f"{folder}: the language model can't be used ({_line(error)})") from error
    return encoder


def _session(file: Path) -> Any:
    """A session of ONNX Runtime on one core: threads of several processes would wait for each other."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # else importing it leaves a file and a thread that sends it
    try:
        import onnxruntime
    except ImportError as error:
        raise EncoderError(f"ONNX Runtime can't be loaded ({_line(error)}); install it anew") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _check(encoder: Encoder) -> None:
    """Raises ``ValueError`` unless the files fit each other."""
    count, width = encoder.vectors.shape
    if encoder.vectors.dtype != np.int8 or encoder.scales.shape != (count,) or encoder.bias.shape != (count,):
        raise ValueError("its vectors are of the wrong shape")
    needed = {UNKNOWN, BEGIN, END, LEFT_OUT, *ADDED.values()}
    if len(encoder.pieces.numbers) != count or not needed <= set(encoder.pieces.numbers):
        raise ValueError("its pieces of words differ in number")
    (longest,) = encoder.pieces.windows("word " * LONGEST, [Span(0, 5 * LONGEST)])[:1]
    damaged, meaning = encoder.read(longest)
    if damaged.shape != (len(longest.starts), len(KINDS)) or meaning.shape != (len(longest.starts), width):
        raise ValueError("it answers in the wrong shape")
    if not np.isfinite(damaged).all() or not np.isfinite(meaning).all():
        raise ValueError("it has numbers that are none")
