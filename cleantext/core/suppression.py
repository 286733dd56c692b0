"""Comments in a text that switch rules off: ``<!-- cleantext-disable stray-* -->``.

``disable`` holds until ``enable`` or the end of the text, ``disable-line`` on its own line, ``disable-next-line`` on
the line after it. Rules and packs follow, with spaces or commas between them, ``*`` allowed; without any of them all
rules are meant. A later comment wins. The comments themselves are nobody's to repair.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Protocol

import regex

from cleantext.core.lines import Lines
from cleantext.core.settings import names
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex

_COMMENT = regex.compile(r"<!--\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*?)-->")
_NAME = regex.compile(r"[\w*][\w*-]*")


class Silence(Protocol):
    """What is switched off in a document."""

    def __bool__(self) -> bool:
        """Whether anything is."""

    def hold(self, rule: str, pack: str, span: Span, reach: Span | None = None) -> bool:
        """Whether what ``rule`` says about ``span`` is suppressed; its fix ``reach``es perhaps further."""


class Suppressions:
    """What the comments in a text switch off. False where there are none.

    >>> text = "One. .\\n<!-- cleantext-disable-next-line stray-period -->\\nTwo. .\\n"
    >>> [Suppressions(text).hold("stray-period", "marks", Span(at, at + 1)) for at in (5, 60)]
    [False, True]
    """

    def __init__(self, text: str, comment: regex.Pattern[str] | None = None):
        """``comment`` is how a format other than plain text writes them, with the same two groups."""
        self._lines = Lines(text)
        self._comments: SpanIndex[None] = SpanIndex()
        self._switches: list[tuple[int, bool, Sequence[str]]] = []
        self._on_line: defaultdict[int, list[Sequence[str]]] = defaultdict(list)
        for found in (comment or _COMMENT).finditer(text):
            self._comments.add(Span(*found.span()), None)
            named = _NAME.findall(found[2])
            if found[1] in ("disable", "enable"):
                self._switches.append((found.end(), found[1] == "disable", named))
            else:
                self._on_line[self._lines.number(found.start()) + (found[1] == "disable-next-line")].append(named)
        self._any = bool(self._switches or self._on_line)
        self._of_rule = cache(self._switches_of)

    def __bool__(self) -> bool:
        return self._any

    def hold(self, rule: str, pack: str, span: Span, reach: Span | None = None) -> bool:
        """Whether what ``rule`` says about ``span`` of the text is suppressed; its fix ``reach``es perhaps further."""
        if not self._any:
            return False
        if self._comments.touching(reach or span):
            return True
        on_line = self._on_line.get(self._lines.number(span.start), ())
        if any(_meant(named, rule, pack) for named in on_line):
            return True
        places, states = self._of_rule(rule, pack)
        return states[bisect_right(places, span.start)]

    def _switches_of(self, rule: str, pack: str) -> tuple[list[int], list[bool]]:
        """Where a rule is switched off or on, and whether it is off before the first and behind each."""
        own = [(at, off) for at, off, named in self._switches if _meant(named, rule, pack)]
        return [at for at, _ in own], [False, *(off for _, off in own)]


def _meant(named: Sequence[str], rule: str, pack: str) -> bool:
    return not named or any(names(name, rule, pack) for name in named)
