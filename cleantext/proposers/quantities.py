"""Writes quantities as English does, however other languages and careless software wrote them.

A quantity is a number with what belongs to it: a currency before or after it, a magnitude, a unit. All that is wrong
with one is repaired at once, since `2,3 billion dinar` with one half repaired is still wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.language.inflection import plural
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import is_word

_SIGNS = "€$£¥₹₱₦₽₴₺₸₩₪฿₫"
_SIZES = {
    "thousand": 1e3, "thousands": 1e3, "tsd": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mio": 1e6,
    "billion": 1e9, "billions": 1e9, "bln": 1e9, "mlrd": 1e9, "mrd": 1e9, "milliard": 1e9, "milliards": 1e9,
    "trillion": 1e12, "trillions": 1e12, "trln": 1e12,
    "mil lion": 1e6, "bil lion": 1e9, "tril lion": 1e12, "thou sand": 1e3, "hundred": 1e2, "hundreds": 1e2, "ten": 1e1,
}  # fmt: skip
_NAMES = {1e3: "thousand", 1e6: "million", 1e9: "billion", 1e12: "trillion", 1e2: "hundred", 1e1: "ten"}
_CURRENCIES = word_set(
    "euro dollar pound dinar dirham peso rupee rupiah ruble rouble hryvnia zloty koruna krona krone kroner franc riyal "
    "rial shilling cent shekel crown manat som sum guarani quetzal lempira"
)
_UNITS = word_set(
    "meter metre kilometer kilometre centimeter centimetre millimeter millimetre mile inch yard gram kilogram ton "
    "tonne liter litre deciliter decilitre milliliter millilitre hectare acre decare gallon watt kilowatt megawatt "
    "gigawatt kilo ounce barrel person minute second hour day week month year degree page piece room student wagon "
    "seat vote passenger household family village ticket household quintal bushel container truck vehicle"
)
_WHOLE = word_set(
    "people men women children inhabitant resident citizen soldier troop worker employee member pupil visitor "
    "tourist spectator fan voter volunteer patient guest refugee migrant farmer user subscriber reader tree plant bird "
    "horse cow pig sheep book home house flat building job car lorry"
)
_CODES = "USD|EUR|GBP|RUB|UAH|CZK|PLN|HUF|RON|INR|JPY|CNY|KRW|CHF|SEK|NOK|DKK|TRY|BRL|MXN|COP|IDR|VND|NGN|KES|GEL|KZT"
_MEASURES = word_set("long high wide deep away tall thick old further apart ago later north south east west per")

_SIZE = "|".join(sorted(_SIZES, key=len, reverse=True))
QUANTITY = re.compile(
    rf"(?<![\w.,/:–-])(?:(?P<c>[A-Z]{{0,3}}[{_SIGNS}]|Rs\.?|Rp\.?|RM|N(?=\d)|(?:{_CODES})(?= ))(?P<gap> ?))?"
    r"(?P<n>\d++(?: ?[.,] ?\d++| \d++)*+)(?![\w:–/]\d)(?P<flat>[.,][-–—])?"
    rf"(?:(?P<sgap>[ -]?)(?P<s>(?i:{_SIZE}))\b(?:\.(?= [a-z]))?)?"
    r"(?P<glued>(?<=\d)[a-z]{2,}(?![\w-]))?"
    rf"(?: ?(?P<b>[{_SIGNS}])(?!\d)| (?P<u>[A-Za-z]{{2,12}})(?![\w’'-])(?=(?P<after> ?[^\s\w]| \w+|\s|$)))?"
)
_PLAIN = re.compile(r"\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_GROUPS = re.compile(r"\d{1,3}(?:[ ,.]\d{3})+")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def written(m: re.Match[str]) -> Iterator[str]:
    """How English writes what ``QUANTITY`` found, the likeliest first; nothing where it may stay."""
    number, size, unit = m["n"], m["s"], m["u"] or ""
    money = bool(m["c"] or m["b"])
    numbers = list(
        _numbers(number, not size and (money or _is_counted(unit)), bool(money or size or unit in ("crore", "lakh")))
    )
    magnitude = _NAMES[_SIZES[size.lower()]] if size else ""
    counted = (
        number[:2] not in ("0.", "1")
        and unit.lower() in _UNITS | _CURRENCIES
        and _ends(unit, m["after"].strip().lower())
    )
    counted = counted and not (_YEAR.fullmatch(number) and not size)
    odd_size = bool(size) and (magnitude != size.lower() or m[0].rstrip(unit).rstrip().endswith("."))
    gap = bool(m["gap"]) and m["c"][-1] in _SIGNS
    if not numbers or not (gap or numbers != [number] or m["b"] or m["flat"] or odd_size or counted):
        return
    words = f" {magnitude}" if size else ""
    glued = m["glued"] or ""
    if glued and (len(glued) < 4 or not is_word(glued)) and glued not in ("lb", "ft", "km", "kg"):
        glued = ""
    tail = (" " if glued else "") + (m["glued"] or "")
    noun = tail + f" {_many(unit.lower()) if counted else unit}" if unit else tail
    sign = m["b"] or ""
    for digits in numbers:
        if size and _SIZES[size.lower()] == 1e3 and odd_size and digits.isdigit():
            yield f"{_front(m)}{sign}{digits},000{noun}"
        if unit.lower() == "euro":
            yield f"€{digits}{words}"
        yield f"{_front(m)}{sign}{digits}{words}{noun}"
        if sign:
            yield f"{digits}{words} {sign}"
            yield f"{digits}{sign}"
        if m["c"] and not m["gap"] and m["c"][-1].isalnum():
            yield f"{m['c']} {digits}{words}{noun}"


def _front(m: re.Match[str]) -> str:
    currency = m["c"] or ""
    return currency if currency[-1:] in _SIGNS else currency + m["gap"] if currency else ""


def _is_counted(unit: str) -> bool:
    """Whether it is a currency, a unit, or something of which there are whole ones only, often by the thousand."""
    return unit.lower().removesuffix("s") in _UNITS | _CURRENCIES | _WHOLE or unit in _CODES.split("|")


def _many(unit: str) -> str:
    return "people" if unit == "person" else plural(unit)


def _ends(unit: str, behind: str) -> bool:
    """Whether a unit before this word is a noun by itself, and no part of another (``a 2 meter board``)."""
    return not behind or not behind[0].isalpha() or behind in CLOSED or behind in _MEASURES


def _numbers(number: str, counted: bool, told: bool) -> Iterator[str]:
    """A number's readings: without gaps, with points and commas as English has them. ``told`` says that it is one,
    since a magnitude or a currency is beside it.
    """
    if _PLAIN.fullmatch(number) and not (counted and _THOUSANDS.fullmatch(number)):
        yield number
        return
    if (
        len(number) > _LONGEST
        or number.startswith("0 ")
        or (_YEAR.match(number[:4]) and number[4:5] == " ")
        or _LIST.search(number)
    ):
        return
    if _GROUPS.fullmatch(number) and " " in number and not {",", "."} & set(number):
        yield number.replace(" ", ",")
    closed = number.replace(" ", "")
    if _PLAIN.fullmatch(closed) and not _THOUSANDS.fullmatch(closed):
        if len(closed) > 4 and closed.isdigit():
            yield _grouped(closed)
        yield closed
    elif _FOREIGN.fullmatch(closed):
        whole, _, rest = closed.partition(",")
        if len(rest) == 4 and rest[-1] == "0" and not _YEAR.fullmatch(rest):
            yield _grouped(whole + rest)
            yield _grouped(whole + rest[:-1])
        yield _grouped(whole.replace(".", "")) + ("" if rest == "00" else f".{rest}")
        if "." not in closed:
            yield f"{whole}.{rest}" if len(rest) == 2 else whole + rest
            yield whole + rest
    elif _THOUSANDS.fullmatch(closed):
        yield closed.replace(".", ",")
        if closed.count(".") == 1:
            yield closed
    elif closed == number and (told or _STRAY_MARK.fullmatch(closed)) and not _RIGHT.fullmatch(closed):
        yield from _regrouped(closed)


_FOREIGN = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")
_RIGHT = re.compile(r"\d{1,2}(?:,\d\d)*,\d{3}(?:\.\d+)?")
"""As India groups digits."""
_STRAY_MARK = re.compile(r"\d{1,3},(?:\d\d\.\d{1,3}|\d\.\d\d|\d{1,2}\.\d{1,2},\d{3}|00?,0)")


def _regrouped(number: str) -> Iterator[str]:
    """A number with a mark too many, or at the wrong place: ``6,4.12``, ``48,00,0``, ``$2.2.15``."""
    *groups, last = re.split("[.,]", number)
    digits = "".join(groups) + last
    decimal = f"{_grouped(''.join(groups))}.{last}"
    if number.count(",") == 0 or len(digits) < 4:
        other = f"{groups[0]}.{''.join(groups[1:])}{last}"
        yield from (other, decimal) if len(last) == 1 else (decimal, other)
        return
    yield _grouped(digits)
    yield decimal
    if len(last) == 3:
        yield re.sub(r"(?<=\d)(?=(?:\d\d)+$)", ",", digits[:-3]) + f",{last}"


_LONGEST = 18
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_LIST = re.compile(
    r"[.,] (?!\d{3}(?!\d)|\d \d\d(?!\d)|\d\d \d(?!\d)|\d\d?$)"
    r"|\d{4,}[.,]? |, \d\d?$|\d[.,]\d+ \d{3,}|\d \d+[.,]\d{1,2} ?\d* \d"
)


def _grouped(whole: str) -> str:
    return f"{int(whole):,}" if len(whole) > 4 else whole if len(whole) < 4 else f"{int(whole):,}"


# -- numbers told by their magnitudes --------------------------------------------------------------------------------

MAGNITUDES = re.compile(
    rf"(?<![\w.,])\d[\d.,]*(?: (?:{_SIZE})\b)+(?: (?:and )?\d[\d.,]*(?<=\d)(?![\d.,%-])(?: (?:{_SIZE})\b)*)*"
)
_TERM = re.compile(rf"(\d[\d.,]*)((?: (?:{_SIZE})\b)*)")


def counted_up(m: re.Match[str]) -> Iterator[str]:
    """``16 trillion 500 thousand million`` as one number, where more than one magnitude tells it."""
    terms = _TERM.findall(m[0])
    if len(terms) == 1 and len(terms[0][1].split()) < 2:
        return
    value = smallest = 0.0
    for number, names in terms:
        size = 1.0
        for name in re.findall(_SIZE, names):
            size *= _SIZES[name]
        if not _PLAIN.fullmatch(number):
            return
        term = float(number.replace(",", "")) * size
        if smallest and term >= smallest:
            return
        smallest = size * 10 ** (len(number) - len(number.rstrip("0")))
        value += term
    yield number_of(value)


def number_of(value: float) -> str:
    """A number as English tells it.

    >>> number_of(2.47e9), number_of(62_500)
    ('2.47 billion', '62,500')
    """
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:.6g} {name}"
    return f"{value:,.10g}"
