"""A run over some files of a folder keeps what the folder's report says of the others."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from cleantext.batch.run import Run, run_files
from cleantext.cli.output import write_reports
from cleantext.core.settings import Settings
from cleantext.report import json
from cleantext.report.model import Report
from tests.cli.test_commands import BAD

PLAIN = Settings(languagetool=False, select=("stray-punctuation",), memory=False, jobs=1)
OUT = Path("out")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.html", "c.txt"):
        (tmp_path / "in" / name).write_text(BAD)
    monkeypatch.chdir(tmp_path)
    reported(run_files(["in"], PLAIN, output=OUT))
    return tmp_path


def reported(run: Run, out: Path = OUT) -> Report:
    write_reports(run.with_earlier(out), [out / "report.html", out / "report.json"])
    return json.read((out / "report.json").read_bytes())


def paths(report: Report) -> list[str]:
    return [file.path for file in report.files]


def test_what_a_run_did_not_read_stays_in_the_report(work: Path) -> None:
    before = (OUT / "report.json").read_text()
    run = run_files(["in/a.txt"], PLAIN, output=OUT)
    assert paths(run.report) == ["in/a.txt"]
    reported(run)
    assert (OUT / "report.json").read_text() == before
    whole = run.with_earlier(OUT)
    assert whole.sources["in/c.txt"] == whole.sources["in/a.txt"] == BAD and whole.layouts("in/b.html")
    assert "in/c.txt" in (OUT / "report.html").read_text()


def test_what_is_gone_is_not_kept(work: Path) -> None:
    (work / "in/b.html").unlink()
    (work / "out/c.txt").unlink()
    assert paths(reported(run_files(["in/a.txt"], PLAIN, output=OUT))) == ["in/a.txt"]


def test_a_file_that_fails_is_there_once(work: Path) -> None:
    (work / "in/a.txt").write_bytes(b"\0\1" * 50)
    report = reported(run_files([str(work / "in/a.txt")], PLAIN, output=OUT))
    assert paths(report) == [str(work / "in/a.txt"), "in/b.html", "in/c.txt"] and report.files[0].error


def test_paths_are_told_from_here(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(work / "in")
    out = Path("../out")
    report = reported(run_files(["a.txt"], PLAIN, output=out), out)
    assert [(file.path, file.output) for file in report.files] == [
        (name, f"../out/{name}") for name in ("a.txt", "b.html", "c.txt")
    ]


@pytest.mark.parametrize(
    "change",
    [{"output": "in/c.txt"}, {"output": "out/../in/c.txt"}, {"output": None}, {"path": "\udc80"}, {"path": "out"}],
)
def test_a_hostile_report(work: Path, change: dict[str, str | None]) -> None:
    before = json.read((OUT / "report.json").read_bytes())
    files = [msgspec.structs.replace(file, **change) if file.path == "in/c.txt" else file for file in before.files]
    (OUT / "report.json").write_text(json.render(msgspec.structs.replace(before, files=tuple(files))))
    assert paths(reported(run_files(["in/a.txt"], PLAIN, output=OUT))) == ["in/a.txt", "in/b.html"]


def test_a_hostile_folder_of_a_report(work: Path) -> None:
    before = json.read((OUT / "report.json").read_bytes())
    (OUT / "report.json").write_text(json.render(msgspec.structs.replace(before, folder="\ud800")))
    assert paths(reported(run_files(["in/a.txt"], PLAIN, output=OUT))) == ["in/a.txt"]


def test_a_source_that_changed_since_is_left_out(work: Path) -> None:
    (work / "in/c.txt").write_text("Something else.")
    assert paths(reported(run_files(["in/a.txt"], PLAIN, output=OUT))) == ["in/a.txt", "in/b.html"]


def test_a_file_that_is_no_report_is_none(work: Path) -> None:
    (OUT / "report.json").write_text("{")
    assert paths(reported(run_files(["in/a.txt"], PLAIN, output=OUT))) == ["in/a.txt"]
