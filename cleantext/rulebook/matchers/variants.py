"""``variants``: forms of one thing mixed in a document; the majority wins, ties are flagged without a fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.rulebook.matchers.match import FindInDocument, Lists, Match
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import VariantsSpec
from cleantext.rulebook.template import fill

Place = tuple[Span, Mapping[str, str]]
"""Where a form stands, and its named groups."""


def variants_matcher(spec: VariantsSpec, lists: Lists) -> FindInDocument:
    """Values: ``form``, what stands here, ``usual``, what the majority's form would be here, ``times``, how often
    that form occurs."""
    patterns = {form: compiled(pattern, lists) for form, pattern in spec.forms.items()}

    def find(analysis: Analysis) -> Iterable[Match]:
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

    return find
