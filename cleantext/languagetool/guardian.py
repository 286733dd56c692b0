"""The process that owns LanguageTool's server: starts it, starts it once more when it dies, and ends it with the run.

It reads one line of JSON, its ``Charge``, from standard input
and answers with the port of its own listener. A client of the run connects there, says which address failed it, if
one did, and is told the address to use; the first one that asks has the server started. When standard input closes
or the parent is gone, whatever killed it, the server is killed and the guardian ends: the pipe tells it everywhere,
the parent's id also where a forked worker holds the pipe open.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from cleantext.languagetool.java import find_java
from cleantext.storage import isolation

RESTARTS = 1
HEAP = 1024
"""Megabytes that a server is given where nobody says otherwise."""

START_SECONDS = 120
"""How long a server may take to answer for the first time; a busy machine needs 20 seconds."""

_PARENT_LOOK_SECONDS = 0.5


class Charge(msgspec.Struct, frozen=True):
    """What to guard. ``heap`` is in megabytes, ``key`` (hexadecimal) is what clients prove to know.

    ``warm`` holds the form fields of a first request, which loads the rules.
    """

    jar: str
    heap: int
    threads: int
    key: str
    warm: dict[str, str]


class Question(msgspec.Struct, frozen=True):
    """Which address to use; ``failed`` is one that did not answer, or None. To ``peek`` starts no server."""

    failed: str | None = None
    peek: bool = False


class Answer(msgspec.Struct, frozen=True):
    """``address`` of a server that runs, or None and the ``reason`` why there is none; no reason before the start.

    ``ever`` tells whether there was one: a server that never came up needs other words than one that died.
    """

    address: str | None = None
    reason: str = ""
    ever: bool = False


def main() -> None:
    """Guard one server until the run ends."""
    charge = msgspec.json.decode(sys.stdin.buffer.readline(), type=Charge)
    parent = os.getppid()
    guarded = Guarded(charge)
    threading.Thread(target=_end_with, args=(parent, guarded), daemon=True).start()
    with Listener(("127.0.0.1", 0), backlog=64, authkey=bytes.fromhex(charge.key)) as listener:
        print(listener.address[1], flush=True)
        while True:
            # a client that went away, or one that is none
            lost = contextlib.suppress(OSError, EOFError, AuthenticationError, msgspec.MsgspecError)
            with lost, listener.accept() as client:
                _reply(client, guarded)


def first_request(rules: Iterable[str], *, only: bool = True) -> dict[str, str]:
    """The form fields that make a server load these rules, or all."""
    alone = {"enabledOnly": "true"} if only else {}
    return {"language": "en-US", "enabledRules": ",".join(rules), "level": "picky", **alone}


def free_port() -> int:
    """A port of the loopback interface that nobody holds at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reply(client: Connection, guarded: Guarded) -> None:
    if client.poll(10):
        question = msgspec.json.decode(client.recv_bytes(4096), type=Question)
        client.send_bytes(msgspec.json.encode(guarded.answer(question)))


def _end_with(parent: int, guarded: Guarded) -> None:
    """Wait for the end of standard input or of the parent, then end all."""
    closed = threading.Event()

    def read() -> None:
        while os.read(0, 4096):
            pass
        closed.set()

    threading.Thread(target=read, daemon=True).start()
    while not closed.wait(_PARENT_LOOK_SECONDS) and os.getppid() == parent:
        pass
    guarded.end()
    os._exit(0)


