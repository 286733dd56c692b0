"""``variants``: forms of one thing mixed in a document; the majority wins, ties are flagged without a fix."""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.reading import Reading
from cleantext.rulebook.matchers.match import FindInReading, Lists, Match
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import VariantsSpec


def variants_matcher(spec: VariantsSpec, lists: Lists) -> FindInReading:
    """Values: ``form``, what stands here, ``usual``, the majority's form, and ``times``, how often it occurs."""
    patterns = {form: compiled(pattern, lists) for form, pattern in spec.forms.items()}

    def find(reading: Reading) -> Iterable[Match]:
        places: dict[str, list[Span]] = {form: [] for form in patterns}
        for offset, passage in reading.passages:
            for form, pattern in patterns.items():
                places[form] += [Span(*m.span()).shift(offset) for m in pattern.finditer(passage.text)]
        used = sorted((form for form in places if places[form]), key=lambda form: -len(places[form]))
        if len(used) < 2:
            return
        usual, times = used[0], len(places[used[0]])
        tie = times == len(places[used[1]]) or times < spec.minimum
        for form in used[1:]:
            for span in places[form]:
                values = {"form": span.of(reading.text), "usual": usual, "times": str(times)}
                fixed = () if tie or not spec.replace else (Edit(span, usual),)
                yield Match(span, values=values, edits=fixed)

    return find
