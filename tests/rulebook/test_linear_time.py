"""No rule takes more than linear time, by and large: text ten times as long may not take a hundred times as long.

All rules together take minutes, so only those are tried that have changed since they were last tried. What was tried is
kept in ``linear_time.txt``, which ``python -m tests.rulebook.test_linear_time`` writes anew once all rules have passed;
``--all`` tries all of them.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cleantext.core.document import Block, BlockKind
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook import conditions, label_grammar, label_slots
from cleantext.rulebook.compile import CompiledRule
from cleantext.rulebook.matchers import labels
from tests.shipped import RULES

TRIED = Path(__file__).with_name("linear_time.txt")
ATTACKS = [
    "a", "A", "1", "“", "(", " ", ". ", ", ", "” ", '" ', "word ", "Word ", "12 , ", "said Bob Smith ", "said, It is ",
    "in the of ", "He was late. ", "Which is the, ", "« a » ", "a.b.", "word…Word a ", "[a ", "abc, The of ",
]  # fmt: skip
SHORT, LONG = 10_000, 100_000
ENOUGH = 1.0  # seconds: what takes less is fast enough; what takes more is measured again, as machines are noisy
AT_ONCE = 0.001  # seconds: what takes no more for a short text takes less than ENOUGH for a long one, even if cubic


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "rule" in metafunc.fixturenames:
        known = {} if metafunc.config.getoption("--all") else tried()
        rules = [rule for rule in RULES if known.get(rule.rule.id) != digest(rule)]  # none: pytest skips one case
        metafunc.parametrize("rule", rules, ids=[rule.rule.id for rule in rules])


@pytest.mark.slow
def test_a_rule_takes_linear_time(rule: CompiledRule) -> None:
    assert slow(rule) == []


def test_the_list_of_tried_rules_knows_each_rule_at_most_once_and_none_that_is_gone() -> None:
    lines = [line.split(" ")[0] for line in TRIED.read_text("utf-8").splitlines()]
    assert len(set(lines)) == len(lines)
    assert set(lines) <= {rule.rule.id for rule in RULES}, "python -m tests.rulebook.test_linear_time"


@pytest.mark.parametrize(("power", "found"), [(1, []), (2, ["a"]), (3, ["a"])])
def test_more_than_linear_time_is_found_out(monkeypatch: pytest.MonkeyPatch, power: int, found: list[str]) -> None:
    monkeypatch.setattr(sys.modules[__name__], "_seconds", lambda rule, attack, n: 10 * (n / LONG) ** power)
    assert slow(RULES[0], ["a"]) == found


def digest(rule: CompiledRule) -> str:
    """What vouches for a rule: what it looks for, the lists that it may name, and the code of its kind."""
    matched = rule.rule.match.kind, rule.rule.match.spec, rule.rule.context, rule.rule.unless
    text = json.dumps(_given(msgspec.to_builtins(matched)))  # a new kind or condition changes no other rule
    named = {
        name: words
        for name, words in rule.lists.items()
        if (rule.rule.match.kind == "labels" and (name.startswith(labels.PREFIX) or name in label_slots.WORDS))
        or (name in text and not name.startswith(labels.PREFIX))
    }
    modules = [sys.modules[rule.rule.match.matcher.find.__module__], conditions]
    modules += [label_grammar, label_slots] if rule.rule.match.kind == "labels" else []
    code = [Path(str(module.__file__)).read_bytes() for module in modules]
    return hashlib.sha256(b"\0".join([msgspec.json.encode([text, named]), *code])).hexdigest()[:16]


def _given(value: Any) -> Any:
    """``value`` without the keys that its author left out."""
    if isinstance(value, dict):
        return {key: _given(each) for key, each in value.items() if each is not None}
    return [_given(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def tried() -> Mapping[str, str]:
    return dict(line.split(" ") for line in TRIED.read_text("utf-8").splitlines())


def slow(rule: CompiledRule, attacks: Sequence[str] = ATTACKS) -> list[str]:
    """The attacks that a rule takes too long for."""
    return [attack for attack in attacks if _seconds(rule, attack, SHORT) > AT_ONCE and _crawls(rule, attack)]


def _crawls(rule: CompiledRule, attack: str) -> bool:
    if _seconds(rule, attack, LONG) <= ENOUGH:
        return False
    short, long = (min(_seconds(rule, attack, n) for _ in range(3)) for n in (SHORT, LONG))
    return long >= 40 * max(short, ENOUGH / 40)


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


if __name__ == "__main__":
    known = tried() if TRIED.exists() else {}
    kept = []
    for each in RULES:
        name, vouched = each.rule.id, digest(each)
        if known.get(name) != vouched:
            print(name, file=sys.stderr)
            if found := slow(each):
                sys.exit(f"{name}: more than linear time on {found}")
        kept.append(f"{name} {vouched}\n")
    TRIED.write_text("".join(kept), "utf-8")
