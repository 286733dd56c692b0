"""A run that is told to stop leaves no server behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_commands import SEEDS

PROC = Path("/proc")


@pytest.mark.skipif(
    not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL") or not PROC.exists(), reason="wants LanguageTool and /proc"
)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_server_too(tmp_path: Path, number: signal.Signals) -> None:
    mark = str(tmp_path)
    env = os.environ | {"CLEANTEXT_TEST_MARK": mark}
    command = [sys.executable, "-m", "cleantext", "clean", str(SEEDS), "-o", str(tmp_path / "out")]
    run = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert _wait(lambda: bool(_servers(mark)))
    run.send_signal(number)
    assert run.wait(30) == 128 + number
    assert _wait(lambda: not _servers(mark))


def _servers(mark: str) -> list[str]:
    found = []
    for process in PROC.glob("[0-9]*"):
        try:
            command, environment = ((process / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:  # it has ended
            continue
        if b"HTTPServer" in command and f"CLEANTEXT_TEST_MARK={mark}".encode() in environment.split(b"\0"):
            found.append(process.name)
    return found


def _wait(happened: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not happened() and time.monotonic() < end:
        time.sleep(0.1)
    return happened()
