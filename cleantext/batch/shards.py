"""A dataset of many shards on any file system that Arrow knows (s3, gcs, hdfs, files): clean each into its copy.

A shard is a text file, or a file of JSON Lines, CSV or Parquet each of whose records is a document of its own; all but
Parquet may be packed as .gz, .zst or .bz2. A shard is done in bounded memory, and writes under names that follow from
its own: ``NAME`` (the copy), ``_report/NAME.json`` (a cleantext-report/2 of its records), and last of all
``_report/NAME.done`` (its digests and counts). So whoever does a shard twice, since the first one was killed, writes
the same files again; and what has its ``.done`` from the same content and setting is not done again. Here, without a
cluster, ``_report/NAME.part`` holds what is made of a shard until it is whole, and a journal of its chunks.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import quote

import msgspec

from cleantext import __version__
from cleantext.batch.chunks import Chunk, ChunkDone, Hands, chunks_of, in_ascii
from cleantext.batch.fingerprint import fingerprint
from cleantext.batch.run import Crew, treatment_of
from cleantext.batch.tables import GRIDS, LINES, ROWS, SUFFIXES, Grid, Lines, Parts, Rows, Table
from cleantext.batch.workers import Treatment
from cleantext.checkers.grammar import NOT_CHECKED
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import dataset
from cleantext.report.dataset import Tally, together
from cleantext.report.model import SCHEMA
from cleantext.report.visible import visible
from cleantext.storage.journal import NAME as JOURNAL
from cleantext.storage.journal import Done, Journal, NotJournal, locked
from cleantext.storage.writing import destination, is_link

REPORTS = "_report"
INDEX = f"{REPORTS}/index.json"
SUMMARY = "summary.html"
INDEX_SCHEMA = "cleantext-shards/1"
PACKED = (".gz", ".zst", ".bz2")

_SMALL = 1_000_000  # bytes of all shards up to which more processes cost more than they save
_PIECE = 1 << 20  # bytes that are copied at a time
_UNFINISHED = re.compile(r"(.+)\.[0-9]+\.tmp")
_OBJECTS = ("s3", "gcs", "abfs")  # stores in which a file is there whole or not at all


class Shard(msgspec.Struct, frozen=True):
    """A file to clean, its name below the output folder, and its size in bytes when it was found."""

    source: str
    name: str
    size: int = 0


class ShardDone(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a shard: digests of source and copy, the setting, the counts. ``error`` says why it was not done."""

    shard: Shard
    content: str = ""
    written: str = ""
    setting: str = ""
    bytes: int = 0
    tally: Tally = Tally()
    error: str | None = None
    problems: tuple[str, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class ShardRun:
    """A run over shards: what came of each, in order of their names, and the counts of all."""

    shards: Sequence[ShardDone]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Order:
    """How to do each shard: below ``output``, by settings and treatment, anew with ``force``.

    With ``add_columns`` records stay as they are, and what was found is written beside them.
    """

    output: str
    settings: Settings
    treatment: Treatment
    force: bool = False
    add_columns: bool = False


Engine = Callable[[Sequence[Shard], Order, Callable[[int], None]], Iterable[ShardDone]]
"""Does all shards, in any order: here, or on many machines. It may tell how many bytes of the next one are done."""


Told = Callable[[Sequence[ShardDone], int, Sequence[Shard]], None]
"""Hears which shards are done, how many bytes of the next one are, and which there are."""


def is_address(text: str) -> bool:
    """Whether ``text`` names a place by a scheme, such as s3://bucket/a.jsonl."""
    return "://" in text


def clean_shards(
    arguments: Sequence[str],
    settings: Settings,
    output: str,
    engine: Engine,
    *,
    force: bool = False,
    add_columns: bool = False,
    progress: Told = lambda done, within, shards: None,
) -> ShardRun:
    """Clean the shards that ``arguments`` name, and write the index and the page about the dataset.

    Raises ``SettingsError`` where there is none, or the output can't be written.
    """
    shards = list(find(arguments))
    order = Order(output, settings, treatment_of(settings), force, add_columns)
    done: list[ShardDone] = []
    with ExitStack() as stack:
        try:
            if place := _on_disk(output, REPORTS):
                stack.callback(locked(place).release)
        except (OSError, NotJournal) as error:
            raise SettingsError(f"can't write {output}: {_why(error)}") from error
        for each in engine(shards, order, lambda within: progress(done, within, shards)):
            done.append(each)
            progress(done, 0, shards)
        done.sort(key=lambda each: each.shard.name)
        run = ShardRun(done, together(each.tally for each in done))
        try:
            _remove_unfinished(output, [shard.name for shard in shards])
            _write(output, INDEX, _index(run, settings))
            _write(output, SUMMARY, dataset.render(run.tally, output).encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise SettingsError(f"can't write {output}: {_why(error)}") from error
    return run


def here(shards: Sequence[Shard], order: Order, told: Callable[[int], None]) -> Iterator[ShardDone]:
    """The engine without a cluster: one shard after the other, the chunks of each on all cores."""
    small = sum(shard.size for shard in shards) <= _SMALL
    jobs = order.settings.jobs or (1 if small else os.cpu_count() or 1)
    with ShardCleaner(order, jobs=jobs, keeps=True, told=told) as cleaner:
        yield from map(cleaner, shards)


def find(arguments: Sequence[str]) -> Iterator[Shard]:
    """The shards of addresses and patterns, of a folder all that can be read.

    Raises ``SettingsError``.
    """
    taken: dict[str, str] = {}
    for argument in arguments:
        found = list(_matching(argument))
        if not found:
            raise SettingsError(f"{argument}: no such file, and none that matches (looked for {', '.join(SUFFIXES)})")
        for shard in found:
            if other := taken.get(shard.name):
                raise SettingsError(f"{shard.source}: its copy would overwrite that of {other}")
            taken[shard.name] = shard.source
            yield shard


def _matching(argument: str) -> Iterator[Shard]:
    from pyarrow import fs

    system, path = _located(argument)
    top, wild = _parted(path)
    prefix = argument.rstrip("/").removesuffix(path) if is_address(argument) else ""
    try:
        info = system.get_file_info(top)
        if info.type == fs.FileType.File:
            yield Shard(prefix + top, PurePosixPath(top).name, info.size or 0)
            return
        inside = system.get_file_info(fs.FileSelector(top, recursive=True)) if info.type != fs.FileType.NotFound else []
    except OSError as error:
        raise SettingsError(f"{argument}: {_why(error)}") from error
    links = _Links(top) if system.type_name == "local" else None
    for each in sorted(inside, key=lambda each: each.path):
        if links and links.lead_to(each.path):
            continue
        name = PurePosixPath(each.path).relative_to(top).as_posix() if top else each.path
        wanted = _matches(each.path, path) if wild else _plain(each.path).endswith(SUFFIXES)
        if each.type == fs.FileType.File and wanted and not name.startswith(REPORTS):
            yield Shard(prefix + each.path, name, each.size or 0)


class _Links:
    """Links in a folder, which are not followed."""

    def __init__(self, top: str):
        self._known = {top: False}

    def lead_to(self, path: str) -> bool:
        """Whether a path below the folder is a link or lies beyond one."""
        if path not in self._known:
            self._known[path] = self.lead_to(str(PurePosixPath(path).parent)) or is_link(Path(path))
        return self._known[path]


def _matches(path: str, pattern: str) -> bool:
    """Whether a path is what a pattern names; only ``**`` goes beyond one folder."""
    if "**" in pattern:
        return fnmatchcase(path, pattern)
    parts, patterns = path.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


class ShardCleaner:
    """Cleans one shard after the other; holds rules, models and LanguageTool as long as the context lasts.

    ``languagetool`` is the address of a server that others started, for this and other processes of a machine.
    ``jobs`` processes share the records. One that ``keeps`` writes chunks down where the output is a folder, so that
    a shard that was interrupted is gone on with; nobody else may do the same shard then.
    """

    def __init__(
        self,
        order: Order,
        languagetool: str | None = None,
        *,
        jobs: int = 1,
        keeps: bool = False,
        told: Callable[[int], None] = lambda within: None,
    ):
        self._order, self._keeps, self._told = order, keeps, told
        own = order.settings
        self._crew = Crew(msgspec.structs.replace(own, languagetool=languagetool) if languagetool else own)
        self._hands = Hands(self._crew, order.treatment, jobs)

    def __enter__(self) -> ShardCleaner:
        return self

    def __exit__(self, *error: object) -> None:
        self._hands.__exit__(*error)
        self._crew.__exit__(*error)

    def __call__(self, shard: Shard) -> ShardDone:
        """What came of ``shard``. Every failure ends in ``error``."""
        try:
            with self._workplace(shard) as (folder, stays):
                return self._cleaned(shard, folder, keeps=stays)
        except (OSError, EOFError, ValueError) as error:
            return ShardDone(shard=shard, error=_why(error))

    @contextmanager
    def _workplace(self, shard: Shard) -> Iterator[tuple[Path, bool]]:
        """A folder for what is made of a shard, and whether it stays where this fails, for the next run."""
        place = _on_disk(self._order.output, f"{REPORTS}/{shard.name}.part") if self._keeps else None
        if place is None:
            with tempfile.TemporaryDirectory(prefix="cleantext-") as folder:
                yield Path(folder), False
            return
        place.mkdir(parents=True, exist_ok=True)
        try:
            yield place, True
        except BaseException:
            for name in _MADE:
                (place / name).unlink(missing_ok=True)
            raise
        shutil.rmtree(place)

    def _cleaned(self, shard: Shard, folder: Path, *, keeps: bool) -> ShardDone:
        held, copy, report = (folder / name for name in _MADE)
        order = self._order
        content, size = _fetched(shard.source, held)
        versions = self._crew.versions()
        setting = fingerprint(order.settings, order.treatment, versions.get("languagetool"))
        whole = setting + ("+columns" if order.add_columns else "")
        if not order.force and (done := _done(order.output, shard, content, whole)):
            return done
        sums = _Sums()
        problems: list[str] = []
        with ExitStack() as stack:
            source, position = _reader(held, shard.source)
            stack.enter_context(source)
            into = stack.enter_context(_writer(copy, shard.source))
            reports = stack.enter_context(open(report, "wb"))
            kept = _Kept(stack.enter_context(_journal(folder)), setting, order.force) if keeps else None
            reports.write(_head(order.settings, versions))
            table = self._table(shard, held, source, into)
            if isinstance(table, Grid):
                stack.callback(table.end)
            for number, (chunk, done_now) in enumerate(self._outcomes(table, shard, kept)):
                if kept:
                    kept.tell(number, chunk, done_now)
                records = iter(done_now.records)
                for is_record, raw in chunk.pieces:
                    if not is_record:
                        table.copy(raw)
                        continue
                    record = next(records)
                    reviewed = raw if record.reviewed is None else record.reviewed
                    table.put(raw, reviewed, record.added if order.add_columns else None)
                    reports.write((b",\n" if sums.records else b"") + record.report.encode())
                    sums.records += 1
                sums.add(done_now.tally)
                problems += done_now.problems
                self._told(int(size * table.share) if isinstance(table, Grid) else position())
            table.close()
            notes = (*self._crew.notes(), *problems)
            reports.write(b'\n], "notes": ' + _json(notes) + b"}\n")
        written = _sent(copy, order.output, shard.name)
        _sent(report, order.output, f"{REPORTS}/{shard.name}.json")
        done = ShardDone(
            shard=shard, content=content, written=written, setting=whole, bytes=size, tally=sums.total, problems=notes
        )
        if not any(NOT_CHECKED in problem for problem in problems):
            _write(order.output, f"{REPORTS}/{shard.name}.done", _json(done))
        return done

    def _outcomes(self, table: Table, shard: Shard, kept: _Kept | None) -> Iterator[tuple[Chunk, ChunkDone]]:
        chunks = chunks_of(table, shard.source, _plain(shard.name))
        return self._hands.outcomes(
            (chunk, kept.known(number, chunk) if kept else None) for number, chunk in enumerate(chunks)
        )

    def _table(self, shard: Shard, held: Path, source: IO[bytes], into: IO[bytes]) -> Table:
        order = self._order
        columns, longest = order.treatment.reading.columns, order.treatment.max_size
        name = _plain(shard.source)
        if name.endswith(GRIDS):
            return Grid(held, into, columns, order.add_columns)
        if name.endswith(ROWS):
            return Rows(source, into, columns, longest, order.add_columns)
        return Lines(source, into, columns, longest) if name.endswith(LINES) else Parts(source, into, longest)


_MADE = ("source", "copy", "report")
"""What the workplace of a shard holds beside its journal."""


def _journal(folder: Path) -> Journal:
    """The journal of a workplace, anew where it is damaged: no other run is at work there."""
    try:
        return Journal(folder)
    except NotJournal:
        (folder / JOURNAL).unlink(missing_ok=True)
        return Journal(folder)


class _Kept:
    """The chunks of a shard in a journal, each by its number; one that holds other bytes now is not known.

    With ``force`` none is.
    """

    def __init__(self, journal: Journal, setting: str, force: bool):
        self._journal, self._setting, self._force = journal, setting, force
        self._known: set[int] = set()

    def known(self, number: int, chunk: Chunk) -> ChunkDone | None:
        """What came of a chunk in an earlier run."""
        done = self._journal.done(PurePosixPath(str(number)))
        if self._force or done is None or (done.content, done.setting) != (chunk.digest(), self._setting):
            return None
        try:
            outcome = msgspec.convert(json.loads(bytes(done.outcome)), ChunkDone)
        except (msgspec.ValidationError, ValueError, RecursionError):
            return None
        self._known.add(number)
        return outcome

    def tell(self, number: int, chunk: Chunk, done: ChunkDone) -> None:
        """Let a later run know, unless something was not checked, and is tried again."""
        if number not in self._known and not any(NOT_CHECKED in problem for problem in done.problems):
            outcome = msgspec.Raw(_json(done))
            kept = Done(content=chunk.digest(), written="", setting=self._setting, outcome=outcome)
            self._journal.add(PurePosixPath(str(number)), kept)


class _Sums:
    """The sum of tallies so far; added up in stretches, since each sum costs as much as it holds."""

    def __init__(self) -> None:
        self.records = 0
        self._sum = Tally()
        self._more: list[Tally] = []

    def add(self, tally: Tally) -> None:
        self._more.append(tally)
        if len(self._more) >= 1000:
            self._sum = self.total
            self._more = []

    @property
    def total(self) -> Tally:
        return together([self._sum, *self._more])


def _done(output: str, shard: Shard, content: bytes | str, setting: str) -> ShardDone | None:
    """What an earlier run made of the shard, if it need not be done again."""
    try:
        done = msgspec.json.decode(_read(output, f"{REPORTS}/{shard.name}.done"), type=ShardDone)
        if (done.content, done.setting, done.error) != (content, setting, None):
            return None
        if _digest(output, shard.name) != done.written:
            return None
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return None
    return msgspec.structs.replace(done, shard=shard, unchanged=True)


def _head(settings: Settings, versions: Mapping[str, str | None]) -> bytes:
    rules = versions.get("rules") or ""
    checkers = {"languagetool": None} | {name: version for name, version in versions.items() if name != "rules"}
    head = {"schema": SCHEMA, "cleantext": __version__, "level": settings.level, "checkers": checkers, "rules": rules}
    return _json(head).removesuffix(b"}") + b', "folder": null, "files": [\n'


def _index(run: ShardRun, settings: Settings) -> bytes:
    """Which shards there are, where the report of each is, and the counts."""
    shards = [
        {"source": d.shard.source, "copy": d.shard.name, "report": f"{REPORTS}/{d.shard.name}.json", "error": d.error,
         "sha256": d.content, "bytes": d.bytes, "records": d.tally.records, "failed": d.tally.failed,
         "findings": sum(d.tally.rules.values())}
        for d in run.shards
    ]  # fmt: skip
    counts = {"records": run.tally.records, "failed": run.tally.failed, "findings": sum(run.tally.rules.values())}
    head = {"schema": INDEX_SCHEMA, "cleantext": __version__, "level": settings.level}
    return json.dumps(head | counts | {"shards": shards}, indent=1).encode() + b"\n"


def _json(value: Any) -> bytes:
    return in_ascii(value).encode()


def _plain(name: str) -> str:
    """A name without what says how its content is packed."""
    return next((name.removesuffix(suffix) for suffix in PACKED if name.endswith(suffix)), name)


def _why(error: BaseException) -> str:
    said = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return visible(said.splitlines()[0])


def _located(address: str, name: str = "") -> tuple[Any, str]:
    """The file system and the path on it. Raises ``SettingsError``."""
    try:
        from pyarrow import fs
    except ModuleNotFoundError as error:
        raise SettingsError(f"{address}: needs pyarrow: pip install 'cleantext-review[tables]'") from error
    if not is_address(address):
        return fs.LocalFileSystem(), (Path(address).absolute() / name).as_posix().removesuffix("/")
    fixed, wild = _parted(address)
    try:
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if address.startswith("s3://") and endpoint:  # Arrow does not look at it
            system, path = fs.S3FileSystem(endpoint_override=endpoint), fixed.removeprefix("s3://")
        else:
            system, path = fs.FileSystem.from_uri(quote(fixed, safe=":/@"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{address}: {_why(error)}") from error
    return system, "/".join(part for part in (path.rstrip("/"), wild, name) if part)


def _parted(address: str) -> tuple[str, str]:
    """The folder before the first part with a wildcard, and the rest.

    >>> _parted("s3://bucket/2024/*/a?.jsonl"), _parted("s3://bucket/a.jsonl")
    (('s3://bucket/2024', '*/a?.jsonl'), ('s3://bucket/a.jsonl', ''))
    """
    parts = address.split("/")
    fixed = next((number for number, part in enumerate(parts) if any(c in part for c in "*?[")), len(parts))
    return "/".join(parts[:fixed]), "/".join(parts[fixed:])


def _on_disk(output: str, name: str) -> Path | None:
    """The place below ``output`` if that is a folder of this machine. Raises ``OSError`` where it is through a link."""
    system, path = _located(output)
    return destination(Path(path, name), Path(path)) if system.type_name == "local" else None


def _codec(name: str) -> str | None:
    return {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}.get(PurePosixPath(name).suffix)


def _reader(path: Path, name: str) -> tuple[IO[bytes], Callable[[], int]]:
    """A file on this machine, packed as ``name`` says, and what tells how many of its bytes were read."""
    import pyarrow as pa

    stored = pa.OSFile(str(path))
    codec = _codec(name)
    return io.BufferedReader(pa.CompressedInputStream(stored, codec) if codec else stored, _PIECE), stored.tell


def _writer(path: Path, name: str) -> IO[bytes]:
    import pyarrow as pa

    return pa.output_stream(path, compression=_codec(name))  # type: ignore[no-any-return]


def _fetched(address: str, target: Path) -> tuple[str, int]:
    """Copy a file to this machine: its SHA-256 in hexadecimal, and its size."""
    system, path = _located(address)
    whole, size = hashlib.sha256(), 0
    with system.open_input_stream(path, compression=None) as source, open(target, "wb") as file:
        while piece := source.read(_PIECE):
            whole.update(piece)
            size += len(piece)
            file.write(piece)
    return whole.hexdigest(), size


def _digest(output: str, name: str) -> str:
    system, path = _located(output, name)
    whole = hashlib.sha256()
    with system.open_input_stream(path, compression=None) as source:
        while piece := source.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


def _read(output: str, name: str) -> bytes:
    system, path = _located(output, name)
    with system.open_input_stream(path, compression=None) as source:
        return bytes(source.read())


def _sent(source: Path, output: str, name: str) -> str:
    """Put a file of this machine into the output under its name, whole or not at all; its SHA-256."""
    system, path = _located(output, name)
    direct = system.type_name in _OBJECTS
    target = path if direct else f"{path}.{os.getpid()}.tmp"
    if not direct:
        system.create_dir(str(PurePosixPath(path).parent), recursive=True)
    whole = hashlib.sha256()
    with open(source, "rb") as file, system.open_output_stream(target, compression=None) as into:
        while piece := file.read(_PIECE):
            whole.update(piece)
            into.write(piece)
    if not direct:
        system.move(target, path)
    return whole.hexdigest()


def _remove_unfinished(output: str, shards: Sequence[str]) -> None:
    """Remove what processes left that were killed while they sent a file. Nobody may be writing there."""
    from pyarrow import fs

    system, top = _located(output)
    if system.type_name in _OBJECTS:
        return
    names = (INDEX, SUMMARY, *shards, *(f"{REPORTS}/{name}{end}" for name in shards for end in (".json", ".done")))
    ours = {f"{top}/{name}" for name in names}
    for folder in {str(PurePosixPath(path).parent) for path in ours}:
        for each in system.get_file_info(fs.FileSelector(folder, allow_not_found=True)):
            sent = _UNFINISHED.fullmatch(each.path)
            if sent and sent[1] in ours:
                system.delete_file(each.path)


def _write(output: str, name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="cleantext-") as folder:
        held = Path(folder, "content")
        held.write_bytes(content)
        _sent(held, output, name)
