"""``words``: many words and phrases at once, in any case, only as whole words.

A map gives each phrase its replacement (or several, the likeliest first). The replacement takes over an
initial or full capital of what it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ahocorasick_rs

from cleantext.core.span import Span
from cleantext.language.reading import Passage
from cleantext.rulebook.matchers.match import FindInPassage, Match


def words_matcher(words: Sequence[str] | Mapping[str, str | Sequence[str]]) -> FindInPassage:
    """Groups: none. Values: ``to``, the replacement, where there is one."""
    phrases = [w.lower() for w in words]
    targets = _targets(words)
    automaton = ahocorasick_rs.AhoCorasick(phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(passage: Passage) -> Iterable[Match]:
        lowered = passage.text.lower()
        if len(lowered) != len(passage.text):  # a few letters (İ) grow when lowered; offsets must not
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in passage.text)
        for i, start, end in automaton.find_matches_as_indexes(lowered):
            if _inside_word(lowered, start) or _inside_word(lowered, end):
                continue
            found = passage.text[start:end]
            to = [_in_case_of(found, target) for target in targets[i]]
            yield Match(Span(start, end), values={"to": to[0]} if to else {}, alternatives=tuple(to[1:]))

    return find


def _targets(words: Sequence[str] | Mapping[str, str | Sequence[str]]) -> list[tuple[str, ...]]:
    if not isinstance(words, Mapping):
        return [() for _ in words]
    return [(to,) if isinstance(to, str) else tuple(to) for to in words.values()]


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _wordish(text[at - 1]) and _wordish(text[at])


def _wordish(c: str) -> bool:
    return c.isalnum() or c == "_"


def _in_case_of(model: str, text: str) -> str:
    letters = [c for c in model if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return text.upper()
    if letters and letters[0].isupper():
        return text[:1].upper() + text[1:]
    return text
