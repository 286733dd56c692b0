"""Deciding in the page: by keyboard, kept over a reload, exported, applied, and the copies compared byte for byte."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cli.reviewing import start
from tests.cli.test_commands import SEEDS, run

OWN = "Nobody knows what the author meant here.  “Quite so”, é 🙂"
KEYS = ["a", "r", "a", "e", "r"]
OPEN_BY_RULE = """Object.fromEntries(findings.filter(open).map(({rule}) =>
  [rule, files.map(file => file.findings.filter(other => open(other) && other.rule === rule).length)]))"""
COLUMN = """side => [...document.querySelectorAll(`#file-0 .prose.${side}`)].map(column => {
  const copy = column.cloneNode(true);
  copy.querySelectorAll(".sr").forEach(spoken => spoken.remove());
  return copy.textContent;
})"""
Edit = tuple[int, int, str]
DECISIONS = {"a": "accept", "r": "reject", "e": "edit"}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    shutil.copytree(SEEDS, tmp_path / "in", ignore=shutil.ignore_patterns("*.png"))
    assert run("clean", "in", "-o", "out", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(url)
    return page


def press_through(page: Page, number: int) -> list[tuple[str, str]]:
    """Decide ``number`` open findings by keyboard; the ids of their notes and what was pressed."""
    made = []
    page.keyboard.press("n")
    for i in range(number):
        name = page.evaluate("document.activeElement.id")
        key = KEYS[i % len(KEYS)]
        flagged = page.evaluate("document.activeElement.dataset.state") == "flagged"
        key = "r" if key == "a" and flagged else key
        page.keyboard.press(key)
        if key == "e":
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(f"{OWN} {i}")
            page.keyboard.press("Control+Enter")
        made.append((name, key))
    return made


def test_decided_by_keyboard_reloaded_exported_and_applied(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    made = press_through(page, 20)
    assert len({name for name, _ in made}) == 20
    assert page.locator("#done").inner_text().startswith("20 of ")
    page.reload()
    assert page.locator("#done").inner_text().startswith("20 of ")
    assert page.locator(".note.decided").count() == 20
    with page.expect_download() as download:
        page.locator("#export").click()
    download.value.save_as(work / "decisions.json")
    exported = json.loads((work / "decisions.json").read_text())["decisions"]
    assert [d["decision"] for d in exported] == [DECISIONS[key] for _, key in made]
    done = run("apply", "out/report.json", "decisions.json", "-o", "decided", cwd=work)
    assert done.returncode == 0, done.stderr
    assert copies(work / "decided") == carried_out(work, exported), done.stderr.decode()


def copies(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.glob("*.txt")}


def carried_out(work: Path, made: list[dict[str, Any]]) -> dict[str, bytes]:
    """The copies, worked out from report and decisions by cutting and pasting, without cleantext.

    Own words come before accepted fixes, these before what the run applied; of two alike the later decision counts.
    What shares a character with one that comes before it, or inserts at its border, is left out as a whole.
    """
    report = json.loads((work / "out/report.json").read_text())
    done = {}
    for file in report["files"]:
        source = (work / file["path"]).read_bytes().decode()
        found = {finding["id"]: finding for finding in file["findings"]}
        own: list[list[Edit]] = []
        accepted: list[list[Edit]] = []
        for decision in (d for d in made if d["path"] == file["path"]):
            finding = found[decision["finding"]]
            if decision["decision"] == "edit":
                start = finding["start"] + decision.get("offset", 0)
                assert source[start : start + len(decision["old"])] == decision["old"]
                own.append([(start, start + len(decision["old"]), decision["text"])])
            elif decision["decision"] == "accept" and finding["state"] != "applied":
                accepted.append([pasted(edit) for edit in finding["fix"]["edits"]])
        chosen: list[Edit] = []
        for edits in [*reversed(own), *reversed(accepted), *([pasted(edit)] for edit in file["applied"])]:
            if not any(in_the_way(edit, other) for edit in edits for other in chosen):
                chosen += edits
        for start, end, new in sorted(chosen, reverse=True):
            source = source[:start] + new + source[end:]
        done[Path(file["path"]).name] = source.encode()
    return done


def pasted(edit: dict[str, Any]) -> Edit:
    return edit["start"], edit["end"], edit["replacement"]


def in_the_way(edit: Edit, other: Edit) -> bool:
    (start, end, _), (first, last, _) = edit, other
    return (start < last and first < end) or ((start == end or first == last) and start <= last and first <= end)


def test_undo_import_and_all_of_a_rule(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.keyboard.press("u")
    assert page.locator("#done").inner_text().startswith("0 of ")
    button = page.locator("[data-accept-rule]").first
    rule = button.get_attribute("data-accept-rule")
    button.click()
    number = page.locator(f".note.accept[data-rule='{rule}']").count()
    assert number > 1 and page.locator("#done").inner_text().startswith(f"{number} of ")
    page.keyboard.press("u")
    assert page.locator("#done").inner_text().startswith("0 of ")
    name, finding = page.evaluate("[files[0].path, files[0].findings[0].id]")
    made = [{"path": name, "finding": f, "decision": "reject"} for f in (finding, "gone")]
    content = {"schema": "cleantext-decisions/2", "decisions": made}
    (work / "d.json").write_text(json.dumps(content))
    page.locator("#import").set_input_files(work / "d.json")
    expect(page.locator("#said")).to_contain_text("1 decision imported; 1 about")
    assert page.locator(".note.reject").count() == 1
    (work / "d.json").write_text("{}")
    page.locator("#import").set_input_files(work / "d.json")
    expect(page.locator("#said")).to_contain_text("holds no decisions")
    assert page.locator(".note.reject").count() == 1


def test_all_of_a_rule_in_this_file_then_in_every_file(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    numbers = page.evaluate(OPEN_BY_RULE)
    rule, counts = next((rule, counts) for rule, counts in numbers.items() if sum(n > 0 for n in counts) > 1)
    first = next(n for n in counts if n)
    page.evaluate("rule => go(findings.find(f => open(f) && f.rule === rule))", rule)
    page.keyboard.press("R")
    assert page.locator("#done").inner_text().startswith(f"{first} of ")
    expect(page.locator("#said")).to_contain_text(f"{sum(counts) - first} more in other files")
    page.keyboard.press("R")
    assert page.locator("#done").inner_text().startswith(f"{sum(counts)} of ")
    page.keyboard.press("u")
    assert page.locator("#done").inner_text().startswith(f"{first} of ")
    page.keyboard.press("u")
    assert page.locator("#done").inner_text().startswith("0 of ")


def test_undo_takes_back_the_decision_one_goes_to_or_else_the_last_step(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    decided = "findings.map((finding, i) => decided.has(finding) ? i : -1).filter(i => i >= 0)"
    page.evaluate("go(findings.find(open))")
    for _ in range(3):
        page.keyboard.press("r")
    first, second, third = page.evaluate(decided)
    page.keyboard.press("u")
    assert page.evaluate(decided) == [first, second]
    page.keyboard.press("r")
    for _ in range(third - first + 1):
        page.keyboard.press("k")
    page.keyboard.press("u")
    assert page.evaluate(decided) in ([second, third], [first, third])


def test_views(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    every = page.locator(".note:visible").count()
    page.keyboard.press("v")
    assert page.locator("body").get_attribute("data-view") == "reading"
    assert page.locator(".note:visible").count() == 1 < every
    page.keyboard.press("j")
    name = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") != name
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == name
    assert page.locator(".note:visible").count() == 1
    page.locator(".prose ins.proposed").nth(2).dispatch_event("click")  # a change in the text leads to its note
    assert page.locator(".note:visible").get_attribute("id") == page.evaluate("document.activeElement.id") != name
    page.reload()
    assert page.locator("body").get_attribute("data-view") == "reading"
    page.keyboard.press("v")
    assert page.locator(".prose.old ins, .prose.new del").count() == 0 < page.locator(".prose.old del").count()
    page.evaluate("go(findings[0])")
    while page.evaluate("files[0].findings.some(open)"):
        page.keyboard.press("a" if page.evaluate("current.fix") else "r")
    source, copy = (page.evaluate(COLUMN, side) for side in ("old", "new"))
    text = page.evaluate("files[0].text")
    carried = page.evaluate("applied(files[0].text, 0, files[0].text.length, outcome(files[0]).carried)")
    assert source == [line for line in text.splitlines() if line.strip()]
    assert [line for line in copy if line] == [line for line in carried.splitlines() if line.strip()]
    page.keyboard.press("v")
    assert page.locator(".calm:visible").count() == 0 < page.locator(".row:visible").count()


def test_paper_holds_all_pages(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    every = page.locator(".file").count()
    page.evaluate("pages = files.map((file, f) => [{ f, from: 0, to: file.rows.length }]); turn(0)")
    assert page.locator(".file").count() == 1 and page.locator("#pager").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".file").count() == every
    assert page.locator("#tools, #pager, .acts").filter(visible=True).count() == 0
    assert page.locator(".why:visible").count() == page.locator(".note").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".file").count() == 1


def test_two_tabs_of_one_file_know_of_each_other(work: Path, context: BrowserContext) -> None:
    one, other = (opened(context, (work / "out/report.html").as_uri()) for _ in range(2))
    one.keyboard.press("n")
    one.keyboard.press("r")
    expect(other.locator("#done")).to_contain_text("1 of ")


def test_a_file_with_more_findings_than_a_page_holds_goes_on_on_the_next(
    tmp_path: Path, context: BrowserContext
) -> None:
    (tmp_path / "a.txt").write_text("It stood alone. . Then it fell, and nobody saw it.\n\n" * 600)
    assert run("clean", "a.txt", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    page = opened(context, (tmp_path / "out/report.html").as_uri())
    total = page.evaluate("findings.length")
    assert total >= 600 and 200 <= page.locator(".note").count() <= 250
    seen = set()
    page.evaluate("go(findings[findings.length >> 1])")
    assert page.evaluate("document.activeElement.id") == page.evaluate("`n0-${findings.length >> 1}`")
    page.evaluate("go(findings[240])")
    for _ in range(20):
        page.keyboard.press("j")
        seen.add(page.evaluate("document.activeElement.id"))
    assert seen == {f"n0-{number}" for number in range(241, 261)}
    assert page.locator(".file summary").inner_text().endswith("(continued)")
    page.keyboard.press("r")
    assert page.locator("#done").inner_text().startswith("1 of ")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".file").count() == 1 and page.locator(".note").count() == total


def test_what_is_being_written_outlives_decisions_in_another_tab(work: Path, context: BrowserContext) -> None:
    one, other = (opened(context, (work / "out/report.html").as_uri()) for _ in range(2))
    one.evaluate("go(findings.find(f => open(f) && f.fix))")
    one.keyboard.press("e")
    one.keyboard.press("ControlOrMeta+a")
    one.keyboard.insert_text("half a sen")
    name = one.evaluate("[current.f, current.k]")
    other.evaluate("([f, k]) => go(files[f].findings[k])", name)
    other.keyboard.press("a")
    expect(one.locator("#done")).to_contain_text("1 of ")
    one.keyboard.insert_text("tence")
    assert one.locator("textarea").input_value() == "half a sentence"
    one.keyboard.press("Control+Enter")
    assert one.evaluate("([f, k]) => decided.get(files[f].findings[k]).text", name) == "half a sentence"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(work: Path, browser: Browser, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page.goto((work / "out/report.html").as_uri())
    page.keyboard.press("n")
    for key in "aran":
        page.keyboard.press(key)
    page.keyboard.press("e")
    assert page.locator("textarea").count() == 1
    found = [Axe().run(page)]
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    found.append(Axe().run(page))
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("v")
        found.append(Axe().run(page))
    page.close()
    assert [result.generate_report() for result in found if result.violations_count] == []


def test_letters_can_be_switched_off(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("?")
    page.locator("#letters").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("r")
    assert page.locator("#done").inner_text().startswith("0 of ")


def test_decided_with_a_server_that_is_killed_and_resumed(work: Path, context: BrowserContext) -> None:
    first = start(work)
    page = opened(context, first.address)
    made = press_through(page, 10)
    while page.evaluate("unsaved.length > 0"):
        page.wait_for_timeout(20)
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    page.keyboard.press("n")
    page.keyboard.press("r")
    expect(page.locator("#said")).to_contain_text("1 decision not saved yet")
    page.close(run_before_unload=False)
    again = start(work)
    try:
        page = opened(context, again.address)
        other = opened(context, again.address)
        expect(page.locator("#done")).to_contain_text("10 of ")
        made += press_through(page, 9)
        expect(other.locator("#done")).to_contain_text("19 of ")
        made += press_through(other, 1)
        expect(page.locator("#done")).to_contain_text("20 of ")
        page.locator("#finish").click()
        expect(page.locator("#said")).to_contain_text("copies written")
    finally:
        again.process.kill()
        again.process.wait()
    log = [json.loads(line) for line in (work / "decided/decisions.jsonl").read_text().splitlines()]
    assert [d["decision"] for d in log] == [DECISIONS[key] for _, key in made] and len(log) == 20
    assert copies(work / "decided") == carried_out(work, log)
