"""A text as Markdown with its changes: ``<del>`` and ``<ins>`` with footnotes that say why, or CriticMarkup.

Plain text as CriticMarkup is the text itself with marks, and Markdown the file itself; of other formats it is the
prose, with ``##`` before headings and ``-`` before list items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import regex

from cleantext.core.document import BlockKind, Document
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.pieces import Prose
from cleantext.report.criticmarkup import marked
from cleantext.report.marks import Part, marks, parts
from cleantext.report.model import FileReport
from cleantext.report.redline.passages import passages, within
from cleantext.report.visible import visible

_BEFORE = {BlockKind.HEADING: "## ", BlockKind.LIST_ITEM: "- "}
_MARKUP = regex.compile(r"[\\`*_\[\]<>&#|~$]|^(?:[-+=]|\d+(?=[.)]))", regex.MULTILINE)


def render(document: Document, file: FileReport, *, critic: bool) -> str:
    """The text with its changes."""
    told: list[str] = []
    source = document.text
    plain: Callable[[str], str] = _escaped

    def write(part: Part) -> str:
        return marked(part, source, plain) if critic else _in_html(part, source, plain, told)

    if document.format == "markdown" and isinstance(document.layout, Prose):
        source, plain = document.layout.source, str
        text = "".join(map(write, _in_source(parts(file, document.text), document.layout)))
    elif document.format == "text" and critic:
        plain = str
        text = "".join(map(write, parts(file, source)))
    else:
        text = "\n\n".join(_paragraphs(document, file, write)) + "\n"
    return (
        text + "".join(f"\n\n[^cleantext-{number}]: {each}" for number, each in enumerate(told, 1)) + "\n" * bool(told)
    )


def _paragraphs(document: Document, file: FileReport, write: Callable[[Part], str]) -> Iterator[str]:
    note = ""
    blocks = passages(document, [mark.edit for mark in marks(file, document.text)])
    for block, inside in within(parts(file, document.text), blocks):
        if block.note not in ("", "cell", note):
            yield f"*{_escaped(visible(block.note))}*"
        note = block.note
        yield _BEFORE.get(block.kind, "") + "".join(map(write, inside))


def _in_html(part: Part, source: str, plain: Callable[[str], str], told: list[str]) -> str:
    old = shown = plain(part.span.of(source))
    if part.new is not None:
        shown = f"<del>{old}</del>" * bool(old) + f"<ins>{plain(part.new)}</ins>" * bool(part.new)
    for finding in part.findings:
        state = {"applied": "changed", "proposed": "proposed"}.get(finding.state, "to look at")
        told.append(f"{state}: {_escaped(visible(finding.message))} ({_escaped(finding.rule)})")
        shown += f"[^cleantext-{len(told)}]"
    return shown


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKUP.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", text)


def _in_source(found: Iterable[Part], layout: Prose) -> Iterator[Part]:
    """The parts of a file from those of its prose, with its markup between them."""
    at = 0
    for part in found:
        edits: Iterable[Edit] = ()
        if part.new is not None and (there := layout.in_source([Edit(part.span, part.new)])):
            edits = there[1]
        changed = [Part(edit.span, edit.replacement) for edit in edits]
        if part.findings:
            last = changed.pop() if changed else Part(layout.to_source(part.span))
            changed.append(replace(last, findings=part.findings))
        for each in changed:
            if each.span.start < at:
                each = Part(Span(at, at), None, each.findings)
            if at < each.span.start:
                yield Part(Span(at, each.span.start))
            yield each
            at = each.span.end
    if at < len(layout.source):
        yield Part(Span(at, len(layout.source)))
