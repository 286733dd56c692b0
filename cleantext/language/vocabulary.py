"""Which words are known, and which pieces of a text hold one that isn't."""

from __future__ import annotations

import regex

from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.language.tagger import common_forms

WORD = regex.compile(r"(?<![\p{L}\p{M}\p{N}’'@#./\\_&-])\p{L}\p{Ll}*(?![\p{L}\p{M}\p{N}’'@_/\\&]|\.\p{L}|-\S)")
"""A word that is no part of a longer one, nor of an address, a number or a name in capitals."""
_SHORT = frozenset([
    "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it",
    "me", "my", "no", "of", "oh", "ok", "on", "or", "so", "to", "up", "us", "we",
])  # fmt: skip
"""All words of two letters: the tagger's model has met many fragments as short, too (al, re, ap)."""


def is_known(form: str) -> bool:
    """Whether the tagger's model or the lexicon knows a form in small letters.

    >>> [is_known(form) for form in ("government", "govern", "ment", "al")]
    [True, True, False, False]
    """
    if len(form) < 3:
        return form in _SHORT
    return form in common_forms() or form in lexicon().classes


def _holds_an_unknown_word(piece: str) -> bool:
    return not all(is_known(m[0].lower()) for m in WORD.finditer(piece))


UNKNOWN = Memo(_holds_an_unknown_word)
"""Whether a piece of a text without white space holds a word that nobody knows."""
