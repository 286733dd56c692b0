"""Documents made to break the page: nothing executes, nothing breaks out, and they can be decided on like others."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cleantext.report import html
from cleantext.report.model import FileReport, Report, ReportedEdit, ReportedFinding, ReportedFix
from tests.browser.test_workbench import carried_out, copies
from tests.cli.reviewing import start
from tests.cli.running import run

ATTACK = "window.taken=1"
DOCUMENTS: dict[bytes, str] = {
    b"script.txt": f"It</script><script>{ATTACK}</script> stood alone. . Then <!--<script> it fell , so.\n",
    b"handler.txt": f'<img src=x onerror="{ATTACK}"> stood alone , <svg onload={ATTACK}> and that that was all.\n',
    b"link.txt": f"See [this](javascript:{ATTACK}) or <a href='javascript:{ATTACK}'>that that</a> , he said.\n",
    b"bidi.txt": "It \u202e,stood\u202c alone , with \u2066marks\u2069 , \u200f and that that \u200bwas all.\n",
    b"long.txt": "It stood alone , " + "w" * 20_000 + " , and that that was all.\n",
    b"astral.txt": "🙂🙂 It stood alone , 𝒸𝓁ℯ𝒶𝓃 , and that that 🙂 was all.\r\nSo 🙂 it it is.\r\n",
    b"controls.txt": "It\x07 stood\x1b[2J alone , and that that was all.\u2028New line , here.\n",
    b"quo\"te's <b> & `${1}`.txt": "It stood alone , and that that was all.\n",
    b"\xff\xfe\"><script>window.taken=1<\\script>.txt": "It stood alone , and that that was all.\n",
}  # fmt: skip


@pytest.mark.parametrize("served", [False, True])
def test_hostile_documents_are_decided_on_like_others(tmp_path: Path, browser: Browser, served: bool) -> None:
    (tmp_path / "in").mkdir()
    for name, text in DOCUMENTS.items():
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name)).write_bytes(text.encode())
    assert run("clean", "in", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    running = start(tmp_path, "--level", "none") if served else None
    context = browser.new_context(viewport={"width": 360, "height": 800}, accept_downloads=True)
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(running.address if running else (tmp_path / "out/report.html").as_uri())
        total = page.evaluate("waiting.length")
        assert total >= 9 and page.locator("#list button").count() == len(DOCUMENTS)
        page.evaluate("go(current)")
        for i in range(total):
            proposed = page.evaluate("document.activeElement.dataset.state") == "proposed"
            page.keyboard.press("e" if i % 5 == 3 else "a" if proposed else "r")
            if i % 5 == 3:
                page.keyboard.press("Control+Enter")
        expect(page.locator("#done")).to_contain_text(f"{total} of {total} decided")
        assert page.evaluate("window.taken") is None
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # every file at once
        assert page.locator("main img, main svg, main a, main script, #shown b").count() == 0
        assert not set("\u202e\u2066\u200f\x07\x1b") & set(page.locator("body").inner_text())
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert faults == []
        if running:
            page.locator("#finish").click()
            page.locator("[data-end=write]").click()
            expect(page.locator("#finish-body")).to_contain_text("copies written")
            made = [json.loads(line) for line in (tmp_path / "decided/decisions.jsonl").read_text().splitlines()]
        else:
            with page.expect_download() as download:
                page.locator("#finish").click()
                page.locator("[data-end=export]").click()
            download.value.save_as(tmp_path / "decisions.json")
            made = json.loads((tmp_path / "decisions.json").read_text())["decisions"]
            done = run("apply", "out/report.json", "decisions.json", "-o", "decided", cwd=tmp_path)
            assert done.returncode == 0, done.stderr
        assert len(copies(tmp_path / "decided")) == len(DOCUMENTS)
        assert copies(tmp_path / "decided") == carried_out(tmp_path, made)
    finally:
        context.close()
        if running:
            running.process.kill()
            running.process.wait()


def test_a_word_of_a_megabyte_and_lone_surrogates_are_shown(tmp_path: Path, browser: Browser) -> None:
    source = "\udc80\ud83d " + "w" * 1_000_000 + " that that\n"
    start = source.index("that ")
    finding = ReportedFinding(
        id="f", rule="word-doubled", pack="p", severity="error", start=start, end=start + 9, line=1, column=start + 1,
        text="that that", message="twice \ud800", why="w", alternatives=(),
        fix=ReportedFix("safe", (ReportedEdit(start, start + 5, ""),)),
        confidence=1, source="rule", state="proposed",
    )  # fmt: skip
    raw = source.encode("utf-8", "surrogatepass")
    file = FileReport(
        path="a\udcff.txt", output=None, format="text", encoding="utf-8", sha256=hashlib.sha256(raw).hexdigest(),
        sentences=1, findings=(finding,), applied=(), error=None,
    )  # fmt: skip
    report = Report(cleantext="0", level="safe", checkers={}, rules="", files=(file,))
    (tmp_path / "r.html").write_bytes(html.render(report, {file.path: source}).encode())
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((tmp_path / "r.html").as_uri())
    page.keyboard.press("a")
    expect(page.locator("#done")).to_contain_text("1 of 1 decided")
    assert "\\udc80\\ud83d" in page.locator(".prose").inner_text() and "[…]" in page.locator(".prose").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("JSON.stringify(fresh())") == json.dumps(
        [{"path": file.path, "finding": "f", "decision": "accept"}], separators=(",", ":")
    )
    page.close()
