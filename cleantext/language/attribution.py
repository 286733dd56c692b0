"""Who said what: a passage as a row of quotations, speech verbs, speakers and the marks between them.

Damage to a quotation's tag (``said X warned``, ``.” Stated.``, ``Hanoi said Y, based in .``) is damage to the
order of these parts, whatever their words are, so every rule about it looks at the same row. Each part has a
one-letter symbol:

====== ==============================================================================
``Q``  a quotation that ends in a comma
``E``  a quotation that ends in ``.``, ``!``, ``?`` or ``…``
``O``  a quotation without a mark at its end: a title, a term, a piece of a sentence
``V``  a speech verb in the past or third person (``said``, ``warns``)
``v``  the same, where the form is also a noun (``notes``, ``claims``)
``P``  a pronoun that speaks (``he``)
``H``  a noun phrase with a determiner or a name (``port chief Pelle Sandqvist``, ``the survivor``)
``D``  a weekday, a month or ``yesterday``
``R``  a relative or interrogative pronoun or adverb (``who``, ``when``)
``B``  an auxiliary, ``not`` or ``to``: the verb after it is no tag
``T``  ``that``
``I``  a preposition
``G``  a participle in ``-ing``
``C``  ``and``, ``or``, ``but``
``x``  other words
====== ==============================================================================

and the marks are their own symbols: ``. , : ; ! ? -``. A dash of any kind is ``-``. The period of an abbreviation
or an initial belongs to its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from cleantext.core.span import Span
from cleantext.language.memo import Memo
from cleantext.language.tokens import SEPARATOR

SPEAKER = "(?:[Hx](?:I(?:[HxD]|O))*)"
"""A speaker, with what a preposition ties to it: ``the head of research at Halden``."""

ASIDE = "(?:,(?:[HxIRGCTD]|B?[Vv]?(?<=R[HxIBVv]{0,6}))+(?=,))"
"""An apposition or a relative clause up to its second comma, which is not taken."""

_CLASSES = {
    "V": "said told warned added stated noted explained argued claimed insisted admitted announced declared replied "
    "reported commented remarked stressed suggested recalled concluded continued asserted observed complained joked "
    "grumbled wrote asked laughed emphasized emphasised acknowledged confirmed reflected quipped shouted whispered "
    "exclaimed predicted cautioned urged testified responded reiterated promised pledged vowed lamented reasoned "
    "answered underlined regretted says tells warns adds explains argues insists admits announces declares replies "
    "recalls concludes continues asserts observes complains jokes writes asks laughs emphasizes emphasises "
    "acknowledges confirms quips exclaims suggests cautions cried cries confessed confesses mused muses murmured "
    "muttered growled reiterates chanted remembered remembers countered retorted enthused fumed "
    "thundered scoffed boasted gushed",
    "v": "notes states claims comments remarks stresses reports predicts smiled sighed shrugged",
    "P": "he she they i we it",
    "R": "who which whose whom what when where while how why if because as than whether",
    "B": "is are was were be been being has have had do does did will would can could should may might must to not "
    "never having get got gets",
    "T": "that",
    "I": "in at from near on of for during by with about into after before since under over against between among "
    "according through until within without via outside",
    "C": "and or but nor",
    "D": "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december yesterday today",
    "p": "de da do dos del di du la le el al bin ibn ben van von der den ter zu y e",
    "d": "the a an his her their its our my this these those another one some many several both",
}
_CLASS = {form: symbol for symbol, forms in _CLASSES.items() for form in forms.split()}
VERBS = frozenset(_CLASSES["V"].split())
"""All forms whose symbol is ``V``, lower case."""
SPEECH_VERBS = VERBS | frozenset(_CLASSES["v"].split())
"""All forms of speech verbs, also those that may be nouns; rules name them as the word list ``speech-verbs``."""

_PART = regex.compile(
    r"(?:\p{Lu}\.)+(?=\s+\p{Lu}|,|’s)|(?:\p{Lu}\.){2,}"  # initials
    r"|[\p{L}\p{M}\d]+(?:(?:[-'’‑&][\p{L}\p{M}\d]+)+’?|’"  # a word
    r"|\.(?=,)(?<=\p{L}\.)|\.(?<=\b(?:Mrs?|Ms|Dr|Prof|St|Gen|Sen|Gov|Rep|Lt|Col|Jr|Sr)\.))?"  # with its period
    r"|\.{2,}|[.,:;!?]|[-–—]+|[^\s\p{L}\p{M}\d.,:;!?–—-]+"
)
_PHRASE = r"d?x{0,5}n(?:[pn]*n)?(?:x(?=n))?(?:n|pn)*|dx{1,6}|n[pn]*|p{1,3}n[pn]*"
_PHRASES = re.compile(_PHRASE)  # ``re`` is faster with these
_OTHERS = re.compile("[xdp][xp]*")
_JOINED = regex.compile(rf"{_PHRASE}|[xdp](?:(?!{_PHRASE})[xp])*|.")
_INITIAL_BEFORE_CAPITAL = regex.compile(r"\p{Lu}\.\s+\p{Lu}")
CLOSING = "”\"»’'›“"
"""Marks that may close a quotation."""
_CAPITAL = 0xE000  # such a code point above a symbol is a capitalised word of that class
_OPENING = regex.compile(r"(?<=^|[.!?])[\uE000-\uE0FF]")
_INNER = regex.compile(r"[\uE000-\uE0FF]")


@dataclass(frozen=True)
class Row:
    """A passage as symbols, one letter for each part. ``quotations`` are its quotations, in order.

    >>> Row("“It is late,” said the guide Taras Bondar warned.", (Span(0, 13),)).symbols
    'QVHV.'
    >>> Row("She said it. Said Mr. Lee: no!", ()).symbols
    'PVP.VH:x!'
    """

    text: str
    quotations: tuple[Span, ...]

    @cached_property
    def symbols(self) -> str:
        """The symbols of the parts."""
        return _OTHERS.sub("x", _PHRASES.sub("H", self._words))

    def span(self, first: int, stop: int) -> Span:
        """The span in the passage of the parts from ``first`` to before ``stop``."""
        return self.parts[first].join(self.parts[stop - 1])

    @cached_property
    def parts(self) -> tuple[Span, ...]:
        """Where each part is in the passage: asked for only where an order of symbols was found."""
        spans: list[Span] = []
        for start, end, quotation in self._segments():
            spans += [Span(*m.span()) for m in _PART.finditer(self.text, start, end)]
            spans += [quotation] if quotation else []
        return tuple(spans[m.start()].join(spans[m.end() - 1]) for m in _JOINED.finditer(self._words))

    @cached_property
    def _words(self) -> str:
        """A symbol for each word and mark; ``n`` is a part of a name, ``d`` a determiner, ``p`` a particle."""
        found = ""
        for start, end, quotation in self._segments():
            symbols = _symbols(self.text[start:end])
            symbols = _OPENING.sub(lambda m: chr(ord(m[0]) - _CAPITAL), symbols)
            found += _INNER.sub("n", symbols) + (_quotation(quotation.of(self.text)) if quotation else "")
        return found

    def _segments(self) -> Iterator[tuple[int, int, Span | None]]:
        """What is between quotations, each with the quotation after it."""
        done = 0
        for quotation in self.quotations:
            yield done, quotation.start, quotation
            done = quotation.end
        yield done, len(self.text), None


def _symbols(text: str) -> str:
    """A symbol for each part of a text without quotations; those of capitalised words may lie above ``_CAPITAL``."""
    if SEPARATOR.search(text) or _INITIAL_BEFORE_CAPITAL.search(text):
        return _symbols_of(text)
    return "".join(map(_SYMBOLS.__getitem__, text.split()))  # no part has white space in it, and none else looks beyond


def _symbols_of(text: str) -> str:
    return "".join(map(_symbol, _PART.findall(text)))


_SYMBOLS = Memo(_symbols_of)


def _quotation(quoted: str) -> str:
    inner = quoted.rstrip(CLOSING + " ")
    return "Q" if inner.endswith(",") else "E" if inner.endswith((".", "!", "?", "…")) else "O"


@lru_cache(maxsize=50_000)
def _symbol(form: str) -> str:
    if not form[0].isalnum():
        return form if form in ".,:;!?" else "-" if form[0] in ".-–—" or form == "…" else "x"
    if form.endswith("."):
        return "n"
    lowered = form.lower()
    known = _CLASS.get(lowered)
    if form[0].isupper():
        if form == "May" or not known or known == "p":
            return "n"
        return known if known in "DPTd" else chr(_CAPITAL + ord(known))
    if known:
        return known
    return "G" if lowered.endswith("ing") and len(lowered) > 5 else "x"
