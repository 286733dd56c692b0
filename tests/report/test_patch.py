"""The patch against git itself: what it applies must be the reviewed copy, byte for byte."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span
from cleantext.report.model import AppliedEdit, FileReport, Report
from cleantext.report.patch import render
from tests.tries import tries

LINES = st.lists(st.text(alphabet="ab. \t\r\f\u2028é𝄞", max_size=6), max_size=12)
NAMES = st.sampled_from(
    ["a.txt", "a b.txt", 'quo"te.txt', "new\nline.txt", "sub/é.txt", "tab\t.txt", "back\\slash.txt"]
)


def reported(edits: Mapping[str, list[Edit]], encoding: str = "utf-8") -> Report:
    """A report with these edits applied, and nothing else that a patch needs."""
    files = tuple(
        FileReport(
            path=path,
            output=None,
            format="text",
            encoding=encoding,
            sha256=None,
            sentences=0,
            findings=(),
            applied=tuple(
                AppliedEdit(start=e.span.start, end=e.span.end, replacement=e.replacement, findings=()) for e in those
            ),
            error=None,
        )
        for path, those in edits.items()
    )
    return Report(cleantext="0", level="safe", checkers={}, rules="", files=files)


def applied_by_git(name: str, raw: bytes, patch: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        subprocess.run(
            ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"],
            input=patch,
            cwd=place,
            check=True,
            capture_output=True,
        )
        return path.read_bytes()


@st.composite
def sources_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    source = "\n".join(draw(LINES))
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    edits = [
        Edit(Span(a, b), draw(st.sampled_from(["", "x", "\n", "y\nz"])))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return source, edits


@tries(150)
@given(sources_with_edits(), NAMES)
def test_git_applies_it_to_the_reviewed_copy(drawn: tuple[str, list[Edit]], name: str) -> None:
    source, edits = drawn
    patch = render(reported({name: edits}), {name: source})
    copy = apply_edits(source, edits).encode()
    assert (applied_by_git(name, source.encode(), patch) if patch else source.encode()) == copy


@pytest.mark.parametrize(
    ("encoding", "replacement", "copied_as"),
    [("cp1252", "ß", "cp1252"), ("cp1252", "→", "utf-8"), ("utf-16", "x", "utf-16"), ("no such codec", "x", "utf-8")],
)
def test_other_encodings_are_patched_in_their_bytes(encoding: str, replacement: str, copied_as: str) -> None:
    source, edit = "Café one.\nCafé two.\n", Edit(Span(5, 8), replacement)
    raw = source.encode("utf-8" if " " in encoding else encoding)
    patch = render(reported({"a.txt": [edit]}, encoding), {"a.txt": source})
    assert applied_by_git("a.txt", raw, patch) == apply_edits(source, [edit]).encode(copied_as)


def test_far_changes_are_hunks_of_their_own() -> None:
    source = "".join(f"line {i}\n" for i in range(40))
    edits = [Edit(Span(0, 4), "LINE"), Edit(Span(len(source) - 8, len(source) - 4), "LINE")]
    assert render(reported({"a.txt": edits}), {"a.txt": source}).count(b"\n@@ ") == 2


def test_nothing_applied_is_no_patch_and_a_missing_source_an_error() -> None:
    assert render(reported({"a.txt": []}), {}) == b""
    with pytest.raises(KeyError):
        render(reported({"a.txt": [Edit(Span(0, 1), "x")]}), {})
