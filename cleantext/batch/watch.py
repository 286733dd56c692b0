"""Wait for changes in what a run reads, for as long as somebody likes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleantext.batch.discovery import fixed_part
from cleantext.core.settings import SettingsError
from cleantext.report.model import Report

Failures = Mapping[str, object]
"""Files that failed by path, each with a value that is another when the file or the reason has changed."""

_PATIENCE = 300  # milliseconds


def rounds(arguments: Sequence[str], output: Path) -> Iterator[None]:
    """Once at once, and again after each change below ``arguments``; what changes below ``output`` is our own work.

    Ends with ``KeyboardInterrupt``. Raises ``SettingsError`` for a place that can't be watched.
    """
    from watchfiles import Change, watch

    ours = os.path.realpath(output)

    def theirs(_: Change, path: str) -> bool:
        real = os.path.realpath(path)
        return real != ours and not real.startswith(ours + os.sep) and not os.path.basename(path).startswith(".")

    places = {Path(a) if os.path.lexists(a) else fixed_part(a) for a in arguments}
    try:
        watcher = watch(*places, watch_filter=theirs, rust_timeout=_PATIENCE, yield_on_timeout=True)
        next(watcher)  # from here on it keeps what changes while we work
        yield
        for changes in watcher:
            if changes:
                yield
    except (OSError, RuntimeError) as error:
        raise SettingsError(f"can't watch {', '.join(map(str, places))}: {error}") from error


def failures(report: Report) -> Failures:
    """The files that failed, to be told from those that failed in an earlier round already."""
    return {file.path: (file.error, _state(file.path)) for file in report.files if file.error is not None}


def _state(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size
