"""The command as a user gives it: in this process, which has loaded everything, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import logging
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

from cleantext.cli.app import main


def run(
    *args: object, stdin: bytes = b"", cwd: Path | None = None, lt: str = "off", fresh: bool = False
) -> CompletedProcess[bytes]:
    """What the command prints and its exit code.

    ``fresh`` gives it a process of its own: for workers, pipes and whatever else a process has of its own.
    """
    extra = ["--languagetool", lt] if args[0] in ("clean", "check") and "--help" not in args else []
    command = ["cleantext", *map(str, args), *extra]
    if fresh:
        python = [sys.executable, "-m", *command]
        return subprocess.run(python, input=stdin, capture_output=True, cwd=cwd, timeout=300, check=False)
    with _streams(stdin) as (out, err), _as_process(command), contextlib.chdir(cwd or Path.cwd()):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        return CompletedProcess(command, code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    old = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    sys.stdout, sys.stderr = (io.TextIOWrapper(raw, "utf-8", write_through=True) for raw in (out, err))
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = old


@contextlib.contextmanager
def _as_process(command: list[str]) -> Iterator[None]:
    """Give back what ``main`` takes for itself: a process does not outlive it."""
    log = logging.getLogger("cleantext")
    old = sys.argv, sys.unraisablehook, signal.getsignal(signal.SIGTERM), log.handlers[:], log.level
    sys.argv = command
    try:
        yield
    finally:
        sys.argv, sys.unraisablehook, heard, log.handlers[:], log.level = old
        signal.signal(signal.SIGTERM, heard)
