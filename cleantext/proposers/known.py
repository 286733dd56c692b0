"""Which words are known: to the tagger, the lexicon or the n-gram model; and which are written with capitals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from cleantext.language.memo import Memo
from cleantext.language.vocabulary import is_known
from cleantext.language_model.ngram import shipped


@cache
def _numbers() -> Mapping[str, int]:
    return shipped().vocabulary.number


def _known(form: str) -> bool:
    return is_known(form) or (len(form) > 2 and form in _numbers())


_KNOWN = Memo(_known)


LONGEST = 40
"""Letters of a word; what is longer is none, and to try each way to cut it takes the square of its length."""


def is_word(form: str) -> bool:
    """Whether a form in small letters is a word.

    >>> [is_word(form) for form in ("government", "burdensome", "ment", "saidthat")]
    [True, True, False, False]
    """
    return len(form) <= LONGEST and _KNOWN[form]


def rarity(form: str) -> float:
    """How rare a form is as it is written: 0 for the commonest, 11 or so for one that the model doesn't know."""
    return math.log1p(_numbers().get(form, len(_numbers())))


def only_capital(form: str) -> bool:
    """Whether a form in small letters is known with a capital alone, as months, peoples and places are.

    >>> [only_capital(form) for form in ("january", "turkish", "march", "ferry")]
    [True, True, False, False]
    """
    numbers = _numbers()
    own, small = numbers.get(form.title()), numbers.get(form)
    if own is None or own > _COMMON or len(form) < 4 or not form.isascii():
        return False
    return small is None or (small > _TIMES * own and small > _RARE)


_COMMON = 10_000  # a rarer name is too rare to know that no word is spelt like it
_RARE = 12_000  # rarer words are hardly written so on purpose
_TIMES = 4


def _prefers_capital(word: str) -> bool:
    numbers = _numbers()
    own, small = numbers.get(word), numbers.get(word.lower())
    return own is not None and (small is None or own < small)


_CAPITALS = Memo(_prefers_capital)


def prefers_capital(word: str) -> bool:
    """Whether texts have a word with a capital, in mid-sentence too, more often than the same without.

    >>> [prefers_capital(word) for word in ("Congress", "Which", "Monday")]
    [True, False, True]
    """
    return _CAPITALS[word]
