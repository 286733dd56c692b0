"""The report as one page: self-contained, no network, works from disk. Everything from a document is escaped.

The page is a workbench: it shows each file as prose with what was changed, proposed and flagged in place, and
takes a decision about each. Here stands the frame; ``overview`` is its head, ``script`` brings it to life, and
``workbench`` is what the script knows of the report.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from urllib.parse import quote

import msgspec

from cleantext.report import overview, script, workbench
from cleantext.report.json import in_order
from cleantext.report.model import Report, Sources
from cleantext.report.overview import text_of
from cleantext.report.tally import count, tally_report

LIMIT = 30_000_000
"""Characters of a page; what is longer opens slowly and is split."""

_ROW = 500  # characters that a file takes in the overview and the filters, its path aside

STATES = {
    "applied": "changed", "proposed": "proposed", "flagged": "needs a human", "rejected": "rejected before",
    "suppressed": "suppressed",
}  # fmt: skip
DECIDED = {"open": "open", "accept": "accepted", "reject": "rejected", "edit": "own wording"}
VIEWS = {"notes": "all notes", "reading": "reading", "side": "side by side", "changes": "only changes"}


def render(report: Report, sources: Sources, *, served: bool = False) -> str:
    """The page. Files whose source is not in ``sources`` are listed in the overview only.

    ``served`` makes the page save its decisions with the server it comes from, instead of in the browser.
    """
    return _page(in_order(report), sources, workbench.content(report, sources).render(), served=served)


def pages(report: Report, sources: Sources, name: str, limit: int = LIMIT) -> Iterator[tuple[str, str]]:
    """The page and, where that is longer than ``limit`` characters, an index in its place and pages of some files each.

    Gives file names and their content, the index last. A file that is too long by itself has a page of its own.
    """
    report = in_order(report)
    content = workbench.content(report, sources)
    whole = _page(report, sources, content.render())
    if len(whole) <= limit or len(report.files) < 2:
        yield name, whole
        return
    ends = list(_ends(report, content, limit))
    stem = name.removesuffix(".html")
    links: dict[str, str] = {}
    for number, (first, last) in enumerate(pairwise([0, *ends]), 1):
        part = msgspec.structs.replace(report, files=report.files[first:last])
        target = f"{stem}-{number:0{len(str(len(ends)))}}.html"
        links |= {file.path: quote(target) for file in part.files}
        above = (
            f'<p class="fine">Part {number} of {len(ends)}. <a href="{quote(name)}">All files</a>. '
            "Decisions in all parts are exported together.</p>\n"
        )
        yield target, _page(part, sources, content.render(first, last, part=True), above=above)
    yield name, _index(report, sources, links)


def _ends(report: Report, content: workbench.Content, limit: int) -> Iterator[int]:
    """Where each part ends, so that every page stays below ``limit`` with some room for its frame."""
    room = limit - limit // 10 - len(content.strings) - len(script.render()) - len(_asset("style.css"))
    used = 0
    for number, (file, text) in enumerate(zip(report.files, content.files, strict=True)):
        size = len(text) + _ROW + 2 * len(file.path)
        if used and used + size > room:
            yield number
            used = 0
        used += size
    yield len(report.files)


def _page(report: Report, sources: Sources, content: str, *, served: bool = False, above: str = "") -> str:
    code = script.render()
    return "".join(
        (
            *_head(f"script-src '{_digest(code)}'" + ("; connect-src 'self'" if served else "")),
            f"<body{' data-served' if served else ''}>\n",
            '<a class="skip" href="#files">Skip to the findings</a>\n',
            overview.render(report, sources, above=above),
            *_tools(report),
            '<main id="files" aria-label="Files" tabindex="-1">\n',
            '<noscript><p class="banner">The findings are shown by this page’s script, which does not run here. '
            "report.json holds all of them.</p></noscript>\n",
            '<div id="shown"></div>\n<p id="nothing" hidden>No finding matches these filters.</p>\n',
            '<nav id="pager" aria-label="Pages of findings" hidden></nav>\n</main>\n',
            _asset("help.html"),
            f'<script type="application/json" id="content">{content}</script>\n',
            f"<script>{code}</script>\n</body>\n</html>\n",
        )
    )


def _index(report: Report, sources: Sources, links: Mapping[str, str]) -> str:
    return "".join(
        (*_head("script-src 'none'"), "<body>\n", overview.render(report, sources, links=links), "</body>\n</html>\n")
    )


def _head(policy: str) -> Iterator[str]:
    style = _asset("style.css")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; {policy}; base-uri 'none'; form-action 'none'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>cleantext report</title>\n'
    yield f"<style>{style}</style>\n</head>\n"


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
    yield '<button type="button" id="keys">Help</button>\n<p id="said" role="status"></p>\n'
    yield f'<output id="count">{count(len(findings), "finding")}</output></div>\n'
    yield '<form id="filters" aria-label="View and filters">\n'
    views = "".join(f'<option value="{name}">{shown}</option>' for name, shown in VIEWS.items())
    yield f'<label>View <select name="view" autocomplete="off">{views}</select></label>\n'
    yield '<label>Find <input type="search" name="words" autocomplete="off"></label>\n'
    yield _choice("file", "File", [(str(i), file.path) for i, file in enumerate(report.files)])
    yield _choice("rule", "Rule", [(rule, rule) for rule in sorted({f.rule for f in findings})])
    yield _choice("severity", "Severity", [(s, s) for s in ("error", "warning", "info")])
    yield _choice("state", "State", list(STATES.items()))
    yield _choice("decision", "Decision", list(DECIDED.items()))
    yield "</form>\n</section>\n"


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'<option value="{text_of(value)}">{text_of(shown)}</option>' for value, shown in options)
    every = '<option value="">all</option>'
    return f'<label>{label} <select name="{name}" autocomplete="off">{every}{rows}</select></label>\n'
