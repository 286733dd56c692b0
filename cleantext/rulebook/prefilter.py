"""One pass over some texts decides which rules can match in each.

The needs of all rules, widened to what automata hold (``superset``), are one database of Hyperscan (Wang et al. 2019),
which looks for all of them at once. Compiling it takes seconds, so it is kept in the user's cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cleantext.language.analysis import Passage
from cleantext.rulebook.alphabet import rare, reduced
from cleantext.rulebook.gate import Doubling, Gate, Need
from cleantext.rulebook.rarity import Rarity
from cleantext.rulebook.recurrence import Echo, again
from cleantext.rulebook.scanner import Met, Scanner


class Prefilter:
    """Built from the gates of rules, which it names by their number."""

    def __init__(self, gates: Sequence[Gate]):
        known = dict.fromkeys(need for gate in gates for need in gate.needs)
        scanned = [need for need in known if isinstance(need, Need) and need.scope not in ("classes", "attribution")]
        classes = [need for need in known if isinstance(need, Need) and need.scope == "classes"]
        orders = [need for need in known if isinstance(need, Need) and need.scope == "attribution"]
        echoes = [need for need in known if isinstance(need, Echo)]
        rarities = [need for need in known if isinstance(need, Rarity)]
        needs = [*scanned, *classes, *orders, *echoes, *rarities, Doubling()]
        number = {need: i for i, need in enumerate(needs)}
        self._scanner = Scanner(scanned)
        self._classes = Scanner(classes) if classes else None
        self._first_class = len(scanned)
        self._orders = Scanner(orders) if orders else None
        self._first_order = len(scanned) + len(classes)
        self._before_order = {
            frozenset(number[need] for need in gate.needs if need not in orders)
            for gate in gates
            if not set(orders).isdisjoint(gate.needs)
        }
        self._echoes = echoes
        self._first_echo = len(scanned) + len(classes) + len(orders)
        self._rarities = [(number[need], need.characters) for need in rarities]
        self._doubling = number[Doubling()]
        self._least = [gate.least if gate.needs else 0 for gate in gates]
        self._always = [i for i, least in enumerate(self._least) if not least]
        self._single: list[list[int]] = [[] for _ in needs]
        self._several: list[list[int]] = [[] for _ in needs]
        for i, gate in enumerate(gates):
            for need in gate.needs:
                (self._single if gate.least == 1 else self._several)[number[need]].append(i)
        self._within = [_within(gate, number) for gate in gates]

    def met(self, passages: Sequence[Passage]) -> list[Met]:
        """The needs that are met somewhere in each of ``passages``, and perhaps others."""
        characters = [reduced(passage.text) for passage in passages]
        met = self._scanner.scan(characters)
        if self._classes:
            rows = self._classes.scan([passage.classes.symbols.encode() for passage in passages])
            for here, found in zip(met, rows, strict=True):
                here.update((self._first_class + i, None) for i in found)
        if self._orders:
            asked = [i for i, here in enumerate(met) if any(here.keys() >= needs for needs in self._before_order)]
            rows = self._orders.scan([passages[i].row.symbols.encode() for i in asked])
            for i, found in zip(asked, rows, strict=True):
                met[i].update((self._first_order + i, None) for i in found)
        for here, said in zip(met, again(characters, self._echoes), strict=True):
            here.update((self._first_echo + i, None) for i in said.echoes)
            if said.doubled:
                here[self._doubling] = None
        for here, passage in zip(met, passages, strict=True):
            if letters := rare(passage.text):
                here.update((i, None) for i, characters in self._rarities if not characters.isdisjoint(letters))
        return met

    def ends(self, i: int, met: Met) -> Sequence[int] | None:
        """The places in a text where all ends that gate ``i`` asks for inside of sentences. None if they are not known.

        Only a sentence that holds one of them, or what stands before one, can have what the rule looks for.
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


def _within(gate: Gate, number: Mapping[object, int]) -> int | None:
    """The need of a gate that has only one, if it is met inside of sentences."""
    match gate.needs:
        case (Need(scope="sentence" | "token" | "opening") as need,):
            return number[need]
    return None
