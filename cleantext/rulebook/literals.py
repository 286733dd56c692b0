"""Which texts a pattern can't match without: what the prefilter looks for before it tries the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")
MAX_ALTERNATIVES = 400


Needs = tuple[frozenset[str], ...]
"""Sets of lower-case texts: of each set, at least one text stands wherever the pattern matches."""


def needed_literals(pattern: str) -> Needs:
    """What every text that ``pattern`` matches holds; no set at all where any text may match.

    Sets of very short texts are left out, since they would hardly keep a rule from running.

    >>> [sorted(need) for need in needed_literals(r"(?:said|told) \\w+ (?=warned)")]
    [['said', 'told'], ['warned']]
    >>> needed_literals(r"\\w+")
    ()
    """
    try:
        # the parser knows no \p{...}; what stands for it only has to be a class of characters
        tree = re._parser.parse(_PROPERTY.sub(r"\\w", pattern))  # type: ignore[attr-defined]
    except (re.error, RecursionError, OverflowError):
        return ()
    found = list(_all(tree))
    telling = [texts for texts in found if min(map(len, texts)) > 2]
    return tuple(telling or [texts for texts in [_most_telling(found)] if texts])


def _all(tree: Sequence[Any]) -> Iterator[frozenset[str]]:
    run = ""
    for op, argument in tree:
        name = str(op)
        if name == "LITERAL" and argument != 0x130:  # İ grows when lowered
            run += chr(argument).lower()
            continue
        if run:
            yield frozenset([run])
            run = ""
        yield from _of(name, argument)
    if run:
        yield frozenset([run])


def _best(tree: Sequence[Any]) -> frozenset[str] | None:
    return _most_telling(_all(tree))


def _most_telling(sets: Iterable[frozenset[str]]) -> frozenset[str] | None:
    return max(sets, key=lambda c: (min(map(len, c)) > 1, -len(c), min(map(len, c))), default=None)


def _of(name: str, argument: Any) -> Iterator[frozenset[str]]:
    match name:
        case "SUBPATTERN":
            yield from _all(argument[3])
        case "ATOMIC_GROUP":
            yield from _all(argument)
        case "ASSERT":
            yield from _all(argument[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            if argument[0] >= 1:
                yield from _all(argument[2])
        case "BRANCH":
            union = _union([_best(branch) for branch in argument[1]])
            if union is not None:
                yield union
        case "IN":
            if all(str(op) == "LITERAL" for op, _ in argument):
                yield frozenset(chr(c).lower() for _, c in argument)


def _union(parts: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    union = frozenset[str]().union(*known)
    return union if len(union) <= MAX_ALTERNATIVES else None
