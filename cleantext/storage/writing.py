"""Write a file so that it is there whole or not at all: beside, flush to disk, rename.

Nothing is written through a link: a link in the place of the file, or on the way to it below the folder that the
user named, is refused. A name that a report or a pattern gave must stay below that folder.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

_PREFIX, _SUFFIX = ".cleantext-", ".tmp"


def write_atomically(path: Path, content: bytes, *, below: Path | None = None) -> None:
    """Write ``content`` to ``path``; an existing file keeps its permissions.

    ``below`` is the folder that the user named, which may itself be reached through a link; without it that is the
    file's own folder. Raises ``OSError`` for what can't be written, what lies elsewhere, and links.
    """
    target = destination(path, below)
    try:
        _write(target, content)
    except OSError as error:  # which names the file beside
        raise OSError(error.errno, error.strerror, str(path)) from error


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    _sync_folder(target.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove from ``folder`` what a process left that was killed while it wrote. Nobody may be writing there."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            path.unlink()


def destination(path: Path, below: Path | None = None) -> Path:
    """Where ``path`` is written: its absolute form, free of links below the folder that was named.

    Raises ``OSError`` as ``write_atomically`` does.
    """
    top = path.parent if below is None else below
    if not _possible(path):
        raise OSError(errno.EINVAL, "not a possible file name", str(path))
    base = Path(os.path.realpath(top))
    try:
        relative = Path(os.path.abspath(path)).relative_to(os.path.abspath(top))
    except ValueError as error:
        raise OSError(errno.EINVAL, f"lies outside of {top}", str(path)) from error
    if ".." in path.parts[len(top.parts) :] or not relative.parts:
        raise OSError(errno.EINVAL, f"lies outside of {top}", str(path))
    for part in (*list(relative.parents)[-2::-1], relative):
        if is_link(base / part):
            raise OSError(errno.ELOOP, "a link, and nothing is written through links", str(top / part))
    return base / relative


def is_link(path: Path) -> bool:
    """Whether ``path`` leads elsewhere: a symbolic link, or on Windows a junction. Never raises ``OSError``."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


def _possible(path: Path) -> bool:
    """Whether a file can have this name: not with a NUL, nor with a surrogate that encodes no byte."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # not every system opens folders
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
