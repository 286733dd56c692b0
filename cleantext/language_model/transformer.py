"""A language model of Llama's kind in numpy: log probabilities of tokens in many texts that share their beginnings.

Texts come as a ``Trie``, in which each beginning that several texts have in common is there once, and is computed
once: a token attends to itself and to those above it. All matrix products run over all tokens of all tries at once,
which is what a processor's BLAS is good at; on two cores that is as fast as llama.cpp, whose kernels are made for one
long text. Weights are widened to 32 bits when the model is loaded (four bytes for each).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.language_model.gguf import Floats, Gguf, GgufError

ARCHITECTURE = "llama"
_HEAD_ROWS = 64
"""Tokens whose successors are weighed at once: 64 times a vocabulary is what a processor's cache may hold."""


@dataclass(slots=True)
class Trie:
    """Texts as paths from a root. Token ``i`` comes after token ``parents[i]``, which is smaller; -1 for the first."""

    tokens: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    _places: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, text: Sequence[int]) -> list[int]:
        """The places of the tokens of a text, old ones and new ones."""
        path, place = [], -1
        for token in text:
            above, place = place, self._places.setdefault((place, token), len(self.tokens))
            if place == len(self.tokens):
                self.tokens.append(token)
                self.parents.append(above)
            path.append(place)
        return path

    def __len__(self) -> int:
        return len(self.tokens)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Matrices as (outputs, inputs); the weights of the norm before each are multiplied into it."""

    attend: Floats  # queries, keys and values, one below the other
    attended: Floats
    widen: Floats  # gate and up
    narrow: Floats


@dataclass(frozen=True, slots=True)
class Transformer:
    """The weights, and the few numbers that say how they fit together. Never changed, so threads may share one."""

    heads: int
    shared_heads: int
    """Heads of keys and values, each of which several heads of queries share."""
    epsilon: float
    turns: Floats
    """By how much each pair of a head's numbers turns from one position to the next, in radians."""
    longest: int
    _embedding: Any
    _layers: Sequence[_Layer]
    _out: Floats

    def log_probabilities(self, tries: Sequence[Trie], wanted: Sequence[Iterable[int]]) -> list[dict[int, float]]:
        """For each trie the natural logarithm of the probability of the ``wanted`` tokens after those above them.

        The first token of a text has none above it and can't be wanted.
        """
        hidden = self._hidden([_Laid.out(trie, self.turns) for trie in tries])
        starts = np.cumsum([0, *(len(trie) for trie in tries)])
        asked = [
            (number, place, int(start) + trie.parents[place], trie.tokens[place])
            for number, (trie, places, start) in enumerate(zip(tries, wanted, starts, strict=False))
            for place in sorted(set(places))
        ]
        found: list[dict[int, float]] = [{} for _ in tries]
        rows = sorted({row for _, _, row, _ in asked})
        logarithms = self._after(hidden, rows, [(row, token) for _, _, row, token in asked])
        for (number, place, _, _), value in zip(asked, logarithms, strict=True):
            found[number][place] = value
        return found

    def _hidden(self, laid: Sequence[_Laid]) -> Floats:
        """What the last layer makes of every token, normalised: (tokens of all tries, width)."""
        x: Floats = self._embedding(np.concatenate([one.tokens for one in laid]))
        for layer in self._layers:
            x += self._attention(self._normal(x), layer, laid) @ layer.attended.T
            gate, up = np.split(self._normal(x) @ layer.widen.T, 2, axis=1)
            with np.errstate(over="ignore"):  # far below zero the gate is shut: 1 / (1 + infinity)
                up *= gate / (1 + np.exp(-gate))
            x += up @ layer.narrow.T
        return self._normal(x)

    def _attention(self, x: Floats, layer: _Layer, laid: Sequence[_Laid]) -> Floats:
        projected = x @ layer.attend.T
        size = projected.shape[1] // (self.heads + 2 * self.shared_heads)
        seen = np.empty((len(x), self.heads * size), np.float32)
        start = 0
        for one in laid:
            count = len(one.tokens)
            part = projected[start : start + count].reshape(count, -1, size)
            pairs = part[:, : self.heads + self.shared_heads].view(np.complex64) * one.turned
            turned = np.ascontiguousarray(pairs.transpose(1, 0, 2)).view(np.float32)
            queries = turned[: self.heads].reshape(self.shared_heads, -1, size)
            keys, values = turned[self.heads :], part[:, self.heads + self.shared_heads :].transpose(1, 0, 2)
            weights = queries @ keys.transpose(0, 2, 1)
            weights *= np.float32(size**-0.5)
            by_query = weights.reshape(self.heads, count, count)
            by_query += one.hidden
            by_query -= by_query.max(axis=-1, keepdims=True)
            np.exp(by_query, out=by_query)
            by_query /= by_query.sum(axis=-1, keepdims=True)
            found = (weights @ np.ascontiguousarray(values)).reshape(self.heads, count, size)
            seen[start : start + count] = found.transpose(1, 0, 2).reshape(count, -1)
            start += count
        return seen

    def _normal(self, x: Floats) -> Floats:
        squares = np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1])
        normal: Floats = x / np.sqrt(squares + np.float32(self.epsilon))
        return normal

    def _after(self, hidden: Floats, rows: Sequence[int], asked: Sequence[tuple[int, int]]) -> list[float]:
        """Logarithms of the probabilities of tokens after rows, both as ``asked``, which is sorted by rows or not."""
        places = {row: number for number, row in enumerate(rows)}
        found = [0.0] * len(asked)
        by_chunk: dict[int, list[int]] = {}
        for number, (row, _) in enumerate(asked):
            by_chunk.setdefault(places[row] // _HEAD_ROWS, []).append(number)
        for chunk, numbers in by_chunk.items():
            first = chunk * _HEAD_ROWS
            logits = hidden[list(rows[first : first + _HEAD_ROWS])] @ self._out.T
            logits -= logits.max(axis=1, keepdims=True)
            chosen = [logits[places[asked[number][0]] - first, asked[number][1]] for number in numbers]
            totals = np.log(np.exp(logits, out=logits).sum(axis=1))
            for number, logit in zip(numbers, chosen, strict=True):
                found[number] = float(logit - totals[places[asked[number][0]] - first])
        return found


@dataclass(frozen=True, slots=True)
class _Laid:
    """A trie as arrays."""

    tokens: npt.NDArray[np.int64]
    turned: Floats
    """How far the pairs of each token's heads are turned, as complex numbers: (tokens, 1, pairs)."""
    hidden: Floats
    """Zero where a token (row) sees another (column), which is when it comes after it, minus infinity elsewhere."""

    @classmethod
    def out(cls, trie: Trie, turns: Floats) -> _Laid:
        depths = np.zeros(len(trie), np.float32)
        hidden = np.full((len(trie), len(trie)), -np.inf, np.float32)
        for place, parent in enumerate(trie.parents):
            if parent >= 0:
                hidden[place] = hidden[parent]
                depths[place] = depths[parent] + 1
            hidden[place, place] = 0
        turned = np.exp(1j * depths[:, None, None] * turns).astype(np.complex64)
        return cls(np.array(trie.tokens, np.int64), turned, hidden)


def read_transformer(file: Gguf) -> Transformer:
    """The model in a file. Raises ``GgufError`` where it is no model of Llama's kind, or not whole."""
    number = _Numbers(file.metadata)
    width, heads = number("embedding_length"), number("attention.head_count")
    shared = number("attention.head_count_kv", heads)
    size = number("attention.key_length", width // heads)
    if number("rope.dimension_count", size) != size or "rope_freqs.weight" in file:
        raise GgufError("its positions are counted in a way that isn't read here")
    base = float(number("rope.freq_base", 10_000.0))
    out = file.tensor("output.weight" if "output.weight" in file else "token_embd.weight")
    out *= file.tensor("output_norm.weight")
    return Transformer(
        heads=heads,
        shared_heads=shared,
        epsilon=float(number("attention.layer_norm_rms_epsilon")),
        turns=base ** (-np.arange(0, size, 2) / size),
        longest=number("context_length"),
        _embedding=file.rows("token_embd.weight"),
        _layers=[_layer(file, f"blk.{block}") for block in range(number("block_count"))],
        _out=out,
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The metadata of a model of Llama's kind."""

    metadata: Mapping[str, Any]

    def __call__(self, key: str, default: Any = None) -> Any:
        value = self.metadata.get(f"{ARCHITECTURE}.{key}", default)
        if value is None:
            raise GgufError(f"it doesn't say {ARCHITECTURE}.{key}")
        return value


def _layer(file: Gguf, block: str) -> _Layer:
    def below(names: Sequence[str], norm: str) -> Floats:
        matrix: Floats = np.concatenate([file.tensor(f"{block}.{name}.weight") for name in names])
        matrix *= file.tensor(f"{block}.{norm}.weight")
        return matrix

    return _Layer(
        attend=below(("attn_q", "attn_k", "attn_v"), "attn_norm"),
        attended=file.tensor(f"{block}.attn_output.weight"),
        widen=below(("ffn_gate", "ffn_up"), "ffn_norm"),
        narrow=file.tensor(f"{block}.ffn_down.weight"),
    )
