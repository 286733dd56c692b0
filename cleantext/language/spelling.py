"""How near two spellings of a name are: in letters, in sound, in their endings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from cleantext.language.accents import without_accents


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """A name in small letters without accents."""
    return without_accents(unicodedata.normalize("NFKC", name.lower()))


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """What is left of a name when what transliterations differ in is taken away.

    >>> {sound(name) for name in ("Minegishi", "Minegisi", "Mínegishi")}
    {'minegisi'}
    >>> [sound(name) for name in ("Qarshi", "Karshi", "Petrenco", "Petrenko", "Nakagaua", "Nakagawa")]
    ['karsi', 'karsi', 'petrenko', 'petrenko', 'nakagava', 'nakagava']
    >>> [sound(name) for name in ("Torvik", "Torwik", "Wexcombe", "Wexcomb", "Halden", "Holden")]
    ['torvik', 'torvik', 'vexcomb', 'vexcomb', 'halden', 'holden']
    """
    plain = bare(name)
    for pattern, letter in _SAME:
        plain = pattern.sub(letter, plain)
    return plain


_SAME = tuple(
    (regex.compile(pattern), letter)
    for pattern, letter in (
        ("ph", "f"),
        ("zh", "j"),
        ("q(?!u)", "k"),
        ("ck", "k"),
        ("c(?=[ao]$)", "k"),
        ("(?<=[aeio])u(?=[aeio])", "v"),
        ("(?<=.)[jy]", "i"),
        ("w", "v"),
        ("oo|ou", "u"),
        ("ee", "i"),
        ("(?<=[^aeiou])h", ""),
        ("(?<=.{3})e$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes ``one`` into ``other``.

    >>> [one_letter_apart("Jiang", name) for name in ("Jiang", "Jiangs", "Jang", "Jieng", "Jinag")]
    [False, True, True, True, False]
    """
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return same < len(short) and short[same + 1 :] == long[same + 1 :]
    return len(long) - len(short) == 1 and short[same:] == long[same + 1 :]


_ENDINGS = ("s", "n", "i", "e", "a", "o", "an", "d", "r", "t", "ns")
"""What makes another word of a name: ``Iran``, ``Iranian``; ``Russia``, ``Russian``; ``Israel``, ``Israeli``."""


def other_word(one: str, other: str) -> bool:
    """Whether two spellings are rather two words: by an ending, or by their last letter alone.

    >>> [other_word(*pair) for pair in (("iran", "iranian"), ("israel", "israeli"), ("mari", "mary"), ("lund", "lunk"))]
    [False, True, False, True]
    """
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return long[len(short) :] in _ENDINGS
    return len(short) == len(long) and short[:-1] == long[:-1] and {short[-1], long[-1]} != {"i", "y"}


def distance(one: str, other: str) -> int:
    """How many letters more, less, other or swapped make ``one`` into ``other``.

    >>> [distance("Jiang", name) for name in ("Jiang", "Jiangs", "Jinag", "Yang")]
    [0, 1, 1, 2]
    """
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        further, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != b))
            if i > 1 < j and letter == other[j - 2] and b == one[i - 2]:
                least = min(least, further[j - 2] + 1)
            row.append(least)
    return row[-1]
