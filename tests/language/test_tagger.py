"""Word classes and lemmas."""

from __future__ import annotations

import pytest

from cleantext.language.tagger import coarse, lemma, may_be_finite, readings, tag


@pytest.mark.parametrize(
    ("sentence", "tags"),
    [
        ("The boats sailed .", ["AT0", "NN2", "VVD", "PUN"]),
        ("She has written it", ["PNP", "VHZ", "VVN", "PNP"]),
        ("He will go home", ["PNP", "VM0", "VVI", "AV0"]),
    ],
)
def test_a_sentence_is_tagged(sentence: str, tags: list[str]) -> None:
    assert list(tag(tuple(sentence.split()))) == tags


@pytest.mark.parametrize(
    ("form", "c5", "expected"),
    [("boats", "NN2", "boat"), ("went", "VVD", "go"), ("said", "VVD", "say"), ("was", "VBD", "be")],
)
def test_a_form_has_a_lemma(form: str, c5: str, expected: str) -> None:
    assert lemma(form, c5) == expected


@pytest.mark.parametrize(("c5", "expected"), [("NN1", "NOUN"), ("VVD", "VERB"), ("NP0", "PROPN"), ("AJ0", "ADJ")])
def test_a_tag_has_a_word_class(c5: str, expected: str) -> None:
    assert coarse(c5) == expected


@pytest.mark.parametrize(
    ("form", "finite"), [("says", True), ("said", True), ("can", True), ("of", False), ("city", False), ("the", False)]
)
def test_what_may_be_a_finite_verb(form: str, finite: bool) -> None:
    assert may_be_finite(form) is finite


def test_readings_are_what_the_tagger_may_say() -> None:
    assert "AT0" in readings("the") and "NN1" in readings("report") and "VVB" in readings("report")
