"""What must stand in a text before a rule can match in it: the rule's gate.

A gate may be open although the rule does not match; it is never shut where the rule does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from cleantext.language.attribution import CLOSING, SPEECH_VERBS, VERBS
from cleantext.rulebook.alphabet import of_any
from cleantext.rulebook.echo import echo
from cleantext.rulebook.matchers.attribution import over_symbols
from cleantext.rulebook.matchers.classes import automaton
from cleantext.rulebook.matchers.match import Lists
from cleantext.rulebook.matchers.sentence import endings
from cleantext.rulebook.matchers.tokens import forms, may_be
from cleantext.rulebook.matchers.words import as_pattern
from cleantext.rulebook.patterns import spelt_out
from cleantext.rulebook.rarity import Rarity, rarity
from cleantext.rulebook.recurrence import Echo
from cleantext.rulebook.schema import LineSpec, Match, SentenceSpec, TokenSpec
from cleantext.rulebook.superset import RARE, Scope, rare_part
from cleantext.rulebook.syntax import UnknownSyntax, parsed

WORDS = 5_000  # of more words or phrases it takes too long to make a gate
_SHORT = 4  # letters
_RARE = regex.compile(rf"\(\?P?<{RARE}>")


@dataclass(frozen=True, slots=True)
class Need:
    """A pattern that must match somewhere in the text, in a sentence, in a row of tokens, or of classes."""

    pattern: str
    scope: Scope = "text"


@dataclass(frozen=True, slots=True)
class Doubling:
    """A word, or several, that may stand twice in a row."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Open where at least ``least`` of ``needs`` are met: in the passage, or anywhere in the document for a rule that
    looks at it as a whole. Without needs it is always open."""

    needs: tuple[Need | Echo | Doubling | Rarity, ...] = ()
    least: int = 1


def gate(match: Match, lists: Lists) -> Gate:
    """The gate of a rule. Raises ``ValueError`` for a word list that nobody knows, and for a wrong group ``rare``."""
    if match.classes is not None:
        return Gate((Need(automaton(match.classes), "classes"),))
    needs = tuple(Need(spelt_out(need.pattern, lists), need.scope) for need in _needs(match, lists))
    for need in needs:
        if _has_rare(need.pattern):
            _check_rare(need.pattern)
    if match.regex is not None and (said_twice := echo(needs[0].pattern)):
        return Gate((said_twice,))
    if match.regex is not None and (characters := rarity(needs[0].pattern)):
        return Gate((characters,))
    if match.repeat is not None and match.repeat.unit in ("word", "phrase") and not needs:
        return Gate((Doubling(),))
    if match.line is not None or match.attribution is not None:
        return Gate(needs, len(needs))
    return Gate(needs, 2 if match.variants is not None else 1)


def _needs(match: Match, lists: Lists) -> Iterator[Need]:
    if match.regex is not None:
        yield Need(match.regex)
    elif match.words is not None:
        if len(match.words) <= WORDS:
            yield from map(_of_phrase, match.words)
    elif match.paired is not None:
        yield Need(regex.escape(match.paired.open if match.paired.problem == "unclosed" else match.paired.close))
    elif match.attribution is not None:
        yield from _of_order(match.attribution)
    elif match.tokens is not None:
        yield Need(_row(match.tokens, lists), "opening" if match.tokens[0].first else "token")
    elif match.sentence is not None:
        yield from _of_sentence(match.sentence, lists)
    elif match.repeat is not None:
        if neighbours := match.repeat.after or match.repeat.between:
            behind = r"\s*[^\s\p{Ll}]" if match.repeat.after and match.repeat.starts == "capital" else ""
            yield Need(rf"(?i:{'|'.join(map(as_pattern, neighbours))}){behind}")
    elif match.line is not None:
        spec = match.line if isinstance(match.line, LineSpec) else LineSpec(matches=match.line)
        for pattern in [spec.matches] if isinstance(spec.matches, str) else spec.matches:
            yield Need(rf"\A(?:{pattern})\Z")
    elif match.variants is not None:
        yield from map(Need, match.variants.forms.values())


def _of_phrase(phrase: str) -> Need:
    pattern = f"(?i:{as_pattern(phrase)})"
    if len(phrase) <= _SHORT and phrase.isalpha():  # inside of other words it would stand in every text
        return Need(rf"(?<![\p{{L}}\p{{N}}]){pattern}(?![\p{{L}}\p{{N}}])")
    return Need(pattern, "phrase")


def _of_order(order: str) -> Iterator[Need]:
    """What puts the symbols there that every match has."""
    try:
        syntax = parsed(over_symbols(order))
    except UnknownSyntax:
        return
    for symbols, need in _OF_SYMBOLS.items():
        if syntax.always_has(of_any(symbols), around=True):
            yield need
            break
    if syntax.always_has(of_any("QEO"), around=True):
        yield Need('[“"«„‹‘]')
    if syntax.always_has(of_any("Q"), around=True):
        yield Need(rf",\s*(?:[{regex.escape(CLOSING)}]|\Z)")
    yield Need(over_symbols(order), "attribution")


_OF_SYMBOLS = {
    symbols: Need(rf"(?<![\p{{L}}\p{{M}}\d])(?i:{'|'.join(sorted(verbs))})(?![\p{{L}}\p{{M}}\d])")
    for symbols, verbs in (("V", VERBS), ("Vv", SPEECH_VERBS))
}


def _of_sentence(spec: SentenceSpec, lists: Lists) -> Iterator[Need]:
    last = endings(spec, lists)
    if last is not None:
        yield from _of_endings(last)
    elif spec.matches is not None:
        if spec.previous is not None and _has_rare(spec.previous):
            yield Need(spec.previous, "before")
        elif spec.next is not None and _has_rare(spec.next):
            yield Need(spec.next, "following")
        else:
            yield Need(spec.matches, "sentence")
    elif spec.starts_lower:
        yield Need(r"\A\s*\p{Ll}")


def _of_endings(words: Iterable[str]) -> Iterator[Need]:
    """A sentence that ends with one of some words: written apart, so that each part begins with what is given."""
    yield Need(rf"(?<![\p{{L}}\d])(?i:{'|'.join(map(regex.escape, sorted(words)))})[.!?…\"”’')\]]")
    yield Need(r"\s[\s\"”’')\]]*[.!?…]")
    yield Need(r"\p{L}[\s\"”’')\]]*\Z")


def _has_rare(pattern: str) -> bool:
    return _RARE.search(pattern) is not None


def _check_rare(pattern: str) -> None:
    try:
        syntax = parsed(pattern)
    except UnknownSyntax as error:
        raise ValueError(f"the prefilter can't read the pattern around the group '{RARE}'") from error
    rare_part(syntax)


def _row(specs: Sequence[TokenSpec], lists: Lists) -> str:
    """The forms of a sequence of tokens, with any that may have the word class of those of which only that is known."""
    times = {None: "", "?": "?", "*": "*", "+": "+"}
    return "".join(rf"(?:{_form(spec, lists)}\s*){times[spec.op]}" for spec in specs)


def _form(spec: TokenSpec, lists: Lists) -> str:
    pattern = forms(spec, lists)
    if pattern is not None and not regex.search(r"\\[1-9]", pattern):
        return pattern
    if not spec.negate and spec.shape is not None and _ALL_SMALL.fullmatch(spec.shape):
        return r"[^\P{L}\p{Lu}]+" if "-" not in spec.shape else r"(?:[^\P{L}\p{Lu}]|-)+"
    never = "".join(regex.escape(mark) for mark, tags in MARKS.items() if not any(may_be(spec, c5) for c5 in tags))
    return rf"(?:[\w’'‑-]+|\d[\d.,:]*|(?:\p{{Lu}}\.){{2,}}|\.{{2,}}|[^\w\s{never}])"


_ALL_SMALL = regex.compile(r"\[(?:x|x-|-x)\]\+|x\+")
MARKS = {
    ".": ("NN1", "NP0", "PUN"),
    ",": ("UNC", "PUN"),
    ";": ("PUN",),
    ":": ("UNC", "NP0", "PUN"),
    "!": ("PUN", "CRD"),
    "?": ("UNC", "PUN"),
    "(": ("UNC", "PUL"),
    ")": ("UNC", "PUR"),
    "—": ("PUN",),
}
"""Marks between words, with the tags that they may get."""
