"""A command loads and compiles what it needs: counted, since a clock tells little on a busy machine."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleantext.batch.run import Told
from cleantext.cli import output
from cleantext.cli.app import COMMANDS, _say_what_takes_long
from cleantext.languagetool.guardian import Answer
from cleantext.languagetool.server import GuardedServer
from tests.cli.running import run

NOT_FOR_A_NOTE = (
    "ftfy", "starlette", "rich.progress", "pathspec", "charset_normalizer", "urllib.request",
    "cleantext.rewording.endpoint", "cleantext.report.redline.docx", "cleantext.formats.docx",
)  # fmt: skip
HEAVY = ("numpy", "HanTa", "yaml", "hyperscan", "cleantext.rulebook.compile", *NOT_FOR_A_NOTE)
COUNT = """
import gc, re, sys, regex
compiled = []
def counting(compile):
    return lambda *args, **options: compiled.append(args[0]) or compile(*args, **options)
regex.compile = counting(regex.compile)
re._compiler.compile = counting(re._compiler.compile)
from cleantext.__main__ import main
try:
    main()
except SystemExit:
    pass
for module in HEAVY:
    if module in sys.modules:
        print("loaded", module, file=sys.stderr)
print("counted", len(compiled), gc.get_stats()[2]["collections"], gc.get_freeze_count(), file=sys.stderr)
"""


def counted(*arguments: str) -> tuple[set[str], int, int, int]:
    """The heavy modules that a command loads, how many regular expressions are compiled, how often it looks through
    all objects for garbage, and how many of them it leaves alone when it ends.
    """
    code = f"import sys; sys.argv[1:] = {list(arguments)}; HEAVY = {HEAVY}\n{COUNT}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    lines = [line.split(" ") for line in done.stderr.splitlines() if line.startswith(("loaded", "counted"))]
    return {line[1] for line in lines if line[0] == "loaded"}, int(lines[-1][1]), int(lines[-1][2]), int(lines[-1][3])


def test_the_version_is_told_without_loading_anything() -> None:
    loaded, compiled, *_ = counted("--version")
    assert loaded == set() and compiled < 50  # typer's and those of the standard library


def test_a_short_check_does_no_more_than_it_needs(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("It stood alone on the stage. .\n")
    arguments = ("check", str(note), "--languagetool", "off")
    counted(*arguments)  # what is kept in the cache is there now
    loaded, compiled, searched, frozen = counted(*arguments)
    assert loaded.isdisjoint(NOT_FOR_A_NOTE)
    assert compiled < 560  # those of all rules and proposers together are more than 2,500
    assert searched == 0 and frozen > 100_000


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
        logger.info("preparing rules")
    assert bar.getvalue() == "cleantext: preparing rules\n"


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
        logger.info("preparing rules")
    assert terminal.getvalue() == "\r\x1b[Kcleantext: preparing rules\n"


def test_the_start_of_languagetool_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    running = Answer("http://127.0.0.1:1", ever=True)
    answers = iter([Answer(), running, running])
    monkeypatch.setattr(GuardedServer, "_ask", lambda self, question: next(answers))
    with caplog.at_level(logging.INFO, "cleantext"):
        assert [GuardedServer(1, b"").address() for _ in range(2)] == [running.address] * 2
    assert caplog.messages == ["starting LanguageTool (some 10 seconds)"]


def test_quiet_leaves_out_what_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "print_errors", lambda report: logging.getLogger("cleantext").info("preparing rules"))
    (tmp_path / "a.txt").write_text("It stood alone.\n")
    assert b"preparing rules" in run("check", tmp_path / "a.txt").stderr
    assert run("check", tmp_path / "a.txt", "--quiet").stderr == b""


@pytest.mark.parametrize(("command", "doing"), [(["check"], "Checking"), (["clean", "-o", "out"], "Cleaning")])
def test_the_bar_says_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], doing: str
) -> None:
    said: list[str] = []

    @contextlib.contextmanager
    def bar(quiet: bool, doing: str) -> Iterator[Told]:
        said.append(doing)
        yield lambda done: None

    monkeypatch.setattr(output, "progress_bar", bar)
    (tmp_path / "a.txt").write_text("It stood alone.\n")
    assert run(*command, "a.txt", cwd=tmp_path).returncode == 0 and said == [doing]
