"""The trained network in numpy: which words of a sentence are damage, and whether the sentence is garbled at all.

``tests/training/garble/network.py`` trains it and says how it is built. Weights lie in 8 bits, each row of an
embedding and each column of a matrix with its own scale, and are widened when they are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.garble.features import COLUMNS, Ints

DILATIONS = (1, 1, 2, 4, 1)
ATTENDING = {2: "attention", 4: "second attention"}  # after which convolutions every word looks at all others
HEADS, FARTHEST = 4, 16  # and from how many words on all are equally far
BATCH_WORDS = 1000  # what fits a processor's cache; larger ones are slower
PADDING = 8  # lengths are rounded up to a multiple of this

Floats = npt.NDArray[Any]  # of 32 bits; numpy's types lose that in arithmetic


@dataclass(frozen=True)
class Network:
    """``weights`` by name, as training leaves them."""

    weights: Mapping[str, Floats]

    def judge(self, features: Sequence[Ints]) -> tuple[list[Floats], Floats]:
        """Logits of the words of each sentence, and of the sentences: (sentences, 1 + mechanisms).

        What comes out for a sentence does not depend on the sentences beside it, but for rounding.
        """
        words: list[Floats] = [np.zeros(0, np.float32)] * len(features)
        outputs = self.weights["sentence out bias"].shape[0]
        sentences = np.zeros((len(features), outputs), np.float32)
        order = sorted((i for i, f in enumerate(features) if len(f)), key=lambda i: len(features[i]))
        while order:
            longest = -(-len(features[order[-1]]) // PADDING) * PADDING
            size = max(1, BATCH_WORDS // longest)
            batch, order = order[-size:], order[:-size]
            table = np.zeros((len(batch), longest, len(COLUMNS)), np.int32)
            mask = np.zeros((len(batch), longest, 1), np.float32)
            for row, i in enumerate(batch):
                table[row, : len(features[i])] = features[i]
                mask[row, : len(features[i])] = 1
            by_word, by_sentence = self._forward(table, mask)
            for row, i in enumerate(batch):
                words[i] = by_word[row, : len(features[i])]
                sentences[i] = by_sentence[row]
        return words, sentences

    def _forward(self, features: Ints, mask: Floats) -> tuple[Floats, Floats]:
        w = self.weights
        h = w["embedding word"][features[:, :, 0]]
        for i, name in enumerate(COLUMNS[1:], 1):
            h += w[f"embedding {name}"][features[:, :, i]]
        h *= mask
        for i, dilation in enumerate(DILATIONS):
            scaled = h / np.sqrt(np.square(h).mean(2, keepdims=True) + 1e-3)
            h += _relu(_around(scaled, dilation) @ w[f"convolution {i} weight"] + w[f"convolution {i} bias"]) * mask
            attention = ATTENDING.get(i)
            if attention and f"{attention} weight" in w:  # the second is learnt in later cycles of training
                h += self._attended(attention, h, mask)
        lengths = mask.sum(1)
        absent = 1e4 * (1 - mask)
        pooled = np.concatenate([(h - absent).max(1), h.sum(1) / lengths], axis=1)
        context = _relu(pooled @ w["context weight"] + w["context bias"])
        width = h.shape[2]
        own = h @ w["word weight"][:width]
        given = context @ w["word weight"][width:] + w["word bias"]
        t = _relu(own + given[:, None, :]) * mask
        logits = (t @ w["word out weight"] + w["word out bias"])[:, :, 0]
        worst = (logits - absent[:, :, 0]).max(1, keepdims=True)
        mean = (sigmoid(logits) * mask[:, :, 0]).sum(1, keepdims=True) / lengths
        summary = np.concatenate([pooled, t.max(1), t.sum(1) / lengths, worst, mean], axis=1)
        s = _relu(summary @ w["sentence weight"] + w["sentence bias"])
        return logits, s @ w["sentence out weight"] + w["sentence out bias"]

    def _attended(self, name: str, h: Floats, mask: Floats) -> Floats:
        """What each word finds in the others."""
        w = self.weights
        n, length, width = h.shape
        scaled = h / np.sqrt(np.square(h).mean(2, keepdims=True) + 1e-3)
        mixed = (scaled @ w[f"{name} weight"]).reshape(n, length, 3, HEADS, width // HEADS).transpose(2, 0, 3, 1, 4)
        query, key, value = mixed
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= (width // HEADS) ** -0.5
        scores += w[f"{name} distance"][:, distances(length)]
        scores -= 1e4 * (1 - mask[:, None, None, :, 0])
        scores -= scores.max(3, keepdims=True)
        shares = np.exp(scores, out=scores)
        shares /= shares.sum(3, keepdims=True)
        found = (shares @ value).transpose(0, 2, 1, 3).reshape(n, length, width)
        return np.asarray((found @ w[f"{name} out weight"]) * mask)


def distances(length: int) -> npt.NDArray[np.int64]:
    """For each two of ``length`` words, how far the second stands behind the first, from 0 for far before."""
    places = np.arange(length)
    return np.asarray(np.clip(places[None, :] - places[:, None], -FARTHEST, FARTHEST) + FARTHEST)


def sigmoid(logits: Floats) -> Floats:
    """Probabilities from logits."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0, out=x)


def _around(h: Floats, dilation: int) -> Floats:
    """Each word with the words ``dilation`` before and behind it."""
    n, length, width = h.shape
    out = np.zeros((n, length, 3 * width), np.float32)
    if dilation < length:
        out[:, dilation:, :width] = h[:, :-dilation]
        out[:, :-dilation, 2 * width :] = h[:, dilation:]
    out[:, :, width : 2 * width] = h
    return out


def packed(weights: Mapping[str, Floats]) -> dict[str, npt.NDArray[Any]]:
    """Weights in 8 bits with their scales; vectors stay as they are.

    >>> w = {"a weight": np.array([[1.0, 0.5], [-1.0, 0.25]], np.float32)}
    >>> bool(np.allclose(unpacked(packed(w))["a weight"], w["a weight"], atol=0.005))
    True
    """
    out: dict[str, npt.NDArray[Any]] = {}
    for name, values in weights.items():
        if values.ndim < 2:
            out[name] = values.astype(np.float32)
            continue
        axis = 1 if name.startswith("embedding") else 0
        scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-8) / 127
        out[name] = np.round(values / scale).astype(np.int8)
        out[f"{name} scale"] = scale.astype(np.float32)
    return out


def unpacked(stored: Mapping[str, npt.NDArray[Any]]) -> dict[str, Floats]:
    """The weights that were ``packed``."""
    return {
        name: np.asarray(values * stored[f"{name} scale"] if f"{name} scale" in stored else values, dtype=np.float32)
        for name, values in stored.items()
        if not name.endswith(" scale")
    }
