"""Slips that the grammar around a place tells, however likely the words are: each kind in a module of its own.

Each gives, for the row of words, what to try at which of them. The word that may begin a slip is looked up first, so
that most words of a text cost one look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from cleantext.proposers import complements, pronouns, subjects, tenses
from cleantext.proposers.collocations import COLLOCATIONS
from cleantext.proposers.rivals import Construction, Rivals
from cleantext.proposers.swaps import Row


def constructions(words: Row) -> Iterator[tuple[int, Rivals]]:
    """What all constructions ask for, with the word from which on it is changed."""
    asked = _by_trigger()
    for i, form in enumerate(words.lowered):
        if form in asked:
            for construction in asked[form]:
                yield from construction.tried(words, i)
    yield from subjects.disagreeing(words)


@cache
def _by_trigger() -> Mapping[str, Sequence[Construction]]:
    found: dict[str, list[Construction]] = defaultdict(list)
    for construction in (*complements.CONSTRUCTIONS, *tenses.CONSTRUCTIONS, *pronouns.CONSTRUCTIONS, *COLLOCATIONS):
        for form in construction.triggers():
            found[form].append(construction)
    return found
