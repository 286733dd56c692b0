"""Who said what: a passage as a row of quotations, speech verbs, speakers and the marks between them.

Damage to a quotation's tag (``said X warned``, ``.” Stated.``, ``Shanghai said Y, based in .``) is damage to the
order of these parts, whatever their words are, so every rule about it looks at the same row. Each part has a
one-letter symbol:

====== ==============================================================================
``Q``  a quotation that ends in a comma
``E``  a quotation that ends in ``.``, ``!``, ``?`` or ``…``
``O``  a quotation without a mark at its end: a title, a term, a piece of a sentence
``V``  a speech verb in the past or third person (``said``, ``warns``)
``v``  the same, where the form is also a noun (``notes``, ``claims``)
``P``  a pronoun that speaks (``he``)
``H``  a noun phrase with a determiner or a name (``NATO chief Jens Stoltenberg``, ``the survivor``)
``D``  a weekday, a month or ``yesterday``
``R``  a relative or interrogative pronoun or adverb (``who``, ``when``)
``B``  an auxiliary, ``not`` or ``to``: the verb behind it is no tag
``T``  ``that``
``I``  a preposition
``G``  a participle in ``-ing``
``C``  ``and``, ``or``, ``but``
``x``  other words
====== ==============================================================================

and the marks stand for themselves: ``. , : ; ! ? -``. A dash of any kind is ``-``. The period of an abbreviation
or an initial belongs to its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleantext.core.span import Span

SPEAKER = "(?:[Hx](?:I(?:[HxD]|O))*)"
"""A speaker, with what a preposition ties to it: ``the head of research at Halden``."""

ASIDE = "(?:,(?:[HxIRGCTD]|B?[Vv]?(?<=R[HxBVv]{0,6}))+(?=,))"
"""An apposition or a relative clause up to its second comma, which is not taken."""

_CLASSES = {
    "V": "said told warned added stated noted explained argued claimed insisted admitted announced declared replied "
    "reported commented remarked stressed suggested recalled concluded continued asserted observed complained joked "
    "grumbled wrote asked laughed emphasized emphasised acknowledged confirmed reflected quipped shouted whispered "
    "exclaimed predicted cautioned urged testified responded reiterated promised pledged vowed lamented reasoned "
    "answered underlined regretted says tells warns adds explains argues insists admits announces declares replies "
    "recalls concludes continues asserts observes complains jokes writes asks laughs emphasizes emphasises "
    "acknowledges confirms quips exclaims suggests cautions",
    "v": "notes states claims comments remarks stresses reports predicts smiled sighed shrugged",
    "P": "he she they i we it",
    "R": "who which whose whom what when where while how why if because as than whether",
    "B": "is are was were be been being has have had do does did will would can could should may might must to not "
    "never having get got gets",
    "T": "that",
    "I": "in at from near on of for during by with about into after before since under over against between among "
    "according through until within without via",
    "C": "and or but nor",
    "D": "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december yesterday today",
    "p": "de da do dos del di du la le el al bin ibn ben van von der den ter zu y e",
    "d": "the a an his her their its our my this these those another one some many several both",
}
_CLASS = {form: symbol for symbol, forms in _CLASSES.items() for form in forms.split()}
VERBS = frozenset(_CLASSES["V"].split())

_PART = regex.compile(
    r"""
    (?P<name>(?:(?:Mrs?|Ms|Dr|Prof|St|Gen|Sen|Gov|Rep|Lt|Col|Jr|Sr)\.|(?:\p{Lu}\.)+(?=\s+\p{Lu}|,|’s)|(?:\p{Lu}\.){2,}|\p{L}+\.(?=,)))
  | (?P<word>[\p{L}\p{M}\d]+(?:[-'’‑&][\p{L}\p{M}\d]+)*’?)
  | (?P<dots>\.{2,}|…)
  | (?P<mark>[.,:;!?])
  | (?P<dash>[-–—]+)
  | (?P<other>[^\s\p{L}\p{M}\d.,:;!?–—-]+)
    """,
    regex.VERBOSE,
)
_PHRASE = regex.compile(r"d?x{0,5}n(?:[pn]*n)?(?:x(?=n))?(?:n|pn)*|dx{1,6}|n[pn]*|p{1,3}n[pn]*")
_CLOSING = "”\"»’'›“"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the row; ``span`` counts in the passage."""

    symbol: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """The parts of a passage, and their symbols as one string of the same length."""

    parts: tuple[Part, ...]
    symbols: str


@lru_cache(maxsize=1024)
def row(text: str, quotations: tuple[Span, ...]) -> Row:
    """The row of a passage whose quotations are known.

    >>> row("“It is late,” said the guide Taras Bondar warned.", (Span(0, 13),)).symbols
    'QVHV.'
    >>> row("She said it. Said Mr. Lee: no!", ()).symbols
    'PVP.VH:x!'
    """
    words: list[Part] = []
    done = 0
    for quotation in quotations:
        words += _words(text, done, quotation.start)
        words.append(Part(_quotation(quotation.of(text)), quotation))
        done = quotation.end
    words += _words(text, done, len(text))
    parts = tuple(_phrases(words))
    return Row(parts, "".join(part.symbol for part in parts))


def _quotation(quoted: str) -> str:
    inner = quoted.rstrip(_CLOSING + " ")
    return "Q" if inner.endswith(",") else "E" if inner.endswith((".", "!", "?", "…")) else "O"


def _words(text: str, start: int, end: int) -> Iterable[Part]:
    first = True
    for m in _PART.finditer(text, start, end):
        symbol = m[0] if m["mark"] else "-" if m["dash"] or m["dots"] else _word(m, first)
        first = symbol in (".", "!", "?")
        yield Part(symbol, Span(*m.span()))


def _word(m: regex.Match[str], starts_sentence: bool) -> str:
    """The class of a word; ``n`` is a part of a name, ``d`` a determiner, ``p`` a particle of a name."""
    if m["name"]:
        return "n"
    form = m[0].lower()
    capital = m[0][0].isupper()
    known = _CLASS.get(form)
    if known and (not capital or known in "DPTd" or (starts_sentence and known != "p")) and m[0] != "May":
        return known
    if capital:
        return "n"
    if form.endswith("ing") and len(form) > 5:
        return "G"
    return "x"


def _phrases(words: Sequence[Part]) -> Iterable[Part]:
    """Words of one noun phrase, and neighbouring other words, as one part."""
    symbols = "".join(word.symbol for word in words)
    at = 0
    while at < len(words):
        m = _PHRASE.match(symbols, at)
        symbol, end = ("H", m.end()) if m else _rest(symbols, at)
        yield Part(symbol, words[at].span.join(words[end - 1].span))
        at = end


def _rest(symbols: str, at: int) -> tuple[str, int]:
    if symbols[at] not in "xdp":
        return symbols[at], at + 1
    end = at + 1
    while end < len(symbols) and symbols[end] in "xp" and not _PHRASE.match(symbols, end):
        end += 1
    return "x", end
