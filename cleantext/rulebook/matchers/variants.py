"""``variants``: forms of one thing mixed in a document; the majority wins, ties are flagged without a fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.rulebook.match import FindInDocument, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.patterns import compiled, spelt_out
from cleantext.rulebook.prefilter.need import Gate, Need
from cleantext.rulebook.template import fill

Place = tuple[Span, Mapping[str, str]]
"""The place of a form, and its named groups."""


class Spec(Strict, frozen=True, kw_only=True):
    """Forms of one thing that a document should not mix. ``forms`` maps what to write to the pattern that finds it.

    What to write is a template of the pattern's groups, which all forms share: ``{stem}our`` and ``{stem}or``.
    The most frequent form wins; where two are equally frequent the others are flagged without a fix.
    ``minimum`` is how often the winner must occur.
    """

    forms: dict[str, Pattern]
    minimum: int = 2
    replace: bool = True


def sees(_: Spec) -> Sees:
    """The whole text."""
    return "document"


def find(spec: Spec, lists: Lists) -> FindInDocument:
    """Values: ``form``, what is here, ``usual``, what the majority's form would be here, ``times``, how often
    that form occurs."""
    patterns = {form: compiled(pattern, lists) for form, pattern in spec.forms.items()}

    def matches(analysis: Analysis) -> Iterable[Match]:
        places: dict[str, list[Place]] = {form: [] for form in patterns}
        for passage in analysis.passages:
            for form, pattern in patterns.items():
                found = pattern.finditer(passage.text)
                places[form] += [(Span(*m.span()).shift(passage.start), m.groupdict()) for m in found]
        used = sorted((form for form in places if places[form]), key=lambda form: -len(places[form]))
        if len(used) < 2:
            return
        times = len(places[used[0]])
        tie = times == len(places[used[1]]) or times < spec.minimum
        for form in used[1:]:
            for span, groups in places[form]:
                usual = fill(used[0], groups)
                values = {"form": span.of(analysis.text), "usual": usual, "times": str(times)}
                fixed = () if tie or not spec.replace else (Edit(span, usual),)
                yield Match(span, values=values, edits=fixed)

    return matches


def needs(spec: Spec, lists: Lists) -> Gate:
    """Two of the forms."""
    return Gate(tuple(Need(spelt_out(pattern, lists)) for pattern in spec.forms.values()), 2)
