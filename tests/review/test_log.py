"""The log of decisions: what was acknowledged is there after a crash, a torn line is cut off, one writer at a time."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.review.decisions import Decision
from cleantext.review.log import DecisionLog, LogError

ONE = Decision(path="a\ud800.txt", finding="f", decision="reject")
TWO = Decision(path="a.txt", finding="f", decision="edit", text="x\ny\u2028", old="z", offset=-2)


def test_decisions_are_there_again_and_a_torn_line_is_cut_off(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "new/d.jsonl")
    log.append([ONE])
    log.append([TWO])
    log.close()
    whole = log.path.read_bytes()
    for torn in (b"", b'{"path": "a.txt", "fin'):
        log.path.write_bytes(whole + torn)
        log = DecisionLog(log.path)
        assert log.decisions == [ONE, TWO]
        assert log.path.read_bytes() == whole
        log.close()
    log = DecisionLog(log.path)
    log.append([ONE])
    log.close()
    assert DecisionLog(log.path).decisions == [ONE, TWO, ONE]


def test_a_last_line_without_its_end_is_kept_and_ended(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "d.jsonl")
    log.append([ONE, TWO])
    log.close()
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    log = DecisionLog(log.path)
    assert log.decisions == [ONE, TWO]
    log.append([ONE])
    log.close()
    assert DecisionLog(log.path).decisions == [ONE, TWO, ONE]


def test_a_log_in_use_is_refused(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "d.jsonl")
    with pytest.raises(LogError, match="another review"):
        DecisionLog(log.path)
    log.close()


@pytest.mark.parametrize(
    "content",
    [
        b"Dear diary", b"{", b'{"pa', b'{"path": "a"}', b'{"path": "a"}\n', b'{"path": "x", "size": 1}', b"\0" * 9,
        b"[" * 200_000, b'{"path": ' * 100_000, b"\xff\xfe", b'a\n{"path": "a.txt", "fin', b"# notes\n\nno end",
    ],
)  # fmt: skip
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_log_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, linked: bool) -> None:
    path = tmp_path / "d.jsonl"
    if linked:
        path.symlink_to(tmp_path / "notes")
    path.write_bytes(content)
    with pytest.raises(LogError) as caught:
        DecisionLog(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert path.read_bytes() == content


@given(st.lists(st.sampled_from([b'{"path": "a", "finding": "f", "decision": "accept"}', b"\n", b"{", b"x", b" "])))
def test_no_content_loses_a_byte_but_a_torn_line(pieces: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "d.jsonl")
        path.write_bytes(b"".join(pieces))
        try:
            log = DecisionLog(path)
        except LogError:
            assert path.read_bytes() == b"".join(pieces)
        else:
            log.close()
            assert path.read_bytes().rstrip(b"{ \n") == b"".join(pieces).rstrip(b"{ \n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="wants named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "d.jsonl")
    with pytest.raises(LogError, match="not a regular file"):
        DecisionLog(tmp_path / "d.jsonl")
