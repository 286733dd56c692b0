"""The records of a shard, read one after the other, and written likewise: memory holds those that are in hand.

Each record is handed out as a small file of its own (``format``), so that nobody else need know of tables. What came
of it is ``put`` back in the same order, which may be while later ones are read already. With ``Added`` values the
record stays as it was, and they become columns beside it.
"""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from typing import IO, Any, Protocol

from cleantext.formats.columns import names_of, places
from cleantext.formats.csv import delimiter_of, rows_of
from cleantext.formats.decoding import NotText, decode

TEXTS = (".txt", ".text")
LINES = (".jsonl", ".ndjson")
ROWS = (".csv", ".tsv")
GRIDS = (".parquet",)
SUFFIXES = (*TEXTS, *LINES, *ROWS, *GRIDS)
"""The names of what can be a shard."""

_PART = 1 << 18  # bytes of a text that is too large to be one record
_BATCH = 256  # rows of Parquet that are read at a time
_BUFFER = 1 << 20  # bytes of a column of Parquet that are read at a time
_GROUP = 8_000_000  # bytes of the rows that are written as one group; they wait in memory

Piece = tuple[int, bytes]
"""A record with its number (its line, row or part), which begins at 1; or with 0 what is none and stays as it is."""


@dataclass(frozen=True, slots=True)
class Added:
    """What is written beside a record: the expected share of damaged sentences, and how many findings there are."""

    damage: float
    findings: int


class Table(Protocol):
    """Iterated it gives the pieces, each of which is to be ``put`` or ``copied`` in their order."""

    @property
    def format(self) -> str | None:
        """What a record is read as, if not as the name of the shard tells."""

    @property
    def whole(self) -> bool:
        """Whether the only record is the shard itself."""

    def __iter__(self) -> Iterator[Piece]: ...

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        """Write what came of the next record; without ``added`` its reviewed copy."""

    def copy(self, raw: bytes) -> None:
        """Write the next piece, which is no record."""

    def close(self) -> None:
        """Write what is left."""


class Parts:
    """A text. Up to ``longest`` bytes it is one record; a larger one is cut where it has an empty line."""

    format: str | None = None
    whole = False

    def __init__(self, source: IO[bytes], into: IO[bytes], longest: int):
        self._source, self._into, self._longest = source, into, longest

    def __iter__(self) -> Iterator[Piece]:
        held = self._source.read(self._longest + 1)
        if len(held) <= self._longest:
            self.whole = True
            yield int(not held.isspace() and bool(held)), held
            return
        if b"\0" in held:
            raise NotText("too large, and only text in UTF-8 and the like is cut (--max-size)")
        numbers = count(1)
        while held:
            while len(held) <= _PART and (more := self._source.read(_PART)):
                held += more
            end = _cut(held)
            yield (0 if held[:end].isspace() else next(numbers)), held[:end]
            held = held[end:]

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        self._into.write(reviewed)

    def copy(self, raw: bytes) -> None:
        self._into.write(raw)

    def close(self) -> None:
        pass


def _cut(text: bytes) -> int:
    """Where the first part of ``text`` ends: after an empty line if there is one, else a line, a word, a letter.

    >>> _cut(b"one"), _cut(b"a b\\n\\n" + b"x" * 300_000)
    (3, 5)
    """
    if len(text) <= _PART:
        return len(text)
    for border in (b"\n\n", b"\n\r\n", b"\n", b" "):
        if (at := text.rfind(border, 0, _PART)) >= 0:
            return at + len(border)
    end = _PART
    while end > _PART - 4 and text[end] & 0xC0 == 0x80:  # within a letter in UTF-8
        end -= 1
    return end


