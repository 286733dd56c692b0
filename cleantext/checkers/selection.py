"""A checker seen through the settings: rules that weren't selected are silent, the vocabulary is left alone.

So are placeholders: what a program fills in later is no prose, whoever looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleantext.checkers.checker import Checker, Through
from cleantext.core.finding import Finding
from cleantext.core.settings import Settings, wanted
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.language.analysis import Analysis

_PLACEHOLDER = regex.compile(
    r"% ?\d ?\$ ?[sdf@](?![\p{L}\d])|%\(\w+\)[sdf]|%[sd@](?![\p{L}\d])|\$\{\w+\}|\{\{ ?[\w.]+ ?\}\}|(?<![\w$\\])\{\w+\}"
)
_OF_PLACEHOLDERS = frozenset([
    "placeholder", "angle-bracket-placeholder", "broken-placeholder", "broken-placeholders-apart",
    "placeholder-not-in-original",
])  # fmt: skip


class SelectingChecker(Through):
    """Passes on the findings of ``checker`` that ``settings`` ask for."""

    def __init__(self, checker: Checker, settings: Settings):
        super().__init__(checker)
        self._settings = settings
        words = "|".join(regex.escape(w) for w in sorted(settings.vocabulary, key=len, reverse=True))
        self._vocabulary = regex.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """The findings that were asked for and touch no word of the vocabulary."""
        return self._selected(analysis.text, self.checker.check(analysis))

    def _selected(self, text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
        kept = [m.span() for m in self._vocabulary.finditer(text)] if self._vocabulary else []
        found = [Span(*m.span()) for m in _PLACEHOLDER.finditer(text)]
        placeholders = SpanIndex(zip(found, found, strict=True))
        for finding in findings:
            if (
                wanted(self._settings, finding.rule, finding.pack)
                and not any(a < finding.span.end and finding.span.start < b for a, b in kept)
                and (finding.rule in _OF_PLACEHOLDERS or not _cuts(finding, placeholders))
            ):
                yield finding


def _cuts(finding: Finding, placeholders: SpanIndex[Span]) -> bool:
    """Whether the finding takes a part of a placeholder, or one and little else, for prose."""
    spans = [finding.span, *(edit.span for edit in (finding.fix.edits if finding.fix else ()))]
    return any(
        place.overlaps(span) and not (span.covers(place) and len(span) > 3 * len(place))
        for span in spans
        for place in placeholders.touching(span)
    )
