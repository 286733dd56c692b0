"""A checker seen through the texts that a file says are translated, such as ``msgid`` and ``source``.

They tell a word that was left untranslated from one that is meant to be there, and show numbers, placeholders and names
that a translation has and its original has not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleantext.checkers.checker import Through
from cleantext.core.document import Block
from cleantext.core.edit import Edit
from cleantext.core.finding import Applicability, Finding, Fix, Severity, Source
from cleantext.core.span import Span
from cleantext.language.accents import without_accents
from cleantext.language.analysis import Analysis
from cleantext.language.detection import language_of
from cleantext.proposers.known import is_word

PACK = "original"
NUMBER, PLACEHOLDER, NAME = "number-not-in-original", "placeholder-not-in-original", "name-not-in-original"
RULES = (NUMBER, PLACEHOLDER, NAME)

_WHY = {
    NUMBER: "The text that is translated here has no such number.",
    PLACEHOLDER: "The text that is translated here has no such placeholder; a program may stop at one that it does not"
    " know.",
    NAME: "The text that is translated here spells a name otherwise.",
}
_LEFTOVER = regex.compile(r"leftover-(?:script|word|spelling)|.*left-over|foreign-.*|german-noun-phrase")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LATIN = regex.compile(r"\p{Latin}")
_QUOTED = regex.compile(
    r"[“„«‹「『《][^“„«‹「『《”»›」』》]*+[”“»›」』》]|(?<!\w)[\"'‘](?!\s).{1,200}?(?<!\s)[\"'’](?!\w)"
)
_FEWEST = 12  # words, from which on the language of the originals can be told
_MOST = 500  # words of an original that are compared letter by letter

_PERCENT = r"%(?:\d+\$|\(\w+\))?[-+0']*+\d*+(?:\.\d+)?(?:hh?|ll?|[qjzt])?[diouxXeEfgGaAcspn@]"
_BRACES = r"(?<![$\\])\{{1,2}\w[\w.]{0,40}\}{1,2}"
_PLACEHOLDER = regex.compile(rf"{_PERCENT}(?![\p{{L}}\p{{N}}])|{_BRACES}")
_IN_ORIGINAL = regex.compile(rf"{_PERCENT}|{_BRACES}")
_ARGUMENT = regex.compile(r"\{\s*+(\w++)\s*+,")  # of a choice between forms, or with a format of its own
_NUMBER = regex.compile(r"(?<![\p{L}_\d.,&#-]|\\)\d+(?:[.,:'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_DIGITS = regex.compile(r"\d+")
_AFTERNOON = regex.compile(r"(?:[:.]\d\d)?\s?p\.?\s?m\b", regex.IGNORECASE)
_OTHER_NUMERALS = regex.compile(r"\b[IVXLC]{2,}\b|[十百千万萬億亿]")
_SPELT_NUMBERS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
    "hundred": "100",
}  # fmt: skip
_MOST_ZEROS = 15
_SMALL = 12  # up to here numbers are often written in words
_CAPITALISED = regex.compile(r"(?<=[\p{Ll},;] )\p{Lu}\p{Ll}{4,}(?![\p{L}\p{N}@_/-]|\.\p{L})")


@dataclass
class AgainstOriginals(Through):
    """Passes on the findings of ``checker`` but for leftovers that are none, and adds its own. Names are looked at in
    ``english`` only, whose words are known.
    """

    english: bool = False

    def check(self, analysis: Analysis) -> Iterable[Finding]:
        """The findings of the checker within, which begins its work at once."""
        blocks = [block for block in analysis.revision.blocks if block.original]
        found = self.checker.check(analysis)
        return self._compared(analysis.text, blocks, found) if blocks else found

    def _compared(self, text: str, blocks: list[Block], found: Iterable[Finding]) -> Iterator[Finding]:
        language = _language(dict.fromkeys(block.original for block in blocks))
        starts = [block.span.start for block in blocks]
        for finding in found:
            block = blocks[max(0, bisect_right(starts, finding.span.start) - 1)]
            if not (_LEFTOVER.fullmatch(finding.rule) and block.span.covers(finding.span)) or _left_over(
                text, finding.span, block, language
            ):
                yield finding
        for block in blocks:
            yield from _numbers(text, block)
            yield from _placeholders(text, block)
            if self.english:
                yield from _names(text, block)


def _language(originals: Iterable[str]) -> str:
    """The code of the language of ``originals``; empty where they are too short to tell."""
    text = "\n".join(originals)
    return language_of(text) if len(_WORD.findall(text, endpos=2_000)) >= _FEWEST else ""


def _left_over(text: str, span: Span, block: Block, language: str) -> bool:
    """Whether words come from the original, and not because they are quoted there or names, or its author's own."""
    words = _words(span.of(text))
    there = _words(block.original)
    if not set(words) <= set(there):
        return not all(map(_LATIN.match, words)) or any(_has_form_of(there, word) for word in words)
    if language == "en":
        return False
    if language not in ("de", "lb", "") and span.of(text)[:1].isupper() and _is_name(span.of(text), block.original):
        return False
    return not set(words) <= set(_words(_quoted(block.original))) & set(_words(_quoted(block.span.of(text))))


@lru_cache(maxsize=16)
def _words(text: str) -> Sequence[str]:
    """The words of a text in order of the alphabet."""
    return sorted({word.casefold() for word in _WORD.findall(text)})


@lru_cache(maxsize=16)
def _quoted(text: str) -> str:
    return " ".join(found[0] for found in _QUOTED.finditer(text))


