"""A page that holds the text with its changes, and why they were made: self-contained, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import PurePath

from cleantext.core.document import BlockKind, Document
from cleantext.report.marks import Part, marks, parts
from cleantext.report.model import FileReport
from cleantext.report.office import told
from cleantext.report.overview import text_of
from cleantext.report.redline.passages import passages, within
from cleantext.report.visible import UNSEEN
from cleantext.report.visible import escape as spelled

_TAGS = {BlockKind.HEADING: "h2", BlockKind.LIST_ITEM: "li", BlockKind.CODE: "pre"}
_STYLE = """
:root{color-scheme:light dark;--soft:#5c5a55;--line:#dcd8d0;
--del:#a3212b;--delbg:#fbe6e6;--ins:#0d6335;--insbg:#e0f3e6;--flag:#8a5300}
@media(prefers-color-scheme:dark){
:root{--soft:#aaa69d;--line:#3a3b3e;--del:#ff9c9c;--delbg:#46191d;--ins:#86e0a8;--insbg:#123a24;--flag:#f0b860}}
body{font:1.08rem/1.65 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1.25rem;overflow-wrap:anywhere}
h1,h2{line-height:1.3}h1{font-size:1.4rem}h2{font-size:1.2rem}p,li,h2,pre{white-space:pre-wrap;margin:.8rem 0}
del{color:var(--del);background:var(--delbg)}ins{color:var(--ins);background:var(--insbg);text-underline-offset:3px}
del.proposed,ins.proposed{background:none;outline:1px dashed currentColor;outline-offset:1px}
mark{background:none;color:inherit;text-decoration:underline wavy var(--flag);text-underline-offset:4px}
sup a{color:var(--soft);text-decoration:none;padding:0 .15em}.note,.key,footer{color:var(--soft);font-size:.85rem}
.note{margin:1rem 0 -.7rem}
footer{border-top:1px solid var(--line);margin-top:3rem}li:target,sup:target{outline:2px solid}
"""
_KEY = (
    '<p class="key"><del>removed</del> and <ins>added</ins>, <ins class="proposed">proposed</ins>, '
    "<mark>for a person to mend</mark>; the numbers lead to the reasons.</p>\n"
)


def render(document: Document, file: FileReport) -> str:
    """The page."""
    reasons: list[str] = []
    name = text_of(PurePath(file.path).name)
    text = "".join(_body(document, file, reasons))
    listed = "".join(f'<li id="r{n}">{each} <a href="#t{n}">↑</a></li>\n' for n, each in enumerate(reasons, 1))
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{name}</h1>\n{_KEY}{text}"
        f"<footer>\n<ol>\n{listed}</ol>\n</footer>\n</body>\n</html>\n"
    )


def _body(document: Document, file: FileReport, reasons: list[str]) -> Iterator[str]:
    note, listed = "", False
    blocks = passages(document, [mark.edit for mark in marks(file, document.text)])
    for block, inside in within(parts(file, document.text), blocks):
        tag = _TAGS.get(block.kind, "p")
        if listed is not (tag == "li"):
            listed = not listed
            yield "<ul>\n" if listed else "</ul>\n"
        if block.note not in ("", "cell", note):
            yield f'<{"li" if listed else "p"} class="note">{text_of(block.note)}</{"li" if listed else "p"}>\n'
        note = block.note
        yield f"<{tag}>{''.join(_part(part, document.text, reasons) for part in inside)}</{tag}>\n"
    if listed:
        yield "</ul>\n"


def _part(part: Part, text: str, reasons: list[str]) -> str:
    old = _shown(part.span.of(text))
    kind = ' class="proposed"' if part.proposed else ""
    shown = old
    if part.new is not None:
        shown = f"<del{kind}>{old}</del>" * bool(old) + f"<ins{kind}>{_shown(part.new)}</ins>" * bool(part.new)
    elif part.findings and old:
        shown = f"<mark>{old}</mark>"
    for finding in part.findings:
        reasons.append(f"{text_of(told(finding))} <small>{text_of(finding.rule)}</small>")
        number = len(reasons)
        shown += f'<sup id="t{number}"><a href="#r{number}" title="{text_of(finding.message)}">{number}</a></sup>'
    return shown


def _shown(text: str) -> str:
    return escape(UNSEEN.sub(lambda found: "".join(map(spelled, found[0])), text))
