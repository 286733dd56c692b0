"""Parquet: the strings of the chosen columns are prose. The copy has the same schema, row groups and other values.

A column may be nested: ``turns[].content``. The text is read into memory as a whole; ``clean --engine local`` does
large files row by row.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import regex

from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.formats import text as plain
from cleantext.formats.decoding import NotText
from cleantext.formats.joined import Joined
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Builder

MOST = 300_000_000
"""Bytes of the chosen columns, unpacked, beyond which a file is not read into memory."""

_ROWS = 256  # read at a time, since few stored bytes may be many strings
_PARTS = regex.compile(r"\[\]|[^.\[\]]+")


@dataclass(frozen=True)
class _Cells(Joined):
    """The layout: one member, whose source are the strings of all cells with a line end after each."""

    columns: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()


def read(path: PurePath, raw: bytes, reading: Reading) -> Document:
    """Raises ``NotText`` for a broken file, one without the columns, and one that is too large unpacked."""
    rows: list[dict[str, Any]] = []
    size = 0
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        for batch in file.iter_batches(_ROWS, columns=names_of(file.schema_arrow, reading.columns)):
            size += batch.nbytes
            if size > MOST:
                limit = f"more than {MOST // 10**6} MB of text"
                raise NotText(f"holds {limit}: clean --engine local does it row by row")
            rows += batch.to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise error if isinstance(error, NotText) else broken(error) from error
    cells = [
        (f"row {number}" + f", {column}" * (len(reading.columns) > 1), holder[key])
        for number, row in enumerate(rows, 1)
        for column in reading.columns
        for holder, key in places(row, column)
    ]
    builder = Builder("".join(f"{text}\n" for _, text in cells))
    starts = []
    at = 0
    for note, text in cells:
        starts.append(at)
        builder.open(plain.segment, note)
        builder.add(at, at + len(text))
        at += len(text) + 1
    layout = _Cells({"": builder.built()}, reading.columns, tuple(starts))
    return Document(path, "parquet", layout.text, raw, "utf-8", layout.blocks, layout)


def write(document: Document, edits: Sequence[Edit]) -> bytes:
    """The file with the strings that ``edits`` change."""
    layout = document.layout
    assert isinstance(layout, _Cells)
    changed: dict[int, list[Edit]] = {}
    for edit in layout.rewritten(edits).get("", ()):
        number = bisect_right(layout.starts, edit.span.start) - 1
        changed.setdefault(number, []).append(edit.shift(-layout.starts[number]))
    file = pq.ParquetFile(io.BytesIO(document.raw))
    table = file.read()
    names = names_of(table.schema, layout.columns)
    columns = {name: table.column(name).to_pylist() for name in names}
    number = 0
    for index in range(table.num_rows):
        row = {name: values[index] for name, values in columns.items()}
        for column in layout.columns:
            for holder, key in places(row, column):
                if number in changed:
                    holder[key] = apply_edits(holder[key], changed[number])
                number += 1
        for name, values in columns.items():
            values[index] = row[name]
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    into = io.BytesIO()
    with writer(into, file, table.schema) as copy:
        at = 0
        for group in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            copy.write_table(table.slice(at, size), max(size, 1))
            at += size
    return into.getvalue()


def writer(into: Any, file: Any, schema: Any) -> Any:
    """A writer of a file like ``file``: its columns packed as there."""
    packed = {}
    if file.metadata.num_row_groups:
        group = file.metadata.row_group(0)
        known = [group.column(number) for number in range(group.num_columns)]
        packed = {each.path_in_schema: each.compression.replace("UNCOMPRESSED", "NONE") for each in known}
    return pq.ParquetWriter(into, schema, compression=packed or "snappy")


def names_of(schema: Any, columns: Sequence[str]) -> list[str]:
    """The columns of the file that hold ``columns``. Raises ``NotText`` where there are none."""
    found = [name for name in schema.names if any(name == c or name == _PARTS.findall(c)[0] for c in columns if c)]
    if not found:
        known = ", ".join(schema.names)
        raise NotText(f"no column {', '.join(columns)} (--column names another: {known[:200]})")
    return found


def places(row: dict[str, Any], column: str) -> Iterator[tuple[Any, Any]]:
    """Where the strings of a column are in a row: what holds each, and its key there.

    >>> [holder[key] for holder, key in places({"a": [{"b": "x"}, {"b": None}]}, "a[].b")]
    ['x']
    """
    parts = [column] if column in row else _PARTS.findall(column)
    holders: list[tuple[Any, Any]] = [(row, parts[0])] if parts and parts[0] in row else []
    for part in parts[1:]:
        values = [holder[key] for holder, key in holders]
        if part == "[]":
            holders = [(value, index) for value in values if isinstance(value, list) for index in range(len(value))]
        else:
            holders = [(value, part) for value in values if isinstance(value, dict) and part in value]
    yield from (place for place in holders if isinstance(place[0][place[1]], str))


def broken(error: Exception) -> NotText:
    """What a file that can't be read is told by."""
    said = str(error).splitlines() or [type(error).__name__]
    return NotText(f"not Parquet: {said[0]}")
