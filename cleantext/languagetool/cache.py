"""What LanguageTool said about a paragraph, kept between runs in a SQLite file that processes share.

A paragraph is looked up by its text together with all that decides the answer: LanguageTool's version, the rules
asked for, and the language. sqlite3 in WAL mode, since the library made for this, diskcache, pickles and adds a
dependency. A damaged file, or one that holds something else, is set aside and begun anew; one that can't be read or
written is left alone for the rest of the run, which goes on without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from cleantext.languagetool.client import Match
from cleantext.storage.cache import cache_dir

LARGEST = 64_000_000
"""Bytes that the file may hold before the half that was used longest ago is dropped."""

DAMAGED = ".damaged"
"""What is added to the name of a file that is set aside."""

_WAIT = 10.0  # seconds for another process that writes


def cache_file() -> Path:
    """Where the cache of all runs is kept: in our cache folder, or where ``CLEANTEXT_GRAMMAR_CACHE`` says."""
    return Path(os.environ.get("CLEANTEXT_GRAMMAR_CACHE") or cache_dir() / "grammar.sqlite3")


_T = TypeVar("_T")


class Cache:
    """Answers for one setting of LanguageTool, which ``setting`` names in full. Opened on first use.

    ``trouble`` says why it stopped working, if it did.
    """

    def __init__(self, path: Path, setting: Sequence[str], largest: int = LARGEST):
        self._path = path
        self._setting = hashlib.sha256("\0".join(setting).encode()).digest()
        self._largest = largest
        self._connection: sqlite3.Connection | None = None
        self._file: os.stat_result | None = None
        self.trouble = ""

    def get(self, texts: Iterable[str]) -> dict[str, tuple[Match, ...]]:
        """What is known, by text."""
        asked = list(texts)
        return self._tried(lambda: self._known(asked)) or {}

    def put(self, answers: Mapping[str, tuple[Match, ...]]) -> None:
        """Keep ``answers``, in one transaction."""
        if answers:
            self._tried(lambda: self._keep(answers))

    def _tried(self, work: Callable[[], _T]) -> _T | None:
        """Do ``work``, once more with a new file where the old one is damaged; None where that can't be done."""
        for healed in (False, True):
            if self.trouble:
                break
            try:
                return work()
            except (OSError, sqlite3.Error) as error:
                if healed or not _damaged(error) or not self._set_aside():
                    self._give_up(error)
        return None

    def _known(self, texts: Iterable[str]) -> dict[str, tuple[Match, ...]]:
        known: dict[str, tuple[Match, ...]] = {}
        today, used = _today(), []
        opened = self._opened()
        for text in texts:
            key = self._key(text)
            row = opened.execute("SELECT matches, day FROM answers WHERE key = ?", (key,)).fetchone()
            if row is None:
                continue
            with contextlib.suppress(msgspec.MsgspecError, TypeError, ValueError, RecursionError):
                known[text] = msgspec.msgpack.decode(row[0], type=tuple[Match, ...])
                if row[1] != today:
                    used.append((today, key))
        if used:
            with opened:
                opened.executemany("UPDATE answers SET day = ? WHERE key = ?", used)
        return known

    def _keep(self, answers: Mapping[str, tuple[Match, ...]]) -> None:
        today = _today()
        rows = [(self._key(text), msgspec.msgpack.encode(matches), today) for text, matches in answers.items()]
        opened = self._opened()
        with opened:
            opened.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
        self._bound(opened)

    def _bound(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._largest:
            with connection:
                half = connection.execute("SELECT count(*) FROM answers").fetchone()[0] // 2
                connection.execute(
                    "DELETE FROM answers WHERE key IN (SELECT key FROM answers ORDER BY day LIMIT ?)", (half,)
                )

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connect(self._path)
            self._file = os.stat(self._path)
        return self._connection

    def _set_aside(self) -> bool:
        """Move the file out of the way: it is damaged, or somebody else's. Whether a new one can be begun."""
        self._close()
        try:
            if self._file is None or os.path.samestat(self._file, os.stat(self._path)):  # nobody else has done so
                os.replace(self._path, self._path.with_name(self._path.name + DAMAGED))
                for name in ("-wal", "-shm"):
                    self._path.with_name(self._path.name + name).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _give_up(self, error: Exception) -> None:
        self.trouble = f"the grammar cache {self._path} can't be used: {error}"
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._setting + text.encode("utf-8", "surrogatepass")).digest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:  # of two that open a new file at once SQLite lets one not wait
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS answers"
        " (key BLOB PRIMARY KEY, matches BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID"
    )
    columns = tuple(row[0] for row in connection.execute("SELECT name FROM pragma_table_info('answers')"))
    if columns != ("key", "matches", "day"):
        raise _Foreign(f"its table has the columns {', '.join(columns)}")


class _Foreign(sqlite3.DatabaseError):
    """A database that is not ours, or of another time."""


def _damaged(error: Exception) -> bool:
    if isinstance(error, _Foreign):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _today() -> int:
    return int(time.time() // 86400)
