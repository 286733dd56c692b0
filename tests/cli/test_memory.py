"""Decisions that outlive a run: what was rejected stays so, and words that always were can be made vocabulary."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.reviewing import start
from tests.cli.running import run
from tests.cli.test_apply import write

TEXT = "It stood alone. . He said that that was all. The end came, , late.\n"
RULE = "stray-period-after-sentence"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    return tmp_path


def found(work: Path, *args: object) -> dict[str, dict[str, Any]]:
    """Path and finding of each rule in ``in``."""
    content = json.loads(run("check", "in", "--output-format", "json", *args, cwd=work).stdout)
    return {f["rule"]: {"path": file["path"], **f} for file in content["files"] for f in file["findings"]}


def decide(work: Path, **decisions: str) -> list[dict[str, str]]:
    findings = found(work)
    named = {rule.replace("-", "_"): finding for rule, finding in findings.items()}
    return [{"path": named[r]["path"], "finding": named[r]["id"], "decision": d} for r, d in decisions.items()]


def remember(work: Path, **decisions: str) -> None:
    made = write(work / "d.json", decide(work, **decisions))
    assert run("clean", "in", "-o", "out", cwd=work).returncode == 0
    done = run("apply", "out/report.json", made, "-o", "decided", "--remember", cwd=work)
    assert done.returncode == 0 and b"remembered in" in done.stderr, done.stderr


def test_what_was_rejected_stays_rejected_wherever_it_stands(work: Path) -> None:
    rules = set(found(work))
    assert RULE in rules and len(rules) > 1
    remember(work, stray_period_after_sentence="reject")
    (work / "in/b.txt").write_text(TEXT)
    done = run("clean", "in", "-o", "again", "--level", "suggested", cwd=work)
    assert done.returncode == 0 and b"Rejected" in done.stderr
    for name in ("a.txt", "b.txt"):
        copy = (work / "again" / name).read_text()
        assert copy.startswith("It stood alone. . He") and ", ," not in copy
    assert found(work)[RULE]["state"] == "rejected"
    assert b"stray-period" not in run("check", "in", cwd=work).stdout
    assert b"stray-period" in run("check", "in", "--verbose", cwd=work).stdout
    (work / "in/a.txt").write_text("It stood alone. . He\n")
    (work / "in/b.txt").unlink()
    assert run("check", "in", cwd=work).returncode == 1  # the surroundings are others: it is asked about again
    (work / "cleantext.toml").write_text("memory = false\n")
    (work / "in/a.txt").write_text(TEXT)
    assert found(work)[RULE]["state"] == "proposed"


def test_a_later_decision_counts_and_accepted_findings_are_not_applied_by_themselves(work: Path) -> None:
    remember(work, stray_period_after_sentence="reject")
    remember(work, stray_period_after_sentence="accept")
    held = json.loads((work / "cleantext-decisions.json").read_text())
    assert [(each["rule"], each["decision"]) for each in held["decisions"]] == [(RULE, "accept")]
    assert found(work)[RULE]["state"] == "proposed"


@pytest.mark.slow
def test_a_review_remembers_when_it_is_finished(work: Path) -> None:
    made = decide(work, stray_period_after_sentence="reject")
    review = start(work, "--remember")
    try:
        review.decide(*made)
        assert not (work / "cleantext-decisions.json").exists()
        assert review.ask("POST", "finish", {})[0] == 200
    finally:
        review.process.kill()
        review.process.wait()
    assert found(work)[RULE]["state"] == "rejected"


def test_a_broken_memory_is_one_line(work: Path) -> None:
    (work / "cleantext-decisions.json").write_text('{"schema": "x"}')
    done = run("check", "in", cwd=work)
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1
    assert b"cleantext-decisions.json: not cleantext-memory/1" in done.stderr


def test_names_that_were_always_rejected_become_vocabulary(work: Path) -> None:
    def entry(finding: str, text: str, decision: str = "reject", pack: str = "repetition") -> dict[str, str]:
        return {"finding": finding, "rule": "r", "pack": pack, "text": text, "decision": decision}

    entries = [
        entry("1", "Duran Duran"), entry("2", " Duran Duran"),
        entry("3", "Baden Baden"), entry("4", "Baden Baden", "accept"),
        entry("5", "that that"), entry("6", "that that"), entry("7", "Once Only"),
        entry("8", "fjord", pack="untranslated"), entry("9", "fjord", pack="untranslated"),
    ]  # fmt: skip
    (work / "cleantext-decisions.json").write_text(json.dumps({"schema": "cleantext-memory/1", "decisions": entries}))
    (work / "cleantext.toml").write_text('vocabulary = ["Halden & \\"Co\\""]\n')
    done = run("rules", "suggest", cwd=work)
    assert done.returncode == 0, done.stderr
    (work / "cleantext.toml").write_bytes(done.stdout)
    assert tomllib.loads(done.stdout.decode())["vocabulary"] == ['Halden & "Co"', "Duran Duran", "fjord"]
    done = run("rules", "suggest", cwd=work)
    assert done.stdout == b"" and b"no word or name was always rejected" in done.stderr
    assert b"Once Only" in run("rules", "suggest", "--times", "1", cwd=work).stdout
