"""For a pattern over text, a pattern over reduced bytes that matches wherever the first one can, and seldom elsewhere.

The prefilter looks for all of them in one pass. What an automaton can't hold is widened: look-arounds become part of
the match at its ends, outside of the boundaries beside them there, and vanish inside; high counts become any number;
a back-reference becomes the pattern of its group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cleantext.rulebook.prefilter.bytes import EVERY, LETTERS, of_characters, of_property
from cleantext.rulebook.prefilter.need import Scope
from cleantext.rulebook.prefilter.pattern import Syntax, Tree, UnknownSyntax, parsed

_COUNT = 3  # a count up to here is kept
_STRINGS = 80  # a group that is one of so many strings is spelt out where a back-reference needs it again


def widened(pattern: str, scope: Scope = "text") -> str | None:
    """The wider pattern in the syntax of Hyperscan, for caseful bytes. None where any text may match.

    ``scope`` is what the pattern is searched in: the text, or pieces of it, whose ends are not the text's.

    >>> widened(r"(?<=\\.) (?P<word>said)\\b(?! so)")
    '\\\\x2e\\\\x20said\\\\b'
    >>> widened(r"\\w*") is None
    True
    """
    try:
        syntax = parsed(pattern)
        writer = _Writer(syntax, _AS.get(scope, scope))
        written = writer.sequence(list(syntax.tree), syntax.caseless, first=True, last=True)
    except (UnknownSyntax, RecursionError):
        return None
    if syntax.tree.getwidth()[0] == 0 and not writer.inlined:
        return None
    return START_OF_SENTENCE + _grouped(written) if scope == "opening" else written


_AS: dict[Scope, Scope] = {"opening": "token", "phrase": "text", "attribution": "text", "following": "sentence"}


class _Writer:
    """Writes the parts of a parsed pattern. ``first`` and ``last``: nothing is matched before, or after, this part."""

    def __init__(self, syntax: Syntax, scope: Scope):
        self._syntax = syntax
        self._scope = scope
        self._wanted = _referred(syntax.tree)
        self.inlined = False
        self._bodies: dict[int, tuple[Tree, bool]] = {}  # what groups hold, and whether in any case
        self._spelt: dict[int, tuple[str, bool]] = {}
        self._copying = False  # a back-reference repeats a group's text, not what was around it

    def sequence(self, tree: Tree, caseless: bool, *, first: bool, last: bool) -> str:
        """Several parts, one after the other."""
        for i, (op, argument) in enumerate(tree):
            if str(op) == "SUBPATTERN" and not self._spelt and self._wanted_again(argument[0], tree[i + 1 :]):
                strings = _strings(argument[3])
                if strings is not None:
                    return self._each(strings, argument, tree, caseless, first, last)
        return self._in_row(tree, caseless, first, last)

    def _wanted_again(self, group: int | None, behind: Tree) -> bool:
        return group in self._wanted and group in _referred(behind)

    def _each(self, strings: Sequence[str], group: Any, tree: Tree, caseless: bool, first: bool, last: bool) -> str:
        rows = []
        for text in strings:
            self._spelt[group[0]] = text, _caseless(group, caseless)
            rows.append(self._in_row(tree, caseless, first, last))
        del self._spelt[group[0]]
        return f"(?:{'|'.join(rows)})"

    def _in_row(self, tree: Tree, caseless: bool, first: bool, last: bool) -> str:
        inlines = self._scope != "token"
        behind = self._inlined(tree, -1) if first and inlines else None
        ahead = self._inlined(tree, 1) if last and inlines else None
        written = []
        for i, (op, argument) in enumerate(tree):
            beside = (behind is not None and _anchor(op, argument, "AT_BEGINNING")) or (
                ahead is not None and _anchor(op, argument, "AT_END")
            )
            if i in (behind, ahead) or beside:
                continue
            opens = first and behind is None and all(_passable(op, a, "AT_BEGINNING") for op, a in tree[:i])
            closes = last and ahead is None and all(_passable(op, a, "AT_END") for op, a in tree[i + 1 :])
            written.append(self._one(str(op), argument, caseless, opens, closes))
        # the text of a look-around lies outside of all that is matched, and of the boundaries beside it
        before = self._look(tree[behind][0], tree[behind][1], caseless) if behind is not None else ""
        after = self._look(tree[ahead][0], tree[ahead][1], caseless) if ahead is not None else ""
        return before + "".join(written) + after

    def _inlined(self, tree: Tree, direction: int) -> int | None:
        """Which look-around at this end becomes part of the match: one that must be there, else one that must not."""
        places = list(range(len(tree)))[:: direction * -1]
        found = None
        for i in places:
            op, argument = tree[i]
            if not _zero_width(op, argument):
                break
            if str(op) == "ASSERT" and argument[0] == direction:
                return i
            if str(op) == "ASSERT_NOT" and argument[0] == direction and self._scope == "text" and found is None:
                found = i if self._syntax.class_of(argument[1]) is not None else None
        return found

    def _look(self, op: Any, argument: Any, caseless: bool) -> str:
        direction, tree = argument
        if str(op) == "ASSERT":
            self.inlined = True
            return _grouped(self.sequence(tree, caseless, first=False, last=False))
        excluded = self._syntax.class_of(tree)
        assert excluded is not None
        others = _written((~excluded).some, caseless)
        return f"(?:^|{others})" if direction < 0 else f"(?:{others}|$)"

    def _one(self, op: str, argument: Any, caseless: bool, first: bool, last: bool) -> str:
        match op:
            case "LITERAL":
                return _written(self._syntax.character(argument).some, caseless)
            case "NOT_LITERAL":
                return _written((~self._syntax.character(argument)).some, caseless)
            case "ANY":
                return _written(EVERY)
            case "IN":
                return _written(self._syntax.any_of(argument).some, caseless)
            case "SUBPATTERN":
                caseless = _caseless(argument, caseless)
                if argument[0] in self._spelt:
                    return self._string(self._spelt[argument[0]][0], caseless)
                if argument[0] is not None:
                    self._bodies[argument[0]] = argument[3], caseless
                return _grouped(self.sequence(argument[3], caseless, first=first, last=last))
            case "GROUPREF" if argument in self._spelt:
                text, anycase = self._spelt[argument]
                return self._string(text, caseless or anycase)
            case "GROUPREF" if argument in self._bodies:
                return self._copy(*self._bodies[argument], caseless)
            case "ATOMIC_GROUP":
                return _grouped(self.sequence(argument, caseless, first=first, last=last))
            case "BRANCH":
                return f"(?:{'|'.join(self.sequence(b, caseless, first=first, last=last) for b in argument[1])})"
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeat(argument[0], argument[1], argument[2], caseless)
            case "AT":
                return self._place(str(argument), first)
            case "ASSERT" | "ASSERT_NOT":
                return ""
        return f"{_written(EVERY)}*"

    def _copy(self, body: Tree, anycase: bool, caseless: bool) -> str:
        copying, self._copying = self._copying, True
        try:
            return _grouped(self._in_row(body, caseless or anycase, False, False))
        finally:
            self._copying = copying

    def _repeat(self, least: int, most: int, tree: Tree, caseless: bool) -> str:
        body = f"(?:{self.sequence(tree, caseless, first=False, last=False)})"
        if most <= _COUNT:
            return "" if most == 0 else body + ("" if (least, most) == (1, 1) else f"{{{least},{most}}}")
        return body + ("*" if least == 0 else f"{{{min(least, _COUNT)},}}")

    def _place(self, place: str, first: bool) -> str:
        if self._copying or self._scope == "token":
            return ""
        if place == "AT_BOUNDARY":
            return r"\b"
        if place.startswith("AT_BEGINNING"):
            return "^" if self._scope in ("text", "before") else START_OF_SENTENCE if first else ""
        if not place.startswith("AT_END") or self._scope != "text":
            return ""
        return "$" if place == "AT_END_STRING" else f"{_LINE_END}?$"

    def _string(self, text: str, caseless: bool) -> str:
        return "".join(_written(self._syntax.character(ord(c)).some, caseless) for c in text)


def _caseless(group: Any, caseless: bool) -> bool:
    """Whether a group matches in any case, where what is around it does so if ``caseless``."""
    return bool((caseless or group[1] & re.IGNORECASE) and not group[2] & re.IGNORECASE)


def _anchor(op: Any, argument: Any, kind: str) -> bool:
    return str(op) == "AT" and str(argument).startswith(kind)


def _passable(op: Any, argument: Any, anchor: str) -> bool:
    """Whether a look-around may be written past this: past another, or past the end of the text."""
    return str(op) in ("ASSERT", "ASSERT_NOT") or _anchor(op, argument, anchor)


def _zero_width(op: Any, argument: Any) -> bool:
    return str(op) in ("ASSERT", "ASSERT_NOT", "AT")


def _grouped(written: str) -> str:
    return f"(?:{written})" if "|" in written else written


def _referred(tree: Any) -> frozenset[int]:
    """The groups that back-references anywhere in a parsed pattern refer to."""
    if isinstance(tree, tuple) and len(tree) == 2 and str(tree[0]) == "GROUPREF":
        return frozenset([tree[1]])
    if not isinstance(tree, (list, tuple, re._parser.SubPattern)):  # type: ignore[attr-defined]
        return frozenset()
    return frozenset().union(*map(_referred, tree))


def _strings(tree: Tree) -> list[str] | None:
    """All strings that a parsed pattern matches, where they are few, else None."""
    found = [""]
    for op, argument in tree:
        more: list[str] | None = None
        match str(op):
            case "LITERAL":
                more = [chr(argument)]
            case "IN" if all(str(part) == "LITERAL" for part, _ in argument):
                more = [chr(point) for _, point in argument]
            case "SUBPATTERN" if not (argument[1] | argument[2]):
                more = _strings(argument[3])
            case "BRANCH":
                parts = [_strings(branch) for branch in argument[1]]
                more = None if None in parts else [text for part in parts for text in part or ()]
            case "MAX_REPEAT" if argument[:2] == (0, 1):
                body = _strings(argument[2])
                more = None if body is None else ["", *body]
        if more is None or len(more) * len(found) > _STRINGS:
            return None
        found = [a + b for a in found for b in more]
    return found


def _written(some: frozenset[int], caseless: bool = False) -> str:
    """A class of bytes as Hyperscan reads it."""
    if caseless:
        some = some | {byte ^ 0x20 for byte in some & LETTERS}
    if len(some) == 1:
        return _escaped(min(some))
    if not some:
        return r"(?:^\b\B)"  # never
    ranges: list[list[int]] = []
    for byte in sorted(some):
        if ranges and ranges[-1][1] == byte - 1:
            ranges[-1][1] = byte
        else:
            ranges.append([byte, byte])
    return "[" + "".join(_escaped(a) if a == b else f"{_escaped(a)}-{_escaped(b)}" for a, b in ranges) + "]"


def _escaped(byte: int) -> str:
    return chr(byte) if byte in LETTERS else f"\\x{byte:02x}"


_LINE_END = _written(of_characters("\n", "\n").some)
_SPACES = _written(of_property(r"\s").some)
START_OF_SENTENCE = rf"(?:^|[\x21\x22\x27\x29\x2e\x3f\x5d\x80-\xff]){_SPACES}*"
"""Where a piece of a text may begin: at its start, or after a mark that ends a sentence."""
