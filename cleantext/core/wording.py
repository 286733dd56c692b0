"""What is wrong with somebody's file, in words for the person who wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Collection

import regex


def explained(error: Exception, known: Collection[str] = ()) -> str:
    """msgspec's message with the key first and, for an unknown key, the nearest of those that are ``known``.

    >>> explained(ValueError("Expected `int`, got `str` - at `$.jobs`"))
    'jobs: Expected `int`, got `str`'
    >>> explained(ValueError("Object contains unknown field `mach` - at `$.rule`"), ["match"])
    "rule: unknown key 'mach', did you mean 'match'?"
    """
    text = str(error)
    at = regex.search(r" - at `\$\.?(.*)`$", text)
    key = at[1] if at else ""
    text = text[: at.start()] if at else text
    if unknown := regex.search(r"unknown field `(.*?)`", text):
        text = f"unknown key '{unknown[1]}'{nearest(unknown[1], known)}"
    elif missing := regex.search(r"missing required field `(.*?)`", text):
        text = f"'{missing[1]}' is missing"
    return f"{key}: {text}" if key else text


def nearest(wrong: str, known: Collection[str]) -> str:
    """``, did you mean 'x'?`` for the nearest of the known names, or nothing.

    >>> nearest("levle", ["level", "select"])
    ", did you mean 'level'?"
    >>> nearest("fix", ["fix", "match"])
    ', which belongs elsewhere'
    """
    if wrong in known:
        return ", which belongs elsewhere"
    near = difflib.get_close_matches(wrong, sorted(known), n=1)
    return f", did you mean '{near[0]}'?" if near else ""
