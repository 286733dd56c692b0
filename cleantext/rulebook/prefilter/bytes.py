"""A small alphabet for the prefilter: every character of a text as one byte that tells what rules ask about it.

Letters lose their accents, and what is then no ASCII letter becomes ``_``, so that ``\\w``, ``\\d``, ``\\s``
and ``\\b`` mean over bytes what they mean over characters. What a class of characters matches, its class of bytes
matches too, and often a little more. One byte is that of no character: it keeps apart texts that are looked at in one
go.
"""

from __future__ import annotations

import codecs
import string
import unicodedata
from collections.abc import Iterable
from functools import cache

import regex

SEPARATOR = 0x0A
"""What is between two texts: no class holds it, not even the negated ones."""
OTHER = 0xFF
"""Whatever is neither a letter, a digit, white space nor a mark of its own."""

_OWN = (
    "\u00a0\u202f\u3000\u2009\u2028\u2029\x85"
    "“”‘’«»„‹›–—‑‐…•·°€£¥§©®™×−′″¿¡´¨№→①③⑳∞¼½"
    "，。：；！？、（）「」『』《》【】〔〕〈〉％＊＆＃＄＋－／＜＝＞＠"
    "\ufffd\u200b\u2060\u00ad\ufeff\n"
)
"""Marks that rules name: each is a byte of its own."""
_SPACE = 0xFE  # any further white space

_BYTE_OF = {ord(c): 0x80 + i for i, c in enumerate(_OWN)}
assert max(_BYTE_OF.values()) < _SPACE and not any(map(regex.compile(r"\w").match, _OWN))

EVERY = frozenset(range(256)) - {SEPARATOR}
_ASCII_LETTERS = frozenset(string.ascii_letters)
LETTERS = frozenset(map(ord, _ASCII_LETTERS))
REST_OF_WORDS = ord("_")
_MANY = LETTERS | {REST_OF_WORDS, OTHER, _SPACE}  # each is the byte of many characters
_WIDE_RANGE = 0x3000


class _Bytes(dict[int, int]):
    """Code point to byte, each found when first asked for."""

    def __missing__(self, point: int) -> int:
        self[point] = byte = _byte(chr(point))
        return byte


_WORD, _BLANK = regex.compile(r"\w"), regex.compile(r"\s")


def _byte(c: str) -> int:
    if ord(c) in _BYTE_OF:
        return _BYTE_OF[ord(c)]
    if ord(c) < 0x80:
        return ord(c)
    if c in _CASES:
        return ord(_CASES[c])
    if _BLANK.match(c):
        return _SPACE
    if not _WORD.match(c):
        return OTHER
    base = unicodedata.normalize("NFD", c)[0]
    base = _CASES.get(base, base)
    return ord(base) if base in _ASCII_LETTERS else REST_OF_WORDS


_CASES = {"ı": "i", "İ": "I", "ſ": "s"}  # the regex module takes them for these letters in another case
_bytes = _Bytes()


def _rare(error: UnicodeError) -> tuple[bytes, int]:
    """What the table of ``codecs`` lacks, which is all that shares its byte with another character."""
    assert isinstance(error, UnicodeEncodeError)
    return bytes(_bytes[ord(c)] for c in error.object[error.start : error.end]), error.end


codecs.register_error("cleantext.rare", _rare)
_TABLE = codecs.charmap_build(
    "".join(map(chr, range(0x80))).replace(chr(SEPARATOR), "\ufffe") + _OWN.ljust(0x80, "\ufffe")
)


def reduced(text: str) -> bytes:
    """One byte for each character.

    >>> reduced("Zoë said “да”")
    b'Zoe said \\x87__\\x88'
    """
    return codecs.charmap_encode(text, "cleantext.rare", _TABLE)[0]


def rare(text: str) -> frozenset[str]:
    """The characters of a text that share their byte with others. Most texts have none, and are soon looked through.

    >>> sorted(rare("Zoë said “да”"))
    ['ë', 'а', 'д']
    """
    try:
        codecs.charmap_encode(text, "strict", _TABLE)
    except UnicodeEncodeError:
        return frozenset(c for c in set(text) if ord(c) >= 0x80 and ord(c) not in _BYTE_OF)
    return frozenset()


class ByteClass:
    """The bytes of a class of characters: ``some`` may be those of its characters, ``only`` are of no others."""

    def __init__(self, some: Iterable[int] = (), only: Iterable[int] = ()):
        self.some = frozenset(some)
        self.only = frozenset(only)

    def __or__(self, other: ByteClass) -> ByteClass:
        return ByteClass(self.some | other.some, self.only | other.only)

    def __invert__(self) -> ByteClass:
        return ByteClass(EVERY - self.only, EVERY - self.some)


def of_characters(first: str, last: str) -> ByteClass:
    """The class from ``first`` to ``last``, both included."""
    low, high = ord(first), ord(last)
    if high - low > _WIDE_RANGE:
        return ByteClass({*range(low, 0x80), *range(0x80, 0x100), *_MANY} - {SEPARATOR})
    some = {_bytes[point] for point in range(low, high + 1)}
    return ByteClass(some, some - _MANY)


def of_any(characters: str) -> ByteClass:
    """The class of some characters."""
    whole = ByteClass()
    for c in characters:
        whole |= of_characters(c, c)
    return whole


@cache
def of_property(pattern: str) -> ByteClass:
    """The class of a property or a category: ``\\p{Lu}``, ``\\w``."""
    matches = regex.compile(pattern).match
    alike = pattern in _ALIKE
    only = {_bytes[point] for point in (*range(0x80), *_BYTE_OF) if matches(chr(point))}
    only -= {REST_OF_WORDS} if alike else _MANY
    some = only | ({REST_OF_WORDS, OTHER, _SPACE} if alike else _MANY)
    if pattern in _LETTERS_ONLY:
        some = only | {REST_OF_WORDS}
    if pattern == r"\w":
        only |= {REST_OF_WORDS}
        some = only
    elif pattern == r"\s":
        only |= {_SPACE}
        some = only
    elif pattern == r"\d":
        some = only | {REST_OF_WORDS}
    return ByteClass(some, only)


_SCRIPTS = (
    "Latin",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Cyrillic",
    "Arabic",
    "Devanagari",
    "Thai",
    "Hebrew",
    "Greek",
)
_CATEGORIES = (
    "L",
    "Lu",
    "Ll",
    "Lt",
    "Lm",
    "Lo",
    "M",
    "Mn",
    "N",
    "Nd",
    "P",
    "S",
    "Z",
    "Zs",
    "Zl",
    "Zp",
    "C",
    "Cc",
    "Cf",
    "Cs",
    "Co",
)
_LETTERS_ONLY = frozenset(rf"\p{{{name}}}" for name in ("L", "Lu", "Ll", "Lt", "Lm", "Lo"))
_ALIKE = frozenset(rf"\p{{{name}}}" for name in (*_SCRIPTS, *_CATEGORIES)) | {r"\w", r"\d", r"\s"}
"""Properties that all letters of one byte have or lack."""
