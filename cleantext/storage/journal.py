"""The journal of an output folder: which files in it are reviewed copies, and what each was made from.

One file beside the copies, a line for each thing that happened, a checksum before its JSON, so that a run which was
killed, or met a full disk, loses no more than its last lines. Names of copies are in it before the first copy is
there, so that no later run takes one for input. A copy is noted as done once it is whole on disk; the next run goes
on from there. A lock keeps a second run out of the folder. What can't be read, a line that was half written above all,
makes a file be done once more, and nothing else.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

import msgspec

from cleantext.storage.reading import open_file
from cleantext.storage.writing import destination, write_atomically

if TYPE_CHECKING:
    from filelock import BaseFileLock

NAME = ".cleantext-journal"
LOCK = ".cleantext-journal.lock"
SCHEMA = "cleantext-journal/1"
_FIRST = SCHEMA.encode() + b"\n"
_SUM = 9  # characters of a line before its JSON
_SYNCED = 1.0  # seconds: what a loss of power may cost
_SPARE = 100  # lines that say what later ones say otherwise, before the journal is written anew


class NotJournal(ValueError):
    """A journal that can't be used, or is in use; the message is one line."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that is whole: SHA-256 of its source and of itself in hexadecimal, the setting, and what came of it."""

    content: str
    written: str
    setting: str
    outcome: msgspec.Raw


class _Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``copy`` is a copy, ``done`` if it is whole; or ``setting`` was run with ``checkers``."""

    copy: str = ""
    done: Done | None = None
    setting: str = ""
    checkers: Mapping[str, str | None] = {}


class _Name(msgspec.Struct, frozen=True):
    copy: str = ""


class Journal:
    """The journal of ``folder``, locked as long as it is open. ``trouble`` says why nothing more is kept, if so.

    Raises ``NotJournal``, and ``OSError`` where the folder can't be written.
    """

    def __init__(self, folder: Path):
        path = destination(folder / NAME, folder)
        self._lock = locked(folder)
        self.trouble = ""
        self._at: dict[str, tuple[int, int]] = {}
        self._checkers: dict[str, Mapping[str, str | None]] = {}
        self._synced = time.monotonic()
        try:
            self._file: FileIO = self._opened(path)
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with contextlib.suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
        finally:
            self._lock.release()

    def note(self, copies: Iterable[PurePath]) -> None:
        """Let these paths below the folder be copies, whatever becomes of them."""
        new = [name for name in dict.fromkeys(map(listed, copies)) if name not in self._at]
        if new:
            self._append(b"".join(_encoded(_Line(copy=name)) for name in new))
            self._sync()
        self._at |= dict.fromkeys(new, (0, 0))

    def done(self, copy: PurePath) -> Done | None:
        """What is known of a copy that was once done."""
        offset, length = self._at.get(listed(copy), (0, 0))
        if not length:
            return None
        self._file.seek(offset)
        line = _decoded(self._file.read(length), _Line)
        return line.done if line else None

    def add(self, copy: PurePath, done: Done) -> None:
        """Tell that a copy is whole."""
        line = _encoded(_Line(copy=listed(copy), done=done))
        self._at[listed(copy)] = (self._append(line), len(line))
        if time.monotonic() - self._synced > _SYNCED:
            self._sync()

    def checkers(self, setting: str) -> Mapping[str, str | None] | None:
        """The checkers that ran with ``setting``, by name, and their versions."""
        return self._checkers.get(setting)

    def ran(self, setting: str, checkers: Mapping[str, str | None]) -> None:
        """Tell which checkers ran with ``setting``."""
        if self._checkers.get(setting) != checkers:
            self._checkers[setting] = checkers
            self._append(_encoded(_Line(setting=setting, checkers=checkers)))

    def _opened(self, path: Path) -> FileIO:
        lines, end = 0, 0
        for offset, raw in _lines(path):
            lines, end = lines + 1, offset + len(raw)
            if (line := _decoded(raw, _Line)) is None:
                continue
            if line.copy:
                self._at[line.copy] = (offset, len(raw) if line.done else 0)
            elif line.setting:
                self._checkers[line.setting] = line.checkers
        if not lines:
            write_atomically(path, _FIRST)
        elif os.path.getsize(path) != end:  # a line that was not written to its end
            os.truncate(path, end)
        if lines > 2 * (len(self._at) + len(self._checkers)) + _SPARE:
            self._rewrite(path)
        return open(path, "r+b", buffering=0)

    def _rewrite(self, path: Path) -> None:
        """Leave out what is said otherwise by later lines."""
        with open_file(path) as file:
            kept = [_FIRST, *(_encoded(_Line(setting=name, checkers=self._checkers[name])) for name in self._checkers)]
            end = sum(map(len, kept))
            for name, (offset, length) in self._at.items():
                file.seek(offset)
                kept.append(file.read(length) if length else _encoded(_Line(copy=name)))
                self._at[name] = (end, length)
                end += len(kept[-1])
        write_atomically(path, b"".join(kept))

    def _append(self, content: bytes) -> int:
        """Where ``content`` begins. What can't be written whole is taken back, and nothing is written from then on."""
        end = self._file.seek(0, os.SEEK_END)
        if self.trouble:
            return end
        try:
            if self._file.write(content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self.trouble = f"{NAME} can't be written: {error.strerror or error}; the next run does this work again"
            with contextlib.suppress(OSError):
                self._file.truncate(end)
        return end

    def _sync(self) -> None:
        self._synced = time.monotonic()
        with contextlib.suppress(OSError):
            os.fsync(self._file.fileno())


def locked(folder: Path) -> BaseFileLock:
    """The lock of a folder that is written to, until it is released. Raises as ``Journal`` does."""
    from filelock import FileLock, Timeout

    path = destination(folder / LOCK, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise NotJournal("another run is writing to this folder; wait for its end, or choose another") from None
    return lock


def copies_in(folder: Path) -> frozenset[str]:
    """The copies in ``folder``, as ``listed`` writes them; none without a journal. Raises ``NotJournal``."""
    try:
        return frozenset(line.copy for _, raw in _lines(folder / NAME) if (line := _decoded(raw, _Name)) and line.copy)
    except OSError as error:
        raise NotJournal(f"can't be read: {error.strerror or error}") from error


def listed(copy: PurePath) -> str:
    """How a path below the folder is written in its journal: in UTF-8, whatever the system's names are in."""
    return copy.as_posix().encode("utf-8", "backslashreplace").decode()


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each whole line and where it begins. Raises ``NotJournal`` for a file that is none."""
    if not os.path.lexists(path):
        return
    with open_file(path) as file:
        if file.readline(len(_FIRST)) not in (_FIRST, b""):
            raise NotJournal(f"not {SCHEMA}")
        file.seek(0)
        offset = 0
        while (line := file.readline()).endswith(b"\n"):
            yield offset, line
            offset += len(line)


def _encoded(line: _Line) -> bytes:
    content = msgspec.json.encode(line)
    return b"%08x %s\n" % (zlib.crc32(content), content)


_T = TypeVar("_T")


def _decoded(line: bytes, kind: type[_T]) -> _T | None:
    """What a line says, None where it is damaged."""
    content = line[_SUM:-1]
    if line[:_SUM] != b"%08x " % zlib.crc32(content):
        return None
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
