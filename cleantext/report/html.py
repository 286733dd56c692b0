"""The report as one page: self-contained, no network, works from disk. Everything from a document is escaped.

The page is a workbench: it shows each file as prose with what was changed, proposed and flagged in place, and
takes a decision about each. Here stands the frame; what the page's script fills it with comes from ``workbench``.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from cleantext.report import workbench
from cleantext.report.json import in_order
from cleantext.report.model import Report, ReportedFinding, Sources
from cleantext.report.tally import count, failed, tally, tally_report
from cleantext.report.visible import crop, visible

STATES = {"applied": "changed", "proposed": "proposed", "flagged": "needs a human"}
DECIDED = {"open": "open", "accept": "accepted", "reject": "rejected", "edit": "own wording"}
SHOWN_RULES = 8  # the rest of the rules is folded away
EXAMPLE = 60  # characters of a rule's example


def render(report: Report, sources: Sources, *, served: bool = False) -> str:
    """The page. Files whose source is not in ``sources`` are listed in the overview only.

    ``served`` makes the page save its decisions with the server it comes from, instead of in the browser.
    """
    report = in_order(report)
    style, script = _asset("style.css"), _asset("script.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    policy += "; base-uri 'none'; form-action 'none'" + ("; connect-src 'self'" if served else "")
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="referrer" content="no-referrer">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>cleantext report</title>\n',
            f"<style>{style}</style>\n</head>\n<body{' data-served' if served else ''}>\n",
            '<a class="skip" href="#files">Skip to the findings</a>\n',
            *_overview(report),
            *_tools(report),
            '<main id="files" aria-label="Files" tabindex="-1">\n',
            '<noscript><p class="banner">The findings are shown by this page’s script, which does not run here. '
            "report.json holds all of them.</p></noscript>\n",
            '<div id="shown"></div>\n<p id="nothing" hidden>No finding matches these filters.</p>\n',
            '<nav id="pager" aria-label="Pages of findings" hidden></nav>\n</main>\n',
            _asset("help.html"),
            f'<script type="application/json" id="content">{workbench.render(report, sources)}</script>\n',
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
    yield '<div class="tables"><section><h2>Files</h2><table class="files"><thead><tr>'
    yield "<th>File<th>Changed<th>Proposed<th>To look at<th>Open</thead><tbody>\n"
    for i, file in enumerate(report.files):
        here = tally(file.findings).states
        yield (
            f'<tr><td><a href="#file-{i}"><bdi>{_text(file.path)}</bdi></a>'
            f"<td>{here['applied']}<td>{here['proposed']}<td>{here['flagged']}"
            f'<td data-open="{i}">{here["proposed"] + here["flagged"]}\n'
        )
    yield "</tbody></table></section><section><h2>Findings by rule</h2>"
    rows = _by_rule(report)
    yield _rule_table(rows[:SHOWN_RULES])
    if rest := rows[SHOWN_RULES:]:
        yield f"<details><summary>{count(len(rest), 'more rule')}</summary>{_rule_table(rest)}</details>"
    yield "</section></div>\n"
    checkers = ", ".join(f"{name} {version or '(did not run)'}" for name, version in sorted(report.checkers.items()))
    yield f'<p class="fine">cleantext {_text(report.cleantext)}, level {report.level}, rules {_text(report.rules)}; '
    yield f"{_text(checkers)}.</p>\n</header>\n"


def _by_rule(report: Report) -> list[list[ReportedFinding]]:
    """The findings of each rule, the most frequent rule first."""
    rules: dict[str, list[ReportedFinding]] = {}
    for file in report.files:
        for finding in file.findings:
            rules.setdefault(finding.rule, []).append(finding)
    return sorted(rules.values(), key=len, reverse=True)


def _rule_table(rows: Sequence[Sequence[ReportedFinding]]) -> str:
    body = "".join(_rule_row(row) for row in rows)
    return f"<table><thead><tr><th>Rule<th>Findings<th>To accept</thead><tbody>{body}</tbody></table>"


def _rule_row(findings: Sequence[ReportedFinding]) -> str:
    rule = _text(findings[0].rule)
    example = f'<span class="fine">{_text(crop(findings[0].message, EXAMPLE))}</span>'
    proposed = sum(finding.state == "proposed" for finding in findings)
    button = f'<button type="button" data-accept-rule="{rule}">accept all<span class="sr"> of {rule}</span></button>'
    return f"<tr><td>{rule}<br>{example}<td>{len(findings)}<td>{button if proposed else ''}\n"


def _tools(report: Report) -> Iterator[str]:
    findings = [f for file in report.files for f in file.findings]
    waiting = Counter(f.state for f in findings)
    total = waiting["proposed"] + waiting["flagged"]
    yield '<section id="tools" aria-label="Deciding">\n<div class="bar">'
    yield '<progress id="progress" aria-label="Decided" value="0" '
    yield f'max="{max(total, 1)}"></progress> <output id="done">0 of {total:,} decided</output>\n'
    yield '<button type="button" id="next">Next open</button>\n'
    yield '<button type="button" id="export">Export decisions</button>\n'
    yield '<label class="button">Import decisions<input type="file" id="import" accept=".json" class="sr"></label>\n'
    yield '<button type="button" id="finish" hidden>Finish: write the copies</button>\n'
    yield '<button type="button" id="keys">Help</button></div>\n'
    yield '<form id="filters" aria-label="Filter findings">\n'
    yield '<label>Find <input type="search" name="words" autocomplete="off"></label>\n'
    yield _choice("file", "File", [(str(i), file.path) for i, file in enumerate(report.files)])
    yield _choice("rule", "Rule", [(rule, rule) for rule in sorted({f.rule for f in findings})])
    yield _choice("severity", "Severity", [(s, s) for s in ("error", "warning", "info")])
    yield _choice("state", "State", list(STATES.items()))
    yield _choice("decision", "Decision", list(DECIDED.items()))
    yield '<label class="tick"><input type="checkbox" id="only"> only changes</label>\n'
    yield f'<output id="count">{count(len(findings), "finding")}</output>\n</form>\n'
    yield '<p id="said" role="status"></p>\n</section>\n'


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'<option value="{_text(value)}">{_text(shown)}</option>' for value, shown in options)
    return f'<label>{label} <select name="{name}"><option value="">all</option>{rows}</select></label>\n'
