"""What the encoder tells the judge about places and repairs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Fix, Source
from cleantext.core.span import Span
from cleantext.judge.checker import proposers
from cleantext.judge.look import Look
from cleantext.judge.readings import READ, columns
from cleantext.language_model import encoder, ngram
from tests.analysed import analysed

TEXT = "The council met on Tuesday. Carbon dioxide and other nursery gases warm the air.\n\nNobody was there."


def candidate(old: str, *new: str) -> Candidate:
    """One about a stretch of ``TEXT``, with repairs of all of it."""
    start = TEXT.index(old)
    span = Span(start, start + len(old))
    fixes = tuple(Fix((Edit(span, each),), Applicability.SUGGESTED) for each in new)
    return Candidate("r", "p", span, "m", "w", Source.WIDE, fixes)


def told(*candidates: Candidate, asked: bool = True, text: str = TEXT) -> list[dict[str, float]]:
    """The columns by name, a row for each repair."""
    look = Look(analysed(text), ngram.shipped())
    places = look.places([c.span for c in candidates])
    rows = columns(look, candidates, places, encoder.shipped(), [asked] * len(candidates))
    return [dict(zip(READ, row, strict=True)) for row in rows.tolist()]


def test_there_is_a_row_for_each_repair_and_one_for_a_candidate_without() -> None:
    rows = told(candidate("nursery", "greenhouse", "trousers"), candidate("council"))
    assert len(rows) == 3
    assert math.isnan(rows[2]["read_changed"]) and not math.isnan(rows[2]["read_most"])


def test_a_word_that_fits_is_told_from_one_that_does_not() -> None:
    fitting, odd = told(candidate("nursery", "greenhouse", "trousers"))
    assert fitting["read_fit"] > odd["read_fit"] and fitting["read_fit_behind_best"] == 0 < odd["read_fit_behind_best"]
    assert fitting["read_most"] == odd["read_most"] > told(candidate("council"))[0]["read_most"]


def test_a_repair_changes_only_the_words_that_differ() -> None:
    whole, part = told(candidate("other nursery gases", "other greenhouse gases"), candidate("nursery", "greenhouse"))
    assert math.isclose(whole["read_changed"], part["read_changed"], rel_tol=1e-5)
    assert math.isclose(whole["read_fit"], part["read_fit"], rel_tol=1e-5)
    assert whole["read_kept"] > 0 and math.isnan(part["read_kept"])


def test_a_part_of_a_word_counts_as_the_word() -> None:
    (part,) = told(candidate("gas", "gaz"))
    (whole,) = told(candidate("gases", "gazes"))
    assert math.isclose(part["read_changed"], whole["read_changed"], rel_tol=1e-5)
    assert math.isclose(part["read_fit"], whole["read_fit"], rel_tol=1e-5)


def test_what_is_not_asked_for_is_not_known() -> None:
    rows = told(candidate("nursery", "greenhouse"), asked=False)
    assert all(math.isnan(value) for row in rows for value in row.values())


def test_many_at_once_are_told_as_each_alone() -> None:
    text = (
        "The doctors has treated the malls of the patient. Its price rose on Monday , said Ann.\n\nHe went went home."
    )
    analysis = analysed(text)
    found = [c for proposer in proposers() for c in proposer.propose(analysis)]

    def rows(of: Sequence[Candidate]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        look = Look(analysed(text), ngram.shipped())
        return columns(look, of, look.places([c.span for c in of]), encoder.shipped(), [True] * len(of))

    np.testing.assert_allclose(rows(found), np.vstack([rows([c]) for c in found]), rtol=1e-4, atol=1e-4)


def test_what_is_told_does_not_depend_on_what_was_read_before() -> None:
    text = " ".join(f"The {word} was seen near the nursery gases again." for word in ("man", "dog", "cat", "bus") * 20)
    analysis = analysed(text)
    spans = [m.span() for m in re.finditer(r"\w+", text)]
    found = [Candidate("r", "p", Span(*span), "m", "w", Source.WIDE, ()) for span in spans]
    look = Look(analysis, ngram.shipped())
    assert len(encoder.shipped().page(analysis.passages[0]).windows) > 3

    def rows(of: Sequence[Candidate], seen: Look) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return columns(seen, of, seen.places([c.span for c in of]), encoder.shipped(), [True] * len(of))

    together = rows(found, look)
    for i in range(0, len(found), 25):
        alone = rows([found[i]], Look(analysed(text), ngram.shipped()))
        np.testing.assert_allclose(together[i], alone[0], rtol=1e-4, atol=1e-4)
    assert not np.isnan(together[:, : READ.index("read_changed")]).any()


def test_a_text_without_words_tells_nothing() -> None:
    (row,) = told(Candidate("r", "p", Span(0, 0), "m", "w", Source.WIDE, ()), text="")
    assert all(math.isnan(value) for value in row.values())
