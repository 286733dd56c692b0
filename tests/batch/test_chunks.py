"""One large shard on several processes: the same bytes, bounded memory, nothing lost whoever is killed."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import pytest

from cleantext.batch import chunks
from cleantext.batch.chunks import Chunk, ChunkDone, Hands, chunks_of
from cleantext.batch.run import Crew, treatment_of
from cleantext.batch.shards import REPORTS, clean_shards, here
from cleantext.batch.tables import Lines, Parts
from cleantext.core.settings import Settings
from cleantext.storage.journal import NAME, locked
from tests.cli.running import run
from tests.cli.test_commands import BAD
from tests.cli.test_workers import Mortal
from tests.servers import wait_for

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, max_size=1, jobs=1)
RECORDS = 120
TEXTS = [f"Number {number}. {BAD}" if number % 3 else f"Number {number} is fine.\n" for number in range(RECORDS)]
ORIGINS = {
    "a.jsonl": "\n".join(json.dumps({"text": text}) + "\n" * (n % 7 == 0) for n, text in enumerate(TEXTS)),
    "b.csv": "id,text\n" + "".join(f'{number},"{text}"\n\n' for number, text in enumerate(TEXTS)),
    "c.txt": "\n".join(TEXTS) + "\n" * 10**6 + "\n".join(TEXTS),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    for name, content in ORIGINS.items():
        (place / name).write_text(content)
    rows = {"text": [None if n % 5 == 0 else text for n, text in enumerate(TEXTS)]}
    pq.write_table(pa.table(rows), place / "d.parquet")
    return place


def cleaned(data: Path, out: str, jobs: int, *, adds: bool = False) -> Mapping[str, bytes]:
    """What a run writes but for the page, whose title is the folder."""
    given = msgspec.structs.replace(PLAIN, jobs=jobs)
    done = clean_shards([str(data)], given, str(data.parent / out), here, add_columns=adds)
    assert [each.error for each in done.shards] == [None] * len(done.shards)
    files = {path.relative_to(data.parent / out).as_posix(): path for path in (data.parent / out).rglob("*.*")}
    return {name: path.read_bytes() for name, path in files.items() if path.is_file() and name != "summary.html"}


@pytest.mark.slow
@pytest.mark.parametrize("adds", [False, True])
def test_the_same_bytes_whatever_the_jobs(data: Path, adds: bool) -> None:
    one = cleaned(data, "one", 1, adds=adds)
    assert one == cleaned(data, "two", 2, adds=adds)
    assert len(one) == 4 * 3 + 2  # a copy, a report and its digests of each; index and lock
    if not adds:
        for name, content in ORIGINS.items():
            assert one[name].decode() == content.replace(". . ", ". ")


def test_a_text_that_is_too_large_is_cut_at_empty_lines(data: Path) -> None:
    source = (data / "c.txt").read_bytes()
    assert len(source) > 10**6
    with (data / "c.txt").open("rb") as file, (data.parent / "copy").open("wb") as into:
        parts = Parts(file, into, 10**6)
        pieces = list(parts)
    assert b"".join(raw for _, raw in pieces) == source and not parts.whole
    records = [(number, raw) for number, raw in pieces if not raw.isspace()]
    assert [number for number, _ in records] == [1, 2] and {number for number, raw in pieces if raw.isspace()} == {0}
    assert all(raw.endswith(b"\n\n") for _, raw in pieces[:-1])
    cleaned(data, "out", 1)
    report = json.loads((data.parent / "out" / REPORTS / "c.txt.json").read_text())
    assert [file["path"] for file in report["files"]] == [f"{data / 'c.txt'}#{number}" for number in (1, 2)]


@pytest.mark.parametrize("unit", ["é", "字", "😀", "x"])
def test_no_letter_is_cut(unit: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" + unit.encode() * 400_000)
    with (tmp_path / "a.txt").open("rb") as file:
        pieces = [raw for _, raw in Parts(file, io.BytesIO(), 10)]
    assert len(pieces) > 1 and "".join(raw.decode() for raw in pieces) == "a" + unit * 400_000


def read_ahead(data: Path, jobs: int) -> int:
    """The most pieces that are read and not yet done at any time."""
    most = taken = given = 0

    def counted(found: Iterable[Chunk]) -> Iterator[tuple[Chunk, None]]:
        nonlocal most, taken
        for chunk in found:
            taken += 1
            most = max(most, taken - given)
            yield chunk, None

    with (data / "a.jsonl").open("rb") as file, Crew(PLAIN) as crew, Hands(crew, treatment_of(PLAIN), jobs) as hands:
        many = (Chunk("a", "a.jsonl", None, False, (piece,)) for piece in Lines(file, file, ("text",), 10**6))
        for _ in hands.outcomes(counted(many)):
            given += 1
    assert given > RECORDS
    return most


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_is_read_than_is_in_hand(data: Path, jobs: int) -> None:
    assert read_ahead(data, jobs) <= 3 * jobs


def mortals() -> Sequence[Mortal]:
    return [Mortal()]


class Doomed(Crew):
    """A crew whose workers are killed by one text."""

    def __init__(self) -> None:
        pass

    @property
    def assembly(self):  # type: ignore[no-untyped-def]
        return mortals


def test_a_record_that_kills_its_worker_costs_itself_alone(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "It is killed." if n in (3, 77) else f"It lives {n}."}) for n in range(120)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    with (tmp_path / "a.jsonl").open("rb") as file, Hands(Doomed(), treatment_of(PLAIN), 2) as hands:
        pieces = iter(Lines(file, file, ("text",), 10**6))
        some = (Chunk("a", "a.jsonl", None, False, tuple(five)) for five in zip(*[pieces] * 5, strict=True))
        records = [record for _, done in hands.outcomes((chunk, None) for chunk in some) for record in done.records]
    errors = {n: json.loads(record.report)["error"] for n, record in enumerate(records)}
    assert len(errors) == 120 and [n for n, error in errors.items() if error] == [3, 77]
    assert errors[3].startswith("the worker failed: ") and errors[3].endswith("it is left as it was")


def command(out: Path) -> list[str]:
    options = ["--engine", "local", "--jobs", "2", "--languagetool", "off", "--select", "stray-punctuation"]
    return [sys.executable, "-m", "cleantext", "clean", "data", "-o", str(out), *options]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.jsonl").write_text(
        "".join(json.dumps({"n": n, "text": f"{n}. {BAD}"}) + "\n" for n in range(1200))
    )
    return tmp_path


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(large: Path) -> None:
    psutil = pytest.importorskip("psutil")
    kept = large / "out" / REPORTS / "a.jsonl.part" / NAME
    started = subprocess.Popen(command(large / "out"), cwd=large, stderr=subprocess.PIPE)
    assert wait_for(lambda: kept.exists() and kept.stat().st_size > 10_000)
    workers = psutil.Process(started.pid).children()
    os.kill(workers[-1].pid, signal.SIGKILL)
    said = started.communicate(timeout=300)[1]
    assert started.returncode == 0, said
    assert (large / "out/a.jsonl").read_text() == (large / "data/a.jsonl").read_text().replace(". . ", ". ")
    assert json.loads((large / "out" / REPORTS / "index.json").read_text())["failed"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_shard_that_was_interrupted_is_gone_on_with(large: Path, number: signal.Signals) -> None:
    kept = large / "out" / REPORTS / "a.jsonl.part" / NAME
    started = subprocess.Popen(
        command(large / "out"),
        cwd=large,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert wait_for(lambda: kept.exists() and kept.stat().st_size > 100_000)
    started.send_signal(number)
    assert started.wait(60) in (130, -number)
    assert not (large / "out/a.jsonl").exists() and kept.exists()
    with kept.open("ab") as file:
        file.write(b"half a line")
    done: list[str] = []
    real = chunks.clean_chunk

    def watched(chunk: Chunk, *more: object) -> ChunkDone:
        done.append(chunk.digest())
        return real(chunk, *more)  # type: ignore[arg-type]

    given = msgspec.structs.replace(PLAIN, max_size=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(large)
        patch.setattr(chunks, "clean_chunk", watched)
        again = clean_shards(["data"], given, "out", here)
        with (large / "data/a.jsonl").open("rb") as source:
            all_chunks = sum(1 for _ in chunks_of(Lines(source, source, ("text",), 10**7), "data/a.jsonl", "a.jsonl"))
        assert 0 < len(done) < all_chunks
        assert clean_shards(["data"], given, "alone", here).tally == again.tally
    for name in ("a.jsonl", f"{REPORTS}/a.jsonl.json"):
        assert (large / "out" / name).read_bytes() == (large / "alone" / name).read_bytes()
    assert not kept.parent.exists()


def test_a_second_run_into_the_same_folder_is_refused(data: Path) -> None:
    with locked(data.parent / "out" / REPORTS):
        done = run("clean", data, "-o", data.parent / "out", "--engine", "local")
    assert done.returncode == 2 and b"another run is writing to this folder" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_long_texts_that_nobody_needs_are_not_kept() -> None:
    """The command lets Python look for garbage rarely, and few objects may hold much."""
    line = json.dumps({"html": "<p>" * 100_000, "text": BAD}).encode()
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        with Crew(PLAIN) as crew:
            for number in range(1, 41):
                chunk = Chunk("a", "a.jsonl", None, False, ((number, line),))
                chunks.clean_chunk(chunk, crew.checkers, treatment_of(PLAIN))
                if number == 10:
                    before = tracemalloc.get_traced_memory()[0]
        assert tracemalloc.get_traced_memory()[0] - before < 10 * len(line)
    finally:
        tracemalloc.stop()
        gc.enable()
