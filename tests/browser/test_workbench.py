"""Deciding in the page: by keyboard, kept over a reload, exported, applied, and the copies compared byte for byte."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cleantext.report import html
from cleantext.report.model import FileReport, Report, ReportedEdit, ReportedFinding, ReportedFix
from tests.cli.reviewing import start
from tests.cli.running import run
from tests.cli.test_commands import SEEDS

OWN = "Nobody knows what the author meant here.  “Quite so”, é 🙂"
KEYS = ["a", "r", "a", "e", "r"]
OPEN_BY_RULE = """Object.fromEntries(waiting.filter(openPlace).map(({ findings: [{ rule }] }) =>
  [rule, order.map(f => files[f].places.filter(one => openPlace(one) && one.findings[0].rule === rule).length)]))"""
FIXED_BY_RULE = OPEN_BY_RULE.replace("=== rule)", "=== rule && one.findings[0].fix)")
COLUMN = """side => [...document.querySelectorAll(`.prose.${side}`)].map(column => {
  const copy = column.cloneNode(true);
  copy.querySelectorAll(".sr").forEach(spoken => spoken.remove());
  return copy.textContent;
})"""
COPY = "copyOf(shownFile)"
Edit = tuple[int, int, str]


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cleaned")
    (place / "in").mkdir()
    for text in SEEDS.glob("*.txt"):  # their copies can be cut and pasted from the source itself
        shutil.copy(text, place / "in")
    assert run("clean", "in", "-o", "out", cwd=place).returncode == 0
    return place


@pytest.fixture
def work(cleaned: Path, tmp_path: Path) -> Path:
    return shutil.copytree(cleaned, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    assert faults == []


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def press_through(page: Page, number: int) -> list[tuple[int, str]]:
    """Decide on ``number`` open places by keyboard; their numbers and what was pressed."""
    made = []
    page.evaluate("go(nextOpen())")
    for i in range(number):
        name = page.evaluate("current.number")
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
    told = page.locator("#done").inner_text()
    assert int(told.split()[0]) >= 20  # own words settle what they replace
    page.reload()
    assert page.locator("#done").inner_text() == told
    with page.expect_download() as download:
        page.locator("#finish").click()
        page.get_by_role("button", name="Export decisions").last.click()
    download.value.save_as(work / "decisions.json")
    exported = json.loads((work / "decisions.json").read_text())["decisions"]
    assert len(exported) >= 20
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
            if "finding" not in decision:
                own.append([(decision["start"], decision["end"], decision["text"])])
                continue
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
    page.keyboard.press("r")
    page.keyboard.press("Control+z")
    assert page.locator("#done").inner_text().startswith("0 of ")
    often = [rule for rule, counts in page.evaluate(FIXED_BY_RULE).items() if sum(counts) > 1]
    page.locator("#about > summary").click()
    rule = next(rule for rule in often if page.locator(f'[data-accept-rule="{rule}"]').is_visible())
    page.locator(f'[data-accept-rule="{rule}"]').click()
    number = page.evaluate(
        "rule => [...decided].filter(([f, made]) => made.decision === 'accept' && f.rule === rule).length",
        rule,
    )
    assert number > 1 and page.locator("#done").inner_text().startswith(f"{number} of ")
    page.keyboard.press("u")
    assert page.locator("#done").inner_text().startswith("0 of ")
    name, finding = page.evaluate("[waiting[0].file.path, waiting[0].findings[0].id]")
    made = [{"path": name, "finding": f, "decision": "reject"} for f in (finding, "gone")]
    content = {"schema": "cleantext-decisions/1", "decisions": made}
    (work / "d.json").write_text(json.dumps(content))
    page.locator("#import").set_input_files(work / "d.json")
    expect(page.locator("#said")).to_contain_text("1 decision imported; 1 about")
    assert page.evaluate("[...decided.values()].map(d => d.decision)") == ["reject"]
    (work / "d.json").write_text("{}")
    page.locator("#import").set_input_files(work / "d.json")
    expect(page.locator("#said")).to_contain_text("holds no decisions")
    assert page.evaluate("decided.size") == 1


def test_all_of_a_rule_in_this_file_then_in_every_file(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    numbers = page.evaluate(OPEN_BY_RULE)
    rule, counts = next((rule, counts) for rule, counts in numbers.items() if sum(n > 0 for n in counts) > 1)
    first = next(n for n in counts if n)
    page.evaluate("rule => go(waiting.find(p => openPlace(p) && p.findings[0].rule === rule))", rule)
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
    decided = "waiting.filter(place => !openPlace(place)).map(place => place.number)"
    for _ in range(3):
        page.keyboard.press("r")
    first, second, third = page.evaluate(decided)
    page.keyboard.press("u")
    assert page.evaluate(decided) == [first, second]
    page.keyboard.press("r")
    while page.evaluate("current.number") != second:
        page.keyboard.press("k")
    page.keyboard.press("u")
    assert page.evaluate(decided) == [first, third]


def test_undo_gives_back_what_was_decided_before(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("r")
    page.keyboard.press("k")
    for _ in range(2):
        page.keyboard.press("e")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(OWN)
        page.keyboard.press("Control+Enter")
        page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("u")
    page.keyboard.press("u")
    assert page.evaluate("[...decided.values()].map(d => d.decision)") == ["reject"]


def test_views(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    assert page.evaluate("current === waiting[0]") and page.locator("#card").is_visible()
    name = page.evaluate("current.number")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("current.number") == name + 2
    page.keyboard.press("ArrowUp")
    page.locator(".prose ins.proposed").nth(4).dispatch_event("click")  # a change in the text leads to its card
    assert page.evaluate("current.number") not in (name, name + 1)
    while page.evaluate("shownFile.places.some(openPlace)"):
        page.evaluate("go(shownFile.places.find(openPlace))")
        page.keyboard.press("a" if page.evaluate("proposal(current) && current.number % 3") else "r")
        page.evaluate("show(files[order[0]])")
    for view in ("Clean text", "Side by side", "Only changes"):
        page.locator("#views").get_by_text(view, exact=True).click()
        if view == "Clean text":
            drawn = page.locator(".clean .prose").first  # what the browser has yet to draw has no inner text
            expect(drawn).to_have_text(re.compile(r"\S"), use_inner_text=True)
            text = "\n".join(page.locator(".clean .prose").all_inner_texts())
            assert text == page.evaluate(COPY).replace("\r", "")
            with page.expect_download() as download:
                page.locator("#download").click()
            assert download.value.path().read_bytes().decode() == page.evaluate(COPY)
            page.reload()
            assert page.locator("body").get_attribute("data-view") == "clean"
        if view == "Side by side":
            assert page.locator(".prose.old ins, .prose.new del").count() == 0 < page.locator(".prose.old del").count()
            source, copy = (page.evaluate(COLUMN, side) for side in ("old", "new"))
            heard = ("[source:] ", "[copy:] ")
            text, carried = page.evaluate("[shownFile.text, copyOf(shownFile)]")
            assert source == [line for line in text.splitlines() if line.strip()], heard
            assert [line for line in copy if line] == [line for line in carried.splitlines() if line.strip()]
        if view == "Only changes":
            assert page.locator(".row:visible").count() < page.evaluate("shownFile.rows.length")


def test_undecided_proposals_are_not_in_what_will_be_written(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.get_by_text("Side by side", exact=True).click()
    _, copy = (page.evaluate(COLUMN, side) for side in ("old", "new"))
    assert page.locator(".prose.new .waiting").count() > 3 and page.locator(".prose.new ins.proposed").count() == 0
    assert [line for text in copy for line in text.splitlines() if line] == [
        line for line in page.evaluate(COPY).splitlines() if line.strip()
    ]


@pytest.mark.parametrize("view", ["Edit", "Clean text", "Side by side", "Only changes"])
def test_what_is_selected_is_copied_as_it_will_be_written(work: Path, context: BrowserContext, view: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("a")
    page.locator("#views").get_by_text(view, exact=True).click()
    page.evaluate("getSelection().selectAllChildren(document.getElementById('shown'))")
    copied = page.evaluate("selected(getSelection().getRangeAt(0))")
    written = page.evaluate(COPY).replace("\r", "")
    lines = [line for line in written.splitlines() if line.strip()]
    assert [line for line in copied.splitlines() if line.strip()][-3:] == lines[-3:]
    assert "inserted" not in copied and "Accept" not in copied and "removed:" not in copied
    if view != "Only changes":
        assert copied.strip().endswith(written.strip())


def test_any_sentence_can_be_edited_by_double_click_or_key(tmp_path: Path, context: BrowserContext) -> None:
    (tmp_path / "a.txt").write_text(
        "It stood alone. . He left.\n\nThe council met on Tuesday, and it agreed to repair the bridge in May.\n\n"
        "The end came, , late. . They left.\n"
    )
    assert run("clean", "a.txt", "-o", "out", cwd=tmp_path).returncode == 0
    page = opened(context, (tmp_path / "out/report.html").as_uri())
    row = page.evaluate("shownFile.rows.findIndex(([s, e], i) => e - s > 40 && !placesIn(shownFile, i).length)")
    file, start, end = page.evaluate("row => [shownFile.path, ...shownFile.rows[row].slice(0, 2)]", row)
    sentence = page.evaluate("([s, e]) => shownFile.text.slice(s, e)", [start, end])
    page.locator(f"[data-row='{row}'] .prose span").first.dblclick()
    box = page.locator("form.own textarea")
    assert box.input_value() in sentence
    first = box.input_value()
    box.press("End")
    page.keyboard.insert_text(" half")
    page.keyboard.press("Escape")  # what was typed is kept
    assert page.locator("form.own").count() == 0
    page.locator(f"[data-row='{row}'] .prose span").first.dblclick()
    assert box.input_value() == first + " half"
    page.keyboard.insert_text(" \U0001f642")
    page.keyboard.press("Control+Enter")
    made = page.evaluate("fresh()")
    assert [d["decision"] for d in made] == ["edit"] and "finding" not in made[0]
    assert page.locator(".prose ins.own").count() == 1 and "half \U0001f642" in page.evaluate(COPY)
    source = (tmp_path / file).read_text()
    assert source[made[0]["start"] : made[0]["end"]] == made[0]["old"]
    page.locator(".prose ins.own").dispatch_event("click")
    assert page.locator("#card .kicker").inner_text() == "In your words"
    page.keyboard.press("e")
    assert box.input_value() == first + " half \U0001f642"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("Something else.")
    page.keyboard.press("Control+Enter")
    assert "Something else." in page.evaluate(COPY) and "\U0001f642" not in page.evaluate(COPY)
    (tmp_path / "decisions.json").write_text(
        json.dumps({"schema": "cleantext-decisions/2", "decisions": page.evaluate("fresh()")})
    )
    done = run("apply", "out/report.json", "decisions.json", "-o", "decided", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert copies(tmp_path / "decided")[Path(file).name].decode() == page.evaluate(COPY)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.evaluate("decided.size") == 0
    page.keyboard.press("J")
    page.keyboard.press("J")
    spot = page.evaluate("shownFile.text.slice(spot.start, spot.end)")
    page.keyboard.press("e")
    assert box.input_value()[:5] == spot[:5] or page.evaluate("current !== null")


def test_find_looks_in_all_text_and_escape_restores(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    before = page.evaluate("[shownFile.path, current.number]")
    page.keyboard.press("/")
    page.keyboard.insert_text("the")
    page.keyboard.press("Enter")
    assert page.locator("#hits").inner_text().startswith("1 of ")
    number = int(page.locator("#hits").inner_text().split()[-1])
    assert number > 50 and page.evaluate("CSS.highlights.get('found').size") > 5
    page.keyboard.press("Shift+Enter")
    assert page.locator("#hits").inner_text() == f"{number} of {number}"
    assert page.evaluate("CSS.highlights.get('found-here').size") == 1
    page.keyboard.press("Enter")
    assert page.locator("#hits").inner_text().startswith("1 of ")
    page.keyboard.press("Escape")
    assert page.evaluate("[shownFile.path, current.number]") == before
    assert page.locator("#find input").input_value() == "" and page.evaluate("CSS.highlights.size") == 0
    assert page.evaluate("fitting.length === places.length")


def test_paper_holds_all_files(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#shown h2").count() == page.evaluate("files.length")
    assert page.locator("#tools, #pager, #card, #bar, .acts").filter(visible=True).count() == 0
    assert page.locator(".notes .card").count() == page.evaluate("places.length")
    assert page.locator(".why p:visible").count() >= page.locator(".notes .card").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#shown h2").count() == 1


def test_two_tabs_of_one_file_know_of_each_other(work: Path, context: BrowserContext) -> None:
    one, other = (opened(context, (work / "out/report.html").as_uri()) for _ in range(2))
    one.keyboard.press("r")
    expect(other.locator("#done")).to_contain_text("1 of ")


def test_a_file_with_more_findings_than_a_page_holds_goes_on_on_the_next(
    tmp_path: Path, context: BrowserContext
) -> None:
    (tmp_path / "a.txt").write_text("It stood alone. . Then it fell, and nobody saw it.\n\n" * 600)
    assert run("clean", "a.txt", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    page = opened(context, (tmp_path / "out/report.html").as_uri())
    total = page.evaluate("places.length")
    assert total >= 600 and 200 <= page.locator("[data-place]").count() <= 800
    page.evaluate("go(places[240])")
    seen = []
    for _ in range(20):
        page.keyboard.press("j")
        seen.append(page.evaluate("current.number"))
        assert page.locator(".prose .here, .row .here").count() > 0
    assert seen == list(range(241, 261))
    assert page.locator("h2").first.inner_text().endswith("(continued)")
    page.keyboard.press("r")
    assert page.locator("#done").inner_text().startswith("1 of ")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".notes .card").count() == total


def test_what_is_being_written_outlives_decisions_in_another_tab(work: Path, context: BrowserContext) -> None:
    one, other = (opened(context, (work / "out/report.html").as_uri()) for _ in range(2))
    one.keyboard.press("e")
    one.keyboard.press("ControlOrMeta+a")
    one.keyboard.insert_text("half a sen")
    number = one.evaluate("current.number")
    other.keyboard.press("r")
    expect(one.locator("#done")).to_contain_text("1 of ")
    one.keyboard.insert_text("tence")
    assert one.locator("form.own textarea").input_value() == "half a sentence"
    one.keyboard.press("Control+Enter")
    assert "half a sentence" in one.evaluate("n => copyOf(places[n].file)", number)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(work: Path, browser: Browser, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page.goto((work / "out/report.html").as_uri())
    for key in "aran":
        page.keyboard.press(key)
    found = [Axe().run(page)]
    page.keyboard.press("e")
    assert page.locator("form.own textarea").count() == 1
    found.append(Axe().run(page))
    page.keyboard.press("Escape")
    for opening, shown in (("?", "#help"), ("f", "#finish-box"), ("s", "#sure-box")):
        page.keyboard.press(opening)
        assert page.locator(shown).is_visible()
        found.append(Axe().run(page))
        page.keyboard.press("Escape")
    page.locator("#about > summary").evaluate("summary => summary.parentElement.open = true")
    for _ in range(4):
        page.keyboard.press("v")
        found.append(Axe().run(page))
    page.close()
    assert [result.generate_report() for result in found if result.violations_count] == []


def test_letters_can_be_switched_off(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("?")
    page.locator("#letters").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert page.locator("#done").inner_text().startswith("0 of ")


def test_decided_with_a_server_that_is_killed_and_resumed(work: Path, context: BrowserContext) -> None:
    first = start(work)
    page = opened(context, first.address)
    made = press_through(page, 10)
    while page.evaluate("unsaved.length > 0"):
        page.wait_for_timeout(20)
    told = page.locator("#done").inner_text()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    page.keyboard.press("n")
    page.keyboard.press("r")
    expect(page.locator("#said")).to_contain_text("not saved yet")
    page.close(run_before_unload=False)
    again = start(work)
    try:
        page = opened(context, again.address)
        other = opened(context, again.address)
        expect(page.locator("#done")).to_have_text(told)
        made += press_through(page, 9)
        expect(other.locator("#done")).to_have_text(page.locator("#done").inner_text())
        made += press_through(other, 1)
        expect(page.locator("#done")).to_have_text(other.locator("#done").inner_text())
        page.locator("#finish").click()
        expect(page.locator("#finish-body")).to_contain_text("undecided places stay as in the source")
        page.locator("[data-end=write]").click()
        expect(page.locator("#finish-body")).to_contain_text("copies written")
        link = page.locator("#finish-body a").first
        answer = page.request.get(page.url + str(link.get_attribute("href")))
        assert answer.body() == copies(work / "decided")[link.inner_text().split("/")[-1]]
    finally:
        again.process.kill()
        again.process.wait()
    log = [json.loads(line) for line in (work / "decided/decisions.jsonl").read_text().splitlines()]
    assert len(made) == 20 <= len(log)
    assert copies(work / "decided") == carried_out(work, log)


def test_the_sure_ones_at_once(work: Path, context: BrowserContext) -> None:
    page = opened(context, (work / "out/report.html").as_uri())
    page.keyboard.press("s")
    box = page.locator("#sure-box")
    assert box.is_visible() and page.evaluate("document.activeElement.id") == "surely"
    page.locator("#surely-in").select_option("all")
    page.locator("#surely").fill("80")
    sure = "waiting.filter(p => openPlace(p) && proposal(p) && sureness(p) >= 0.8).map(p => p.number)"
    numbers = page.evaluate(sure)
    assert len(numbers) > 5 and page.locator("#sure-yes").inner_text() == f"Accept {len(numbers)}"
    assert page.locator("#sure-list li").count() == len(numbers)
    page.locator("#sure-list input").first.uncheck()
    without = int(page.locator("#sure-list input").first.get_attribute("data-number") or -1)
    page.locator("#surely").press("Enter")
    assert not box.is_visible()
    assert page.evaluate("waiting.filter(p => way(p) === 'accept').map(p => p.number)") == sorted(
        set(numbers) - {without}
    )
    assert page.evaluate(sure) == [without]
    page.keyboard.press("u")
    assert page.evaluate("decided.size") == 0


def test_the_same_change_elsewhere_and_all_in_the_paragraph(tmp_path: Path, context: BrowserContext) -> None:
    (tmp_path / "a.txt").write_text("It stood alone. . Then it fell , and rose. . Nobody saw it fall , so.\n\n" * 3)
    (tmp_path / "b.txt").write_text("Here it stood alone. . Then it fell.\n")
    assert run("clean", "a.txt", "b.txt", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    page = opened(context, (tmp_path / "out/report.html").as_uri())
    page.evaluate("go(waiting.find(p => sameChange(p).length > 3))")
    number = page.evaluate("sameChange(current).length")
    assert page.locator("#card [data-act=alike]").inner_text().startswith(f"Accept all {number} like this")
    page.keyboard.press("=")
    assert page.locator("#done").inner_text().startswith(f"{number} of ")
    page.keyboard.press("u")
    page.locator("#card .same summary").click()
    row = page.evaluate("current.file.places.filter(p => p.row === current.row && openPlace(p)).length")
    button = page.get_by_role("button", name="Leave in this paragraph")
    button.click()
    assert page.locator("#done").inner_text().startswith(f"{row} of ")


def test_findings_about_the_same_words_are_one_card_and_decided_at_once(
    tmp_path: Path, context: BrowserContext
) -> None:
    source = "He went to to the the bridge and saw it.\n"
    raw = source.encode()
    spans = [("a", 8, 13, (8, 11)), ("b", 11, 17, (10, 14)), ("c", 14, 21, (14, 18))]
    findings = tuple(
        ReportedFinding(
            id=name, rule="r" + name, pack="p", severity="error", start=start, end=end, line=1, column=start + 1,
            text=source[start:end], message=f"message {name}", why="w", alternatives=(),
            fix=ReportedFix("suggested", (ReportedEdit(*edit, ""),)), confidence=0.9, fix_confidence=sure,
            source="rule", state="proposed",
        )
        for (name, start, end, edit), sure in zip(spans, (0.5, 0.9, 0.4), strict=True)
    )  # fmt: skip
    file = FileReport(
        path="a.txt", output=None, format="text", encoding="utf-8", sha256=hashlib.sha256(raw).hexdigest(),
        sentences=1, findings=findings, applied=(), error=None,
    )  # fmt: skip
    report = Report(cleantext="0", level="safe", checkers={}, rules="", files=(file,))
    (tmp_path / "r.html").write_bytes(html.render(report, {"a.txt": source}).encode())
    page = opened(context, (tmp_path / "r.html").as_uri())
    assert page.evaluate("places.length") == 2 and page.locator("#done").inner_text() == "0 of 2 decided"
    assert page.locator("#card .what").inner_text().startswith("Message b")
    assert page.locator("#card .others li").count() == 1
    page.keyboard.press("a")
    made = "Object.fromEntries([...decided].map(([f, d]) => [f.id, d.decision]))"
    assert page.evaluate(made) == {"b": "accept", "a": "reject"}
    page.keyboard.press("k")
    page.keyboard.press("1")
    assert page.evaluate("Object.fromEntries(fresh().map(d => [d.finding, d.decision]))") == {
        "a": "accept", "b": "reject"
    }  # fmt: skip
    page.keyboard.press("u")
    assert page.evaluate(made) == {"b": "accept", "a": "reject"}


def test_a_repair_that_leaves_the_same_text_is_no_other_reading(tmp_path: Path, context: BrowserContext) -> None:
    """The first or the second of two equal words goes, with a space before or after it: nobody can choose."""
    source = "Report on the the bridge.\n"
    file = FileReport(
        path="a.txt", output=None, format="text", encoding="utf-8", sha256=hashlib.sha256(source.encode()).hexdigest(),
        sentences=1, applied=(), error=None,
        findings=(
            ReportedFinding(
                id="a", rule="r", pack="p", severity="error", start=10, end=17, line=1, column=11, text="the the",
                message="m", why="w", fix=ReportedFix("suggested", (ReportedEdit(13, 17, ""),)), confidence=0.9,
                alternatives=(
                    ReportedFix("suggested", (ReportedEdit(14, 18, ""),)),
                    ReportedFix("suggested", (ReportedEdit(10, 18, ""),)),
                ),
                fix_confidence=0.9, source="rule", state="proposed",
            ),
        ),
    )  # fmt: skip
    report = Report(cleantext="0", level="safe", checkers={}, rules="", files=(file,))
    (tmp_path / "r.html").write_bytes(html.render(report, {"a.txt": source}).encode())
    page = opened(context, (tmp_path / "r.html").as_uri())
    assert page.locator("#card .others li").count() == 1


def test_a_removed_line_has_no_empty_line_above_it(tmp_path: Path, context: BrowserContext) -> None:
    page_of_the_web = "<!doctype html><p>The stairs are steep.</p><div>ADVERTISEMENT</div><p>Tickets are cheap.</p>\n"
    (tmp_path / "a.html").write_text(page_of_the_web)
    assert run("clean", "a.html", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    page = opened(context, (tmp_path / "out/report.html").as_uri())
    gone = page.locator("#shown .row del", has_text="ADVERTISEMENT")
    assert "\n" not in gone.evaluate("e => e.textContent")


def test_on_a_phone_the_name_of_the_file_is_in_sight_at_its_first_place(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "a.txt").write_text(
        "It stood alone. . Then it fell.\n\n" + "Nothing was there.\n\n" * 40 + "It fell. .\n"
    )
    assert run("clean", "a.txt", "-o", "out", "--level", "none", cwd=tmp_path).returncode == 0
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((tmp_path / "out/report.html").as_uri())
    page.evaluate("go(places[0])")
    assert page.evaluate("scrollY") == 0
    page.evaluate("go(places.at(-1))")
    assert page.evaluate("scrollY") > 0
    page.close()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_toolbar_never_grows_and_nothing_is_wider_than_the_window(
    work: Path, browser: Browser, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto((work / "out/report.html").as_uri())
    tall = page.evaluate("document.getElementById('tools').offsetHeight")
    for wide in (*range(900, 1500, 50), width):
        page.set_viewport_size({"width": wide, "height": height})
        assert (
            page.evaluate(
                "Math.max(...[...document.querySelectorAll('#tools > *')].map(e => e.offsetLeft + e.offsetWidth))"
            )
            <= wide
        )
    for key in ["a", "r", "=", "s", "Escape", "j", "e", "Escape", "v", "v", "v", "v", "n", "n", "A"]:
        page.keyboard.press(key)
        assert page.evaluate("document.getElementById('tools').offsetHeight") == tall
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar = page.locator("#bar")
    assert bar.is_visible() == (width < 500)
    if width < 500:
        before = page.evaluate("current.number")
        bar.get_by_label("Next place").click()
        assert page.evaluate("current.number") == before + 1
        page.keyboard.press("n")  # a place that is still to decide
        told = page.locator("#bar-done").inner_text()
        bar.get_by_text("Leave", exact=True).click()
        assert page.locator("#bar-done").inner_text() != told
        here = page.evaluate("current.number")
        page.evaluate(
            """() => { const at = (type, x) => document.getElementById("card").dispatchEvent(new TouchEvent(type,
              { bubbles: true, touches: type === "touchstart" ? [touch(x)] : [], changedTouches: [touch(x)] }));
              const touch = x => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 600 });
              at("touchstart", 300); at("touchend", 150); }"""
        )
        assert page.evaluate("current.number") == here + 1
    page.close()


def test_a_text_is_pasted_and_a_file_dropped_on_an_empty_page(tmp_path: Path, context: BrowserContext) -> None:
    review = start(tmp_path, "--reviewer", "Ann", "--level", "none", empty=True)
    try:
        page = opened(context, review.address)
        page.locator("#paste textarea").fill("It stood alone. . Then it fell 🙂.\n")
        page.get_by_role("button", name="Check the text").click()
        page.locator("#card").wait_for(timeout=60_000)
        page.evaluate("addTexts([['../x y.md', new Blob(['Nobody saw it. . So it fell.'])]])")
        expect(page.locator("#list button")).to_have_count(2, timeout=60_000)
        page.evaluate("go(waiting.find(p => p.file.path.endsWith('pasted.txt') && proposal(p)))")
        page.keyboard.press("a")
        page.keyboard.press("f")
        page.locator("[data-end=write]").click()
        expect(page.locator("#finish-body")).to_contain_text("2 reviewed copies written")
        assert (tmp_path / "decided/pasted.txt").read_text() == "It stood alone. Then it fell 🙂.\n"
        assert (tmp_path / "decided/texts/x y.md").exists() and (tmp_path / "decided/x y.md").exists()
        log = [json.loads(line) for line in (tmp_path / "decided/decisions.jsonl").read_text().splitlines()]
        assert {each["reviewer"] for each in log} == {"Ann"}
        page.evaluate("addTexts([['a.png', new Blob(['x'])]])")
        expect(page.locator("#pasting")).to_contain_text("a.png")
        assert not (tmp_path / "decided/texts/a.png").exists()
    finally:
        review.process.kill()
        review.process.wait()
