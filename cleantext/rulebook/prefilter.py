"""One pass over a text decides which rules can match in it (Aho and Corasick 1975).

Most rules can't match most paragraphs: each names, or lets us derive, texts that it can't match without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import ahocorasick_rs


class Prefilter:
    """Built from what each rule needs: texts of which one must occur, or None where any text may match."""

    def __init__(self, needs: Sequence[frozenset[str] | None]):
        self._always = frozenset(i for i, need in enumerate(needs) if need is None)
        rules_of: dict[str, set[int]] = defaultdict(set)
        for i, need in enumerate(needs):
            for literal in need or ():
                rules_of[literal].add(i)
        self._rules = list(rules_of.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(rules_of)) if rules_of else None

    def candidates(self, text: str) -> Iterable[int]:
        """The numbers of the rules that can match in ``text``, in order."""
        if self._automaton is None:
            return sorted(self._always)
        found = set(self._always)
        for literal in {i for i, _, _ in self._automaton.find_matches_as_indexes(text.lower(), overlapping=True)}:
            found |= self._rules[literal]
        return sorted(found)
