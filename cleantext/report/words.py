"""Edits as people read them: whole words out, whole words in.

Fixes are as small as can be (`Jens.` loses one character); a reader compares words. ``whole_words`` changes
nothing about what the edits do, only where they begin and end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from cleantext.core.edit import Edit, apply_edits
from cleantext.core.span import Span

REACH = 40
"""How far an edit grows to reach the end of a word, in characters. What is longer is no word."""

_TOKEN = regex.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class WordEdit:
    """An edit of whole words and the edits it shows, as indices into what ``whole_words`` was given."""

    edit: Edit
    origins: tuple[int, ...]


def whole_words(text: str, edits: Sequence[Edit]) -> tuple[WordEdit, ...]:
    """Edits that turn ``text`` into the same as ``edits`` do, grown to whole words, in order.

    >>> [w.edit for w in whole_words("by Jens. Stoltenberg", [Edit(Span(7, 8), "")])]
    [Edit(span=Span(start=3, end=8), replacement='Jens')]

    Raises ``OverlappingEdits`` as ``apply_edits`` does.
    """
    grown: list[WordEdit] = []
    for window, members in _windows(text, edits):
        own = [edits[i].shift(-window.start) for i in members]
        old = window.of(text)
        for edit in _token_edits(old, apply_edits(old, own)):
            touching = tuple(i for i, e in zip(members, own, strict=True) if e.span.touches(edit.span))
            grown.append(WordEdit(edit.shift(window.start), touching or tuple(members)))
    return tuple(grown)


def in_words(text: str, edits: Sequence[Edit]) -> str:
    """What ``edits`` do to ``text``, in a few words.

    >>> in_words("on stage. . Then", [Edit(Span(9, 11), "")])
    'remove “ .”'
    >>> in_words("by Jens. Stoltenberg", [Edit(Span(7, 8), "")])
    '“Jens.” → “Jens”'
    """
    return "; ".join(_phrase(word.edit.span.of(text), word.edit.replacement) for word in whole_words(text, edits))


def _phrase(old: str, new: str) -> str:
    if not new:
        return f"remove “{old}”"
    return f"“{old}” → “{new}”" if old else f"insert “{new}”"


def _windows(text: str, edits: Sequence[Edit]) -> Iterator[tuple[Span, list[int]]]:
    """Stretches of text that hold edits and the words these cut, each with the indices of its edits."""
    window: Span | None = None
    members: list[int] = []
    for i in sorted(range(len(edits)), key=lambda i: edits[i].span):
        span = _grown(text, edits[i].span)
        if window is not None and span.touches(window):
            window = window.join(span)
            members.append(i)
            continue
        if window is not None:
            yield window, members
        window, members = span, [i]
    if window is not None:
        yield window, members


def _grown(text: str, span: Span) -> Span:
    before, after = text[max(0, span.start - REACH) : span.start], text[span.end : span.end + REACH]
    left = len(before) - next((i + 1 for i in reversed(range(len(before))) if before[i].isspace()), 0)
    right = next((i for i, character in enumerate(after) if character.isspace()), len(after))
    return Span(span.start - left * (left < REACH), span.end + right * (right < REACH))


def _token_edits(old: str, new: str) -> Iterable[Edit]:
    """The edits from ``old`` to ``new`` token by token; those with only white space between are one."""
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    edits: list[Edit] = []
    at = 0
    kept = ""
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        here, there = "".join(olds[i:j]), "".join(news[k:m])
        if tag == "equal":
            kept = here
        elif edits and kept.isspace():
            last = edits.pop()
            edits.append(Edit(Span(last.span.start, at + len(here)), last.replacement + kept + there))
        else:
            edits.append(Edit(Span(at, at + len(here)), there))
        at += len(here)
    return edits
