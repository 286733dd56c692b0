"""``words``: many words and phrases at once, in any case, only as whole words.

A map gives each phrase its replacement (or several, the likeliest first). The replacement takes over an
initial or full capital of what it replaces. A phrase may hold groups: ``(false|mock) alarm(s)`` means
four phrases; in its replacement ``(s)`` is the ending found, ``(1)`` what the first group found. A phrase that is
spelt out wins over one with groups.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ahocorasick_rs
import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.match import FindInPassage, Lists, Match, Sees
from cleantext.rulebook.prefilter.need import Gate, Need

_SURROGATE = re.compile("[\ud800-\udfff]")


Spec = Sequence[str] | dict[str, str | Sequence[str]]

_MANY = 5_000  # of more words or phrases it takes too long to make a gate
_SHORT = 4  # letters


def sees(_: Spec) -> Sees:
    """One block at a time."""
    return "passage"


def find(words: Spec, _: Lists) -> FindInPassage:
    """Groups: none. Values: ``to``, the replacement, where there is one."""
    known = _targets(words)
    phrases, targets = list(known), list(known.values())
    automaton = ahocorasick_rs.AhoCorasick(phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def found(passage: Passage) -> Iterable[Match]:
        lowered = passage.lowered
        try:
            places = automaton.find_matches_as_indexes(lowered)
        except UnicodeEncodeError:  # half a surrogate pair: the automaton reads UTF-8, which has none
            places = automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", lowered))
        for i, start, end in places:
            if _inside_word(lowered, start) or _inside_word(lowered, end):
                continue
            found = passage.text[start:end]
            to = [_in_case_of(found, target) for target in targets[i]]
            yield Match(Span(start, end), values={"to": to[0]} if to else {}, alternatives=tuple(to[1:]))

    return found


def needs(words: Spec, _: Lists) -> Gate:
    """One of the phrases."""
    return Gate(tuple(map(_need, words))) if len(words) <= _MANY else Gate()


def _need(phrase: str) -> Need:
    pattern = f"(?i:{as_pattern(phrase)})"
    if len(phrase) <= _SHORT and phrase.isalpha():  # inside of other words it would be in every text
        return Need(rf"(?<![\p{{L}}\p{{N}}]){pattern}(?![\p{{L}}\p{{N}}])")
    return Need(pattern, "phrase")


def as_pattern(phrase: str) -> str:
    r"""A regular expression that matches what ``phrase`` does.

    >>> print(as_pattern("(false|mock) alarm(s)"))
    (?:false|mock)\ alarm(?:s)?
    """
    return "".join(
        f"(?:{'|'.join(map(regex.escape, options))}){'?' if len(options) == 1 else ''}"
        if options
        else regex.escape(text)
        for text, options in _parts(phrase)
    )


def _targets(words: Sequence[str] | Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each phrase, lower case, with its replacements."""
    given = words if isinstance(words, Mapping) else dict.fromkeys(words, ())
    targets: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(given, key=lambda phrase: "(" in phrase):
        to = given[phrase]
        for spelt, found in _spelt_out(phrase):
            filled = (_filled(template, found) for template in ((to,) if isinstance(to, str) else to))
            targets.setdefault(spelt.lower(), tuple(t for t in filled if t.lower() != spelt.lower()))
    return {phrase: to for phrase, to in targets.items() if to or not isinstance(words, Mapping)}


def _filled(template: str, found: Mapping[str, str]) -> str:
    return _FOUND.sub(lambda m: found.get(m[1], ""), template)


_FOUND = regex.compile(r"\((\d|\p{Ll}{1,2})\)")


def _spelt_out(phrase: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The phrases that ``phrase`` matches, each with what its groups found, by number or by their one option."""
    parts = list(_parts(phrase))
    choices = [(text,) if not options else options if len(options) > 1 else ("", *options) for text, options in parts]
    groups = [i for i, (_, options) in enumerate(parts) if options]
    for chosen in itertools.product(*choices):
        found = {str(n): chosen[i] for n, i in enumerate(groups, 1)}
        found |= {parts[i][1][0]: chosen[i] for i in groups if len(parts[i][1]) == 1}
        yield "".join(chosen), found


def _parts(phrase: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Plain texts, and groups with their options; a group of one option may be left out."""
    for part in regex.split(r"(\([^()]*\))", phrase):
        if part:
            yield (part, ()) if part[0] != "(" else ("", tuple(part[1:-1].split("|")))


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
