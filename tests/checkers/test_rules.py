"""The rules as a checker: what it remembers of blocks is bounded by their length, too."""

from __future__ import annotations

import tracemalloc

import pytest

from cleantext.checkers import rules
from cleantext.checkers.rules import RuleChecker
from tests.analysed import analysed


def test_long_paragraphs_without_end_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "CHARACTERS", 20_000)
    checker = RuleChecker(())
    tracemalloc.start()
    for number in range(100):
        assert not list(checker.check(analysed(f"{number} " + "-" * 10_000)))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 300_000
