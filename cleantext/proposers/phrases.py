"""Proposes what belongs in the place of phrases that were wrong in most of the articles in which they were met.

Translators and paraphrasing tools err in the same ways again and again (*counts with* for *has*, *finger impression*
for *fingerprint*). ``language/phrase_table.py`` knows how often each phrase was wrong where it was met; the judge
weighs that as it does the record of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.phrase_table import PhraseTable, shipped
from cleantext.proposers.proposal import Mechanism, Repair, cased, in_each, like, put, without
from cleantext.proposers.swaps import sounding

_WHY = "Translators and paraphrasing tools make the same mistakes in many texts."
OFTEN = Mechanism("phrases", "phrase-often-wrong", "'{0}' is wrong in most of the texts that have it", _WHY)
ONCE = Mechanism("phrases", "phrase-once-wrong", "'{0}' was wrong in another text", _WHY)
MOSTLY = 0.6
"""From which share of places on a phrase is ``OFTEN`` wrong."""
_ARTICLE = re.compile(r"\b(?:an?) $", re.IGNORECASE)


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
            there = text[start:stop]
            may_be_name = there.istitle() and " " not in there and start not in openings
            if may_be_name:
                continue
            repairs = [_repair(text, start, stop, new, start in openings) for new in phrase.repairs]
            mechanism = OFTEN if phrase.share >= MOSTLY else ONCE
            yield mechanism.naming(there).at(
                text, Span(start, stop), repairs, phrase_share=phrase.share, phrase_articles=phrase.articles
            )


def _repair(text: str, start: int, stop: int, new: str, opens: bool) -> Repair:
    """``new`` instead of a stretch; an article before it follows its sound."""
    if not new:
        return without(text, start, stop, opens=opens)
    article = _ARTICLE.search(text, max(0, start - 4), start)
    there = put(start, stop, cased(text[start:stop], new))
    if not article:
        return there
    return (*put(article.start(), article.end() - 1, like(article[0], sounding(new))), *there)
