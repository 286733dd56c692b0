"""The folder for what can be fetched or computed again: the user's cache, or ``CLEANTEXT_CACHE``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import platformdirs

from cleantext.storage.writing import write_atomically

_DIGEST = 32  # bytes of a file that vouch for the rest
_PATIENCE = 300  # seconds that one process waits for another


def cache_dir() -> Path:
    """Everything that cleantext keeps between runs lies here. It need not exist; children find it from elsewhere."""
    return Path(os.environ.get("CLEANTEXT_CACHE") or platformdirs.user_cache_dir("cleantext")).absolute()


def recalled(name: str) -> bytes | None:
    """What ``keep`` wrote under this name; None where it is gone or damaged."""
    path = cache_dir() / name
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        path.touch()  # the longest unused goes first
    except OSError:
        return None
    return content[_DIGEST:]


def keep(name: str, content: bytes, most: int) -> None:
    """Keep ``content`` for later runs, and of its folder the ``most`` last used files of its kind.

    A cache that can't be written is done without.
    """
    path = cache_dir() / name
    try:
        write_atomically(path, hashlib.sha256(content).digest() + content)
        files = path.parent.glob(f"*{path.suffix}")
        for old in sorted(files, key=lambda file: file.stat().st_mtime)[:-most]:
            old.unlink(missing_ok=True)
    except OSError:
        pass


@contextmanager
def one_at_a_time(folder: str) -> Iterator[None]:
    """Inside, no other process makes what is kept in ``folder``: who waited finds it made.

    Where the lock can't be had, all go on: the same is made twice, no more.
    """
    from filelock import FileLock

    lock = FileLock(cache_dir() / f"{folder}.lock", timeout=_PATIENCE)
    with ExitStack() as held:
        with suppress(OSError, NotImplementedError):  # no lock after that time is an OSError, too
            cache_dir().mkdir(parents=True, exist_ok=True)
            held.enter_context(lock)
        yield
