"""What the judge hears about a place from all that is said of it and beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.judge.judge import vouched
from cleantext.judge.rereading import REREAD
from cleantext.judge.stacking import RISING, STACKED, columns, surest_rows


def candidate(start: int, end: int, *repairs: str, pack: str = "p", source: Source = Source.WIDE) -> Candidate:
    fixes = tuple(Fix((Edit(Span(start, end), new),), Applicability.SUGGESTED) for new in repairs)
    return Candidate("r", pack, Span(start, end), "m", "w", source, fixes, Severity.ERROR, {})


def heard(
    candidates: list[Candidate], of: list[int], wrong: list[float], right: list[float], less: list[float]
) -> list[dict[str, float]]:
    reread = np.full((len(of), len(REREAD)), np.nan, np.float32)
    for row, value in enumerate(less):
        if not math.isnan(value):
            reread[row] = 0.4, 0.3, 0.2, value, 0
    p, q = (np.array(each, np.float32) for each in (wrong, right))
    found = columns(candidates, np.array(of, np.int32), p, q, reread)
    return [dict(zip(STACKED, row, strict=True)) for row in found.tolist()]


def test_repairs_that_were_read_speak_for_their_place() -> None:
    (row,) = heard([candidate(0, 4, "a", "b", "c")], [0, 0, 0], [0.5, 0.6, 0.6], [0.2, 0.5, 0.1], [2.0, 0.5, math.nan])
    assert row["stacked_wrong"] == pytest.approx(math.log(0.6 / 0.4), abs=1e-5)
    assert row["stacked_right"] == pytest.approx(0, abs=1e-5)
    assert [row[name] for name in ("fewest_less", "likeliest_less")] == [2.0, 0.5]
    assert [row[name] for name in ("fewest_right", "likeliest_right")] == pytest.approx([0.2, 0.5])
    assert row["fewest_most"] == pytest.approx(0.4) and row["repairs"] == 3


def test_what_overlaps_and_what_is_near_speaks_for_a_place_and_nothing_speaks_for_itself() -> None:
    these = [
        candidate(0, 9, "a"), candidate(5, 12, "b", pack="q"), candidate(20, 25), candidate(500, 505),
        candidate(6, 8, source=Source.RULE),
    ]  # fmt: skip
    rows = heard(
        these, [0, 1, 2, 3, 4], [0.5, 0.7, 0.8, 0.9, 0.2], [0.1, 0.3, 0.0, 0.0, 0.0], [1.0, 3.0] + [math.nan] * 3
    )
    first, *_, far, of_rule = rows
    assert [first[name] for name in ("others_wrong", "others_right", "near_wrong")] == pytest.approx([0.7, 0.3, 0.8])
    assert [first[name] for name in ("others_likely", "others_packs", "others_less", "near_sure")] == [1, 1, 3.0, 1]
    assert [far[name] for name in ("others_wrong", "near_wrong", "place_length")] == [0, 0, 5]
    assert math.isnan(far["others_less"]) and math.isnan(far["fewest_less"])
    assert [row["of_rule"] for row in rows] == [0, 0, 0, 0, 1] and of_rule["others_likely"] == 2


def test_a_candidate_speaks_by_the_row_in_which_it_is_most_likely_wrong() -> None:
    of, wrong = np.array([0, 0, 1, 2, 2], np.int32), np.array([0.2, 0.4, 0.1, 0.5, 0.5], np.float32)
    assert surest_rows(of, wrong, 3).tolist() == [1, 2, 3]
    assert surest_rows(of[:0], wrong[:0], 0).tolist() == []


def test_no_candidates_have_no_rows() -> None:
    assert heard([], [], [], [], []) == []


def test_only_columns_rise() -> None:
    assert set(STACKED) > RISING


def test_of_what_a_rule_finds_the_surer_answer_counts() -> None:
    these = [candidate(0, 4), candidate(0, 4, source=Source.RULE), candidate(5, 9, source=Source.RULE)]
    before, last = np.array([0.9, 0.9, 0.1], np.float32), np.array([0.2, 0.2, 0.4], np.float32)
    assert vouched(these, before, last).tolist() == pytest.approx([0.2, 0.9, 0.4])
