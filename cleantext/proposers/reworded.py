"""Words that nobody put for others: months and weekdays beside a number and, outside of running text, abbreviations
and what a page writes around its articles.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.language.analysis import Analysis, Passage
from cleantext.proposers.furniture import furniture

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_DATE = re.compile(rf"(?:(?<=\d )|(?<=\d(?:st|nd|rd|th) ))(?:{_MONTH}|{_DAY})\b|\b(?:{_MONTH}|{_DAY})\b(?=\.?,? \d)")
_ABBREVIATION = re.compile(r"(?<![A-Z] )\b[A-Z]{2,5}\b(?! [A-Z]{2})")


def rewording(analysis: Analysis, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates of a proposer that exchanges words, without those about such words alone."""
    starts = [passage.start for passage in analysis.passages]
    known: dict[int, SpanIndex[Span]] = {}
    for candidate in candidates:
        number = bisect_right(starts, candidate.span.start) - 1
        if number not in known:
            known[number] = SpanIndex((own, own) for own in _own(analysis.passages[number]))
        span = candidate.span.shift(-starts[number])
        if not any(own.covers(span) for own in known[number].touching(span)):
            yield candidate


def _own(passage: Passage) -> Iterator[Span]:
    text = passage.text
    yield from (Span(*m.span()) for m in _DATE.finditer(text))
    if passage.kind is not BlockKind.PROSE:
        yield from (Span(*m.span()) for m in _ABBREVIATION.finditer(text))
        yield from (Span(found.start, found.end) for found in furniture(text))
