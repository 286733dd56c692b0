"""Proposes what was never translated: words of other languages and scripts, and fields that nobody filled in.

A word that ``leftovers.txt`` knows comes with its English; of others one can only say that they are left over. Words
that English has too are no sign, wherever they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.proposers.known import is_word, rarity
from cleantext.proposers.proposal import Mechanism, Repair, in_each, put, without

_LEFT = "Translators often leave words as they are that they do not know, or take for names."
SCRIPT = Mechanism("leftovers", "leftover-script", "these words were left in another script", _LEFT)
KNOWN = Mechanism("leftovers", "leftover-word", "this word was left untranslated", _LEFT)
FOREIGN = Mechanism("leftovers", "leftover-spelling", "this may be a word of another language", _LEFT)
FIELD = Mechanism(
    "leftovers", "leftover-field", "a field was never filled in", "A program probably had no value for this field."
)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Proposes words of other languages and unfilled fields."""

    name: str = "leftovers"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage with a piece that looks strange."""
        return in_each(analysis, self.name, _of_passage)


def _of_passage(passage: Passage) -> Iterable[Candidate]:
    kinds = set(map(_KINDS.__getitem__, passage.pieces))
    return _candidates(passage.text, kinds) if kinds != {""} else ()


def _kind(piece: str) -> str:
    if not piece.isascii() and _OTHER_SCRIPT.search(piece):
        return "script"
    if _FIELD_MARK.search(piece):
        return "field"
    return "word" if any(_strange(m[0]) for m in _WORD.finditer(piece)) else ""


_OTHER_SCRIPT = regex.compile(
    r"[\p{Cyrillic}\p{Greek}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}\p{Hebrew}\p{Thai}\p{Devanagari}"
    r"\p{Georgian}\p{Armenian}\p{Bengali}\p{Tamil}--[µΩμπαβγδεθλσφω]]",
    regex.V1,
)
_FIELD_MARK = regex.compile(r"[{}%@<>\[\]_?]|^(?:undefined|NaN|NULL|null|Lorem|lorem|TODO|TBD|Error!)")
_WORD = regex.compile(
    r"(?<![\p{L}\p{N}@/_.’'-])[\p{L}--[µºªﬀ-ﬆ]]{3,}(?:-\p{L}+)?(?![\p{L}\p{N}@/_’'-]|\.\p{L})", regex.V1
)


@cache
def _english() -> dict[str, tuple[str, ...]]:
    """What the words of ``leftovers.txt`` are in English; those that English has too are left out."""
    known: dict[str, tuple[str, ...]] = {}
    for line in (files("cleantext.proposers") / "leftovers.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, english = line.split("\t")
            for word in words.split():
                if not word.isascii() or rarity(word) > _RARE:
                    known.setdefault(word.lower(), tuple(english.split("|")))
    return known


_RARE = 10.5  # what English texts have more often is English


def _strange(word: str) -> bool:
    low = word.lower()
    if word.isupper():
        return False
    return low in _english() or ((not word.isascii() or _GERMAN.search(low) is not None) and not is_word(low))


_GERMAN = regex.compile(
    r"(?:keiten|schaften|heiten|lichen|liche|ungen|schutz|stelle|gesetz|führung|zeichnis|meister|lieferte|dreher"
    r"|sicherung"
    r"|anlage|verkehr|betrieb|verband|versammlung|ministerium|geschäft|richtung|melder|leitung|schalter|knopf)$"
)
_KINDS = Memo(_kind)

_RUN = regex.compile(
    rf"[\(（\[]?{_OTHER_SCRIPT.pattern}(?:[\p{{M}} ：:。、，\d]*{_OTHER_SCRIPT.pattern})*[：:。]?[\)）\]]?", regex.V1
)
_FIELDS = regex.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\$?\{[\w.,# -]{1,50}\}|\$?\[[A-Z]{2,}[_ ][^\]\n]{1,40}\]|\[\[[\w.-]{1,40}\]\]"
    r"|\[(?:[a-z]+_[a-z_]+|[Ii]nsert [^\]\n]{1,40}|[Yy]our [^\]\n]{1,30}|object Object)\]|<<[\w .-]{1,40}>>"
    r"|%[A-Z_]{3,40}%"
    r"|@[a-z]+_[a-z_]+@?|%(?:\d\$)?[sd](?!\w)|(?<![\w/.@-])[a-z]+(?:_[a-z]+){2,}(?![\w/(.])"
    r"|(?:(?<=: )|(?<=^))(?:undefined|null|None)(?=[.,;)]?(?:\s|$))|(?<![\w.])(?:NaN|NULL)(?=[.,;)]?(?:\s|$))"
    r"|Error! [A-Z][\w ]{3,40}(?:not defined|not found)\.?|[Ll]orem ipsum[\w ,]*\.?|(?:TODO|TBD|FIXME)\b[^\n.]{0,60}"
    r"|(?:Table|Figure|Section|Chapter|Eq\.) \?\?"
)
_LABEL_BEFORE = regex.compile(r"(?:^|(?<=[.!?·|] ))[A-Z][\w ]{1,30}: ?$")


def _candidates(text: str, kinds: set[str]) -> Iterator[Candidate]:
    if "script" in kinds:
        for m in _RUN.finditer(text):
            letters = sum(map(str.isalpha, m[0]))
            if 2 * letters < len(text):  # a text of its own
                yield SCRIPT.at(text, Span(*m.span()), _script_repairs(text, m), letters=letters)
    if "field" in kinds:
        for m in _FIELDS.finditer(text):
            yield FIELD.at(text, Span(*m.span()), _field_repairs(text, m), word=m[0].isalpha())
    if "word" in kinds:
        yield from _words(text)


def _script_repairs(text: str, m: regex.Match[str]) -> Iterator[Repair]:
    inner = m[0].strip("()（）[]：:。、， ").lower()
    for english in _english().get(inner, ()):
        yield put(*m.span(), english)
        yield put(*m.span(), english[0].upper() + english[1:] if english else "")
    space = m.start() and text[m.start() - 1] == " "
    yield put(m.start() - 1, m.end()) if space and m.end() < len(text) else without(text, m.start(), m.end())


def _field_repairs(text: str, m: regex.Match[str]) -> Iterator[Repair]:
    before = _LABEL_BEFORE.search(text, max(0, m.start() - 34), m.start())
    if before:
        yield without(text, before.start(), m.end())
    space = m.start() and text[m.start() - 1] == " "
    yield put(m.start() - 1, m.end()) if space else without(text, m.start(), m.end())
    behind = regex.compile(r" [a-z]{1,8}\.").match(text, m.end())  # NaN sq. ft.
    if behind:
        yield put(m.start(), behind.end())


_GLOSS = regex.compile(r" \(([^()\n]{2,30})\)|, (?:i\.e\.|that is),? ")


def _words(text: str) -> Iterator[Candidate]:
    found = [m for m in _WORD.finditer(text) if _strange(m[0])]
    for m in found:
        known = _english().get(m[0].lower(), ())
        capital = m[0][0].isupper()
        gloss = _GLOSS.match(text, m.end())
        repairs = [put(m.start(), gloss.end(), gloss[1] or "")] if gloss else []
        for english in known:
            large = english[:1].upper() + english[1:]
            first = capital and (m.start() < 3 or text[m.start() - 2] in ".!?\n")
            repairs += [
                put(*m.span(), word) for word in ((large, english) if first else (english, large)[: 1 + capital])
            ]
        evidence = {"count": len(found), "rarity": rarity(m[0]), "capital": capital, "accents": not m[0].isascii()}
        if known:
            yield KNOWN.at(text, Span(*m.span()), repairs, **evidence)
        elif m[0].islower() or (_GERMAN.search(m[0].lower()) and m[0].isascii()):
            yield FOREIGN.at(text, Span(*m.span()), [*repairs, without(text, *m.span())], **evidence)
