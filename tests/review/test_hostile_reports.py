"""Whatever stands in a report or in decisions: a file is done, or named with its error, or all refused in one line."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext.report import html, patch
from cleantext.report import json as report_json
from cleantext.report.json import NotAReport
from cleantext.review import decisions
from cleantext.review.applying import apply_decisions
from cleantext.review.decisions import NotDecisions
from cleantext.storage.journal import LOCK, NAME
from tests.tries import tries

TEXT = "It stood alone. . Then it fell.\n"
EDIT = {"start": 15, "end": 17, "replacement": ""}
FIX = {"applicability": "safe", "edits": [EDIT]}
FINDING = {
    "id": "0123456789ab", "rule": "r", "pack": "p", "severity": "error", "start": 15, "end": 17, "line": 1,
    "column": 16, "text": " .", "message": "m", "why": "w", "fix": FIX, "alternatives": [FIX], "confidence": 0.9,
    "source": "rule", "state": "applied",
}  # fmt: skip
FILE = {
    "path": "a.txt", "output": "out/a.txt", "format": "text", "encoding": "utf-8",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "sentences": 2, "findings": [FINDING],
    "applied": [EDIT | {"findings": ["0123456789ab"]}], "error": None,
}  # fmt: skip
REPORT = {
    "schema": "cleantext-report/1", "cleantext": "0", "level": "safe", "checkers": {}, "rules": "", "files": [FILE],
    "notes": [], "folder": "..",
}  # fmt: skip
DECISION = {"path": "a.txt", "finding": "0123456789ab", "decision": "edit", "text": "x", "old": " .", "offset": 0}

Path_ = tuple[str | int, ...]


def places(value: Any, at: Path_ = ()) -> list[Path_]:
    """Every place in a JSON value, its root aside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, each in inner for place in [(*at, key), *places(each, (*at, key))]]


def changed(value: Any, changes: list[tuple[Path_, Any]]) -> Any:
    value = copy.deepcopy(value)
    for (*way, last), new in changes:
        inner = value
        try:
            for key in way:
                inner = inner[key]
            inner[last] = copy.deepcopy(inner[new[0]] if isinstance(new, tuple) else new)
        except (LookupError, TypeError):
            continue  # an earlier change took the place away
    return value


ODD: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [
            -1, 0, 10**30, 16, 31, 33, None, "", "\0", "..", "/etc/passwd", "\ud800", "x" * 300, "a\nb", [], {}, 1e400,
            [EDIT, EDIT], [EDIT, EDIT | {"start": 16}], [FINDING, FINDING], [FILE, FILE], "0123456789ab-2", "accept",
        ]
    ),
    st.text(max_size=3), st.integers(-3, 40),
)  # fmt: skip


def outcome(report: Any, decided: Any, rebase: bool) -> None:
    with TemporaryDirectory() as folder:
        top = Path(folder)
        (top / "in").mkdir()
        (top / "in/a.txt").write_text(TEXT)
        try:
            made = report_json.read(json.dumps(report))
            asked = decisions.read(json.dumps({"schema": decisions.SCHEMA, "decisions": decided}))
            applied = apply_decisions(made, asked, top / "out", base=top / "in", rebase=rebase)
        except (NotAReport, NotDecisions) as error:
            assert "\n" not in str(error)
            return
        assert report_json.render(applied.report) and html.render(applied.report, applied.sources)
        patch.render(applied.report, applied.sources)
        written = {
            path.relative_to(top).as_posix()
            for path in top.rglob("*")
            if path.is_file() and path.name not in (NAME, LOCK)
        }
        assert {name for name in written if not name.startswith("out/")} == {"in/a.txt"}


@tries(300)
@given(st.lists(st.tuples(st.sampled_from(places(REPORT)), ODD), min_size=1, max_size=3), st.booleans(), st.booleans())
@example([(("files", 0, "encoding"), "\ud800")], False, False)  # no name for a codec
def test_any_report_is_applied_or_refused(changes: list[tuple[Path_, Any]], decided: bool, rebase: bool) -> None:
    outcome(changed(REPORT, changes), [DECISION] if decided else [], rebase)


@tries(100)
@given(st.lists(st.tuples(st.sampled_from(places([DECISION])), ODD), min_size=1, max_size=3))
@example([((0, "text"), ""), ((0, "old"), "")])  # own words that change nothing
def test_any_decision_is_applied_or_refused(changes: list[tuple[Path_, Any]]) -> None:
    outcome(REPORT, changed([DECISION], changes), rebase=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((("files", 0, "path"), "a\0b"), "a path holds a NUL"),
        ((("files", 0, "applied", 0, "end"), 3), "a span ends before it starts"),
        ((("files", 0, "applied", 0, "start"), -3), "a span ends before it starts"),
        ((("files", 0, "applied", 0, "findings"), ["gone"]), "names a finding that isn't there"),
        ((("files", 0, "findings"), [FINDING, FINDING]), "two findings have the same id"),
        ((("files",), [FILE, FILE]), "it lists a file twice"),
        ((("files", 0, "findings", 0, "fix", "edits"), [EDIT, EDIT]), "the edits of a fix overlap"),
    ],
)
def test_a_report_that_can_not_be_true_is_refused(change: tuple[Path_, Any], said: str) -> None:
    with pytest.raises(NotAReport, match=said):
        report_json.read(json.dumps(changed(REPORT, [change])))


@given(st.binary(max_size=40) | st.sampled_from([b"[" * 200_000, b'{"a":' * 200_000, b"1" * 5000, b"\xff\xfe["]))
def test_bytes_that_are_neither_are_refused_in_one_line(raw: bytes) -> None:
    with pytest.raises(NotAReport) as caught:
        report_json.read(raw)
    assert "\n" not in str(caught.value)
    try:
        decisions.read(raw)
    except NotDecisions as error:
        assert "\n" not in str(error)


def test_an_edit_behind_the_end_costs_its_file_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    made = report_json.read(json.dumps(changed(REPORT, [(("files", 0, "applied", 0, "end"), 99)])))
    applied = apply_decisions(made, [], tmp_path / "out", base=tmp_path)
    assert [file.error for file in applied.report.files] == ["the report refers to places past its end"]
