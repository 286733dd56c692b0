"""What each piece of a text between white space looks like, found once for each different piece.

Most pieces of a clean text are plain words, and two plain words side by side hide no damage that characters would show.
So a search through the characters of a passage is worth its time only where some piece, or some pair, is not plain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_

from cleantext.language.analysis import Passage
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED
from cleantext.proposers.known import is_word, only_capital

SMALL, CAPITAL, OPEN, PAUSE, STOP, APART, INNER, ODD, BRACKET, MIXED, NAME = (1 << i for i in range(11))
"""Begins with a small letter; is a word with a capital that may do without; ends in a letter or digit; ends in a comma,
semicolon or colon; ends a sentence; has no letter or digit; has a mark inside; has marks in an unusual order; has a
bracket; has a capital after a small letter; is a name with a small letter."""

_PLAIN = re.compile(
    r"[“\"‘(\[]{0,2}[$€£#~±+−-]?[^\W_][\w'’‑–—/&%°-]*(?:[.,]\w+)*[%°]?(?:[.,;:!?…]?[”\"’)\]]{0,2}|[’)\]]{1,2}[.,;:!?])"
)
_INITIALS = re.compile(
    r"[“\"(]?(?:[^\W\d_]\.)+[,;:]?[”\")]?(?:['’]s)?[,.]?|[“\"(]?[\d.,:]+(?:am|pm|%|s|st|nd|rd|th)?[.,;:]?"
)
_INNER_MARK = re.compile(r"[^\W_][\"”’)\]%]?[.,;:!?)\]%”\"][\"”’)\]“‘(]?[^\W\d_]|[^\W\d_][“(\[]|[.,;:!?][“‘(]")
_STOPS = re.compile(r"[.!?…][\"”’»)\]]*$")
_PAUSES = re.compile(r"[,;:]$")
_HUMP = re.compile(r"[a-z]{2}[A-Z]")


def _shape_of(piece: str) -> int:
    if piece.isalpha():
        if piece.islower():
            return SMALL | OPEN | (NAME if only_capital(piece) else 0)
        shape = OPEN
        if piece.istitle():
            small = piece.lower()
            return shape | (CAPITAL if small in CLOSED or is_word(small) else 0)
        return shape | (MIXED if _HUMP.search(piece) else 0) | (SMALL if piece[0].islower() else 0)
    bare = piece.lstrip('“"‘(«[')
    shape = SMALL if bare[:1].islower() else 0
    word = bare.rstrip('.,;:!?…"”’»)]')
    if word.islower() and word.isalpha() and only_capital(word):
        shape |= NAME
    if not any(map(str.isalnum, piece)):
        return APART | (STOP if _STOPS.search(piece) else 0)
    if word.istitle() and bare is piece and (word.lower() in CLOSED or is_word(word.lower())):
        shape |= CAPITAL
    if _STOPS.search(piece):
        shape |= STOP
    elif _PAUSES.search(piece):
        shape |= PAUSE
    else:
        shape |= OPEN
    if any(map("()[]".__contains__, piece)):
        shape |= BRACKET
    if _HUMP.search(piece):
        shape |= MIXED
    if _INITIALS.fullmatch(piece):
        return shape
    if _INNER_MARK.search(piece):
        shape |= INNER
    if not _PLAIN.fullmatch(piece):
        shape |= ODD
    return shape


_SHAPES = Memo(_shape_of)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes in a passage: ``any`` of them together, and the ``pairs`` that are side by side."""

    any: int
    pairs: frozenset[tuple[int, int]]

    def has(self, shape: int) -> bool:
        """Whether a piece has one of these shapes."""
        return bool(self.any & shape)

    def meet(self, left: int, right: int) -> bool:
        """Whether a piece of a shape of ``left`` is before one of ``right``."""
        return any(a & left and b & right for a, b in self.pairs)


def shapes(passage: Passage) -> Shapes:
    """The shapes in a passage."""
    found = list(map(_SHAPES.__getitem__, passage.pieces))
    return Shapes(reduce(or_, set(found), 0), frozenset(pairwise(found)))
