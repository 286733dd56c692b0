"""Read a file that somebody named: its bytes, without ever waiting for a writer.

A named pipe in the place of a file would hang a run, a device would never end. What a shell opened and gave the name
of, as ``<(...)`` does, has its writer at work already and is read to its end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import TypeVar

import msgspec

OPENED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/", "/dev/null")
"""The names that a shell gives to what it opened."""


_T = TypeVar("_T")


class NotOfKind(ValueError):
    """A file holds something else than it should; the message, one line, says what is wrong and where."""


def read_file(path: Path) -> bytes:
    """The content of ``path``. Raises ``OSError``, also for what is no regular file and for names that none has."""
    if str(path).startswith(OPENED):
        return path.read_bytes()
    with open_file(path) as file:
        return file.read()


def open_file(path: Path) -> BufferedReader:
    """``path`` opened for reading. Raises as ``read_file`` does."""
    try:
        refuse_other(path, os.stat(path))  # before it is opened: to open some devices does something
        handle = os.open(path, os.O_RDONLY | _AT_ONCE)
    except ValueError as error:  # a NUL, or a surrogate that encodes no byte
        raise OSError(errno.EINVAL, "not a possible file name", str(path)) from error
    try:
        refuse_other(path, os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read piece by piece. Raises as ``read_file`` does."""
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path, kind: type[_T]) -> _T:
    """The JSON in ``path`` as a value of ``kind``. Raises as ``read_file`` does, and ``NotOfKind``."""
    try:
        return msgspec.json.decode(read_file(path), type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        said = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in str(error))
        raise NotOfKind(said) from error


def refuse_other(path: Path, found: os.stat_result) -> None:
    """Raise ``OSError`` unless ``found`` tells of a regular file."""
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))


_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
