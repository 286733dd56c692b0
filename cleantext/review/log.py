"""The decisions of a review on disk: one JSON line each, appended and flushed before anyone is told that it is kept.

A process that is killed leaves at most a torn last line, which the next one cuts off. What is no log is refused and
left as it is, a link and what it leads to as well. A second process on the same log is refused.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Sequence
from pathlib import Path

from cleantext.review.decisions import Decision, NotDecisions, read_log, render_one
from cleantext.storage.writing import is_link

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
        if is_link(path):
            raise LogError(f"{path}: a link, and nothing is written through links")
        # without waiting: a named pipe may be there
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _AS_IT_IS, 0o600)
        self._lock = threading.Lock()
        try:
            if not stat.S_ISREG(os.fstat(self._handle).st_mode):
                raise LogError(f"{path}: not a regular file")
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
                self._write(content)
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
        with open(os.dup(self._handle), "rb") as file:
            file.seek(0)
            content = file.read()
        try:
            decisions, size = read_log(content)
        except NotDecisions as error:
            raise LogError(f"{self.path}: not the log of a review: {error}") from error
        if size < len(content):
            os.ftruncate(self._handle, size)
        elif content and not content.endswith(b"\n"):
            self._write(b"\n")
        return list(decisions)

    def _write(self, content: bytes) -> None:
        while content:
            content = content[os.write(self._handle, content) :]
        os.fsync(self._handle)


_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
