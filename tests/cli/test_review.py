"""``cleantext review`` from outside the browser: who is let in, what is kept, what is written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.reviewing import Running, start
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD

pytestmark = pytest.mark.slow

MORE = "He said that that was all. The end came, , late.\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(BAD)
    (tmp_path / "in/b.txt").write_text(MORE)
    return tmp_path


@pytest.fixture
def running(work: Path) -> Iterator[Running]:
    review = start(work)
    yield review
    review.process.kill()
    review.process.wait()


def findings(work: Path) -> dict[str, str]:
    """The path of each finding, by id."""
    report = json.loads(run("check", "in", "--output-format", "json", cwd=work).stdout)
    return {f["id"]: file["path"] for file in report["files"] for f in file["findings"]}


def test_only_the_page_is_let_in(running: Running) -> None:
    assert running.ask("GET", "")[0] == 200
    assert running.ask("GET", "decisions")[0] == 200
    assert running.ask("GET", "", Host="localhost")[0] == 403
    assert running.ask("GET", "", Host="evil.example")[0] == 403
    assert running.ask("GET", "", Origin="http://evil.example")[0] == 403
    assert running.ask("POST", "decisions", [], Origin="")[0] == 403
    assert running.ask("POST", "decisions", [], Origin="null")[0] == 403
    assert running.ask("POST", "decisions", [], Content_Type="text/plain")[0] == 403
    assert running.ask("POST", "decisions", [])[0] == 200
    stranger = Running(running.process, f"http://{running.host}/0000/")
    assert stranger.ask("GET", "")[0] == stranger.ask("POST", "finish", {})[0] == 404
    assert Running(running.process, f"http://{running.host}/").ask("GET", "")[0] == 404


def test_bad_decisions_are_refused_and_not_kept(running: Running, work: Path) -> None:
    strange: list[object] = [{}, [{"path": "in/a.txt", "finding": "gone", "decision": "accept"}], [{"path": 1}]]
    for content in strange:
        assert running.ask("POST", "decisions", content)[0] == 400
    assert running.ask("GET", "decisions?since=x")[0] == 400
    assert (work / "decided/decisions.jsonl").read_bytes() == b""


def test_decisions_outlive_a_kill_and_the_copies_hold_them(work: Path) -> None:
    name, path = next((n, p) for n, p in findings(work).items() if p.endswith("a.txt"))
    first = start(work)
    first.decide({"path": path, "finding": name, "decision": "accept"})
    first.decide({"path": path, "finding": name, "decision": "reject"})
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    again = start(work)
    try:
        count, held = json.loads(again.ask("GET", "decisions")[1]).values()
        assert count == 2 and [d["decision"] for d in held] == ["accept", "reject"]
        assert json.loads(again.ask("GET", "decisions?since=1")[1])["decisions"] == held[1:]
        status, body = again.ask("POST", "finish", {})
        assert status == 200 and json.loads(body)["copies"] == 2
        assert (work / "decided/a.txt").read_text() == BAD
        again.decide({"path": path, "finding": name, "decision": "undo"})
        again.ask("POST", "finish", {})
        assert (work / "decided/a.txt").read_text() == GOOD
        second = run("review", "in", "-o", "decided", "--no-browser", "--languagetool", "off", cwd=work)
        assert second.returncode == 2 and b"another review is using it" in second.stderr
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(10) == 0
    finally:
        again.process.kill()
    assert (work / "in/a.txt").read_text() == BAD


def test_what_can_not_be_served_is_one_line(work: Path) -> None:
    cases = [
        (["review", "-"], "not standard input"),
        (["review", "missing.txt"], "no such file"),
        (["review", "in", "-o", "in/a.txt/x"], "can't write"),
    ]
    for args, said in cases:
        done = run(*args, "--no-browser", "--languagetool", "off", cwd=work)
        assert done.returncode == 2 and said in done.stderr.decode() and done.stderr.count(b"\n") == 1, args


def test_a_free_edit_is_kept_follows_its_text_and_is_written(work: Path) -> None:
    edit = {"path": "in/b.txt", "decision": "edit", "start": 0, "end": 7, "old": "He said", "text": "She said"}
    review = start(work)
    review.decide(edit)
    assert review.ask("POST", "decisions", [edit | {"old": "He sang"}])[0] == 400
    assert review.ask("POST", "decisions", [edit | {"path": "in/c.txt"}])[0] == 400
    review.process.kill()
    review.process.wait()
    (work / "in/b.txt").write_text("First. " + MORE)
    review = start(work)
    try:
        assert json.loads(review.ask("GET", "decisions")[1])["decisions"][-1] == edit | {"start": 7, "end": 14}
        assert review.ask("POST", "finish", {})[0] == 200
        assert (work / "decided/b.txt").read_text().startswith("First. She said")
    finally:
        review.process.kill()
        review.process.wait()


def test_a_report_is_reviewed_without_examining_again_and_changed_files_are_named(work: Path) -> None:
    assert run("clean", "in", "-o", "out", cwd=work).returncode == 0
    (work / "in/b.txt").write_text("Other now.\n")
    command = [sys.executable, "-m", "cleantext", "review", "out/report.json", "-o", "decided", "--no-browser"]
    process = subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stderr is not None
    review = Running(process, process.stdout.readline().split()[2])
    try:
        assert "b.txt: has changed since the report was made" in process.stderr.readline()
        page = review.ask("GET", "")[1]
        assert "in/a.txt" in page
        answer = json.loads(review.ask("POST", "finish", {})[1])
        assert answer["copies"] == 1 and (work / "decided/a.txt").read_bytes() == (work / "out/a.txt").read_bytes()
    finally:
        process.kill()
        process.wait()
