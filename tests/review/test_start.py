"""The token of a review stands in no argument list: the browser is given a page that only the user can read."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cleantext.review.start import StartPage
from tests.cli.reviewing import Running
from tests.servers import wait_for

ADDRESS = "http://127.0.0.1:4711/t0ken-_/"


def test_the_page_leads_there_is_private_and_goes(tmp_path: Path) -> None:
    page = StartPage(tmp_path)
    page.write(ADDRESS)
    assert page.path is not None and ADDRESS in page.path.read_text() and "t0ken" not in page.path.name
    if os.name == "posix":
        assert stat.S_IMODE(page.path.stat().st_mode) == 0o600
    page.remove()
    page.remove()
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_it_there_is_no_page(tmp_path: Path) -> None:
    page = StartPage(tmp_path / "missing")
    page.write(ADDRESS)
    assert page.path is None


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="wants a shell")
def test_the_browser_is_not_told_the_token(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("It stood alone. . Then it fell.\n")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/told.part; mv {tmp_path}/told.part {tmp_path}/told\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "cleantext", "review", "in", "-o", "out", "--languagetool", "off"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"BROWSER": str(browser)}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        review = Running(process, process.stdout.readline().split()[2])
        assert wait_for(lambda: (tmp_path / "told").exists())
        told = (tmp_path / "told").read_text().strip()
        page = Path(told.removeprefix("file://"))
        assert review.address.split("/")[3] not in told and review.address in page.read_text()
        assert review.ask("GET", "")[0] == 200
        assert wait_for(lambda: not page.exists())
        process.send_signal(signal.SIGINT)
        process.wait(30)
    finally:
        process.kill()
