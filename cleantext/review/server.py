"""The page on 127.0.0.1, for one person on this machine.

Whoever asks must know the random token in the address, and come from the page itself: a request with another Host
(DNS rebinding) or another Origin (a page elsewhere) is turned away. A decision is answered once it is on the disk.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from cleantext.core.settings import SettingsError
from cleantext.report import html
from cleantext.report.model import Layouts, Report, Sources, no_layout
from cleantext.report.visible import visible
from cleantext.review.applying import Applied, apply_decisions
from cleantext.review.decisions import Decision, NotDecisions, last, read_list
from cleantext.review.inbox import Inbox, NotTaken
from cleantext.review.log import DecisionLog
from cleantext.review.relocation import follow
from cleantext.storage.reading import read_file

HOST = "127.0.0.1"
LARGEST = 20_000_000  # bytes of a request

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


_ATTACHED = {"Content-Disposition": "attachment"}


class Review:
    """A report being decided on: what the page asks of the server. ``shown`` is told each time that it is loaded.

    ``copies`` are those that were written last, ``reviewer`` is put down as who decided.
    """

    def __init__(
        self,
        report: Report,
        sources: Sources,
        log: DecisionLog,
        output: Path,
        keep_encoding: bool = False,
        accept: bool = False,
        finished: Callable[[Sequence[Decision]], None] = lambda made: None,
        shown: Callable[[], None] = lambda: None,
        reviewer: str | None = None,
        inbox: Inbox | None = None,
        base: Path = Path(),
        layouts: Layouts = no_layout,
    ):
        self.output = output
        self.keep_encoding = keep_encoding
        self.accept = accept
        self.finished = finished
        self.shown = shown
        self.reviewer = reviewer
        self.log = log
        self.copies: list[Path] = []
        self.inbox = inbox
        self.base = base
        self.show(report, sources, layouts)

    def show(self, report: Report, sources: Sources, layouts: Layouts = no_layout) -> None:
        """Let the page be about this report."""
        self.report = report
        page = html.render(report, sources, layouts, served=True, open_to_texts=self.inbox is not None)
        self.page = page.encode("utf-8", "backslashreplace")
        self._known = {file.path: {finding.id for finding in file.findings} for file in report.files}
        self._sources = sources
        self._move_edits()

    @property
    def current(self) -> list[Decision]:
        """The decisions that fit the report; a source that changed since has lost some."""
        return [d for d in self.log.decisions if self._fits(d)]

    def keep(self, made: tuple[Decision, ...]) -> None:
        """Save decisions. Raises ``NotDecisions`` for one about a finding that isn't there, and ``OSError``."""
        for decision in made:
            if not self._fits(decision):
                raise NotDecisions(f"no finding or text {decision.about[1]} in {decision.path}")
        self.log.append(tuple(msgspec.structs.replace(each, reviewer=self.reviewer) for each in made))

    def _fits(self, decision: Decision) -> bool:
        if decision.finding is not None:
            return decision.finding in self._known.get(decision.path, ())
        text = self._sources.get(decision.path)
        if text is None or decision.place.end > len(text):
            return False
        return decision.old is None or decision.place.of(text) == decision.old

    def _move_edits(self) -> None:
        """Let free edits follow the text that they change, where the source is another now."""
        for decision in last(self.log.decisions)[0].values():
            text = self._sources.get(decision.path)
            if decision.finding is not None or text is None or self._fits(decision):
                continue
            if (moved := follow(decision, text)) is not None:
                gone = Decision(path=decision.path, decision="undo", start=decision.start, end=decision.end)
                self.log.append((gone, moved))

    def finish(self) -> Applied:
        """Write the reviewed copies as decided so far, and tell ``finished`` these decisions."""
        made = self.current
        done = apply_decisions(
            self.report, made, self.output, base=self.base, keep_encoding=self.keep_encoding, accept=self.accept
        )
        self.copies = [Path(file.output) for file in done.report.files if file.error is None and file.output]
        self.finished(made)
        return done


