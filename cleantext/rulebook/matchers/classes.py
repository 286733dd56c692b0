"""``classes``: an order of word classes; see ``cleantext.language.classes``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cleantext.language.analysis import Passage
from cleantext.language.classes import spelt
from cleantext.rulebook.match import FindInPassage, Lists, Match, Pattern, Sees
from cleantext.rulebook.prefilter.need import Gate, Need

Spec = Pattern


def sees(_: Pattern) -> Sees:
    """One block at a time."""
    return "passage"


def find(pattern: Pattern, _: Lists) -> FindInPassage:
    """Groups: the named groups of the pattern. Raises ``ValueError`` where it is wrong."""
    try:
        order = re.compile(spelt(pattern))
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    names = tuple(order.groupindex)

    def found(passage: Passage) -> Iterable[Match]:
        row = passage.classes
        for m in order.finditer(row.symbols):
            if m.end() > m.start():
                groups = {name: row.span(*m.span(name)) for name in names if m.end(name) > m.start(name) >= 0}
                yield Match(groups.get("at", row.span(*m.span())), groups)

    return found


def needs(pattern: Pattern, _: Lists) -> Gate:
    """The order, as an automaton takes it."""
    return Gate((Need(automaton(pattern), "classes"),))


def automaton(pattern: str) -> str:
    """A pattern for symbols that matches wherever ``pattern`` can, without what an automaton can't hold.

    A look-around at the pattern's end becomes part of the match; others vanish.

    >>> automaton("(?<=x)(?P<at>a)b*(?!c)(?=d)e")
    'x(?:a)(?:b)*e'
    """
    tree = list(re._parser.parse(spelt(pattern)))  # type: ignore[attr-defined]
    before = _asserted(tree, behind=True)
    after = _asserted(reversed(tree), behind=False)
    return before + _row(tree) + after


def _asserted(tree: Iterable[tuple[object, Any]], *, behind: bool) -> str:
    """The pattern of a look-around that comes first in ``tree``."""
    for op, argument in tree:
        if str(op) == "ASSERT" and (argument[0] < 0) == behind:
            return _row(argument[1])
        if str(op) != "ASSERT_NOT":
            break
    return ""


def _row(tree: Iterable[tuple[object, Any]]) -> str:
    return "".join(_part(str(op), argument) for op, argument in tree)


def _part(op: str, argument: Any) -> str:
    match op, argument:
        case "LITERAL", point:
            return chr(point)
        case "IN", parts:
            return f"[{''.join(_member(str(kind), value) for kind, value in parts)}]"
        case "SUBPATTERN", (_, _, _, tree):
            return f"(?:{_row(tree)})"
        case "BRANCH", (_, branches):
            return f"(?:{'|'.join(map(_row, branches))})"
        case (("MAX_REPEAT" | "MIN_REPEAT"), (least, most, tree)):
            few = None if str(most) == "MAXREPEAT" else most
            times = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get((least, few))
            return f"(?:{_row(tree)})" + (times or f"{{{least},{'' if few is None else few}}}")
        case (("ASSERT" | "ASSERT_NOT" | "AT"), _):
            return ""
    raise ValueError(f"a pattern over word classes has no {op.lower()}")


def _member(kind: str, value: Any) -> str:
    match kind, value:
        case "LITERAL", point:
            return chr(point)
        case "RANGE", (low, high):
            return f"{chr(low)}-{chr(high)}"
    raise ValueError(f"no {kind.lower()} in a class")
