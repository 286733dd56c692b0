"""The wheel holds the rules and the models: installed elsewhere, cleantext cleans."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    subprocess.run([str(tmp_path / "venv/bin/python"), "-m", "pip", "install", "-q", str(wheel)], check=True)
    (tmp_path / "a.txt").write_text("It stood alone. . Then it fell.\n")
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [str(tmp_path / "venv/bin/cleantext"), "clean", "a.txt", "-o", "out", "--languagetool", "off"]
    subprocess.run(command, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert (tmp_path / "out/a.txt").read_text() == "It stood alone. Then it fell.\n"
    assert "cleantext/py.typed" in ZipFile(wheel).namelist()
    assert wheel.stat().st_size < 48_000_000
