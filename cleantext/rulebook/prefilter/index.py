"""From the needs that a passage meets to the rules that can match in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cleantext.language.analysis import Passage
from cleantext.rulebook.prefilter.bytes import rare, reduced
from cleantext.rulebook.prefilter.hyperscan import OWN, SHIPPED, Met, Scanner
from cleantext.rulebook.prefilter.need import Again, AnyNeed, Gate, Letters, Need, Scope
from cleantext.rulebook.prefilter.repeats import said


class Prefilter:
    """Built from the gates of rules, which it names by their number.

    The needs of ``base``, the gates of all rules that come with cleantext, are compiled together whichever of them
    are wanted, and those of other rules by themselves: so an author's rules are soon compiled.
    """

    def __init__(self, gates: Sequence[Gate], base: Sequence[Gate] = ()):
        shipped = dict.fromkeys(need for gate in base for need in gate.needs)
        known = shipped | dict.fromkeys(need for gate in gates for need in gate.needs)
        number = {need: i for i, need in enumerate(known)}
        own = {need: i for need, i in number.items() if need not in shipped}
        parts = [({need: number[need] for need in shipped}, SHIPPED), (own, OWN)] if base else [(own, SHIPPED)]
        self._text, self._classes, self._orders = (
            [Scanner(needs, folder) for part, folder in parts if (needs := _searched(part, kind))] for kind in _KINDS
        )
        self._before_order = {
            frozenset(number[need] for need in gate.needs if need not in orders)
            for gate in gates
            if (orders := _searched(dict.fromkeys(gate.needs, 0), ("attribution",)))
        }
        self._again = [(i, need) for need, i in number.items() if isinstance(need, Again)]
        self._letters = [(i, need.characters) for need, i in number.items() if isinstance(need, Letters)]
        self._least = [gate.least if gate.needs else 0 for gate in gates]
        self._always = [i for i, least in enumerate(self._least) if not least]
        self._single: list[list[int]] = [[] for _ in number]
        self._several: list[list[int]] = [[] for _ in number]
        for i, gate in enumerate(gates):
            for need in gate.needs:
                (self._single if gate.least == 1 else self._several)[number[need]].append(i)
        self._within = [_within(gate, number) for gate in gates]

    def met(self, passages: Sequence[Passage]) -> list[Met]:
        """The needs that are met somewhere in each of ``passages``, and perhaps others."""
        characters = [reduced(passage.text) for passage in passages]
        met: list[Met] = [{} for _ in passages]
        for scanner in self._text:
            scanner.scan(characters, met)
        for scanner in self._classes:
            scanner.scan([passage.classes.symbols.encode() for passage in passages], met)
        asked = [i for i, here in enumerate(met) if any(here.keys() >= needs for needs in self._before_order)]
        for scanner in self._orders:
            scanner.scan([passages[i].row.symbols.encode() for i in asked], [met[i] for i in asked])
        for here, passage, text in zip(met, passages, characters, strict=True):
            repeated = said(text)
            here.update((i, None) for i, need in self._again if repeated.meets(need))
            if letters := rare(passage.text):
                here.update((i, None) for i, wanted in self._letters if not wanted.isdisjoint(letters))
        return met

    def ends(self, i: int, met: Met) -> Sequence[int] | None:
        """The places in a text where all ends that gate ``i`` asks for inside of sentences. None if they are not known.

        Only a sentence that holds one of them, or what precedes one, can have what the rule looks for.
        """
        need = self._within[i]
        return None if need is None else met.get(need)

    def open(self, met: Iterable[int], among: frozenset[int] | None = None) -> list[int]:
        """The gates that are open where the needs ``met`` are, in order; only of those ``among`` them, if given."""
        found = set(self._always)
        counts: dict[int, int] = {}
        for need in met:
            found.update(self._single[need])
            for i in self._several[need]:
                counts[i] = counts.get(i, 0) + 1
        if counts:
            found.update(i for i, count in counts.items() if count >= self._least[i])
        return sorted(found if among is None else found & among)


_KINDS: tuple[tuple[Scope, ...], ...] = (
    ("text", "before", "following", "phrase", "sentence", "token", "opening"), ("classes",), ("attribution",)
)  # fmt: skip
"""What is searched in the text, in its word classes, and in who says what in it."""


def _searched(numbered: Mapping[AnyNeed, int], scopes: Sequence[Scope]) -> dict[Need, int]:
    return {need: i for need, i in numbered.items() if isinstance(need, Need) and need.scope in scopes}


def _within(gate: Gate, number: Mapping[AnyNeed, int]) -> int | None:
    """The need that is met inside of every sentence that a rule can match in."""
    inside = (need for need in gate.needs if isinstance(need, Need) and need.scope in ("sentence", "token", "opening"))
    need = next(inside, None) if len(gate.needs) == 1 else None
    return None if need is None else number[need]
