"""``regex``: a regular expression over the text of a block. Named groups become groups of the match.

Where the pattern has a group ``at``, that group alone is the span of the finding.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.matchers.match import FindInPassage, Lists, Match
from cleantext.rulebook.patterns import compiled


def regex_matcher(pattern: str, lists: Lists) -> FindInPassage:
    """Raises ``ValueError`` where the pattern is wrong."""
    compiled_pattern = compiled(pattern, lists)
    names = tuple(compiled_pattern.groupindex)

    def find(passage: Passage) -> Iterable[Match]:
        for m in compiled_pattern.finditer(passage.text):
            groups = {name: Span(*m.span(name)) for name in names if m.span(name)[0] >= 0}
            yield Match(groups.get("at", Span(*m.span())), groups, {name: m[name] or "" for name in names})

    return find
