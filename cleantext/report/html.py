"""The report as one page: self-contained, no network, works from disk. Everything from a document is escaped.

The page is a workbench: it shows each file as prose with what was changed, proposed and flagged in place, and
takes a decision about each. Here stands the frame; ``overview`` is its head, ``script`` brings it to life, and
``workbench`` is what the script knows of the report.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from cleantext.report import overview, script, workbench
from cleantext.report.json import in_order
from cleantext.report.model import Report, Sources
from cleantext.report.overview import text_of
from cleantext.report.tally import count, tally_report

STATES = {"applied": "changed", "proposed": "proposed", "flagged": "needs a human", "rejected": "rejected before"}
DECIDED = {"open": "open", "accept": "accepted", "reject": "rejected", "edit": "own wording"}
VIEWS = {"notes": "all notes", "reading": "reading", "side": "side by side", "changes": "only changes"}


def render(report: Report, sources: Sources, *, served: bool = False) -> str:
    """The page. Files whose source is not in ``sources`` are listed in the overview only.

    ``served`` makes the page save its decisions with the server it comes from, instead of in the browser.
    """
    report = in_order(report)
    style, code = _asset("style.css"), script.render()
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(code)}'"
    policy += "; base-uri 'none'; form-action 'none'" + ("; connect-src 'self'" if served else "")
    return "".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="referrer" content="no-referrer">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>cleantext report</title>\n',
            f"<style>{style}</style>\n</head>\n<body{' data-served' if served else ''}>\n",
            '<a class="skip" href="#files">Skip to the findings</a>\n',
            overview.render(report, sources),
            *_tools(report),
            '<main id="files" aria-label="Files" tabindex="-1">\n',
            '<noscript><p class="banner">The findings are shown by this page’s script, which does not run here. '
            "report.json holds all of them.</p></noscript>\n",
            '<div id="shown"></div>\n<p id="nothing" hidden>No finding matches these filters.</p>\n',
            '<nav id="pager" aria-label="Pages of findings" hidden></nav>\n</main>\n',
            _asset("help.html"),
            f'<script type="application/json" id="content">{workbench.render(report, sources)}</script>\n',
            f"<script>{code}</script>\n</body>\n</html>\n",
        )
    )


def _asset(name: str) -> str:
    return files("cleantext.report").joinpath("page", name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _tools(report: Report) -> Iterator[str]:
    findings = [f for file in report.files for f in file.findings]
    total = tally_report(report).open
    yield '<section id="tools" aria-label="Deciding">\n<div class="bar">'
    yield '<progress id="progress" aria-label="Decided" value="0" '
    yield f'max="{max(total, 1)}"></progress> <output id="done">0 of {total:,} decided</output>\n'
    yield '<button type="button" id="next">Next open</button>\n'
    yield '<button type="button" id="export">Export decisions</button>\n'
    yield '<label class="button">Import decisions<input type="file" id="import" accept=".json" class="sr"></label>\n'
    yield '<button type="button" id="finish" hidden>Finish: write the copies</button>\n'
    yield '<button type="button" id="keys">Help</button>\n<p id="said" role="status"></p></div>\n'
    yield '<form id="filters" aria-label="View and filters">\n'
    views = "".join(f'<option value="{name}">{shown}</option>' for name, shown in VIEWS.items())
    yield f'<label>View <select name="view" autocomplete="off">{views}</select></label>\n'
    yield '<label>Find <input type="search" name="words" autocomplete="off"></label>\n'
    yield _choice("file", "File", [(str(i), file.path) for i, file in enumerate(report.files)])
    yield _choice("rule", "Rule", [(rule, rule) for rule in sorted({f.rule for f in findings})])
    yield _choice("severity", "Severity", [(s, s) for s in ("error", "warning", "info")])
    yield _choice("state", "State", list(STATES.items()))
    yield _choice("decision", "Decision", list(DECIDED.items()))
    yield f'<output id="count">{count(len(findings), "finding")}</output>\n</form>\n</section>\n'


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'<option value="{text_of(value)}">{text_of(shown)}</option>' for value, shown in options)
    every = '<option value="">all</option>'
    return f'<label>{label} <select name="{name}" autocomplete="off">{every}{rows}</select></label>\n'
