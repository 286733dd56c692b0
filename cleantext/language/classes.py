"""A text as a row of word classes: one symbol for each word and mark, which patterns of rules look at.

A word's symbol tells all the classes that it may belong to (``report`` is a singular noun, and a verb's base form, and
takes a clause). The words of closed classes (``the``, ``of``, ``could``) have symbols of their own. A pattern is a
regular expression in which a name in brackets matches one word or mark:

====================== ======================================================
``[NN1]``              a word that may be a singular noun
``[NN1!VB!ADJ]``       one that may be nothing of the rest
``[THATV&VD]``         a word of both classes
``[of|from]``          one of these words
``[^NN2|of]``          none of these
``[,]`` ``[END]``      a comma; a full stop, question or exclamation mark
``<start>``            the start of a sentence, of no width
====================== ======================================================

White space in a pattern counts for nothing. Marks: ``, ; : ( ) - / ' END OQ CQ QUOTE``, other marks ``OTHER``. Words
that nobody knows: ``NAME`` (with a capital), ``CAPF`` (a word of a closed class with a capital inside a sentence),
``UNK``, with ``UNKS``, ``UNKED``, ``UNKING`` by their ending and ``GEN`` with ``’s``. Numbers: ``NUM``, ``ONE`` for
1, ``ORD`` for 5th, ``YEAR`` for four digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

from cleantext.core.span import Span
from cleantext.language.lexicon import CAPITALISED, lexicon
from cleantext.language.memo import Memo

_FIRST = 0x100  # the first symbol's code point
_CAPITAL = 0x4000  # such a code point above a symbol is a capitalised form of its word
_PART = re.compile(
    r"(?:[ap]\.m|e\.g|i\.e)\.|[^\W\d_]+(?:[-'’‑&][^\W_]+)*|\d+(?:[.,:/]\d+)*(?:[-–]?[^\W_]+)*|\.{2,}|[-–—]+|[.!?…]+|\S"
)
_ABBREVIATED = frozenset([
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "sen", "gov", "rep", "lt", "col", "jr", "sr", "no", "nos", "inc",
    "ltd", "co", "vs", "etc", "approx", "ca", "cf", "al", "fig", "eq", "vol", "p", "pp",
])  # fmt: skip
_MARKS = {
    ",": ",", "，": ",", "、": ",", ";": ";", ":": ":", "(": "(", "[": "(", ")": ")", "]": ")", "/": "/", "'": "'",
    "“": "OQ", "„": "OQ", "«": "OQ", "‘": "OQ", "”": "CQ", "»": "CQ", "’": "CQ", '"': "QUOTE",
}  # fmt: skip
_SHAPES = (
    "CAPF", "UNK", "UNKS", "UNKED", "UNKING", "GEN", "NUM", "ONE", "ORD", "YEAR", "END", "DOTS", "-", "OTHER",
    *_MARKS.values(),
)  # fmt: skip
_PIECES = {
    "start": "(?:(?<![*])|(?<=[END|OQ|:])|(?<=[END][CQ|QUOTE]))",
    "clause": "(?:(?<![*])|(?<=[END|OQ|:|,|;|-|CONJ|that|SUBORD|QUOTE])|(?<=[END][CQ|QUOTE]))",
}


@dataclass(frozen=True)
class ClassRow:
    """A text, which white space parts into ``pieces``, as symbols, one for each word and mark."""

    text: str
    pieces: Sequence[str]

    @cached_property
    def symbols(self) -> str:
        """The symbols of the parts."""
        found = "".join(map(_SYMBOLS.__getitem__, self.pieces))  # no part has white space in it
        return _inner().sub(_lowered, _opening().sub(_lowered_first, _dotted().sub(_dot(), found)))

    def span(self, first: int, stop: int) -> Span:
        """The span in the text of the parts from ``first`` to before ``stop``."""
        return self._spans[first].join(self._spans[stop - 1])

    @cached_property
    def _spans(self) -> list[Span]:
        """Where each part is: asked for only where a pattern was found."""
        return [Span(*m.span()) for m in _PART.finditer(self.text)]


@lru_cache(maxsize=4096)
def spelt(pattern: str) -> str:
    """``pattern`` as a regular expression over symbols.

    Raises ``ValueError`` for a class or a word that nobody knows.
    """
    for name, piece in _PIECES.items():
        pattern = pattern.replace(f"<{name}>", piece)
    return re.sub(r"\s", "", _ATOM.sub(lambda m: _written(_members(m[1])), pattern))


_ATOM = re.compile(r"\[((?:[^\[\]]|\[(?=\])|\](?=\]))*)\]")


def _members(atom: str) -> frozenset[str]:
    """The symbols that an atom, given without its brackets, matches."""
    if atom == "*":
        return frozenset(_known().values())
    negated = atom.startswith("^")
    found: set[str] = set()
    for alternative in atom.removeprefix("^").split("|"):
        parts = re.split("([!&])", alternative.strip())
        members = set(_of(parts[0]))
        for sign, name in zip(parts[1::2], parts[2::2], strict=True):
            members = members - _of(name) if sign == "!" else members & _of(name)
        found |= members
    return frozenset(_known().values()) - found if negated else frozenset(found)


def _of(name: str) -> frozenset[str]:
    """The symbols of a class or of a word."""
    if name == "*":
        return frozenset(_known().values())
    found = frozenset(symbol for kind, symbol in _known().items() if name in kind)
    if not found:
        raise ValueError(f"no class or word '{name}'")
    return found


def _written(symbols: frozenset[str]) -> str:
    if not symbols:
        raise ValueError("a class without members")
    runs = []
    for _, run in groupby(enumerate(sorted(map(ord, symbols))), lambda pair: pair[1] - pair[0]):
        points = [point for _, point in run]
        runs.append(chr(points[0]) if len(points) == 1 else f"{chr(points[0])}-{chr(points[-1])}")
    return f"[{''.join(runs)}]"


@cache
def _known() -> dict[frozenset[str], str]:
    """The symbol of each set of classes that a word or a mark may have, and of each word of its own."""
    words = lexicon()
    kinds = {frozenset([shape]) for shape in _SHAPES}
    for word, names in words.classes.items():
        kinds |= {names & CAPITALISED} - {frozenset()}
        kinds.add(names - CAPITALISED | ({word} if word in words.own else set()))
    kinds.discard(frozenset())
    kinds |= {frozenset(kind) for kind in (["ADV", "UNKLY"], ["NAME"], ["NAME", "INIT"], ["NAME", "ADOT"])}
    return {kind: chr(_FIRST + i) for i, kind in enumerate(sorted(kinds, key=sorted))}


def _symbol(form: str) -> str:
    words, known = lexicon(), _known()
    plain = form.replace("’", "'").replace("‑", "-")
    lowered = plain.lower()
    names = words.classes.get(lowered)
    capital = form[:1].isupper()
    if names and names & CAPITALISED:
        names = names & CAPITALISED if capital else names - CAPITALISED
    if names or (names is not None and lowered in words.own):
        proper = bool(names) and names <= CAPITALISED
        symbol = known[names | ({lowered} if lowered in words.own and not proper else set())]
        if not capital or proper or lowered == "i":
            return symbol
        return chr(ord(symbol) + _CAPITAL) if form[1:].islower() or len(form) == 1 else known[frozenset(["NAME"])]
    return known[frozenset(_shape(form, plain, lowered))]


_SYMBOLS = Memo[str](lambda word: "".join(map(_symbol, _PART.findall(word))))
"""The symbols of a word with the marks that touch it."""


def _shape(form: str, plain: str, lowered: str) -> tuple[str, ...]:
    first = form[0]
    if first.isdigit():
        if form.isdigit():
            return ("ONE",) if form == "1" else ("YEAR",) if len(form) == 4 and "1000" <= form <= "2100" else ("NUM",)
        return ("ORD",) if re.search("(?:st|nd|rd|th|s)$", lowered) else ("NUM",)
    if not first.isalpha():
        if form in _MARKS:
            return (_MARKS[form],)
        return (
            ("DOTS",)
            if form in ("…", "...")
            else ("END",)
            if first in ".!?"
            else ("-",)
            if first in "-–—"
            else ("OTHER",)
        )
    if "." in form:
        return ("OTHER",)
    if re.search("'s?$", plain):
        return ("GEN",)
    if (len(form) == 1 and first.isupper()) or lowered in _ABBREVIATED:
        return ("NAME", "INIT")
    if first.isupper():
        return ("NAME",)
    if lowered.endswith("ly") and len(form) > 4:
        return ("ADV", "UNKLY")
    for ending, shape in (("ing", "UNKING"), ("ed", "UNKED"), ("s", "UNKS")):
        if lowered.endswith(ending) and len(form) > len(ending) + 2:
            return (shape,)
    return ("UNK",)


@cache
def _dotted() -> re.Pattern[str]:
    """The full stop of an abbreviation or an initial, which ends no sentence."""
    return re.compile(f"(?<={_written(_members('INIT'))}){_written(_members('END'))}(?!$)")


@cache
def _dot() -> str:
    return _known()[frozenset(["NAME", "ADOT"])]


@cache
def _opening() -> re.Pattern[str]:
    """A capitalised word where a sentence begins."""
    before = _members("END|OQ|QUOTE|:|DOTS|-|(|OTHER")
    end, closed = _written(_members("END")), _written(_members("CQ"))
    capital = f"[{chr(_FIRST + _CAPITAL)}-{chr(2 * _CAPITAL)}]"  # first, since few symbols are
    return re.compile(f"{capital}(?:(?<=^.)|(?<={_written(before)}.)|(?<={end}{closed}.))")


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(f"[{chr(_FIRST + _CAPITAL)}-{chr(2 * _CAPITAL)}]")


def _lowered_first(m: re.Match[str]) -> str:
    return chr(ord(m[0]) - _CAPITAL)


@lru_cache(maxsize=4096)
def _inside(symbol: str) -> str:
    own = next(kind for kind, known in _known().items() if known == chr(ord(symbol) - _CAPITAL))
    return _known()[frozenset(["CAPF" if own & lexicon().own else "NAME"])]


def _lowered(m: re.Match[str]) -> str:
    return _inside(m[0])
