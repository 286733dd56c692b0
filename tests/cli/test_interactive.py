"""``cleantext clean --interactive``: what is asked, what the answers do, and that one goes on where one stopped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cleantext.report.model import ReportedEdit, ReportedFix
from cleantext.review.asking import ask
from tests.cli.running import run
from tests.report.test_terminal import SOURCE, finding, report

TEXT = "It stood alone. . Then it fell.\n\nNobody saw it fall. . So it was.\n\nHe said that that was all.\n"


def clean(work: Path, answers: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "cleantext",
        "clean",
        "a.txt",
        "-o",
        "out",
        "--interactive",
        "--languagetool",
        "off",
    ]
    return subprocess.run(
        [*command, "--level", "none", *more], cwd=work, input=answers, capture_output=True, text=True, timeout=120
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def decided(work: Path) -> list[str]:
    return [json.loads(line)["decision"] for line in (work / "out/decisions.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_yes_no_and_quit_and_the_rest_another_time(work: Path) -> None:
    done = clean(work, "y\nq\n")
    assert done.returncode == 0, done.stderr
    assert "a.txt:1:16" in done.stderr and "[-" in done.stderr and "Accept? [y,n,e," in done.stderr
    assert (work / "out/a.txt").read_text() == TEXT.replace("alone. .", "alone.")
    assert "accept" in decided(work)
    assert "(as you decided)" in done.stderr and "B/s" not in done.stderr
    assert "to decide: the same command goes on; or run:\n    cleantext review a.txt -o out" in done.stderr
    done = clean(work, "d\n")
    assert "a.txt:1:16" not in done.stderr.partition("Accept?")[0]
    assert (work / "out/a.txt").read_text() == TEXT.replace("alone. .", "alone.") and "reject" in decided(work)
    assert "Accept?" not in clean(work, "").stderr


def test_all_and_own_words(work: Path) -> None:
    done = clean(work, "maybe\ne\n So long.\na\n")
    assert done.returncode == 0 and "accept this and all that follow" in done.stderr
    copy = (work / "out/a.txt").read_text()
    assert copy.startswith("It stood alone. So long. Then") and "fall. So it was" in copy.replace("\n", " ")
    assert (work / "out/report.json").exists()


def test_a_wrong_key_is_named_and_an_empty_edit_is_asked_about(work: Path) -> None:
    done = clean(work, "9\n?\ne\n\nn\nn\ne\n\ny\nq\n")
    assert done.stderr.count("“9” is no choice here.") == done.stderr.count("is no choice here") == 1
    assert done.stderr.count("Remove “") == 2
    copy = (work / "out/a.txt").read_text()
    assert copy.startswith(TEXT[:16]) and "fall. . So" not in copy


def test_lines_are_shown_as_lines_and_wrapped_at_words(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    done = clean(work, "q\n")
    shown = re.sub("\x1b\\[[0-9;]*m", "", done.stderr).partition("Accept?")[0]
    assert "a.txt:1:16: a period on its own after \n  a finished sentence" in shown
    assert "    It stood alone.[- .-] Then it fell.\n    Nobody saw it fall. . So it was.\n    He said" in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_all_readings_are_named() -> None:
    fixes = [ReportedFix("suggested", (ReportedEdit(15, 17, text),)) for text in ("", "!", "?", "…")]
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        raise EOFError

    for number, readings in ((0, ""), (1, "1,"), (3, "1-3,")):
        one = finding(state="proposed", fix=fixes[0], alternatives=tuple(fixes[1 : 1 + number]))
        ask(report(one), {"a.txt": SOURCE}, frozenset(), print, answer, print)
        assert asked.pop() == f"Accept? [y,n,e,{readings}a,d,s,q,?] "


def test_it_wants_files_and_a_folder(work: Path) -> None:
    for args in (["a.txt"], ["-", "-o", "out"]):
        done = run("clean", *args, "--interactive", cwd=work)
        assert done.returncode == 2 and b"Traceback" not in done.stderr


def test_the_next_step_is_told(work: Path) -> None:
    done = run("clean", "a.txt", "-o", "out", "--level", "none", cwd=work)
    assert b"to decide: open out/report.html, or run:\n    cleantext review a.txt -o out" in done.stderr
    assert b"2 sure: cleantext clean applies them, and perhaps" in done.stderr
