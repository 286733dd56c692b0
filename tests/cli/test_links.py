"""Links: read where they are named, or with ``--follow``; nothing is ever written through one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleantext.batch.discovery import Choice, Found, NotFound, Skipped, Why, discover
from tests.cli.running import run
from tests.cli.test_commands import BAD, GOOD


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(BAD)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.txt").write_text(BAD)
    (tmp_path / "in/passwd.txt").symlink_to(tmp_path / "elsewhere/secret.txt")
    (tmp_path / "in/sub").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/around").symlink_to(tmp_path / "in")
    return tmp_path


def found(*arguments: str, follow: bool = False) -> list[str]:
    return [f.relative.as_posix() for f in discover(arguments, Choice(follow=follow)) if isinstance(f, Found)]


def test_links_in_folders_and_of_patterns_are_followed_only_on_demand(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(work)
    assert found("in") == ["a.txt"]
    assert found("in/*.txt") == found("in/**/*.txt") == ["a.txt"]
    assert found("in", follow=True) == ["a.txt", "passwd.txt", "sub/secret.txt"]
    assert found("in/passwd.txt") == ["passwd.txt"]  # it is named
    assert found("in/sub") == ["secret.txt"]
    skipped = [f for f in discover(["in"]) if isinstance(f, Skipped)]
    assert [(s.path.name, s.why) for s in skipped] == [(n, Why.LINK) for n in ("around", "passwd.txt", "sub")]


def test_a_run_says_how_many_links_it_left_out(work: Path) -> None:
    done = run("clean", "in", "-o", "out", cwd=work)
    assert done.returncode == 0 and b"3 links not followed (--follow does)\n" in done.stderr
    assert sorted(p.name for p in (work / "out").glob("*.txt")) == ["a.txt"]


def test_in_place_leaves_what_links_lead_to(work: Path) -> None:
    done = run("clean", "in", "--in-place", "--follow", cwd=work)
    assert done.returncode == 2 and done.stderr.count(b"nothing is written through links") == 2
    assert (work / "in/a.txt").read_text() == GOOD
    assert (work / "elsewhere/secret.txt").read_text() == BAD
    done = run("clean", "in/passwd.txt", "--in-place", cwd=work)
    assert done.returncode == 2 and (work / "elsewhere/secret.txt").read_text() == BAD


def test_a_copy_and_a_report_never_go_through_a_link(work: Path) -> None:
    (work / "in/b.txt").write_text(BAD)
    (work / "out").mkdir()
    for name in ("a.txt", "report.html", "report.json"):
        (work / "elsewhere" / name).write_text("kept")
        (work / "out" / name).symlink_to(work / "elsewhere" / name)
    done = run("clean", "in", "-o", "out", cwd=work)
    assert done.returncode == 2
    for name in ("a.txt", "report.html", "report.json"):
        assert (work / "elsewhere" / name).read_text() == "kept"
        assert f"can't write out/{name}: a link" in done.stderr.decode()


def test_folders_that_can_not_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read all, so the system is made to refuse."""
    (tmp_path / "in/closed").mkdir(parents=True)
    (tmp_path / "in/a.txt").write_text(BAD)
    import os

    scandir = os.scandir

    def refusing(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    for arguments in (["in"], ["in/closed"], ["in/**/*.txt"]):
        monkeypatch.chdir(tmp_path)
        closed = [f for f in discover(arguments) if isinstance(f, NotFound)]
        assert [(f.path.as_posix(), f.reason) for f in closed] == [("in/closed", "can't be read: Permission denied")]
