"""What ftfy leaves of text that was decoded with the wrong encoding, and what it repairs only in part.

A word that is mis-decoded in part is repaired as a whole or only pointed at: one good Chinese character beside one in
pieces helps nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import regex

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.accents import without_accents
from cleantext.language.vocabulary import is_known


@dataclass(frozen=True, slots=True)
class Repair:
    """What belongs in the place of ``span``, likeliest first; nothing where nobody can tell.

    ``codec`` is the encoding that did the damage, where it is known.
    """

    span: Span
    readings: tuple[str, ...] = ()
    sure: bool = False
    codec: str = ""


def lost_bytes(text: str) -> Iterator[Repair]:
    """Marks that lost a byte, or one of whose bytes somebody straightened like a quotation mark.

    >>> [repair.readings for repair in lost_bytes("a SnowLatchâ\\"¢ boot, â€œlunchâ€\\ufffd")]
    [('™',), ('”',)]
    """
    for found in _ALTERED.finditer(text):
        yield Repair(Span(*found.span()), _ALTERED_READINGS[found[0]], sure=found[0] == "â„¢")
    for found in _CLOSING.finditer(text):
        yield Repair(Span(*found.span()), ("”",), sure=found[0] != "â€")


def letters(text: str, codecs: Sequence[str]) -> Iterator[Repair]:
    """Characters that became two to four beside others that are right. ``codecs`` damaged other places of the text.

    >>> [repair.readings for repair in letters("Nilsson/Hart – BlÃ¥ timme", ())]
    [('å',)]
    """
    for found in _chardata().UTF8_DETECTOR_RE.finditer(text):
        bad = _is_bad(text[max(0, found.start() - 1) : found.end() + 1])
        reading, codec = _decoded(found[0], [*codecs, *_chardata().CHARMAP_ENCODINGS] if bad else codecs)
        common = _COMMON.fullmatch(reading) is not None
        if reading and (bad or common or len(found[0]) >= 3 * len(reading)):
            yield Repair(Span(*found.span()), (reading,), sure=common, codec=codec)


def words_in_two_scripts(text: str) -> Iterator[Repair]:
    """Western words that were opened as Greek or Cyrillic text.

    >>> [repair.readings for repair in words_in_two_scripts("a crθme")]
    [('crème',)]
    """
    for word in _TWO_SCRIPTS.finditer(text):
        if word[0][1:].islower() and (reading := _western(word[0])):
            yield Repair(Span(*word.span()), (reading,))


def broken(text: str, edits: Sequence[Edit]) -> Iterator[Span]:
    """The places of ``text`` that are mis-decoded and make no sense even after ``edits``, which are in order.

    >>> list(broken("ä¸­æ\\x96", [Edit(Span(0, 3), "中")]))
    [Span(start=0, end=5)]
    """
    yield from (Span(*found.span()) for found in _REMAINS.finditer(text))
    starts = [edit.span.start for edit in edits]
    for run in _runs(text, edits):
        near = edits[bisect_left(starts, run.start) : bisect_right(starts, run.end)]
        inside = [edit for edit in near if run.covers(edit.span)]
        if _is_broken(text, run, inside):
            lead = len(run.of(text)) - len(run.of(text).lstrip(_OUTER))
            yield Span(run.start + lead, max(run.start + lead, run.start + len(run.of(text).rstrip(_OUTER))))


def apostrophe(text: str, edit: Edit) -> Repair | None:
    """A modifier letter that ``edit`` puts inside a word: the word says whether it should be an apostrophe.

    >>> apostrophe("donÊ¼t", Edit(Span(3, 5), "ʼ")).readings
    ('’', 'ʼ')
    """
    if not _MODIFIER.search(edit.replacement):
        return None
    before, behind = text[max(0, edit.span.start - 20) : edit.span.start], text[edit.span.end : edit.span.end + 20]
    if edit.replacement in _OKINA and _VOWEL_BEFORE.search(before) and _VOWEL_BEHIND.match(behind):
        return Repair(edit.span, (edit.replacement,))
    if edit.replacement in _APOSTROPHES and before[-1:].isalpha() and _CONTRACTED.match(behind):
        return Repair(edit.span, ("’", edit.replacement))
    return Repair(edit.span)


_BYTES = "\u0080-\u00bf\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122œŒšŠžŽŸƒˆ˜"
"""What the second and later bytes of a character in UTF-8 look like, read as Latin-1 or Windows-1252."""

_ALTERED_READINGS = {
    "â„¢": ("™",),
    "Å\u00a0": ("Š",),
    'â"¢': ("™",),
    'â€"': ("—", "–"),
    "â€~": ("‘",),
    "â€oe": ("“",),
    "â€(tm)": ("’",),
    "â€|": ("…",),
    "â,¬": ("€",),
    'Ã¢â,¬â"¢': ("’",),
    'Ã¢â,¬Å"': ("“",),
    "Ã¢â,¬Ëœ": ("‘",),
    'Ã¢â,¬"': ("—", "–"),
    "Ã¢â,¬Â": ("”",),
}
"""Marks whose bytes were straightened afterwards (“ and ” to ", ‚ to a comma, ™ to (tm), œ to oe).

Two that ftfy lets be are among them."""

_ALTERED = regex.compile("|".join(map(regex.escape, sorted(_ALTERED_READINGS, key=len, reverse=True))))
_CLOSING = regex.compile(
    rf"(?<=[\p{{L}}\p{{N}}.,!?…;:’')%\]])â€(?:\u009d|\ufffd|(?![{_BYTES}\ufffd]))(?=[\s\p{{P}}]|$)"
)
_COMMON = regex.compile(r"[\p{Latin}\p{P}\p{Sc}\p{Zs}™®©°]+(?<![^\u0000-\u024f\u1e00-\u22ff])")
_TWO_SCRIPTS = regex.compile(r"(?<!\w)\p{Latin}[\p{Latin}\p{Greek}\p{Cyrillic}]{2,}(?!\w)")
_ACCENTED = regex.compile(r"[a-zâàáéèêëîïíôóûùúçñöüä]{4,}")
_FOREIGN = {"cp1253": regex.compile(r"\p{Greek}"), "cp1251": regex.compile(r"\p{Cyrillic}")}
_REMAINS = regex.compile(
    r"(?<=\p{L})A[¨©¯§¤¶¼±³¡¢ª«¦](?=\p{Ll})|(?<=\p{Ll})[ÅÄÂÐ](?=[a-z])|(?<=\p{L})Ã(?=[a-z])|(?<!\p{Nko})\p{Nko}{1,2}[\p{L}--[\p{Nko}]]",
    regex.V1,
)
_RUN = regex.compile(r"(?=[\x00-\x7f]*+[^\x00-\x7f])[^\x00-\x19\x1b-/:-@\[-`{-\x7f]+")
_OUTER = "“”‘’„«» \xa0abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_MODIFIER = regex.compile(r"[\u02b0-\u02ff]")
_OKINA = ("ʻ", "ʼ")
_APOSTROPHES = ("ʹ", "ʻ", "ʼ", "ʽ", "ʾ", "ʿ", "ˈ", "ˊ", "ˋ")
_VOWEL_BEFORE = regex.compile(r"[aeiouāēīōū]\Z", regex.IGNORECASE)
_VOWEL_BEHIND = regex.compile(r"[aeiouāēīōū]", regex.IGNORECASE)
_CONTRACTED = regex.compile(r"(?:t|s|re|ve|ll|d|m)\b")
_IN_PIECES = regex.compile(rf"[Â-ô][{_BYTES}]")
_LEAD_WITHIN = regex.compile(r"(?<=\p{Ll})[À-ÖØ-ß](?![À-ÖØ-ÞA-Z])")
_BYTES_ELSEWHERE = regex.compile(r"[‚√≈∆¬Γ\u2500-\u257f]")
_ODD_SCRIPT = regex.compile(
    r"[\p{L}--[\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}\p{Hebrew}\p{Thai}"
    r"\p{Devanagari}\p{Bengali}\p{Tamil}\p{Armenian}\p{Georgian}\p{Common}]]",
    regex.V1,
)
_BESIDE_SYMBOL = regex.compile(
    r"[\p{L}--[a-zA-Z]][[\p{S}§¶†‡]--[™®©°+<=>|~^\p{So}]]|[[\p{S}§¶†‡]--[$€£¥+<=>|~^\p{So}]][\p{L}--[a-zA-Z]]", regex.V1
)
_NO_MARK = regex.compile(r"[^\p{P}\p{Z}\p{M}\d]")
_NOT_LATIN = regex.compile(r"[\p{L}--[\p{Latin}\p{Lm}ªº]]", regex.V1)
_LATIN = regex.compile(r"[\p{Latin}--[A-Za-z]]", regex.V1)
_NO_CHARACTER = regex.compile(r"[\ufffd\u0080-\u009f\p{Co}\p{Cn}\p{Cs}]")
_WINDOWS = "\x85\x91\x92\x93\x94\x96\x97"
"""Marks of Windows that may follow any letter, and each other, read as Latin-1."""
_HARMLESS = frozenset(_WINDOWS)


def _decoded(text: str, codecs: Iterable[str]) -> tuple[str, str]:
    for codec in codecs:
        try:
            return text.encode(codec).decode("utf-8"), codec
        except UnicodeError:
            continue
    return "", ""


def _western(word: str) -> str | None:
    for codec, script in _FOREIGN.items():
        if script.search(word):
            reading = "".join(_reread(c, codec) if script.match(c) else c for c in word)
            inner = len(script.findall(word)) > 1 or not script.match(word[-1])
            western = reading != word and (inner and _ACCENTED.fullmatch(reading) is not None)
            return reading if western or (reading != word and is_known(without_accents(reading).lower())) else None
    return None


def _reread(character: str, codec: str) -> str:
    try:
        return character.encode(codec).decode("cp1252")
    except UnicodeError:
        return character


def _runs(text: str, edits: Sequence[Edit]) -> Iterator[Span]:
    """Words with a character that isn't ASCII, those joined that one edit changes."""
    spans = sorted([Span(*m.span()) for m in _RUN.finditer(text)] + [edit.span for edit in edits])
    joined: Span | None = None
    for span in spans:
        if joined is None or not joined.touches(span):
            if joined is not None:
                yield joined
            joined = span
        else:
            joined = joined.join(span)
    if joined is not None:
        yield joined


def _is_broken(text: str, run: Span, edits: Sequence[Edit]) -> bool:
    """Whether ``run`` is mojibake still, or half of it is, after ``edits``, which lie inside."""
    kept: list[str] = []
    put = ""
    at = run.start
    for edit in edits:
        kept.append(text[at : edit.span.start])
        put += edit.replacement
        at = edit.span.end
    kept.append(text[at : run.end])
    pieces = [piece for pair in zip(kept, [*(e.replacement for e in edits), ""], strict=True) for piece in pair]
    after = "".join(pieces)
    if _is_bad(text[max(0, run.start - 1) : run.start] + after + text[run.end : run.end + 1]):
        return True
    if any(_scattered(a, b) for a, b in pairwise(run.of(text))):
        decoded = any(len(e.replacement) < len(e.span) for e in edits)
        if not decoded:
            return True
    if not edits or run.of(text).isascii():
        return False
    if _NO_CHARACTER.search(after) or _ODD_SCRIPT.search(put) or _BESIDE_SYMBOL.search(after):
        return True
    if any(_IN_PIECES.search(piece) or _BYTES_ELSEWHERE.search(piece) for piece in kept):
        return True
    known = _chardata()
    codecs, runs = known.CHARMAP_ENCODINGS, known.UTF8_DETECTOR_RE.finditer(after)
    if any(_COMMON.fullmatch(_decoded(found[0], codecs)[0]) for found in runs):
        return True
    if _NOT_LATIN.search(put):
        return any(_NO_MARK.search(piece) for piece in kept) or _LATIN.search(put) is not None
    if any(_NOT_LATIN.search(piece) for piece in kept):
        return True
    return any(_LEAD_WITHIN.search((b[-1:] if b else "") + a) for b, a in pairwise(["", *kept]))


def _scattered(a: str, b: str) -> bool:
    """Two control characters, or one after a letter, that are bytes of one character and no marks of Windows."""
    return "\x80" <= b <= "\x9f" and b not in _HARMLESS and ("\x80" <= a <= "\x9f" or "Â" <= a <= "ô")


def _chardata() -> Any:
    from ftfy import chardata  # it takes a while to import, and few texts need it

    return chardata


def _is_bad(text: str) -> bool:
    from ftfy.badness import is_bad

    return is_bad(text)
