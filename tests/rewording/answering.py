"""An endpoint on this machine that answers what a test wants it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GARBLED = "The council approved the of plan on Tuesday, said argued, and the bridge will begin to in the."
REPAIRED = "The council approved the plan on Tuesday, and work on the bridge will begin."


@dataclass
class Fake:
    """What a fake endpoint answers, and what it was asked."""

    content: str = REPAIRED
    status: int = 200
    raw: bytes | None = None
    location: str | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    address: str = ""

    @property
    def sentences(self) -> list[Any]:
        """The sentences that it was asked about, with what stands around them."""
        return [json.loads(asked["messages"][1]["content"]) for asked in self.asked]


@contextmanager
def endpoint(**given: Any) -> Iterator[Fake]:
    fake = Fake(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            fake.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            fake.keys.append(self.headers.get("Authorization"))
            answer = {"choices": [{"message": {"role": "assistant", "content": fake.content}}]}
            body = json.dumps(answer).encode() if fake.raw is None else fake.raw
            self.send_response(fake.status)
            if fake.location:
                self.send_header("Location", fake.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fake.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
