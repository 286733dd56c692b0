"""What ``import cleantext`` offers, done: one text through the checkers, which are kept for the next.

``cleantext.check`` gives ``Findings``, a tuple of ``ReportedFinding``:

    rule, pack, severity        the rule's id, its pack, and "error", "warning" or "info"
    start, end, line, column    where: ``str`` offsets into the text, and the same counted from 1
    text, message, why          the words there, what is wrong with them, and what usually causes it
    fix, alternatives           a ``ReportedFix`` or None, and further ones: ``applicability`` is "safe" or "suggested",
                                ``edits`` are of ``start``, ``end`` and ``replacement``
    confidence, state           between 0 and 1; "proposed", "flagged", or "suppressed" by a comment in the text
    id, source                  a name that outlives edits elsewhere in the text; the kind of checker that speaks

``cleantext.clean`` gives the repaired text, ``cleantext.damage`` a ``ReportedDamage``. Threads may call all three at
once. A notebook shows ``Findings`` in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import PurePath
from threading import local

from cleantext.assembly import Assembly
from cleantext.batch.run import Crew
from cleantext.checkers.checker import Checker
from cleantext.core.document import Document
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.report.build import file_report
from cleantext.report.model import FileReport, ReportedFinding
from cleantext.report.visible import visible

AROUND = 60  # characters on both sides of a finding that a notebook shows


class Findings(tuple[ReportedFinding, ...]):
    """What is wrong with ``text``, in the order of its places. As a string each finding with carets below its place."""

    text: str

    def __new__(cls, found: Iterable[ReportedFinding] = (), text: str = "") -> Findings:
        """The findings of ``text``."""
        self = super().__new__(cls, found)
        self.text = text
        return self

    def __repr__(self) -> str:
        from cleantext.report.terminal import finding_text

        return "\n".join(finding_text("text", finding, self.text).plain for finding in self) or "nothing found"

    def _repr_html_(self) -> str:
        return "".join(map(self._shown, self)) or "<p>nothing found</p>"

    def _shown(self, finding: ReportedFinding) -> str:
        from cleantext.report.words import in_words

        fix = f" ({in_words(self.text, [edit.edit for edit in finding.fix.edits])})" if finding.fix else ""
        start, end = max(0, finding.start - AROUND), finding.end + AROUND
        before, after = self.text[start : finding.start], self.text[finding.end : end]
        head = f"{finding.line}:{finding.column} {finding.rule}"
        return (
            f"<p><b>{_safe(head)}</b> {_safe(finding.message + fix)}<br>{'…' * (start > 0)}{_safe(before)}"
            f"<mark>{_safe(finding.text)}</mark>{_safe(after)}{'…' * (end < len(self.text))}</p>"
        )


def _safe(text: str) -> str:
    return escape(visible(text))


def examined(text: str, level: str, languagetool: bool | str, language_model: bool) -> FileReport:
    """The report about ``text``. Raises ``ValueError`` for an unknown level."""
    raw = text.encode("utf-8", "surrogatepass")
    document = Document(PurePath("text"), "text", text, raw, "utf-8", segment)
    if not languagetool:
        return file_report("text", examine(document, _checkers(language_model), Level(level)), None)
    with Crew(Settings(languagetool=languagetool, language_model=language_model)) as crew:
        return file_report("text", examine(document, crew.checkers, Level(level)), None)


_KEPT = local()
"""Checkers remember what they have seen, so each thread has its own; a lock would not outlive a fork."""


def _checkers(language_model: bool = True) -> Sequence[Checker]:
    """Those that need no server, made once in each thread: to compile the rules takes a second."""
    kept: dict[bool, Sequence[Checker]] = _KEPT.__dict__.setdefault("checkers", {})
    if language_model not in kept:
        kept[language_model] = Assembly(Settings(languagetool=False, language_model=language_model))()
    return kept[language_model]
