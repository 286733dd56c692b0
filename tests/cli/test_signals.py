"""A run that is told to stop, or is killed, leaves nothing behind: no server, no guardian, no worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import SEEDS
from tests.servers import HAVE_PROC, MARK, marked, servers, wait_for


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
