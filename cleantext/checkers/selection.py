"""A checker seen through the settings: rules that weren't selected are silent, and the vocabulary is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from cleantext.checkers.checker import Checker
from cleantext.core.finding import Finding, Source
from cleantext.core.settings import Settings, wanted
from cleantext.language.analysis import Analysis


class SelectingChecker:
    """Passes on the findings of ``checker`` that ``settings`` ask for."""

    def __init__(self, checker: Checker, settings: Settings):
        self._checker = checker
        self._settings = settings
        words = "|".join(regex.escape(w) for w in sorted(settings.vocabulary, key=len, reverse=True))
        self._vocabulary = regex.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    @property
    def name(self) -> str:
        """The name of the checker within."""
        return self._checker.name

    @property
    def source(self) -> Source:
        """The source of the checker within."""
        return self._checker.source

    @property
    def version(self) -> str | None:
        """The version of the checker within."""
        return self._checker.version

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """The findings that were asked for and touch no word of the vocabulary."""
        return self._selected(analysis.text, self._checker.check(analysis))

    def _selected(self, text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
        kept = [m.span() for m in self._vocabulary.finditer(text)] if self._vocabulary else []
        for finding in findings:
            if wanted(self._settings, finding.rule, finding.pack) and not any(
                a < finding.span.end and finding.span.start < b for a, b in kept
            ):
                yield finding

    def problems(self) -> Iterable[str]:
        """The problems of the checker within."""
        return self._checker.problems()
