"""What a text says again soon: all that most patterns with a back-reference, and the rules on repetition, ask for.

An automaton can't compare two sayings, and would let nearly every text pass. One pass over the words of a text tells
which words, alone or with those that follow them, are said again, and how many words are between the two sayings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cleantext.rulebook.prefilter.bytes import ByteClass, of_property
from cleantext.rulebook.prefilter.need import Again
from cleantext.rulebook.prefilter.pattern import Syntax, Tree, UnknownSyntax, parsed

FARTHEST = 24  # characters between two sayings; a pattern that allows for more is not served
LONGEST = 60  # words from the start of one saying to the start of the next: a text that says more at once is not seen
_WORD = of_property(r"\w")
_NOT_WORD = ~_WORD
_UNSURE = re.compile(rb"[0-9][a-z_]|[a-z]_|_[a-z]")  # a token may end here, inside a run
_AS_SPACES = bytes(byte if byte in _WORD.some else 0x20 for byte in range(256))
_ANY = 1_000  # letters


@dataclass(frozen=True, slots=True)
class Said:
    """The fewest words between two sayings that begin with a word of so many letters."""

    between: dict[int, int]

    def meets(self, need: Again) -> bool:
        """Whether a word recurs as ``need`` says."""
        return any(n >= need.letters and words <= need.words for n, words in self.between.items())


def said(text: bytes) -> Said:
    """What a reduced text says again.

    >>> said(b"The tall man and the tall man, or the man").between
    {3: 1, 4: 2}
    """
    text = text.lower()
    words = text.translate(_AS_SPACES).split()
    between: dict[int, int] = {_ANY: 0} if _UNSURE.search(text) else {}
    places: dict[bytes, list[int]] = {}
    for i, word in enumerate(words):
        earlier = places.get(word)
        if earlier is None:
            places[word] = [i]
            continue
        best = between.get(len(word), LONGEST)
        for j in reversed(earlier) if best else ():
            lag = i - j
            if lag > LONGEST:
                break
            same = 1
            while same < lag and words[i + same : i + same + 1] == words[j + same : j + same + 1]:
                same += 1
            if lag - same < best:
                best = between[len(word)] = lag - same
        earlier.append(i)
    return Said(between)


def again(pattern: str) -> Again | None:
    """What every match of a pattern says twice, or None where that is not sure.

    >>> again(r"\\b(?P<word>\\p{Lu}\\w{3,})(?P<at> (?:of|with) (?P=word))\\b")
    Again(letters=4, words=2)
    >>> again(r"\\b(\\w+).* \\1\\b") is None
    True
    """
    try:
        syntax = parsed(pattern)
        return _again(syntax, list(syntax.tree))
    except (UnknownSyntax, RecursionError):
        return None


def _again(syntax: Syntax, tree: Tree) -> Again | None:
    for i, (op, argument) in enumerate(tree):
        if str(op) != "SUBPATTERN":
            continue
        if found := _again(syntax, argument[3]):
            return found
        least = _letters(syntax, argument[3])
        between, behind = _saying(tree[i + 1 :], argument[0])
        if least and between is not None:
            gap = _width(syntax, between)[1]
            starts = _edge(syntax, between, -1) and _edge(syntax, tree[:i], -1)
            if gap <= FARTHEST and starts and _edge(syntax, between, 1) and _edge(syntax, behind, 1):
                return Again(least, max(0, gap - 1) // 2)
    return None


def _saying(tree: Tree, group: int | None) -> tuple[list[Any] | None, list[Any]]:
    """What is before and after the first back-reference to ``group`` that must be there."""
    for i, (op, argument) in enumerate(tree):
        before, behind = list(tree[:i]), list(tree[i + 1 :])
        if str(op) == "GROUPREF" and argument == group:
            return before, behind
        if str(op) == "SUBPATTERN":
            inner, after = _saying(argument[3], group)
            if inner is not None:
                return before + inner, after + behind
    return None, []


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


def _width(syntax: Syntax, tree: Tree) -> tuple[int, int]:
    """The fewest and the most characters that a row matches."""
    return type(syntax.tree)(syntax.tree.state, list(tree)).getwidth()  # type: ignore[no-any-return]


def _edge(syntax: Syntax, tree: Tree, direction: int) -> bool:
    """Whether every match of a row begins (``direction`` 1) or ends (-1) beside or with what is no part of a word, or
    with a look-around that sees the like."""
    for op, argument in tree[::direction]:
        match str(op):
            case "SUBPATTERN" if _width(syntax, argument[3])[0]:
                return _edge(syntax, argument[3], direction)
            case "BRANCH":
                return all(_edge(syntax, branch, direction) for branch in argument[1])
            case "ASSERT" if argument[0] == direction:
                if _edge(syntax, argument[1], direction):
                    return True
            case "ASSERT" | "ASSERT_NOT":
                continue
            case "AT":
                if str(argument) == "AT_BOUNDARY":  # it is beside the word itself
                    return True
                if str(argument).startswith("AT_BEGINNING" if direction < 0 else "AT_END"):
                    return True
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                if not _edge(syntax, argument[2], direction):
                    return False
                if argument[0]:
                    return True
            case _:
                return _is(syntax.class_of([(op, argument)]), _NOT_WORD)
    return False


def _is(some: ByteClass | None, wanted: ByteClass) -> bool:
    return some is not None and some.some <= wanted.some
