"""Compile the regular expressions of rules, with the word lists they name."""

from __future__ import annotations

from functools import lru_cache

import regex

from cleantext.rulebook.match import Lists

_NAMED = regex.compile(r"\\L<([\w-]+)>")


def compiled(pattern: str, lists: Lists) -> regex.Pattern[str]:
    """``pattern`` with every ``\\L<list>`` spelt out. A list matches its longest word first.

    Raises ``ValueError`` where a list is unknown or the pattern is wrong.
    """
    return _compiled(spelt_out(pattern, lists))


def spelt_out(pattern: str, lists: Lists) -> str:
    """``pattern`` as plain regular expression.

    >>> spelt_out(r"\\b\\L<verbs>\\b", {"verbs": ("say", "says")})
    '\\\\b(?:says|say)\\\\b'
    """

    def alternation(m: regex.Match[str]) -> str:
        if m[1] not in lists:
            raise ValueError(f"no word list '{m[1]}'; there are {', '.join(sorted(lists)) or 'none'}")
        return "(?:" + "|".join(regex.escape(w) for w in sorted(lists[m[1]], key=lambda w: (-len(w), w))) + ")"

    return _NAMED.sub(alternation, pattern)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
