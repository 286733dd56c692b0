"""``--proposer``: what has no repair is sent to the user's endpoint and its wording shown, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.cli.running import run
from tests.rewording.answering import GARBLED, REPAIRED, endpoint

RULE = """id: two-verbs
title: two verbs of saying
why: One of them was lost with its speaker.
severity: warning
languages: [en, de]
match: {regex: '(?P<at>said argued)'}
examples:
  - bad: 'He said argued that.'
  - ok: 'He said that.'
"""
GERMAN = (
    "Der Fluss ist in der Nacht schnell gestiegen und hat alle Felder am Ufer bedeckt, said argued, und niemand weiß."
)


def checked(folder: Path, text: str, address: str, more: str = "") -> tuple[CompletedProcess[bytes], dict[str, Any]]:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "own.yaml").write_text(RULE)
    (folder / "s.toml").write_text('rules = ["own.yaml"]\nselect = ["two-verbs"]\n' + more)
    done = run("check", "a.txt", "--config", "s.toml", "--report", "r.json", "--proposer", address, cwd=folder)
    return done, json.loads((folder / "r.json").read_text("utf-8"))


def test_the_wording_is_in_the_report_as_an_alternative(tmp_path: Path) -> None:
    with endpoint() as fake:
        done, report = checked(tmp_path, GARBLED, fake.address)
    (finding,) = report["files"][0]["findings"]
    assert (done.returncode, finding["state"], finding["fix"]) == (1, "flagged", None)
    ((edit,),) = (alternative["edits"] for alternative in finding["alternatives"])
    assert GARBLED[: edit["start"]] + edit["replacement"] + GARBLED[edit["end"] :] == REPAIRED


@pytest.mark.parametrize(
    ("text", "settings", "shown"),
    [(GARBLED, 'vocabulary = ["argued"]', 0), (GARBLED, 'ignore = ["two-*"]', 0), (GERMAN, "", 1)],
    ids=["vocabulary", "ignored", "German"],
)
def test_what_is_not_shown_and_other_languages_are_not_sent(
    tmp_path: Path, text: str, settings: str, shown: int
) -> None:
    with endpoint() as fake:
        _, report = checked(tmp_path, text, fake.address, settings)
    assert (len(report["files"][0]["findings"]), fake.asked) == (shown, [])


def test_an_address_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GARBLED)
    done = run("check", "a.txt", "--proposer", "localhost", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == b"cleantext: proposer: 'localhost' is no http address, as http://127.0.0.1:8080/v1 is\n"


def test_an_endpoint_that_does_not_answer_is_noted_and_the_run_goes_on(tmp_path: Path) -> None:
    done, report = checked(tmp_path, GARBLED, "http://127.0.0.1:9/v1")
    assert (done.returncode, len(report["files"][0]["findings"])) == (1, 1)
    assert any("the proposer at http://127.0.0.1:9/v1 did not answer" in note for note in report["notes"])
