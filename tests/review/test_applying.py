"""A report of somebody else's: whatever it says, copies lie below the output folder, and nothing else is written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cleantext.report.model import FileReport, Report
from cleantext.review.applying import apply_decisions
from cleantext.storage.journal import LOCK, NAME

TEXT = "It is calm.\n"


def report(*places: tuple[str, str | None]) -> Report:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    files = tuple(
        FileReport(
            path=path, output=output, format="text", encoding="utf-8", sha256=digest, sentences=1, findings=(),
            applied=(), error=None,
        )
        for path, output in places
    )  # fmt: skip
    return Report(cleantext="0", level="safe", checkers={}, rules="", files=files)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "home/work/in").mkdir(parents=True)
    for name in ("home/.bashrc", "home/work/in/a.txt", "home/work/in/b.txt"):
        (tmp_path / name).write_text(TEXT)
    return tmp_path / "home/work"


def files(top: Path) -> set[str]:
    return {p.relative_to(top).as_posix() for p in top.rglob("*") if p.is_file() and p.name not in (NAME, LOCK)}


@pytest.mark.parametrize(
    ("path", "output"),
    [
        ("../.bashrc", "x/../.bashrc"),
        ("in/../../.bashrc", "out/in/../../.bashrc"),
        ("in/a.txt", "../../in/a.txt"),
        ("../work/in/a.txt", "../work/in/a.txt"),
        ("{base}/in/a.txt", "{base}/in/a.txt"),
        ("in/a.txt", ".."),
        ("in", "in"),
        ("a\0b", "a\0b"),
        ("in/\ud83d.txt", None),
        ("", ""),
    ],
)
def test_no_path_of_a_report_leads_out_of_the_output_folder(base: Path, path: str, output: str) -> None:
    (base / "out").mkdir()
    before = files(base.parent)
    made = report((path.format(base=base), output and output.format(base=base)), ("in/b.txt", None))
    applied = apply_decisions(made, [], base / "out", base=base)
    assert {name for name in files(base.parent) - before if not name.startswith("work/out/")} == set()
    assert (base.parent / ".bashrc").read_text() == TEXT
    assert [file.error for file in applied.report.files if file.path == "in/b.txt"] == [None]


def test_a_link_below_the_output_folder_is_no_way_out(base: Path) -> None:
    (base / "out").mkdir()
    (base / "out/in").symlink_to(base.parent)
    (base / "out/b.txt").symlink_to(base.parent / ".bashrc")
    applied = apply_decisions(report(("in/a.txt", "out/in/a.txt"), ("in/b.txt", "b.txt")), [], base / "out", base=base)
    assert ["a link, and nothing is written through links" in str(f.error) for f in applied.report.files] == [True] * 2
    assert files(base.parent) == {".bashrc", "work/in/a.txt", "work/in/b.txt", "work/out/b.txt"}
