"""A read-only map from 64-bit keys to small numbers, at two bytes a key, searched for many keys at once.

Keys are sorted and cut in two: the upper bits choose a bucket of some four keys, of the rest sixteen bits are kept. A
key that is not in the map is taken for one that is in about one case of sixteen thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PER_BUCKET = 4

Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Table:
    """``bounds`` says where each bucket begins, ``rest`` holds sixteen bits of each key, in the order of the keys."""

    bounds: NDArray[np.uint32]
    rest: NDArray[np.uint16]

    @classmethod
    def of(cls, keys: Keys) -> Table:
        """The table of ``keys``, which are sorted and distinct; what is kept about key ``i`` belongs at place ``i``."""
        bits = max(1, int(np.ceil(np.log2(max(2, len(keys) / PER_BUCKET)))))
        buckets = (keys >> np.uint64(64 - bits)).astype(np.int64)
        bounds = np.searchsorted(buckets, np.arange((1 << bits) + 1)).astype(np.uint32)
        return cls(bounds, _rest(keys, bits))

    @classmethod
    def of_sizes(cls, sizes: NDArray[np.uint8], rest: NDArray[np.uint16]) -> Table:
        """The table whose buckets hold so many keys each."""
        return cls(np.concatenate([[0], np.cumsum(sizes, dtype=np.uint32)]).astype(np.uint32), rest)

    @property
    def sizes(self) -> NDArray[np.uint8]:
        """How many keys each bucket holds: what is kept of ``bounds`` in a file."""
        return np.diff(self.bounds).astype(np.uint8)

    def __len__(self) -> int:
        return len(self.rest)

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """The place of each key, -1 where it is missing."""
        if not len(self.rest):
            return np.full(len(keys), -1, np.int64)
        bits = int(len(self.bounds) - 1).bit_length() - 1
        bucket = (keys >> np.uint64(64 - bits)).astype(np.int64)
        rest = _rest(keys, bits)
        low, high = self.bounds[bucket].astype(np.int64), self.bounds[bucket + 1].astype(np.int64)
        last = high
        for _ in range(int((high - low).max(initial=0)).bit_length()):  # a binary search of all buckets in step
            middle = (low + high) >> 1
            right = (middle < high) & (self.rest[np.minimum(middle, len(self.rest) - 1)] < rest)
            low, high = np.where(right, middle + 1, low), np.where(right, high, middle)
        there = (low < last) & (self.rest[np.minimum(low, len(self.rest) - 1)] == rest)
        return np.where(there, low, -1)


def _rest(keys: Keys, bits: int) -> NDArray[np.uint16]:
    return ((keys << np.uint64(bits)) >> np.uint64(48)).astype(np.uint16)
