"""The log of decisions: what was acknowledged is there after a crash, a torn line is cut off, one writer at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def test_a_log_in_use_and_a_log_that_is_none_are_refused(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "d.jsonl")
    with pytest.raises(LogError, match="another review"):
        DecisionLog(log.path)
    log.close()
    log.path.write_text('{"path": "a"}\n')
    with pytest.raises(LogError, match=r"d\.jsonl:1: "):
        DecisionLog(log.path)
