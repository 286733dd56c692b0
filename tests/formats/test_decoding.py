"""Bytes to text and back: what is UTF-8 with bad places stays it, and every byte comes back."""

from __future__ import annotations

import json
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.cli.options import OutputFormat
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.formats.decoding import NotText, decode, encode
from cleantext.formats.known import AS_IT_LOOKS
from cleantext.formats.reader import read, render
from tests.cli.running import run
from tests.formats.contract import document, unchanged

NEWS = "“We’ll stay,” said Zoë — for now. "


@pytest.mark.parametrize(
    ("raw", "encoding", "bad"),
    [
        (NEWS.encode(), "utf-8", 0),
        (NEWS.encode() + "…".encode()[:-1], "utf-8", 2),
        (NEWS.encode() + "🙂".encode()[:-1], "utf-8", 3),
        (b"They rose. It" + "’".encode()[:-1], "utf-8", 2),
        (b"A note on caf\xc3", "utf-8", 1),
        (NEWS.encode() * 3 + b"It\x92s late. Caf\xe9.", "utf-8", 2),
        (b"It\x92s late \x96 at the caf\xe9.", "cp1252", 0),
        (b"We met at the caf\xe9", "cp1252", 0),
    ],
)
def test_bad_bytes_do_not_change_the_encoding_of_the_rest(raw: bytes, encoding: str, bad: int) -> None:
    text, found = decode(raw)
    assert (found, sum("\udc80" <= c <= "\udcff" for c in text)) == (encoding, bad)
    assert encode(text, found) == raw


@given(st.binary(max_size=60), st.text(max_size=60), st.binary(max_size=4))
def test_every_byte_comes_back(before: bytes, text: str, behind: bytes) -> None:
    raw = before + text.encode("utf-8", "ignore") + behind
    try:
        document = read(PurePath("a.txt"), raw)
    except NotText:
        return
    assert encode(document.text, document.encoding) == raw
    at = len(document.text)
    assert document.encoding != "utf-8" or render(document, [Edit(Span(at, at), " ")]) == raw + b" "


def test_one_bad_byte_is_one_finding_in_every_report_and_stays_in_the_copy(tmp_path: Path) -> None:
    raw = (NEWS + "The hall is shut. .").encode() + b" It\x92s late.\n" + (NEWS * 2).encode() + "—".encode()[:-1]
    source = tmp_path / "a.txt"
    source.write_bytes(raw)
    options = ("--languagetool=off",)
    assert run("clean", "a.txt", "-o", "out", *options, cwd=tmp_path).returncode == 0
    assert (tmp_path / "out/a.txt").read_bytes() == raw.replace(b"shut. .", b"shut.")
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    (file,) = report["files"]
    found = [finding for finding in file["findings"] if finding["pack"] == "encoding"]
    assert [(f["rule"], f["text"], f["message"].rpartition(": ")[2]) for f in found] == [
        ("undecodable-bytes", "\udc92", "92"), ("undecodable-bytes", "\udce2\udc80", "E2 80")
    ]  # fmt: skip
    assert "E2 80" in (tmp_path / "out/report.html").read_text("utf-8")
    for name in (OutputFormat.TEXT, OutputFormat.SARIF, OutputFormat.MARKDOWN):
        shown = run("check", "a.txt", *options, "--output-format", name, cwd=tmp_path)
        assert shown.returncode == 1 and shown.stdout, (name, shown.stderr)
    made = [{"path": "a.txt", "finding": found[0]["id"], "decision": "accept"}]
    decisions = {"schema": "cleantext-decisions/2", "decisions": made}
    (tmp_path / "decisions.json").write_text(json.dumps(decisions), "utf-8")
    done = run("apply", "out/report.json", "decisions.json", "-o", "final", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    wanted = raw.replace(b"shut. .", b"shut.").replace(b"\x92", "’".encode())
    assert (tmp_path / "final/a.txt").read_bytes() == wanted


@pytest.mark.parametrize(
    ("name", "source", "prose"),
    [
        ("a.html", "<p>One two.</p>", "One two."),
        ("a.html", "", ""),
        ("a.adoc", "= One two\n", "One two"),
        ("a.md", "# One two\n", "One two"),
        ("a.rst", "One two\n=======\n", "One two"),
        ("a.po", "", ""),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nOne two.\n", "One two."),
    ],
)
def test_the_mark_of_byte_order_is_no_prose(name: str, source: str, prose: str) -> None:
    for encoding in ("utf-8", "utf-16-le"):
        assert unchanged(f"\ufeff{source}".encode(encoding), name).text == prose


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_no_edit_brings_in_what_is_no_text(name: str) -> None:
    found = read(PurePath(name), b"text\n\xe2\x80\x9cOne\xff two\xe2\x80\x9d.\n", AS_IT_LOOKS)
    at = found.text.index("One")
    assert not found.refusal([Edit(Span(at, at + 4), "Two\udcff")])
    assert found.refusal([Edit(Span(at, at + 3), "\udcff")]) == "it holds U+DCFF, which is no text"
    assert found.refusal([Edit(Span(at, at + 3), "a\0")]) == "it holds U+0000, which is no text"


def test_what_is_put_before_a_mark_of_byte_order_follows_it() -> None:
    found = read(PurePath("a.txt"), b"\xef\xbb\xbfThe hall", AS_IT_LOOKS)
    assert render(found, [Edit(Span(0, 0), "In ")]) == b"\xef\xbb\xbfIn The hall"
    assert render(found, [Edit(Span(0, 1), "")]) == b"The hall"


@pytest.mark.parametrize("edit", [Edit(Span(0, 0), "“"), Edit(Span(0, 1), ""), Edit(Span(0, 2), "")])
def test_utf_16_keeps_its_mark_whatever_happens_at_its_start(edit: Edit) -> None:
    found = document("“One.".encode("utf-16"), "a.txt")
    copy = render(found, [edit], keep_encoding=True)
    assert document(copy, "a.txt").text.lstrip("\ufeff“") == "One."
