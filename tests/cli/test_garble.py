"""Switching the garble detector on, off and up, as a user does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

TEXT = "The bridge of the been to council, they will of the work in spring on begin the mayor.\n"


def check(folder: Path, *options: str) -> tuple[dict[str, Any], int]:
    (folder / "a.txt").write_text(TEXT)
    command = [
        sys.executable,
        "-m",
        "cleantext",
        "check",
        "a.txt",
        "--languagetool",
        "off",
        "--report",
        "r.json",
        *options,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    return json.loads((folder / "r.json").read_text()), done.returncode


def rules(report: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in report["files"][0]["findings"]}


def test_a_garbled_sentence_is_reported_as_a_warning_without_a_fix(tmp_path: Path) -> None:
    report, code = check(tmp_path)
    (finding,) = [f for f in report["files"][0]["findings"] if f["rule"] == "garbled-sentence"]
    assert (finding["severity"], finding["state"], finding["fix"], code) == ("warning", "flagged", None, 1)
    assert 0.5 < finding["confidence"] <= 1
    assert report["checkers"]["garble"]


@pytest.mark.parametrize(
    "options", [["--no-garble"], ["--ignore", "garble"], ["--ignore", "garbled-sentence"], ["--select", "spacing"]]
)
def test_it_can_be_switched_off(tmp_path: Path, options: list[str]) -> None:
    report, _ = check(tmp_path, *options)
    assert "garbled-sentence" not in rules(report)
    assert "garble" not in report["checkers"]


def test_it_can_be_selected(tmp_path: Path) -> None:
    assert rules(check(tmp_path, "--select", "garble")[0]) == {"garbled-sentence"}


def test_the_configuration_switches_it_off_and_on_again_by_option(tmp_path: Path) -> None:
    (tmp_path / "cleantext.toml").write_text("garble = false\n")
    assert "garbled-sentence" not in rules(check(tmp_path)[0])
    assert "garbled-sentence" in rules(check(tmp_path, "--garble")[0])


def test_the_threshold_is_a_setting(tmp_path: Path) -> None:
    (tmp_path / "cleantext.toml").write_text("garble-threshold = 1.0\n")
    assert "garbled-sentence" not in rules(check(tmp_path)[0])


def test_words_of_the_vocabulary_do_not_hide_a_garbled_sentence(tmp_path: Path) -> None:
    (tmp_path / "cleantext.toml").write_text('vocabulary = ["council", "been"]\n')
    assert "garbled-sentence" in rules(check(tmp_path)[0])


def test_a_proposer_that_is_no_address_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    command = [sys.executable, "-m", "cleantext", "check", "a.txt", "--languagetool", "off", "--proposer", "localhost"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 2
    assert "'localhost' is no http address" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_proposer_that_does_not_answer_is_noted_and_the_run_goes_on(tmp_path: Path) -> None:
    report, code = check(tmp_path, "--proposer", "http://127.0.0.1:9/v1")
    assert code == 1
    assert any("the proposer at http://127.0.0.1:9/v1 did not answer" in note for note in report["notes"])
