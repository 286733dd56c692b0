"""Damage is the share of sentences that hold something wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleantext.core.finding import Finding, Severity, Source
from cleantext.core.span import Span
from cleantext.judge.damage import damage_of

SENTENCES = [Span(10 * i, 10 * i + 9) for i in range(10)]
HIT = Finding("r", "repeats", Span(0, 4), Severity.ERROR, "m", "w", Source.RULE, confidence=0.8)


def test_a_sentence_counts_by_how_sure_it_is_that_something_is_wrong_there() -> None:
    once = damage_of(SENTENCES, [HIT])
    assert once.share == pytest.approx(0.08)
    assert once.kinds == {"broken": pytest.approx(0.08)}
    twice = damage_of(SENTENCES, [HIT, replace(HIT, span=Span(5, 7))])
    assert twice.share == pytest.approx(0.096)


def test_remarks_on_style_are_no_damage() -> None:
    assert damage_of(SENTENCES, [replace(HIT, severity=Severity.INFO)]).share == 0


def test_a_finding_over_several_sentences_counts_in_each() -> None:
    assert damage_of(SENTENCES, [replace(HIT, span=Span(0, 39))]).share == pytest.approx(0.32)


def test_a_text_reworded_throughout_gets_that_verdict_once() -> None:
    spun = [replace(HIT, pack="wording", span=Span(10 * i, 10 * i + 4), confidence=0.9) for i in range(6)]
    damage = damage_of(SENTENCES, spun)
    assert "reworded throughout" in damage.verdict
    assert damage.kinds == {"spun": pytest.approx(0.54)}
    assert damage_of(SENTENCES, spun[:3]).verdict == ""


def test_an_empty_text_is_not_damaged() -> None:
    assert damage_of([], []).share == 0
