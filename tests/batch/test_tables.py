"""Shards that are tables: row by row, all else as it was, and what was found beside it."""

from __future__ import annotations

import csv
import gc
import gzip
import json
import sys
from pathlib import Path

import pytest

from cleantext.batch.shards import ShardRun, clean_shards, here
from cleantext.core.settings import Settings
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, max_size=1)
ROWS = f'id,text,n\r\n1,"{BAD.strip()}",x\r\n\r\n2,,"a . . b"\r\n3,"It is\nfine. . So is ""this"".",y'
TABLE = {"id": [1, 2, 3], "text": [BAD, None, "Fine."], "m": [[{"t": BAD, "o": "a . . b"}], None, [{"t": None}]]}


def cleaned(data: Path, *, add_columns: bool = False, given: Settings = PLAIN) -> ShardRun:
    return clean_shards([str(data)], given, str(data.parent / "out"), here, force=True, add_columns=add_columns)


def test_rows_of_csv_are_documents_and_the_rest_stays(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_bytes(ROWS.encode())
    (data / "b.csv.gz").write_bytes(gzip.compress(ROWS.replace(",", ";").encode()))
    done = cleaned(data)
    assert [(d.error, d.tally.records) for d in done.shards] == [(None, 3), (None, 3)]
    expected = ROWS.replace(BAD.strip(), GOOD.strip()).replace("fine. . So", "fine. So").encode()
    assert (tmp_path / "out/a.csv").read_bytes() == expected
    assert gzip.decompress((tmp_path / "out/b.csv.gz").read_bytes()) == expected.replace(b",", b";")


def test_columns_are_added_to_csv_and_json_lines(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_bytes(ROWS.encode())
    (data / "a.jsonl").write_text(json.dumps({"text": BAD}) + '\n{}\n{"text": "Fine." }\n')
    cleaned(data, add_columns=True)
    copy = (tmp_path / "out/a.csv").read_bytes().decode()
    assert copy.replace("\r\n", "\n").startswith("id,text,n,cleantext_damage,cleantext_findings,cleantext_text\n1,")
    rows = list(csv.DictReader(copy.splitlines(keepends=True)))
    assert [(row["n"], row["cleantext_findings"]) for row in rows] == [("x", "1"), ("a . . b", "0"), ("y", "1")]
    assert (rows[0]["text"], rows[0]["cleantext_text"]) == (BAD.strip(), GOOD.strip())
    assert rows[2]["cleantext_text"] == 'It is\nfine. So is "this".' and float(rows[2]["cleantext_damage"]) > 0
    lines = [json.loads(line) for line in (tmp_path / "out/a.jsonl").read_text().splitlines()]
    assert lines[0]["text"] == BAD and lines[0]["cleantext_text"] == GOOD and lines[0]["cleantext_findings"] == 1
    assert lines[1] == {} and lines[2]["cleantext_damage"] == 0


def test_rows_of_parquet_are_documents_and_columns_are_added(tmp_path: Path) -> None:
    pq.write_table(pa.table(TABLE), tmp_path / "a.parquet", compression="zstd")
    given = Settings(**{name: getattr(PLAIN, name) for name in PLAIN.__struct_fields__} | {"column": ("text", "m[].t")})
    done = cleaned(tmp_path / "a.parquet", given=given)
    assert [(d.error, d.tally.records) for d in done.shards] == [(None, 2)]
    copy = pq.read_table(tmp_path.parent / tmp_path.name / "out/a.parquet").to_pydict()
    assert copy["text"] == [GOOD, None, "Fine."] and copy["id"] == [1, 2, 3]
    assert copy["m"] == [[{"t": GOOD, "o": "a . . b"}], None, [{"t": None, "o": None}]]
    cleaned(tmp_path / "a.parquet", given=given, add_columns=True)
    copy = pq.read_table(tmp_path / "out/a.parquet").to_pydict()
    assert copy["text"] == TABLE["text"] and copy["cleantext_text"] == [GOOD, None, "Fine."]
    assert copy["cleantext_m[].t"] == [[GOOD], None, []] and copy["cleantext_findings"] == [2, None, 0]


def test_what_is_broken_costs_only_its_shard(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.csv").write_text('text\n"It never closes\n' + "x\n" * 9)
    (data / "b.csv").write_text("a,b\n1,2\n")
    (data / "c.parquet").write_bytes(b"PAR1 and no more")
    (data / "d.csv").write_text("text,cleantext_damage\na,b\n")
    (data / "e.csv").write_text(f"text\n{BAD}")
    (data / "f.csv").write_bytes(b"id,text\r1,It stood. .\r\n")
    done = run("clean", "data", "-o", "out", "--add-columns", cwd=tmp_path)
    assert done.returncode == 2 and (tmp_path / "out/e.csv").exists() and b"Traceback" not in done.stderr
    for said in (
        b"b.csv: no column text",
        b"c.parquet: not Parquet",
        b"d.csv: has a column cleantext_damage already",
        b"f.csv: the head of the table can't be read",
    ):
        assert said in done.stderr
    report = json.loads((tmp_path / "out/_report/a.csv.json").read_text())
    assert "never close" in report["files"][0]["error"]


def test_parquet_that_is_broken_within_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    texts = [f"{number}. {BAD}" for number in range(2000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", compression="zstd")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: len(whole) // 2] + b"\xff" * 999 + whole[len(whole) // 2 + 999 :])
    done = cleaned(tmp_path / "a.parquet")
    gc.collect()
    assert [d.error and d.error.startswith("not Parquet: ") for d in done.shards] == [True] and unheard == []
    assert not (tmp_path / "out/a.parquet").exists()
