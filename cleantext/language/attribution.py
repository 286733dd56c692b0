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

from collections.abc import Iterator
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
    r"([\p{L}\p{M}\d]+(?:[-'’‑&][\p{L}\p{M}\d]+)*’?)"  # 1: a word
    r"|([.,:;!?](?!(?<=\.)\.))"  # 2: a mark
    r"|(\.{2,}|…|[-–—]+)"  # 3: a dash, or dots that stand for one
    r"|[^\s\p{L}\p{M}\d.,:;!?–—-]+"
)
_WORD, _MARK, _DASH = 1, 2, 3
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Sen", "Gov", "Rep", "Lt", "Col", "Jr", "Sr"])
_INITIALS = regex.compile(r"(?:\p{Lu}\.)+(?=\s+\p{Lu}|,|’s)|(?:\p{Lu}\.){2,}")
_PHRASE = r"d?x{0,5}n(?:[pn]*n)?(?:x(?=n))?(?:n|pn)*|dx{1,6}|n[pn]*|p{1,3}n[pn]*"
_JOINED = regex.compile(rf"({_PHRASE})|[xdp](?:(?!{_PHRASE})[xp])*|.")
_CLOSING = "”\"»’'›“"


@dataclass(frozen=True, slots=True)
class Row:
    """The symbols of a passage's parts, one letter each, and where each part begins and ends in the passage."""

    symbols: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, stop: int) -> Span:
        """The span of the parts from ``first`` to before ``stop``."""
        return Span(self.starts[first], self.ends[stop - 1])


@lru_cache(maxsize=1024)
def row(text: str, quotations: tuple[Span, ...]) -> Row:
    """The row of a passage whose quotations are known.

    >>> row("“It is late,” said the guide Taras Bondar warned.", (Span(0, 13),)).symbols
    'QVHV.'
    >>> row("She said it. Said Mr. Lee: no!", ()).symbols
    'PVP.VH:x!'
    """
    words: list[tuple[str, int, int]] = []
    done = 0
    for quotation in quotations:
        words += _words(text, done, quotation.start)
        words.append((_quotation(quotation.of(text)), quotation.start, quotation.end))
        done = quotation.end
    words += _words(text, done, len(text))
    if not words:
        return Row("", (), ())
    symbols, starts, ends = zip(*words, strict=True)
    joined = list(_JOINED.finditer("".join(symbols)))
    return Row(
        "".join("H" if m[1] else "x" if m[0][0] in "xdp" else m[0] for m in joined),
        tuple(starts[m.start()] for m in joined),
        tuple(ends[m.end() - 1] for m in joined),
    )


def _quotation(quoted: str) -> str:
    inner = quoted.rstrip(_CLOSING + " ")
    return "Q" if inner.endswith(",") else "E" if inner.endswith((".", "!", "?", "…")) else "O"


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Symbol, start and end of each word and mark; ``n`` is a part of a name, ``d`` a determiner, ``p`` a particle."""
    opens = True
    done = start
    for m in _PART.finditer(text, start, end):
        at, stop = m.span()
        if at < done:
            continue
        kind = m.lastindex
        if kind == _WORD:
            symbol = _word(m[0], opens)
            if text[stop : stop + 1] == "." and stop < end:
                stop = done = _behind_abbreviation(text, at, stop, end)
                symbol = "n" if stop > m.end() else symbol
        else:
            symbol = m[0] if kind == _MARK else "-" if kind == _DASH else "x"
        opens = symbol in ".!?"
        yield symbol, at, stop


def _behind_abbreviation(text: str, at: int, stop: int, end: int) -> int:
    """Where the abbreviation or the initials end that begin with the word ``text[at:stop]``; ``stop`` if none do."""
    word = text[at:stop]
    if word in _TITLES:
        return stop + 1
    if len(word) == 1 and (m := _INITIALS.match(text, at, end)):
        return m.end()
    return stop + 1 if text[stop + 1 : min(end, stop + 2)] == "," and word.isalpha() else stop


@lru_cache(maxsize=20_000)
def _word(form: str, starts_sentence: bool) -> str:
    lowered = form.lower()
    capital = form[0].isupper()
    known = _CLASS.get(lowered)
    if known and (not capital or known in "DPTd" or (starts_sentence and known != "p")) and form != "May":
        return known
    if capital:
        return "n"
    return "G" if lowered.endswith("ing") and len(lowered) > 5 else "x"
