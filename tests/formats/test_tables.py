"""Tables: cells of the chosen columns, all else as it was."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product

import pyarrow as pa
import pyarrow.csv as arrow
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText
from cleantext.formats.known import Reading
from cleantext.formats.reader import render
from tests.formats.contract import cleaned, document, edited, edits_of, expected, same, unchanged
from tests.tries import tries

CELL = st.text(alphabet="abé ,;\t|\"'\n.é", max_size=20)


@pytest.mark.parametrize(
    ("table", "repaired"),
    [
        ("id,text\n1,It is shut . .\n", "id,text\n1,It is shut.\n"),
        ('id;"text"\r\n1;"It ""is"" shut , he said."\r\n', 'id;"text"\r\n1;"It ""is"" shut, he said."\r\n'),
        ("id\ttext\n1\tIt is shut , he said.\n", "id\ttext\n1\tIt is shut, he said.\n"),
        ('text|b\n"It is shut , he\nsaid."|a . . b\n', 'text|b\n"It is shut, he\nsaid."|a . . b\n'),
        ("\ufefftext;n\nIt is shut , he said.", None),
        ('text,n\n"It is shut , he said."', 'text,n\n"It is shut, he said."'),
    ],
)
def test_cells_are_repaired_in_place(table: str, repaired: str | None) -> None:
    name = "a.tsv" if "\t" in table else "a.csv"
    assert cleaned(table, name) == (repaired if repaired is not None else table.replace(" ,", ","))


def test_several_columns_and_their_rows_are_named() -> None:
    found = document("a,b,c\nOne day.,Two days.,Three days.\n", "a.csv", Reading(columns=("a", "c")))
    assert found.text == "One day.\n\nThree days."
    assert not callable(found.segment) and [b.note for b in found.segment] == ["row 1, a", "row 1, c"]


def test_a_cell_that_would_need_quotation_marks_stays() -> None:
    found = document('text,n\nOne "day" here,1\n', "a.csv")
    assert "quotation marks around it" in found.refusal([Edit(Span(3, 3), ",")])
    assert "begin with a quotation mark" in found.refusal([Edit(Span(0, 4), "")])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@tries(40)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), st.data())
def test_edits_are_read_back(delimiter: str, quoting: int, rows: list[tuple[str, str]], data: st.DataObject) -> None:
    into = io.StringIO()
    writer = csv.writer(into, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("n", "text", "o"), *((o, text, "x") for text, o in rows)])
    found = unchanged(into.getvalue().encode(), "a.csv")
    edits = data.draw(edits_of(found))
    if found.refusal(edits):
        return
    again = edited(found, edits)
    assert same(again.text, expected(found, edits))
    read = list(csv.reader(io.StringIO(again.raw.decode(), newline=""), delimiter=delimiter))
    assert [(row[0], row[2]) for row in read[1:]] == [(o, "x") for _, o in rows]
    assert same("".join(row[1] for row in read[1:]), again.text)


@pytest.mark.parametrize(
    ("name", "source", "reason"),
    [
        ("a.csv", 'text,n\n"open , 1\n', "line 2 opens quotation marks that never close"),
        ("a.csv", 'text,n\n"shut" up,1\n', "line 2 has text after the quotation marks"),
        ("a.csv", "a,b\n1,2\n", r"no column text \(--column names another: a, b\)"),
        ("a.csv", 'a,"b\nc"\n1,2\n', r"no column text \(--column names another: a, b c\)"),
        ("a.csv", 'text,n\n' + '"' * 200_001, "never close"),
        ("a.parquet", "PAR1 and no more", "not Parquet"),
    ],
)  # fmt: skip
def test_broken_files_are_one_line(name: str, source: str, reason: str) -> None:
    with pytest.raises(NotText, match=reason) as raised:
        document(source, name)
    assert "\n" not in str(raised.value)


TEXT = "It is shut , he said."
TABLE = pa.table(
    {
        "id": pa.array([1, 2, None], pa.int16()),
        "text": pa.array([TEXT, None, "“One” day.\n\nAnother day."], pa.large_string()),
        "turns": [[{"who": "a , b", "content": TEXT}], [], None],
        "when": pa.array([1, 2, 3], pa.timestamp("ns")),
    }
).replace_schema_metadata({"made": "by hand"})


def parquet(table: pa.Table, **options: object) -> bytes:
    into = io.BytesIO()
    pq.write_table(table, into, **options)
    return into.getvalue()


@pytest.mark.parametrize("packed", ["none", "snappy", "zstd", "gzip"])
def test_parquet_keeps_schema_groups_and_other_columns(packed: str) -> None:
    raw = parquet(TABLE, compression=packed, row_group_size=2)
    found = unchanged(raw, "a.parquet", Reading(columns=("text", "turns[].content")))
    assert found.text == f"{TEXT}\n\n{TEXT}\n\n“One” day.\n\nAnother day."
    at = found.text.index(" ,", 30)
    copy = pq.ParquetFile(io.BytesIO(render(found, [Edit(Span(at, at + 1), "")])))
    table = copy.read()
    assert table.schema.equals(pq.read_schema(io.BytesIO(raw)), check_metadata=True)
    assert copy.metadata.num_row_groups == 2
    assert {copy.metadata.row_group(0).column(0).compression} == {packed.upper().replace("NONE", "UNCOMPRESSED")}
    assert table.drop_columns(["turns"]).equals(TABLE.drop_columns(["turns"]))
    assert table.column("turns").to_pylist()[0] == [{"who": "a , b", "content": TEXT.replace(" ,", ",")}]


@tries(40)
@given(st.lists(st.none() | st.text(max_size=20).filter(lambda t: t.isprintable()), min_size=1, max_size=5), st.data())
def test_edits_of_parquet_are_read_back(cells: list[str | None], data: st.DataObject) -> None:
    found = unchanged(parquet(pa.table({"n": range(len(cells)), "text": pa.array(cells, pa.string())})), "a.parquet")
    edits = data.draw(edits_of(found))
    again = edited(found, edits)
    assert same(again.text, expected(found, edits))
    assert pq.read_table(io.BytesIO(again.raw)).column("n").to_pylist() == list(range(len(cells)))


def test_parquet_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleantext.formats.parquet.MOST", 1_000_000)
    raw = parquet(pa.table({"text": ["a " * 5_000] * 1_000}))
    assert len(raw) < 100_000
    with pytest.raises(NotText, match="row by row"):
        document(raw, "a.parquet")
    with pytest.raises(NotText, match="not Parquet"):
        document(raw[: len(raw) // 2], "a.parquet")


def test_a_missing_library_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "cleantext.formats.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotText, match=r"pyarrow: pip install 'cleantext-review\[tables\]'"):
        document(b"PAR1", "a.parquet")


def test_another_column_that_is_broken_is_told_when_the_copy_is_written() -> None:
    raw = bytearray(parquet(pa.table({"id": [f"{n}" for n in range(900)], "text": ["It is shut , now."] * 900})))
    raw[200:260] = b"\xff" * 60
    found = document(bytes(raw), "a.parquet")
    with pytest.raises(NotText, match="not Parquet: "):
        render(found, [Edit(Span(10, 11), "")])


TEXTS = ["The hall is shut.", 'He said "no", and left.', "One\nTwo", "É; tab\there", "", "a, b"]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet", "a.jsonl"])
def test_what_other_writers_write_is_read(name: str) -> None:
    """Twenty and more files of each kind, by Python's csv and json and by Arrow, written in all their ways."""
    files = list(WRITERS[name]())
    assert len(files) >= 20
    for raw in files:
        found = unchanged(raw, name)
        assert same(found.text, "".join(TEXTS))


