"""How fast a large report opens in headless Chromium, and how large it is.

    python tests/benchmarks/report.py [--files 2000] [--findings 10000] [--words 600]

Prints the size of the page, and the time until it shows its findings and until a key has moved to the next one,
each also as a ratio to the same for a page of one file in the same run.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path, PurePath

from playwright.sync_api import Browser, sync_playwright

from cleantext.checkers.rules import RuleChecker
from cleantext.core.document import Document
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.report import html
from cleantext.report.build import file_report
from cleantext.report.model import FileReport, Report
from cleantext.rulebook.compile import compile_rules
from cleantext.rulebook.load import load_shipped

WHO = ["The council", "A farmer", "The museum", "Her brother", "The harbour master", "A teacher", "The engineer"]
DID = ["opened", "described", "repaired", "visited", "photographed", "measured", "sold", "painted", "praised"]
WHAT = ["the old bridge", "a long wall", "the northern field", "a wooden boat", "the village hall", "a narrow road"]
WHEN = ["in the spring", "last year", "before the storm", "on Monday", "after the war", "with great care"]
DAMAGE = [" . .", " ,,", " the the river", " said said", " in ."]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=600, help="words in each file")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        small = measure(Path(place, "small.html"), 1, 5, given.words, browser, given.repeat)
        large = measure(Path(place, "large.html"), given.files, given.findings, given.words, browser, given.repeat)
        for name, one, many in zip(("opens", "next finding", "decision"), small, large, strict=True):
            print(f"{name:13}{many:8.3f} s   {many / one:6.1f} times a page of one file")
        browser.close()


def measure(path: Path, files: int, findings: int, words: int, browser: Browser, repeat: int) -> list[float]:
    """Seconds until the page is there, until `j` was followed, and until `r` was; medians."""
    report, sources = synthetic(files, findings, words)
    started = time.perf_counter()
    path.write_text(html.render(report, sources), "utf-8")
    found = sum(len(file.findings) for file in report.files)
    print(f"{files} files, {found} findings: {path.stat().st_size / 1e6:.1f} MB, "
          f"rendered in {time.perf_counter() - started:.1f} s")  # fmt: skip
    times: list[list[float]] = [[], [], []]
    for _ in range(repeat):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        started = time.perf_counter()
        page.goto(path.as_uri())
        page.locator("#card").first.wait_for()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        times[0].append(time.perf_counter() - started)
        for i, key in enumerate("jr", 1):
            started = time.perf_counter()
            page.keyboard.press(key)
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            times[i].append(time.perf_counter() - started)
        page.close()
    return [statistics.median(each) for each in times]


def synthetic(files: int, findings: int, words: int) -> tuple[Report, dict[str, str]]:
    """A report over made-up files: ``findings`` in all, spread evenly. The rules run on one in twenty of the files."""
    chance = random.Random(1)
    checkers = [RuleChecker(compile_rules(load_shipped()))]
    reports: list[FileReport] = []
    sources: dict[str, str] = {}
    variants = [_text(chance, findings / files, words) for _ in range(max(1, files // 20))]
    examined = []
    for text in variants:
        document = Document(PurePath("t.txt"), "text", text, text.encode(), "utf-8", segment)
        examined.append(examine(document, checkers, Level.SAFE))
    for number in range(files):
        path = f"articles/{number // 100:03}/article-{number:05}.txt"
        examination = examined[number % len(examined)]
        reports.append(file_report(path, examination, None))
        sources[path] = examination.document.text
    report = Report(cleantext="0", level="safe", checkers={}, rules="", files=tuple(reports))
    return report, sources


def _text(chance: random.Random, damage: float, words: int) -> str:
    number = words // 10
    places = {chance.randrange(number) for _ in range(round(damage))}
    sentences = []
    for i in range(number):
        sentence = " ".join(chance.choice(parts) for parts in (WHO, DID, WHAT, WHEN))
        sentences.append(sentence + (chance.choice(DAMAGE) if i in places else "") + ".")
    return "\n\n".join(" ".join(sentences[i : i + 5]) for i in range(0, len(sentences), 5)) + "\n"


if __name__ == "__main__":
    main()
