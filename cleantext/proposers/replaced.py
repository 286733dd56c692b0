"""What a word may have replaced, by the thesaurus and by the lists of what spinners put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleantext.language.memo import Memo
from cleantext.language.thesaurus import Kind, thesaurus
from cleantext.language_model.ngram import shipped
from cleantext.proposers.spun import spun
from cleantext.proposers.swaps import Floats, Ints

MOST = 60
"""Originals of a form."""
SMALL = -5.6
"""Log probability (nats) of a word by itself from which on it is too small to be what a spinner replaced (``or``,
``many``), unless it is listed."""
LISTED = 12.0
"""The strength of a listed spin, on the scale of ``Kind.strength``."""


@dataclass(frozen=True)
class Originals:
    """What a form may have replaced: the numbers of forms in the thesaurus, then ``more`` that it lacks; the numbers
    of all of them for the model, and how strong each link is."""

    numbers: NDArray[np.uint32]
    more: Sequence[str]
    ids: Ints
    strengths: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def form(self, k: int) -> str:
        """The form that is ``k``-th."""
        return thesaurus().forms[self.numbers.item(k)] if k < len(self.numbers) else self.more[k - len(self.numbers)]


@dataclass(frozen=True)
class _Tables:
    """Of each form of the thesaurus: its number for the model (-1 where it knows none), and whether it may have been
    replaced. The strength of each kind of link.
    """

    ids: Ints
    usable: NDArray[np.bool_]
    steps: Floats


@cache
def _tables() -> _Tables:
    number = shipped().vocabulary.number
    ids = np.array([number.get(form, -1) for form in thesaurus().forms], np.int32)
    usable = (ids >= 0) & (np.asarray(shipped().first)[ids] < SMALL)
    return _Tables(ids, usable, np.array([Kind.strength(kind) for kind in range(2 * Kind.SPUN)], np.float32))


def _originals(form: str) -> Originals:
    known, tables, vocabulary = thesaurus(), _tables(), shipped().vocabulary.number
    numbers, kinds = known.others(form)
    there = tables.usable[numbers]
    numbers, kinds = numbers[there], kinds[there]
    if len(numbers) > MOST:
        chosen = np.argsort(-tables.steps[kinds], kind="stable")[:MOST]
        numbers, kinds = numbers[chosen], kinds[chosen]
    strengths, more = tables.steps[kinds], []
    listed = [other for other in spun().originals(form) if other in vocabulary and other.islower()]
    if listed:
        found = [known.forms[number] for number in numbers.tolist()]
        strengths[[k for k, other in enumerate(found) if other in listed]] = LISTED
        more = [other for other in listed if other not in found]
    return Originals(
        numbers, more,
        np.concatenate([tables.ids[numbers], np.array([vocabulary[other] for other in more], np.int32)]),
        np.concatenate([strengths, np.full(len(more), LISTED, np.float32)]),
    )  # fmt: skip


ORIGINALS = Memo[Originals](_originals)
"""Those of each form in small letters."""
