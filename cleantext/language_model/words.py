"""Text as the rows of word numbers that the n-gram model counts.

Case is kept where it tells something: a capital at the start of a sentence is read as the commoner of the two forms.
A word that the vocabulary lacks becomes a class (a name, a number, an unknown word in *-ing*), so that a new name is
no evidence of damage. Double quotation marks are one word, whatever their shape, and so are dashes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from cleantext.language.memo import Memo

PARAGRAPH = "<p>"
CLASSES = (
    PARAGRAPH, "<name>", "<caps>", "<year>", "<digit>", "<number>", "<ordinal>", "<mixed>", "<mark>",
    "<ing>", "<ed>", "<ly>", "<s>", "<ion>", "<er>", "<unknown>",
)  # fmt: skip
"""The words with brackets, which are first in every vocabulary: a paragraph's border and the classes of the rest."""

_TOKEN = regex.compile(
    r"(?P<w>[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*)|\d+(?:[.,]\d+)*(?:st|nd|rd|th|s)?\b|[\p{L}\p{M}\d_]+|\.{2,}|[^\w\s]"
)
_POSSESSIVE = regex.compile(r"['’]s?$")
_MARKS = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "—": "–", "…": "...", "‑": "-", "‐": "-",
}  # fmt: skip
ENDS = frozenset([".", "!", "?", PARAGRAPH, "...", ":"])
OPENS = frozenset(['"', "'", "(", "["])
_ENDS, _OPENS = 1, 2
_PIECE = re.compile(r"\S+")
_SUFFIXES = (("ing", "<ing>"), ("ed", "<ed>"), ("ly", "<ly>"), ("ion", "<ion>"), ("er", "<er>"), ("s", "<s>"))

Ids = NDArray[np.int32]


def forms(text: str) -> list[tuple[str, int, int]]:
    """The words and marks of ``text`` with their starts and ends; a possessive ending is a word of its own.

    >>> [form for form, _, _ in forms("Ann’s dog, aged 12, won’t.")]
    ['Ann', "'s", 'dog', ',', 'aged', '12', ',', "won't", '.']
    """
    found: list[tuple[str, int, int]] = []
    for m in _TOKEN.finditer(text):
        form, (start, end) = m[0], m.span()
        if m["w"] is None:
            found.append((_MARKS.get(form, form if form[0] != "." or len(form) == 1 else "..."), start, end))
        elif ("'" in form or "’" in form) and (ending := _POSSESSIVE.search(form)) and ending.start():
            cut = start + ending.start()
            found += [(form[: ending.start()].replace("’", "'"), start, cut), ("'s", cut, end)]
        else:
            found.append((form.replace("’", "'"), start, end))
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """A text as numbers of words, with the place of each."""

    ids: Ids
    starts: Ids
    ends: Ids
    openings: NDArray[np.bool_]
    """Whether each word may begin a sentence, and its capital tells nothing."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Vocabulary:
    """The known forms, the commonest first, ``CLASSES`` before all others."""

    known: Sequence[str]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each form."""
        return {form: i for i, form in enumerate(self.known)}

    def __len__(self) -> int:
        return len(self.known)

    @cached_property
    def _inside(self) -> Memo[int]:
        return Memo(lambda form: self._found(form, opening=False))

    @cached_property
    def _opening(self) -> Memo[int]:
        return Memo(lambda form: self._found(form, opening=True))

    def id(self, form: str, opening: bool = False) -> int:
        """The number of a form; ``opening`` says that it begins a sentence."""
        return (self._opening if opening else self._inside)[form]

    def read(self, text: str, opening: bool = True) -> Words:
        """The words of ``text``; ``opening`` says that its first word begins a sentence."""
        return self.read_in([text], [opening])[0]

    def read_in(self, texts: Sequence[str], opening: Sequence[bool]) -> list[Words]:
        """The same for several texts at once."""
        known = self._pieces
        pieces = [[known[piece] for piece in text.split()] for text in texts]
        rows = list(chain.from_iterable(pieces))
        if not rows:
            none = np.zeros(0, np.int32)
            return [Words(none, none, none, np.zeros(0, bool)) for _ in texts]
        inside, first, starts, ends, marks = np.concatenate(rows).T
        placed = np.array([m.start() for text in texts for m in _PIECE.finditer(text)], np.int32)
        at = np.repeat(placed, list(map(len, rows)))
        bounds = [0, *accumulate(sum(map(len, some)) for some in pieces)]
        opens = _openings(marks, np.array(bounds), np.array(opening))
        ids, begin, end = np.where(opens, first, inside), at + starts, at + ends
        return [Words(ids[i:j], begin[i:j], end[i:j], opens[i:j]) for i, j in pairwise(bounds)]

    @cached_property
    def _pieces(self) -> Memo[Ids]:
        """For each word of a piece without white space: both its numbers, its place, and what it does to the next."""

        def read(piece: str) -> Ids:
            rows = [
                (
                    self.id(form),
                    self.id(form, True),
                    start,
                    end,
                    _ENDS if form in ENDS else _OPENS if form in OPENS else 0,
                )
                for form, start, end in (
                    [(piece, 0, len(piece))] if piece.isascii() and piece.isalpha() else forms(piece)
                )
            ]
            return np.array(rows, np.int32).reshape(len(rows), 5)

        return Memo(read)

    def _found(self, form: str, opening: bool) -> int:
        number = self.number
        own, lowered = number.get(form), number.get(form.lower())
        if form[:1].isupper():
            if opening and lowered is not None:
                return lowered if own is None else min(own, lowered)
            if own is not None:
                return own
            if len(form) > 1 and form.isupper() and lowered is not None:
                return lowered
            return number[class_of(form)]
        return own if own is not None else number[class_of(form)]


def _openings(marks: Ids, bounds: NDArray[np.int64], opening: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each word may begin a sentence: after a mark that ends one, perhaps with opening marks between.

    ``bounds`` are those of several texts, ``opening`` tells which of them begin a sentence.
    """
    number = np.arange(len(marks))
    settled = np.maximum.accumulate(np.where(marks == _OPENS, -1, number))
    before = np.concatenate([[-1], settled[:-1]])
    lengths = np.diff(bounds)
    return np.where(before < np.repeat(bounds[:-1], lengths), np.repeat(opening, lengths), marks[before] == _ENDS)


def class_of(form: str) -> str:
    """The class of a form that the vocabulary lacks.

    >>> class_of("Blenkinsop"), class_of("1987"), class_of("frobbing")
    ('<name>', '<year>', '<ing>')
    """
    first = form[0]
    if first.isdigit():
        if form.isdigit():
            return (
                "<year>"
                if len(form) == 4 and form[:2] in ("18", "19", "20")
                else "<digit>"
                if len(form) < 3
                else "<number>"
            )
        if form[-1].isalpha():
            return "<ordinal>" if form[-2:] in ("st", "nd", "rd", "th") else "<mixed>"
        return "<number>"
    if not first.isalpha():
        return "<mark>"
    if any(c.isdigit() or c == "_" for c in form):
        return "<mixed>"
    if first.isupper():
        return (
            "<caps>"
            if len(form) > 1 and form.isupper()
            else "<name>"
            if form[1:].islower() or len(form) == 1
            else "<mixed>"
        )
    if not form.islower():
        return "<mixed>"
    return next(
        (kind for ending, kind in _SUFFIXES if form.endswith(ending) and len(form) > len(ending) + 2), "<unknown>"
    )
