"""Slips that the grammar tells: each construction, and correct sentences that look like it."""

from __future__ import annotations

import pytest

from cleantext.proposers.forms import Forms
from tests.proposers.proposals import repairs, rules

PROPOSER = Forms()
OURS = {
    f"form-{name}"
    for name in ["agreement", "complement", "collocation", "tense", "relative", "pronoun", "negation", "pattern"]
}


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        # a subject far away, a verb joined by "and"
        ("form-agreement", "Gates with a broken lock is your problem.", "Gates with a broken lock are your problem."),
        ("form-agreement", "It is a part of the brain that affect one.", "It is a part of the brain that affects one."),
        ("form-agreement", "Each driver keep her hands warm.", "Each driver keeps her hands warm."),
        ("form-agreement", "He writes letters and never speak of it.", "He writes letters and never speaks of it."),
        # infinitives and forms in -ing
        ("form-complement", "They left without to pay the bill.", "They left without paying the bill."),
        ("form-complement", "We spent the whole day to clean.", "We spent the whole day cleaning."),
        ("form-complement", "The workers began to painting the walls.", "The workers began to paint the walls."),
        ("form-verb", "The prize was gave to a farmer.", "The prize was given to a farmer."),
        ("form-verb", "How did you spent the winter?", "How did you spend the winter?"),
        ("form-verb", "The user do not can attend.", "The user cannot attend."),
        ("form-verb", "The old man weared a hat.", "The old man wore a hat."),
        # tenses and times
        ("form-tense", "The firm exists since 1994.", "The firm has existed since 1994."),
        ("form-tense", "The line has been closed in 1968.", "The line was closed in 1968."),
        ("form-pattern", "He died on Sunday. He had 84 years.", "He died on Sunday. He was 84 years old."),
        ("form-pattern", "We moved here before three years.", "We moved here three years ago."),
        # pronouns
        ("form-pronoun", "Is possible to visit the tower.", "It is possible to visit the tower."),
        ("form-relative", "I need somebody which will wait.", "I need somebody who will wait."),
        ("form-relative", "My aunt, that is ill, stayed at home.", "My aunt, who is ill, stayed at home."),
        ("form-article-extra", "The most of the shops are shut.", "Most of the shops are shut."),
        # negation
        ("form-negation", "He already does not work in the mine.", "He no longer works in the mine."),
        ("form-negation", "She not knows the answer.", "She does not know the answer."),
        # collocations
        ("form-collocation", "We discussed about the plan.", "We discussed the plan."),
        ("form-collocation", "The cat sleeps next the stove.", "The cat sleeps next to the stove."),
        ("form-collocation", "The price depends from the season.", "The price depends on the season."),
    ],
)  # fmt: skip
def test_a_construction_is_put_right(rule: str, text: str, wanted: str) -> None:
    assert wanted in repairs(PROPOSER, text, rule)


@pytest.mark.parametrize(
    "text",
    [
        "She looks forward to seeing her friends and never complains.",
        "The houses along the river are old.",
        "One of the ships has sunk.",
        "The firm has existed since 1994.",
        "He has been in prison for ten years.",
        "She had 12 years of experience.",
        "It is possible to visit the tower.",
        "The prize was given to a farmer.",
        "The people who live here know what the reason is.",
    ],
)
def test_a_correct_construction_stays(text: str) -> None:
    assert rules(PROPOSER, text) & OURS == set()
