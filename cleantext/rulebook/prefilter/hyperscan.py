"""Which of many needs some texts meet, found in one pass by Hyperscan over all of them.

Compiled databases are kept in the user's cache under a name that vouches for the needs, for Hyperscan and for the way
from one to the other. Where Hyperscan can't run, every need counts as met: slow, and right.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

import hyperscan
import msgspec

from cleantext.rulebook.prefilter.bytes import SEPARATOR
from cleantext.rulebook.prefilter.need import Need
from cleantext.rulebook.prefilter.widen import widened
from cleantext.storage.cache import keep, one_at_a_time, recalled

CHUNK = 160  # needs in a database: compiling takes more than linear time, and each database is one more scan
PHRASES = 2_000  # phrases in a database of their own: they are looked for in a tenth of the time, and soon compiled
SHIPPED, OWN = "prefilter", "prefilter-own"
"""Folders of the cache: an author who tries rules in a loop drops none of the shipped ones."""
KEPT = 8  # files in a folder
WORTH_KEEPING = 20  # fewer needs are compiled in no time
_SOURCES = tuple(Path(__file__).with_name(f"{name}.py") for name in ("bytes", "pattern", "widen", "hyperscan"))
_FLAGS = hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_DOTALL | hyperscan.HS_FLAG_ALLOWEMPTY
_SYMBOLS = _FLAGS | hyperscan.HS_FLAG_UTF8


@cache
def _say_that_it_takes_long() -> None:
    """Said once, however many databases a process compiles."""
    logging.getLogger("cleantext").info("preparing rules (this first time only; up to a minute)")


class _Kept(msgspec.Struct):
    """A file of the cache: serialised databases, and the numbers of the needs that any text meets."""

    databases: list[bytes]
    always: list[int]


Met = dict[int, list[int] | None]
"""The numbers of the needs that a text meets, each with the places where all that meets it ends: None where they are
not known. There may be needs and places too many, never too few."""


class Scanner:
    """Compiled when first asked. Safe to use from several threads. ``needs`` have the numbers that ``Met`` tells.

    All needs are of one kind: over the reduced text, or over the symbols of its words in UTF-8.
    """

    def __init__(self, needs: Mapping[Need, int], folder: str):
        self._needs = tuple(needs)
        self._numbers = tuple(needs.values())
        self._folder = folder
        self._lock = threading.Lock()

    def scan(self, texts: Sequence[bytes], met: Sequence[Met]) -> None:
        """Add the needs that are met in each of ``texts``, and perhaps others, to its ``met``.

        Many texts at once take less time than one after the other: each database is fetched into the processor once.
        """
        if not texts:
            return
        with self._lock:
            databases, always = self._compiled
            found = _Found(texts, self._numbers, always, met)
            for database in databases:
                database.scan(found.joined, match_event_handler=found.note)

    @cached_property
    def _compiled(self) -> _Loaded:
        if len(self._needs) < WORTH_KEEPING:
            return self._made()[1]
        name = f"{self._folder}/{self._name()}.hs"
        if (known := _known(name)) is not None:
            return known
        with one_at_a_time(self._folder):
            if (known := _known(name)) is not None:
                return known
            if len(self._needs) > CHUNK:
                _say_that_it_takes_long()
            kept, loaded = self._made()
            if kept:
                keep(name, msgspec.msgpack.encode(kept), KEPT)
        return loaded

    def _made(self) -> tuple[_Kept | None, _Loaded]:
        """The databases, to keep and to use; without any, all needs are met."""
        try:
            kept = self._fresh()
            return kept, _loaded(kept)
        except hyperscan.error:
            return None, ([], list(range(len(self._needs))))

    def _fresh(self) -> _Kept:
        symbols = any(need.scope == "classes" for need in self._needs)
        encoding, flags = ("utf-8", _SYMBOLS) if symbols else ("latin-1", _FLAGS)
        written = {
            i: need.pattern if symbols else widened(need.pattern, need.scope) for i, need in enumerate(self._needs)
        }
        always = [i for i, pattern in written.items() if pattern is None]
        phrases = [i for i, need in enumerate(self._needs) if need.scope == "phrase"]
        chunks = []
        for kind, size in ((phrases, PHRASES), (sorted(written.keys() - set(phrases)), CHUNK)):
            wanted = [(i, pattern.encode(encoding)) for i in kind if (pattern := written[i]) is not None]
            chunks += [wanted[start : start + size] for start in range(0, len(wanted), size)]
        databases = []
        while chunks:
            chunk = chunks.pop()
            if not chunk:
                continue
            try:
                databases.append(_compile(chunk, flags))
            except hyperscan.error:  # one of them can't be compiled, or all are too large together
                usable = [(i, _usable(pattern, flags)) for i, pattern in chunk]
                always += [i for i, pattern in usable if pattern is None]
                better = [(i, pattern) for i, pattern in usable if pattern is not None]
                if better != chunk:
                    chunks.append(better)
                elif len(chunk) > 1:
                    chunks += [chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]]
                else:
                    always.append(chunk[0][0])
        return _Kept([hyperscan.dumpb(database) for database in databases], always)

    def _name(self) -> str:
        made_by = version("hyperscan"), version("regex"), unicodedata.unidata_version, sys.version
        digest = hashlib.sha256(repr(made_by).encode())
        for source in _SOURCES:
            digest.update(source.read_bytes())
        for need in self._needs:
            digest.update(repr(need).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:32]


class _Found:
    """What a scan of several texts has found so far."""

    def __init__(self, texts: Sequence[bytes], numbers: Sequence[int], always: Sequence[int], met: Sequence[Met]):
        self.joined = bytes([SEPARATOR]).join(texts)
        self.met = met
        self._numbers = numbers
        for here in met:
            here.update((numbers[need], None) for need in always)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._seen_to = [0] * len(numbers)  # where the next text starts that a need may be met in
        self._here = [(0, [0])] * len(
            numbers
        )  # where the text starts that a need was last met in, and its places there

    def note(self, number: int, start: int, end: int, flags: int, _: object) -> None:
        """A need is met up to ``end``. Those of one need come in order."""
        if end >= self._seen_to[number]:
            behind = bisect_right(self._starts, end)
            places: list[int] = []
            self.met[behind - 1][self._numbers[number]] = places
            self._seen_to[number] = self._starts[behind]
            self._here[number] = self._starts[behind - 1], places
        start_of_text, places = self._here[number]
        places.append(end - start_of_text)


def _usable(pattern: bytes, flags: int) -> bytes | None:
    """The pattern, or what can be compiled instead: without anchors, which Hyperscan takes at its ends only.

    Not those over symbols: ``widened`` alone writes all else in hex.
    """
    for wider in [pattern, pattern.translate(None, b"^$")][: 1 if flags == _SYMBOLS else 2]:
        try:
            _compile([(0, wider)], flags)
        except hyperscan.error:
            continue
        return wider
    return None


def _compile(numbered: Sequence[tuple[int, bytes]], flags: int) -> hyperscan.Database:
    database = hyperscan.Database()
    numbers, expressions = zip(*numbered, strict=True)
    database.compile(expressions=expressions, ids=numbers, flags=[flags] * len(numbers))
    return database


_Loaded = tuple[list[hyperscan.Database], list[int]]
"""Databases, and the numbers of the needs that any text meets."""


def _known(name: str) -> _Loaded | None:
    if (content := recalled(name)) is None:
        return None
    try:
        return _loaded(msgspec.msgpack.decode(content, type=_Kept))
    except (msgspec.MsgspecError, hyperscan.error):  # of another machine
        return None


def _loaded(kept: _Kept) -> _Loaded:
    return list(_ready(kept.databases)), kept.always


def _ready(serialised: Sequence[bytes]) -> Iterator[hyperscan.Database]:
    for content in serialised:
        database = hyperscan.loadb(content, hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
        yield database
