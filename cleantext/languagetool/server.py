"""LanguageTool's server as the checkers see it: where to ask, and where to ask when that fails.

``running`` yields one for a run: the server of somebody else by address, or one that a guardian process starts,
restarts once and ends with the run. It starts when somebody asks for its address: a run whose paragraphs are all
known needs none. A server is a small value that goes into worker processes.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from threading import Lock
from typing import Protocol

import msgspec

from cleantext.languagetool.artefacts import VERSION
from cleantext.languagetool.curation import load_curated
from cleantext.languagetool.guardian import HEAP, Answer, Charge, Question, first_request
from cleantext.languagetool.installation import JAR, installed
from cleantext.storage import isolation

THREADS = 2
_TELLING = Lock()


class Unavailable(RuntimeError):
    """There is no server, and there was none; the message says what to do."""


class Gone(RuntimeError):
    """There was a server, and it died or hung as often as one may."""


class Server(Protocol):
    """Where to ask LanguageTool. ``version`` is the one that answers there, or will."""

    @property
    def version(self) -> str: ...

    def address(self, failed: str | None = None) -> str:
        """The URL to ask, once the server answers there; ``failed`` is one that did not answer.

        Raises ``Unavailable`` and ``Gone``.
        """
        ...

    def failure(self) -> str:
        """Why no server ever came up, or nothing."""
        ...


@dataclass(frozen=True, slots=True)
class RemoteServer:
    """A server that somebody else runs. A request that fails is tried again at the same address."""

    url: str
    version: str

    def address(self, failed: str | None = None) -> str:
        """Always the same; see ``Server``."""
        return self.url

    def failure(self) -> str:
        """None: it answered when the run began."""
        return ""


@dataclass(frozen=True, slots=True)
class GuardedServer:
    """The server of a guardian that listens on ``port`` of the loopback interface."""

    port: int
    key: bytes
    version: str = VERSION

    def address(self, failed: str | None = None) -> str:
        """See ``Server``."""
        with _TELLING:
            _tell_of_start(self)
        answer = self._ask(Question(failed))
        if answer.address is None:
            raise (Gone if answer.ever else Unavailable)(answer.reason)
        return answer.address

    def failure(self) -> str:
        """See ``Server``."""
        answer = self._ask(Question(peek=True))
        return "" if answer.ever else answer.reason

    def sleeps(self) -> bool:
        """Whether nobody has asked for the server yet."""
        return self._ask(Question(peek=True)) == Answer()

    def _ask(self, question: Question) -> Answer:
        try:
            with Client(("127.0.0.1", self.port), authkey=self.key) as guardian:
                guardian.send_bytes(msgspec.json.encode(question))
                return msgspec.json.decode(guardian.recv_bytes(), type=Answer)
        except (OSError, EOFError, AuthenticationError, msgspec.MsgspecError):
            return Answer(reason="its guardian ended", ever=True)


@cache
def _tell_of_start(server: GuardedServer) -> None:
    """Once for a server, and by the process that the user started: its workers have nothing to add."""
    if multiprocessing.parent_process() is None and server.sleeps():
        logging.getLogger("cleantext").info("starting LanguageTool (some 10 seconds)")


@contextmanager
def running(
    address: str | None = None,
    *,
    every: bool = False,
    heap: int = HEAP,
    threads: int = THREADS,
) -> Iterator[Server]:
    """A server as long as the context lasts. ``heap`` is in megabytes.

    Its first request loads ``every`` rule of English, or the curated ones.

    Raises ``Unavailable`` where LanguageTool isn't set up, or nothing answers at ``address``.
    """
    if address is not None:
        yield _remote(address)
        return
    place = installed()
    if place is None:
        raise Unavailable("it is not set up here; run: cleantext setup")
    key = secrets.token_bytes(16)
    charge = Charge(str(place / JAR), heap, threads, key.hex(), first_request(sorted(load_curated()), only=not every))
    guardian = subprocess.Popen(
        isolation.python("from cleantext.languagetool.guardian import main; main()"),
        cwd=isolation.SAFE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us; the guardian ends when we do
    )
    assert guardian.stdin is not None and guardian.stdout is not None
    try:
        try:
            guardian.stdin.write(msgspec.json.encode(charge) + b"\n")
            guardian.stdin.flush()
            port = int(guardian.stdout.readline() or b"0")
        except OSError:
            port = 0
        if not port:
            raise Unavailable("its guardian did not start")
        yield GuardedServer(port, key)
    finally:
        with contextlib.suppress(OSError):
            guardian.stdin.close()
        guardian.stdout.close()
        try:
            guardian.wait(10)
        except subprocess.TimeoutExpired:
            guardian.kill()
            guardian.wait()


def _remote(address: str) -> RemoteServer:
    import requests

    url = address.rstrip("/").removesuffix("/v2")
    url = url if "://" in url else f"http://{url}"
    try:
        software = requests.get(f"{url}/v2/info", timeout=10).json()["software"]
        if software["name"] != "LanguageTool":
            raise ValueError(software["name"])
        return RemoteServer(url, str(software["version"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"no LanguageTool answers at {address}") from error
