"""What spinners, back-translation (``spun.txt``) and translators (``calques.txt``) put for which words, and the fixed
terms of ``terms.txt``.

The lists are in dictionary forms; the words of a pair are inflected alike when they are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleantext.language.thesaurus import thesaurus

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Spun:
    """``words`` has the originals of each single word, ``phrases`` those of each longer spin, both in small letters
    but for names; ``spins`` has the spins of each original."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]]
    spins: Mapping[str, tuple[str, ...]]

    def originals(self, form: str) -> list[str]:
        """What a single word may have replaced, in the form of that word.

        >>> spun().originals("bosoms"), spun().originals("walk")
        (['breasts'], ['March'])
        """
        return list(dict.fromkeys(_inflected(form, self.words)))

    def replacements(self, form: str) -> list[str]:
        """What a spinner may put for a word or phrase, in its form."""
        return list(dict.fromkeys(_inflected(form, self.spins)))


@cache
def spun() -> Spun:
    """The list that comes with the package."""
    words: dict[str, list[str]] = defaultdict(list)
    phrases: dict[str, list[str]] = defaultdict(list)
    spins: dict[str, list[str]] = defaultdict(list)
    for original, found in _pairs():
        spins[original].append(found)
        (phrases if " " in found else words)[found.lower()].append(original)
    return Spun(*({key: tuple(dict.fromkeys(values)) for key, values in m.items()} for m in (words, phrases, spins)))


@cache
def terms() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The fixed terms as rows of words, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    listed = [term.strip() for line in _lines("terms.txt") for term in line.split(",")]
    listed += [original.lower() for original, _ in _pairs() if " " in original]
    for term in dict.fromkeys(listed):
        words = tuple(term.split())
        if len(words) > 1:
            found[words[0]].append(words)
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    pairs = (
        (original.strip(), spin.strip())
        for original, _, spins in (line.partition(":") for name in ("spun.txt", "calques.txt") for line in _lines(name))
        for spin in spins.split(",")
    )
    return tuple(pair for pair in dict.fromkeys(pairs) if pair[0].lower() != pair[1].lower() and all(pair))


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _inflected(form: str, pairs: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from pairs.get(form, ())
    known = thesaurus()
    for word, slot in known.readings(form):
        if slot == 0:
            continue
        for other in pairs.get(known.slotted(word, 0) or "", ()):
            for number, own in known.readings(other):
                if own == 0 and (made := known.slotted(number, slot) or known.instead(number, slot)):
                    yield made


def inflected(word: str, slot: int) -> str | None:
    """A word in another form (a slot of the thesaurus), where that is a form that people write."""
    known = thesaurus()
    for number, own in known.readings(word):
        if own == 0 and (made := known.slotted(number, slot)):
            return made
    return None


def bases(form: str) -> list[tuple[str, int]]:
    """The words of which a form is another form, and which.

    >>> bases("gauges")
    [('gauge', 1), ('gauge', 2)]
    """
    known = thesaurus()
    found = ((known.slotted(number, 0), slot) for number, slot in known.readings(form) if slot)
    return list(dict.fromkeys((base, slot) for base, slot in found if base and base != form))
