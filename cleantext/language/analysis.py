"""A text as all checkers read it: passages with their sentences, tokens and word classes, found when first asked for.

There is one ``Analysis`` for each revision of a document. The checkers share it, and it hands on what is known of
passages that an edit left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, groupby
from math import ceil
from typing import Any
from zlib import crc32

import regex

from cleantext.core.document import BlockKind
from cleantext.core.revision import Revision
from cleantext.core.span import Span
from cleantext.language.attribution import Row
from cleantext.language.classes import ClassRow
from cleantext.language.sentences import sentences
from cleantext.language.tagger import coarse, lemma, tag
from cleantext.language.tokens import Token, forms, tokenize
from cleantext.language.vocabulary import UNKNOWN

NAME = regex.compile(r"(?<![\p{L}\p{N}’'@#./_-])\p{Lu}\p{Ll}+(?![\p{L}\p{N}@_/-]|\.\p{L})")
"""A word with a capital and small letters after it."""


@dataclass(frozen=True, slots=True)
class TaggedToken(Token):
    """A token with its C5 tag."""

    c5: str

    @property
    def pos(self) -> str:
        """The universal part of speech."""
        return coarse(self.c5)

    @property
    def lemma(self) -> str:
        """The dictionary form."""
        return lemma(self.form, self.c5)


SURPRISES = "surprises"
"""The name under which a passage is told its words and the log probability of each (``language_model/ngram.py``)."""
PAGE = "page"
"""The same for what the encoder says of its words (``language_model/encoder.py``)."""
LONGEST = 20_000
"""Characters of a passage. No paragraph has as many, but a book may have come as one line, and much is kept of each
passage while it is looked at."""
WINDOW = 200_000
"""Characters that are looked at together."""
_PIECE = re.compile(r"\S+")  # what ``str.split`` parts: the white space of ``regex`` is another
_ENDS = regex.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[]*[\p{Lu}\d])")


def _parts(text: str, block: Span) -> Iterator[Span]:
    """A block, or the parts of a long one: cut between sentences, and outside of quotations where that can be.

    Where to cut is told by the words there, so that after an edit the parts further on are the same again.
    """
    start = block.start
    while block.end - start > LONGEST:
        ends = [m.end() for m in _ENDS.finditer(text, start + LONGEST // 2, start + LONGEST)]
        ends.sort(key=lambda end: crc32(text[end - 20 : end].encode("utf-8", "surrogatepass")))
        closed = (end for end in ends if not _opened(text[start:end]))
        if not ends:  # no prose: parts would be judged by each other
            break
        cut = next(closed, ends[0])
        yield Span(start, start + len(text[start:cut].rstrip()))
        start = cut
    if start < block.end or start == block.start:
        yield Span(start, block.end)


def _opened(text: str) -> bool:
    """Whether a quotation is open at the end of a text."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def small(text: str) -> str:
    """A text in small letters. A letter that would grow (İ) stays as it is, and so all offsets do."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Passage:
    """One block, or a part of a very long one. All offsets count from its start, which is ``start`` in ``whole``, the
    text of the document.
    """

    def __init__(self, text: str, kind: BlockKind, start: int = 0, whole: str | None = None):
        self.text = text
        self.kind = kind
        self.start = start
        self.whole = text if whole is None else whole

    def moved(self, start: int, whole: str) -> Passage:
        """The same block at another place, with all that is known of it."""
        there = copy(self)
        there.start, there.whole = start, whole
        return there

    @property
    def end(self) -> int:
        """Where the block ends in ``whole``."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """Its place in ``whole``."""
        return Span(self.start, self.end)

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of a passage; a heading or a line is one sentence."""
        return sentences(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens."""
        return tokenize(self.text)

    @cached_property
    def pieces(self) -> list[str]:
        """What is between white space: several ask, and the same pieces keep their hashes."""
        return self.text.split()

    @cached_property
    def piece_spans(self) -> list[tuple[int, int]]:
        """Where each of the pieces begins and ends."""
        return [m.span() for m in _PIECE.finditer(self.text)]

    @cached_property
    def unknown(self) -> list[str]:
        """The pieces that hold a word that nobody knows."""
        return list(compress(self.pieces, map(UNKNOWN.__getitem__, self.pieces)))

    @cached_property
    def lowered(self) -> str:
        """The text in small letters."""
        return small(self.text)

    @cached_property
    def quotations(self) -> list[Span]:
        """What is between quotation marks, the marks included; an unclosed one runs to the end."""
        return list(_quotations(self.text))

    @cached_property
    def row(self) -> Row:
        """Who says what in it."""
        return Row(self.text, tuple(self.quotations))

    @cached_property
    def classes(self) -> ClassRow:
        """The classes of its words."""
        return ClassRow(self.text, self.pieces)

    def forms_of(self, span: Span) -> list[str]:
        """The forms of the tokens of ``span``, usually a sentence."""
        known = self._forms_of.get(span)
        if known is None:
            known = self._forms_of[span] = forms(self.text, span.start, span.end)
        return known

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset``, or the last that begins before it."""
        return _begun(self.sentences, offset) or Span(0, len(self.text))

    def sentences_ending(self, ends: Iterable[int]) -> list[int]:
        """The numbers, in order, of the sentences that end at one of ``ends`` or reach beyond it."""
        starts = [span.start for span in self.sentences]
        numbers = {bisect_right(starts, end) - 1 for end in ends} | {bisect_left(starts, end) - 1 for end in ends}
        return sorted(number for number in numbers if number >= 0)

    def quoted(self, span: Span) -> bool:
        """Whether ``span`` lies inside a quotation."""
        quotation = _begun(self.quotations, span.start)
        return quotation is not None and quotation.covers(span)

    def tagged(self, span: Span) -> tuple[TaggedToken, ...]:
        """The tokens of ``span``, usually a sentence, with their word classes."""
        known = self._tagged.get(span)
        if known is None:
            tokens = tokenize(self.text, span.start, span.end)
            known = self._tagged[span] = tuple(
                TaggedToken(t.form, t.span, c5)
                for t, c5 in zip(tokens, tag(tuple(t.form for t in tokens)), strict=True)
            )
        return known

    def forget(self) -> None:
        """Let go of what takes much room and is soon found again."""
        for name in ("pieces", "piece_spans", "lowered", "tokens", "row", "classes", "_forms_of", "_tagged"):
            self.__dict__.pop(name, None)
        self.told.pop(SURPRISES, None)
        self.told.pop(PAGE, None)

    @cached_property
    def told(self) -> dict[str, Any]:
        """What readers that look at nothing but a passage found in it, by the reader's name."""
        return {}

    @cached_property
    def _forms_of(self) -> dict[Span, list[str]]:
        return {}

    @cached_property
    def _tagged(self) -> dict[Span, tuple[TaggedToken, ...]]:
        return {}


class Analysis:
    """A revision and its passages. ``earlier`` is the analysis of the revision before it, whose passages may recur."""

    def __init__(self, revision: Revision, earlier: Analysis | None = None):
        self.revision = revision
        self.text = revision.text
        self._earlier = earlier
        self._is_part = False

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The blocks of the text, in order; a block longer than ``LONGEST`` is several."""
        known = {(p.kind, p.text): p for p in self._earlier.passages} if self._earlier else {}
        self._earlier = None
        found = []
        for block in self.revision.blocks:
            for part in _parts(self.text, block.span):
                text = part.of(self.text)
                before = known.get((block.kind, text))
                found.append(
                    before.moved(part.start, self.text) if before else Passage(text, block.kind, part.start, self.text)
                )
        return tuple(found)

    @property
    def sentences(self) -> list[Span]:
        """The sentences of all passages, in order."""
        return [sentence.shift(passage.start) for passage in self.passages for sentence in passage.sentences]

    @property
    def windows(self) -> Sequence[Analysis]:
        """The text in parts of some ``WINDOW`` characters, for those who look at one passage after the other: nobody
        holds what he needs for all of a long text at once. A part has some of the passages, and all names.
        """
        return self._windows or (self,)

    @cached_property
    def _windows(self) -> Sequence[Analysis]:
        """None where one is enough: kept by itself, an analysis would outlive its use."""
        parts = self.parts(max(1, ceil(self.size / WINDOW)))
        if len(parts) == 1:
            return ()
        for part in parts:
            part._is_part = True
        return parts

    @property
    def size(self) -> int:
        """Characters from the first passage to the end of the last."""
        return self.passages[-1].end - self.passages[0].start if self.passages else 0

    def parts(self, count: int) -> Sequence[Analysis]:
        """The text in ``count`` parts of about one size, or fewer: whole passages in a row, with the names of all."""
        start, size = (self.passages[0].start, max(1, self.size)) if self.passages else (0, 1)
        rows = [tuple(row) for _, row in groupby(self.passages, lambda p: count * (p.start - start) // size)]
        if len(rows) <= 1:
            return (self,)
        _ = self.names
        found = [copy(self) for _ in rows]
        for part, row in zip(found, rows, strict=True):
            for name in ("lines", "_windows"):
                part.__dict__.pop(name, None)
            part.passages = row
        return found

    def forget(self) -> None:
        """A part lets go of what can soon be found again of its passages."""
        if self._is_part:
            for passage in self.passages:
                passage.forget()

    def passage_at(self, span: Span) -> Passage:
        """The last passage that begins no later than the end of ``span``, or the first one."""
        last = max(span.start, span.end - 1)
        return self.passages[max(0, bisect_right(self.passages, last, key=lambda passage: passage.start) - 1)]

    @cached_property
    def lines(self) -> str:
        """The texts of all passages, one a line: one search through all of them is faster than one in each."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def names(self) -> Counter[str]:
        """How often the text has each word that ``NAME`` matches."""
        return Counter(NAME.findall(self.lines))


def _begun(spans: Sequence[Span], offset: int) -> Span | None:
    """The last of ``spans``, which are in order, that begins no later than ``offset``."""
    before = bisect_right(spans, offset, key=lambda span: span.start)
    return spans[before - 1] if before else None


_MARK = regex.compile('[“”«»„"‹›‘]')
_CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "‹": "›"}
_SINGLE = regex.compile(r"(?<![\p{L}\d])‘(?=\p{Lu})(?:[^‘’“”]|’(?=\p{L})|(?<!\p{P}) ?’(?= \p{Ll}))*[.,!?…] ?’(?!\p{L})")
"""‘...’ with a mark before its end: without one, ``’`` may be an apostrophe."""


def _quotations(text: str) -> list[Span]:
    spans: list[Span] = []
    opened: tuple[int, str] | None = None
    singles = {m.start(): m.end() for m in _SINGLE.finditer(text)} if "‘" in text else {}
    done = 0
    for m in _MARK.finditer(text):
        i, c = m.start(), m[0]
        if i < done:
            continue
        if opened is None:
            if i in singles:
                done = singles[i]
                spans.append(Span(i, done))
            elif c in _CLOSERS:
                opened = (i, _CLOSERS[c])
        elif c in opened[1]:
            spans.append(Span(opened[0], i + 1))
            opened = None
    if opened is not None:
        spans.append(Span(opened[0], len(text)))
    return spans
