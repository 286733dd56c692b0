"""A command loads and compiles what it needs: counted, since a clock tells little on a busy machine."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleantext.cli.app import COMMANDS, _say_what_takes_long

HEAVY = ("numpy", "ftfy", "HanTa", "yaml", "hyperscan", "starlette", "rich.progress")
COUNT = """
import sys, regex
compiled = []
compile = regex.compile
regex.compile = lambda *args, **options: compiled.append(args[0]) or compile(*args, **options)
from cleantext.cli.app import main
try:
    main()
except SystemExit:
    pass
for module in ("cleantext.rulebook.compile", *HEAVY):
    if module in sys.modules:
        print("loaded", module, file=sys.stderr)
print("compiled", len(compiled), file=sys.stderr)
"""


def counted(*arguments: str, cache: Path | None = None) -> tuple[set[str], int]:
    """The heavy modules that a command loads, and how many regular expressions it compiles."""
    code = f"import sys; sys.argv[1:] = {list(arguments)}; HEAVY = {HEAVY}\n{COUNT}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    lines = [line.split(" ") for line in done.stderr.splitlines() if line.startswith(("loaded", "compiled"))]
    return {line[1] for line in lines if line[0] == "loaded"}, int(lines[-1][1])


def test_the_version_is_told_without_loading_anything() -> None:
    assert counted("--version") == (set(), 0)


def test_a_short_check_compiles_few_patterns_and_loads_no_model(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("It stood alone on the stage. .\n")
    arguments = ("check", str(note), "--languagetool", "off")
    counted(*arguments)  # what is kept in the cache is there now
    loaded, compiled = counted(*arguments)
    assert loaded.isdisjoint({"ftfy", "starlette", "rich.progress"})
    assert compiled < 400  # all rules together have more than 2,000


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_module(command: str) -> None:
    done = subprocess.run([sys.executable, "-m", "cleantext", command, "--help"], capture_output=True, timeout=120)
    assert done.returncode == 0 and b"Usage" in done.stdout


def test_what_is_said_of_long_work_goes_above_a_progress_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar replaces standard error while it is shown; a line that went past it would be glued to the bar."""
    logger = logging.getLogger("cleantext")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "level", logger.level)
    _say_what_takes_long()
    with contextlib.redirect_stderr(io.StringIO()) as bar:
        logger.info("preparing rules (once)")
    assert bar.getvalue() == "cleantext: preparing rules (once)\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only forked workers share a bar")
def test_a_forked_worker_wipes_the_line_of_the_bar_and_does_not_draw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("cleantext")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "level", logger.level)
    _say_what_takes_long()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    with contextlib.redirect_stderr(terminal):
        logger.info("preparing rules (once)")
    assert terminal.getvalue() == "\r\x1b[Kcleantext: preparing rules (once)\n"
