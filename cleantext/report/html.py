"""The report as one page: self-contained, no network, works from disk. Everything from a document is escaped.

The page shows each file as prose with what was changed, proposed and flagged in place, and the reason beside
it. Changes are widened to whole words, so that a reader sees words and not letters come and go.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

import regex

from cleantext.report.model import FileReport, Report, ReportedEdit, ReportedFinding, Sources
from cleantext.report.tally import count, failed, tally, tally_report
from cleantext.report.visible import visible

STATES = {"applied": "changed", "proposed": "proposed", "flagged": "needs a human"}
_LINE = regex.compile(r"\r\n|\r|\n")
SHOWN_RULES = 8  # the rest of the rules is folded away
MARGIN = 10_000  # characters of a paragraph that are shown around a finding when the paragraph is longer


def render(report: Report, sources: Sources) -> str:
    """The page. Files whose source is not in ``sources`` are listed with their findings only."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>cleantext report</title>\n',
            f"<style>{style}</style>\n</head>\n<body>\n",
            *_overview(report),
            *_filters(report),
            '<main id="files" aria-label="Files">\n',
            *(_file(i, file, sources.get(file.path)) for i, file in enumerate(report.files)),
            '<p id="nothing" hidden>No finding matches these filters.</p>\n</main>\n',
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _asset(name: str) -> str:
    return files("cleantext.report").joinpath("page", name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(text: str) -> str:
    """Text of a document: controls and bidirectional marks spelled out, markup escaped."""
    return escape(visible(text))


def _lines(text: str) -> str:
    """Text of several lines, which stay lines."""
    return "\n".join(_text(line) for line in _LINE.split(text))


def _overview(report: Report) -> Iterator[str]:
    totals = tally_report(report)
    states = totals.states
    yield "<header>\n<h1>cleantext report</h1>\n"
    yield (
        f'<p class="lead">{count(len(report.files), "file")} read. '
        f"<strong>{count(states['applied'], 'place')}</strong> changed in the reviewed copies; "
        f"<strong>{count(states['proposed'], 'change')}</strong> proposed for you to decide; "
        f"<strong>{count(states['flagged'], 'place')}</strong> only a person can mend.</p>\n"
    )
    yield (
        '<p class="key">In the text, <del class="applied">words struck out</del> went, '
        '<ins class="applied">words underlined</ins> came; a <span class="sample proposed">dashed frame</span> marks '
        'a proposal that was not carried out, a <span class="sample flagged">wavy line</span> a place to look at.</p>\n'
    )
    for note in report.notes:
        yield f'<p class="banner" role="note">{_text(note)}</p>\n'
    for file in failed(report):
        yield f'<p class="banner" role="note"><b><bdi>{_text(file.path)}</bdi></b>: {_text(file.error or "")}</p>\n'
    yield '<div class="tables"><section><h2>Files</h2><table><thead><tr><th>File<th>Changed<th>Proposed<th>To look at'
    yield "</thead><tbody>\n"
    for i, file in enumerate(report.files):
        here = tally(file.findings).states
        yield (
            f'<tr><td><a href="#file-{i}"><bdi>{_text(file.path)}</bdi></a>'
            f"<td>{here['applied']}<td>{here['proposed']}<td>{here['flagged']}\n"
        )
    yield "</tbody></table></section><section><h2>Findings by rule</h2>"
    rows = Counter(f.rule for file in report.files for f in file.findings).most_common()
    yield _rule_table(rows[:SHOWN_RULES])
    if rest := rows[SHOWN_RULES:]:
        yield f"<details><summary>{count(len(rest), 'more rule')}</summary>{_rule_table(rest)}</details>"
    yield "</section></div>\n"
    checkers = ", ".join(f"{name} {version or '(did not run)'}" for name, version in sorted(report.checkers.items()))
    yield f'<p class="fine">cleantext {_text(report.cleantext)}, level {report.level}, rules {_text(report.rules)}; '
    yield f"{_text(checkers)}.</p>\n</header>\n"


def _rule_table(rows: Sequence[tuple[str, int]]) -> str:
    body = "".join(f"<tr><td>{_text(rule)}<td>{number}\n" for rule, number in rows)
    return f"<table><thead><tr><th>Rule<th>Findings</thead><tbody>{body}</tbody></table>"


def _filters(report: Report) -> Iterator[str]:
    findings = [f for file in report.files for f in file.findings]
    yield '<form id="filters" aria-label="Filter findings">\n'
    yield _choice("file", "File", [(str(i), file.path) for i, file in enumerate(report.files)])
    yield _choice("rule", "Rule", [(rule, rule) for rule in sorted({f.rule for f in findings})])
    yield _choice("severity", "Severity", [(s, s) for s in ("error", "warning", "info")])
    yield _choice("state", "State", list(STATES.items()))
    yield '<label class="tick"><input type="checkbox" id="only"> only changes</label>\n'
    yield f'<output id="count" aria-live="polite">{count(len(findings), "finding")}</output>\n</form>\n'


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'<option value="{_text(value)}">{_text(shown)}</option>' for value, shown in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{rows}</select></label>\n'


def _file(number: int, file: FileReport, source: str | None) -> str:
    shown = tally(file.findings).states
    facts = f"{shown['applied']} changed, {shown['proposed']} proposed, {shown['flagged']} to look at"
    head = f'<summary><h2><bdi>{_text(file.path)}</bdi></h2> <span class="fine">{facts}</span></summary>\n'
    body = "".join(_paragraphs(number, file, source)) if source is not None and file.error is None else ""
    if file.error is not None:
        body = f'<p class="banner">{_text(file.error)}</p>'
    return f'<details class="file" id="file-{number}" data-file="{number}" open>{head}{body}</details>\n'


def _paragraphs(number: int, file: FileReport, source: str) -> Iterator[str]:
    findings = sorted(file.findings, key=lambda f: (f.start, f.end))
    edits = _changes(file, source)
    spans = [(f.start, f.end) for f in findings] + [(e.start, e.end) for e, _ in edits]
    starts, edit_starts = [f.start for f in findings], [e.start for e, _ in edits]
    for start, end, stop in _stretches(source, spans):
        here = findings[bisect_left(starts, start) : bisect_left(starts, stop)]
        own = edits[bisect_left(edit_starts, start) : bisect_left(edit_starts, stop)]
        if source[start:end].strip() or here or own:
            yield _paragraph(number, source, start, end, here, own)


def _stretches(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and beginning of the next of each line of ``source``; lines that a span joins are one."""
    ends = [m.span() for m in _LINE.finditer(source)] + [(len(source), len(source) + 1)]
    ordered = sorted(spans)
    start = reach = at = 0
    for end, stop in ends:
        while at < len(ordered) and ordered[at][0] < stop:
            reach = max(reach, ordered[at][1])
            at += 1
        if reach < stop or stop > len(source):
            yield start, end, stop
            start = stop


def _paragraph(
    number: int,
    source: str,
    start: int,
    end: int,
    findings: Sequence[ReportedFinding],
    edits: Sequence[tuple[ReportedEdit, str]],
) -> str:
    calm = " calm" if not findings else ""
    notes = "".join(_note(number, f) for f in findings)
    aside = f'<aside class="notes">{notes}</aside>' if notes else ""
    text = _prose(source, start, max(end, max((e.end for e, _ in edits), default=end)), findings, edits)
    return f'<div class="row{calm}"><p class="prose" dir="auto">{text}</p>{aside}</div>\n'


def _prose(
    source: str, start: int, end: int, findings: Sequence[ReportedFinding], edits: Sequence[tuple[ReportedEdit, str]]
) -> str:
    """The text with its changes; a finding's marks are cut where a change begins, so that elements nest."""
    flags = [f for f in findings if f.state == "flagged" and f.end > f.start]
    cuts = sorted(
        {
            start,
            end,
            *(x for f in flags for x in (f.start, min(f.end, end))),
            *(x for e, _ in edits for x in (e.start, e.end)),
        }
    )
    anchors = {f.start: f for f in reversed(findings)}
    parts: list[str] = []
    insertions = {e.start: (e, state) for e, state in edits if e.start == e.end}
    spans = [(e, state) for e, state in edits if e.start < e.end]
    if len(cuts) == 1:
        cuts.append(cuts[0])
    for a, b in itertools.pairwise(cuts):
        if a in insertions:
            edit, state = insertions.pop(a)
            parts.append(f'<ins class="{state}">{_lines(edit.replacement)}</ins>')
        piece = (
            _lines(source[a:b])
            if b - a <= MARGIN
            else f"{_lines(source[a : a + MARGIN // 2])} […] {_lines(source[b - MARGIN // 2 : b])}"
        )
        change = next(((e, s) for e, s in spans if e.start <= a and b <= e.end), None)
        flagged = any(f.start <= a and b <= f.end for f in flags)
        if change and a < b:
            edit, state = change
            piece = f'<del class="{state}">{piece}</del>'
            if b == edit.end and edit.replacement:
                piece += f'<ins class="{state}">{_lines(edit.replacement)}</ins>'
        if flagged and piece:
            piece = f'<mark class="flagged">{piece}</mark>'
        if a in anchors:
            piece = f'<span class="spot" data-spot="{_text(anchors[a].id)}">{piece}</span>'
        parts.append(piece)
    for edit, state in insertions.values():
        parts.append(f'<ins class="{state}">{_lines(edit.replacement)}</ins>')
    return "".join(parts)


def _note(number: int, finding: ReportedFinding) -> str:
    fix = ""
    if finding.alternatives:
        options = ", ".join(
            f"“{_text('; '.join(e.replacement for e in a.edits)) or 'delete'}”" for a in finding.alternatives[:3]
        )
        fix = f'<p class="fine">Or: {options}</p>'
    sure = f", {finding.fix.applicability}" if finding.fix else ""
    return (
        f'<article class="note {finding.state}" id="f{number}-{_text(finding.id)}" tabindex="0" '
        f'data-rule="{_text(finding.rule)}" '
        f'data-severity="{finding.severity}" data-state="{finding.state}">'
        f'<p class="what"><b>{_text(finding.message)}</b></p><p class="why">{_text(finding.why)}</p>{fix}'
        f'<p class="fine">{STATES.get(finding.state, finding.state)}{sure} · {finding.severity} · '
        f"{_text(finding.rule)} · line {finding.line}:{finding.column}</p></article>"
    )


def _changes(file: FileReport, source: str) -> list[tuple[ReportedEdit, str]]:
    """Applied edits, and proposed ones that stand clear of them, in order, widened to whole words."""
    taken: list[tuple[ReportedEdit, str]] = []
    for applied in file.applied:
        taken.append((ReportedEdit(applied.start, applied.end, applied.replacement), "applied"))
    for finding in file.findings:
        if finding.state == "proposed" and finding.fix:
            new = finding.fix.edits
            if not any(e.start <= t.end and t.start <= e.end for e in new for t, _ in taken):
                taken += [(e, "proposed") for e in new]
    taken.sort(key=lambda pair: (pair[0].start, pair[0].end))
    widened: list[tuple[ReportedEdit, str]] = []
    for i, (edit, state) in enumerate(taken):
        low = widened[-1][0].end if widened else 0
        high = taken[i + 1][0].start if i + 1 < len(taken) else len(source)
        widened.append((_widened(edit, source, low, high), state))
    return widened


def _widened(edit: ReportedEdit, source: str, low: int, high: int) -> ReportedEdit:
    """Grown to the words that the edit cuts; an edit that begins or ends at white space cuts none there."""
    start, end = edit.start, edit.end
    cuts_left = start == end or not source[start].isspace()
    cuts_right = start == end or not source[end - 1].isspace()
    while cuts_left and start > low and not source[start - 1].isspace() and edit.start - start < 40:
        start -= 1
    while cuts_right and end < high and not source[end].isspace() and end - edit.end < 40:
        end += 1
    return ReportedEdit(start, end, source[start : edit.start] + edit.replacement + source[edit.end : end])
