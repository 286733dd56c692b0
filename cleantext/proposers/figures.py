"""Proposes figures that broke: gaps and foreign marks in numbers, units said twice, years, times, ten thousands.

Translation sees digits and the marks and words around them as separate things, and keeps the source's order of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.core.span_index import SpanIndex
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.inflection import plural
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import is_word
from cleantext.proposers.proposal import Mechanism, in_each, put
from cleantext.proposers.quantities import MAGNITUDES, QUANTITY, counted_up, written
from cleantext.rulebook.prefilter.digits import digits, found

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
COUNTER = Mechanism(
    "figures",
    "figure-counter",
    "English counts this in another way",
    "Many languages put a counting word beside a number.",
)
MEASURE = Mechanism("figures", "figure-measure", "English tells this measure differently", _SOURCE)
RANGE = Mechanism("figures", "figure-range", "English tells this range with other words", _SOURCE)
FLOAT = Mechanism("figures", "figure-float", "the number is a computer's rounding error", "Software probably wrote it.")
OCR = Mechanism(
    "figures",
    "figure-letter",
    "a letter is in place of a digit",
    "Software that reads scanned pages often confuses them.",
)
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
        """Candidates of every passage that has a digit or a Roman number."""
        return in_each(analysis, self.name, _of_passage)


def _of_passage(passage: Passage) -> Iterable[Candidate]:
    if not any(map(_HAS_DIGIT.__getitem__, passage.pieces)):
        return ()
    return _candidates(passage.text, any(map(_LOOKS_LIKE_DIGIT.__getitem__, passage.pieces)))


_CENTURY = re.compile(r"[IVX]{2,5}|(?:hundred|thousand|million|billion)s?|half|percents|thirds?|quarters?|dozens[.,]?")
_HAS_DIGIT = Memo[bool](lambda piece: any(map(str.isdigit, piece)) or bool(_CENTURY.fullmatch(piece)))

_SIZE = "(?:hundred|thousand|million|billion|trillion|m|bn|mn)"
_UNIT = (
    "(?:per ?cent|percent|%|€|kilo|met[er]|cent|mil[el]|gram|ton|hect|acre|hour|minute|second|degree|year|euro|dollar"
    "|pound|lit|watt|km|cm|mm|m|kg|mg|g|ml|l|h|dB|kW|MW|GW|Ah|V|W|Hz|Nm|°|Euro|Km)"
)
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{1,6})?"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_COUNTS = "two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty"
_UNITS = {
    "km": "kilomet(?:er|re)s?", "m": "met(?:er|re)s?", "cm": "centimet(?:er|re)s?", "mm": "millimet(?:er|re)s?",
    "kg": "kilo(?:gram)?s?", "g": "grams?", "mg": "milligrams?", "ml": "millilit(?:er|re)s?", "l": "lit(?:er|re)s?",
    "s": "seconds?", "h": "hours?", "min": "minutes?", "MW": "megawatts?", "GW": "gigawatts?", "kW": "kilowatts?",
    "°C": "(?:degrees?|C)", "° C": "(?:degrees?|C)", "° Celsius": "C", "%": "per ?cent", "EUR": "euros?",
    "USD": "dollars?",
    "GEL": "lari", "RMB": "yuan", "CNY": "yuan", "RUB": "rubles?", "GBP": "pounds?", "TRY": "lira", "dB": "decibels?",
}  # fmt: skip
_TWICE = "|".join(rf"{re.escape(sign)}(?P<w{i}> (?:{sign}|{word}))" for i, (sign, word) in enumerate(_UNITS.items()))
_NOUNS_WITH_NUMBER = (
    "Section", "Chapter", "Figure", "Fig.", "Table", "Page", "Step", "Part", "Appendix", "Note", "Version", "Level",
    "Room", "Line", "No.", "Exit",
)  # fmt: skip
_COUNTED = (
    r" ?(?:%|°)| (?:per ?cent|[mb]illion|thousand|hundred|hours?|minutes|days|weeks|months|years|met(?:re|er)s|feet|ft"
    r"|inch(?:es)?|in\.|miles|yards|acres|tons|tonnes|lbs?|cwts?|oz|kg|[kcm]m|pounds|shillings|pence|guineas|gallons"
    r"|pints|bushels|degrees|people|persons|men|women|children|pupils|members|cases|pages)(?!\w)"
)
"""What a number is before, and no code."""


@dataclass(frozen=True, slots=True)
class _Shape:
    mechanism: Mechanism
    pattern: str
    repaired: Callable[[re.Match[str]], Iterable[str]]
    needs: tuple[str, ...]
    """One of these must be in a text, to look for them costs next to nothing."""


def _spaced(m: re.Match[str]) -> Iterator[str]:
    mark = m["mark"] or m["m2"]
    if mark == "," and len(m["b"]) < 3:
        yield f"{m['a']}.{m['b']}"
    yield f"{m['a']}{mark}{m['b']}"


def _glued(m: re.Match[str]) -> Iterator[str]:
    word = m["w"]
    if not is_word(word.lower()) or (len(word) < 4 and word not in CLOSED | _SHORT):
        return
    if word in _SINGULARS and m["n"] != "1":
        yield f"{m['n']} {plural(word)}"
        yield f"{m['n']}-{word}"
    yield f"{m['n']} {word}"


_SHORT = word_set("day per has had yen won men its lbs tons out off")
_SINGULARS = word_set(
    "day hour minute second week month year mile metre meter kilometre kilometer centimetre centimeter millimetre "
    "millimeter gram kilogram litre liter degree inch pound ton tonne acre page piece roll room person night"
)


def _glued_before(m: re.Match[str]) -> Iterator[str]:
    if is_word(m["w"]) and m["w"] not in _NAMED:
        yield f"{m['w']} {m['n']}"
        yield f"{m['w']}, {m['n']}"


_NAMED = word_set("base float double python http covid")
"""Words that have a number as part of a name."""


def _glued_sentence(m: re.Match[str]) -> Iterator[str]:
    """``1887The``: a sentence or a column begins after the number."""
    word = m["w"].lower()
    if word in CLOSED or (is_word(word) and (not m["n"].isdigit() or _YEAR_OR_ONE.fullmatch(m["n"]))):
        yield f"{m['n']}. {m['w']}"
        yield f"{m['n']} {m['w']}"
        yield f"{m['n']} {word}"
        yield f"{m['n']}, {m['w']}"


_ENDLESS = 19  # digits; Python refuses to read far longer numbers
_CASES = {unit.lower(): unit for unit in word_set("mAh Ah Wh kWh MWh GWh Hz kHz MHz GHz KB MB GB TB mA kW MW GW")}


def _unit(m: re.Match[str]) -> Iterator[str]:
    """A unit in its own letters: ``10000mah``, ``256 G B``."""
    unit = _CASES.get("".join(m["u"].split()).lower())
    if unit and unit != m["u"]:
        number = f"{int(m['n']):,}" if m["n"].isdigit() and 4 < len(m["n"]) < _ENDLESS else m["n"]
        yield f"{number} {unit}"
        yield f"{number}{unit}"


def _sizes(m: re.Match[str]) -> Iterator[str]:
    """``22 X 15X 9CM``: where the gaps around the signs differ, or the unit is in capitals."""
    if m["u"] or re.search(r"\d[xX×] | [xX×]\d", m["n"]):
        unit = f" {m['u'].lower()}" if m["u"] else ""
        for mark in "×x":
            yield re.sub(" ?[xX×] ?", f" {mark} ", m["n"]) + unit


def _twice(m: re.Match[str]) -> Iterator[str]:
    said = next(word for name, word in m.groupdict().items() if word and name.startswith("w"))
    yield m[0][: -len(said)]
    yield m["n"].rstrip() + said


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


_PARTS = "|".join(("Janu", "Febru", "Septem", "Octo", "Novem", "Decem", "Thurs", "Thu", "Satur", "Wednes"))
_ENDINGS = word_set("ary uary ruary ber rs day sday urday nesday rsday ember tember ober vember cember")


def _month_or_unit(m: re.Match[str]) -> Iterator[str]:
    if m["b"] in _ENDINGS:
        yield m["a"] + m["b"]


_CODES = "USD|EUR|GBP|RUB|UAH|CZK|PLN|HUF|RON|INR|JPY|CNY|KRW|CHF|SEK|NOK|DKK|TRY|BRL|MXN|COP|IDR|VND|NGN|KES|GEL|KZT"
_NAMES = (
    "dollars?|euros?|pounds?|roubles?|rubles?|hryvnias?|hryvnyas?|crowns?|koruna|zlotys?|forints?|lei|rupees?"
    "|yen|yuan"
    "|won|francs?|kron(?:a|e|or|er)|lira|reals?|reais|pesos?|rupiah|dong|naira|shillings?|lari|tenge"
)
_SIGNS_OF_UNITS = "km|kg|cm|mm|mg|ml|Hz|kHz|MHz|GHz|kW|MW|GW|kWh|MB|GB|TB|kJ|kcal|dB|mAh"
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _roman(m: re.Match[str]) -> Iterator[str]:
    first = _with_ending(str(_arabic(m["n"])))
    the = m["the"] or "the "
    if m["n2"]:
        yield f"{the}{first} and {_with_ending(str(_arabic(m['n2'])))} centuries"
        yield f"{the}{first}–{_with_ending(str(_arabic(m['n2'])))} centuries"
    else:
        yield f"{the}{first} century"


def _with_ending(number: str) -> str:
    teen = number[-2:] in ("11", "12", "13")
    return number + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _ordinal(m: re.Match[str]) -> Iterator[str]:
    yield _with_ending(m["n"]) + (m["w"] or "")


def _right_ordinal(m: re.Match[str]) -> Iterator[str]:
    yield _with_ending(m["n"][:-2])


def _minute(m: re.Match[str]) -> Iterator[str]:
    yield f"in the {_with_ending(m['n'])} minute"
    yield f"after {m['n']} minutes"


_ERAS = {"Reiwa": 2018, "Heisei": 1988, "Showa": 1925, "Shōwa": 1925, "Taisho": 1911, "Meiji": 1867, "Minguo": 1911}


def _era(m: re.Match[str]) -> Iterator[str]:
    yield str(_ERAS[m["era"]] + int(m["y"]))


def _counter(m: re.Match[str]) -> Iterator[str]:
    names = lexicon().classes.get(m["w"], frozenset())
    if names & {"NN1", "HUM"} and "MASS" not in names:
        yield f"{m['n']} {plural(m['w'])}"


def _cubic(m: re.Match[str]) -> Iterator[str]:
    unit = plural(m[2])
    yield f"{m['n']} {'square' if m['k'] == 'square' else 'cubic'} {unit}"


_DIMENSIONS = {
    "length": "long", "depth": "deep", "height": "high", "width": "wide", "thickness": "thick", "breadth": "wide",
    "altitude": "high", "age": "old",
}  # fmt: skip
_LENGTHS = "k?m|cm|mm|(?:kilo|centi|milli)?met(?:er|re)s?|feet|foot|ft|miles?|inch(?:es)?|years?"


def _dimension(m: re.Match[str]) -> Iterator[str]:
    size = re.sub(r"(?<=[a-z]{4})$|(?<=foot)$", "", m["n"])
    many = re.sub(r"(met(?:er|re)|mile|year)$", r"\1s", size)
    yield f"{many} {_DIMENSIONS[m['k']]}"
    yield f"{m['a'] or ''}{m['k']} of {many}"


def _rounded(m: re.Match[str]) -> Iterator[str]:
    yield f"{float(m[0]):.4g}"


def _hour(m: re.Match[str]) -> Iterator[str]:
    hour, minutes = int(m["h"]), m["m"] or "00"
    part = "a.m." if hour < 12 else "p.m."
    yield f"{(hour - 1) % 12 + 1}{'' if minutes == '00' else ':' + minutes} {part}"
    yield f"{m['h']}:{minutes}"


def _thousands(m: re.Match[str]) -> Iterator[str]:
    yield f"{round(float(m['n']) * 1000):,}"


_READINGS = tuple(str.maketrans("lIOoZBS", "110028" + s) for s in "85")
_LIKE = r"[\dlIOoSBZ]{1,9}(?:[.,][\dlIOoSBZ]{1,9}){0,3}"
"""Digits, and letters that look like them in print. An S is an 8 in years, elsewhere as often a 5."""
_LOOKS_LIKE_DIGIT = Memo[bool](lambda piece: bool(re.search(r"\d[.,]?[lIOoSBZJ]|[lIOoSBZ][.,]?\d", piece)))


def _digits(m: re.Match[str]) -> Iterator[str]:
    """The number, where what is around it says that it is none of the codes that look like one."""
    number, real = m["n"], sum(map(str.isdigit, m["n"]))
    if 0 < real < len(number.replace(",", "").replace(".", "")):
        yield from (number.translate(readings) for readings in _READINGS)


def _year(m: re.Match[str]) -> Iterator[str]:
    if sum(map(str.isdigit, m["n"])) > 1:
        yield from _digits(m)


def _ordinal_digits(m: re.Match[str]) -> Iterator[str]:
    yield from (number + m["w"] for number in _digits(m) if _with_ending(number) == number + m["w"])


def _before_unit(m: re.Match[str]) -> Iterator[str]:
    """``S3 per cent``: here a first S is a 5 rather than an 8."""
    number = m["n"]
    if 2 * sum(map(str.isdigit, number)) >= sum(map(str.isalnum, number)):
        yield from sorted(_digits(m), key=lambda read: number[0] == "S" and read[0] == "8")


def _shape(
    mechanism: Mechanism, pattern: str, repaired: Callable[[re.Match[str]], Iterable[str]] | str, *needs: str
) -> _Shape:
    """``repaired`` may be templates, as ``re`` has them, with a bar between."""
    if isinstance(repaired, str):
        templates = repaired.split("|")
        return _Shape(mechanism, pattern, lambda m: [m.expand(t) for t in templates], needs)
    return _Shape(mechanism, pattern, repaired, needs)


_NUMBER_WORDS = (
    _shape(
        MYRIAD, rf"\b({_COUNTS}|one|several|few) (hundred|thousand|million|billion)s\b(?! of\b)", r"\1 \2", "ds ", "ns "
    ),
    _shape(
        MYRIAD,
        rf"\b(\d[\d.,]*|{_COUNTS}) (thousand|million|billion)s? of (?!the\b|its?\b|th\w+\b|us\b|our\b|his\b"
        rf"|her\b)(?=[a-z])",
        r"\1 \2 ",
        "thousand",
        "illion",
    ),
    _shape(MYRIAD, r"\b(\w+) (million|billion)s? and (?:a )?half\b", r"\1 and a half \2", " half"),
    _shape(MYRIAD, r"\b(?:the )?half of (?:a )?(million|billion)\b", r"half a \1", "half of"),
    _shape(
        MYRIAD, r"\b(one|two|three|four|five|six|\d) and half\b(?= [a-z]*(?:s|illion)\b)", r"\1 and a half", "and half"
    ),
    _shape(
        MYRIAD,
        r"\b(hundred|thousand|million|ten|dozen)s? of (hundred|thousand|million)\b(?=[ ,.])(?! of)",
        r"\1s of \2s",
        " of ",
    ),
    _shape(MYRIAD, r"\b(hundreds|thousands|millions|dozens) (?=[a-z]{3,}s\b)(?!was\b|has\b)", r"\1 of ", "ds ", "ns "),
    _shape(PERCENT, r"\b(per ?cent)s\b", r"\1", "cents"),
    _shape(PERCENT, r"\bper ?cent points?\b", "percentage points|percentage point", "cent point"),
    _shape(
        UNIT_TWICE,
        rf"([€$£])(\d[\d.,]*)( (?:{_SIZE}))? (?:US )?({_NAMES})\b",
        r"\1\2\3|\2\3 \4",
        "€",
        "$",
        "£",
    ),
    _shape(
        UNIT_TWICE,
        r"\b(about|around|some|approximately|roughly|nearly|almost|over|more than|up to) (?:about|around"
        r"|approximately|roughly|over|more than|a maximum of) (?=\d)",
        r"\1 ",
    ),
    _shape(RANGE, r"\b([Bb]etween) (\d[\d.,]*%?) (?:to|-|–|until) (\d)", r"\1 \2 and \3", "etween"),
    _shape(ORDINAL, r"\b(two|three|four) (third|quarter|fifth|tenth)\b(?= of\b)", r"\1-\2s|\1-\2", " of"),
    _shape(YEAR, r"\b(\d{2,4})-(?:s|ies|ties|ths)\b", r"\1s", "-"),
    _shape(YEAR, r"\b(\d{1,3})(?:-years-old|-years old| years-old|-year old)\b", r"\1-year-old|\1 years old", "year"),
    _shape(YEAR, r"(?<=[A-Za-z]), of (\d{2}) years(?: old)?,", r", \1,", ", of "),
    _shape(TIME, r"\b(?P<h>1[3-9]|2[0-3])(?:[:.](?P<m>[0-5]\d))? ?p\.?m\b\.?", _hour, "pm", "p.m"),
    _shape(
        DAY,
        rf"\b(?<!the )(?!the \d+[a-z])(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? of ({_MONTHS})\b(?! \d)",
        r"\2 \1|\1 \2",
        " of ",
    ),
    _shape(ORDINAL, r"(?<![\w])(?:N°|Nº|n°|nº|№|Nr\.|nr\.) ?(\d)", r"No. \1", "°", "º", "№", "r."),
    _shape(SPACED, r"\b(\d{1,3})[’'](\d{3})\b(?!['’])", r"\1,\2", "'", "’"),
    _shape(SPACED, r"\b(\d{1,3})[\u00a0\u202f\u2009](\d{3})\b", r"\1,\2", "\u00a0", "\u202f", "\u2009"),
    _shape(SPACED, r"\b(COVID|Covid|SARS|MI|F|B|A)(?: ?- | -)(\d{1,3})\b", r"\1-\2", "- ", " -"),
    _shape(SPACED, r"(?<![\d:.] )\b(\d{1,3})(?: :|: | : )(\d{1,3})\b(?![:\d]| ?[ap]\.? ?m)", r"\1:\2", ": ", " :"),
)
_HOURS = (
    _shape(
        TIME,
        r"(?:the )?hours (\d\d?)[.,:](\d\d) ?(-|–|to|and|until) ?(\d\d?)[.,:](\d\d)\b",
        r"\1:\2 and \4:\5|\1:\2–\4:\5",
        "hours ",
    ),
    _shape(
        TIME,
        r"\b(\d\d?)[.,:](\d\d) ?(-|–|to|and|until) ?(\d\d?)[.,:](\d\d)(?: o[’']clock| hours| Uhr)",
        r"\1:\2 \3 \4:\5",
        "clock",
        " hours",
        "Uhr",
    ),
    _shape(
        TIME,
        r"(?<= )(at|after|before|until|till|from|by|to|and|between|hours|daily|[–-])"
        r" ([01]?\d|2[0-3])[.,]([0-5]0|[0-5]5)(?![\d%.]|\.\d| (?:per|mil|bil|[ckm]?[mg]|m?l)\b)",
        r"\1 \2:\3",
    ),
)
_SHAPES = (
    _shape(MYRIAD, r"(?<![\w.,])(?P<n>\d{1,3}(?:\.\d)?) thousand\b", _thousands, "thousand"),
    _shape(
        SPACED,
        r"(?<![\d.,])(?<!\d, )(?P<a>\d{1,3})(?: +(?P<mark>[.,]) ?|(?P<m2>[.,]) +)"
        rf"(?P<b>\d{{3}}|\d{{1,2}}(?= ?(?:{_SIZE}\b|{_UNIT})))(?!\d|, \d)",
        _spaced,
    ),
    _shape(SPACED, r"(?<![\d.,])(?P<a>\d{1,3}) +(?P<mark>[.,])(?P<m2>)(?P<b>\d{1,2})(?![\d.])", _spaced, " .", " ,"),
    _shape(SPACED, r"(?<![\d.,])(\d{1,3})[，?](\d{3})(?!\d)", r"\1,\2", "，", "?"),
    _shape(SPACED, r"(?<![\d.,] )(?<![\d.,])(1[5-9]|20) (\d\d)(?![\d%,.]\d|\d| ?%)", r"\1\2"),
    _shape(SPACED, r"(?<=[Ii]n )([12]) (\d{3})(?!\d)", r"\1\2", "n 1 ", "n 2 "),
    _shape(
        SPACED,
        r"(?<![\d.,])(\d) (\d)(?= (?:°|km|kg|mm|cm|mph|per cent|percent|%|years|million|billion))",
        r"\1\2|\1.\2",
    ),
    _shape(SPACED, r"(?<![\w.,–-])(\d{1,4})(?: - ?| ?- )(\d{1,4})(?![\w.,-])", r"\1–\2|\1-\2", "- ", " -"),
    _shape(SPACED, r"\b(\d+) (st|nd|rd|th)\b(?!\.)", r"\1\2", " st", " nd", " rd", " th"),
    _shape(SPACED, r"(\d) ?([kcm]|ki|mil|k i) (m|g|l|b|lo)(?![\w’'])", r"\1 \2\3|\1\2\3", " m", " g", " l", " b"),
    _shape(SPACED, rf"(?<![\w’'])(?P<a>{_PARTS}) (?P<b>[a-z]{{1,8}})(?![\w’'])", _month_or_unit),
    _shape(
        SPACED,
        r"(\d) ?(k?m|[km]?g|m?mol|m?[lL]|W|V)(?: / ?|(?<! ) ?/ )(s|h|m|kg|l|L|min)\b",
        r"\1 \2/\3|\1\2/\3",
        " /",
        "/ ",
    ),
    _shape(SPACED, r"(\d) ?km ?/ ?hours?\b", r"\1 km/h|\1km/h", "hour"),
    _shape(
        SPACED,
        r"(?<![\w.,])(?P<n>\d+(?:[.,]\d+)*) ?"
        r"(?P<u>[kKmMgGtT] (?:[bBwW]|[wW]h|[hH]z)|(?:[kKmMgG]?[wW]|mA|MA|ma) h)(?!\w)",
        _unit,
    ),
    _shape(
        SPACED,
        r"(?<![\w.,])(?P<n>\d+(?:\.\d+)?(?:(?: ?[xX×] ?\d+(?:\.\d+)?){1,2})) ?(?P<u>CM|MM)?(?!\w|[.,]\d)",
        _sizes,
        "x",
        "X",
        "×",
    ),
    _shape(ORDINAL, r"(?<=the )(?P<n>\d{1,2})(?P<w> century)\b", _ordinal, " century"),
    _shape(
        ORDINAL,
        r"(?P<the>\b[Tt]he )?\b(?P<n>[IVX]{1,5})(?P<two> ?[-–—and]{1,3} ?(?P<n2>[IVX]{1,5}))?"
        r" (?:century|centuries|c\.)",
        _roman,
        " centur",
        " c.",
    ),
    _shape(ORDINAL, rf"\b(\d{{1,2}})-(?:th|st|nd|rd|го|е|ое|er|e) (?={_MONTHS})", r"\1 ", "-"),
    _shape(ORDINAL, r"\b(?P<n>\d+)-(?:th|st|nd|rd|го|й|я|е)(?P<w>)\b(?! (?:and|to|through)\b)", _ordinal, "-"),
    _shape(ORDINAL, r"\b(?P<n>\d{1,2})(?:er|ère|e|ème|º|ª|\.º)(?P<w>)\b(?! ?[A-Z]\d)", _ordinal, "e", "º", "ª"),
    _shape(
        ORDINAL, r"\b(?P<n>\d*1(?:th|nd|rd)|\d*2(?:th|st|rd)|\d*3(?:th|st|nd)|\d*[04-9](?:st|nd|rd))\b", _right_ordinal
    ),
    _shape(ORDINAL, r"\b(\d{1,3}(?:st|nd|rd|th)(?: [a-z]+)?) (?:th|st|nd|rd)\b", r"\1", "th", "st", "nd", "rd"),
    _shape(ORDINAL, r"\b(?:at|to|in|on) the (?P<n>\d{1,3})(?P<w> minute)s?\b(?! (?:of|in|to)\b)", _minute, " minute"),
    _shape(PERCENT, r"(?<!\w)% ?(\d+(?:\.\d+)?)\b", r"\1%", "%"),
    _shape(
        GLUED,
        r"(?<![\w.,/-])(?P<n>\d+(?:[.,]\d+)*) ?"
        r"(?P<u>mah|Mah|MAH|mAH|[gmkGMK]hz|[GMK]HZ|[kKmM]wh|KWH|MWH)(?![\w-])",
        _unit,
    ),
    _shape(GLUED, r"(?<![\w.,/-])(?P<n>\d+(?:[.,]\d+)*)(?P<w>[a-z]{3,})(?![\w-])", _glued),
    _shape(GLUED, rf"(?<![\w.,/-])([12]?\d|3[01])({_MONTH})(?!\w)", r"\1 \2"),
    _shape(GLUED, rf"\b({_MONTH})(\d{{1,2}}|(?:1[5-9]|20)\d\d)(?![\w-])", r"\1 \2"),
    _shape(GLUED, r"(?<![\w.,/-])(?P<n>(?:\d+,)*\d{2,}%?)(?P<w>[A-Z][a-z]+)(?![\w-])", _glued_sentence),
    _shape(
        GLUED,
        r"(?<![\w.,/@_-])(?P<w>[a-z]{4,12})(?P<n>\d{1,3}(?:,\d{3})*)(?![\w-]|\.\w)",
        _glued_before,
    ),
    _shape(
        GLUED, r"\b(to|and|of|in|from|until|at|by|or|than|about|over|only|for|with|the|are|is)(\d+)(?![\w])", r"\1 \2"
    ),
    _shape(GLUED, rf"(?<![\w.,/-])(\d+(?:[.,]\d+)*)({_SIGNS_OF_UNITS})(?![\w-])", r"\1 \2"),
    _shape(
        GLUED,
        rf"\b(Sections|{'|'.join(map(re.escape, _NOUNS_WITH_NUMBER))})(\d+)\b",
        r"\1 \2",
        *_NOUNS_WITH_NUMBER,
    ),
    _shape(UNIT_TWICE, rf"(?P<n>\d ?)(?:{_TWICE})(?!\w)", _twice),
    _shape(UNIT_TWICE, r"(\d ?)(km|cm|mm|kg|mg|ml)s\b", r"\1\2", "ms", "gs", "ls"),
    _shape(UNIT_TWICE, rf"\b({_CODES}) (\d[\d.,]*)( (?:{_SIZE}))? ({_NAMES})\b", r"\1 \2\3|\2\3 \4"),
    _shape(
        YEAR,
        r"\b(1[5-9]\d\d|20\d\d)((?: to | - |–|-| and )(?:1[5-9]\d\d|20\d\d)) years\b(?! (?:ago|old|of|in|later))",
        r"\1\2",
        "year",
    ),
    _shape(YEAR, r"\b(?:the )?(1[89]\d0|20[0-2]0) years\b", r"the \1s|\1", "year"),
    _shape(YEAR, r"\b(?:the )?year of (1[5-9]\d\d|20\d\d) year\b", r"\1|the year \1", "year"),
    _shape(YEAR, r"\b(?:the )?(1[5-9]\d\d|20\d\d) year\b(?! of)", r"\1|the year \1", "year"),
    _shape(YEAR, r"\b(1[5-9]\d\d|20\d\d) years\b(?! (?:ago|old|of|in|later|before|earlier))", r"\1", " years"),
    _shape(YEAR, r"\b(?:the )?year of (1[5-9]\d\d|20\d\d)\b", r"\1|the year \1", "year"),
    _shape(
        YEAR,
        r"\b(1[5-9]\d\d|20\d\d) ?(?:r|гг?|yy?|г\.г|年|년)\.?(?=[),.;: ])",
        r"\1",
        "r",
        "г",
        "y",
        "年",
        "년",
    ),
    _shape(YEAR, r"\b(an?) (\d+) years? old (?=[a-z]{3})", r"\1 \2-year-old ", " old "),
    _shape(
        YEAR,
        r"(?<![\w-] )\b(\d+) year old(?= ?[,.;)]| and\b| who\b| at\b| when\b| in\b)",
        r"\1 years old|\1",
        " year old",
    ),
    _shape(YEAR, rf"\b(?P<era>{'|'.join(_ERAS)}) (?P<y>\d{{1,2}})(?: (?:year|nen))?\b", _era, *_ERAS),
    _shape(
        SINGULAR,
        r"(?P<n>\d(?<![\w.,$€£/].)\d*(?:\.\d+|,\d{3})?) (?P<w>[a-z]{3,})(?![\w’'-])(?=(?P<after> ?[^\s\w]| \w+|$))",
        _singular,
    ),
    _shape(
        SINGULAR, rf" (?P<n>{_COUNTS}) (?P<w>[a-z]{{3,}})(?![\w’'-])(?=(?P<after> ?[^\s\w]| \w+|$))", _singular_word
    ),
    _shape(
        COUNTER,
        rf"\b(?P<n>\d+|{_COUNTS}) (?:persons?|pieces?|heads?|units?|volumes?|sheets?|bottles?|cars?)"
        r" of (?P<w>[a-z]{3,})(?![\w’'-])",
        _counter,
        "person",
        "piece",
        "head",
        "unit",
        "volume",
        "sheet",
        "car",
    ),
    _shape(
        COUNTER,
        r"\b(?P<n>\d+(?: (?:thousand|[mb]illion))?) (meter|metre|kilometer|centimeter|inch)s? "
        r"(?P<k>cube|square|cubic)d?\b",
        _cubic,
        " cub",
        " squar",
    ),
    _shape(COUNTER, r"\b(\d[\d,.]*\d) over (?=[a-z]{3})", r"more than \1 |over \1 ", " over "),
    _shape(
        MEASURE,
        rf"\b(?P<a>an? |the )?(?P<k>{'|'.join(_DIMENSIONS)})(?: (?:up to|equal to|is))? "
        rf"(?P<n>\d[\d.,]*(?: ?[–-] ?\d+)? ?(?:{_LENGTHS}))\b",
        _dimension,
        *_DIMENSIONS,
    ),
    _shape(FOREIGN_MARK, r"(?<![\w.,])(?P<c>[€$£₹]|Rs\.? ?)(\d{1,6})\.\.(\d\d)(?![\w.])", r"\g<c>\2.\3", ".."),
    _shape(FLOAT, r"\d+\.\d{0,3}?(?:0{5,}|9{5,})\d+(?!\d)", _rounded, "00000", "99999"),
    _shape(TIME, r"\b(\d{1,2}) *: *(\d\d)(?= ?[ap]\.? ?m)", r"\1:\2", ": ", " :"),
    _shape(TIME, r"\b([01]?\d|2[0-3]) ?h ?([0-5]\d)\b", r"\1:\2", "h"),
    _shape(TIME, r"(?<=\d )([ap])\. m\.?", r"\1.m.", "a. m", "p. m"),
    _shape(TIME, r"\b([01]?\d|2[0-3]);([0-5]\d)(?!\d)", r"\1:\2|\1.\2", ";"),
    _shape(
        TIME,
        r"\b(?P<h>[01]?\d|2[0-3])(?:[.:](?P<m>[0-5]\d))? ?(?:Uhr|uur|h|hrs|hod\.?|ч\.|godz\.?|óra)(?![\w.])",
        _hour,
        "h",
        "u",
        "ч",
        "ó",
        "g",
    ),
    _shape(TIME, r"\b(\d{1,2}:\d\d|\d{1,2})(?: hours?)? (?:of|in) (?:the )?nights?\b", r"\1 a.m.|\1 p.m.|\1", "night"),
    _shape(
        TIME,
        r"\b(\d{1,2}(?::\d\d)?)(?: o[’']clock)? of the (?:day|morning)\b",
        r"\1 a.m.|\1 o’clock in the morning",
        " of the day",
        "morning",
    ),
    _shape(DEGREE, r"(\d) ?C°", r"\1 °C|\1°C", "C°"),
    _shape(DEGREE, r"(\d)(?:° C\b| o C\b| ?°C°)", r"\1 °C|\1°C", "° C", " o C", "°C°"),
    _shape(DAY, rf"\b([12]?\d|3[01])\. ({_MONTHS})\b", r"\1 \2|\2 \1", ". "),
    _shape(DAY, rf"\b(1[5-9]\d\d|20\d\d)\. ({_MONTHS}) (\d{{1,2}})\.?", r"\2 \3, \1|\3 \2 \1", ". "),
    _shape(
        DAY, rf"\b(\d{{1,2}}) of ({_MONTHS})(?: (?:of|the year) (1[5-9]\d\d|20\d\d))\b", r"\1 \2 \3|\2 \1, \3", " of "
    ),
    _shape(DAY, rf"\b(\d{{1,2}}) ({_MONTHS})(?: months?)\b", r"\1 \2|\2 \1", "month"),
    _shape(DAY, r"\b(\d{1,2})(?:st|nd|rd|th)(\d{1,2})(?:st|nd|rd|th) ", r"\1 |\1th |\2 |\2th "),
)


_LETTERS = (
    _shape(OCR, r"(?<![\w.,-])(?P<n>[1Il][5-9S][\dSOlI]{2})(?=s?(?![\w-]|[.,]\d))", _year),
    _shape(OCR, r"(?<![\w.,-])(?P<n>[1-9lI][\dlIO]{0,2})(?P<w>st|nd|rd|th)(?!\w)", _ordinal_digits),
    _shape(
        OCR,
        rf"(?<=[£€$]) ?(?=\d|(?<=[£€])[lISBZ]|(?<=[£€] )[lI])(?P<n>{_LIKE})(?<!B)(?![\w-])",
        _digits,
        "£",
        "€",
        "$",
    ),
    _shape(OCR, rf"(?<![\w.,-])(?![OoBZ])(?P<n>{_LIKE})(?={_COUNTED})", _before_unit),
    _shape(
        OCR,
        r"(?<![\w.-])(?P<n>l[lO]{0,8}\d[\dlO]*|\d+[lOo][\dlOo]*[\dO]|[1-9]\dO(?<!1[678]O)|I\d(?=[sd]\.)"
        r"|[\dlIS][\dlIOS]{0,2}(?:,[\dlIOS]{3}){1,4}|\d{1,3}\.(?=\d{0,4}O)[\dO]{1,6})"
        r"(?=(?:ft|in|lb|k?g|[cm]m|[sd])?(?:[.,;:)]|\s|$))",
        _digits,
    ),
    _shape(OCR, r"(?<=\b(?:with|than|over|only|aged) )(?P<n>[1-9]\d?[SO]|(?<=aged )\dl)(?![\w-])", _digits),
    _shape(OCR, rf"(?<![\w.,-])(\d{{1,3}})J(?={_COUNTED})", r"\1½", "J"),
)


def _candidates(text: str, ocr: bool) -> Iterator[Candidate]:
    done: SpanIndex[Span] = SpanIndex()
    places = digits(text)
    for candidate in (
        *(_shaped(text, places, _LETTERS) if ocr else ()),
        *_shaped(text, places, (*_HOURS, *_NUMBER_WORDS)),
        *_magnitudes(text),
        *_quantities(text),
        *_shaped(text, places, _SHAPES),
    ):
        if not any(map(candidate.span.overlaps, done.touching(candidate.span))):
            done.add(candidate.span, candidate.span)
            yield candidate


def _magnitudes(text: str) -> Iterator[Candidate]:
    if "thousand" in text or "illion" in text or "undred" in text:
        for m in MAGNITUDES.finditer(text):
            repairs = [put(*m.span(), repaired) for repaired in counted_up(m)]
            if repairs:
                yield MYRIAD.at(text, Span(*m.span()), repairs, digits=_digits_in(m))


def _quantities(text: str) -> Iterator[Candidate]:
    for m in QUANTITY.finditer(text):
        repairs = [put(*m.span(), repaired) for repaired in written(m)]
        if repairs:
            mechanism = CURRENCY if m["b"] else SPACED if " " in m["n"] else SINGULAR
            if mechanism is SINGULAR and (m["flat"] or "," in m["n"] or "." in m["n"]):
                mechanism = FOREIGN_MARK
            yield mechanism.at(
                text, Span(*m.span()), repairs, digits=_digits_in(m), unit=bool(m["u"]), size=bool(m["s"])
            )


def _shaped(text: str, places: Sequence[int], shapes: Iterable[_Shape]) -> Iterator[Candidate]:
    for shape in shapes:
        if shape.needs and not any(map(text.__contains__, shape.needs)):
            continue
        for m in found(shape.pattern, text, places):
            repairs = [put(*m.span(), repaired) for repaired in shape.repaired(m) if repaired != m[0]]
            if repairs:
                yield shape.mechanism.at(text, Span(*m.span()), repairs, digits=_digits_in(m))


def _digits_in(m: re.Match[str]) -> int:
    return sum(map(str.isdigit, m[0]))
