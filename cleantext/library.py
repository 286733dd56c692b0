"""What ``import cleantext`` offers, done: one text through the checkers, which are kept for the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from threading import local

from cleantext.batch.run import assembled
from cleantext.checkers.assembly import Assembly
from cleantext.checkers.checker import Checker
from cleantext.core.document import Document
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.report.build import file_report
from cleantext.report.model import FileReport


def examined(text: str, level: str, languagetool: bool | str) -> FileReport:
    """The report about ``text``. Raises ``ValueError`` for an unknown level."""
    raw = text.encode("utf-8", "surrogatepass")
    document = Document(PurePath("text"), "text", text, raw, "utf-8", segment)
    if not languagetool:
        return file_report("text", examine(document, _checkers(), Level(level)), None)
    with assembled(Settings(languagetool=languagetool)) as (assembly, _):
        return file_report("text", examine(document, assembly(), Level(level)), None)


_KEPT = local()
"""Checkers remember what they have seen, so each thread has its own; a lock would not outlive a fork."""


def _checkers() -> Sequence[Checker]:
    """Those that need no server, made once in each thread: to compile the rules takes a second."""
    if not hasattr(_KEPT, "checkers"):
        _KEPT.checkers = Assembly(Settings(languagetool=False))()
    kept: Sequence[Checker] = _KEPT.checkers
    return kept
