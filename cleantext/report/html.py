"""The report as one page: self-contained, no network, works from disk. Everything from a document is escaped.

The page is a workbench: it shows each file as prose with what was changed, proposed and flagged in place, and
takes a decision about each. Here is the frame; ``overview`` tells about the whole run, ``script`` brings the page to
life, and ``workbench`` is what the script knows of the report.
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
from cleantext.report.model import Layouts, Report, Sources, no_layout
from cleantext.report.overview import text_of
from cleantext.report.places import places, waits

LIMIT = 30_000_000
"""Characters of a page; what is longer opens slowly and is split."""

_ROW = 500  # characters that a file takes in the overview and the filters, its path aside

STATES = {
    "applied": "changed", "proposed": "proposed", "flagged": "needs you", "rejected": "rejected before",
    "suppressed": "switched off",
}  # fmt: skip
DECIDED = {"open": "open", "accept": "accepted", "reject": "left as it is", "edit": "in your words"}
SURE = {"95": "95 % sure", "90": "90 % sure", "80": "80 % sure", "50": "50 % sure"}
ORDERS = {"surest": "the surest first", "doubtful": "the most doubtful first"}
VIEWS = {"edit": "Edit", "clean": "Clean text", "side": "Side by side", "changes": "Only changes"}


def render(
    report: Report, sources: Sources, layouts: Layouts = no_layout, *, served: bool = False, open_to_texts: bool = False
) -> str:
    """The page. Files whose source is not in ``sources`` are listed in the overview only.

    ``served`` makes the page save its decisions with the server it comes from, instead of in the browser;
    ``open_to_texts`` lets people paste texts and drop files, which it sends there.
    """
    return _page(
        in_order(report),
        sources,
        workbench.content(report, sources, layouts).render(),
        served=served,
        inbox=open_to_texts,
    )


def pages(
    report: Report, sources: Sources, name: str, limit: int = LIMIT, layouts: Layouts = no_layout
) -> Iterator[tuple[str, str]]:
    """The page and, where that is longer than ``limit`` characters, an index in its place and pages of some files each.

    Gives file names and their content, the index last. A file that is too long by itself has a page of its own.
    """
    report = in_order(report)
    content = workbench.content(report, sources, layouts)
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


def _page(
    report: Report, sources: Sources, content: str, *, served: bool = False, inbox: bool = False, above: str = ""
) -> str:
    code = script.render()
    return "".join(
        (
            *_head(f"script-src '{_digest(code)}'" + ("; connect-src 'self'" if served else "")),
            f"<body data-view=edit{' data-served' if served else ''}{' data-inbox' if inbox else ''}>\n",
            '<a class="skip" href="#text">Skip to the text</a>\n',
            *_tools(report),
            f'<div id="desk"{"" if len(report.files) > 1 else " class=single"}>\n',
            '<details id="files" open><summary>Files</summary><nav id="list" aria-label="Files"></nav></details>\n',
            '<main id="text" tabindex="-1">\n',
            above,
            *(f'<p class="banner" role="note">{text_of(note)}</p>\n' for note in report.notes),
            '<noscript><p class="banner">The text is shown by this page’s script, which does not run here. '
            "report.json holds all findings.</p></noscript>\n",
            '<p id="nothing" class="banner" hidden>No place matches the filter.</p>\n<div id="shown"></div>\n',
            '<nav id="pager" aria-label="Pages of the text" hidden></nav>\n</main>\n',
            '<aside id="side" aria-label="The place you are at"></aside>\n</div>\n',
            '<footer><details id="about"><summary>About this report: statistics and rules</summary>\n',
            overview.render(report, sources),
            "</details></footer>\n",
            _asset("dialogs.html"),
            f'<script type="application/json" id="content">{content}</script>\n',
            f"<script>{code}</script>\n</body>\n</html>\n",
        )
    )


def _index(report: Report, sources: Sources, links: Mapping[str, str]) -> str:
    return "".join(
        (
            *_head("script-src 'none'"),
            "<body>\n<main id=about>\n<h1>cleantext report</h1>\n",
            overview.render(report, sources, links=links),
            "</main>\n</body>\n</html>\n",
        )
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
    yield '<header id="tools">\n<h1>cleantext<span class="sr"> report</span></h1>\n'
    yield '<fieldset id="views"><legend class="sr">View</legend>'
    for name, shown in VIEWS.items():
        yield f'<label><input type="radio" name="view" value="{name}" autocomplete="off"><span>{shown}</span></label>'
    yield '</fieldset>\n<form id="find" role="search"><input type="search" name="words" placeholder="Find in the text"'
    yield ' aria-label="Find in the text" autocomplete="off"><output id="hits"></output></form>\n'
    yield '<p class="far"><progress id="progress" aria-label="Decided" value="0" '
    yield f'max="{max(len(list(_waiting(report))), 1)}"></progress> <output id="done"></output></p>\n'
    yield '<button type="button" id="sure" aria-keyshortcuts="s">Sure ones…</button>\n'
    yield '<button type="button" id="undo" aria-keyshortcuts="u">Undo</button>\n'
    yield '<details class="menu" id="filter"><summary class="button">Filter<span id="narrowed"></span></summary>'
    yield '<form id="filters" aria-label="Filter">\n'
    yield _choice("file", "File", [(str(i), file.path) for i, file in enumerate(report.files)])
    yield _choice("state", "State", list(STATES.items()))
    yield _choice("decision", "Decision", list(DECIDED.items()))
    yield _choice("pack", "Kind", [(pack, pack) for pack in sorted({f.pack or f.source for f in findings})])
    yield _choice("rule", "Rule", [(rule, rule) for rule in sorted({f.rule for f in findings})])
    yield _choice("sure", "At least", list(SURE.items()))
    yield _choice("order", "Order", list(ORDERS.items()), "as in the text")
    yield '<p><output id="count"></output> <button type="reset">Show all</button></p></form></details>\n'
    yield '<button type="button" id="finish" class="yes">Finish…</button>\n'
    yield '<details class="menu"><summary class="button">Menu</summary><div>'
    yield '<button type="button" id="export">Export decisions</button>\n'
    yield '<label class="button">Import decisions<input type="file" id="import" accept=".json" class="sr"></label>\n'
    yield '<button type="button" id="add">Add a text…</button>\n'
    yield '<button type="button" id="to-filter">Filter and order</button>\n'
    yield '<button type="button" id="facts">About this report</button>\n'
    yield '<button type="button" id="keys" aria-keyshortcuts="?">Help and keys</button></div></details>\n'
    yield '</header>\n<p id="said" role="status"></p>\n'


def _waiting(report: Report) -> Iterator[tuple[int, ...]]:
    """The places that wait for a person."""
    for file in report.files:
        yield from (place for place in places(file.findings) if waits(file.findings[place[0]]))


def _choice(name: str, label: str, options: Sequence[tuple[str, str]], none: str = "all") -> str:
    rows = "".join(f'<option value="{text_of(value)}">{text_of(shown)}</option>' for value, shown in options)
    every = f'<option value="">{none}</option>'
    return f'<label>{label} <select name="{name}" autocomplete="off">{every}{rows}</select></label>\n'
