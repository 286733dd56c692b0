"""A checker for each language: an analysis goes to the one for the language of its document."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cleantext.checkers.checker import Checker
from cleantext.core.finding import Finding, Source
from cleantext.language.analysis import Analysis
from cleantext.language.detection import language_of

AUTO = "auto"


class ByLanguage:
    """Makes a checker for a language when a document needs it; the English one at once.

    ``language`` is a code for all documents, or ``auto`` to detect each document's own.
    """

    def __init__(self, make: Callable[[str], Checker], language: str = AUTO):
        self._make = make
        self._language = language
        self._english = self._last = make("en")
        self._made = {"en": self._english}

    @property
    def name(self) -> str:
        """The same for all languages."""
        return self._english.name

    @property
    def source(self) -> Source:
        """The same for all languages."""
        return self._english.source

    @property
    def version(self) -> str | None:
        """The version of the English checker."""
        return self._english.version

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """What the checker of the document's language finds."""
        language = (
            language_of(analysis.revision.source) if self._language == AUTO else self._language.split("-")[0].lower()
        )
        if language not in self._made:
            self._made[language] = self._make(language)
        self._last = self._made[language]
        return self._last.check(analysis)

    def problems(self) -> Iterable[str]:
        """The problems of the checker that was last at work."""
        return self._last.problems()
