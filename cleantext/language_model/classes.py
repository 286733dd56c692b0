"""N-gram models of classes of words: what it has never seen of a word it knows of words that are used alike.

A word n-gram model can't tell whether *may smells* is odd, since it has hardly ever seen *smells*; one of classes has
seen what follows modals. There are two kinds of classes: ``tags``, what a word may be by its form (a plural, or a third
person), and ``company``, which words are found right before and right after it (as Schütze 1995 does). The commonest
words are classes of their own. ``tests/training/classes.py`` makes them, and counts n-grams of them as of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleantext.language_model import ngram
from cleantext.language_model.ngram import Change, NGramModel, Scores
from cleantext.language_model.words import Ids

KINDS = ("tags", "company")
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ClassModel:
    """``of_word`` has the class of each word of the vocabulary, ``model`` their n-grams."""

    of_word: NDArray[np.int16]
    model: NGramModel

    def numbers(self, words: Ids) -> Ids:
        """The classes of some words."""
        return self.of_word[words].astype(np.int32)

    def scored(self, passages: Sequence[Ids]) -> list[Scores]:
        """The log probability (nats) of the class of each word of some passages."""
        return self.model.scored([self.numbers(words) for words in passages])

    def gains_of(self, changes: Sequence[Change]) -> tuple[Scores, Scores]:
        """How much likelier (nats) each change of words makes their classes, and what of that they bring themselves."""
        return self.model.gains_of([Change(self.numbers(c.before), self.numbers(c.after), c.context) for c in changes])


@cache
def shipped() -> tuple[ClassModel, ...]:
    """The models that come with the package, by ``KINDS``. Raises ``NGramModelError`` where one can't be read."""
    return tuple(load(FOLDER / kind) for kind in KINDS)


def load(folder: Path) -> ClassModel:
    """The model whose arrays lie in ``folder``, mapped into memory.

    Raises ``NGramModelError`` where one is missing or damaged.
    """
    model = ngram.load(folder)
    try:
        of_word = ngram.array(folder, "of-word")
    except (OSError, ValueError, EOFError) as error:
        raise ngram.NGramModelError(f"{folder}: the model of classes is missing or damaged ({error})") from error
    if of_word.shape != (len(ngram.shipped().vocabulary),) or of_word.max(initial=0) >= len(model.first):
        raise ngram.NGramModelError(f"{folder}: the model of classes is damaged (its words are not the vocabulary's)")
    return ClassModel(of_word, model)


def save(model: ClassModel, folder: Path) -> None:
    """Write the model's arrays into ``folder``."""
    ngram.save(model.model, folder)
    np.save(folder / "of-word.npy", model.of_word)
