"""A report that is too large for one page: an index, pages of some files each, and decisions about all of them."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, expect

from cleantext.engine import Level
from cleantext.report import html
from cleantext.report import json as report_json
from cleantext.report.build import file_report
from cleantext.report.model import Report
from tests.cli.running import run
from tests.test_engine import examined

TEXT = "It stood alone. . He said that that was all, whatever it was that he saw there.\n\n"


def test_a_large_report_is_split_by_file_and_decided_on_as_one(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "in").mkdir()
    sources = {f"in/{name}.txt": TEXT * 40 for name in ("a b", "c#", "d", "e", "f")}
    for path, text in sources.items():
        (tmp_path / path).write_text(text)
    files = tuple(file_report(path, examined(text, Level.NONE), None) for path, text in sources.items())
    report = Report(cleantext="0", level="none", checkers={}, rules="", files=files)
    (tmp_path / "report.json").write_text(report_json.render(report))
    whole = html.render(report, sources)
    assert dict(html.pages(report, sources, "r.html")) == {"r.html": whole}
    limit = (len(whole) - 60_000) // 2 + 60_000
    made = dict(html.pages(report, sources, "r.html", limit))
    assert len(made) > 2 and all(len(content) <= limit for content in made.values())
    for name, content in made.items():
        (tmp_path / name).write_text(content)
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto((tmp_path / "r.html").as_uri())
    assert page.locator("script").count() == page.locator("button").count() == 0
    for path in ("in/a b.txt", "in/f.txt"):
        page.get_by_role("link", name=path, exact=True).click()
        page.locator("#card").wait_for()
        page.evaluate("path => go(places.find(place => place.file.path === path))", path)
        page.keyboard.press("r")
        page.get_by_role("link", name="All files").click()
    page.get_by_role("link", name="in/a b.txt", exact=True).click()
    expect(page.locator("#done")).to_contain_text("1 of ")
    with page.expect_download() as download:
        page.locator("#finish").click()
        page.locator("[data-end=export]").click()
    download.value.save_as(tmp_path / "decisions.json")
    exported = json.loads((tmp_path / "decisions.json").read_text())["decisions"]
    assert sorted(d["path"] for d in exported) == ["in/a b.txt", "in/f.txt"]
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("#import").set_input_files(tmp_path / "decisions.json")
    expect(page.locator("#said")).to_contain_text(
        "1 decision imported; 1 about findings that are not in this report kept"
    )
    with page.expect_download() as download:
        page.locator("#finish").click()
        page.locator("[data-end=export]").click()
    download.value.save_as(tmp_path / "again.json")
    assert len(json.loads((tmp_path / "again.json").read_text())["decisions"]) == 2
    context.close()
    assert faults == []
    done = run("apply", "report.json", "decisions.json", "again.json", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").glob("*.txt")) == ["a b.txt", "c#.txt", "d.txt", "e.txt", "f.txt"]
