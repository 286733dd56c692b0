"""The records of a shard, read one after the other, and written likewise: memory holds one, or some rows of Parquet.

Each record is handed out as a small file of its own (``format``), so that nobody else need know of tables. ``put``
takes what came of it, in order. With ``Added`` values the record stays as it was, and they become columns beside it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Protocol

from cleantext.formats.columns import names_of, places
from cleantext.formats.csv import delimiter_of, rows_of
from cleantext.formats.decoding import NotText, decode

_BATCH = 256  # rows of Parquet that are read at a time
_BUFFER = 1 << 20  # bytes of a column of Parquet that are read at a time
_GROUP = 32_000_000  # bytes of the rows that are written as one group


@dataclass(frozen=True, slots=True)
class Added:
    """What is written beside a record: the expected share of damaged sentences, and how many findings there are."""

    damage: float
    findings: int


class Table(Protocol):
    """Iterated it gives each record, or with False what is none and has been copied already."""

    @property
    def format(self) -> str | None:
        """What a record is read as, if not as the name of the shard tells."""

    def __iter__(self) -> Iterator[tuple[bool, bytes]]: ...

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        """Write what came of the last record; without ``added`` its reviewed copy."""

    def close(self) -> None:
        """Write what is left."""


class Lines:
    """JSON Lines, or with ``whole`` a text that is one record. Line ends and empty lines stay."""

    format: str | None = None

    def __init__(self, source: IO[bytes], into: IO[bytes], columns: Sequence[str], longest: int, whole: bool):
        self._source, self._into, self._columns = source, into, columns
        self._longest, self._whole = longest + 1, whole

    def __iter__(self) -> Iterator[tuple[bool, bytes]]:
        read = self._source.read if self._whole else self._source.readline
        while piece := read(self._longest):
            if piece.isspace():
                self._into.write(piece)
            yield not piece.isspace(), piece
            while len(piece) == self._longest and (self._whole or not piece.endswith(b"\n")):
                piece = read(self._longest)  # the rest of a record that is too long
                self._into.write(piece)

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        line = raw.rstrip()
        if added is None or self._whole or not line.endswith(b"}"):
            self._into.write(reviewed)
            return
        values = _values(json.loads(reviewed), self._columns, added)
        between = b"" if line[:-1].rstrip().endswith(b"{") else b", "
        more = json.dumps(values)[1:-1].encode()
        self._into.write(line[:-1] + between + more + b"}" + raw[len(line) :])

    def close(self) -> None:
        pass


class Rows:
    """CSV: each record is handed out below the head of the table."""

    format: str | None = "csv"

    def __init__(self, source: IO[bytes], into: IO[bytes], columns: Sequence[str], longest: int, adds: bool):
        self._source, self._into, self._longest = source, into, longest
        self._head = self._record()
        text = decode(self._head)[0]
        self._delimiter = delimiter_of(text)
        names = next(csv.reader([text.lstrip("\ufeff")], delimiter=self._delimiter), [])
        self._chosen = {column: names.index(column) for column in columns if column in names}
        if not self._chosen:
            raise NotText(f"no column {', '.join(columns)} (--column names another: {', '.join(names)[:200]})")
        self._width = len(names)
        added = ["cleantext_damage", "cleantext_findings", *(f"cleantext_{column}" for column in self._chosen)]
        _check_new(names, added if adds else [])
        into.write(self._beside(self._head, added) if adds else self._head)

    def __iter__(self) -> Iterator[tuple[bool, bytes]]:
        if not self._head.endswith((b"\n", b"\r")):
            return
        while row := self._record():
            if row.isspace():
                self._into.write(row)
            yield not row.isspace(), self._head + row

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


class Grid:
    """Parquet: the columns of a row as a line of JSON. The groups of rows are those of the copy, not of the source."""

    format: str | None = "jsonl"

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
        self._rows: list[dict[str, Any]] = []
        self._values: list[dict[str, Any]] = []
        self._waiting: list[Any] = []

    def __iter__(self) -> Iterator[tuple[bool, bytes]]:
        for batch in self._batches():
            rows = batch.select(self._names).to_pylist()
            self._rows, self._values = [], []
            for row in rows:
                self._rows.append(row)
                self._values.append({})
                if any(True for column in self._columns for _ in places(row, column)):
                    yield True, json.dumps(row, default=str).encode() + b"\n"
            self._written(batch)

    def put(self, raw: bytes, reviewed: bytes, added: Added | None) -> None:
        after = json.loads(reviewed)
        if added is not None:
            self._values[-1] = _values(after, self._columns, added)
            return
        row = self._rows[-1]
        for column in self._columns:
            for (holder, key), (other, place) in zip(places(row, column), places(after, column), strict=True):
                holder[key] = other[place]

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _batches(self) -> Iterator[Any]:
        try:
            yield from self._file.iter_batches(_BATCH)
        except (self._pa.ArrowException, OSError) as error:
            raise self._broken(error) from error

    def _written(self, batch: Any) -> None:
        pa = self._pa
        arrays = list(batch.columns)
        if self._adds:
            more = self._schema.names[len(arrays) :]
            kinds = [self._schema.field(name).type for name in more]
            found = [[values.get(name) for values in self._values] for name in more]
            arrays += [pa.array(values, kind) for values, kind in zip(found, kinds, strict=True)]
        else:
            for name in self._names:
                at = self._schema.get_field_index(name)
                arrays[at] = pa.array([row[name] for row in self._rows], self._schema.field(at).type)
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
