"""Which texts a pattern can't match without: what the prefilter looks for before it tries the pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_PROPERTY = re.compile(r"\\[pP]\{[^}]*\}")
MAX_ALTERNATIVES = 400


def needed_literals(pattern: str) -> frozenset[str] | None:
    """Lower-case texts of which at least one stands in every text that ``pattern`` matches, or None for any text.

    >>> sorted(needed_literals(r"(?:said|says) \\w+ (?=warned)"))
    ['warned']
    >>> needed_literals(r"\\w+") is None
    True
    """
    try:
        # the parser knows no \p{...}; what stands for it only has to be a class of characters
        tree = re._parser.parse(_PROPERTY.sub(r"\\w", pattern))  # type: ignore[attr-defined]
    except (re.error, RecursionError, OverflowError):
        return None
    return _best(tree)


def _best(tree: Sequence[Any]) -> frozenset[str] | None:
    candidates: list[frozenset[str]] = []
    run = ""
    for op, argument in tree:
        name = str(op)
        if name == "LITERAL" and argument != 0x130:  # İ grows when lowered
            run += chr(argument).lower()
            continue
        if run:
            candidates.append(frozenset([run]))
            run = ""
        if (found := _of(name, argument)) is not None:
            candidates.append(found)
    if run:
        candidates.append(frozenset([run]))
    return max(candidates, key=lambda c: (min(map(len, c)) > 1, -len(c), min(map(len, c))), default=None)


def _of(name: str, argument: Any) -> frozenset[str] | None:
    match name:
        case "SUBPATTERN":
            return _best(argument[3])
        case "ATOMIC_GROUP":
            return _best(argument)
        case "ASSERT":
            return _best(argument[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _best(argument[2]) if argument[0] >= 1 else None
        case "BRANCH":
            return _union([_best(branch) for branch in argument[1]])
        case "IN":
            if all(str(op) == "LITERAL" for op, _ in argument):
                return frozenset(chr(c).lower() for _, c in argument)
    return None


def _union(parts: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    union = frozenset[str]().union(*known)
    return union if len(union) <= MAX_ALTERNATIVES else None
