"""Read a GGUF file: what it says of its model, and its tensors as 32-bit floats.

Our own reader, since the package ``gguf`` takes three seconds to open a file with a vocabulary of 49,000 tokens and
brings an HTTP client along. The quantisations are those that files of small models come in; a tensor is widened only
when it is asked for, from a memory map.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]  # of 32 bits; numpy's types lose that in arithmetic
Bytes = npt.NDArray[Any]  # of 8 bits without sign, likewise

_MAGIC = b"GGUF"
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_ALIGNMENT = 32
_AT_ONCE = 1 << 18
"""Weights that are widened at once: what comes between packed and wide then stays in the processor's cache."""


class GgufError(ValueError):
    """The file is no GGUF file, is cut off, or has something that isn't read here; the text is one line."""


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor lies: ``shape`` is in numpy's order, ``offset`` counts from the start of the file."""

    shape: tuple[int, ...]
    kind: int
    offset: int


@dataclass(frozen=True, slots=True)
class Gguf:
    """An open file: ``metadata`` by key, and its tensors by name."""

    metadata: Mapping[str, Any]
    _tensors: Mapping[str, _Tensor]
    _content: Bytes

    def __contains__(self, name: str) -> bool:
        return name in self._tensors

    def tensor(self, name: str) -> Floats:
        """All of a tensor. Raises ``GgufError`` where there is none."""
        return self.rows(name)(slice(None))

    def rows(self, name: str) -> Callable[[Any], Floats]:
        """A function that widens the rows of a matrix that it is asked for, by any index of numpy's.

        Raises ``GgufError`` where there is no such tensor, or where it is packed in a way that isn't read here.
        """
        found = self._tensors.get(name)
        if found is None:
            raise GgufError(f"it has no tensor {name}")
        packing = _PACKINGS.get(found.kind)
        if packing is None:
            raise GgufError(f"tensor {name} has GGML's type {found.kind}, which isn't read here")
        columns = found.shape[-1]
        if columns % packing.weights:
            raise GgufError(f"tensor {name} has {columns} columns, no multiple of {packing.weights}")
        width = columns // packing.weights * packing.size
        size = math.prod(found.shape[:-1]) * width
        if found.offset + size > len(self._content):
            raise GgufError(f"it is cut off within tensor {name}")
        packed = self._content[found.offset : found.offset + size].reshape(*found.shape[:-1], width)

        def widened(index: Any) -> Floats:
            chosen = packed[index]
            blocks = np.ascontiguousarray(chosen).reshape(-1, packing.size)
            wide = np.empty((len(blocks), packing.weights), np.float32)
            step = _AT_ONCE // packing.weights
            for start in range(0, len(blocks), step):
                part = blocks[start : start + step]
                wide[start : start + step] = packing.widen(part).reshape(len(part), -1)
            return wide.reshape(*chosen.shape[:-1], columns)

        return widened


