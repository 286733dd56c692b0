"""``spellings``: one name in two spellings, as transliteration leaves it; the rarer is the odd one.

Two spellings are alike by ``letter``, where one letter is more, less or other, or by ``sound``, where both are what
different transliterations make of the same letters: ``Torvik`` and ``Torwik``, ``Minegishi`` and ``Minegisi``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.reading import NAME, Reading
from cleantext.rulebook.matchers.match import FindInReading, Lists, Match
from cleantext.rulebook.schema import SpellingsSpec

_ENDINGS = ("s", "n", "i", "e", "a", "o", "an", "d", "r", "t", "ns")
"""What makes another word of a name: ``Iran``, ``Iranian``; ``Russia``, ``Russian``; ``Israel``, ``Israeli``."""


def spellings_matcher(spec: SpellingsSpec, lists: Lists) -> FindInReading:
    """Values: ``form``, what stands here, ``usual``, the other spelling, and ``times``, how often that occurs.

    Raises ``ValueError`` for an unknown list.
    """
    if unknown := [name for name in spec.allow if name not in lists]:
        raise ValueError(f"spellings: no word list '{unknown[0]}'")
    allowed = frozenset(name for listed in spec.allow for name in lists[listed])

    def find(reading: Reading) -> Iterable[Match]:
        counts: Counter[str] = Counter()
        for _, passage in reading.passages:
            counts.update(name for name in passage.names if len(name) >= spec.letters)
        odd_ones = {
            odd: usual
            for odd, usual in (_pairs if spec.alike == "letter" else _sounds)(counts, spec.minimum)
            if odd not in allowed and not _is_word(odd, reading.text) and not _is_word(usual, reading.text)
        }
        for offset, passage in reading.passages if odd_ones else ():
            for m in NAME.finditer(passage.text):
                if usual := odd_ones.get(m[0]):
                    span = Span(*m.span()).shift(offset)
                    values = {"form": m[0], "usual": usual, "times": str(counts[usual])}
                    yield Match(span, values=values, edits=(Edit(span, usual),))

    return find


def _is_word(name: str, text: str) -> bool:
    """Whether the name stands there with a small letter too."""
    return bool(regex.search(rf"(?<![\p{{L}}’'-]){name.lower()}(?!\p{{Ll}})", text))


def _pairs(counts: Mapping[str, int], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rare name with the frequent one that differs from it in one letter, the first one aside."""
    frequent: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(counts):
        if counts[name] >= minimum:
            frequent[name[0], len(name)].append(name)
    for odd in sorted(counts):
        near = [
            name
            for length in range(len(odd) - 1, len(odd) + 2)
            for name in frequent.get((odd[0], length), ())
            if counts[name] >= 3 * counts[odd] and _one_letter_apart(odd, name)
        ]
        usual = max(sorted(near), key=lambda name: counts[name], default=None)
        if usual is not None and not _other_word(odd, usual):
            yield odd, usual


def _sounds(counts: Mapping[str, int], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rarer name with the most frequent one of the same sound."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        alike[_sound(name)].append(name)
    for usual, *others in alike.values():
        if counts[usual] >= minimum:
            yield from ((odd, usual) for odd in others if counts[odd] < counts[usual])


@lru_cache(maxsize=50_000)
def _sound(name: str) -> str:
    """What is left of a name when what transliterations differ in is taken away.

    >>> {_sound(name) for name in ("Minegishi", "Minegisi", "Mínegishi")}
    {'minegisi'}
    >>> [_sound(name) for name in ("Torvik", "Torwik", "Wexcombe", "Wexcomb", "Halden", "Holden")]
    ['torvik', 'torvik', 'vexcomb', 'vexcomb', 'halden', 'holden']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    for pattern, letter in _SAME:
        plain = pattern.sub(letter, plain)
    return plain


_SAME = tuple(
    (regex.compile(pattern), letter)
    for pattern, letter in (
        ("ph", "f"),
        ("ck", "k"),
        ("(?<=.)[jy]", "i"),
        ("w", "v"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("(?<=[^aeiou])h", ""),
        ("(?<=.{3})e$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes ``one`` into ``other``.

    >>> [_one_letter_apart("Jiang", name) for name in ("Jiang", "Jiangs", "Jang", "Jieng", "Jinag")]
    [False, True, True, True, False]
    """
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return same < len(short) and short[same + 1 :] == long[same + 1 :]
    return len(long) - len(short) == 1 and short[same:] == long[same + 1 :]


def _other_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return long[len(short) :] in _ENDINGS
    return len(short) == len(long) and short[:-1] == long[:-1] and {short[-1], long[-1]} != {"i", "y"}
