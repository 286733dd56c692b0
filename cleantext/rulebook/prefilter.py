"""One pass over a text decides which rules can match in it (Aho and Corasick 1975).

Most rules can't match most paragraphs: each names, or lets us derive, texts that it can't match without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import ahocorasick_rs

from cleantext.rulebook.literals import Needs


class Prefilter:
    """Built from what each rule needs: sets of texts, of each of which one must occur. No set: any text may match."""

    def __init__(self, needs: Sequence[Needs]):
        self._needs = needs
        self._always = [i for i, need in enumerate(needs) if not need]
        self._asked: dict[str, list[int]] = defaultdict(list)  # a rule is asked for by its most telling set
        for i, need in enumerate(needs):
            if need:
                for literal in min(need, key=_commonness):
                    self._asked[literal].append(i)
        literals = {literal for need in needs for texts in need for literal in texts}
        self._long = [literal for literal in literals if len(literal) > 1]
        self._automaton = ahocorasick_rs.AhoCorasick(self._long) if self._long else None

    def candidates(self, text: str) -> Iterable[int]:
        """The numbers of the rules that can match in ``text``, in order."""
        lowered = text.lower()
        found = set(lowered)
        if self._automaton is not None:
            matches = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
            found |= {self._long[i] for i in {i for i, _, _ in matches}}
        asked = {i for literal in found & self._asked.keys() for i in self._asked[literal]}
        possible = [i for i in asked if all(not texts.isdisjoint(found) for texts in self._needs[i])]
        return sorted([*self._always, *possible])


def _commonness(texts: frozenset[str]) -> tuple[bool, int, int]:
    shortest = min(map(len, texts))
    return shortest < 2, len(texts), -shortest
