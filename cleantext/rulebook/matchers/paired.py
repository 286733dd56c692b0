"""``paired``: an opening mark without its closing one, or the other way round."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.matchers.match import FindInPassage, Match
from cleantext.rulebook.schema import PairedSpec


def paired_matcher(spec: PairedSpec) -> FindInPassage:
    """The span is the lonely mark. Groups: ``end``, the empty place behind the last sentence of the block."""

    marks = regex.compile(f"{regex.escape(spec.open)}|{regex.escape(spec.close)}")

    def find(passage: Passage) -> Iterable[Match]:
        places = passage.sentences if spec.within == "sentence" else [Span(0, len(passage.text))]
        for place in places:
            for at in _lonely(marks, passage.text, place, spec):
                yield Match(Span(at, at + 1), {"end": Span(place.end, place.end), "mark": Span(at, at + 1)})

    return find


def _lonely(marks: regex.Pattern[str], text: str, place: Span, spec: PairedSpec) -> list[int]:
    opened: list[int] = []
    unopened: list[int] = []
    for m in marks.finditer(text, place.start, place.end):
        if m[0] == spec.open:
            opened.append(m.start())
        elif opened:
            opened.pop()
        else:
            unopened.append(m.start())
    return opened if spec.problem == "unclosed" else unopened
