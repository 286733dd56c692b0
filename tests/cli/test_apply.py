"""``cleantext apply`` as a user runs it: copies byte for byte, changed sources, bad input."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.cli.test_commands import FEW

LEGACY = "The café of the village stayed. . It fell silent in the evening.\r\n"


def write(place: Path, made: list[dict[str, Any]]) -> Path:
    place.write_text(json.dumps({"schema": "cleantext-decisions/1", "decisions": made}))
    return place


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cleaned")
    (place / "in/sub").mkdir(parents=True)
    for path in FEW:
        shutil.copy(path, place / "in")
    (place / "in/sub/legacy.txt").write_bytes(LEGACY.encode("cp1252"))
    assert run("clean", "in", "-o", "out", cwd=place).returncode == 0
    return place


@pytest.fixture
def work(cleaned: Path, tmp_path: Path) -> Path:
    return shutil.copytree(cleaned, tmp_path, dirs_exist_ok=True)


def same_files(one: Path, other: Path) -> bool:
    names = [{p.relative_to(top) for p in top.rglob("*.txt")} for top in (one, other)]
    return names[0] == names[1] and all((one / n).read_bytes() == (other / n).read_bytes() for n in names[0])


def test_no_decisions_give_the_copies_and_rejecting_all_gives_the_sources(work: Path) -> None:
    done = run("apply", "out/report.json", write(work / "none.json", []), "-o", "again", cwd=work)
    assert done.returncode == 0, done.stderr
    assert same_files(work / "again", work / "out")
    report = json.loads((work / "out/report.json").read_text())
    every = [
        {"path": file["path"], "finding": f["id"], "decision": "reject"}
        for file in report["files"] for f in file["findings"]
    ]  # fmt: skip
    log = work / "decisions.jsonl"  # as a review keeps them
    log.write_text("".join(json.dumps(decision) + "\n" for decision in every))
    for folder, decisions in (("back", write(work / "all.json", every)), ("from-log", log)):
        done = run("apply", "out/report.json", decisions, "-o", folder, cwd=work)
        assert done.returncode == 0, done.stderr
        assert same_files(work / folder, work / "in")


def test_a_changed_source_is_refused_by_name_and_found_again_with_rebase(work: Path) -> None:
    legacy = work / "in/sub/legacy.txt"
    legacy.write_bytes(b"A new line.\r\n" * 2 + legacy.read_bytes())
    none = write(work / "none.json", [])
    done = run("apply", "out/report.json", none, "-o", "again", cwd=work)
    assert done.returncode == 2
    assert b"in/sub/legacy.txt: has changed since" in done.stderr and b"--rebase" in done.stderr
    assert not (work / "again/sub/legacy.txt").exists() and (work / "again/clean-control.txt").exists()
    done = run("apply", "out/report.json", none, "-o", "again", "--rebase", cwd=work)
    assert done.returncode == 0, done.stderr
    assert (work / "again/sub/legacy.txt").read_bytes().decode() == "A new line.\r\n" * 2 + LEGACY.replace(". .", ".")
    legacy.write_bytes(legacy.read_bytes().replace(b"stayed. .", b"stayed."))
    done = run("apply", "out/report.json", none, "-o", "again", "--rebase", cwd=work)
    assert done.returncode == 0 and b"no longer in the file" in done.stderr
    assert (work / "again/sub/legacy.txt").read_bytes().decode() == "A new line.\r\n" * 2 + LEGACY.replace(". .", ".")


def test_a_free_edit_is_written_moves_with_its_text_and_is_told_where_that_is_gone(work: Path) -> None:
    legacy = work / "in/sub/legacy.txt"
    start = LEGACY.index("the village")
    made = [{"path": "in/sub/legacy.txt", "decision": "edit", "start": start, "end": start + 11, "old": "the village",
             "text": "the town"}]  # fmt: skip
    decided = write(work / "own.json", made)
    own = LEGACY.replace(". .", ".").replace("the village", "the town")
    assert run("apply", "out/report.json", decided, "-o", "again", cwd=work).returncode == 0
    assert (work / "again/sub/legacy.txt").read_bytes().decode() == own
    legacy.write_bytes(b"A new line.\r\n" + legacy.read_bytes())
    assert run("apply", "out/report.json", decided, "-o", "again", "--rebase", cwd=work).returncode == 0
    assert (work / "again/sub/legacy.txt").read_bytes().decode() == "A new line.\r\n" + own
    legacy.write_bytes(LEGACY.replace("village", "port").encode("cp1252"))
    done = run("apply", "out/report.json", decided, "-o", "again", "--rebase", cwd=work)
    assert done.returncode == 0 and b"'the village' is no longer there" in done.stderr


def test_the_last_decision_counts_and_that_is_said(work: Path) -> None:
    report = json.loads((work / "out/report.json").read_text())
    file = next(f for f in report["files"] if f["path"].endswith("legacy.txt"))
    made = [{"path": file["path"], "finding": file["findings"][0]["id"], "decision": d} for d in ("reject", "accept")]
    done = run("apply", "out/report.json", write(work / "d.json", made), "-o", "again", cwd=work)
    assert done.returncode == 0 and b"decided more than once; the last decision counts" in done.stderr
    assert (work / "again/sub/legacy.txt").read_bytes() == (work / "out/sub/legacy.txt").read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ('{"schema": "x"}', "its schema is 'x'"),
        ('{"schema": "cleantext-decisions/1", "decisions": [{"path": "no", "finding": "f", "decision": "accept"}]}',
         "the report has no file 'no'"),
        (None, "can't be read"),
    ],
)  # fmt: skip
def test_bad_decisions_are_one_line_and_nothing_is_written(work: Path, content: str | None, said: str) -> None:
    if content is not None:
        (work / "d.json").write_text(content)
    done = run("apply", "out/report.json", "d.json", "-o", "again", cwd=work)
    assert done.returncode == 2 and done.stderr.decode().count("\n") == 1
    assert "d.json: " in done.stderr.decode() and said in done.stderr.decode()
    assert not (work / "again").exists()


def test_no_copy_overwrites_its_source(work: Path) -> None:
    before = (work / "in/sub/legacy.txt").read_bytes()
    done = run("apply", "out/report.json", write(work / "none.json", []), "-o", "in", cwd=work)
    assert done.returncode == 2 and b"would overwrite its source" in done.stderr
    assert (work / "in/sub/legacy.txt").read_bytes() == before


def test_a_report_finds_its_sources_from_where_it_lies(work: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    none = write(elsewhere / "none.json", [])
    done = run("apply", work / "out/report.json", none, "-o", "again", "--report", "r.json", cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert same_files(elsewhere / "again", work / "out")
    done = run("apply", elsewhere / "r.json", none, "-o", "once-more", cwd=work / "in")
    assert done.returncode == 0, done.stderr
    printed = run("check", "in", "--output-format", "json", cwd=work).stdout
    (elsewhere / "printed.json").write_bytes(printed)  # it doesn't know where it lies
    assert run("apply", elsewhere / "printed.json", none, "-o", "third", cwd=work).returncode == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="wants named pipes")
@pytest.mark.parametrize("name", ["report.json", "decisions.json", "cleantext.toml", "memory.json"])
def test_a_named_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    empty: dict[str, Any] = {"schema": "cleantext-report/1", "cleantext": "0", "level": "safe", "rules": ""}
    (tmp_path / "report.json").write_text(json.dumps(empty | {"checkers": {}, "files": []}))
    (tmp_path / "decisions.json").write_text("")
    (tmp_path / "settings.toml").write_text('memory = "memory.json"\nlanguagetool = false\n')
    (tmp_path / "a.txt").write_text("It is calm.\n")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    if name == "memory.json":
        done = run("check", "a.txt", "--config", "settings.toml", "--quiet", cwd=tmp_path)
    else:
        config = ["--config", name] if name == "cleantext.toml" else []
        done = run("apply", "report.json", "decisions.json", "-o", "out", *config, cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 2 and said.count("\n") == 1 and "not a regular file" in said and name in said
