"""A page of Markdown for a pull request or a chat: how much was found, where, by which rules, and what is open.

Whatever comes from a document is in code spans, where neither Markdown nor ``@`` and ``#`` mean anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from cleantext.report.json import in_order
from cleantext.report.model import FileReport, Report, ReportedFinding, Sources
from cleantext.report.tally import Tally, count, failed, tally, tally_report
from cleantext.report.visible import crop, visible
from cleantext.report.words import in_words

FILES, RULES, PLACES = 15, 15, 20  # rows of each table; one page holds no more
_WIDTH = 80  # characters of a document in a cell


def render(report: Report, sources: Sources) -> str:
    """The summary. What does not fit on the page is counted."""
    return "\n".join(_lines(in_order(report), sources)) + "\n"


def _lines(report: Report, sources: Sources) -> Iterator[str]:
    totals = tally_report(report)
    yield "## cleantext"
    yield ""
    yield (
        f"{count(len(report.files), 'file')} read: **{count(totals.states['applied'], 'place')}** changed, "
        f"**{count(totals.states['proposed'], 'change')}** proposed, "
        f"**{count(totals.states['flagged'], 'place')}** to look at."
    )
    for note in report.notes:
        yield f"\n> {_code(note, 400)}"
    for file in failed(report):
        yield f"\n> {_code(file.path)}: {_code(file.error or '', 400)}"
    if totals.findings:
        yield from _table(("File", "Changed", "Proposed", "To look at"), _file_rows(report), FILES, "file")
        yield from _table(("Rule", "Findings", "Example"), _rule_rows(report, sources), RULES, "rule")
        yield from _places(report, sources)
    checkers = ", ".join(f"{name} {version or '(did not run)'}" for name, version in sorted(report.checkers.items()))
    yield f"\n<sub>cleantext {report.cleantext}, level {report.level}; {checkers}</sub>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], most: int, noun: str) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(head)} |"
    yield (
        "|"
        + "|".join(" --- " if name in ("File", "Rule", "Example", "Place", "What") else " ---: " for name in head)
        + "|"
    )
    for row in rows[:most]:
        yield f"| {' | '.join(row)} |"
    if len(rows) > most:
        yield f"\n… and {count(len(rows) - most, f'more {noun}')}."


def _file_rows(report: Report) -> list[list[str]]:
    rows: list[tuple[FileReport, Tally]] = [(file, tally(file.findings)) for file in report.files if file.findings]
    rows.sort(key=lambda row: -row[1].open)
    return [
        [_code(file.path), *(str(found.states[state]) for state in ("applied", "proposed", "flagged"))]
        for file, found in rows
    ]  # fmt: skip


def _rule_rows(report: Report, sources: Sources) -> list[list[str]]:
    rules: dict[str, list[tuple[FileReport, ReportedFinding]]] = {}
    for file in report.files:
        for finding in file.findings:
            rules.setdefault(finding.rule, []).append((file, finding))
    ordered = sorted(rules.items(), key=lambda rule: -len(rule[1]))
    telling = [next((row for row in found if row[1].fix), found[0]) for _, found in ordered]
    return [
        [_code(rule), str(len(found)), _what(*best, sources)]
        for (rule, found), best in zip(ordered, telling, strict=True)
    ]


def _places(report: Report, sources: Sources) -> Iterator[str]:
    """What waits for a decision, folded away where Markdown can do that."""
    waiting = [
        (file, finding)
        for file in report.files
        for finding in file.findings
        if finding.state in ("proposed", "flagged") and finding.severity != "info"
    ]  # fmt: skip
    if not waiting:
        return
    yield f"\n<details><summary>{count(len(waiting), 'place')} to decide</summary>"
    rows = [[_code(f"{file.path}:{f.line}:{f.column}"), _what(file, f, sources)] for file, f in waiting[:PLACES]]
    yield from _table(("Place", "What"), rows, PLACES, "place")
    if len(waiting) > PLACES:
        yield f"\n… and {count(len(waiting) - PLACES, 'more place')}."
    yield "\n</details>"


def _what(file: FileReport, finding: ReportedFinding, sources: Sources) -> str:
    source = sources.get(file.path)
    if finding.fix and source is not None:
        return f"{_code(finding.message)}: {_code(in_words(source, [edit.edit for edit in finding.fix.edits]))}"
    return f"{_code(finding.message)}: {_code(finding.text)}" if finding.text.strip() else _code(finding.message)


def _code(text: str, width: int = _WIDTH) -> str:
    """A code span that holds ``text`` in a table's cell, whatever that is."""
    shown = crop(visible(text), width).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in regex.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown or ' '}{pad}{fence}"
