"""The LanguageTool servers, guardians and workers that a test started, told by a mark in their environment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

MARK = "CLEANTEXT_TEST_MARK"
_PROC = Path("/proc")
HAVE_PROC = _PROC.exists()


def marked(mark: str, command: str = "") -> list[int]:
    """Ids of the living processes with ``mark`` whose command line holds ``command``."""
    found = []
    for process in _PROC.glob("[0-9]*"):
        try:
            line, environment, status = ((process / n).read_bytes() for n in ("cmdline", "environ", "stat"))
        except OSError:  # it has ended
            continue
        ended = status.rpartition(b")")[2].split()[0] == b"Z"
        if not ended and command.encode() in line and f"{MARK}={mark}".encode() in environment.split(b"\0"):
            found.append(int(process.name))
    return found


def servers(mark: str) -> list[int]:
    """Ids of the Java servers among them."""
    return marked(mark, "HTTPServer")


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it happened before ``seconds`` were over."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)
    return happened()
