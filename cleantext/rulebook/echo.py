"""What a text must say twice before a pattern with a back-reference can match in it.

Most such patterns ask for a word, or several, said again at once or a few characters later. An automaton can't
compare the two sayings, and would let nearly every text pass; the words that recur in a text, which are found once for
all patterns, tell the few where it comes to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleantext.rulebook.alphabet import ByteClass, of_property
from cleantext.rulebook.recurrence import FARTHEST, Echo, Saying, weakest
from cleantext.rulebook.superset import fragment
from cleantext.rulebook.syntax import Syntax, Tree, UnknownSyntax, parsed

_WORD = of_property(r"\w")
_NOT_WORD = ~_WORD


def echo(pattern: str) -> Echo | None:
    """None where none is sure: the pattern may match without one.

    >>> echo(r"\\b(?P<word>\\p{Lu}\\w{3,})(?P<at> (?:of|with) (?P=word))\\b").sayings
    (Saying(letters=4, length=4, gap=6),)
    >>> echo(r"\\b(\\w+).* \\1\\b") is None
    True
    """
    try:
        syntax = parsed(pattern)
        return next(_echoes(syntax, list(syntax.tree)), None)
    except (UnknownSyntax, RecursionError):
        return None


def _echoes(syntax: Syntax, tree: Tree) -> Iterator[Echo]:
    """The echoes that every match of a row has."""
    for i, (op, argument) in enumerate(tree):
        if str(op) != "SUBPATTERN":
            continue
        yield from _echoes(syntax, argument[3])
        for between, behind in _sayings(tree[i + 1 :], argument[0]):
            found = _echo(syntax, tree[:i], argument[3], between, behind)
            if found:
                yield found


def _sayings(tree: Tree, group: int | None) -> Iterator[tuple[list[Any], list[Any]]]:
    """What stands before and behind each back-reference to ``group`` that must be there."""
    for i, (op, argument) in enumerate(tree):
        before, behind = list(tree[:i]), list(tree[i + 1 :])
        if str(op) == "GROUPREF" and argument == group:
            yield before, behind
        elif str(op) == "SUBPATTERN":
            for inner_before, inner_behind in _sayings(argument[3], group):
                yield before + inner_before, inner_behind + behind


def _echo(syntax: Syntax, before: Tree, group: Tree, between: Tree, behind: Tree) -> Echo | None:
    gap = _width(syntax, between)[1]
    options = _options(syntax, group)
    sayings = weakest({Saying(_letters(syntax, option), _width(syntax, option)[0], gap) for option in options})
    begins_words = _edge(syntax, between, _NOT_WORD, -1) and (
        _anchored(before[-1:], "AT_BOUNDARY") or _edge(syntax, before, _NOT_WORD, -1)
    )
    ends_words = _edge(syntax, between, _NOT_WORD, 1) and (
        _anchored(behind[:1], "AT_BOUNDARY")
        or _edge(syntax, behind, _NOT_WORD, 1)
        or syntax.always_has(_NOT_WORD, group)
    )
    sure = gap <= FARTHEST and begins_words and ends_words and all(saying.letters for saying in sayings)
    return Echo(sayings, fragment(syntax, between).encode("latin-1")) if sure else None


def _options(syntax: Syntax, group: Tree) -> list[list[Any]]:
    """The group, or what it may be where it ends with several alternatives."""
    if not group:
        return [[]]
    *start, (op, argument) = group
    if str(op) == "SUBPATTERN" and argument[0] is None:
        return [[*start, *option] for option in _options(syntax, argument[3])]
    return [[*start, *branch] for branch in argument[1]] if str(op) == "BRANCH" else [list(group)]


def _width(syntax: Syntax, tree: Tree) -> tuple[int, int]:
    """The fewest and the most characters that a row matches."""
    return type(syntax.tree)(syntax.tree.state, list(tree)).getwidth()  # type: ignore[no-any-return]


def _letters(syntax: Syntax, tree: Tree) -> int:
    """How many letters or digits every match of a row begins with, at least."""
    found = 0
    for i, (op, argument) in enumerate(tree):
        match str(op):
            case "ASSERT" if argument[0] == 1 and not found and _letters(syntax, argument[1]):
                return max(1, _letters(syntax, tree[i + 1 :]))
            case "ASSERT" | "ASSERT_NOT" | "AT":
                continue
            case "BRANCH":
                return found + min(_letters(syntax, branch) for branch in argument[1])
            case "SUBPATTERN":
                inner = _letters(syntax, argument[3])
                if _width(syntax, argument[3]) != (inner, inner):
                    return found + inner
                found += inner
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, body = argument
                inside = _is(syntax.class_of(body), _WORD)
                if not inside or least != most:
                    return found + (least if inside else 0)
                found += least
            case _ if _is(syntax.class_of([(op, argument)]), _WORD):
                found += 1
            case _:
                return found
    return found


def _edge(syntax: Syntax, tree: Tree, wanted: ByteClass, direction: int) -> bool:
    """Whether every match of a row begins (``direction`` 1) or ends (-1) with one of ``wanted``, at the edge of the
    text, or with a look-around that sees the like."""
    for op, argument in tree[::direction]:
        match str(op):
            case "SUBPATTERN" if _width(syntax, argument[3])[0]:
                return _edge(syntax, argument[3], wanted, direction)
            case "BRANCH":
                return all(_edge(syntax, branch, wanted, direction) for branch in argument[1])
            case "ASSERT" if argument[0] == direction:
                if _edge(syntax, argument[1], wanted, direction):
                    return True
            case "ASSERT" | "ASSERT_NOT":
                continue
            case "AT":
                if str(argument).startswith("AT_BEGINNING" if direction < 0 else "AT_END"):
                    return True
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                if not _edge(syntax, argument[2], wanted, direction):
                    return False
                if argument[0]:
                    return True
            case _:
                return _is(syntax.class_of([(op, argument)]), wanted)
    return False


def _is(some: ByteClass | None, wanted: ByteClass) -> bool:
    return some is not None and some.some <= wanted.some


def _anchored(tree: Tree, place: str) -> bool:
    return bool(tree) and str(tree[0][0]) == "AT" and str(tree[0][1]) == place
