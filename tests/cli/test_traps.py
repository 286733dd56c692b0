"""A folder full of traps: modules of every name that is imported, programs, settings of tools. None is touched."""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.installation import JAR
from cleantext.storage import isolation
from tests.cli.test_commands import BAD

pytestmark = pytest.mark.slow

OWN = {"cleantext"}
"""``python -m cleantext`` takes this very name from the current folder before any code of ours runs."""

NAMES = sorted(
    {name.partition(".")[0] for name in (*sys.stdlib_module_names, *importlib.metadata.packages_distributions())}
)
TRAP = "open(__file__ + '.sprung', 'w').close()\n"


@pytest.fixture
def traps(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in NAMES:
        if name.isidentifier() and name not in OWN:
            (folder / f"{name}.py").write_text(TRAP)
    for program in ("java", "uv"):
        (folder / program).write_text("#!/bin/sh\ntouch $0.sprung\n")
        (folder / program).chmod(0o755)
    for number in range(2):
        (folder / f"{number}.txt").write_text(BAD)
    return folder


def sprung(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.rglob("*.sprung"))


def loaded_at_start() -> set[str]:
    """What Python itself imports, runpy too, before any code of ours runs."""
    code = "import runpy, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


CLEAN = ["clean", ".", "-o", "out", "--jobs", "2"]
OTHERS = [["check", "."], ["review", "gone.txt"], ["rules", "list"], ["trust", "."], ["doctor"], ["setup"]]
APPLY = ["apply", "out/report.json", "none.json", "-o", "again"]


@pytest.mark.parametrize(
    ("start", "command"),
    [
        *(("module", command) for command in (CLEAN, APPLY, *OTHERS)),
        ("script", CLEAN),
        ("empty entry of PYTHONPATH", CLEAN),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_no_command_runs_what_lies_where_it_stands(
    traps: Path, prepared: Callable[[Path], Path], start: str, command: list[str]
) -> None:
    path = [str(Path(isolation.__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    if start == "script":  # as pip makes it: the current folder isn't on the path, and our own name may be a trap
        (traps / "cleantext.py").write_text(TRAP)
    else:  # nobody can keep Python itself from these
        for name in loaded_at_start():
            (traps / f"{name}.py").unlink(missing_ok=True)
    if start.startswith("empty"):
        path.insert(0, "")  # PYTHONPATH=$UNSET:/mine
    (traps / "none.json").write_text('{"schema": "cleantext-decisions/1", "decisions": []}')
    (traps / "out").mkdir()
    (traps / "out/report.json").write_text(
        '{"schema": "cleantext-report/1", "cleantext": "0", "level": "safe", "checkers": {}, "rules": "", "files": []}'
    )
    jar = traps.parent / f"LanguageTool-{VERSION}" / JAR
    jar.parent.mkdir()
    jar.write_bytes(b"")  # enough for a guardian and a Java that says no
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "PATH": os.pathsep.join([".", "", os.environ["PATH"]]),
        "LTP_PATH": "" if command == ["setup"] else str(traps.parent),
        "CLEANTEXT_CONFIG": str(traps.parent / "config"),
        "CLEANTEXT_CACHE": str(prepared(traps.parent / "cache")),
        "CLEANTEXT_MAVEN": "http://127.0.0.1:9",
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }
    python = [sys.executable] if start == "module" else [sys.executable, "-P"]
    done = subprocess.run(
        [*python, "-m", "cleantext", *command], cwd=traps, env=environment, capture_output=True, text=True, check=False
    )
    assert sprung(traps) == []
    assert "Traceback" not in done.stderr and done.returncode in (0, 1, 2), done.stderr


def test_our_children_and_workers_leave_out_the_current_folder(traps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (traps / "cleantext.py").write_text(TRAP)
    monkeypatch.chdir(traps)
    code = "import ctypes, cleantext.languagetool.guardian, sys; print(sys.argv[1])"
    done = subprocess.run(isolation.python(code, "here"), capture_output=True, text=True, check=True)
    assert done.stdout == "here\n"
    with (
        isolation.safe_workers(),
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool,
    ):
        assert pool.submit(os.getpid).result() != os.getpid()
    assert sprung(traps) == []


@pytest.mark.skipif(sys.platform == "win32", reason="wants programs without a suffix")
def test_programs_are_not_taken_from_the_current_folder(traps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(traps)
    for path in (".", "", f"{os.curdir}{os.pathsep}{os.pathsep}relative"):
        monkeypatch.setenv("PATH", path)
        assert isolation.program("uv") is None
    monkeypatch.setenv("PATH", str(traps))
    assert isolation.program("uv") == str(traps / "uv")
