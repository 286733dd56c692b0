"""A text as rules read it: passages with their sentences, tokens and word classes, each found when first asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

import regex

from cleantext.core.document import Block, BlockKind
from cleantext.core.span import Span
from cleantext.language.attribution import Row
from cleantext.language.sentences import sentences
from cleantext.language.tagger import coarse, lemma, tag
from cleantext.language.tokens import Token, forms, pieces, tokenize
from cleantext.language.vocabulary import UNKNOWN

NAME = regex.compile(r"(?<![\p{L}\p{N}’'@#./_-])\p{Lu}\p{Ll}+(?![\p{L}\p{N}@_/-]|\.\p{L})")
"""A word with a capital and small letters behind it."""


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


class Passage:
    """One block. All offsets count from the block's start."""

    def __init__(self, text: str, kind: BlockKind):
        self.text = text
        self.kind = kind

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of a passage; a heading or a line is one sentence."""
        return sentences(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """All tokens."""
        return tokenize(self.text)

    @cached_property
    def unknown(self) -> list[str]:
        """What stands between white space and holds a word that nobody knows."""
        parts = pieces(self.text)
        return list(compress(parts, map(UNKNOWN.__getitem__, parts)))

    @cached_property
    def lowered(self) -> str:
        """The text in small letters. One that would grow (İ) stays as it is, and so all offsets do."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    @cached_property
    def quotations(self) -> list[Span]:
        """What stands between quotation marks, the marks included; an unclosed one runs to the end."""
        return list(row(self.text).quotations)

    @cached_property
    def row(self) -> Row:
        """Who says what in it."""
        return row(self.text)

    def forms_of(self, span: Span) -> list[str]:
        """The forms of the tokens of ``span``, usually a sentence."""
        known = self._forms_of.get(span)
        if known is None:
            known = self._forms_of[span] = forms(self.text, span.start, span.end)
        return known

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset``, or the last that begins before it."""
        found = Span(0, len(self.text))
        for span in self.sentences:
            if span.start > offset:
                break
            found = span
        return found

    def sentences_ending(self, ends: Iterable[int]) -> list[int]:
        """The numbers, in order, of the sentences that end at one of ``ends`` or reach beyond it."""
        starts = [span.start for span in self.sentences]
        numbers = {bisect_right(starts, end) - 1 for end in ends} | {bisect_left(starts, end) - 1 for end in ends}
        return sorted(number for number in numbers if number >= 0)

    def quoted(self, span: Span) -> bool:
        """Whether ``span`` lies inside a quotation."""
        return any(q.covers(span) for q in self.quotations)

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

    @cached_property
    def _forms_of(self) -> dict[Span, list[str]]:
        return {}

    @cached_property
    def _tagged(self) -> dict[Span, tuple[TaggedToken, ...]]:
        return {}


class Reading:
    """A whole text: its passages and where each begins."""

    def __init__(self, text: str, blocks: Sequence[Block]):
        self.text = text
        self.blocks = tuple(blocks)

    @cached_property
    def passages(self) -> list[tuple[int, Passage]]:
        """Each passage with the offset of its start in ``text``."""
        return [(b.span.start, passage(b.span.of(self.text), b.kind)) for b in self.blocks]

    @cached_property
    def lines(self) -> str:
        """The texts of all passages, one a line: to look through them at once takes less time."""
        return "\n".join(passage.text for _, passage in self.passages)

    @cached_property
    def names(self) -> Counter[str]:
        """How often each word stands there that ``NAME`` matches."""
        return Counter(NAME.findall(self.lines))


@lru_cache(maxsize=512)
def passage(text: str, kind: BlockKind) -> Passage:
    """Passages are shared between passes over the same document, so that nothing is analysed twice."""
    return Passage(text, kind)


@lru_cache(maxsize=512)
def row(text: str) -> Row:
    """Who says what in the text of a passage. The prefilter asks, and then the rules that it lets through."""
    return Row(text, tuple(_quotations(text)))


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
