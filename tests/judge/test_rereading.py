"""What the encoder tells the judge about repaired sentences."""

from __future__ import annotations

import math

import numpy as np

from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Fix
from cleantext.core.span import Span
from cleantext.judge.look import Look
from cleantext.judge.rereading import LONGEST, REREAD, columns
from cleantext.language_model import encoder, ngram
from tests.analysed import analysed

TEXT = "The council met on Tuesday. Carbon dioxide and other nursery gases warm the air.\n\nNobody was there."


def told(*fixes: Fix, text: str = TEXT, of: list[int] | None = None) -> list[dict[str, float]]:
    """The columns of repairs by name; all of one candidate unless ``of`` says else."""
    look = Look(analysed(text), ngram.shipped())
    places = look.places([fix.edits[0].span for fix in fixes])
    rows = columns(look, fixes, places, of or [0] * len(fixes), encoder.shipped())
    assert rows.shape == (len(fixes), len(REREAD))
    return [dict(zip(REREAD, row, strict=True)) for row in rows.tolist()]


def put(old: str, new: str, text: str = TEXT) -> Fix:
    """A repair of the first place where the text has ``old``."""
    start = text.index(old)
    return Fix((Edit(Span(start, start + len(old)), new),), Applicability.SUGGESTED)


def test_a_right_repair_leaves_less_damage_than_a_wrong_one() -> None:
    right, wrong = told(put("nursery", "greenhouse"), put("nursery", "trousers"))
    assert right["reread_most"] < wrong["reread_most"] and right["reread_mean"] < wrong["reread_mean"]
    assert right["reread_less"] > wrong["reread_less"]
    assert right["reread_less_behind_best"] == 0 < wrong["reread_less_behind_best"]


def test_repairs_of_different_candidates_are_not_compared() -> None:
    rows = told(put("nursery", "greenhouse"), put("nursery", "trousers"), of=[3, 5])
    assert [row["reread_less_behind_best"] for row in rows] == [0, 0]


def test_each_repair_is_told_as_alone() -> None:
    fixes = put("nursery", "greenhouse"), put("Tuesday", "Thursday"), put("was", "were"), put(" other", "")
    together = told(*fixes, of=[0, 1, 2, 3])
    for fix, row in zip(fixes, together, strict=True):
        (alone,) = told(fix)
        np.testing.assert_allclose(list(alone.values()), list(row.values()), rtol=1e-5)


def test_a_repair_over_two_sentences_reads_both() -> None:
    (row,) = told(put("Tuesday. Carbon", "Tuesday, and carbon"))
    assert not any(math.isnan(value) for value in row.values())


def test_what_is_too_long_or_beyond_a_paragraph_is_not_known() -> None:
    text = "word " * LONGEST + "end."
    for rows in (told(put("word", "work", text), text=text), told(put("air.\n\nNobody", "air; nobody"))):
        assert all(math.isnan(value) for row in rows for value in row.values())


def test_no_repairs_make_no_rows() -> None:
    look = Look(analysed(TEXT), ngram.shipped())
    assert columns(look, [], [], [], encoder.shipped()).shape == (0, len(REREAD))
