"""``paired``: an opening mark without its closing one, or the other way round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.match import FindInPassage, Lists, Match, Sees, Strict
from cleantext.rulebook.prefilter.need import Gate, Need


class Spec(Strict, frozen=True, kw_only=True):
    """A mark without its partner: opened and not closed, or closed and not opened, within ``within``."""

    open: str
    close: str
    problem: Literal["unclosed", "unopened"]
    within: Literal["sentence", "block"] = "block"


def sees(_: Spec) -> Sees:
    """One block at a time."""
    return "passage"


def find(spec: Spec, _: Lists) -> FindInPassage:
    """The span is the lonely mark. Groups: ``end``, the empty place after the last sentence of the block."""

    marks = regex.compile(f"{regex.escape(spec.open)}|{regex.escape(spec.close)}")

    def found(passage: Passage) -> Iterable[Match]:
        places = passage.sentences if spec.within == "sentence" else [Span(0, len(passage.text))]
        for place in places:
            for at in _lonely(marks, passage.text, place, spec):
                yield Match(Span(at, at + 1), {"end": Span(place.end, place.end), "mark": Span(at, at + 1)})

    return found


def needs(spec: Spec, _: Lists) -> Gate:
    """The mark that has no partner."""
    return Gate((Need(regex.escape(spec.open if spec.problem == "unclosed" else spec.close)),))


def _lonely(marks: regex.Pattern[str], text: str, place: Span, spec: Spec) -> list[int]:
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
