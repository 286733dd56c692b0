"""Proposes what belongs in the place of phrases that were wrong in other texts.

Translators and paraphrasing tools err in the same ways again and again (*counts with* for *has*, *finger impression*
for *fingerprint*). ``language/phrase_table.py`` knows how often each phrase was wrong; the judge weighs that as it does
the record of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.phrase_table import PhraseTable, shipped
from cleantext.proposers.known import prefers_capital
from cleantext.proposers.proposal import Mechanism, Repair, cased, in_each, like, put, without
from cleantext.proposers.swaps import sounding

_WHY = "Translators and paraphrasing tools make the same mistakes in many texts."
OFTEN = Mechanism("phrases", "phrase-often-wrong", "'{0}' is a typical mistake", _WHY)
ONCE = Mechanism("phrases", "phrase-once-wrong", "'{0}' was a mistake in another text", _WHY)
MOSTLY = 0.6
"""From which share of places on a phrase is ``OFTEN`` wrong."""
_OPENING = "\"'“‘([«"
_BEFORE = re.compile(r"(?<![\w'’-])(?:an?|the|my|your|his|her|its|our|their) $", re.IGNORECASE)
_OWN_ARTICLE = re.compile(r"^(?:an?|the) ")


@dataclass(frozen=True)
class Phrases:
    """Proposes repairs of phrases that a table knows to be wrong."""

    table: PhraseTable | None = None
    name: str = "phrases"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate for each phrase, the longest where several begin."""
        return in_each(analysis, self.name, self._in_passage)

    def _in_passage(self, passage: Passage) -> Iterator[Candidate]:
        table = self.table or shipped()
        text, openings = passage.text, {sentence.start for sentence in passage.sentences}
        for start, stop, phrase in table.find(text):
            there, opens = text[start:stop], _opens(text, start, openings)
            if _may_be_name(there, opens) and not text.isupper():
                continue
            repairs = [
                _repair(text, start, stop, new, opens) for new in phrase.repairs if new or _may_go(text, start, stop)
            ]
            mechanism = OFTEN if phrase.share >= MOSTLY else ONCE
            yield mechanism.naming(there).at(
                text, Span(start, stop), repairs, phrase_share=phrase.share, phrase_articles=phrase.articles
            )


def _opens(text: str, start: int, openings: Container[int]) -> bool:
    """Whether a sentence begins at ``start``, or at quotation marks and brackets before it."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start in openings


def _may_be_name(there: str, opens: bool) -> bool:
    """Whether a phrase has capitals that are not the one of a sentence's first word, or opens one with a name."""
    if there[1:] != there[1:].lower():
        return True
    return there[0].isupper() and (not opens or prefers_capital(there.partition(" ")[0]))


def _may_go(text: str, start: int, stop: int) -> bool:
    """Whether a phrase can be left out: words are beside it, and it isn't all there is."""
    before, after = text[start - 1 : start], text[stop : stop + 1]
    return stop - start < len(text) and (not before or before.isspace()) and (not after or after.isspace())


def _repair(text: str, start: int, stop: int, new: str, opens: bool) -> Repair:
    """``new`` instead of a stretch; an article before it stays the only one, and follows the sound."""
    before = _BEFORE.search(text, max(0, start - 8), start)
    if before:
        new = _OWN_ARTICLE.sub("", new)
    there = put(start, stop, _dressed(text, start, stop, new)) if new else without(text, start, stop, opens=opens)
    next_word = new or text[stop:].lstrip(" ")
    if not before or before[0].strip() not in ("a", "an", "A", "An") or not next_word:
        return there
    article = before[0].strip()
    return (*put(before.start(), before.end() - 1, like(article, sounding(next_word))), *there)


def _dressed(text: str, start: int, stop: int, new: str) -> str:
    """``new`` with the capitals of a stretch and the apostrophes of its text."""
    straight = "’" not in text
    new = new.replace("’", "'") if straight else new.replace("'", "’")
    if text[start:stop].isupper() or new.islower():
        return cased(text[start:stop], new)
    return like(text[start:stop], new) if not new[1:2].isupper() else new
