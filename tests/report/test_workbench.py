"""Which lines of a text are one row of the page."""

from __future__ import annotations

import pytest

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.report.workbench import _stretches


@pytest.mark.parametrize(
    ("text", "gone", "replacement", "rows"),
    [
        ("One.\n\nAd\n\nTwo.", "\nAd\n", "", ["One.", "", "Ad", "", "Two."]),
        ("One.  \r\n\r\nAd\r\n", "  \r\n\r\nAd", "", ["One.  ", "", "Ad", ""]),
        ("exam-\nple one", "-\n", "", ["exam-\nple one"]),
        ("One.\n\ntwo.", ".\n\n", " ", ["One.\n\ntwo."]),
        ("One.\nAd two.", "\nAd", "", ["One.\nAd two."]),
    ],
)
def test_lines_that_go_join_no_others(text: str, gone: str, replacement: str, rows: list[str]) -> None:
    start = text.index(gone)
    edit = Edit(Span(start, start + len(gone)), replacement)
    assert [text[begin:end] for begin, end, _ in _stretches(text, [edit])] == rows
