"""The language server: findings in an editor while somebody writes, with quick fixes, and the reason under the pointer.

A document is read as its suffix says, so that only prose is looked at, and examined once nothing has been typed for a
moment. Nothing is applied unasked, whatever the level of the settings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePath

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

import cleantext
from cleantext.batch.run import Crew, treatment_of
from cleantext.core.document import Document, Places
from cleantext.core.edit import Edit
from cleantext.core.lines import Lines
from cleantext.core.settings import Settings
from cleantext.engine import Level, examine
from cleantext.formats.decoding import NotText
from cleantext.formats.reader import read
from cleantext.report.build import file_report
from cleantext.report.model import ReportedFinding, ReportedFix
from cleantext.report.visible import crop, visible
from cleantext.report.words import in_words

PAUSE = 0.3  # seconds without a key before a document is examined
_TITLE = 60  # characters of a repair in a menu

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A version of a document as its editor holds it, what was found in it, and the units of the editor's columns."""

    source: str
    version: int | None
    document: Document
    findings: Sequence[ReportedFinding]
    encoding: str | None

    def range(self, finding: ReportedFinding) -> types.Range:
        """Where a finding lies in the editor."""
        begin, end = Places(self.document).positions(finding.span)
        return types.Range(*(self._position(line, column - 1) for line, column in (begin, end)))

    def edits(self, fix: ReportedFix) -> list[types.TextEdit] | None:
        """What a fix changes in the editor; None where it can't be written there."""
        edits: Sequence[Edit] = [edit.edit for edit in fix.edits]
        if self.document.layout:
            written = self.document.layout.in_source(edits)
            if written is None or written[0] != self.source:
                return None
            edits = written[1]
        lines = Lines(self.source)
        places = [[lines.position(at) for at in (edit.span.start, edit.span.end)] for edit in edits]
        ranges = [types.Range(*(self._position(line, column - 1) for line, column in place)) for place in places]
        return [types.TextEdit(place, edit.replacement) for place, edit in zip(ranges, edits, strict=True)]

    def _position(self, line: int, characters: int) -> types.Position:
        """A line, from 1, and the characters before a place in it, as the editor counts them."""
        start = Lines(self.source).starts[line - 1]
        before = self.source[start : start + characters]
        match self.encoding:
            case types.PositionEncodingKind.Utf8:
                units = len(before.encode("utf-8", "surrogatepass"))
            case types.PositionEncodingKind.Utf32:
                units = len(before)
            case _:
                units = len(before.encode("utf-16-le", "surrogatepass")) // 2
        return types.Position(line - 1, units)


def serve(settings: Settings) -> None:
    """Speak the protocol on standard input and output until the editor ends it."""
    with Crew(settings) as crew:
        server(settings, crew).start_io()


def server(settings: Settings, crew: Crew) -> LanguageServer:
    """A server whose documents are examined by the checkers of ``crew``."""
    ours = LanguageServer("cleantext", cleantext.__version__, types.TextDocumentSyncKind.Incremental)
    treatment = treatment_of(settings)
    seen: dict[str, Seen] = {}
    one = ThreadPoolExecutor(1)  # checkers keep what they have seen, and serve one document at a time

    def examined(uri: str, source: str, version: int | None) -> Seen | None:
        path = PurePath(to_fs_path(uri) or "text")
        try:
            document = read(path, source.encode("utf-8", "surrogatepass"), treatment.reading)
        except NotText:
            return None
        found = examine(document, crew.checkers, Level.NONE, treatment.rejected, treatment.baseline)
        report = file_report(str(path), found, None)
        findings = [each for each in report.findings if each.state not in ("rejected", "suppressed")]
        return Seen(source, version, document, findings, ours.workspace.position_encoding)

    async def look(uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        held = ours.workspace.text_documents.get(uri)
        if held is None or (uri in seen and seen[uri].source == held.source):
            return
        source, version = held.source, held.version
        made = await asyncio.get_running_loop().run_in_executor(one, examined, uri, source, version)
        now = ours.workspace.text_documents.get(uri)
        if now is None or now.source != source:  # somebody types on, and a later look is on its way
            return
        seen.pop(uri, None)
        if made is not None:
            seen[uri] = made
        diagnostics = list(_diagnostics(made)) if made else []
        ours.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, version))

    @ours.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        await look(params.text_document.uri, 0)

    @ours.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        await look(params.text_document.uri, PAUSE)

    @ours.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        seen.pop(uri, None)
        ours.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def current(uri: str) -> Seen | None:
        """What was seen of the text that the editor holds now."""
        held, made = ours.workspace.text_documents.get(uri), seen.get(uri)
        return made if made and held and held.source == made.source else None

    @ours.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        made = current(uri)
        return list(_actions(made, uri, params.range)) if made else []

    @ours.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        made = current(params.text_document.uri)
        here = types.Range(params.position, params.position)
        found = [each for each in made.findings if _meet(made.range(each), here)] if made else []
        if not made or not found:
            return None
        text = "\n\n".join(_told(each, made.document.text) for each in found)
        return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, text), made.range(found[0]))

    return ours


def _diagnostics(made: Seen) -> Iterator[types.Diagnostic]:
    for finding in made.findings:
        yield types.Diagnostic(
            made.range(finding),
            visible(finding.message),
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            source="cleantext",
        )


def _actions(made: Seen, uri: str, where: types.Range) -> Iterator[types.CodeAction]:
    for finding, diagnostic in zip(made.findings, _diagnostics(made), strict=True):
        if not _meet(diagnostic.range, where):
            continue
        for number, fix in enumerate((finding.fix, *finding.alternatives)):
            if fix is None or (edits := made.edits(fix)) is None:
                continue
            title = crop(visible(in_words(made.document.text, [edit.edit for edit in fix.edits])), _TITLE)
            yield types.CodeAction(
                f"cleantext: {title}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=number == 0 and fix.applicability == "safe",
                edit=types.WorkspaceEdit(changes={uri: edits}),
            )


def _meet(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _told(finding: ReportedFinding, text: str) -> str:
    """The reason in plain text: what a document holds must not become a link in the editor."""
    fix = f"\nFix: {in_words(text, [edit.edit for edit in finding.fix.edits])}" if finding.fix else ""
    said = f"{finding.message}\n{finding.why}{fix}\n{finding.rule}, {finding.confidence:.0%} sure"
    return "\n".join(map(visible, said.split("\n")))
