"""``clean --watch`` cleans what lands in a folder, and nothing twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from cleantext.storage.journal import Journal
from cleantext.storage.reading import digest
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD
from tests.servers import wait_for


def test_what_lands_in_a_folder_is_cleaned(tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(BAD)
    command = [sys.executable, "-m", "cleantext", "clean", "in", "-o", "in/out", "--watch", "--languagetool", "off"]
    running = subprocess.Popen(
        [*command, "--select", "stray-punctuation"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    out = tmp_path / "in/out"
    assert wait_for((out / "report.json").exists)
    for name, before in [("b.txt", "One. . Two.\n"), ("sub/c.txt", BAD), ("a.txt", "New. . Text.\n")]:
        (tmp_path / "in" / name).write_text(before)
        after = before.replace(". . ", ". ")
        assert wait_for(lambda name=name, after=after: (out / name).exists() and (out / name).read_text() == after)  # type: ignore[misc]
    assert wait_for(lambda: digest(tmp_path / "in/a.txt") in (out / "report.json").read_text())
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert said.endswith("cleantext: interrupted\n") and "1 file unchanged" in said
    assert (out / "sub/c.txt").read_text() == GOOD
    with Journal(out):
        pass


def test_a_file_that_fails_is_named_once_until_it_changes(tmp_path: Path) -> None:
    places, out = tmp_path / "in", tmp_path / "out"
    places.mkdir()
    (places / "broken.txt").write_bytes(b"\0\1" * 50)
    said = tmp_path / "said"
    command = [sys.executable, "-m", "cleantext", "clean", "in", "-o", "out", "--watch", "--languagetool", "off"]
    with said.open("w") as err:
        running = subprocess.Popen(
            [*command, "--select", "stray-punctuation"],
            cwd=tmp_path,
            stderr=err,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def named() -> int:
        return said.read_text().count("in/broken.txt: ")

    def told() -> str:
        report = out / "report.json"
        return report.read_text() if report.exists() else ""

    assert wait_for(lambda: named() == 1)
    for name in ("a.txt", "b.txt"):
        (places / name).write_text(BAD)
        assert wait_for(lambda name=name: f"in/{name}" in told())  # type: ignore[misc]
    assert named() == 1
    (places / "broken.txt").write_bytes(b"\0\1" * 60)
    assert wait_for(lambda: named() == 2)
    running.send_signal(signal.SIGINT)
    running.wait(timeout=60)
    assert named() == 2


def test_only_with_a_folder_for_the_copies(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BAD)
    done = run("clean", tmp_path, "--in-place", "--watch")
    assert done.returncode == 2 and done.stderr == b"cleantext: --watch needs --output, a folder for the copies\n"
    assert (tmp_path / "a.txt").read_text() == BAD
