"""What every checker has in common: it sees a text as it was analysed, never a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from cleantext.core.finding import Finding, Source
from cleantext.language.analysis import Analysis


class Checker(Protocol):
    """``name`` and ``version`` go into the report; ``version`` is None where the checker could not run.

    ``source`` is the kind of its findings: those about the encoding are dealt with before others look.
    """

    @property
    def name(self) -> str: ...

    @property
    def source(self) -> Source: ...

    @property
    def version(self) -> str | None: ...

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """Findings in offsets of ``analysis.text``, in any order. What takes long may go on until they are read."""
        ...

    def problems(self) -> Iterable[str]:
        """What kept it from checking all of the last revision, a line each for the reader of the report."""
        ...


@dataclass
class Through:
    """What a checker that looks through another, ``checker``, has from it; it has a ``check`` of its own."""

    checker: Checker

    @property
    def name(self) -> str:
        """The name of the checker within."""
        return self.checker.name

    @property
    def source(self) -> Source:
        """The source of the checker within."""
        return self.checker.source

    @property
    def version(self) -> str | None:
        """The version of the checker within."""
        return self.checker.version

    def problems(self) -> Iterable[str]:
        """The problems of the checker within."""
        return self.checker.problems()
