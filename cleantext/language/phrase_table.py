"""Phrases that are typical mistakes, with what belongs in their place.

A phrase table as machine translation has it (Koehn, Och and Marcu 2003), from bad English to good. It is counted by
``tests/training/phrases.py`` from the annotated articles in ``tests/corpus/training`` and from lists that people wrote;
clean text tells of which phrases it says nothing.
"""

from __future__ import annotations

import gzip
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from cleantext.language.analysis import small

FILE = Path(__file__).with_name("phrase_table.txt.gz")
LONGEST = 4
"""Words of a phrase."""
_WORD = regex.compile(r"\p{L}++")
_HEAD = regex.compile(r"\p{L}++[ '-]\p{L}++")
_JOINTS = frozenset(" '-")
_BEFORE = regex.compile(r"[\p{N}\p{M}\p{Cf}_@/\\#$&<'.\N{NON-BREAKING HYPHEN}-]")
_AFTER = regex.compile(r"[\p{N}\p{M}\p{Cf}_@/\N{NON-BREAKING HYPHEN}-]|['.]\p{L}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is known of a phrase: at what part of further places it is expected to be wrong, in how many articles and
    lists its most usual repair belonged, and all that did, the most usual first (``""``: nothing).
    """

    share: float
    articles: int
    repairs: tuple[str, ...]


@dataclass(frozen=True)
class PhraseTable:
    """The lines of its file by phrase, and the first two words of those that have more than one."""

    lines: Mapping[str, str]
    heads: Container[str]

    def __getitem__(self, phrase: str) -> Phrase:
        share, articles, *repairs = self.lines[phrase].split("\t")
        return Phrase(float(share), int(articles), tuple(repairs))

    def find(self, text: str) -> Iterator[tuple[int, int, Phrase]]:
        """Where a text has its phrases, in order; of those that begin at the same word the longest."""
        plain = normal(text)
        longest = dict(places(plain, self.lines, self.heads))
        for start, stop in longest.items():
            yield start, stop, self[plain[start:stop]]


def normal(text: str) -> str:
    """A text as the table has it: in small letters, with straight apostrophes, as long as before.

    >>> normal("Don’t İ")
    "don't İ"
    """
    return small(text).replace("’", "'")


def places(text: str, phrases: Container[str], heads: Container[str]) -> Iterator[tuple[int, int]]:
    """Where ``phrases`` are in a normal text, of those that begin at the same word the shortest first. ``heads`` are
    the first two words of those that have more than one. A blank, a hyphen or an apostrophe is between words.

    >>> list(places("up to him, so up-to", {"up", "up to him", "so up-to"}, {"up to", "so up"}))
    [(0, 2), (0, 9), (11, 19)]
    """
    words = [match.span() for match in _WORD.finditer(text)]
    for i, (start, stop) in enumerate(words):
        if text[start:stop] in phrases and _is_whole(text, start, stop):
            yield start, stop
        for n in range(i + 1, min(i + LONGEST, len(words))):
            after, stop = words[n]
            if text[after - 1] not in _JOINTS or after - 1 != words[n - 1][1]:
                break
            if n == i + 1 and text[start:stop] not in heads:
                break
            if text[start:stop] in phrases and _is_whole(text, start, stop):
                yield start, stop


def _is_whole(text: str, start: int, stop: int) -> bool:
    """Whether a stretch is no part of a longer word."""
    return not (start and _BEFORE.match(text, start - 1)) and not _AFTER.match(text, stop)


def loaded(lines: Mapping[str, str]) -> PhraseTable:
    """The table of some lines by phrase."""
    return PhraseTable(lines, {match[0] for phrase in lines if (match := _HEAD.match(phrase))})


@cache
def shipped() -> PhraseTable:
    """The table that comes with the package."""
    text = gzip.decompress(FILE.read_bytes()).decode()
    return loaded(dict(line.split("\t", 1) for line in text.splitlines()))
