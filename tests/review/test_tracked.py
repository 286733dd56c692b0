"""Office documents that come back: what was accepted, what was rejected, what can't be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cleantext.batch.run import run_files
from cleantext.core.settings import Settings
from cleantext.report.model import Report
from cleantext.review.decisions import NotDecisions
from cleantext.review.tracked import decisions_in
from tests.cli.running import run
from tests.formats.office import by_libreoffice, members, word, zipped

SENTENCES = ("The hall is shut , he said.", "It fell in the the end.", "It was late .")


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Report, bytes]:
    """The report of a document with three sentences of damage, and its copy."""
    monkeypatch.chdir(tmp_path)
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in SENTENCES)
    Path("a.docx").write_bytes(word(body))
    settings = Settings(level="suggested", languagetool=False)
    done = run_files(["a.docx"], settings, output=Path("out"))
    return done.report, Path("out/a.docx").read_bytes()


def decided(report: Report, raw: bytes) -> tuple[list[str], list[str]]:
    """The decisions with the number of the sentence that each is about."""
    made, remarks = decisions_in(report, Path(), Path("out/a.docx"), raw)
    places = {finding.id: finding.line for finding in report.files[0].findings}
    lines = sorted(set(places.values()))
    return [f"{each.decision} {1 + lines.index(places[each.finding or ''])}" for each in made], remarks


def edited(raw: bytes, change: Callable[[str], str]) -> bytes:
    parts = members(raw)
    return zipped({**parts, "word/document.xml": change(parts["word/document.xml"])})


def accepted(source: str) -> str:
    return re.sub(r"<w:del .*?</w:del>|</?w:ins\b[^>]*>", "", source)


def rejected(source: str, number: int) -> str:
    """The change of this number rejected."""
    deletion = list(re.finditer(r"<w:del .*?</w:del>", source))[number]
    old = deletion[0].replace("w:delText", "w:t")
    return source[: deletion.start()] + re.sub(r"</?w:del\b[^>]*>", "", old) + source[deletion.end() :]


def test_what_was_rejected_and_what_was_accepted(reviewed: tuple[Report, bytes]) -> None:
    report, copy = reviewed
    assert decided(report, edited(copy, accepted))[0] == ["accept 1", "accept 2", "accept 3"]
    back = edited(copy, lambda source: accepted(rejected(source, 1)))
    assert decided(report, back) == (["accept 1", "reject 2", "accept 3"], [])
    waiting, remarks = decided(report, edited(copy, lambda source: rejected(source, 0)))
    assert waiting == ["reject 1"] and "still wait" in remarks[0]


def test_a_paragraph_that_was_rewritten_tells_nothing(reviewed: tuple[Report, bytes]) -> None:
    report, copy = reviewed
    back = edited(copy, lambda source: accepted(rejected(source, 2)).replace("It fell", "It broke down"))
    made, remarks = decided(report, back)
    assert made == ["accept 1", "reject 3"] and "1 of 3 changes" in remarks[0]


def test_what_is_no_copy_is_refused(reviewed: tuple[Report, bytes]) -> None:
    report, copy = reviewed
    for path, raw, reason in (("b.docx", copy, "no office document"), ("a.docx", b"PK\x03\x04", "not a zip")):
        with pytest.raises(NotDecisions, match=reason):
            decisions_in(report, Path(), Path(path), raw)
    Path("a.docx").write_bytes(copy)
    with pytest.raises(NotDecisions, match="has changed"):
        decisions_in(report, Path(), Path("out/a.docx"), copy)


@pytest.mark.parametrize(("command", "decision"), [("Accept", "accept"), ("Reject", "reject")])
def test_a_copy_that_libreoffice_saved(
    reviewed: tuple[Report, bytes], tmp_path: Path, command: str, decision: str
) -> None:
    report, copy = reviewed
    saved = by_libreoffice({"a.docx": copy}, tmp_path / "out", ".docx", f"{command}AllTrackedChanges")["a.docx"]
    assert decided(report, saved) == ([f"{decision} ' '", f"{decision} 'the the'", f"{decision} ' '"], [])


def test_apply_takes_a_document_for_decisions(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(f"<w:p><w:r><w:t>{SENTENCES[0]}</w:t></w:r></w:p>"))
    options = "--level", "suggested"
    assert run("clean", "a.docx", "-o", "out", *options, cwd=tmp_path).returncode == 0
    (tmp_path / "a.docx.back").mkdir()
    back = tmp_path / "a.docx.back/a.docx"
    back.write_bytes(edited((tmp_path / "out/a.docx").read_bytes(), lambda source: rejected(source, 0)))
    done = run("apply", "out/report.json", back, "-o", "final", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "final/a.docx").read_bytes() == (tmp_path / "a.docx").read_bytes()
