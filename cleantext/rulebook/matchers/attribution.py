"""``attribution``: an order of quotations, speech verbs and speakers; see ``cleantext.language.attribution``.

The pattern is a regular expression over the symbols of a passage, white space in it ignored. ``<speaker>`` and
``<aside>`` stand for a whole speaker and for an apposition behind one.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleantext.language.analysis import Passage
from cleantext.language.attribution import ASIDE, SPEAKER
from cleantext.rulebook.matchers.match import FindInPassage, Match


def attribution_matcher(pattern: str) -> FindInPassage:
    """Groups: the named groups of the pattern. Raises ``ValueError`` where it is wrong."""
    try:
        order = regex.compile(over_symbols(pattern))
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error

    def find(passage: Passage) -> Iterable[Match]:
        found = passage.row
        for m in order.finditer(found.symbols):
            groups = {
                name: found.span(m.start(name), m.end(name))
                for name in order.groupindex
                if m.end(name) > m.start(name) >= 0
            }
            whole = found.span(m.start(), m.end())
            yield Match(groups.get("at", whole), groups)

    return find


def over_symbols(pattern: str) -> str:
    """``pattern`` as plain regular expression over symbols."""
    return "(?x)" + pattern.replace("<speaker>", SPEAKER).replace("<aside>", ASIDE)
