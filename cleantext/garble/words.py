"""A sentence as the model reads it: words, numbers and marks, with typographic variants made one."""

from __future__ import annotations

import regex

from cleantext.core.span import Span
from cleantext.language.tokens import TOKEN

LONGEST = 80
"""Words of a sentence that are read; what comes after is not judged."""

_TOKEN = regex.compile(TOKEN, regex.VERBOSE)
_PLAIN = str.maketrans("’‘“”„«»–‑…", '\'\'"""""—-…')


def words(sentence: str) -> tuple[list[str], list[Span]]:
    """The words of a sentence and where each stands in it; ``'s`` is a word of its own.

    >>> words("Xi’s “plan” failed.")[0]
    ['Xi', "'s", '"', 'plan', '"', 'failed', '.']
    """
    forms: list[str] = []
    spans: list[Span] = []
    for m in _TOKEN.finditer(sentence):
        start, end = m.span()
        form = m[0].translate(_PLAIN)
        if len(form) > 2 and form[-2:] in ("'s", "'S") and form[-3].isalpha():
            forms += form[:-2], form[-2:].lower()
            spans += Span(start, end - 2), Span(end - 2, end)
        else:
            forms.append(form)
            spans.append(Span(start, end))
        if len(forms) >= LONGEST:
            break
    return forms, spans
