"""The model of classes of words, and the topics of words."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language_model import classes, ngram, topics
from cleantext.language_model.classes import KINDS
from cleantext.language_model.ngram import NGramModelError, changes
from cleantext.language_model.topics import likeness
from cleantext.language_model.words import CLASSES


def gains(text: str, old: str, new: str) -> dict[str, float]:
    """What a replacement gains by each kind of classes."""
    at = text.index(old)
    made = changes(ngram.shipped().vocabulary, [(text, [Edit(Span(at, at + len(old)), new)])], {})
    return {kind: float(model.gains_of(made)[0][0]) for kind, model in zip(KINDS, classes.shipped(), strict=True)}


@pytest.mark.parametrize(
    ("text", "old", "new", "kind"),
    [
        ("The parrot may squawks at night.", "squawks", "squawk", "tags"),
        ("Her neighbours has repainted the fence.", "has", "have", "tags"),
        ("He walked slow towards the harbour.", "slow", "slowly", "tags"),
        ("She decided buying a scooter.", "buying", "to buy", "company"),
        ("Three kayak were stolen.", "kayak", "kayaks", "company"),
    ],
)
def test_classes_know_the_grammar_of_rare_words(text: str, old: str, new: str, kind: str) -> None:
    assert gains(text, old, new)[kind] > 2


def test_words_with_brackets_keep_their_numbers() -> None:
    for model in classes.shipped():
        assert model.of_word[: len(CLASSES)].tolist() == list(range(len(CLASSES)))


def test_classes_score_a_passage_as_its_words_are_cut() -> None:
    read = ngram.shipped().read("The cat sat on the mat.").ids
    for model in classes.shipped():
        (scores,) = model.scored([read])
        assert len(scores) == len(read) and (scores < 0).all()


def test_words_of_one_topic_are_alike() -> None:
    read, known = ngram.shipped().read, topics.shipped()
    about, fitting, odd = (known.all(read(text).ids) for text in ("tumors and chemotherapy", "cancer", "malls"))
    alike = likeness(np.array([fitting, odd]), np.array([about, about]))
    assert alike[0] > 0.3 > alike[1]


def test_a_stretch_sums_as_its_words_alone() -> None:
    known, words = topics.shipped(), ngram.shipped().read("The surgeon removed the tumor from her lung.").ids
    (part,) = known.sums(words, np.array([2]), np.array([5]))
    assert np.allclose(part, known.all(words[2:5]), atol=1e-4)


LOADS = {"tags": classes.load, "company": classes.load, "topics": topics.load}


@pytest.mark.parametrize("kind", LOADS)
def test_a_missing_file_is_named(kind: str, tmp_path: Path) -> None:
    with pytest.raises(NGramModelError, match="missing or damaged"):
        LOADS[kind](tmp_path)


@pytest.mark.parametrize(
    ("kind", "name"), [("tags", "of-word"), ("company", "of-word"), ("topics", "directions"), ("topics", "lengths")]
)
def test_a_file_that_was_cut_is_refused(kind: str, name: str, tmp_path: Path) -> None:
    shutil.copytree(classes.FOLDER / kind, tmp_path / kind)
    file = tmp_path / kind / f"{name}.npy"
    np.save(file, np.load(file)[:1000])
    with pytest.raises(NGramModelError, match="damaged"):
        LOADS[kind](tmp_path / kind)
