"""The network and how it is trained, with torch; ``cleantext.garble.network`` runs the same in numpy.

Embeddings of eight features are added up. Five convolutions over three words each look ever further; between them, and
in a network that has ``grown`` again after the last, every word looks at all others. What they find anywhere in the
sentence is given back to every word. Two outputs: is this word part of damage, is this sentence.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from cleantext.garble.features import (
    ACRONYM,
    COLUMNS,
    ECHOES,
    ENDINGS,
    FIRST_WORD,
    FREQUENCIES,
    NAME,
    PAIRS,
    SHAPES,
    UNKNOWN,
    Lexicon,
)
from cleantext.garble.network import ATTENDING, DILATIONS, FARTHEST, HEADS, distances
from tests.training.garble.corpus import Sentence
from tests.training.garble.corruption import MECHANISMS, Stock, attributed, corrupt

WIDTH = 96
BATCH_WORDS = 1500
CHUNK = 4096
DROPOUT, FORGETTING = 0.1, 0.15
NAMES = list(MECHANISMS)

Parameters = dict[str, Any]
Report = Callable[[int, float, float], None]
"""Called after each epoch with its number, the loss, and the seconds so far."""


def initial(vectors: npt.NDArray[np.float32], own: npt.NDArray[np.int64], seed: int, width: int = WIDTH) -> Parameters:
    """Fresh parameters. A word's embedding is its vector, through a matrix that is learnt, and what is learnt of it."""
    g = torch.Generator().manual_seed(seed)

    def normal(*shape: int, scale: float) -> Any:
        return (torch.randn(*shape, generator=g) * scale).requires_grad_()

    def zeros(*shape: int) -> Any:
        return torch.zeros(*shape).requires_grad_()

    sizes = dict(zip(COLUMNS, (0, ENDINGS, 256, SHAPES, FREQUENCIES, PAIRS, PAIRS, ECHOES), strict=True))
    p = {f"embedding {name}": normal(size, width, scale=0.2) for name, size in sizes.items()}
    p["embedding word"] = normal(int(own.max()) + 1, width, scale=0.02)
    p["own"] = torch.from_numpy(own)
    p["vectors"] = torch.from_numpy(vectors)
    p["vectors weight"] = normal(vectors.shape[1], width, scale=0.2)
    for i in range(len(DILATIONS)):
        p[f"convolution {i} weight"] = normal(3 * width, width, scale=math.sqrt(1 / (3 * width)))
        p[f"convolution {i} bias"] = zeros(width)
    p["attention weight"] = normal(width, 3 * width, scale=math.sqrt(1 / width))
    p["attention distance"] = zeros(HEADS, 2 * FARTHEST + 1)
    p["attention out weight"] = normal(width, width, scale=math.sqrt(0.3 / width))
    p["context weight"] = normal(2 * width, width, scale=math.sqrt(1 / width))
    p["context bias"] = zeros(width)
    p["word weight"] = normal(2 * width, width, scale=math.sqrt(1 / width))
    p["word bias"] = zeros(width)
    p["word out weight"] = normal(width, 1, scale=0.05)
    p["word out bias"] = zeros(1)
    p["sentence weight"] = normal(4 * width + 2, width, scale=math.sqrt(0.5 / width))
    p["sentence bias"] = zeros(width)
    p["sentence out weight"] = normal(width, 1 + len(NAMES), scale=0.05)
    p["sentence out bias"] = zeros(1 + len(NAMES))
    return p


def grown(p: Parameters, seed: int) -> Parameters:
    """The same with a second attention, which changes nothing before it has learnt something."""
    g = torch.Generator().manual_seed(seed)
    width = p["attention weight"].shape[0]
    return p | {
        "second attention weight": (torch.randn(width, 3 * width, generator=g) / math.sqrt(width)).requires_grad_(),
        "second attention distance": torch.zeros(HEADS, 2 * FARTHEST + 1).requires_grad_(),
        "second attention out weight": torch.zeros(width, width).requires_grad_(),
    }


def finished(p: Parameters) -> dict[str, npt.NDArray[np.float32]]:
    """The parameters as the product reads them: each word's embedding is one row."""
    with torch.no_grad():
        word = p["vectors"] @ p["vectors weight"] + p["embedding word"][p["own"]]
    rest = {k: v for k, v in p.items() if k not in ("vectors", "vectors weight", "own", "embedding word")}
    return {"embedding word": word.numpy()} | {k: v.detach().numpy() for k, v in rest.items()}


