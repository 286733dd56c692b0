"""The real server dies, hangs, has no Java, finds its port taken: what was asked is answered, or named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from cleantext.checkers.grammar import GrammarChecker
from cleantext.languagetool import guardian
from cleantext.languagetool.guardian import Charge, Guarded, Question
from cleantext.languagetool.installation import JAR, installed
from cleantext.languagetool.server import Gone, Server, Unavailable, running
from tests.analysed import analysed
from tests.cli.test_commands import SEEDS
from tests.servers import HAVE_PROC, MARK, marked, servers, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("CLEANTEXT_REQUIRE_LANGUAGETOOL") or not HAVE_PROC, reason="needs LanguageTool and /proc"
    ),
]

PARAGRAPHS = 160
SEED = next(SEEDS.glob("news*.txt"))
TEXT = "\n\n".join(
    f"The keeper of lighthouse {i} wrote into his book that the storm of the night before was long,, and that the"
    " lamp had been lit by his daughter, who knew the stairs better than he did himself."
    for i in range(PARAGRAPHS)
)


def found_when(server: Server, mark: str, strike: signal.Signals, timeout: float = 60) -> tuple[int, list[str]]:
    """Findings and problems where the server is struck half a second into a request."""
    server.address()
    grammar = GrammarChecker(server, timeout=timeout)
    findings = grammar.check(analysed(TEXT))  # the requests are under way
    time.sleep(0.5)
    for pid in servers(mark):
        os.kill(pid, strike)
    return len(list(findings)), list(grammar.problems())


def test_killed_once_all_is_checked_and_killed_twice_the_rest_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = str(tmp_path)
    monkeypatch.setenv(MARK, mark)
    with running() as server:
        assert found_when(server, mark, signal.SIGKILL) == (PARAGRAPHS, [])
        found, problems = found_when(server, mark, signal.SIGKILL)
        assert found < PARAGRAPHS
        assert len(problems) == 1
        assert f"not checked: {PARAGRAPHS - found} paragraphs (lines " in problems[0]
        with pytest.raises(Gone):
            server.address()
        assert server.failure() == ""
    assert wait_for(lambda: not marked(mark, "guardian") and not servers(mark))


def test_a_server_that_hangs_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = str(tmp_path)
    monkeypatch.setenv(MARK, mark)
    with running() as server:
        assert found_when(server, mark, signal.SIGSTOP, timeout=10) == (PARAGRAPHS, [])


def test_a_server_does_not_outlive_its_guardian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = str(tmp_path)
    monkeypatch.setenv(MARK, mark)
    with running() as server:
        server.address()
        (pid,) = marked(mark, "cleantext.languagetool.guardian")
        os.kill(pid, signal.SIGKILL)
        assert wait_for(lambda: not servers(mark))
        with pytest.raises(Gone):
            server.address()


class Stranger(BaseHTTPRequestHandler):
    """Answers everything, as a server that happens to be there might."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


def test_a_port_that_a_stranger_holds_is_not_taken_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    free = guardian.free_port
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        ports = iter([stranger.server_port])
        monkeypatch.setattr(guardian, "free_port", lambda: next(ports, None) or free())
        place = installed()
        assert place
        guarded = Guarded(Charge(str(place / JAR), heap=512, threads=1, key="", warm={"language": "en-US"}))
        try:
            address = guarded.answer(Question()).address
            assert address and not address.endswith(f":{stranger.server_port}")
        finally:
            guarded.end()
            stranger.shutdown()


def command(*args: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "cleantext", *args],
        env=os.environ | env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def report(path: Path) -> dict[str, object]:
    return msgspec.json.decode(path.read_bytes(), type=dict[str, object])


def test_without_java_the_run_goes_on_and_says_so(tmp_path: Path) -> None:
    place = installed()
    assert place
    empty = tmp_path / "bin"
    empty.mkdir()
    out = tmp_path / "r.json"
    run = command(
        "check", str(SEED), "--exit-zero", "--report", str(out),
        PATH=str(empty), JAVA_HOME="", LTP_PATH=str(place.parent), CLEANTEXT_CACHE=str(tmp_path / "cache"),
    )  # fmt: skip
    assert (run.wait(120), run.communicate()[1].count("Traceback")) == (0, 0)
    written = report(out)
    assert written["notes"] == ["the grammar checker did not run: no Java 17 or later is found; run: cleantext setup"]
    assert written["checkers"] == {**written["checkers"], "languagetool": None}  # type: ignore[dict-item]


def test_two_runs_at_once_share_the_cache_and_nothing_else(tmp_path: Path) -> None:
    env = {MARK: str(tmp_path), "CLEANTEXT_GRAMMAR_CACHE": str(tmp_path / "cache.sqlite3")}

    def run(name: str) -> subprocess.Popen[str]:
        return command("check", str(SEED), "--exit-zero", "--report", str(tmp_path / name), **env)

    both = [run("1.json"), run("2.json")]
    assert [r.wait(200) for r in both] == [0, 0]
    assert run("3.json").wait(100) == 0
    first, *others = ((tmp_path / f"{i}.json").read_bytes() for i in (1, 2, 3))
    assert b'"notes":[]' in first.replace(b" ", b"") and b'"languagetool":"6.6"' in first.replace(b" ", b"")
    assert others == [first, first]
    assert wait_for(lambda: not marked(str(tmp_path)))


def test_no_answer_at_an_address_is_said_at_once() -> None:
    with pytest.raises(Unavailable, match="no LanguageTool answers at"), running("127.0.0.1:9"):
        pass
