"""Sentence boundaries that survive damage.

A full stop ends a sentence only where what follows can begin one: before a small letter it is damage or an
abbreviation, and the sentence goes on (``concerns about aggression. is regarded`` is one sentence, broken).
A missing space after it, on the other hand, hides no boundary (``the West.”It has``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from cleantext.core.span import Span

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "lt",
        "capt",
        "sgt",
        "maj",
        "cmdr",
        "adm",
        "rev",
        "fr",
        "hon",
        "pres",
        "st",
        "mt",
        "ft",
        "messrs",
        "mx",
        "sr",
        "jr",
    ]
)
"""Abbreviations that a name follows."""

ABBREVIATIONS = TITLES | frozenset(
    [
        "no",
        "nos",
        "vol",
        "vols",
        "pp",
        "fig",
        "figs",
        "eq",
        "eqs",
        "sec",
        "art",
        "ch",
        "cf",
        "vs",
        "v",
        "al",
        "ed",
        "eds",
        "viz",
        "approx",
        "est",
        "dept",
        "univ",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "ph.d",
        "m.d",
        "b.a",
        "m.a",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "l.a",
        "p.s",
        "n.b",
        "ca",
        "et",
        "min",
        "max",
        "tel",
        "ext",
        "op",
        "cit",
        "ibid",
        "etc",
    ]
)
"""Words, lower case and without their last stop, whose stop need not end a sentence."""

_FOLLOWED_BY_CAPITAL = frozenset(
    [
        "a.m",
        "p.m",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "ph.d",
        "m.d",
        "al",
        "min",
        "max",
    ]
)
"""Abbreviations that end sentences often enough that a capital after them decides."""

_END = re.compile(r"(?P<mark>[.!?…]+(?:[ \t]+[.!?…]+)*)(?P<close>[\"'”’»)\]]*)(?P<gap>[^\S\x1c-\x1f]*)")
_NEXT = regex.compile(r"[“\"'‘«(\[]*(?:\p{Lu}|\d|[—–-]\s*\p{Lu})")
_WORD_BEFORE = regex.compile(r"(?r)[\p{L}.]*\p{L}")
_INITIALS = regex.compile(r"(?:\p{Lu}\.)+\p{Lu}")
_WORD_BEHIND = regex.compile(r"\W*(\p{L}+)")
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "in",
        "on",
        "at",
        "for",
        "as",
        "if",
        "when",
        "while",
        "there",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "what",
        "who",
        "how",
        "why",
        "after",
        "before",
        "since",
        "although",
    ]
)


def sentences(text: str) -> list[Span]:
    """The sentences of one block, without the white space between them.

    >>> t = "Mr. Lee left. “It is the West.”It has stopped. . He said no."
    >>> [s.of(t) for s in sentences(t)]
    ['Mr. Lee left.', '“It is the West.”', 'It has stopped. .', 'He said no.']
    """
    return list(_spans(text))


def _spans(text: str) -> Iterator[Span]:
    start = len(text) - len(text.lstrip())
    for m in _END.finditer(text):
        first, end = m.span()
        if first >= start and end < len(text) and _ends(text, m):
            yield Span(start, m.end("close"))
            start = end
    end = len(text.rstrip())
    if start < end:
        yield Span(start, end)


_LONG = max(map(len, ABBREVIATIONS)) + 1


def _after_long_word(text: str, at: int) -> bool:
    """Whether the word before ``at`` has more letters than any abbreviation."""
    return at >= _LONG and text[at - _LONG : at].isalpha()


def _ends(text: str, m: re.Match[str]) -> bool:
    first, end = m.span()
    then = text[end]
    if not "A" <= then <= "Z" and ("a" <= then <= "z" or not _NEXT.match(text, end)):
        return False
    if end - first == 2 and text[first + 1] == " " and _after_long_word(text, first):
        return True  # half of all ends, told apart in a fraction of the time
    word = _word_before(text, m.start())
    if not m["gap"]:
        # without a space only a clear case counts: 3.5, U.S., www.Example.com and file.Name go on
        glued = text[m.end() : m.end() + 2]
        return bool(m["close"] or len(m["mark"]) > 1 or (len(word) > 3 and "." not in word and glued[:1].isupper()))
    if m["mark"] != "." or m["close"]:
        return True
    if (len(word) == 1 and word.isupper()) or ("." in word and _INITIALS.fullmatch(word)):
        return (_next_word(text, m.end()) in _STARTERS and word != "I") or word == "I"
    key = word.lower()
    if key in _FOLLOWED_BY_CAPITAL:
        return _next_word(text, m.end()) in _STARTERS or text[m.end()] in '“"‘'
    return key not in ABBREVIATIONS


def _word_before(text: str, end: int) -> str:
    """The letters and periods before ``end``, which end with a letter."""
    first = max(0, end - 24)
    blank = text.rfind(" ", first, end)
    if blank >= 0 and (word := text[blank + 1 : end]).isalpha():
        return word
    m = _WORD_BEFORE.match(text, first, end)  # backwards
    return m[0] if m else ""


def _next_word(text: str, at: int) -> str:
    m = _WORD_BEHIND.match(text, at)
    return m[1].lower() if m else ""
