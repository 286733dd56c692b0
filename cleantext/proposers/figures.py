"""Proposes figures that broke: gaps and foreign marks in numbers, units said twice, years, times, ten thousands.

Translation sees digits and the marks and words around them as separate things, and keeps the source's order of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.inflection import plural
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED
from cleantext.proposers.known import is_word
from cleantext.proposers.proposal import Mechanism, prose, put

_SOURCE = "The source probably writes numbers differently."
_APART = "Software often treats digits and the marks between them as separate words."

SPACED = Mechanism("figures", "figure-spaced", "a space splits this number", _APART)
FOREIGN_MARK = Mechanism("figures", "figure-foreign-mark", "English does not use this mark in numbers", _SOURCE)
CURRENCY = Mechanism("figures", "figure-currency", "the currency sign is in the wrong place", _SOURCE)
PERCENT = Mechanism("figures", "figure-percent", "the percent sign is in the wrong place", _SOURCE)
GLUED = Mechanism("figures", "figure-glued", "number and word are written as one", _APART)
UNIT_TWICE = Mechanism(
    "figures", "figure-unit-twice", "the unit is given twice", "The unit's sign was probably kept, and its name added."
)
YEAR = Mechanism(
    "figures",
    "figure-year",
    "'year' does not belong here in English",
    "Many languages put a word for 'year' beside the number.",
)
MYRIAD = Mechanism(
    "figures",
    "figure-myriad",
    "English does not count in these units",
    "The source probably counts in units of ten thousand, or names each magnitude of a number.",
)
SINGULAR = Mechanism(
    "figures",
    "figure-singular",
    "the noun after this number should be plural",
    "The source language probably has one form for singular and plural.",
)
TIME = Mechanism("figures", "figure-time", "English writes this time differently", _SOURCE)
DEGREE = Mechanism("figures", "figure-degree", "the degree sign is in the wrong place", _SOURCE)
ORDINAL = Mechanism("figures", "figure-ordinal", "English numbers centuries with ordinals", _SOURCE)
DAY = Mechanism(
    "figures",
    "figure-day",
    "English puts no period after the day",
    "German and other languages put a period after the day of a date.",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Proposes repairs of numbers and what belongs to them."""

    name: str = "figures"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage that has a digit."""
        for passage in prose(analysis):
            if any(map(_HAS_DIGIT.__getitem__, passage.pieces)):
                for candidate in _candidates(passage.text):
                    yield candidate.shift(passage.start)


_HAS_DIGIT = Memo[bool](lambda piece: any(map(str.isdigit, piece)))

_SIZE = "(?:hundred|thousand|million|billion|trillion|m|bn|mn)"
_UNIT = (
    "(?:per ?cent|percent|%|€|kilo|met[er]|cent|mil[el]|gram|ton|hect|acre|hour|minute|second|degree|year|euro|dollar"
    "|pound|lit|watt|km|cm|mm|m|kg|mg|g|ml|l|h|dB|kW|MW|GW|Ah|V|W|Hz|Nm|°|Euro|Km)"
)
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{1,6})?"
_COUNTS = "two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty"
_VALUES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_UNITS = {
    "km": "kilomet(?:er|re)s?", "m": "met(?:er|re)s?", "cm": "centimet(?:er|re)s?", "mm": "millimet(?:er|re)s?",
    "kg": "kilo(?:gram)?s?", "g": "grams?", "mg": "milligrams?", "ml": "millilit(?:er|re)s?", "l": "lit(?:er|re)s?",
    "s": "seconds?", "h": "hours?", "min": "minutes?", "MW": "megawatts?", "GW": "gigawatts?", "kW": "kilowatts?",
    "°C": "(?:degrees?|C)", "° C": "(?:degrees?|C)", "° Celsius": "C", "%": "per ?cent", "EUR": "euros?",
    "USD": "dollars?",
    "GEL": "lari", "RMB": "yuan", "CNY": "yuan", "RUB": "rubles?", "GBP": "pounds?", "TRY": "lira", "dB": "decibels?",
}  # fmt: skip
_TWICE = "|".join(rf"{re.escape(sign)}(?P<w{i}> (?:{sign}|{word}))" for i, (sign, word) in enumerate(_UNITS.items()))
_NOUNS_WITH_NUMBER = r"Sections?|Chapter|Figure|Fig\.|Table|Page|Step|Part|Appendix|Note|Version|Level|Room|Line|No\."


@dataclass(frozen=True, slots=True)
class _Shape:
    mechanism: Mechanism
    pattern: re.Pattern[str]
    repaired: Callable[[re.Match[str]], Iterable[str]]
    needs: tuple[str, ...]
    """One of these must be in a text, to look for them costs next to nothing."""


def _number(value: float) -> str:
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:.6g} {name}"
    return f"{value:,.10g}"


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _spaced(m: re.Match[str]) -> Iterator[str]:
    mark = m["mark"] or m["m2"]
    if mark == "," and len(m["b"]) < 3:
        yield f"{m['a']}.{m['b']}"
    yield f"{m['a']}{mark}{m['b']}"


def _flat(m: re.Match[str]) -> Iterator[str]:
    word = f" {m['e']}" if m["e"] and m["e"] != "€" else ""
    yield ("€" if m["e"] == "€" else "") + m["n"] + word


def _foreign(m: re.Match[str]) -> Iterator[str]:
    number = m["n"]
    if "." in number:
        whole, _, rest = number.partition(",")
        yield whole.replace(".", ",") + (f".{rest}" if rest.strip("0") else "")
        yield number.replace(".", "").replace(",", ".")
    else:
        yield number.replace(",", ".")


def _glued(m: re.Match[str]) -> Iterator[str]:
    if is_word(m["w"].lower()):
        yield f"{m['n']} {m['w']}"


def _twice(m: re.Match[str]) -> Iterator[str]:
    said = next(word for name, word in m.groupdict().items() if word and name.startswith("w"))
    yield m[0][: -len(said)]
    yield m["n"].rstrip() + said


def _myriad(m: re.Match[str]) -> Iterator[str]:
    size = {"ten": 1e1, "hundred": 1e2}[m["f"]] * _VALUES[m["s"]]
    yield _number(_value(m["n"]) * size)


def _steps(m: re.Match[str]) -> Iterator[str]:
    value = _value(m["n"]) * _VALUES[m["s"]] + _value(m["r"]) * _VALUES.get(m["t"] or "", 1)
    yield _number(value)


def _singular_word(m: re.Match[str]) -> Iterator[str]:
    yield from (f" {repaired}" for repaired in _singular(m))


def _singular(m: re.Match[str]) -> Iterator[str]:
    if _YEAR_OR_ONE.fullmatch(m["n"]):
        return
    names = lexicon().classes.get(m["w"], frozenset())
    behind = m["after"].strip().lower()
    counted = "UNIT" in names or (names & {"NN1", "HUM"} and not names & {"ADJ", "MASS", "VB"})
    measured = "UNIT" in names and behind in _MEASURES
    if counted and (measured or not behind or behind in CLOSED or not behind[0].isalpha()):
        yield f"{m['n']} {plural(m['w'])}"


_YEAR_OR_ONE = re.compile(r"1|(?:1[5-9]|20)\d\d")
_MEASURES = frozenset(
    ["long", "high", "wide", "deep", "away", "tall", "thick", "old", "further", "apart", "ago", "later"]
)


def _ordinal(m: re.Match[str]) -> Iterator[str]:
    number = m["n"]
    teen = number[-2:] in ("11", "12", "13")
    ending = "th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    yield f"{number}{ending}{m['w'] or ''}"


def _shape(
    mechanism: Mechanism, pattern: str, repaired: Callable[[re.Match[str]], Iterable[str]] | str, *needs: str
) -> _Shape:
    """``repaired`` may be templates, as ``re`` has them, with a bar between."""
    if isinstance(repaired, str):
        templates = repaired.split("|")
        return _Shape(mechanism, re.compile(pattern), lambda m: [m.expand(template) for template in templates], needs)
    return _Shape(mechanism, re.compile(pattern), repaired, needs)


_SHAPES = (
    _shape(
        MYRIAD,
        r"(?P<n>\d+(?:[.,]\d+)*) (?P<f>ten|hundred) (?P<s>thousand|million|billion)\b",
        _myriad,
        "ten ",
        "hundred ",
    ),
    _shape(
        MYRIAD,
        r"(?P<n>\d+(?:\.\d+)?) (?P<s>thousand|million|billion) (?:and )?(?P<r>\d{1,3})(?![\d.,%])"
        r"(?: (?P<t>hundred|thousand|million))?\b",
        _steps,
        "thousand",
        "illion",
    ),
    _shape(MYRIAD, r"(\d) ?(thousand|million|billion)s\b(?! of\b)", r"\1 \2", "thousands", "illions"),
    _shape(
        SPACED,
        r"(?<![\d.,])(?P<a>\d{1,3})(?: +(?P<mark>[.,]) ?|(?P<m2>[.,]) +)"
        rf"(?P<b>\d{{3}}|\d{{1,2}}(?= ?(?:{_SIZE}\b|{_UNIT})))(?!\d)",
        _spaced,
    ),
    _shape(SPACED, r"(?<![\d.,])(?P<a>\d{1,3}) +(?P<mark>[.,])(?P<m2>)(?P<b>\d{1,2})(?![\d.])", _spaced, " .", " ,"),
    _shape(SPACED, r"(?<![\d.,])(\d{1,3})，(\d{3})(?!\d)", r"\1,\2", "，"),
    _shape(SPACED, r"(?<![\d.,] )(?<![\d.,])(1[5-9]|20) (\d\d)(?![\d%,.]\d|\d| ?%)", r"\1\2"),
    _shape(SPACED, r"(?<=[Ii]n )([12]) (\d{3})(?!\d)", r"\1\2", "n 1 ", "n 2 "),
    _shape(
        SPACED,
        r"(?<![\d.,])(\d) (\d)(?= (?:°|km|kg|mm|cm|mph|per cent|percent|%|years|million|billion))",
        r"\1\2|\1.\2",
    ),
    _shape(SPACED, r"(?<![\d.,])(\d{2,3}) (000|\d00)(?![\d.,])", r"\1,\2", "00"),
    _shape(SPACED, r"(?<![\w.,–-])(\d{1,4})(?: - ?| ?- )(\d{1,4})(?![\w.,-])", r"\1–\2|\1-\2", "- ", " -"),
    _shape(SPACED, r"\b(\d+) (st|nd|rd|th)\b(?!\.)", r"\1\2", " st", " nd", " rd", " th"),
    _shape(ORDINAL, r"(?<=the )(?P<n>\d{1,2})(?P<w> century)\b", _ordinal, " century"),
    _shape(
        FOREIGN_MARK, rf"(?<![\d.,])(?P<n>\d{{1,3}}(?:\.\d{{3}})*,\d{{1,2}})(?= ?(?:{_SIZE}\b|{_UNIT}\b)|%)", _foreign
    ),
    _shape(FOREIGN_MARK, r"(?<=[€$£])(?P<n>\d{1,3}(?:\.\d{3})*,\d{2})(?![\d,])", _foreign, "€", "$", "£"),
    _shape(
        FOREIGN_MARK,
        r"(?<![\d.,$€£])(?P<n>[1-9]\d{0,2}(?:\.\d{3})+(?:,\d\d)?)"
        r"(?![.,]\d|\d|[ -]?(?:%|percent|million|billion))(?= [a-z])",
        _foreign,
    ),
    _shape(
        FOREIGN_MARK, r"(?<=[€$£] )(?P<n>[1-9]\d{0,2}(?:\.\d{3})+(?:,\d\d)?)(?![.,]\d|\d)", _foreign, "€ ", "$ ", "£ "
    ),
    _shape(FOREIGN_MARK, r"(?P<n>\d+),-+ ?(?P<e>€|euros?)?", _flat, ",-"),
    _shape(CURRENCY, r"([€$£]) +(\d)", r"\1\2", "€ ", "$ ", "£ "),
    _shape(CURRENCY, r"(?<![\w.,])(\d+(?:[.,]\d+)*) ?([€$£])(?!\w)", r"\2\1", "€", "$", "£"),
    _shape(PERCENT, r"(?<!\w)% ?(\d+(?:\.\d+)?)\b", r"\1%", "%"),
    _shape(GLUED, r"(?<![\w.,/-])(?P<n>\d+(?:[.,]\d+)*)(?P<w>[a-z]{4,})(?![\w-])", _glued),
    _shape(
        GLUED,
        rf"\b({_NOUNS_WITH_NUMBER})(\d+)\b",
        r"\1 \2",
        "Section",
        "Chapter",
        "Figure",
        "Fig.",
        "Table",
        "Page",
        "Step",
        "Part",
        "Appendix",
        "Note",
        "Version",
        "Level",
        "Room",
        "Line",
        "No.",
    ),
    _shape(UNIT_TWICE, rf"(?P<n>\d ?)(?:{_TWICE})(?!\w)", _twice),
    _shape(UNIT_TWICE, r"(\d ?)(km|cm|mm|kg|mg|ml)s\b", r"\1\2", "ms", "gs", "ls"),
    _shape(YEAR, r"\b(?:the )?(1[89]\d0|20[0-2]0) years\b", r"the \1s|\1", "year"),
    _shape(YEAR, r"\b(?:the )?year of (1[5-9]\d\d|20\d\d) year\b", r"\1|the year \1", "year"),
    _shape(YEAR, r"\b(?:the )?(1[5-9]\d\d|20\d\d) year\b(?! of)", r"\1|the year \1", "year"),
    _shape(YEAR, r"\b(?:the )?year of (1[5-9]\d\d|20\d\d)\b", r"\1|the year \1", "year"),
    _shape(YEAR, r"\b(an?) (\d+) years? old (?=[a-z]{3})", r"\1 \2-year-old ", " old "),
    _shape(
        SINGULAR,
        r"(?P<n>\d(?<![\w.,$€£/].)\d*(?:\.\d+|,\d{3})?) (?P<w>[a-z]{3,})(?![\w’'-])(?=(?P<after> ?[^\s\w]| \w+|$))",
        _singular,
    ),
    _shape(
        SINGULAR, rf" (?P<n>{_COUNTS}) (?P<w>[a-z]{{3,}})(?![\w’'-])(?=(?P<after> ?[^\s\w]| \w+|$))", _singular_word
    ),
    _shape(TIME, r"(\d{1,2}): (\d\d)(?= ?[ap]\.?m)", r"\1:\2", ": "),
    _shape(TIME, r"\b([01]?\d|2[0-3]) ?h ?([0-5]\d)\b", r"\1:\2", "h"),
    _shape(TIME, r"(?<=\d )([ap])\. m\.?", r"\1.m.", "a. m", "p. m"),
    _shape(
        TIME,
        r"\b(at|after|before|until|till|from|by) ([01]?\d|2[0-3])\.([0-5]0|[0-5]5)(?![\d%.]|\.\d| (?:per|mil|bil))",
        r"\1 \2:\3",
    ),
    _shape(DEGREE, r"(\d) ?C°", r"\1 °C|\1°C", "C°"),
    _shape(DEGREE, r"(\d)(?:° C\b| o C\b| ?°C°)", r"\1 °C|\1°C", "° C", " o C", "°C°"),
    _shape(DAY, rf"\b([12]?\d|3[01])\. ({_MONTHS})\b", r"\1 \2|\2 \1", ". "),
)


def _candidates(text: str) -> Iterator[Candidate]:
    done: list[Span] = []
    for shape in _SHAPES:
        if shape.needs and not any(map(text.__contains__, shape.needs)):
            continue
        for m in shape.pattern.finditer(text):
            span = Span(*m.span())
            gap = text[m.start() - 2 : m.start()]
            start = m.start() - (gap[:1] in "€$£" and gap[1:] == " ")  # $ 0,4 million: both at once
            repairs = [put(start, m.end(), repaired) for repaired in shape.repaired(m)]
            if repairs and not any(span.overlaps(other) for other in done):
                done.append(span)
                yield shape.mechanism.at(text, span, repairs, digits=sum(map(str.isdigit, m[0])))
