"""Words that the encoder takes for damaged, with those that fit."""

from __future__ import annotations

import pytest

from cleantext.core.edit import apply_edits
from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.proposers import misfits
from cleantext.proposers.misfits import SHOWN, Misfits
from cleantext.proposers.proposal import prose
from cleantext.proposers.swaps import row
from tests.proposers.proposals import candidates

PROPOSER = Misfits()
GASES = "Carbon dioxide and other nursery gases warm the air. The sea rises as the ice melts."


def test_a_word_out_of_place_is_pointed_at_and_others_are_proposed() -> None:
    found = {c.span.of(GASES): c for c in candidates(PROPOSER, GASES)}
    assert "nursery" in found
    assert 2 <= len(found["nursery"].fixes) <= SHOWN
    assert found["nursery"].evidence["misfit_damaged"] > 0.25


def test_what_is_proposed_has_the_capitals_of_the_other() -> None:
    text = "Nursery gases warm the air. BOSOM MALIGNANCY is treated early."
    found = {candidate.span.of(text): candidate for candidate in candidates(PROPOSER, text)}
    assert {"Nursery", "BOSOM"} <= set(found)
    for form, candidate in found.items():
        for repaired in (apply_edits(text, fix.edits) for fix in candidate.fixes):
            new = repaired[candidate.span.start : len(repaired) - len(text) + candidate.span.end]
            assert (not new or new.replace(" ", "").isalpha()) and new.lower() != form.lower()
            assert not new or (new[0].isupper(), new.isupper()) == (form[0].isupper(), form.isupper())


def test_both_words_of_a_term_are_undone_together() -> None:
    text = "More women are treated for bosom malignancy early."
    (candidate,) = (c for c in candidates(PROPOSER, text) if c.span.of(text) == "bosom malignancy")
    assert apply_edits(text, candidate.fixes[0].edits) == "More women are treated for breast cancer early."


def test_an_article_follows_what_is_proposed() -> None:
    text = "They spoke about an atmosphere alteration for hours."
    (candidate,) = (c for c in candidates(PROPOSER, text) if c.span.of(text) == "atmosphere alteration")
    assert apply_edits(text, candidate.fixes[0].edits) == "They spoke about a climate change for hours."


@pytest.mark.parametrize(
    ("text", "form", "without"),
    [
        ("The next thing is have\n\nOther paragraph.", "have", "The next thing is\n\nOther paragraph."),
        ("They feared heart assault.", "assault", "They feared heart."),
        ("Bosom malignancy is bad.", "Bosom", "Malignancy is bad."),
        ("It is an ugly house.", "ugly", "It is a house."),
        ("It is a long hour.", "long", "It is an hour."),
        ("He said bosom/malignancy is bad.", "malignancy", "He said bosom/ is bad."),
        ("Bosom", "Bosom", ""),
    ],
)
def test_a_word_is_left_out_with_one_space(text: str, form: str, without: str) -> None:
    words = row(tuple(prose(Analysis(Revision(text, segment)))))
    at = words.forms.index(form)
    assert apply_edits(text, misfits._left_out(text, words, at, at + 1)) == without


def test_words_that_stay_keep_their_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misfits, "LEAST", 1e-6)
    monkeypatch.setattr(misfits, "SURE", 0.0)
    text = "He lives in Netherlands now, and so I went home to Amsterdam with them."
    made = [apply_edits(text, fix.edits) for c in candidates(PROPOSER, text) for fix in c.fixes]
    assert any("the Netherlands" in each for each in made)
    assert not any(word in each for each in made for word in ("netherlands", " i ", "amsterdam"))


def test_what_failed_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = Analysis(Revision(GASES, segment))
    with monkeypatch.context() as broken:
        broken.setattr(misfits, "_misfits", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            list(PROPOSER.propose(analysis))
    assert list(PROPOSER.propose(analysis))


@pytest.mark.parametrize(
    "text",
    [
        "The committee has agreed to meet again on Monday.",
        "The council approved the plan on Tuesday. Work will begin in March.",
        "In 1987 some 4,120,000 people lived there, 7.5% of all.",
        "",
        "... !!! ???",
    ],
    ids=["plain", "two", "numbers", "empty", "marks"],
)
def test_plain_sentences_stay(text: str) -> None:
    assert candidates(PROPOSER, text) == []


def test_neighbours_agree_with_each_other() -> None:
    text = (
        "Individuals develop tomatoes in their greenery enclosures. On the off chance that you need to develop them, "
        "pick a radiant spot. The neighbours have shown their inconformity, since it does already three years."
    )
    repaired = [apply_edits(text, fix.edits) for c in candidates(PROPOSER, text) for fix in c.fixes]
    assert any(" an away " in each for each in repaired)
    assert not any(" a away " in each or "they makes" in each for each in repaired)
