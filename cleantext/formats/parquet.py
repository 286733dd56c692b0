"""Parquet: the strings of the chosen columns are prose. The copy has the same schema, row groups and other values.

A column may be nested: ``turns[].content``. The text is read into memory as a whole; ``clean --engine local`` does
large files row by row.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleantext.core.document import Document
from cleantext.core.edit import Edit, apply_edits
from cleantext.formats import text as plain
from cleantext.formats.columns import names_of, places
from cleantext.formats.decoding import NotText
from cleantext.formats.joined import Joined
from cleantext.formats.known import Reading
from cleantext.formats.pieces import Builder

MOST = 300_000_000
"""Bytes of the chosen columns, unpacked, beyond which a file is not read into memory."""

_ROWS = 256  # read at a time, since few stored bytes may be many strings


@dataclass(frozen=True)
class _Cells(Joined):
    """The layout: one member, whose source are the strings of all cells with a line end after each."""

    columns: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()


def read(path: PurePath, raw: bytes, reading: Reading) -> Document:
    """Raises ``NotText`` for a broken file, one without the columns, and one that is too large unpacked."""
    size = 0
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        names = names_of(file.schema_arrow.names, reading.columns)
        for batch in file.iter_batches(_ROWS, columns=names):  # what is too large never fills the memory
            size += batch.nbytes
            if size > MOST:
                limit = f"more than {MOST // 10**6} MB of text"
                raise NotText(f"holds {limit}: clean --engine local does it row by row")
        rows = [row for batch in file.iter_batches(_ROWS, columns=names) for row in batch.to_pylist()]
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
    """The file with the strings that ``edits`` change. Raises ``NotText`` where another column is broken."""
    layout = document.layout
    assert isinstance(layout, _Cells)
    changed: dict[int, list[Edit]] = {}
    for edit in layout.rewritten(edits).get("", ()):
        number = bisect_right(layout.starts, edit.span.start) - 1
        changed.setdefault(number, []).append(edit.shift(-layout.starts[number]))
    file = pq.ParquetFile(io.BytesIO(document.raw))
    try:
        table = file.read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise broken(error) from error
    names = names_of(table.schema.names, layout.columns)
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


def broken(error: Exception) -> NotText:
    """What a file that can't be read is told by."""
    said = str(error).splitlines() or [type(error).__name__]
    return NotText(f"not Parquet: {said[0]}")