class Lines:
    """JSON Lines. Line ends and empty lines stay."""

    format: str | None = None
    whole = False

    def __init__(self, source: IO[bytes], into: IO[bytes], columns: Sequence[str], longest: int):
        self._source, self._into, self._columns, self._longest = source, into, columns, longest + 1

    def __iter__(self) -> Iterator[Piece]:
        for number in count(1):
            line = self._source.readline(self._longest)
            if not line:
                return
            yield (0 if line.isspace() else number), line
            while len(line) == self._longest and not line.endswith(b"\n"):
                line = self._source.readline(self._longest)  # the rest of a record that is too long
                yield 0, line

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        line = raw.rstrip()
        if added is None or not line.endswith(b"}"):
            self._into.write(reviewed)
            return
        values = _values(json.loads(reviewed), self._columns, added)
        between = b"" if line[:-1].rstrip().endswith(b"{") else b", "
        more = json.dumps(values)[1:-1].encode()
        self._into.write(line[:-1] + between + more + b"}" + raw[len(line) :])

    def copy(self, raw: bytes) -> None:
        self._into.write(raw)

    def close(self) -> None:
        pass


class Rows:
    """CSV: each record is handed out below the head of the table."""

    format: str | None = "csv"
    whole = False

    def __init__(self, source: IO[bytes], into: IO[bytes], columns: Sequence[str], longest: int, adds: bool):
        self._source, self._into, self._longest = source, into, longest
        self._head = self._record()
        text = decode(self._head)[0]
        self._delimiter = delimiter_of(text)
        try:
            names = next(csv.reader([text.lstrip("\ufeff")], delimiter=self._delimiter), [])
        except csv.Error as error:
            raise NotText("the head of the table can't be read: each line must end in LF or CRLF") from error
        self._chosen = {column: names.index(column) for column in columns if column in names}
        if not self._chosen:
            raise NotText(f"no column {', '.join(columns)} (--column names another: {', '.join(names)[:200]})")
        self._width = len(names)
        added = ["cleantext_damage", "cleantext_findings", *(f"cleantext_{column}" for column in self._chosen)]
        _check_new(names, added if adds else [])
        into.write(self._beside(self._head, added) if adds else self._head)

    def __iter__(self) -> Iterator[Piece]:
        if not self._head.endswith((b"\n", b"\r")):
            return
        for number in count(1):
            row = self._record()
            if not row:
                return
            yield (0, row) if row.isspace() else (number, self._head + row)

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        if added is None:
            self._into.write(reviewed[len(self._head) :])
            return
        text = decode(reviewed)[0]
        rows = list(rows_of(text, self._delimiter))
        if len(rows) != 2:
            raise NotText("a cell without quotation marks around it holds one: its row can't be told")
        cells = rows[1]
        cleaned = [
            text[cells[n][0].start : cells[n][0].end].replace('""', '"' if cells[n][1] else '""')
            if n < len(cells)
            else ""
            for n in self._chosen.values()
        ]
        row = raw[len(self._head) :]
        missing = [""] * (self._width - len(cells))
        self._into.write(self._beside(row, [*missing, f"{added.damage:.4f}", str(added.findings), *cleaned]))

    def copy(self, raw: bytes) -> None:
        self._into.write(raw)

    def close(self) -> None:
        pass

    def _record(self) -> bytes:
        row = self._source.readline(self._longest)
        while row.count(b'"') % 2 and (more := self._source.readline(self._longest)):
            row += more
            if len(row) > self._longest:
                break
        if len(row) >= self._longest:
            raise NotText(
                f"a row is longer than {self._longest} bytes, or its quotation marks never close (--max-size)"
            )
        return row

    def _beside(self, row: bytes, values: Sequence[str]) -> bytes:
        line = row.rstrip(b"\r\n")
        into = io.StringIO()
        csv.writer(into, delimiter=self._delimiter, lineterminator="").writerow(values)
        return line + self._delimiter.encode() + into.getvalue().encode("utf-8", "surrogateescape") + row[len(line) :]


@dataclass(slots=True)
class _Batch:
    """Some rows: as Arrow has them, their chosen columns, what is written beside each, and how many are put back."""

    stored: Any
    rows: list[dict[str, Any]]
    values: list[dict[str, Any]]
    done: int = 0


