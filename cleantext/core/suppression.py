"""Comments in a text that switch rules off: ``<!-- cleantext-disable stray-* -->``.

``disable`` holds until ``enable`` or the end of the text, ``disable-line`` on its own line, ``disable-next-line`` on
the line after it; where a format has messages, cues or paragraphs in place of lines, on these. Rules and packs follow,
with spaces or commas between them, ``*`` allowed; without any of them all rules are meant. A later comment wins. The
comments themselves are nobody's to repair.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import regex

from cleantext.core.lines import Lines
from cleantext.core.settings import names
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex

_COMMENT = regex.compile(r"<!--\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*?)-->")
_SAID = regex.compile(r"\s*cleantext-(disable-next-line|disable-line|disable|enable)(?!\w|-\w)([\w\s,*-]*)")
_NAME = regex.compile(r"[\w*][\w*-]*")


class Silence(Protocol):
    """What is switched off in a document."""

    def __bool__(self) -> bool:
        """Whether anything is."""

    def hold(self, rule: str, pack: str, span: Span, reach: Span | None = None) -> bool:
        """Whether what ``rule`` says about ``span`` is suppressed; its fix ``reach``es perhaps further."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A comment at ``place`` that is a ``disable``, ``enable`` ... of what it names."""

    place: Span
    kind: str
    named: Sequence[str]


def switches(text: str, comment: regex.Pattern[str] | None = None) -> Sequence[Switch]:
    """The switches in a text. ``comment`` is how its format writes them, with groups for the kind and for the names."""
    found = (comment or _COMMENT).finditer(text)
    return [Switch(Span(*each.span()), each[1], _NAME.findall(each[2])) for each in found]


def switch(said: str, place: Span) -> Switch | None:
    """The switch that a comment in an office document is, if it says nothing else. Nothing of the text is its."""
    found = _SAID.fullmatch(said)
    return Switch(place, found[1], _NAME.findall(found[2])) if found else None


class Suppressions:
    """What the comments in a text switch off. False where there are none.

    >>> text = "One. .\\n<!-- cleantext-disable-next-line stray-period -->\\nTwo. .\\n"
    >>> [Suppressions(text).hold("stray-period", "marks", Span(at, at + 1)) for at in (5, 60)]
    [False, True]
    """

    def __init__(
        self, text: str, found: Iterable[Switch] | None = None, number: Callable[[int], int] | None = None
    ):  # fmt: skip
        """What is ``found`` where it isn't in plain text; ``number`` gives what takes the place of an offset's line."""
        self._number = number or Lines(text).number
        self._comments: SpanIndex[None] = SpanIndex()
        self._switches: list[tuple[int, bool, Sequence[str]]] = []
        self._on_line: defaultdict[int, list[Sequence[str]]] = defaultdict(list)
        for each in switches(text) if found is None else found:
            if len(each.place):
                self._comments.add(each.place, None)
            if each.kind in ("disable", "enable"):
                self._switches.append((each.place.end, each.kind == "disable", each.named))
            else:
                line = self._number(each.place.start) + (each.kind == "disable-next-line")
                self._on_line[line].append(each.named)
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
        on_line = self._on_line.get(self._number(span.start), ())
        if any(_meant(named, rule, pack) for named in on_line):
            return True
        places, states = self._of_rule(rule, pack)
        return states[bisect_right(places, span.start)]

    def _switches_of(self, rule: str, pack: str) -> tuple[list[int], list[bool]]:
        """Where a rule is switched off or on, and whether it is off before the first and after each."""
        own = [(at, off) for at, off, named in self._switches if _meant(named, rule, pack)]
        return [at for at, _ in own], [False, *(off for _, off in own)]


def _meant(named: Sequence[str], rule: str, pack: str) -> bool:
    return not named or any(names(name, rule, pack) for name in named)