def forward(p: Parameters, features: Any, mask: Any, drop: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Logits of words (batch, length) and of sentences (batch, 1 + mechanisms).

    ``features`` is (batch, length, columns), ``mask`` (batch, length) is 1 for words and 0 for padding. ``drop`` is
    dropout.
    """
    m = mask[:, :, None]
    words = features[:, :, 0]
    h = F.embedding(p["own"][words], p["embedding word"]) + F.embedding(words, p["vectors"]) @ p["vectors weight"]
    h = (h + sum(F.embedding(features[:, :, i], p[f"embedding {name}"]) for i, name in enumerate(COLUMNS) if i)) * m
    h = drop(h)
    for i, dilation in enumerate(DILATIONS):
        n = h * torch.rsqrt(h.square().mean(2, keepdim=True) + 1e-3)
        around = torch.cat([_shifted(n, dilation), n, _shifted(n, -dilation)], dim=2)
        step = torch.relu(around @ p[f"convolution {i} weight"] + p[f"convolution {i} bias"]) * m
        h = h + drop(step)
        attention = ATTENDING.get(i)
        if attention and f"{attention} weight" in p:
            h = h + drop(_attended(p, attention, h, mask))
    lengths = m.sum(1)
    pooled = torch.cat([(h - 1e4 * (1 - m)).amax(1), h.sum(1) / lengths], dim=1)
    context = torch.relu(pooled @ p["context weight"] + p["context bias"])
    both = torch.cat([h, context[:, None, :].expand_as(h)], dim=2)
    t = torch.relu(both @ p["word weight"] + p["word bias"]) * m
    logits = (t @ p["word out weight"] + p["word out bias"])[:, :, 0]
    worst = (logits - 1e4 * (1 - mask)).amax(1, keepdim=True)
    mean = (torch.sigmoid(logits) * mask).sum(1, keepdim=True) / lengths
    summary = torch.cat([pooled, t.amax(1), t.sum(1) / lengths, worst, mean], dim=1)
    s = torch.relu(drop(summary) @ p["sentence weight"] + p["sentence bias"])
    return logits, s @ p["sentence out weight"] + p["sentence out bias"]


def _attended(p: Parameters, name: str, h: Any, mask: Any) -> Any:
    n, length, width = h.shape
    scaled = h * torch.rsqrt(h.square().mean(2, keepdim=True) + 1e-3)
    mixed = (scaled @ p[f"{name} weight"]).reshape(n, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
    query, key, value = mixed
    between = torch.from_numpy(distances(length)).flatten()
    near = p[f"{name} distance"].index_select(1, between).reshape(HEADS, length, length)
    scores = query @ key.transpose(2, 3) * (width // HEADS) ** -0.5 + near - 1e4 * (1 - mask[:, None, None, :])
    found = (torch.softmax(scores, 3) @ value).permute(0, 2, 1, 3).reshape(n, length, width)
    return (found @ p[f"{name} out weight"]) * mask[:, :, None]


def dropout(g: np.random.Generator, rate: float) -> Callable[[Any], Any]:
    """Sets a share of numbers to zero, in steps of 1/256: numpy's bytes are far cheaper than torch's numbers."""
    least = round(256 * rate)

    def drop(h: Any) -> Any:
        drawn = np.frombuffer(g.bytes(h.numel()), np.uint8).reshape(h.shape)
        return h * torch.from_numpy((drawn >= least).astype(np.float32) * np.float32(256 / (256 - least)))

    return drop


def _shifted(h: Any, by: int) -> Any:
    return F.pad(h, (0, 0, by, 0))[:, : h.shape[1]] if by > 0 else F.pad(h, (0, 0, 0, -by))[:, -by:]


class Example:
    """A sentence as features, with labels."""

    __slots__ = ("features", "garbled", "mechanism", "wrong")

    def __init__(self, features: Any, wrong: Any, garbled: float, mechanism: int):
        self.features = features
        self.wrong = wrong
        self.garbled = garbled
        self.mechanism = mechanism


def examples(rng: Random, lexicon: Lexicon, sentences: Sequence[Sentence], stock: Stock) -> list[Example]:
    """Each sentence clean, and one of its corruptions."""
    forms: list[Sequence[str]] = []
    labels: list[tuple[Sequence[bool], float, int]] = []
    for original in sentences:
        sentence = attributed(rng, original, stock) if rng.random() < 0.12 else original
        forms.append(sentence.forms)
        labels.append(([False] * len(sentence.forms), 0.0, -1))
        done = None
        for _ in range(4):
            done = done or corrupt(rng, sentence, stock)
        if done:
            forms.append(done.forms)
            labels.append((done.wrong, 1.0, NAMES.index(done.mechanism)))
    return [
        Example(f, np.array(w, np.float32), y, m) for f, (w, y, m) in zip(lexicon.features(forms), labels, strict=True)
    ]


def batches(rng: Random, chosen: Sequence[Example]) -> Iterator[tuple[Any, Any, Any, Any, Any]]:
    """Padded batches of sentences of like length, in random order."""
    ordered = sorted(chosen, key=lambda e: len(e.features))
    groups: list[list[Example]] = [[]]
    for e in ordered:
        if groups[-1] and (len(groups[-1]) + 1) * len(e.features) > BATCH_WORDS:
            groups.append([])
        groups[-1].append(e)
    rng.shuffle(groups)
    for group in groups:
        yield padded(group)


def padded(group: Sequence[Example]) -> tuple[Any, Any, Any, Any, Any]:
    longest = max(len(e.features) for e in group)
    features = np.zeros((len(group), longest, len(COLUMNS)), np.int64)
    mask = np.zeros((len(group), longest), np.float32)
    wrong = np.zeros((len(group), longest), np.float32)
    for i, e in enumerate(group):
        features[i, : len(e.features)] = e.features
        mask[i, : len(e.features)] = 1
        wrong[i, : len(e.features)] = e.wrong
    return (
        torch.from_numpy(features),
        torch.from_numpy(mask),
        torch.from_numpy(wrong),
        torch.tensor([e.garbled for e in group]),
        torch.tensor([e.mechanism for e in group]),
    )


def forgetful(g: np.random.Generator, features: Any, rate: float) -> Any:
    """Some words as if the lexicon lacked them, so that the model meets unknown words and names in training."""
    f = features.numpy()
    name = (f[:, :, 3] == 1) | (f[:, :, 3] == 3)
    lost = g.random(f.shape[:2]) < np.where(name, 2 * rate, rate)
    lost &= f[:, :, 3] != 6
    kind = np.where(f[:, :, 3] == 1, NAME, np.where(f[:, :, 3] == 3, ACRONYM, UNKNOWN))
    word = f[:, :, 0] >= FIRST_WORD
    f[:, :, 0] = np.where(lost & word, kind, f[:, :, 0])
    wholly = lost & (g.random(f.shape[:2]) < 0.6)
    for column in (2, 4):
        f[:, :, column] = np.where(wholly, 0, f[:, :, column])
    after = np.zeros_like(wholly)
    after[:, 1:] = wholly[:, :-1]
    before = np.zeros_like(wholly)
    before[:, :-1] = wholly[:, 1:]
    f[:, :, 5] = np.where(wholly | after, 0, f[:, :, 5])
    f[:, :, 6] = np.where(wholly | before, 0, f[:, :, 6])
    return features


def loss(p: Parameters, batch: tuple[Any, ...], drop: Callable[[Any], Any]) -> Any:
    features, mask, wrong, garbled, mechanism = batch
    words, out = forward(p, features, mask, drop)
    by_word = (F.binary_cross_entropy_with_logits(words, wrong, reduction="none") * mask).sum() / mask.sum()
    by_sentence = F.binary_cross_entropy_with_logits(out[:, 0], garbled)
    known = mechanism >= 0
    kind = F.cross_entropy(out[known, 1:], mechanism[known]) if known.any() else 0.0
    return by_sentence + by_word + 0.1 * kind


def train(
    p: Parameters, lexicon: Lexicon, sentences: Sequence[Sentence], stock: Stock, *, seed: int, epochs: int,
    rate: float = 2e-3, report: Report = lambda epoch, loss, seconds: None,
) -> Parameters:  # fmt: skip
    """Train ``p`` in place with Adam, the rate falling to nothing over the epochs."""
    rng = Random(seed)
    g = np.random.default_rng(rng.randrange(2**32))
    drop = dropout(g, DROPOUT)
    order = list(range(len(sentences)))
    chunks = range(0, len(order), CHUNK)
    learnt = [v for v in p.values() if v.requires_grad]
    optimiser = torch.optim.Adam(learnt, lr=rate, betas=(0.9, 0.98), fused=True)
    start, running, done = time.monotonic(), 1.5, 0.0
    for number in range(epochs):
        rng.shuffle(order)
        for at in chunks:
            chosen = examples(rng, lexicon, [sentences[i] for i in order[at : at + CHUNK]], stock)
            grouped = list(batches(rng, chosen))
            for batch in grouped:
                done += 1 / (epochs * len(chunks) * len(grouped))
                for group in optimiser.param_groups:
                    group["lr"] = rate * min(1.0, done * 50) * max(0.0, 1 - done)
                value = loss(p, (forgetful(g, batch[0], FORGETTING), *batch[1:]), drop)
                optimiser.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_(learnt, 1.0)
                optimiser.step()
                running = 0.98 * running + 0.02 * float(value.detach())
        report(number, running, time.monotonic() - start)
    return p
