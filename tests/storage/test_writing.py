"""What is written stays below the folder that was named, and never goes through a link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.storage.writing import destination, write_atomically


@pytest.mark.parametrize("name", ["../x", "../../x", "a/../../x", "a/../x", "/etc/x", ".", "..", "", "a\0b"])
def test_what_would_lie_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(OSError, match=r"lies outside|not a possible file name"):
        write_atomically(out / name, b"x", below=out)
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.sampled_from(["..", ".", "a", "/", "//", "\\", "", "~"]), max_size=6))
def test_no_name_leads_out_of_the_folder(parts: list[str]) -> None:
    out = Path("somewhere/out")
    try:
        found = destination(out / "/".join(parts), out)
    except OSError:
        return
    assert found.is_relative_to(out.resolve()) and ".." not in found.parts


@pytest.mark.parametrize("below", [True, False])
def test_a_link_in_the_place_of_the_file_is_refused_and_its_target_kept(tmp_path: Path, below: bool) -> None:
    (tmp_path / "target").write_bytes(b"kept")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/link").symlink_to(tmp_path / "target")
    (tmp_path / "out/dangling").symlink_to(tmp_path / "new")
    for name in ("link", "dangling"):
        with pytest.raises(OSError, match="a link"):
            write_atomically(tmp_path / "out" / name, b"x", below=tmp_path / "out" if below else None)
    assert (tmp_path / "target").read_bytes() == b"kept" and not (tmp_path / "new").exists()


def test_a_folder_behind_a_link_is_written_to_only_where_it_was_named(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "real")
    with pytest.raises(OSError, match="a link"):
        write_atomically(tmp_path / "out/sub/new/a.txt", b"x", below=tmp_path / "out")
    assert list((tmp_path / "real").iterdir()) == []
    write_atomically(tmp_path / "out/sub/new/a.txt", b"x", below=tmp_path / "out/sub")
    assert (tmp_path / "real/new/a.txt").read_bytes() == b"x"


def test_a_failure_names_the_file_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("replace", "fsync", "chmod"):
        with monkeypatch.context() as patched:
            patched.setattr(os, step, full)
            with pytest.raises(OSError, match="No space left") as failed:
                write_atomically(tmp_path / "a.txt", b"x")
        assert failed.value.filename == str(tmp_path / "a.txt") and list(tmp_path.iterdir()) == []
