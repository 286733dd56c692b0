"""The report in a real browser: what a reader sees, at 1280 and 360 pixels, and what a hostile document can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.running import run
from tests.cli.test_commands import SEEDS

HOSTILE = "<script>document.title='taken'</script> <b>It stood</b> alone. . Then \u202eit fell.\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    (place / "in").mkdir()
    (place / "in/<img src=x>.txt").write_text(HOSTILE)
    assert run("clean", SEEDS, place / "in", "-o", place / "out").returncode == 0
    return place / "out/report.html"


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert faults == []


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_hostile_document_is_text(page: Page) -> None:
    page.evaluate("show(files.find(file => file.path.includes('<img')))")
    assert page.title() == "cleantext report"
    assert page.locator("main img, main script, .prose b").count() == 0
    assert "&lt;script&gt;" in page.content()
    assert "\u202e" not in page.content()


def test_filters_narrow_what_one_goes_through(page: Page) -> None:
    every = page.evaluate("places.length")
    if page.evaluate("innerWidth") < 900:
        page.locator("summary", has_text="Menu").click()
        page.locator("#to-filter").click()
    else:
        page.locator("summary", has_text="Filter").click()
    expect(page.locator("#count")).to_have_text(f"{every} places")
    page.locator("select[name=state]").select_option("flagged")
    some = page.evaluate("fitting.length")
    assert 0 < some < every and page.evaluate("fitting.every(p => p.findings.some(f => f.state === 'flagged'))")
    page.locator("select[name=rule]").select_option("stray-period-after-sentence")
    assert page.locator("#nothing").is_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#count")).to_have_text(f"{every} places")
    page.locator("select[name=order]").select_option("surest")
    first, last = page.evaluate("[sureness(fitting[0]), sureness(fitting[fitting.length - 1])]")
    assert first > last


def test_keys_go_from_place_to_place(page: Page) -> None:
    first = page.evaluate("current.number")
    page.keyboard.press("j")
    assert page.evaluate("current.number") == first + 1
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("k")
    assert page.evaluate("current.number") == first


def test_it_begins_with_the_text_that_is_damaged_most(page: Page) -> None:
    damage = page.evaluate("order.map(f => files[f].damage)")
    assert damage == sorted(damage, reverse=True) and page.evaluate("shownFile === files[order[0]]")
    assert not page.locator("#about .tables").is_visible()
    assert page.locator("#list button").count() == page.evaluate("files.length")
    if page.evaluate("innerWidth") < 900:
        page.locator("#files summary").click()
    page.locator("#list button").nth(1).click()
    assert page.evaluate("shownFile === files[order[1]]") and page.evaluate("current.file === shownFile")


def test_changes_are_shown(page: Page) -> None:
    assert page.locator("del.proposed").count() > 3 and page.locator("ins.proposed").count() > 3


def test_it_can_be_read_in_the_dark(browser: Browser, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 26)"
    page.close()