def _has_form_of(words: Sequence[str], word: str) -> bool:
    """Whether one of ``words``, which are in order, may be a form of ``word``."""
    stem = word[: max(4, len(word) - 3)]
    number = bisect_left(words, stem)
    return len(word) > 3 and number < len(words) and words[number].startswith(stem)


def _is_name(words: str, original: str) -> bool:
    return regex.search(rf"(?<=[\p{{Ll}},;] ){regex.escape(words)}(?!\w)", original) is not None


def _numbers(text: str, block: Block) -> Iterator[Finding]:
    here, there = (_PLACEHOLDER.sub(_blank, part) for part in (block.span.of(text), block.original))
    found = list(_NUMBER.finditer(here))
    if not found:
        return
    known, own = _values(there), _values(here)
    foreign = [m for m in found if not _is_one_of(m[0], known) and not _in_the_afternoon(m, here, known)]
    missing = list(dict.fromkeys(m[0] for m in _NUMBER.finditer(there) if not _is_one_of(m[0], own)))
    in_words = not missing and _OTHER_NUMERALS.search(there) is not None
    for m in foreign:
        if in_words or (not missing and _round_or_small(m[0])):
            continue  # the original may have it in words
        place = Span(*m.span()).shift(block.span.start)
        one = len(missing) == len(foreign) == 1
        fix = Fix((Edit(place, missing[0]),), Applicability.SUGGESTED) if one and missing[0].isdecimal() else None
        has = f", which has {missing[0]}" if len(missing) == 1 else ""
        yield _finding(NUMBER, place, f"{m[0]} isn't in the original{has}", fix)


def _blank(found: regex.Match[str]) -> str:
    return " " * len(found[0])


def _values(text: str) -> set[str]:
    """The numbers of a text, as their digits: each as a whole, its parts, and the last digits of a year."""
    found = {_plain(number) for pattern in (_NUMBER, _DIGITS) for number in pattern.findall(text)}
    found |= {number[2:] for number in found if len(number) == 4}
    return found | {_SPELT_NUMBERS[word] for word in _WORD.findall(text.lower()) if word in _SPELT_NUMBERS}


def _plain(number: str) -> str:
    """The digits of a number, whatever script they are in, without separators."""
    return "".join(str(int(c)) for c in number if c.isdecimal()).lstrip("0") or "0"


def _is_one_of(number: str, known: set[str]) -> bool:
    """Whether a number is known, in another notation perhaps, as thousands or millions, or as a year's last digits."""
    plain = _plain(number)
    if plain in known or all(_plain(part) in known for part in _DIGITS.findall(number)):
        return True
    bare = plain.rstrip("0")
    zeros = len(plain) - len(bare)
    return (len(plain) == 4 and plain[2:] in known) or any(
        bare + "0" * number in known for number in range(_MOST_ZEROS) if abs(number - zeros) >= 3
    )


def _in_the_afternoon(m: regex.Match[str], text: str, known: set[str]) -> bool:
    hour = _DIGITS.match(m[0])
    if not hour or not _AFTERNOON.match(text, hour.end()):
        return False
    return str(int(hour[0]) + 12) in known


def _round_or_small(number: str) -> bool:
    plain = _plain(number)
    return plain.endswith("0") or len(plain) == 1 or int(plain[:3]) <= _SMALL


def _placeholders(text: str, block: Block) -> Iterator[Finding]:
    known = {_unnumbered(m[0]) for m in _IN_ORIGINAL.finditer(block.original)}
    known |= {f"{{{name}}}" for name in _ARGUMENT.findall(block.original)}
    found = list(_PLACEHOLDER.finditer(text, block.span.start, block.span.end))
    missing = sorted(known - {_unnumbered(m[0]) for m in found})
    for m in found:
        if _unnumbered(m[0]) not in known:
            has = f", which has {missing[0]}" if len(missing) == 1 else ""
            yield _finding(PLACEHOLDER, Span(*m.span()), f"{m[0]} isn't in the original{has}", None)


def _unnumbered(placeholder: str) -> str:
    """A placeholder without the number of its argument."""
    return regex.sub(r"\d+\$", "", placeholder)


def _names(text: str, block: Block) -> Iterator[Finding]:
    words = dict.fromkeys(_WORD.findall(block.original))
    if len(words) > _MOST:
        return
    there = {without_accents(word).casefold() for word in words}
    here = set(_WORD.findall(text, block.span.start, block.span.end))
    for m in _CAPITALISED.finditer(text, block.span.start, block.span.end):
        name = without_accents(m[0]).casefold()
        if name in there or is_word(m[0].lower()) or is_word(m[0]):
            continue
        near = [w for w in words if w[0].isupper() and w not in here and _one_letter_apart(m[0], w)]
        if len(near) == 1:
            place = Span(*m.span())
            fix = Fix((Edit(place, near[0]),), Applicability.SUGGESTED)
            yield _finding(NAME, place, f"'{m[0]}' is '{near[0]}' in the original", fix)


def _one_letter_apart(word: str, other: str) -> bool:
    """Whether a letter inside two words differs, is missing, or two are exchanged; an ending may be grammar."""
    if abs(len(word) - len(other)) > 1 or word[0] != other[0] or word[-1] != other[-1]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, rest_of_other = word[start:], other[start:]
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or (rest[:2] == rest_of_other[1::-1] and rest[2:] == rest_of_other[2:])
    )


def _finding(rule: str, place: Span, message: str, fix: Fix | None) -> Finding:
    return Finding(rule, PACK, place, Severity.WARNING, message, _WHY[rule], Source.ORIGINAL, fix)
