"""Search for what begins with a digit only where there is one: ``re`` itself would try every character of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from re import _parser  # type: ignore[attr-defined]

from cleantext.rulebook.prefilter.pattern import Tree

_DIGIT = re.compile(r"\d")


def digits(text: str) -> Sequence[int]:
    """Where the digits of a text are."""
    return [m.start() for m in _DIGIT.finditer(text)]


def found(pattern: str, text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds in a text whose digits are at ``places``.

    >>> text = "9 of 10, 11 or more"
    >>> [m[0] for m in found(r"\\b(\\d)?\\d (?:of|or)", text, digits(text))]
    ['9 of', '11 or']
    """
    compiled, begins = _compiled(pattern)
    if not begins:
        yield from compiled.finditer(text)
        return
    end = 0
    for place in places:
        if place >= end and (m := compiled.match(text, place)):
            yield m
            end = m.end()


@cache
def _compiled(pattern: str) -> tuple[re.Pattern[str], bool]:
    """A pattern, and whether all that it matches begins with a digit."""
    return re.compile(pattern), _begins(_parser.parse(pattern))


def _begins(tree: Tree) -> bool:
    for op, argument in tree:
        match str(op):
            case "AT" | "ASSERT" | "ASSERT_NOT":
                continue
            case "MAX_REPEAT" | "MIN_REPEAT" if argument[0] == 0 and _begins(argument[2]):
                continue
            case "MAX_REPEAT" | "MIN_REPEAT":
                return argument[0] > 0 and _begins(argument[2])
            case "SUBPATTERN":
                return _begins(argument[3])
            case "BRANCH":
                return all(map(_begins, argument[1]))
            case "LITERAL":
                return chr(argument).isdecimal()
            case "IN":
                return all(
                    str(value) == "CATEGORY_DIGIT"
                    if str(kind) == "CATEGORY"
                    else str(kind) in ("LITERAL", "RANGE")
                    and all(chr(point).isdecimal() for point in ([value] if str(kind) == "LITERAL" else value))
                    for kind, value in argument
                )
            case _:
                return False
    return False
