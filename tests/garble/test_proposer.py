"""The proposer keeps what must be kept, asks only where it was told to, and fails in one line."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.checkers.garble import GarbleChecker
from cleantext.core.document import Document
from cleantext.core.finding import Applicability
from cleantext.engine import Level, examine
from cleantext.formats.text import segment
from cleantext.garble.proposer import Proposer, ProposerError, keeps
from tests.analysed import analysed

GARBLED = "The council approved the of plan on Tuesday, said argued, and the bridge will begin to in the."
REPAIRED = "The council approved the plan on Tuesday, and work on the bridge will begin."
FINE = "Nobody in the town had expected a decision before the summer."


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


@pytest.mark.parametrize(
    ("sentence", "proposal", "kept"),
    [
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee.", True),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Li.", False),
        ("Benefits to Lee will 3 bring.", "It will bring three benefits to Lee.", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee and Ray.", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits to Lee in 2024.", False),
        ("Benefits to Lee will 3 bring.", "Benefits to Lee will 3 bring.", False),
        ("Benefits to Lee will 3 bring.", "", False),
        ("Benefits to Lee will 3 bring.", "It will bring 3 benefits\nto Lee.", False),
        ("Benefits to Lee will 3 bring.", "It will <b>bring</b> 3 to Lee.", False),
        (
            "Benefits to Lee will 3 bring.",
            "Sure! Here is the repaired sentence: it will bring 3 benefits to Lee.",
            False,
        ),
        ("Putin will to travel of.", "He will travel.", False),
        ("He will to travel of it.", "Putin will travel to it.", False),
        ("He “must go now” it said of.", "He said “must go now” of it.", True),
        ("He “must go now” it said of.", "He said “has to go” of it.", False),
        ("He “must go now” it said of.", "He said he must go now.", False),
        ("The plan was not of approved.", "The plan was approved.", False),
        ("The plan was of approved.", "The plan wasn’t approved.", False),
        ("The plan was not of approved.", "The plan wasn't approved.", True),
        ("The plan no it was of approved.", "The plan was never approved.", True),
        ("He to accept of the offer said.", "He refused the offer, he said.", False),
        ("The plan of legal was it.", "The plan was illegal.", False),
        ("The plan of unlikely was it.", "The plan was likely.", False),
        ("The plan to two of the towns is.", "The plan is for three of the towns.", False),
        ("It five million to of cost.", "It cost five billion.", False),
        ("It $5 to of cost.", "It cost €5.", False),
        ("It 5 to of cost.", "It cost 5%.", False),
        ("It ½ of the was cost.", "It was ¼ of the cost.", False),
        ("The plan it of was read.", "The plan was read.\u2028Next.", False),
        ("The plan it of was read.", "The plan was\u2029 read.", False),
        ("The plan it of was read.", "The plan was read at evil.example.", False),
        ("The plan it of was read.", "The plan was read at www.evil", False),
        ("The plan it of was read.", "The plan was read by a@b.example.", False),
        ("The plan it of was read.", "The plan was read at ftp://evil.", False),
        ("At http://a.example the plan of.", "The plan at http://b.example.", False),
        ("The plan at a.example of was.", "The plan was at a.example.", True),
        ("The [plan it of was read.", "The [plan](x) was read.", False),
        ("The plan it of was read [1].", "The plan was read [1].", True),
        ("At http://a.example it of was.", "At http://a.example it was http://a.example.", False),
    ],
)
def test_names_numbers_and_quotations_are_kept(sentence: str, proposal: str, kept: bool) -> None:
    assert keeps(sentence, proposal) is kept


def test_a_name_may_come_from_the_text_around() -> None:
    assert keeps("He will to travel of it.", "He will travel to Oslo.", "The road to Oslo is long.")
    assert not keeps("He will to travel of it.", "He will travel to Oslo.", "The road is long.")


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_kept_has_the_same_digits(sentence: str, proposal: str) -> None:
    if keeps(sentence, proposal):
        assert sorted(c for c in sentence if c.isascii() and c.isdigit()) == sorted(
            c for c in proposal if c.isascii() and c.isdigit()
        )


def test_a_rewording_is_shown_as_an_alternative_and_never_applied(tmp_path: Path) -> None:
    text = f"{FINE} {GARBLED} {FINE}\n"
    with endpoint() as fake:
        checker = GarbleChecker(proposer=Proposer(fake.address))
        document = Document(tmp_path / "a.txt", "text", text, text.encode(), "utf-8", segment)
        done = examine(document, [checker], Level.SUGGESTED)
    assert done.text == text
    (judged,) = done.findings
    assert judged.finding.fix is None
    (alternative,) = judged.finding.alternatives
    (edit,) = alternative.edits
    assert text[: edit.span.start] + edit.replacement + text[edit.span.end :] == text.replace(GARBLED, REPAIRED)
    assert alternative.applicability is Applicability.SUGGESTED


def test_only_flagged_sentences_are_sent_with_the_text_around_them() -> None:
    with endpoint() as fake:
        list(GarbleChecker(proposer=Proposer(fake.address, model="m")).check(analysed(f"{FINE} {GARBLED}")))
    (asked,) = fake.asked
    assert json.loads(asked["messages"][1]["content"]) == {"before": FINE, "sentence": GARBLED, "after": ""}
    assert (asked["model"], asked["temperature"]) == ("m", 0)


def test_nothing_is_sent_without_an_address() -> None:
    with endpoint() as fake:
        (finding,) = GarbleChecker().check(analysed(GARBLED))
    assert (fake.asked, finding.alternatives) == ([], ())


def test_a_sentence_is_asked_about_once() -> None:
    with endpoint() as fake:
        checker = GarbleChecker(proposer=Proposer(fake.address))
        for _ in range(3):
            list(checker.check(analysed(GARBLED)))
    assert len(fake.asked) == 1


def test_a_rewording_that_loses_a_name_is_dropped() -> None:
    with endpoint(content=REPAIRED.replace("Tuesday", "Friday")) as fake:
        (finding,) = GarbleChecker(proposer=Proposer(fake.address)).check(analysed(GARBLED))
    assert finding.alternatives == ()


def test_a_key_goes_along_where_one_is_given() -> None:
    with endpoint() as fake:
        Proposer(fake.address).proposal(GARBLED)
        Proposer(fake.address, key="secret").proposal(GARBLED)
    assert fake.keys == [None, "Bearer secret"]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"status": 500}, "answered 500"),
        ({"status": 302, "location": "http://127.0.0.1:9/elsewhere"}, "answered 302"),
        ({"raw": b"<html>"}, "did not answer in JSON"),
        ({"raw": b"{}"}, "did not answer in JSON"),
        ({"raw": b'{"choices": [{"message": {"content": null}}]}'}, "did not answer in JSON"),
    ],
    ids=["error", "redirect", "html", "empty", "null"],
)
def test_a_failing_endpoint_is_named_and_asked_no_more(fault: dict[str, Any], message: str) -> None:
    with endpoint(**fault) as fake:
        checker = GarbleChecker(proposer=Proposer(fake.address))
        findings = list(checker.check(analysed(f"{GARBLED} {FINE} {GARBLED.replace('council', 'board')}")))
    assert len(findings) == 2
    assert [f.alternatives for f in findings] == [(), ()]
    assert len(fake.asked) == 1
    (problem,) = checker.problems()
    assert fake.address in problem
    assert message in problem


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with endpoint() as fake:
        pass
    with pytest.raises(ProposerError, match=r"did not answer"):
        Proposer(fake.address, timeout=5).proposal(GARBLED)


@pytest.mark.parametrize("address", ["", "localhost:8080", "file:///etc/passwd", "ftp://host/x", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ProposerError, match="is no http address"):
        Proposer(address)
