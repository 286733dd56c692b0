"""Shards: each record a document, the copy packed as it came, nothing lost or doubled, whatever is killed."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path

import jsonschema
import pytest

from cleantext.batch.shards import INDEX, REPORTS, SUMMARY, ShardRun, clean_shards, here
from cleantext.core.settings import Settings, SettingsError
from cleantext.report import json as report_json
from cleantext.storage.journal import NAME
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD

pytest.importorskip("pyarrow")
PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, max_size=1)
RECORDS = [
    {"id": 1, "text": BAD},
    {"id": 2, "text": "It is \ud800 fine.\n"},
    {"id": 3, "text": f"<b>{BAD}", "m": {"a": 1.50}},
]
LINES = "".join(json.dumps(record) + "\n" for record in RECORDS).replace("1.5", "1.50")


def zstandard(content: bytes) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as packed:
        packed.write(content)
    return bytes(sink.getvalue())


def unpacked(path: Path) -> str:
    import pyarrow as pa

    return bytes(pa.input_stream(path).read()).decode()  # it tells the codec by the suffix


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    (place / "sub").mkdir(parents=True)
    (place / "a.jsonl").write_text(LINES)
    (place / "b.jsonl.zst").write_bytes(zstandard(LINES.encode()))
    (place / "sub/c.jsonl.gz").write_bytes(gzip.compress(LINES.encode()))
    (place / "sub/d.jsonl.bz2").write_bytes(bz2.compress(LINES.encode()))
    (place / "e.txt").write_text(BAD)
    (place / "other.bin").write_bytes(b"\0")
    return place


def cleaned(data: Path, *, given: Settings = PLAIN, force: bool = False) -> ShardRun:
    return clean_shards([str(data)], given, str(data.parent / "out"), here, force=force)


def test_each_record_is_a_document_and_the_rest_stays_byte_for_byte(data: Path) -> None:
    done = cleaned(data)
    assert [(d.shard.name, d.error, d.tally.records) for d in done.shards] == [
        ("a.jsonl", None, 3), ("b.jsonl.zst", None, 3), ("e.txt", None, 1), ("sub/c.jsonl.gz", None, 3),
        ("sub/d.jsonl.bz2", None, 3),
    ]  # fmt: skip
    out = data.parent / "out"
    expected = LINES.replace(". . ", ". ")
    for name in ("a.jsonl", "b.jsonl.zst", "sub/c.jsonl.gz", "sub/d.jsonl.bz2"):
        assert unpacked(out / name) == expected
        report = json.loads((out / REPORTS / f"{name}.json").read_text())
        jsonschema.validate(report, dict(report_json.schema()))
        assert [file["path"] for file in report["files"]] == [f"{data / name}#{n}" for n in (1, 2, 3)]
        assert [len(file["findings"]) for file in report["files"]] == [1, 0, 1]
        assert report_json.read(json.dumps(report))
    assert (out / "e.txt").read_text() == GOOD
    assert done.tally.records == 13 and done.tally.rules == {"stray-period-after-sentence": 9} and done.tally.sound == 4
    index = json.loads((out / INDEX).read_text())
    assert [shard["copy"] for shard in index["shards"]] == [d.shard.name for d in done.shards]
    assert index["records"] == 13 and index["findings"] == 9


def test_the_page_shows_counts_and_samples_and_escapes_them(data: Path) -> None:
    cleaned(data)
    page = (data.parent / "out" / SUMMARY).read_text()
    assert "13 records" in page and "stray-period" in page and "&lt;b&gt;It stood" in page and "<b>It" not in page


def test_a_shard_is_done_again_only_where_something_changed(data: Path) -> None:
    first = cleaned(data)
    assert [d.unchanged for d in first.shards] == [False] * 5
    second = cleaned(data)
    assert [d.unchanged for d in second.shards] == [True] * 5 and second.tally == first.tally
    (data / "e.txt").write_text(BAD + BAD)
    (data.parent / "out/a.jsonl").write_text("by hand")
    assert [d.shard.name for d in cleaned(data).shards if not d.unchanged] == ["a.jsonl", "e.txt"]
    (data.parent / "out" / REPORTS / "e.txt.done").write_text("{")
    assert [d.shard.name for d in cleaned(data).shards if not d.unchanged] == ["e.txt"]
    assert not any(d.unchanged for d in cleaned(data, force=True).shards)
    assert not any(d.unchanged for d in cleaned(data, given=Settings(languagetool=False)).shards)


def test_bad_records_and_bad_shards_cost_themselves_alone(data: Path) -> None:
    huge = json.dumps({"text": "x" * 3_000_000})
    (data / "a.jsonl").write_text(f"{LINES}not json\n\n{huge}\n{LINES}")
    (data / "b.jsonl.zst").write_bytes(b"no zstandard")
    done = {d.shard.name: d for d in cleaned(data).shards}
    assert done["b.jsonl.zst"].error and not (data.parent / "out/b.jsonl.zst").exists()
    assert (done["a.jsonl"].tally.records, done["a.jsonl"].tally.failed) == (8, 2)
    expected = LINES.replace(". . ", ". ")
    assert (data.parent / "out/a.jsonl").read_text() == f"{expected}not json\n\n{huge}\n{expected}"
    files = json.loads((data.parent / "out" / REPORTS / "a.jsonl.json").read_text())["files"]
    assert [file["path"].rpartition("#")[2] for file in files if file["error"]] == ["4", "6"]
    assert "too large" in files[4]["error"]


@pytest.mark.parametrize("argument", ["none.jsonl", "*.xyz", "no-folder/"])
def test_what_is_not_there_is_named(data: Path, argument: str) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        clean_shards([str(data / argument)], PLAIN, str(data.parent / "out"), here)


def test_the_command_takes_shards(data: Path, tmp_path: Path) -> None:
    done = run("clean", f"file://{data}/*.jsonl*", "-o", tmp_path / "copies", "--select", "stray-punctuation")
    assert done.returncode == 0, done.stderr
    said = [" ".join(line.split()) for line in done.stderr.decode().splitlines()]
    assert said[:2] == ["Shards 2 shards", "Records 6 records"] and said[2].startswith(
        "By damage 2 records undamaged, "
    )
    assert {"Findings 4", "By kind stray-period-after-sentence 4", "Applied 4"} <= set(said)
    assert sorted(p.name for p in (tmp_path / "copies").iterdir()) == [REPORTS, "a.jsonl", "b.jsonl.zst", SUMMARY]
    done = run("clean", f"file://{data}/*.jsonl", "--in-place")
    assert done.returncode == 2 and done.stderr == b"cleantext: --in-place is not for shards on an engine\n"
    done = run("clean", "s4://nowhere/x.jsonl", "-o", "out")
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"s4://nowhere/x.jsonl" in done.stderr


def test_links_in_a_folder_are_not_followed(data: Path) -> None:
    (data / "loop").symlink_to(data)
    (data / "link.jsonl").symlink_to(data / "a.jsonl")
    assert [d.shard.name for d in cleaned(data).shards] == [
        "a.jsonl", "b.jsonl.zst", "e.txt", "sub/c.jsonl.gz", "sub/d.jsonl.bz2",
    ]  # fmt: skip


def test_what_a_killed_worker_left_is_removed_and_nothing_else(data: Path) -> None:
    out = data.parent / "out"
    ours = [out / "a.jsonl.7.tmp", out / REPORTS / "sub/c.jsonl.gz.done.123.tmp", out / f"{SUMMARY}.1.tmp"]
    others = [out / "a.jsonl.tmp", out / "z.jsonl.7.tmp", out / "a.jsonl.x7.tmp", out / "sub/a.jsonl.7.tmp"]
    for path in ours + others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    cleaned(data)
    assert [path for path in ours + others if path.exists()] == others


def test_a_damaged_journal_of_a_shard_is_begun_anew(data: Path) -> None:
    place = data.parent / "out" / REPORTS / "a.jsonl.part"
    place.mkdir(parents=True)
    (place / NAME).write_bytes(b"\0" * 3000)
    assert [d.error for d in cleaned(data).shards] == [None] * 5 and not place.exists()
