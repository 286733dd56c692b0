"""The lines of the README for other people's pipelines, where the library is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleantext
from tests.cli.test_commands import BAD, GOOD, SEEDS

FINE = "It rained all day.\n"
DAMAGED = (SEEDS / "release-heat-pump.txt").read_text("utf-8", "replace")


def test_datasets() -> None:
    dataset = pytest.importorskip("datasets").Dataset.from_dict({"text": [BAD, FINE]})
    assert dataset.map(lambda row: {"text": cleantext.clean(row["text"])})["text"] == [GOOD, FINE]


def test_pandas() -> None:
    frame = pytest.importorskip("pandas").DataFrame({"text": [BAD, FINE]})
    frame["text"] = frame["text"].map(cleantext.clean)
    assert list(frame["text"]) == [GOOD, FINE]


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"text": [BAD, FINE]})
    frame = frame.with_columns(pl.col("text").map_elements(cleantext.clean, return_dtype=pl.String))
    assert frame["text"].to_list() == [GOOD, FINE]


def test_datatrove() -> None:
    pytest.importorskip("datatrove")
    from datatrove.data import Document
    from datatrove.pipeline.filters import LambdaFilter

    documents = [Document(text=text, id=str(number)) for number, text in enumerate([DAMAGED, FINE])]
    kept = LambdaFilter(lambda document: cleantext.damage(document.text).share < 0.3)
    shares = [cleantext.damage(text).share for text in (DAMAGED, FINE)]
    assert shares[0] >= 0.3 > shares[1]
    assert [document.text for document in kept.run(iter(documents))] == [FINE]


def test_spark(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    from cleantext.languagetool.java import find_java

    java = find_java()
    if java is None:
        pytest.skip("Spark needs Java")
    import os

    from pyspark.sql import SparkSession

    os.environ.setdefault("JAVA_HOME", str(Path(os.path.realpath(java.path)).parents[1]))
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    try:
        frame = spark.createDataFrame([(BAD,), (FINE,)], ["text"])
        done = frame.mapInPandas(
            lambda parts: (p.assign(text=p["text"].map(cleantext.clean)) for p in parts), frame.schema
        )
        assert [row.text for row in done.collect()] == [GOOD, FINE]
    finally:
        spark.stop()
