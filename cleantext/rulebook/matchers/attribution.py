"""``attribution``: an order of quotations, speech verbs and speakers; see ``cleantext.language.attribution``.

The pattern is a regular expression over the symbols of a passage, white space in it ignored. ``<speaker>`` and
``<aside>`` match a whole speaker and an apposition after one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleantext.language.analysis import Passage
from cleantext.language.attribution import ASIDE, CLOSING, SPEAKER, SPEECH_VERBS, VERBS
from cleantext.rulebook.match import FindInPassage, Lists, Match, Pattern, Sees
from cleantext.rulebook.prefilter.bytes import of_any
from cleantext.rulebook.prefilter.need import Gate, Need
from cleantext.rulebook.prefilter.pattern import UnknownSyntax, parsed

Spec = Pattern


def sees(_: Pattern) -> Sees:
    """One block at a time."""
    return "passage"


def find(pattern: Pattern, _: Lists) -> FindInPassage:
    """Groups: the named groups of the pattern. Raises ``ValueError`` where it is wrong."""
    try:
        order = regex.compile(_over_symbols(pattern))
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error

    def matches(passage: Passage) -> Iterable[Match]:
        found = passage.row
        for m in order.finditer(found.symbols):
            groups = {
                name: found.span(m.start(name), m.end(name))
                for name in order.groupindex
                if m.end(name) > m.start(name) >= 0
            }
            whole = found.span(m.start(), m.end())
            yield Match(groups.get("at", whole), groups)

    return matches


def _over_symbols(pattern: str) -> str:
    """``pattern`` as plain regular expression over symbols."""
    return "(?x)" + pattern.replace("<speaker>", SPEAKER).replace("<aside>", ASIDE)


def needs(order: Pattern, _: Lists) -> Gate:
    """What puts the symbols there that every match has, and then their order."""
    found = tuple(_needs(order))
    return Gate(found, len(found))


def _needs(order: str) -> Iterator[Need]:
    try:
        syntax = parsed(_over_symbols(order))
    except UnknownSyntax:
        return
    for symbols, need in _OF_SYMBOLS.items():
        if syntax.always_has(of_any(symbols), around=True):
            yield need
            break
    if syntax.always_has(of_any("QEO"), around=True):
        yield Need('[“"«„‹‘]')
    if syntax.always_has(of_any("Q"), around=True):
        yield Need(rf",\s*(?:[{regex.escape(CLOSING)}]|\Z)")
    yield Need(_over_symbols(order), "attribution")


_OF_SYMBOLS = {
    symbols: Need(rf"(?<![\p{{L}}\p{{M}}\d])(?i:{'|'.join(sorted(verbs))})(?![\p{{L}}\p{{M}}\d])")
    for symbols, verbs in (("V", VERBS), ("Vv", SPEECH_VERBS))
}
