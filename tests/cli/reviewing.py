"""A running ``cleantext review``, for the tests that talk to it."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Running:
    """The process and the address that it printed."""

    process: subprocess.Popen[str]
    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def ask(self, method: str, path: str, content: object = None, **headers: str) -> tuple[int, str]:
        """Status and body. POSTs come from the page itself unless ``headers`` (_ for -) say otherwise."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        mine = {"Origin": f"http://{self.host}", "Content-Type": "application/json"} if method == "POST" else {}
        mine |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if content is None else json.dumps(content)
        connection.request(method, urlsplit(self.address).path + path, body, {k: v for k, v in mine.items() if v})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def decide(self, *made: dict[str, Any]) -> None:
        status, body = self.ask("POST", "decisions", list(made))
        assert status == 200, body


def start(work: Path, *args: str, empty: bool = False) -> Running:
    """``cleantext review`` over ``in`` in ``work``, once it listens; without files where ``empty``."""
    command = [sys.executable, "-m", "cleantext", "review", *([] if empty else ["in"]), "-o", "decided", "--no-browser"]
    command += ["--languagetool", "off", *args]
    process = subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Review at http://127.0.0.1:"), line
    return Running(process, line.split()[2])
