"""The forward pass over tries, against one that is written out for a single text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.language_model.gguf import GgufError, read_gguf
from cleantext.language_model.transformer import Transformer, Trie, read_transformer
from tests.language_model import tiny

Array = np.ndarray[Any, Any]
TENSORS = {name: tensor.astype(np.float64) for name, tensor in tiny.tensors().items()}
TEXTS = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=7), min_size=1, max_size=5)


def normal(x: Array, weight: Array) -> Array:
    scaled: Array = x / np.sqrt(np.mean(x * x) + tiny.EPSILON) * weight
    return scaled


def turned(x: Array, position: int) -> Array:
    out = x.copy()
    for pair in range(len(x) // 2):
        angle = position * tiny.BASE ** (-2 * pair / len(x))
        a, b = x[2 * pair], x[2 * pair + 1]
        out[2 * pair] = a * np.cos(angle) - b * np.sin(angle)
        out[2 * pair + 1] = a * np.sin(angle) + b * np.cos(angle)
    return out


def plainly(text: list[int]) -> list[float]:
    """The logarithms of the probabilities of the tokens from the second on."""
    xs = [TENSORS["token_embd.weight"][token] for token in text]
    for block in range(tiny.BLOCKS):
        weights = {name.split(".")[2]: tensor for name, tensor in TENSORS.items() if name.startswith(f"blk.{block}.")}
        normals = [normal(x, weights["attn_norm"]) for x in xs]
        keys = [(weights["attn_k"] @ x).reshape(tiny.SHARED, -1) for x in normals]
        values = [(weights["attn_v"] @ x).reshape(tiny.SHARED, -1) for x in normals]
        for place, x in enumerate(normals):
            seen = []
            for head, query in enumerate((weights["attn_q"] @ x).reshape(tiny.HEADS, -1)):
                group = head // (tiny.HEADS // tiny.SHARED)
                logits = np.array(
                    [
                        turned(query, place) @ turned(keys[earlier][group], earlier) / np.sqrt(len(query))
                        for earlier in range(place + 1)
                    ]
                )
                shares = np.exp(logits) / np.exp(logits).sum()
                seen.append(sum(share * values[earlier][group] for earlier, share in enumerate(shares)))
            xs[place] = xs[place] + weights["attn_output"] @ np.concatenate(seen)
        for place, x in enumerate(xs):
            inner = normal(x, weights["ffn_norm"])
            gate = weights["ffn_gate"] @ inner
            xs[place] = x + weights["ffn_down"] @ (gate / (1 + np.exp(-gate)) * (weights["ffn_up"] @ inner))
    after = [TENSORS["token_embd.weight"] @ normal(x, TENSORS["output_norm.weight"]) for x in xs]
    return [float(row[token] - np.log(np.exp(row).sum())) for row, token in zip(after, text[1:], strict=False)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Transformer:
    return read_transformer(read_gguf(tiny.model(tmp_path_factory.mktemp("tiny") / "tiny.gguf")))


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.booleans())
def test_texts_that_share_their_beginnings_get_what_each_gets_alone(
    model: Transformer, texts: list[list[int]], one_trie: bool
) -> None:
    tries = [Trie()] if one_trie else [Trie() for _ in texts]
    paths = [(number * (not one_trie), tries[number * (not one_trie)].add(text)) for number, text in enumerate(texts)]
    wanted: list[set[int]] = [set() for _ in tries]
    for number, path in paths:
        wanted[number].update(path[1:])
    found = model.log_probabilities(tries, wanted)
    for (number, path), text in zip(paths, texts, strict=True):
        assert [found[number][place] for place in path[1:]] == pytest.approx(plainly(text), abs=2e-4)


def test_a_beginning_is_there_once() -> None:
    trie = Trie()
    assert [trie.add([1, 2, 3]), trie.add([1, 2, 4, 3]), trie.add([1, 2]), trie.add([2])] == [
        [0, 1, 2], [0, 1, 3, 4], [0, 1], [5]
    ]  # fmt: skip
    assert trie.parents == [-1, 0, 1, 1, 3, -1]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"llama__embedding_length": None}, "it doesn't say llama.embedding_length"),
        ({"llama__rope__dimension_count": 2}, "positions are counted in a way that isn't read here"),
        ({"llama__block_count": 4}, "it has no tensor blk.3.attn_q.weight"),
    ],
)
def test_a_model_that_is_not_whole_or_of_another_make_is_refused(
    tmp_path: Path, other: dict[str, int | None], said: str
) -> None:
    values = tiny.metadata(**other)
    path = tiny.write(tmp_path / "tiny.gguf", {k: v for k, v in values.items() if v is not None}, tiny.tensors())
    with pytest.raises(GgufError, match=said):
        read_transformer(read_gguf(path))