def application(review: Review, token: str, port: int) -> ASGIApp:
    """The server as an ASGI application, guarded."""

    async def page(_: Request) -> Response:
        review.shown()
        return Response(review.page, media_type="text/html")

    async def decisions(request: Request) -> Response:
        if request.method == "POST":
            made = read_list(await _body(request))
            await run_in_threadpool(review.keep, made)
        try:
            since = max(0, int(request.query_params.get("since", "0")))
        except ValueError as error:
            raise NotDecisions("since: not a number") from error
        held = review.current
        news = [] if request.method == "POST" else [msgspec.to_builtins(decision) for decision in held[since:]]
        return _answer({"count": len(held), "decisions": news})

    async def finish(_: Request) -> Response:
        done = await run_in_threadpool(review.finish)
        failed = [f"{file.path}: {file.error}" for file in done.report.files if file.error]
        links = [[copy.name, f"copies/{number}"] for number, copy in enumerate(review.copies)]
        remarks = [*failed, *done.remarks]
        return _answer({"output": str(review.output), "copies": len(links), "links": links, "remarks": remarks})

    async def text(request: Request) -> Response:
        if review.inbox is None:
            return PlainTextResponse("this review is about the files that it was started with", 400)
        taken = await run_in_threadpool(review.inbox.take, await _body(request))
        await run_in_threadpool(review.show, *taken)
        return _answer({})

    async def copy(request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(review.copies):
            return PlainTextResponse("no such copy", 404)
        content = await run_in_threadpool(read_file, review.copies[number])
        try:
            return PlainTextResponse(content.decode())
        except UnicodeDecodeError:
            return Response(content, media_type="application/octet-stream", headers=_ATTACHED)

    app = Starlette(
        routes=[
            Route(f"/{token}/", page),
            Route(f"/{token}/decisions", decisions, methods=["GET", "POST"]),
            Route(f"/{token}/texts", text, methods=["POST"]),
            Route(f"/{token}/finish", finish, methods=["POST"]),
            Route(f"/{token}/copies/{{number:int}}", copy),
        ],
        exception_handlers={NotDecisions: _refused, NotTaken: _refused, OSError: _failed, SettingsError: _failed},
    )
    app.router.redirect_slashes = False
    return _Guard(app, f"{HOST}:{port}")


def serve(review: Review, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted. ``port`` 0 chooses one. ``ready`` is told the address. Raises ``OSError``."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
        token = secrets.token_urlsafe(24)
        number = listening.getsockname()[1]
        config = uvicorn.Config(
            application(review, token, number), log_level="error", lifespan="off", server_header=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        ready(f"http://{HOST}:{number}/{token}/")
        uvicorn.Server(config).run(sockets=[listening])


class _Guard:
    """Turns away what does not come from the page, before anything looks at it."""

    def __init__(self, app: ASGIApp, host: str):
        self.app = app
        self.host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        if (reason := self._reason(request)) is not None:
            await PlainTextResponse(reason, 403, _HEADERS)(scope, receive, send)
            return

        async def sent(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *headers]}  # type: ignore[misc]
            await send(message)

        await self.app(scope, receive, sent)  # type: ignore[arg-type]

    def _reason(self, request: Request) -> str | None:
        if request.headers.getlist("host") != [self.host]:
            return "wrong host"
        origin = request.headers.get("origin")
        if origin is not None and origin != f"http://{self.host}":
            return "wrong origin"
        if request.method == "POST":
            if origin is None:
                return "no origin"
            if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return "not JSON"
        return None


async def _body(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise NotDecisions("too large")
    return content


def _answer(content: object) -> Response:
    """JSON in ASCII: the name of a file may hold what UTF-8 can't."""
    return Response(json.dumps(content), media_type="application/json")


async def _refused(_: Request, error: Exception) -> Response:
    return PlainTextResponse(visible(str(error)), 400)


async def _failed(_: Request, error: Exception) -> Response:
    return PlainTextResponse(visible(str(error)), 500)
