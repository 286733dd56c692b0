"""Words that are listed together in a thesaurus, in the form that the text needs: what a spinner did, read backwards.

Distilled by ``tests/training/thesaurus.py`` from WordNet 3.0 (Princeton University; its licence lies beside the file),
from the Moby thesaurus (Grady Ward, public domain) and from ``tests/training/spins.txt``, our own list of what
spinners and translators put for 5,478 common words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleantext.language.inflection import gerunds, pasts, plural, third

FILE = Path(__file__).with_name("thesaurus.npz")
SLOTS = ("base", "plural", "third", "past", "participle", "gerund", "comparative", "superlative")
"""The forms of a word."""
_INSTEAD = {1: 2, 2: 1, 3: 4, 4: 3}
"""A word without a form for a slot lends that of another: *nets* is a plural, and for a verb it is a third person."""

_RARE: tuple[tuple[str, int, Callable[[str], tuple[str, ...]]], ...] = (
    ("s", 1, lambda base: (plural(base), third(base))),
    ("ed", 3, pasts),
    ("ing", 5, gerunds),
)
_NONE = (np.zeros(0, np.uint32), np.zeros(0, np.uint8))


class Kind(IntFlag):
    """How two words belong together, as bits."""

    SYNONYM = 1
    SIMILAR = 2
    DERIVED = 4
    HYPERNYM = 8
    SIBLING = 16
    LISTED = 32  # Moby lists the word of the text under the other one
    LISTS = 64  # Moby lists the other one under the word of the text
    SPUN = 128  # spinners and translators put the word of the text for the other one

    @staticmethod
    def strength(kind: int) -> int:
        """How likely a spinner is to take one for the other, from 1 to 14."""
        return (
            4 * bool(kind & Kind.SYNONYM)
            + 3 * bool(kind & Kind.SPUN)
            + 2 * bool(kind & Kind.LISTED)
            + 2 * bool(kind & Kind.SIMILAR)
            + bool(kind & Kind.LISTS)
            + bool(kind & Kind.HYPERNYM)
            + bool(kind & (Kind.DERIVED | Kind.SIBLING))
        )


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another form, and how the two words belong together."""

    form: str
    kind: int


@dataclass(frozen=True)
class Thesaurus:
    """Words have numbers; ``slots`` gives the forms of each (their numbers and 1, or 0 for none)."""

    forms: Sequence[str]
    number: dict[str, int]
    slots: NDArray[np.uint32]
    reading_bounds: NDArray[np.uint32]
    reading_words: NDArray[np.uint16]
    reading_slots: NDArray[np.uint8]
    link_bounds: NDArray[np.uint32]
    link_words: NDArray[np.uint16]
    link_kinds: NDArray[np.uint8]

    def __contains__(self, form: str) -> bool:
        return form in self.number

    def readings(self, form: str) -> Sequence[tuple[int, int]]:
        """The number of the word and the slot of each reading of a form in small letters."""
        number = self.number.get(form)
        if number is None:
            return list(self._rare(form))
        return self._readings[number]

    @cached_property
    def _readings(self) -> Sequence[Sequence[tuple[int, int]]]:
        """Those of each form: looked up often, which takes ten times as long in arrays."""
        found = list(zip(self.reading_words.tolist(), self.reading_slots.tolist(), strict=True))
        return [tuple(found[start:stop]) for start, stop in pairwise(self.reading_bounds.tolist())]

    def others(self, form: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """What ``form`` (in small letters) may have replaced, in the same form: numbers of forms and kinds."""
        numbers: list[NDArray[np.uint32]] = []
        kinds: list[NDArray[np.uint8]] = []
        for word, slot in self.readings(form):
            start, stop = self.link_bounds.item(word), self.link_bounds.item(word + 1)
            linked = self.link_words[start:stop]
            found = self.slots[linked, slot]
            if slot in _INSTEAD:
                found = np.where(found > 0, found, self.slots[linked, _INSTEAD[slot]])
            there = found > 0
            numbers.append(found[there] - 1)
            kinds.append(self.link_kinds[start:stop][there])
        if not numbers:
            return _NONE
        joined, bits = np.concatenate(numbers), np.concatenate(kinds)
        if len(numbers) == 1:
            return joined, bits
        merged: dict[int, int] = {}
        for number, kind in zip(joined.tolist(), bits.tolist(), strict=True):
            merged[number] = merged.get(number, 0) | kind
        return np.array(list(merged), np.uint32), np.array(list(merged.values()), np.uint8)

    def alternatives(self, form: str) -> list[Alternative]:
        """The same in words, the likeliest first.

        >>> [other.form for other in thesaurus().alternatives("timberlands")][:1]
        ['forests']
        """
        numbers, kinds = self.others(form)
        found = [Alternative(self.forms[n], k) for n, k in zip(numbers.tolist(), kinds.tolist(), strict=True)]
        return sorted(found, key=lambda other: -Kind.strength(other.kind))

    def _rare(self, form: str) -> Iterator[tuple[int, int]]:
        """The readings of a form that the corpus lacks, although it holds its word."""
        for ending, slot, make in _RARE:
            if form.endswith(ending):
                for base in (form[: -len(ending)], form[: -len(ending)] + "e", form[:-1], form[:-3] + "y", form[:-4]):
                    number = self.number.get(base)
                    if number is not None and form in make(base):
                        yield from ((word, slot) for word, own in self._readings[number] if own == 0)
                        return

    def slotted(self, word: int, slot: int) -> str | None:
        """The form of a word in a slot."""
        number = self.slots.item(word, slot)
        return self.forms[number - 1] if number else None

    def bases(self, words: Container[str], slots: Sequence[int]) -> dict[str, list[str]]:
        """For each form that has one of ``words`` in one of ``slots``: which, in their base forms."""
        found: dict[str, list[str]] = defaultdict(list)
        form = np.repeat(np.arange(len(self.forms)), np.diff(self.reading_bounds))
        base = self.slots[self.reading_words, 0].astype(np.int64) - 1
        wanted = np.fromiter((known in words for known in self.forms), bool, len(self.forms))
        there = np.isin(self.reading_slots, slots) & (base >= 0) & (base != form) & wanted[base]
        for number, other in zip(form[there].tolist(), base[there].tolist(), strict=True):
            if self.forms[other] not in found[self.forms[number]]:
                found[self.forms[number]].append(self.forms[other])
        return dict(found)

    def inflections(self, form: str) -> Iterator[tuple[int, int, int, str]]:
        """All forms of each word that ``form`` may be of: the number of the word, the slot of ``form``, the slot of the
        other form, and that form.
        """
        for word, slot in self.readings(form):
            for number in range(len(SLOTS)):
                if other := self.slotted(word, number):
                    yield word, slot, number, other

    def instead(self, word: int, slot: int) -> str | None:
        """The form of a word in the slot that is most like the one given."""
        return self.slotted(word, _INSTEAD[slot]) if slot in _INSTEAD else None


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus that comes with the package."""
    with np.load(FILE, allow_pickle=False) as arrays:
        loaded = {name: arrays[name] for name in arrays.files}
    forms = loaded.pop("forms").tobytes().decode().split("\n")
    return Thesaurus(forms, {form: i for i, form in enumerate(forms)}, **loaded)
