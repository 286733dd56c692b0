"""No rule takes more than linear time, by and large: text ten times as long may not take a hundred times as long."""

from __future__ import annotations

import time
from functools import cache

import pytest

from cleantext.core.document import Block, BlockKind
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.compile import CompiledRule, compile_rules
from cleantext.rulebook.load import load_shipped

RULES = compile_rules(load_shipped())
ATTACKS = [
    "a", "A", "1", "“", "(", " ", ". ", ", ", "” ", '" ', "word ", "Word ", "12 , ", "said Bob Smith ", "said, It is ",
    "in the of ", "He was late. ", "Which is the, ", "« a » ", "a.b.", "word…Word a ", "[a ", "abc, The of ",
]  # fmt: skip
SHORT, LONG = 10_000, 100_000
ENOUGH = 1.0  # seconds: what takes less is fast enough; what takes more is measured again, as machines are noisy
AT_ONCE = 0.001  # seconds: what takes no more for a short text takes less than ENOUGH for a long one, even if cubic


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.id)
def test_a_rule_takes_linear_time(rule: CompiledRule) -> None:
    for attack in ATTACKS:
        if _seconds(rule, attack, SHORT) > AT_ONCE and _seconds(rule, attack, LONG) > ENOUGH:
            short, long = (min(_seconds(rule, attack, n) for _ in range(3)) for n in (SHORT, LONG))
            assert long < 40 * max(short, ENOUGH / 40), attack


def _seconds(rule: CompiledRule, attack: str, length: int) -> float:
    passage, analysis = _prepared(attack, length)
    start = time.thread_time()
    match rule.sees:
        case "passage":
            assert all(found.span.end <= length for found in rule.find(passage))
        case "sentences":
            list(rule.find(passage, range(len(passage.sentences))))
        case "document":
            list(rule.find(analysis))
    for span in (Span(0, 9), Span(length // 2, length // 2 + 9), Span(length - 9, length)):
        for condition in (*rule.required, rule.excluded):
            condition(passage, span)
    return time.thread_time() - start


@cache
def _prepared(attack: str, length: int) -> tuple[Passage, Analysis]:
    """What all rules share: a passage and an analysis, with their sentences and quotations."""
    text = (attack * length)[:length]
    passage = Passage(text, BlockKind.PROSE)
    analysis = Analysis(Revision(text, lambda _: (Block(Span(0, length), BlockKind.PROSE),)))
    for shared in (passage, *analysis.passages):
        _ = shared.sentences, shared.quotations
    return passage, analysis
