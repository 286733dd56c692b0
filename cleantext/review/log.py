"""The decisions of a review on disk: one JSON line each, appended and flushed before anyone is told that it is kept.

A process that is killed leaves at most a torn last line, which the next one cuts off. A second process on the same
log is refused.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

from cleantext.review.decisions import Decision, NotDecisions, read_one, render_one

try:
    import fcntl
except ImportError:  # Windows: two reviews of one folder are the user's to avoid
    fcntl = None  # type: ignore[assignment]


class LogError(ValueError):
    """A log that can't be used; the message is one line."""


class DecisionLog:
    """An open log. ``decisions`` are all that it holds, in order. Raises ``LogError`` and ``OSError``."""

    def __init__(self, path: Path):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()
        try:
            self._claim()
            self.decisions = self._recover()
        except BaseException:
            os.close(self._handle)
            raise

    def append(self, made: Sequence[Decision]) -> None:
        """Keep ``made``: when this returns they are on the disk. Raises ``OSError``, and then none counts."""
        content = "".join(render_one(decision) + "\n" for decision in made).encode("ascii")
        with self._lock:
            size = os.fstat(self._handle).st_size
            try:
                while content:
                    content = content[os.write(self._handle, content) :]
                os.fsync(self._handle)
            except OSError:
                os.ftruncate(self._handle, size)
                raise
            self.decisions += made

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)

    def _claim(self) -> None:
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LogError(f"{self.path}: another review is using it") from error

    def _recover(self) -> list[Decision]:
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.ftruncate(self._handle, whole)
        decisions = []
        for number, line in enumerate(content[:whole].splitlines(), 1):
            try:
                decisions.append(read_one(line))
            except NotDecisions as error:
                raise LogError(f"{self.path}:{number}: {error}") from error
        return decisions
