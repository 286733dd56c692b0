"""What the page draws is what ``apply`` writes, however decisions want the same place."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from cleantext.core.edit import apply_edits
from cleantext.engine import Level
from cleantext.report import html
from cleantext.report.build import file_report
from cleantext.report.model import AppliedEdit, FileReport, Report, ReportedEdit, ReportedFinding, ReportedFix
from cleantext.review.decisions import Decision
from cleantext.review.resolution import edits_of, resolve
from tests.cli.running import run
from tests.test_engine import examined

WORDS = ["one", "two,", "thr𝒸ee", "four.", "é\u0301", "six", "\n", "seven"]
DAMAGED = [
    "The river rose",
    " .",
    ". ",
    "..",
    ",,",
    " ,",
    "\r\n",
    "🙂",
    "“we stay",
    "”",
    " said",
    " the the end",
    " in .",
    "(a",
]

DRAWN = """decisions => {
  decisions.forEach(take);
  return files.map(file => ({
    path: file.path,
    copy: applied(file.text, 0, file.text.length, outcome(file).carried),
    drawn: applied(file.text, 0, file.text.length, marks(file).filter(mark => mark.kind !== "proposed")),
    left: [...outcome(file).left.keys()].filter(finding => finding.state !== "free").map(finding => finding.id).sort(),
  }));
}"""


def crowded(chance: random.Random, path: str) -> tuple[FileReport, str]:
    """A made-up report whose findings get in each other's way; applied edits may belong to several findings."""
    source = " ".join(chance.choice(WORDS) for _ in range(12))
    cuts = sorted(chance.sample(range(len(source)), 6))
    names = [f"f{number}" for number in range(7)]
    places: dict[str, list[tuple[int, int, str]]] = {name: [] for name in names}
    applied = []
    for start, end in zip(cuts[:4:2], cuts[1:5:2], strict=True):
        owners = chance.sample(names[:3], chance.choice([1, 1, 2]))
        replacement = chance.choice(["", "X", "Y Z"])
        applied.append(AppliedEdit(start=start, end=end, replacement=replacement, findings=tuple(sorted(owners))))
        for owner in owners:
            places[owner].append((start, end, replacement))
    for name in names[3:]:
        start = chance.randrange(len(source))
        places[name] = [(start, min(len(source), start + chance.randrange(9)), chance.choice(["", "P", "Q R"]))]
    findings = []
    for name, edits in places.items():
        if not edits:
            continue
        fixed = name != "f6"
        start, end = min(e[0] for e in edits), max(e[1] for e in edits)
        findings.append(
            ReportedFinding(
                id=name, rule="r", pack="p", severity="error", start=start, end=end, line=1, column=1,
                text=source[start:end], message="m", why="w", alternatives=(), confidence=1, source="rule",
                fix=ReportedFix("suggested", tuple(ReportedEdit(*e) for e in edits)) if fixed else None,
                state="applied" if name < "f3" else "proposed" if fixed else "flagged",
            )
        )  # fmt: skip
    return reported(path, source, tuple(findings), tuple(applied)), source


def reported(
    path: str, source: str, findings: tuple[ReportedFinding, ...], applied: tuple[AppliedEdit, ...]
) -> FileReport:
    return FileReport(
        path=path, output=None, format="text", encoding="utf-8", sha256="0" * 64, sentences=1, findings=findings,
        applied=applied, error=None,
    )  # fmt: skip


def damaged(chance: random.Random, path: str) -> tuple[FileReport, str]:
    source = "".join(chance.choice(DAMAGED) for _ in range(14))
    return file_report(path, examined(source, chance.choice(list(Level))), None), source


def decisions(chance: random.Random, file: FileReport, source: str) -> list[Decision]:
    made = []
    for finding in chance.sample(file.findings, chance.randint(0, len(file.findings))):
        name = chance.choice(["accept", "reject", "edit"])
        own: dict[str, object] = {}
        if name == "edit":
            own = {"text": chance.choice(["", "mine", "my own words\nhere"])}
            if chance.random() < 0.7:
                start = chance.randint(max(0, finding.start - 9), finding.start)
                end = chance.randint(finding.start, len(source))
                own |= {"old": source[start:end], "offset": start - finding.start}
        made.append(Decision(path=file.path, finding=finding.id, decision=name, **own))  # type: ignore[arg-type]
    for _ in range(chance.choice([0, 0, 1, 2])):
        start, end = sorted(chance.choices(range(len(source) + 1), k=2))
        old, text = source[start:end], chance.choice(["", "free", "free 🙂\nedit"])
        made.append(Decision(path=file.path, decision="edit", start=start, end=end, old=old, text=text))
    return made


@pytest.mark.parametrize("kind", [crowded, damaged])
def test_what_is_drawn_is_what_apply_writes(tmp_path: Path, browser: Browser, kind: type) -> None:
    chance = random.Random(7)
    made = [kind(chance, f"{number:04}.txt") for number in range(300)]
    decided = [decisions(chance, file, source) for file, source in made]
    report = Report(cleantext="0", level="safe", checkers={}, rules="", files=tuple(file for file, _ in made))
    (tmp_path / "r.html").write_bytes(html.render(report, {file.path: source for file, source in made}).encode())
    page = browser.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    drawn = page.evaluate(DRAWN, [msgspec.to_builtins(decision) for each in decided for decision in each])
    page.close()
    assert sum(len(shown["left"]) for shown in drawn) > 5
    for (file, source), each, shown in zip(made, decided, drawn, strict=True):
        done = resolve(file, source, {d.about[1]: d for d in each})
        copy = apply_edits(source, edits_of(done.report))
        assert (shown["copy"], shown["drawn"]) == (copy, copy), (source, each, shown)
        said = "\n".join(remark for remark in done.remarks if "again" not in remark and "has no fix" not in remark)
        assert shown["left"] == sorted(f.id for f in file.findings if f" ({f.id}) " in said and named(f, said))


def named(finding: ReportedFinding, said: str) -> bool:
    """Whether a remark is about the finding, not only names it as what stood in the way."""
    return any(
        line.startswith(f"{finding.line}:{finding.column} {finding.rule} ({finding.id})") for line in said.splitlines()
    )


def test_headings_cells_and_what_is_beside_messages(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "a.html").write_text("<h1>The bridge</h1><ul><li>One plank<li>Two planks</ul><table><td>Three</table>")
    (tmp_path / "b.po").write_text('msgid "Ovi <b>auki</b>"\nmsgstr "The door is is open"\n')
    (tmp_path / "c.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nThe hall is is shut.\n")
    run("clean", tmp_path, "-o", tmp_path / "out", "-q", "--report", tmp_path / "r.html")
    page = browser.new_page()
    page.goto((tmp_path / "r.html").as_uri())
    shown: dict[str, list[str]] = {}
    for name in ("a.html", "b.po", "c.srt"):
        page.locator("#list button", has_text=name).click()
        rows = page.locator(".row").evaluate_all("all => all.map(row => `${row.className}: ${row.innerText.trim()}`)")
        shown[name] = [row for row in rows if not row.endswith(": ")]
    assert shown["a.html"] == [
        "row calm heading: The bridge", "row calm item: One plank", "row calm item: Two planks", "row calm cell: Three"
    ]  # fmt: skip
    assert "Ovi <b>auki</b>\n" in shown["b.po"][0] and "00:00:01,000\n" in shown["c.srt"][0]
    page.close()
