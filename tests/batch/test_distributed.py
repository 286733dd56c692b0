"""A real Ray cluster of two workers, one of them killed; and an object store that speaks S3."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleantext.batch.shards import INDEX, REPORTS, SUMMARY, clean_shards, here
from cleantext.core.settings import Settings
from tests.cli.test_commands import BAD, GOOD

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.slow
PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, jobs=2)
SHARDS, RECORDS = 8, 60


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    for shard in range(SHARDS):
        lines = (json.dumps({"text": f"Text {number} of {shard}. {BAD}"}) + "\n" for number in range(RECORDS))
        (place / f"{shard}.jsonl").write_text("".join(lines))
    return place


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error", object_store_memory=10**8)
    yield
    ray.shutdown()


def workers() -> list[int]:
    """The processes of our actors, by what Ray writes into their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"MapWorker" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="wants /proc to find a worker")
def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(data: Path, cluster: None) -> None:
    from cleantext.batch.distributed import on_ray

    killed: list[int] = []

    def kill_one() -> None:
        while not list((data.parent / "out").glob("*.jsonl")):
            time.sleep(0.02)
        while not (alive := workers()):
            time.sleep(0.02)
        os.kill(alive[0], signal.SIGKILL)
        killed.append(alive[0])

    killer = threading.Thread(target=kill_one, daemon=True)
    killer.start()
    done = clean_shards([str(data)], PLAIN, str(data.parent / "out"), on_ray)
    killer.join(10)
    assert killed and killed[0] not in workers()
    alone = clean_shards([str(data)], PLAIN, str(data.parent / "alone"), here)
    assert done.tally == alone.tally and done.tally.records == SHARDS * RECORDS
    assert [each.shard.name for each in done.shards] == [f"{number}.jsonl" for number in range(SHARDS)]
    out = data.parent / "out"
    names = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert names == sorted(
        p.relative_to(data.parent / "alone") for p in (data.parent / "alone").rglob("*") if p.is_file()
    )
    for path in out.glob("*.jsonl"):
        assert path.read_text() == (data / path.name).read_text().replace(". . ", ". ")
    again = clean_shards([str(data)], PLAIN, str(out), on_ray)
    assert all(each.unchanged for each in again.shards) and again.tally == done.tally


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with two buckets, ``articles`` and ``copies``; its address."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    from pyarrow import fs

    system = fs.S3FileSystem(endpoint_override=f"http://{host}:{port}", allow_bucket_creation=True)
    system.create_dir("articles")
    system.create_dir("copies")
    yield f"http://{host}:{port}"
    server.stop()


def test_shards_come_from_and_go_to_an_object_store(bucket: str) -> None:
    from pyarrow import fs

    system = fs.S3FileSystem(endpoint_override=bucket)
    for name in ("a.jsonl.zst", "b.jsonl.zst"):
        with system.open_output_stream(f"articles/2024/{name}") as stream:  # it tells the codec by the suffix
            stream.write((json.dumps({"text": BAD}) + "\n").encode())
    done = clean_shards(["s3://articles/2024/*.jsonl.zst"], PLAIN, "s3://copies/out", here)
    assert [(each.shard.name, each.error) for each in done.shards] == [("a.jsonl.zst", None), ("b.jsonl.zst", None)]
    copy = system.open_input_stream("copies/out/a.jsonl.zst").read()
    assert json.loads(copy) == {"text": GOOD}
    there = {info.path for info in system.get_file_info(fs.FileSelector("copies/out", recursive=True))}
    assert {f"copies/out/{name}" for name in (INDEX, SUMMARY, f"{REPORTS}/a.jsonl.zst.json")} <= there
    again = clean_shards(["s3://articles/2024/*.jsonl.zst"], PLAIN, "s3://copies/out", here)
    assert all(each.unchanged for each in again.shards)
