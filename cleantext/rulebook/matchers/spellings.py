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
_WORD = regex.compile(r"(?<![\p{L}’'-])\p{Ll}+")
_ENDINGS = ("s", "n", "i", "e", "a", "o", "an", "d", "r", "t", "ns")
"""What makes another word of a name: ``Iran``, ``Iranian``; ``Russia``, ``Russian``; ``Israel``, ``Israeli``."""


def spellings_matcher(spec: SpellingsSpec) -> FindInReading:
    """Values: ``form``, what stands here, ``usual``, the other spelling, and ``times``, how often that occurs."""

    def find(reading: Reading) -> Iterable[Match]:
        places: dict[str, list[Span]] = defaultdict(list)
        for offset, passage in reading.passages:
            for m in _NAME.finditer(passage.text):
                if len(m[0]) >= spec.letters:
                    places[m[0]].append(Span(*m.span()).shift(offset))
        if len(places) < 2:
            return
        words = set(_WORD.findall(reading.text))
        counts = Counter({name: len(spans) for name, spans in places.items() if name.lower() not in words})
        for odd, usual in _pairs(counts, spec.minimum):
            for span in places[odd]:
                values = {"form": odd, "usual": usual, "times": str(counts[usual])}
                yield Match(span, values=values, edits=(Edit(span, usual),))

    return find


def _pairs(counts: Mapping[str, int], minimum: int) -> Iterator[tuple[str, str]]:
    """Each rare name with the frequent one that differs from it in one letter."""
    by_part: dict[str, set[str]] = defaultdict(set)
    for name in counts:
        for part in {name[:i] + name[i + 1 :] for i in range(1, len(name))} | {name}:
            by_part[part].add(name)
    near: dict[str, set[str]] = defaultdict(set)
    for group in by_part.values():
        for odd in group:
            near[odd] |= {name for name in group if name != odd and counts[name] >= max(minimum, 3 * counts[odd])}
    for odd in sorted(near):
        usual = max(sorted(near[odd]), key=lambda name: counts[name], default=None)
        if usual is not None and not _other_word(odd, usual):
            yield odd, usual


def _other_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return long[len(short) :] in _ENDINGS
    return len(short) == len(long) and short[:-1] == long[:-1] and {short[-1], long[-1]} != {"i", "y"}
