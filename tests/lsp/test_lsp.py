"""The language server as an editor meets it: a process of its own, spoken to by a client of the protocol."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("pygls")
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.cli.test_commands import BAD, GOOD

COMMAND = ["-m", "cleantext", "lsp", "--languagetool", "off"]
STRAY = "stray-period-after-sentence"


class Editor:
    """A client with one document, ``text``, as it holds it."""

    def __init__(self, client: LanguageClient, uri: str):
        self.client = client
        self.uri = uri
        self.text = ""
        self.version = 0
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

    async def open(self, text: str) -> list[types.Diagnostic]:
        self.text = text
        item = types.TextDocumentItem(self.uri, "plaintext", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.diagnostics()

    async def change(self, text: str) -> list[types.Diagnostic]:
        self.text = text
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )
        return await self.diagnostics()

    async def diagnostics(self) -> list[types.Diagnostic]:
        return list((await asyncio.wait_for(self.told.get(), 90)).diagnostics)

    async def actions(self, where: types.Range) -> list[types.CodeAction]:
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri), where, types.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params)
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    async def hover(self, line: int, character: int) -> str | None:
        place = types.Position(line, character)
        params = types.HoverParams(types.TextDocumentIdentifier(self.uri), place)
        found = await self.client.text_document_hover_async(params)
        assert found is None or isinstance(found.contents, types.MarkupContent)
        return found.contents.value if found else None  # type: ignore[union-attr]

    def carried_out(self, action: types.CodeAction) -> str:
        """The text after an action, worked out from lines and UTF-16 columns without cleantext."""
        assert action.edit and action.edit.changes
        raw = self.text.encode("utf-16-le", "surrogatepass")
        lines = raw.split("\n".encode("utf-16-le"))
        starts = [2 * sum(len(line) // 2 + 1 for line in lines[:number]) for number in range(len(lines))]
        edits = sorted(action.edit.changes[self.uri], key=lambda e: (e.range.start.line, e.range.start.character))
        for edit in reversed(edits):
            start, end = (starts[p.line] + 2 * p.character for p in (edit.range.start, edit.range.end))
            raw = raw[:start] + edit.new_text.encode("utf-16-le") + raw[end:]
        return raw.decode("utf-16-le")


def session(folder: Path, use: Callable[[Editor], Awaitable[None]], name: str = "a.txt") -> None:
    """Start the server in ``folder``, let ``use`` edit there, and end it as the protocol wants."""

    async def whole() -> None:
        client = LanguageClient("test", "1")
        editor = Editor(client, (folder / name).as_uri())

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def told(params: types.PublishDiagnosticsParams) -> None:
            editor.told.put_nowait(params)

        await client.start_io(sys.executable, *COMMAND, cwd=folder)
        answer = await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=None))
        assert answer.capabilities.hover_provider and answer.capabilities.code_action_provider
        client.initialized(types.InitializedParams())
        await use(editor)
        await client.shutdown_async(None)
        client.exit(None)
        await asyncio.wait_for(client.stop(), 30)  # type: ignore[no-untyped-call]

    with ThreadPoolExecutor(1) as own:  # the browser's tests leave a loop running in the main thread
        own.submit(asyncio.run, whole()).result()


def test_findings_fixes_and_reasons(tmp_path: Path) -> None:
    async def use(editor: Editor) -> None:
        (found,) = await editor.open(f"\U0001f9ca Ice. {BAD}")
        assert found.code == STRAY and found.source == "cleantext" and found.severity == types.DiagnosticSeverity.Error
        start = len("\U0001f9ca Ice. It stood alone.") + 1  # the ice cube is two units of UTF-16
        assert found.range == types.Range(types.Position(0, start), types.Position(0, start + 2))
        actions = await editor.actions(types.Range(found.range.start, found.range.start))
        assert actions[0].is_preferred and editor.carried_out(actions[0]) == f"\U0001f9ca Ice. {GOOD}"
        said = await editor.hover(0, start + 1)
        assert said and STRAY in said and "Fix: remove" in said and len(said.splitlines()) == 4
        assert (
            await editor.hover(0, 2) is None
            and await editor.actions(types.Range(types.Position(0, 0), types.Position(0, 0))) == []
        )
        assert await editor.change(GOOD) == []
        assert len(await editor.change(f"{GOOD}\r\n\r\n{BAD}".replace("\r", ""))) == 1

    session(tmp_path, use)


@pytest.mark.slow
def test_markup_is_no_prose_and_fixes_are_written_as_the_file_wants(tmp_path: Path) -> None:
    async def use(editor: Editor) -> None:
        (found,) = await editor.open(
            "<html><body><p>It &amp; he <b>stood</b> alone. . Then it fell.</p>\n</body></html>\n"
        )
        assert found.range.start.line == 0
        (action, *_) = await editor.actions(found.range)
        assert "alone. Then it fell.</p>" in editor.carried_out(action) and "&amp;" in editor.carried_out(action)

    session(tmp_path, use, "page.html")


@pytest.mark.slow
def test_what_is_not_read_has_no_findings_and_settings_count(tmp_path: Path) -> None:
    async def code(editor: Editor) -> None:
        assert await editor.open(BAD) == []

    session(tmp_path, code, "a.py")
    (tmp_path / "cleantext.toml").write_text(f'ignore = ["{STRAY}", "marks"]\n')

    async def ignored(editor: Editor) -> None:
        assert [each.code for each in await editor.open(BAD)] == []

    session(tmp_path, ignored)
