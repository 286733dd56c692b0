"""The report in a real browser: what a reader sees, at 1280 and 360 pixels, and what a hostile document can do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.cli.test_commands import SEEDS, run

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
    assert page.title() == "cleantext report"
    assert page.locator("main img, main script, .prose b").count() == 0
    assert "&lt;script&gt;" in page.content()
    assert "\u202e" not in page.content()


def test_filters_narrow_what_is_shown(page: Page) -> None:
    every = page.locator(".note:visible").count()
    assert page.locator("#count").inner_text() == f"{every} findings"
    page.locator("select[name=state]").select_option("flagged")
    some = page.locator(".note:visible").count()
    assert 0 < some < every
    assert page.locator(".note.applied:visible").count() == 0
    page.locator("select[name=rule]").select_option("stray-period-after-sentence")
    assert page.locator("#nothing").is_visible()


def test_keys_go_from_finding_to_finding(page: Page) -> None:
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == first


def test_every_finding_has_its_note_and_changes_are_shown(page: Page) -> None:
    removed, written = page.locator("del.applied"), page.locator("ins.applied")
    assert removed.count() > 5 and written.count() > 5
    assert page.locator(".note").count() == page.locator(".file .note").count() > 60


def test_it_can_be_read_in_the_dark(browser: Browser, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 26)"
    page.close()
