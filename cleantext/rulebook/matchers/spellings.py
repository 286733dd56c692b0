"""``spellings``: one name in two spellings, as transliteration leaves it; the rarer is the odd one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.reading import Reading
from cleantext.rulebook.matchers.match import FindInReading, Match
from cleantext.rulebook.schema import SpellingsSpec

_NAME = regex.compile(r"(?<![\p{L}\p{N}’'@#./_-])\p{Lu}\p{Ll}+(?![\p{L}\p{N}@_/-]|\.\p{L})")
_ENDINGS = ("s", "n", "i", "e", "a", "o", "an", "d", "r", "t", "ns")
"""What makes another word of a name: ``Iran``, ``Iranian``; ``Russia``, ``Russian``; ``Israel``, ``Israeli``."""


def spellings_matcher(spec: SpellingsSpec) -> FindInReading:
    """Values: ``form``, what stands here, ``usual``, the other spelling, and ``times``, how often that occurs."""

    def find(reading: Reading) -> Iterable[Match]:
        counts: Counter[str] = Counter()
        for _, passage in reading.passages:
            counts.update(name for name in _NAME.findall(passage.text) if len(name) >= spec.letters)
        odd_ones = {
            odd: usual
            for odd, usual in _pairs(counts, spec.minimum)
            if not _is_word(odd, reading.text) and not _is_word(usual, reading.text)
        }
        for offset, passage in reading.passages if odd_ones else ():
            for m in _NAME.finditer(passage.text):
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
