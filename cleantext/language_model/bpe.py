"""The tokenizer that a GGUF file of the SmolLM2 family describes: byte-level pair encoding.

Forty lines of our own, since ``tokenizers`` brings a client of a model hub along; tests hold them against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import regex

PIECES = {
    "smollm": r"\p{N}|'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?![^\s\p{N}])|\s+",
}
"""By the name of a pre-tokenizer, how text is cut before pairs are joined; each digit stands alone."""

_MEMO = 50_000


class Tokenizer:
    """Turns text into the numbers of tokens. Special tokens aren't looked for in text, which is what a text is not."""

    def __init__(self, tokens: Sequence[str], merges: Sequence[str], pieces: str) -> None:
        self._numbers: Mapping[str, int] = {token: number for number, token in enumerate(tokens)}
        self._ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self._pieces = regex.compile(pieces)
        self._tokens_of = lru_cache(_MEMO)(self._joined)

    def __call__(self, text: str) -> list[int]:
        """The tokens of a text.

        A lone surrogate, which no model has seen, is read as a replacement character.
        """
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        return [token for piece in self._pieces.findall(text) for token in self._tokens_of(piece)]

    def _joined(self, piece: str) -> tuple[int, ...]:
        parts = [_LETTERS[byte] for byte in piece.encode("utf-8")]
        while len(parts) > 1:
            pairs = [self._ranks.get(pair, _NEVER) for pair in pairwise(parts)]
            best = min(pairs)
            if best == _NEVER:
                break
            at = pairs.index(best)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return tuple(self._numbers[part] for part in parts if part in self._numbers)


_NEVER = 1 << 62


def _letters() -> Sequence[str]:
    """A printable character for each byte: itself where it has one, one from 256 on where it hasn't (GPT-2's way)."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others: Any = iter(range(256, 512))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


_LETTERS = _letters()
