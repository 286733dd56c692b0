"""``regex``: a regular expression over the text of a block. Named groups become groups of the match.

Where the pattern has a group ``at``, that group alone is the span of the finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.match import FindInPassage, Lists, Match, Pattern, Sees
from cleantext.rulebook.patterns import compiled, spelt_out
from cleantext.rulebook.prefilter.gates import gate_of
from cleantext.rulebook.prefilter.need import Gate

Spec = Pattern


def sees(_: Pattern) -> Sees:
    """One block at a time."""
    return "passage"


def find(pattern: Pattern, lists: Lists) -> FindInPassage:
    """Raises ``ValueError`` where the pattern is wrong."""
    compiled_pattern = compiled(pattern, lists)
    names = tuple(compiled_pattern.groupindex)

    def found(passage: Passage) -> Iterable[Match]:
        for m in compiled_pattern.finditer(passage.text):
            groups = {name: Span(*m.span(name)) for name in names if m.span(name)[0] >= 0}
            yield Match(groups.get("at", Span(*m.span())), groups, {name: m[name] or "" for name in names})

    return found


def needs(pattern: Pattern, lists: Lists) -> Gate:
    """The pattern itself."""
    return gate_of(spelt_out(pattern, lists))
