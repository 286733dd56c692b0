"""A text as checkers are given it."""

from __future__ import annotations

from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis


def analysed(text: str) -> Analysis:
    """The analysis of ``text`` as a plain text file."""
    return Analysis(Revision(text, segment))
