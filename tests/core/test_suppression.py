"""Comments that switch rules off: which rules, and how far."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.span import Span
from cleantext.core.suppression import Suppressions

LINES = "a\n{}\nb\n{}\nc{}\nd\n"
EVERYWHERE, NOWHERE = "abcd", ""


@pytest.mark.parametrize(
    ("first", "second", "at_line", "silent"),
    [
        ("", "", "", NOWHERE),
        ("<!-- cleantext-disable -->", "", "", "bcd"),
        ("<!--cleantext-disable-->", "<!-- cleantext-enable -->", "", "b"),
        ("<!-- cleantext-disable double-comma -->", "", "", "bcd"),
        ("<!-- cleantext-disable double-* -->", "", "", "bcd"),
        ("<!-- cleantext-disable marks -->", "", "", "bcd"),
        ("<!-- cleantext-disable other, marks -->", "", "", "bcd"),
        ("<!-- cleantext-disable other -->", "", "", NOWHERE),
        ("<!-- cleantext-disable -->", "<!-- cleantext-enable other -->", "", "bcd"),
        ("<!-- cleantext-disable -->", "<!-- cleantext-enable double-comma -->", "", "b"),
        ("<!-- cleantext-disable-next-line -->", "", "", "b"),
        ("<!-- cleantext-disable-next-line other -->", "<!-- cleantext-disable-next-line marks -->", "", "c"),
        ("", "", " <!-- cleantext-disable-line double-comma -->", "c"),
        ("<!-- cleantext-disabled -->", "<!-- cleantext-disable-all -->", "", NOWHERE),
        ("<!-- cleantext-disable", "", "", NOWHERE),
    ],
)
def test_how_far_a_comment_reaches(first: str, second: str, at_line: str, silent: str) -> None:
    text = LINES.format(first, second, at_line)
    held = Suppressions(text)
    at = {name: f"\n{text}".index(f"\n{name}") for name in EVERYWHERE}
    assert "".join(name for name in at if held.hold("double-comma", "marks", Span(at[name], at[name] + 1))) == silent


def test_nobody_repairs_a_comment() -> None:
    text = "A. <!-- cleantext-enable -->"
    assert Suppressions(text).hold("any", "any", Span(8, 9))
    assert Suppressions(text).hold("any", "any", Span(0, 1), Span(0, 5))
    assert not Suppressions(text).hold("any", "any", Span(0, 1))


@given(st.text(alphabet="<!-> cleantxdisb*,\n", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    assert Suppressions(text).hold("a", "b", Span(0, 0)) in (True, False)


@pytest.mark.slow
def test_many_comments_and_findings_take_linear_time() -> None:
    text = "<!-- cleantext-disable a -->\n<!-- cleantext-enable a -->\nText.\n" * 20_000
    held = Suppressions(text)
    began = time.perf_counter()
    assert not any(held.hold("a", "b", Span(at, at + 1)) for at in range(60, len(text), 63))
    assert time.perf_counter() - began < 20
