"""``cleantext clean --interactive``: what is asked, what the answers do, and that one goes on where one stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run

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


def test_it_wants_files_and_a_folder(work: Path) -> None:
    for args in (["a.txt"], ["-", "-o", "out"]):
        done = run("clean", *args, "--interactive", cwd=work)
        assert done.returncode == 2 and b"Traceback" not in done.stderr


def test_the_next_step_is_told(work: Path) -> None:
    done = run("clean", "a.txt", "-o", "out", "--level", "none", cwd=work)
    assert b"to decide: open out/report.html, or run:\n    cleantext review a.txt -o out" in done.stderr
    assert b"2 sure: cleantext clean applies them, and perhaps" in done.stderr
