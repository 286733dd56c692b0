"""The card says where a place is in formats that have more to say than a line."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.cli.running import run

CUES = "1\n00:00:01,200 --> 00:00:03,000\nIt was late\n, he said.\n"
CATALOGUE = 'msgid "<i>Suljettu</i>"\nmsgstr "It was late , he said."\n'


def test_time_and_source_are_shown(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.srt").write_text(CUES, "utf-8")
    (tmp_path / "in/b.po").write_text(CATALOGUE, "utf-8")
    done = run("clean", "in", "-o", "out", "--level", "none", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = browser.new_page()
    page.goto((tmp_path / "out/report.html").as_uri())
    expect(page.locator("#card .where")).to_have_text("00:00:01,200")
    page.keyboard.press("n")
    expect(page.locator("#card .where")).to_have_text("<i>Suljettu</i>")
    page.close()
