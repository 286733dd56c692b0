"""No proposer takes more than linear time, by and large: four times the text may not take ten times as long."""

from __future__ import annotations

import time

import pytest

from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.proposers.proposal import Proposer
from tests.proposers.test_invariants import PROPOSERS
from tests.rulebook.test_linear_time import ATTACKS

MARKS = (
    "-", "- ", "—", "”", ",” said Bob. ", "$1,2.1,2.", "1,", "$1 ", "a-", "a- b ", ",,", "?!", "..", ". . ", "’", "'s ",
    "{a ", "a/b ", "&amp;", "Ã", "â€", "#a ", "1990-", "%", "10km ", "Read more: ", "| ", "<a>", "a: ", "Mr. ", "J. ",
    "U.S. ", "a.m. ", "of of ", "tion ", "e ff ort ", "govern- ment ", "Jan. 1, ", "“a, ", "said. said ", "[1] ", "a,b",
    "word[a", "word]a", "a%b", "tbe wbich ", "tbe bad ", "tbe\n\n",
)  # fmt: skip
SHORT, LONG = 5_000, 20_000
AT_ONCE, ENOUGH = 0.05, 1.0  # seconds


@pytest.mark.slow
@pytest.mark.parametrize("proposer", PROPOSERS, ids=lambda proposer: proposer.name)
def test_a_proposer_takes_linear_time(proposer: Proposer) -> None:
    assert [attack for attack in (*ATTACKS, *MARKS) if _crawls(proposer, attack)] == []


def _crawls(proposer: Proposer, attack: str) -> bool:
    if _seconds(proposer, attack, SHORT) <= AT_ONCE or _seconds(proposer, attack, LONG) <= ENOUGH:
        return False
    short, long = (min(_seconds(proposer, attack, n) for _ in range(3)) for n in (SHORT, LONG))
    return long > 10 * short


def _seconds(proposer: Proposer, attack: str, length: int) -> float:
    analysis = Analysis(Revision((attack * length)[:length], segment))
    for passage in analysis.passages:
        _ = passage.sentences, passage.quotations
    start = time.thread_time()
    for _ in proposer.propose(analysis):
        pass
    return time.thread_time() - start