class Grid:
    """Parquet: the columns of a row as a line of JSON. The groups of rows are those of the copy, not of the source."""

    format: str | None = "jsonl"
    whole = False

    def __init__(self, source: Any, into: Any, columns: Sequence[str], adds: bool):
        import pyarrow as pa
        import pyarrow.parquet as pq

        from cleantext.formats.parquet import broken, writer

        self._pa, self._broken = pa, broken
        self._columns = columns
        try:
            self._file = pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise broken(error) from error
        self._names = names_of(self._file.schema_arrow.names, columns)
        schema = self._file.schema_arrow
        if adds:
            added = [("cleantext_damage", pa.float64()), ("cleantext_findings", pa.int32())]
            added += [(f"cleantext_{c}", pa.list_(pa.string()) if "[]" in c else pa.string()) for c in columns]
            _check_new(schema.names, [name for name, _ in added])
            for name, kind in added:
                schema = schema.append(pa.field(name, kind))
        self._schema = schema
        self._adds = adds
        self._writer = writer(into, self._file, schema)
        self._read: deque[_Batch] = deque()
        self._put = 0
        self._waiting: list[Any] = []

    def __iter__(self) -> Iterator[Piece]:
        numbers = count(1)
        for stored in self._batches():
            rows = stored.select(self._names).to_pylist()
            if rows:
                self._read.append(_Batch(stored, rows, [{} for _ in rows]))
            for row in rows:
                number = next(numbers)
                has_text = any(True for column in self._columns for _ in places(row, column))
                yield (number, json.dumps(row, default=str).encode() + b"\n") if has_text else (0, b"")

    @property
    def share(self) -> float:
        """The share of the rows that are put back."""
        return self._put / max(int(self._file.metadata.num_rows), 1)

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        batch = self._read[0]
        after = json.loads(reviewed)
        if added is not None:
            batch.values[batch.done] = _values(after, self._columns, added)
        else:
            row = batch.rows[batch.done]
            for column in self._columns:
                for (holder, key), (other, place) in zip(places(row, column), places(after, column), strict=True):
                    holder[key] = other[place]
        self.copy(raw)

    def copy(self, raw: bytes) -> None:
        batch = self._read[0]
        batch.done += 1
        self._put += 1
        if batch.done == len(batch.rows):
            self._written(self._read.popleft())

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def end(self) -> None:
        """Close the writer, however it went, as long as the file that it writes to is open."""
        with suppress(OSError, ValueError):
            self._writer.close()

    def _batches(self) -> Iterator[Any]:
        try:
            yield from self._file.iter_batches(_BATCH)
        except (self._pa.ArrowException, OSError) as error:
            raise self._broken(error) from error

    def _written(self, batch: _Batch) -> None:
        pa = self._pa
        arrays = list(batch.stored.columns)
        if self._adds:
            more = self._schema.names[len(arrays) :]
            kinds = [self._schema.field(name).type for name in more]
            found = [[values.get(name) for values in batch.values] for name in more]
            arrays += [pa.array(values, kind) for values, kind in zip(found, kinds, strict=True)]
        else:
            for name in self._names:
                at = self._schema.get_field_index(name)
                arrays[at] = pa.array([row[name] for row in batch.rows], self._schema.field(at).type)
        self._waiting.append(pa.record_batch(arrays, schema=self._schema))
        if sum(each.nbytes for each in self._waiting) > _GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            table = self._pa.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table, max(table.num_rows, 1))
            self._waiting = []


def _values(record: Any, columns: Sequence[str], added: Added) -> dict[str, Any]:
    """The names and values that are written beside a record whose copy is ``record``."""
    values: dict[str, Any] = {"cleantext_damage": round(added.damage, 4), "cleantext_findings": added.findings}
    for column in columns:
        found = [holder[key] for holder, key in places(record, column)] if isinstance(record, dict) else []
        values[f"cleantext_{column}"] = found if "[]" in column else next(iter(found), None)
    return values


def _check_new(names: Sequence[str], added: Sequence[str]) -> None:
    if taken := next(islice((name for name in added if name in names), 1), None):
        raise NotText(f"has a column {taken} already")