def read_gguf(path: Path) -> Gguf:
    """Open the file. Raises ``GgufError``, or ``OSError`` where it can't be read."""
    if not path.stat().st_size:
        raise GgufError("it is empty")
    content: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
    cursor = _Cursor(content)
    try:
        if cursor.take(4) != _MAGIC:
            raise GgufError("it is no GGUF file")
        version, tensors, keys = cursor.scalar("I"), cursor.scalar("Q"), cursor.scalar("Q")
        if version not in (2, 3):
            raise GgufError(f"its GGUF version is {version}; 2 and 3 are read here")
        metadata = {cursor.string(): cursor.value(cursor.scalar("I")) for _ in range(keys)}
        found = [(cursor.string(), _Tensor(*cursor.tensor())) for _ in range(tensors)]
    except (struct.error, UnicodeDecodeError, KeyError) as error:
        raise GgufError("it is cut off or damaged") from error
    alignment = metadata.get("general.alignment", _ALIGNMENT)
    start = -(-cursor.position // alignment) * alignment
    placed = {name: _Tensor(tensor.shape, tensor.kind, start + tensor.offset) for name, tensor in found}
    return Gguf(metadata, placed, content)


class _Cursor:
    """Reads one thing after another."""

    def __init__(self, content: Bytes) -> None:
        self._view = content.data
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > len(self._view) - self.position:
            raise GgufError("it is cut off or damaged")
        self.position += count
        return self._view[self.position - count : self.position].tobytes()

    def scalar(self, form: str) -> Any:
        (value,) = struct.unpack_from(f"<{form}", self._view, self.position)
        self.position += struct.calcsize(f"<{form}")
        return value

    def string(self) -> str:
        return self.take(self.scalar("Q")).decode("utf-8")

    def value(self, kind: int) -> Any:
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            inner, count = self.scalar("I"), self.scalar("Q")
            if inner in _SCALARS:
                return np.frombuffer(self.take(count * struct.calcsize(f"<{_SCALARS[inner]}")), f"<{_SCALARS[inner]}")
            return [self.value(inner) for _ in range(count)]
        return self.scalar(_SCALARS[kind])

    def tensor(self) -> tuple[tuple[int, ...], int, int]:
        shape = [self.scalar("Q") for _ in range(self.scalar("I"))]
        return tuple(reversed(shape)), self.scalar("I"), self.scalar("Q")


@dataclass(frozen=True, slots=True)
class _Packing:
    """``weights`` that lie in ``size`` bytes, and how blocks of them, one a row, become floats."""

    weights: int
    size: int
    widen: Callable[[Bytes], Floats]


def _half(blocks: Bytes, at: int) -> Floats:
    """The 16-bit float at a place of each block, as a column."""
    return np.ascontiguousarray(blocks[:, at : at + 2]).view(np.float16).astype(np.float32)


def _nibbles(packed: Bytes) -> Bytes:
    """The lower halves of all bytes of a row, and then the upper ones."""
    return np.concatenate([packed & 15, packed >> 4], axis=-1)


def _fifth_bits(blocks: Bytes, at: int) -> Bytes:
    """The 32 bits that lie in four bytes, each in the place of a fifth bit."""
    return np.unpackbits(np.ascontiguousarray(blocks[:, at : at + 4]), axis=-1, bitorder="little") << 4


def _f32(blocks: Bytes) -> Floats:
    return blocks.view("<f4")


def _f16(blocks: Bytes) -> Floats:
    return blocks.view("<f2").astype(np.float32)


def _bf16(blocks: Bytes) -> Floats:
    return (blocks.view("<u2").astype(np.uint32) << 16).view(np.float32)


def _q4_0(blocks: Bytes) -> Floats:
    return _half(blocks, 0) * (_nibbles(blocks[:, 2:]).astype(np.float32) - 8)


def _q4_1(blocks: Bytes) -> Floats:
    weights: Floats = _nibbles(blocks[:, 4:]).astype(np.float32)
    weights *= _half(blocks, 0)
    weights += _half(blocks, 2)
    return weights


def _q5_0(blocks: Bytes) -> Floats:
    return _half(blocks, 0) * ((_nibbles(blocks[:, 6:]) | _fifth_bits(blocks, 2)).astype(np.float32) - 16)


def _q5_1(blocks: Bytes) -> Floats:
    return _half(blocks, 0) * (_nibbles(blocks[:, 8:]) | _fifth_bits(blocks, 4)).astype(np.float32) + _half(blocks, 2)


def _q8_0(blocks: Bytes) -> Floats:
    return _half(blocks, 0) * blocks[:, 2:].view(np.int8).astype(np.float32)


def _scales_and_minima(packed: Bytes) -> tuple[Floats, Floats]:
    """Eight scales and eight minima of six bits each, out of twelve bytes."""
    low, middle, mixed = packed[:, 0:4], packed[:, 4:8], packed[:, 8:12]
    scales = np.concatenate([low & 63, (mixed & 15) | (low >> 6 << 4)], axis=-1)
    minima = np.concatenate([middle & 63, (mixed >> 4) | (middle >> 6 << 4)], axis=-1)
    return scales.astype(np.float32), minima.astype(np.float32)


def _k(blocks: Bytes, weights: Bytes) -> Floats:
    """256 weights in eight groups with a scale and a minimum each, as Q4_K and Q5_K have them."""
    scales, minima = _scales_and_minima(blocks[:, 4:16])
    grouped = weights.reshape(-1, 8, 32).astype(np.float32)
    wide: Floats = (_half(blocks, 0) * scales)[..., None] * grouped - (_half(blocks, 2) * minima)[..., None]
    return wide


def _q4_k(blocks: Bytes) -> Floats:
    return _k(blocks, _nibbles(blocks[:, 16:].reshape(-1, 4, 32)))


def _q5_k(blocks: Bytes) -> Floats:
    fifth = (blocks[:, None, 16:48] >> np.arange(8, dtype=np.uint8)[:, None] & 1) << 4
    return _k(blocks, _nibbles(blocks[:, 48:].reshape(-1, 4, 32)).reshape(-1, 8, 32) | fifth)


def _q6_k(blocks: Bytes) -> Floats:
    lower = _nibbles(blocks[:, :128].reshape(-1, 2, 64)).reshape(-1, 2, 4, 32)
    upper = blocks[:, 128:192].reshape(-1, 2, 1, 32) >> np.array([0, 2, 4, 6], np.uint8)[:, None] & 3
    weights = (lower | upper << 4).astype(np.float32).reshape(-1, 16, 16) - 32
    scales = np.ascontiguousarray(blocks[:, 192:208]).view(np.int8).astype(np.float32)
    wide: Floats = (_half(blocks, 208) * scales)[..., None] * weights
    return wide


_PACKINGS: Mapping[int, _Packing] = {
    0: _Packing(1, 4, _f32),
    1: _Packing(1, 2, _f16),
    2: _Packing(32, 18, _q4_0),
    3: _Packing(32, 20, _q4_1),
    6: _Packing(32, 22, _q5_0),
    7: _Packing(32, 24, _q5_1),
    8: _Packing(32, 34, _q8_0),
    12: _Packing(256, 144, _q4_k),
    13: _Packing(256, 176, _q5_k),
    14: _Packing(256, 210, _q6_k),
    30: _Packing(1, 2, _bf16),
}
