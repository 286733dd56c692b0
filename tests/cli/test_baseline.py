"""What a run keeps silent: rules that a comment in the text switches off, and findings that were there before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run

OLD = "It stood alone. . He left.\n"
NEW = "The end came, , late.\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(OLD)
    (tmp_path / "cleantext.toml").write_text('baseline = "known.json"\nlanguagetool = false\n')
    return tmp_path


def found(work: Path) -> dict[str, Any]:
    """The state of the finding of each rule."""
    content = json.loads(run("check", "in", "--output-format", "json", cwd=work).stdout)
    return {f["rule"]: f["state"] for file in content["files"] for f in file["findings"]}


def test_with_a_baseline_only_what_is_new_is_reported(work: Path) -> None:
    assert run("check", "in", cwd=work).returncode == 1
    kept = run("check", "in", "--update-baseline", cwd=work)
    assert (kept.returncode, kept.stdout) == (0, b"")
    assert b"1 finding in " in kept.stderr
    assert run("check", "in", cwd=work).returncode == 0
    assert set(found(work).values()) == {"suppressed"}
    (work / "in/a.txt").rename(work / "in/renamed.txt")
    (work / "in/b.txt").write_text(NEW)
    done = run("check", "in", cwd=work)
    assert done.returncode == 1 and b"stray-period" not in done.stdout and b"b.txt" in done.stdout
    assert run("clean", "in", "-o", "out", "--level", "suggested", cwd=work).returncode == 0
    assert (work / "out/renamed.txt").read_text() == OLD
    assert (work / "out/b.txt").read_text() != NEW
    sarif = json.loads(run("check", "in", "--output-format", "sarif", cwd=work).stdout)
    kinds = [s["kind"] for result in sarif["runs"][0]["results"] for s in result.get("suppressions", [])]
    assert kinds == ["external"]


def test_an_update_keeps_what_it_did_not_read_and_drops_what_is_repaired(work: Path) -> None:
    (work / "in/b.txt").write_text(NEW)
    run("check", "in", "--update-baseline", cwd=work)
    (work / "in/b.txt").write_text("The end came late.\n")
    run("check", "in/b.txt", "--update-baseline", cwd=work)
    held = json.loads((work / "known.json").read_text())
    assert [entry["path"] for entry in held["findings"]] == ["in/a.txt"]


@pytest.mark.parametrize(
    ("settings", "content", "message"),
    [
        ("", None, b"--update-baseline: no baseline is set"),
        ('baseline = "known.json"', "[]", b"known.json: not cleantext-baseline/1: "),
    ],
)
def test_a_baseline_that_is_none_is_one_line(work: Path, settings: str, content: str | None, message: bytes) -> None:
    (work / "cleantext.toml").write_text(settings)
    if content is not None:
        (work / "known.json").write_text(content)
    done = run("check", "in", "--update-baseline", cwd=work)
    assert done.returncode == 2 and message in done.stderr.splitlines()[-1] and b"Traceback" not in done.stderr


def test_a_comment_switches_a_rule_off(work: Path) -> None:
    text = f"<!-- cleantext-disable-next-line stray-punctuation -->\n{OLD}{NEW}"
    (work / "in/a.txt").unlink()
    (work / "in/a.md").write_text(text)  # where a comment is no prose
    states = found(work)
    assert states.pop("stray-period-after-sentence") == "suppressed"
    assert set(states.values()) <= {"proposed", "flagged"}
    assert run("clean", "in", "-o", "out", "--level", "suggested", cwd=work).returncode == 0
    assert OLD in (work / "out/a.md").read_text() and NEW not in (work / "out/a.md").read_text()
    sarif = json.loads(run("check", "in", "--output-format", "sarif", cwd=work).stdout)
    kinds = [s["kind"] for result in sarif["runs"][0]["results"] for s in result.get("suppressions", [])]
    assert kinds == ["inSource"]