class Guarded:
    """The server process and how often it may still be started."""

    def __init__(self, charge: Charge):
        self._charge = charge
        self._process: subprocess.Popen[str] | None = None
        self._said: deque[str] = deque(maxlen=20)
        self._left = RESTARTS
        self._ever = False
        self._answer = Answer()
        self._lock = threading.Lock()
        self._ended = False

    def answer(self, question: Question) -> Answer:
        """The address in force; when that is the one that failed, a new server's, as long as there may be one."""
        if question.peek:
            return self._answer
        if self._answer == Answer():
            self._start()
        died = self._process is not None and self._process.poll() is not None
        if self._answer.address is not None and (died or question.failed == self._answer.address):
            self._kill()
            if self._left:
                self._left -= 1
                self._start()
            else:
                self._answer = Answer(reason="it died or hung twice", ever=True)
        return self._answer

    def end(self) -> None:
        """Kill the server for good."""
        with self._lock:
            self._ended = True
        self._kill()

    def _start(self) -> None:
        """Start a server on a free loopback port, three ports tried, and wait until it answers."""
        java = find_java()
        if java is None:
            self._answer = Answer(reason="no Java 17 or later is found; run: cleantext setup", ever=self._ever)
            return
        reason = ""
        for _ in range(3):
            port = free_port()
            reason = self._started(str(java.path), port)
            if not reason:
                self._ever = True
                self._answer = Answer(f"http://127.0.0.1:{port}", ever=True)
                return
            self._kill()
        self._answer = Answer(reason=reason, ever=self._ever)

    def _started(self, java: str, port: int) -> str:
        """Start one server; what went wrong, or nothing.

        The server says so itself once it holds its port; another program there would never make it say that.
        """
        deadline = time.monotonic() + START_SECONDS
        with tempfile.TemporaryDirectory(prefix="cleantext-") as folder:
            configuration = Path(folder, "server.properties")
            configuration.write_text(
                f"pipelineCaching=true\nmaxPipelinePoolSize={self._charge.threads + 1}\n"
                f"pipelineExpireTimeInSeconds=86400\nmaxCheckThreads={self._charge.threads + 1}\n"
            )
            command = [
                java, f"-Xmx{self._charge.heap}m",
                f"-Xmn{self._charge.heap * 3 // 8}m",  # nearly all that a check makes dies with it
                f"-Xms{self._charge.heap}m", "-XX:MaxTenuringThreshold=0",  # and what a start makes is copied once
                # the second compiler pays only above a megabyte of text; without it the start takes half the time
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                f"-XX:ErrorFile={os.devnull}",  # it would lie in the folder where somebody works
                "-cp", self._charge.jar, "org.languagetool.server.HTTPServer",
                "-p", str(port), "--config", str(configuration),
            ]  # fmt: skip
            with self._lock:
                if self._ended:
                    return "the run has ended"
                try:
                    self._process = process = subprocess.Popen(
                        command,
                        cwd=isolation.SAFE,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.STDOUT,
                        text=True,
                        errors="replace",
                        preexec_fn=_die_with_guardian if sys.platform == "linux" else None,
                    )
                except OSError as error:
                    return f"{java}: {error.strerror or error}"
            ready = threading.Event()
            threading.Thread(target=self._listen, args=(process, ready), daemon=True).start()
            while not ready.wait(0.05):
                if process.poll() is not None:
                    last = next((line for line in reversed(self._said) if line), "no message")
                    return f"Java ended with code {process.returncode}: {last[:120]}"
                if time.monotonic() > deadline:
                    return f"it did not start within {START_SECONDS} seconds"
        from urllib.request import ProxyHandler, build_opener  # slow to import, and only the guardian asks

        try:
            form = urlencode({"text": "A first request loads the rules.", **self._charge.warm}).encode()
            direct = build_opener(ProxyHandler({}))
            with direct.open(f"http://127.0.0.1:{port}/v2/check", form, timeout=START_SECONDS) as reply:
                reply.read()
        except OSError as error:
            return f"its first answer failed: {error}"
        return ""

    def _listen(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        """Read what the server says, so that it never waits for a reader."""
        assert process.stdout is not None
        for line in process.stdout:
            self._said.append(line.strip())
            if "Server started" in line:
                ready.set()

    def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.wait()


def _die_with_guardian() -> None:
    """On Linux the kernel ends the server when the guardian itself is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
