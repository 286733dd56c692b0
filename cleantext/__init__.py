"""Repair English text damaged by machine translation and scraping.

>>> import cleantext
>>> cleantext.clean("It stood alone on the stage. .", languagetool=False)
'It stood alone on the stage.'
"""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleantext.checkers.checker import Checker
    from cleantext.report.model import FileReport, ReportedFinding

__version__ = "0.1.0"


def check(text: str, *, languagetool: bool | str = False) -> Sequence[ReportedFinding]:
    """What is wrong with ``text``; offsets are ``str`` offsets into it.

    ``languagetool`` is true to start LanguageTool where it is set up, or the address of a running server.
    """
    return _run(text, "none", languagetool).findings


def clean(text: str, *, level: str = "safe", languagetool: bool | str = False) -> str:
    """``text`` with what is safe applied, or with every proposal at level ``suggested``.

    Raises ``ValueError`` for an unknown level.
    """
    if level not in ("none", "safe", "suggested"):
        raise ValueError(f"no level '{level}'; there are none, safe and suggested")
    from cleantext.core.edit import Edit, apply_edits
    from cleantext.core.span import Span

    applied = _run(text, level, languagetool).applied
    return apply_edits(text, (Edit(Span(e.start, e.end), e.replacement) for e in applied))


def _run(text: str, level: str, languagetool: bool | str) -> FileReport:
    from pathlib import PurePath

    from cleantext.batch.run import assembled
    from cleantext.core.document import Document
    from cleantext.core.settings import Settings
    from cleantext.engine import Level, examine
    from cleantext.formats.text import segment
    from cleantext.report.build import file_report

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
    from cleantext.checkers.assembly import Assembly
    from cleantext.core.settings import Settings

    if not hasattr(_KEPT, "checkers"):
        _KEPT.checkers = Assembly(Settings(languagetool=False))()
    kept: Sequence[Checker] = _KEPT.checkers
    return kept


__all__ = ["__version__", "check", "clean"]
