"""A run that is told to stop, or is killed, leaves nothing behind: no server, no guardian, no worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleantext.storage.journal import LOCK, NAME
from tests.cli.test_commands import SEEDS
from tests.servers import HAVE_PROC, MARK, marked, servers, wait_for

pytestmark = pytest.mark.slow


@pytest.mark.skipif(
    not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL") or not HAVE_PROC, reason="wants LanguageTool and /proc"
)
@pytest.mark.parametrize(("number", "jobs"), [(signal.SIGTERM, "1"), (signal.SIGINT, "1"), (signal.SIGKILL, "2")])
def test_a_signal_stops_the_server_too(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    mark = str(tmp_path)
    command = [sys.executable, "-m", "cleantext", "clean", str(SEEDS), "-o", str(tmp_path / "out"), "--jobs", jobs]
    run = subprocess.Popen(
        command,
        env=os.environ | {MARK: mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where the tests run in background
    )
    assert wait_for(lambda: bool(servers(mark)))
    run.send_signal(number)
    assert run.wait(90) == (-number if number == signal.SIGKILL else 128 + number)
    assert wait_for(lambda: not marked(mark)), marked(mark)


@pytest.mark.skipif(not HAVE_PROC, reason="wants /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("later", [0, 0.3, 1.5])
def test_workers_end_at_once_and_without_a_word(tmp_path: Path, number: signal.Signals, later: float) -> None:
    """Whether they start, compile the rules, or work, and though Ctrl-C goes to all processes of a terminal."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for i in range(4):
        (texts / f"{i}.txt").write_text(f"The minister of the {i} regions said that it is so . \n\n" * 3000)
    command = [sys.executable, "-m", "cleantext", "clean", str(texts), "-o", str(tmp_path / "out"), "--jobs", "2"]
    run = subprocess.Popen(
        [*command, "--languagetool", "off"],
        env=os.environ | {MARK: str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert wait_for(lambda: len(marked(str(tmp_path))) > 1)
    time.sleep(later)
    os.killpg(run.pid, number)
    said = run.communicate(timeout=60)[1]
    assert said == f"cleantext: {'interrupted' if number == signal.SIGINT else 'terminated'}\n"
    assert run.returncode in (128 + number, -number)
    assert wait_for(lambda: not marked(str(tmp_path)))
    assert {path.name for path in tmp_path.glob("out/.*")} <= {NAME, LOCK}
