"""How a proposer says what it suspects: a mechanism of damage, a place in a text, and the repairs in order.

A mechanism is one way in which texts break. It owns the words that a reader sees; the places come from the proposers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit, apply_edits
from cleantext.core.finding import Applicability, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage

MOST_FIXES = 5
"""Repairs of one candidate: those after them were hardly ever right."""

Repair = tuple[Edit, ...]
"""Edits that belong together."""


class Proposer(Protocol):
    """Sees an analysis, never files, and yields candidates in offsets of its text, in any order."""

    @property
    def name(self) -> str: ...

    def propose(self, analysis: Analysis) -> Iterable[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way in which texts break. ``message`` says what is wrong at a place, ``why`` what often causes it."""

    pack: str
    id: str
    message: str
    why: str
    severity: Severity = Severity.WARNING

    def naming(self, *words: str) -> Mechanism:
        """The same with these words for ``{0}``, ``{1}`` ... in its message."""
        return replace(self, message=self.message.format(*words))

    def at(self, text: str, span: Span, repairs: Iterable[Repair] = (), **evidence: float) -> Candidate:
        """A candidate in ``text``. Repairs that change nothing, or give what one before gives, are left out."""
        trimmed = [tuple(e for edit in repair if _changes(e := edit.trimmed(text))) for repair in repairs]
        low = min((edit.span.start for repair in trimmed for edit in repair), default=0)
        high = max((edit.span.end for repair in trimmed for edit in repair), default=0)
        results = {text[low:high]}
        fixes: list[Fix] = []
        for repair in trimmed:
            result = apply_edits(text[low:high], [edit.shift(-low) for edit in repair])
            if result not in results:
                results.add(result)
                fixes.append(Fix(repair, Applicability.SUGGESTED))
        return Candidate(
            rule=self.id,
            pack=self.pack,
            span=span,
            message=self.message,
            why=self.why,
            source=Source.WIDE,
            fixes=tuple(fixes[:MOST_FIXES]),
            severity=self.severity,
            evidence={name: float(value) for name, value in evidence.items()},
        )


def _changes(edit: Edit) -> bool:
    return bool(len(edit.span) or edit.replacement)


def put(start: int, end: int, replacement: str = "") -> Repair:
    """A repair of one edit."""
    return (Edit(Span(start, end), replacement),)


def like(model: str, form: str) -> str:
    """``form`` with a capital where ``model`` has one."""
    return form[0].upper() + form[1:] if model[:1].isupper() else form


def cased(model: str, words: str) -> str:
    """``words`` with the capitals of ``model``: of all letters, of all words, or of the first."""
    if model == "I" or not words:
        return words
    if model.isupper() and len(model) > 1:
        return words.upper()
    named = model.istitle() and " " in model
    return " ".join(like(model, word) for word in words.split()) if named else like(model, words)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for a few texts only, compiled for the first of them."""
    return re.compile(pattern)


def prose(analysis: Analysis) -> Iterator[Passage]:
    """The passages that people wrote as text."""
    return (passage for passage in analysis.passages if passage.kind is not BlockKind.CODE)


def in_each(analysis: Analysis, name: str, propose: Callable[[Passage], Iterable[Candidate]]) -> Iterator[Candidate]:
    """What ``propose``, which looks at nothing else, says of each passage of prose, and what it said of those that an
    edit left alone.
    """
    for passage in prose(analysis):
        if name not in passage.told:
            passage.told[name] = tuple(propose(passage))
        for candidate in passage.told[name]:
            yield candidate.shift(passage.start)


_OPENING = "([{“‘«"


def without(text: str, start: int, stop: int, *, opens: bool = False) -> Repair:
    """Without a stretch, and no blank too many: one stays between words, none before a mark or at the end of a line,
    and a line that has nothing else goes whole. Where the stretch ``opens`` a sentence, the next word does then.
    """
    first, end = start, stop
    while first and text[first - 1].isspace() and text[first - 1] not in "\r\n":
        first -= 1
    while end < len(text) and text[end].isspace() and text[end] not in "\r\n":
        end += 1
    if end == len(text):
        while first and text[first - 1].isspace():
            first -= 1
        return put(first, end)
    begins = not first or text[first - 1] in "\r\n"
    if text[end] in "\r\n":
        return put(start, end + 1 + text.startswith("\r\n", end)) if begins else put(first, end)
    if end == stop and not text[end].isalnum() and text[end] not in _OPENING:
        return put(first, end)
    if first == start and not begins and text[start - 1] not in _OPENING:
        return put(start, stop)
    if opens and text[start].isupper() and text[end].islower():
        return put(start, end + 1, text[end].upper())
    return put(start, end)
