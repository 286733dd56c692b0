"""Passages as windows of pieces of words, which is what an encoder reads (WordPiece, Wu et al. 2016)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import regex
from numpy.typing import NDArray

from cleantext.core.span import Span
from cleantext.language.memo import Memo

LONGEST = 126
"""Pieces of words that are read together; with the marks of begin and end they are 128."""
MOST_PIECES = 8
"""Pieces of a word that are read."""
LONGEST_WORD = 60
"""Characters of a word of which the pieces are looked for."""
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
MISSING = (
    "the", "a", "an", "of", "to", "in", "on", "at", "for", "by", "with", "from", "as", "about", "into", "up", "out",
    "off", "that", "which", "who", "and", "but", "or", "not", "is", "are", "was", "were", "be", "been", "has",
    "have", "had", "do", "will", "would", "it", "its", "he", "his", "she", "her", "they", "their", "them", "you",
    "your", "we", "our", "this", "there", "one", "so",
)  # fmt: skip
"""Words that often are missing before another one."""
LEFT_OUT = "[unused0]"
ADDED = {word: f"[unused{number}]" for number, word in enumerate(MISSING, 1)}
"""Pieces that are in no text and say what to do instead of putting another word: to leave a word out, or to put one of
``MISSING`` before it (Omelianchuk et al. 2020 have such tags)."""
WORD = regex.compile(r"[^\W_]+|[^\w\s]|_")
_CASES = 4
SHAPES = 2 * _CASES

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
class Pieces:
    """The vocabulary: the number of each piece. Those that don't begin a word begin with ``##``."""

    numbers: Mapping[str, int]

    @cached_property
    def _memo(self) -> Memo[tuple[int, ...]]:
        return Memo(self._cut)

    def of(self, form: str) -> tuple[int, ...]:
        """The numbers of the pieces of a word, from the left the longest that are known.

        >>> Pieces({"[UNK]": 0, "word": 1, "##s": 2}).of("Words")
        (1, 2)
        """
        return self._memo[form]

    def _cut(self, form: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", form.lower()) if unicodedata.category(c) != "Mn")
        if len(plain) > LONGEST_WORD:
            return (self.numbers[UNKNOWN],)
        found: list[int] = []
        start = 0
        while start < len(plain):
            begun = "##" if start else ""
            for end in range(len(plain), start, -1):
                if (number := self.numbers.get(begun + plain[start:end])) is not None:
                    break
            else:
                return (self.numbers[UNKNOWN],)
            found.append(number)
            start = end
        return tuple(found[:MOST_PIECES]) or (self.numbers[UNKNOWN],)

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
        return [_window(words) for part in parts for words in _parts(part)]

    def _words(self, text: str, sentence: Span) -> list[_Word]:
        found = []
        for match in WORD.finditer(text, sentence.start, sentence.end):
            start, form = match.start(), match[0]
            glued = start > 0 and not text[start - 1].isspace()
            found.append(_Word(start, match.end(), self.of(form), _case(form) + _CASES * glued))
        return found


def forms(text: str) -> list[str]:
    """The words and marks of a text, as an encoder reads them.

    >>> forms("He's 12.")
    ['He', "'", 's', '12', '.']
    """
    return [match[0] for match in WORD.finditer(text)]


def _case(form: str) -> int:
    """0: none or small letters, 1: a capital, 2: nothing but capitals, 3: mixed.

    >>> [_case(form) for form in ("word", "Word", "WORD", "WoRd", "I", "12")]
    [0, 1, 2, 3, 1, 0]
    """
    if not form[0].isupper():
        return 0
    return 1 if len(form) == 1 or form[1:].islower() else 2 if form.isupper() else 3


def _parts(words: Sequence[_Word]) -> list[list[_Word]]:
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
