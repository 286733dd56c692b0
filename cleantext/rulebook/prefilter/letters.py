"""Characters that share their byte of the small alphabet with others, and the patterns that ask for one of them.

``ç`` is ``c`` in the reduced text, so a pattern that needs foreign letters would be let through nearly everywhere.
Few English texts hold any such letter.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.rulebook.prefilter.bytes import rare
from cleantext.rulebook.prefilter.need import Letters
from cleantext.rulebook.prefilter.pattern import PRIVATE, Syntax, Tree, UnknownSyntax, parsed


def letters(pattern: str) -> Letters | None:
    """What every match of the pattern, or what a look-ahead in it sees, has. None where that may be nothing.

    >>> sorted(letters("(?=\\\\w*[çñ])(?!façade)\\\\w+").characters)
    ['ç', 'ñ']
    >>> letters("[çc]a|ñ") is None
    True
    """
    try:
        syntax = parsed(pattern)
        return next(_letters(syntax, syntax.tree), None)
    except (UnknownSyntax, RecursionError):
        return None


def _letters(syntax: Syntax, tree: Tree) -> Iterator[Letters]:
    if syntax.caseless:
        return
    for op, argument in tree:
        match str(op):
            case "SUBPATTERN" if not argument[1]:  # no flags that let it match other letters too
                yield from _letters(syntax, argument[3])
            case "ASSERT":
                yield from _letters(syntax, argument[1])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if argument[0]:
                yield from _letters(syntax, argument[2])
            case "LITERAL":
                yield from _all_rare([argument])
            case "IN" if all(str(kind) in ("LITERAL", "RANGE") for kind, _ in argument):
                ranges = [
                    range(point[0], point[1] + 1) if str(kind) == "RANGE" else [point] for kind, point in argument
                ]
                yield from _all_rare([point for points in ranges for point in points])


def _all_rare(points: list[int]) -> Iterator[Letters]:
    characters = frozenset(map(chr, points))
    if max(points) < PRIVATE and rare("".join(characters)) == characters:
        yield Letters(characters)
