"""The syntax of a rule's pattern as a tree of ``re._parser``, and the classes of bytes of its characters.

``re`` knows neither properties nor two groups of one name, which the patterns of rules have: the former become
characters of their own, the latter lose their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cleantext.rulebook.prefilter.bytes import ByteClass, of_characters, of_property

_UNESCAPED = r"(?<!\\)((?:\\\\)*)"
_PROPERTY = re.compile(_UNESCAPED + r"\\([pP])\{(\^?)([^}]*)\}")
_GROUP = re.compile(_UNESCAPED + r"(?:\(\?P?<(?![=!])(\w+)>|\(\?P=(\w+)\))")
_FOREIGN = re.compile(
    _UNESCAPED + r"\{[^{}\[\]()]*[eids][<=,:}]|\[\[:"
)  # fuzzy counts and POSIX classes, which ``re`` takes for text
PRIVATE = 0xF0000  # characters from here on are properties: a plane that no text uses
_SHORTHANDS = {"WORD": r"\w", "DIGIT": r"\d", "SPACE": r"\s"}

Tree = Sequence[Any]
"""Parts in a row, each an operator with its argument."""


class UnknownSyntax(ValueError):
    """The pattern has what this module does not know."""


@lru_cache(maxsize=8)  # several questions are asked of a rule's pattern, one after the other
def parsed(pattern: str) -> Syntax:
    """Raises ``UnknownSyntax`` for what ``re`` can't parse or takes for something else, and for flags that give
    other meanings to classes and anchors."""
    properties: list[str] = []

    def stand_in(m: re.Match[str]) -> str:
        properties.append(rf"\{m[2]}{{{m[3]}{m[4]}}}")
        return m[1] + chr(PRIVATE + len(properties) - 1)

    plain = _PROPERTY.sub(stand_in, pattern)
    if _FOREIGN.search(plain):
        raise UnknownSyntax(pattern)
    try:
        tree = re._parser.parse(_without_twins(plain))  # type: ignore[attr-defined]
    except (re.error, RecursionError, OverflowError) as error:
        raise UnknownSyntax(pattern) from error
    _refuse(tree.state.flags)
    _refuse_within(tree)
    return Syntax(tree, tuple(properties))


def _refuse_within(tree: Any) -> None:
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]) == "SUBPATTERN":
        _refuse(tree[1][1] | tree[1][2])
    if isinstance(tree, (list, tuple, re._parser.SubPattern)):  # type: ignore[attr-defined]
        for part in tree:
            _refuse_within(part)


def _refuse(flags: int) -> None:
    if flags & (re.ASCII | re.MULTILINE | re.LOCALE):
        raise UnknownSyntax(flags)


def _without_twins(pattern: str) -> str:
    """The pattern with names that ``re`` takes: each once. What refers to a name used twice may be any text."""
    names = [m[2] for m in _GROUP.finditer(pattern) if m[2]]
    if len(set(names)) < len(names) and re.search(_UNESCAPED + r"\\[1-9]", pattern):
        raise UnknownSyntax(pattern)  # groups are numbered otherwise without twins

    def once(m: re.Match[str]) -> str:
        if m[3]:
            return m[1] + "(?:[\\s\\S]*)" if names.count(m[3]) > 1 else m[0]
        return m[1] + ("(?:" if names.count(m[2]) > 1 else f"(?P<{m[2]}>")

    return _GROUP.sub(once, pattern)


@dataclass(frozen=True, slots=True)
class Syntax:
    """A parsed pattern. ``properties`` are those that became characters."""

    tree: Any
    properties: tuple[str, ...]

    @property
    def caseless(self) -> bool:
        """Whether the whole pattern matches in any case."""
        return bool(self.tree.state.flags & re.IGNORECASE)

    def class_of(self, tree: Tree) -> ByteClass | None:
        """The class of a row that is one character wide, else None."""
        if len(tree) != 1:
            return None
        op, argument = tree[0]
        match str(op):
            case "LITERAL":
                return self.character(argument)
            case "NOT_LITERAL":
                return ~self.character(argument)
            case "IN":
                return self.any_of(argument)
            case "SUBPATTERN":
                return self.class_of(argument[3])
            case "BRANCH":
                parts = [self.class_of(branch) for branch in argument[1]]
                known = [part for part in parts if part is not None]
                return _united(known) if len(known) == len(parts) else None
        return None

    def always_has(self, wanted: ByteClass, tree: Tree | None = None, *, around: bool = False) -> bool:
        """Whether every match of a row, or of the whole pattern, has one of ``wanted``, or a look-around sees one if
        ``around``."""
        for op, argument in self.tree if tree is None else tree:
            match str(op):
                case "SUBPATTERN":
                    found = self.always_has(wanted, argument[3], around=around)
                case "BRANCH":
                    found = all(self.always_has(wanted, branch, around=around) for branch in argument[1])
                case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                    found = argument[0] > 0 and self.always_has(wanted, argument[2], around=around)
                case "ASSERT":
                    found = around and self.always_has(wanted, argument[1], around=True)
                case "ASSERT_NOT" | "AT" | "GROUPREF":
                    found = False
                case _:
                    known = self.class_of([(op, argument)])
                    found = known is not None and known.some <= wanted.some
            if found:
                return True
        return False

    def character(self, point: int) -> ByteClass:
        """The class of one character, or of the property that became it."""
        if point < PRIVATE:
            return of_characters(chr(point), chr(point))
        pattern = self.properties[point - PRIVATE]
        negated = pattern.startswith(r"\P") != ("{^" in pattern)
        known = of_property(r"\p" + pattern[2:].replace("{^", "{"))
        return ~known if negated else known

    def any_of(self, parts: Tree) -> ByteClass:
        """The class that brackets hold."""
        negated = str(parts[0][0]) == "NEGATE"
        united = _united(list(self._parts(parts[1:] if negated else parts)))
        return ~united if negated else united

    def _parts(self, parts: Tree) -> Iterator[ByteClass]:
        for op, argument in parts:
            match str(op):
                case "LITERAL":
                    yield self.character(argument)
                case "RANGE":
                    yield of_characters(chr(argument[0]), chr(argument[1]))
                case _:
                    known = of_property(_SHORTHANDS[str(argument).removeprefix("CATEGORY_").removeprefix("NOT_")])
                    yield ~known if "_NOT_" in str(argument) else known


def _united(parts: Sequence[ByteClass]) -> ByteClass:
    whole = ByteClass()
    for part in parts:
        whole |= part
    return whole