def _separated(delimiter: str) -> Iterator[bytes]:
    rows = list(enumerate(TEXTS))
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
        for ends, encoding in product(("\n", "\r\n"), ("utf-8", "utf-8-sig", "utf-16")):
            made = io.StringIO()
            csv.writer(made, delimiter=delimiter, quoting=quoting, lineterminator=ends).writerows(
                [("id", "text"), *rows]
            )
            yield made.getvalue().encode(encoding)
    table = pa.table({"id": list(range(len(TEXTS))), "text": TEXTS})
    for style in ("needed", "all_valid"):
        into = io.BytesIO()
        arrow.write_csv(table, into, arrow.WriteOptions(delimiter=delimiter, quoting_style=style))
        yield into.getvalue()


def _parquet() -> Iterator[bytes]:
    table = pa.table({"id": list(range(len(TEXTS))), "text": TEXTS})
    for packed, version, rows, words in product(("none", "snappy", "zstd"), ("1.0", "2.6"), (2, 100), (True, False)):
        into = io.BytesIO()
        pq.write_table(table, into, compression=packed, version=version, row_group_size=rows, use_dictionary=words)
        yield into.getvalue()


def _json_lines() -> Iterator[bytes]:
    separators = ((",", ":"), (", ", ": "), (" , ", " : "))
    for between, ascii_only, ends, last in product(separators, (True, False), ("\n", "\r\n"), (True, False)):
        lines = [json.dumps({"text": t, "id": 1}, separators=between, ensure_ascii=ascii_only) for t in TEXTS]
        yield (ends.join(lines) + ends * last).encode()


WRITERS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "a.csv": partial(_separated, ","), "a.tsv": partial(_separated, "\t"), "a.parquet": _parquet,
    "a.jsonl": _json_lines,
}  # fmt: skip
