"""Changes of a row of words: what they gain, and what stays known of a passage that an edit left alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language_model.ngram import shipped
from cleantext.proposers.figures import Figures
from cleantext.proposers.forms import Forms
from cleantext.proposers.proposal import Proposer, in_each
from cleantext.proposers.swaps import CONTEXT, row
from cleantext.proposers.wording import Wording
from tests.analysed import analysed

TEXT = "The  tall man walked.\n\nThe tourist groups has arrived. They went a long way to see the atmosphere alteration."


def test_a_row_scores_a_change_as_the_model_does_from_nothing() -> None:
    words = row(analysed(TEXT).passages)
    at = np.array([words.forms.index(form) for form in ("has", "arrived", "to")], np.int32)
    new = np.array([[words.number(form)] for form in ("have", "landed", "from")], np.int32)
    for k, gained in enumerate(words.gains(at, 1, new).tolist()):
        before = words.ids[at[k] - CONTEXT : at[k] + 1 + CONTEXT]
        after = np.concatenate([before[:CONTEXT], new[k], before[CONTEXT + 1 :]])
        there, then = (
            float((shipped().score(ids) + shipped().emission[ids])[CONTEXT:].sum()) for ids in (before, after)
        )
        assert gained == pytest.approx(then - there, abs=1e-4)


def test_passages_scored_together_have_the_scores_that_they_have_alone() -> None:
    texts = ["Rain fell.", "", "He said “no”. 12 of them left, too.", "So"]
    for text, (words, scores) in zip(texts, shipped().surprises_in(texts), strict=True):
        alone, own = shipped().surprises(text)
        for found, wanted in ((words.openings, alone.openings), (words.starts, alone.starts), (words.ends, alone.ends)):
            assert found.tolist() == wanted.tolist()
        assert np.array_equal(words.ids, alone.ids) and np.array_equal(scores, own)


def test_a_row_tells_passages_what_the_model_says_of_them() -> None:
    rain, title = analysed(TEXT + "\n\nNews Of Heavy Rain").passages[0::2]
    row((rain, title))
    assert title.told == {}  # read in small letters there
    for passage in (rain, title):
        ((words, scores),), (wanted, own) = shipped().surprises_of([passage]), shipped().surprises(passage.text)
        assert np.array_equal(words.ids, wanted.ids) and np.array_equal(scores, own)


@pytest.mark.parametrize("proposer", [Figures(), Forms(), Wording()], ids=lambda proposer: str(proposer.name))
def test_an_edit_elsewhere_moves_what_is_said_of_a_passage(proposer: Proposer) -> None:
    before = analysed(TEXT + " It cost € 1 ,2 billion.")
    assert len(list(proposer.propose(before))) > 0
    edited = before.revision.apply([(Edit(Span(3, 5), " "), ("edit",))])
    after = list(proposer.propose(Analysis(edited, before)))
    assert after == list(proposer.propose(analysed(edited.text)))
    assert [c.evidence for c in after] == [c.evidence for c in proposer.propose(analysed(edited.text))]


def test_only_what_an_edit_changed_is_asked_about_again() -> None:
    asked = []

    def propose(passage: Passage) -> Sequence[Candidate]:
        asked.append(passage.text)
        return ()

    before = analysed("The  dog barked.\n\nThe cat slept.")
    edited = before.revision.apply([(Edit(Span(3, 5), " "), ("edit",))])
    for analysis in (before, Analysis(edited, before)):
        assert not list(in_each(analysis, "asked", propose))
    assert asked == ["The  dog barked.", "The cat slept.", "The dog barked."]
