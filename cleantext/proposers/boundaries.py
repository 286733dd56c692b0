"""Proposes where sentences may be cut in two or glued together: a mark too many, a mark or a space too few.

Translated sentence by sentence, or stripped of its tags, a text loses the marks between its sentences and gets others
within them. What is certainly right is left out by cheap tests: abbreviations, initials, decimals, addresses, code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.lexicon import lexicon
from cleantext.language.reading import Passage, Reading
from cleantext.language.sentences import ABBREVIATIONS
from cleantext.language.vocabulary import is_known
from cleantext.proposers.clauses import (
    CLOSED,
    NEVER_LAST,
    RELATIVE,
    SELDOM_LAST,
    SUBJECTS,
    SUBORDINATORS,
    base_verbs,
    finite,
    verbal,
)
from cleantext.proposers.proposal import Mechanism, Repair, prose, put

_CUT = "a period was often put where the translated piece of a sentence ended"
_GLUED = "the space or line end between them often goes when a page is copied without its tags"

PERIOD_INSIDE = Mechanism("boundaries", "boundary-period-inside", "a period may cut this sentence in two", _CUT)
PERIOD_IN_NAME = Mechanism("boundaries", "boundary-period-in-name", "a period may cut a name in two", _CUT)
FRAGMENT = Mechanism("boundaries", "boundary-fragment", "this may be the torn-off part of another sentence", _CUT)
CUT_SHORT = Mechanism(
    "boundaries", "boundary-cut-short", "the sentence stops before it is finished", "words often get lost in translation"
)
SMALL_START = Mechanism("boundaries", "boundary-small-start", "the sentence begins with a small letter", _CUT)
BROKEN_PARAGRAPH = Mechanism(
    "boundaries",
    "boundary-broken-paragraph",
    "the paragraph breaks off within a sentence",
    "the line or page of the original often ended here",
)
CAPITAL_BEHIND_MARK = Mechanism(
    "boundaries",
    "boundary-capital-behind-mark",
    "a sentence may begin behind this mark, or the capital is wrong",
    "a sentence translated in pieces often keeps a capital for each",
)
CAPITAL_INSIDE = Mechanism(
    "boundaries",
    "boundary-capital-inside",
    "a capital in mid-sentence: a mark may be missing before it",
    "lines of a list or page often run together without their ends",
)
GLUED_WORDS = Mechanism("boundaries", "boundary-glued-words", "two words are written as one", _GLUED)
GLUED_MARK = Mechanism("boundaries", "boundary-glued-mark", "the space behind this mark is missing", _GLUED)
SPACED_MARK = Mechanism(
    "boundaries",
    "boundary-spaced-mark",
    "a space stands before this mark",
    "programs often put spaces around marks to tell words apart, and leave them there",
)
DOUBLED_MARK = Mechanism(
    "boundaries",
    "boundary-doubled-mark",
    "two marks stand where one is enough",
    "a dropped word often leaves the mark behind it",
)
COMMA_INSIDE = Mechanism(
    "boundaries",
    "boundary-comma-inside",
    "this comma may tear subject and verb apart",
    "many languages set a comma where English has none",
)
STRAY_MARK = Mechanism(
    "boundaries", "boundary-stray-mark", "this mark belongs to nothing", "a dropped word often leaves its mark behind"
)
QUOTE_SPACED = Mechanism(
    "boundaries",
    "boundary-quote-spaced",
    "the quotation mark stands on the wrong side of a space",
    "programs often put spaces around marks to tell words apart, and leave them there",
)
QUOTE_MIXED = Mechanism(
    "boundaries",
    "boundary-quote-mixed",
    "the two marks of this quotation don't belong together",
    "the marks of another language or program are often changed on one side only",
)
QUOTE_ORDER = Mechanism(
    "boundaries",
    "boundary-quote-order",
    "the mark stands behind the quotation that it ends",
    "other languages set the closing quotation mark first",
)
QUOTE_UNPAIRED = Mechanism(
    "boundaries",
    "boundary-quote-unpaired",
    "this quotation mark has no partner",
    "one of the two is often lost where a quotation is translated in pieces",
)
BRACKET_UNPAIRED = Mechanism(
    "boundaries",
    "boundary-bracket-unpaired",
    "this bracket has no partner",
    "one of the two is often lost where the text in brackets is translated alone",
)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Proposes lost, stray and misplaced ends of sentences and the marks of quotations."""

    name: str = "boundaries"

    def propose(self, reading: Reading) -> Iterable[Candidate]:
        """Candidates of every passage, then of the borders between passages."""
        capitals = _Capitals(reading)
        for offset, passage in prose(reading):
            for find in (_glued, _spaced, _doubled, _quotes, _brackets):
                yield from _shifted(find(passage), offset)
            if passage.kind is not BlockKind.HEADING:
                yield from _shifted(_cuts(passage), offset)
                yield from _shifted(_small_after_end(passage), offset)
                yield from _shifted(_capitals(passage, capitals), offset)
                yield from _shifted(_commas(passage), offset)
        yield from _borders(reading)


def _shifted(candidates: Iterable[Candidate], offset: int) -> Iterator[Candidate]:
    return (candidate.shift(offset) for candidate in candidates)


class _Capitals:
    """How often words stand with a capital in mid-sentence elsewhere in the text: such a word is a name."""

    def __init__(self, reading: Reading):
        self._reading = reading

    def __getitem__(self, word: str) -> int:
        return self._reading.names[word]


# -- periods that cut ------------------------------------------------------------------------------------------------

_LAST_WORD = re.compile(r"([^\W\d_][\w.’'-]*|[\d.,:]*\d%?)[.!?…]+[\"”’')\]]*$")
_FIRST_WORD = re.compile(r"[\"“‘'(\[«]*([^\W\d_]+(?:[’'-][^\W\d_]+)*)")
_SHORT_FRAGMENT = 9  # words: a longer sentence without a verb we know has one we don't


def _cuts(passage: Passage) -> Iterator[Candidate]:
    """At each end of a sentence: could the two be one?"""
    text = passage.text
    spans = passage.sentences
    if not spans:
        return
    looked = [_Side.of(passage, span) for span in spans]
    for before, after in pairwise(looked):
        if after.span.start == before.span.end:
            continue  # glued: looked at elsewhere
        if text[before.span.end - 1] == "." and text[before.span.end - 2 : before.span.end - 1] != ".":
            yield from _cut(text, before, after)
        elif after.fragment and text[before.span.end - 1] in "!?":
            yield FRAGMENT.at(text, after.span, verbal=after.verbal, length=after.length)
    last = looked[-1]
    if last.seldom_last and text[last.span.end - 1] == ".":
        yield CUT_SHORT.at(text, last.end_span, never_last=last.never_last, length=last.length)
    if looked[0].fragment and len(looked) == 1 and passage.kind is BlockKind.PROSE:
        yield FRAGMENT.at(text, looked[0].span, verbal=looked[0].verbal, length=looked[0].length)


@dataclass(frozen=True, slots=True)
class _Side:
    """A sentence beside a doubtful boundary."""

    span: Span
    first: str
    first_at: int
    last: str
    verbal: int
    length: int
    comma: bool

    @classmethod
    def of(cls, passage: Passage, span: Span) -> _Side:
        text = span.of(passage.text)
        forms = passage.forms_of(span)
        first, last = _FIRST_WORD.match(text), _LAST_WORD.search(text[-40:])
        return cls(
            span,
            first[1] if first else "",
            span.start + (first.start(1) if first else 0),
            last[1] if last else "",
            verbal(forms),
            len(forms),
            "," in text,
        )

    @property
    def never_last(self) -> bool:
        return self.last.lower() in NEVER_LAST and not self.last[:1].isupper()

    @property
    def seldom_last(self) -> bool:
        return self.never_last or (self.last in SELDOM_LAST)

    @property
    def end_span(self) -> Span:
        return Span(max(self.span.start, self.span.end - len(self.last) - 1), self.span.end)

    @property
    def fragment(self) -> bool:
        first = self.first.lower()
        if self.verbal == 0:
            return 1 < self.length
        return self.verbal == 1 and (first == "of" or first in RELATIVE)

    @property
    def begins_with_verb(self) -> bool:
        return self.first.lower() in finite() and self.first.lower() not in SUBJECTS

    @property
    def name_first(self) -> bool:
        return self.first[:1].isupper() and not is_known(self.first.lower()) and self.first.lower() not in CLOSED


def _cut(text: str, before: _Side, after: _Side) -> Iterator[Candidate]:
    first = after.first.lower()
    question = text[after.span.end - 1] == "?"
    quoted = text[after.span.start] in "“\"‘«("
    subordinate = before.first.lower() in SUBORDINATORS and not before.comma and before.length < 16
    evidence = {
        "never_last": float(before.never_last),
        "seldom_last": float(before.seldom_last),
        "left_verbal": float(before.verbal),
        "right_verbal": float(after.verbal),
        "left_words": float(before.length),
        "right_words": float(after.length),
        "right_begins_with_verb": float(after.begins_with_verb),
        "right_relative": float(first in RELATIVE or first in SUBORDINATORS),
        "left_subordinate": float(subordinate),
        "right_quoted": float(quoted),
        "right_closed_class": float(first in CLOSED),
    }
    span = Span(before.end_span.start, after.first_at + len(after.first))
    if before.last[:1].isupper() and after.name_first and not quoted and before.length > 2 and not before.last.isupper():
        yield PERIOD_IN_NAME.at(text, span, [put(before.span.end - 1, before.span.end)], **evidence)
        return
    if (
        before.seldom_last
        or subordinate
        or (after.begins_with_verb and not question and not quoted)
        or (first in RELATIVE and not question)
        or (before.verbal == 0 and before.length < _SHORT_FRAGMENT and not quoted and text[before.span.start] not in "“\"‘")
    ):
        yield PERIOD_INSIDE.at(text, span, _joins(text, before, after, comma_first=_comma_first(before, after)), **evidence)
    if after.fragment and not quoted:
        yield FRAGMENT.at(text, after.span, _joins(text, before, after, comma_first=first in RELATIVE), **evidence)


def _comma_first(before: _Side, after: _Side) -> bool:
    if before.seldom_last:
        return False
    return before.first.lower() in SUBORDINATORS or after.first.lower() in RELATIVE or before.length <= 3


def _joins(text: str, before: _Side, after: _Side, comma_first: bool) -> list[Repair]:
    """One sentence made of two: without the mark, or with a comma; the capital goes unless it is a name's."""
    end = before.span.end
    start = after.first_at
    small = after.first[:1].lower() + after.first[1:]
    lower = [small] if after.first != "I" and (is_known(after.first.lower()) or small in CLOSED) else []
    names = [after.first] if not lower or after.first.lower() not in CLOSED else []
    spoken = start > after.span.start
    repairs: list[Repair] = []
    for mark in (",", "") if comma_first else ("", ","):
        for word in lower + names:
            edits = [Edit(Span(end - 1, end), mark)]
            if not spoken:
                edits.append(Edit(Span(start, start + len(after.first)), word))
            repairs.append(tuple(edits))
    return repairs


_SMALL = re.compile(r"([^\W\d_]+|[\d%)”\"’])([.!?…])([\"”’)]?)( +)([\"“‘(]?)([a-z]+)(?![\w.])(?=([’'-]?))")
_LOWER_NAMES = ("i", "e")  # iPhone, eBay: the capital follows


def _small_after_end(passage: Passage) -> Iterator[Candidate]:
    """A period before a small letter: it cuts a sentence, or the capital is lost."""
    text = passage.text
    for m in _SMALL.finditer(text):
        left, mark, close, _, opening, right = m[1], m[2], m[3], m[4], m[5], m[6]
        word = left.lower()
        if mark == "." and not close and (word in ABBREVIATIONS or (len(left) == 1 and left.isalpha())):
            continue
        if mark == "." and not close and _dotted(text, m.start(1)):
            continue
        if mark == "…" or (mark in "!?" and close) or text[m.start(2) - 1 : m.start(2) + 1] == "..":
            continue  # He asked: “Why?” and left.
        at = m.start(6)
        join: Repair = put(m.start(2), m.end(2))
        comma: Repair = put(m.start(2), m.end(2), ",")
        capital: Repair = put(at, at + 1, right[0].upper())
        if close:
            repairs = [comma, capital]
        elif right in SUBJECTS and word not in SELDOM_LAST | NEVER_LAST:
            repairs = [capital, join, comma]
        else:
            repairs = [join, comma, capital]
        yield PERIOD_INSIDE.at(
            text,
            Span(m.start(1), m.end(6)),
            repairs,
            small_right=1,
            never_last=word in NEVER_LAST,
            seldom_last=word in SELDOM_LAST,
            right_closed_class=right in CLOSED,
            right_subject=right in SUBJECTS,
            closing_quote=bool(close),
            question=mark != ".",
            opened=bool(opening),
            left_known=is_known(word),
        )


def _dotted(text: str, start: int) -> bool:
    """Whether the word at ``start`` is the last part of an abbreviation with periods inside (a.m., p.m.)."""
    return start > 1 and text[start - 1] == "."


# -- capitals --------------------------------------------------------------------------------------------------------

_CAPITAL = re.compile(r"(?<=[^\W\d_.!?…\"“”‘:;,–—-]|[\d%)]) ([A-Z][a-z]*)(?=([ :,.’']?)(\w?))")
_BEHIND = re.compile(r"([,;:]) ([A-Z][a-z]*)\b(?=( ?)([^\W_]?))")
_WORD_LEFT = re.compile(r"([^\W_][\w’'-]*|\d[\d.,]*|\))$")
_UNITS = frozenset("cm mm m km kg g lb oz ml l w v kw kpa db hz ghz mah gb mb tb inch inches hours minutes".split())
_NOT_BEFORE_NAMES = frozenset(
    "it he she they them him yourself back up down out off away soak times too here there together now well".split()
)


def _capitals(passage: Passage, capitals: _Capitals) -> Iterator[Candidate]:
    """Capitals behind a comma or within a clause, on words that no name does with."""
    text = passage.text
    for m in _BEHIND.finditer(text):
        mark, word = m[1], m[2]
        small = word.lower()
        if small not in CLOSED or word == "I" or (m[3] and m[4].isupper()) or (mark == ":" and small not in RELATIVE):
            continue
        if passage.kind is BlockKind.LINE:
            continue
        yield CAPITAL_BEHIND_MARK.at(
            text,
            Span(m.start(), m.end(2)),
            _mark_repairs(m, small),
            comma=mark == ",",
            semicolon=mark == ";",
            subject=small in SUBJECTS,
            relative=small in RELATIVE,
            subordinate=small in SUBORDINATORS,
        )
    for m in _CAPITAL.finditer(text):
        candidate = _capital(passage, m, capitals)
        if candidate:
            yield candidate


def _mark_repairs(m: re.Match[str], small: str) -> list[Repair]:
    lower: Repair = put(m.start(2), m.end(2), small)
    stop: Repair = put(m.start(1), m.end(1), ".")
    gone: Repair = (Edit(Span(m.start(1), m.end(1)), ""), Edit(Span(m.start(2), m.end(2)), small))
    return [stop, lower, gone] if small in SUBJECTS and m[1] == "," else [lower, stop, gone]


def _capital(passage: Passage, m: re.Match[str], capitals: _Capitals) -> Candidate | None:
    text, word, behind = passage.text, m[1], m[3]
    small = word.lower()
    if word == "I" or (m[2] == " " and behind.isupper()) or m[2] in ("’", "'") or word in ("Will", "May", "Mark"):
        return None
    left = _WORD_LEFT.search(text, max(0, m.start() - 20), m.start())
    if not left or left[0][0].isupper():
        return None
    before = left[0].lower()
    if small in CLOSED:
        if m[2] in (",", "."):
            return None
    elif (
        not is_known(small)
        or capitals[word] > 1
        or len(word) < 3
        or not (before in _UNITS or before in _NOT_BEFORE_NAMES or m[2] == ":" or _noun_before_verb(before, small))
    ):
        return None
    at = m.start(1)
    lower: Repair = put(at, m.end(1), small)
    stop: Repair = put(m.start(), m.start(), ".")
    colon: Repair = put(m.start(), m.start(), ":")
    if small in SUBJECTS:
        repairs = [stop, lower, colon]
    elif small in CLOSED:
        repairs = [lower, stop, put(m.start(), m.start(), ",")]
    else:
        repairs = [stop, colon, lower]
    return CAPITAL_INSIDE.at(
        text,
        Span(left.start(), m.end(1)),
        repairs,
        closed_class=small in CLOSED,
        subject=small in SUBJECTS,
        label=m[2] == ":",
        behind_unit=before in _UNITS,
        left_closed_class=before in CLOSED,
        as_name=capitals[word],
    )


def _noun_before_verb(before: str, small: str) -> bool:
    """``sensor Sees``, ``sleeve Length``: no name follows a common noun."""
    classes = lexicon().classes
    names = classes.get(before, frozenset())
    return (
        bool(names & {"NN1", "NN2", "MASS"})
        and not names & {"ADJ", "HUM", "VD", "VZ"}
        and bool(classes.get(small, frozenset()) & {"VB", "VZ", "NN1", "ADV"})
        and small not in base_verbs() - {"comes"}
    )


# -- lost spaces -----------------------------------------------------------------------------------------------------

_GLUED_CAPITAL = re.compile(r"(?<![\w@#./_&’'-])([A-Z]?[a-z]{2,})([A-Z][a-z]*)(?![\w@/_]|\.\w|[’'-]\w)")
_GLUED_MARK = re.compile(r"(?<=[^\W_])([\"”’)\]]?)([.,;:!?])([\"”’)\]]?)(?=[\"“‘(]?[^\W\d_])")
_PIECE_START = re.compile(r"\S*$")
_PIECE_END = re.compile(r"\S*")
_ADDRESS = re.compile(r"https?:|www\.|@|//|\w\.(?:com|org|net|gov|edu|example|html?|txt|pdf|js|py|io|md)\b|[`{}<>\\_=#]")
_SHORT_PART = re.compile(r"(?:^|[.(“\"])[^\W\d_]{1,2}$")
_CLOSE_BRACKET = re.compile(r"(?<=\w)([)\]%])(?=[^\W\d_]{2})")
_OPEN_BRACKET = re.compile(r"(?<=[^\W\d_]{2})([(\[])(?=\s?\w{2})")
_SMALL_PIECE = re.compile(r"[a-z]{6,}")


def _glued(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    for m in _GLUED_CAPITAL.finditer(text):
        left, right = m[1], m[2]
        if (
            left in ("Mc", "Mac", "De", "La", "Le", "Di", "Van", "Fitz", "iPhone")
            or not is_known(left.lower())
            or not (is_known(right.lower()) or right.lower() in CLOSED)
            or (left[0].isupper() and len(left) < 3)
        ):
            continue
        at, small = m.start(2), right.lower()
        repairs = [
            (*put(at, at, ". "),),
            (*put(at, at, " "),),
            (*put(at, m.end(2), " " + small),),
            (*put(at, at, ": "),),
        ]
        if left[0].isupper():
            repairs = [repairs[1], repairs[0], repairs[2]]
        yield GLUED_WORDS.at(
            text,
            Span(m.start(), m.end()),
            repairs,
            left_capital=left[0].isupper(),
            right_closed_class=small in CLOSED,
            left_closed_class=left.lower() in CLOSED,
            right_length=len(right),
        )
    yield from _glued_small(passage)
    yield from _glued_marks(text)
    for m in _CLOSE_BRACKET.finditer(text):
        piece = _piece(text, m.start())
        if _ADDRESS.search(piece.of(text)) or ("(" in text[piece.start : m.start()] and m[1] == ")"):
            continue  # function(s)ally
        yield GLUED_MARK.at(
            text,
            Span(m.start(), m.end() + 1),
            [put(m.end(), m.end(), " "), put(m.end(), m.end(), ". ")],
            percent=m[1] == "%",
            bracket=m[1] != "%",
        )
    for m in _OPEN_BRACKET.finditer(text):
        piece = _piece(text, m.start())
        inside = text[m.end() : m.end() + 4]
        if _ADDRESS.search(piece.of(text)) or re.match(r"(?:e?s|ies|re|un|in)\)|\)", inside) or not text[m.end()].isspace():
            if text[m.end()] != " " and (")" in piece.of(text) or len(piece) < 4):
                continue  # item(s), f(x)
        yield GLUED_MARK.at(
            text, Span(m.start() - 1, m.end()), [put(m.start(), m.end() + (text[m.end()] == " "), " (")], bracket=1
        )


def _glued_small(passage: Passage) -> Iterator[Candidate]:
    """A word nobody knows that is two words (``saidthat``)."""
    seen: set[str] = set()
    for piece in passage.unknown:
        for m in _SMALL_PIECE.finditer(piece):
            word = m[0]
            if word in seen or is_known(word) or not (m.start() == 0 or not piece[m.start() - 1].isalnum()):
                continue
            seen.add(word)
            cut = [i for i in range(2, len(word) - 1) if _two_words(word[:i], word[i:])]
            if not cut:
                continue
            for found in re.finditer(rf"(?<!\w){word}(?![\w-])", passage.text):
                repairs = [put(found.start() + i, found.start() + i, " ") for i in cut[:3]]
                yield GLUED_WORDS.at(passage.text, Span(*found.span()), repairs, small=1, ways=len(cut))


def _two_words(left: str, right: str) -> bool:
    """Whether both are words, one of them so common that a compound of them is none."""
    if not (is_known(left) and is_known(right)):
        return False
    return (right in CLOSED and len(left) > 3) or (left in CLOSED and len(right) > 4 and len(left) > 2)


def _glued_marks(text: str) -> Iterator[Candidate]:
    done = -1
    for m in _GLUED_MARK.finditer(text):
        if m.start() < done:
            continue
        piece = _piece(text, m.start(2))
        inside = piece.of(text)
        if _ADDRESS.search(inside):
            done = piece.end
            continue
        marks = [n for n in _GLUED_MARK.finditer(text, piece.start, piece.end) if _lost_space(text, piece, n)]
        done = piece.end
        if not marks:
            continue
        first, last = marks[0], marks[-1]
        spaced: Repair = tuple(Edit(Span(n.end(), n.end()), " ") for n in marks)
        repairs: list[Repair] = [spaced]
        mark, behind = first[2], text[first.end() : first.end() + 1]
        if len(marks) == 1 and behind.islower():
            if mark in ".!?":
                repairs.append((*put(first.end(), first.end() + 1, " " + behind.upper()),))
                if mark == ".":
                    repairs.append(put(first.start(2), first.end(), ", "))
            elif mark == ",":
                repairs.append(put(first.start(2), first.end(), " "))
        elif len(marks) == 1 and behind.isupper() and mark in ",;":
            word = re.match(r"\w+", text[first.end() :])
            small = word[0][:1].lower() + word[0][1:] if word else ""
            if word and small in CLOSED:
                repairs.insert(0, (*put(first.end(), first.end() + len(small), " " + small),))
                repairs.append(put(first.start(2), first.end(), ". "))
        start = max(piece.start, first.start() - 12)
        yield GLUED_MARK.at(
            text,
            Span(start, min(piece.end, last.end() + 12)),
            repairs,
            period=mark == ".",
            comma=mark == ",",
            colon=mark == ":",
            question=mark in "!?",
            quote=bool(first[1] or first[3]),
            right_small=behind.islower(),
            marks=len(marks),
            left_known=is_known(text[start : first.start()].lower().lstrip("“\"‘(")),
        )


def _piece(text: str, at: int) -> Span:
    start = text.rfind(" ", 0, at) + 1
    end = text.find(" ", at)
    return Span(start, len(text) if end < 0 else end)


def _lost_space(text: str, piece: Span, m: re.Match[str]) -> bool:
    """Whether a space belongs behind a mark within a piece of a text; not in U.S.A, a.m., 10:30am, v2.x."""
    left = text[piece.start : m.start()]
    right = text[m.end() : piece.end]
    mark = m[2]
    word = re.search(r"[^\W_]+$", left)
    behind = re.match(r"[\"“‘(]?([^\W_]+)", right)
    if not word or not behind:
        return False
    if mark == ".":
        if len(word[0]) < 2 or (len(behind[1]) < 2 and behind[1] not in ("A", "I")):
            return bool(m[1] or m[3]) and len(behind[1]) > 1
        if right.startswith(behind[0] + ".") and len(behind[1]) < 4 and behind[1] not in ("It", "He", "We", "By", "In"):
            return False
        if word[0].lower() in ("e", "i", "al", "v", "vs", "no", "p", "pp"):
            return False
        small = behind[1].islower()
        return not small or (is_known(behind[1]) and is_known(word[0].lower()) and not word[0].isupper())
    if mark == ":":
        return len(word[0]) > 1 and word[0].isalpha() and "/" not in right
    if mark in "!?":
        return len(behind[1]) > 1 or behind[1] in ("I", "A")
    return len(word[0]) > 1 or word[0].isdigit() or len(behind[1]) > 2


# -- marks -----------------------------------------------------------------------------------------------------------

_SPACED = re.compile(r"(?<=[\w)”\"’%])( +)([.,;:!?]+)(?=\s|$|[^\W\d_]|[\"”’)])(?!\.\.)")
_DOUBLED = re.compile(r"(?<!\.)([.,;:!?])([\"”’)]?)( ?)([.,;:])(?![.\d\w)(]| ?\.)")
_DOTS = re.compile(r"(?<=[^\W\d_])(?<!\.)(\.\.|\. \. \.|\. \.)(?=[\s\"”]|$)(?! ?\.)")
_FULLWIDTH = "，。；：！？、"


def _spaced(passage: Passage) -> Iterator[Candidate]:
    """Marks that stand apart from the word they follow."""
    text = passage.text
    for m in _SPACED.finditer(text):
        behind = text[m.end() : m.end() + 1]
        if m[2][0] == "." and (behind.isalnum() or len(m[2]) > 1):
            continue  # .NET, .5
        if m[2] == ":" and behind and behind in ")(DP":
            continue
        space = " " if behind.isalpha() else ""
        tight: Repair = put(m.start(), m.end(), m[2] + space)
        repairs = [tight, put(m.start(), m.end(), space)]
        if m[2] == "," and behind == " ":
            repairs.append(put(m.start(), m.end(), ""))
        yield SPACED_MARK.at(
            text,
            Span(max(0, m.start() - 1), m.end()),
            repairs,
            comma=m[2] == ",",
            period=m[2] == ".",
            colon=m[2] == ":",
            small_behind=bool(re.match(r" ?[a-z]", text[m.end() :])),
        )


def _doubled(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    for m in _DOUBLED.finditer(text):
        first, close, last = m[1], m[2], m[4]
        if first == "." and last in ",;:" and not close and not m[3] and _abbreviated(text, m.start()):
            continue
        if first == last == "." and not close:
            continue  # dots, below
        if first in "?!" and last == "," and close:
            continue
        second_gone: Repair = put(m.end(2), m.end())
        first_gone: Repair = (Edit(Span(m.start(1), m.end(1)), ""), Edit(Span(m.start(3), m.end(3)), ""))
        both: Repair = put(m.start(1), m.end(), close)
        behind = text[m.end() :].lstrip()[:1]
        repairs = [first_gone, second_gone, both] if behind.islower() and first == "." else [second_gone, first_gone, both]
        if close:
            repairs.insert(0, put(m.start(1), m.end(), last + close))
        yield DOUBLED_MARK.at(
            text, Span(max(0, m.start() - 1), m.end()), repairs, same=first == last, closing_quote=bool(close),
            small_behind=behind.islower(), apart=bool(m[3]),
        )  # fmt: skip
    for m in _DOTS.finditer(text):
        repairs = [put(m.start(), m.end(), "."), put(m.start(), m.end(), "..."), put(m.start(), m.end())]
        yield DOUBLED_MARK.at(text, Span(m.start() - 1, m.end()), repairs, same=1, dots=m[0].count("."), apart=" " in m[0])


def _abbreviated(text: str, at: int) -> bool:
    word = re.search(r"[\w.]+$", text[max(0, at - 12) : at])
    return bool(word) and (word[0].lower() in ABBREVIATIONS or "." in word[0] or len(word[0]) < 5)  # type: ignore[index]


_COMMA_VERB = re.compile(
    r"(?<=[a-z]), (?:will|would|can|could|should|must|is|are|was|were|has|have|had|of|does|did)\b(?! (?:course|it|he|she|they|you|we|I|that|there)\b)"
)


def _commas(passage: Passage) -> Iterator[Candidate]:
    """The only comma of a clause, before its verb."""
    text = passage.text
    for m in _COMMA_VERB.finditer(text):
        sentence = passage.sentence_at(m.start())
        before = text[sentence.start : m.start()]
        if "," in before or "(" in before or "–" in before or "—" in before or before.count(" ") > 14:
            continue
        yield COMMA_INSIDE.at(
            text, Span(m.start(), m.end()), [put(m.start(), m.start() + 1)], words_before=before.count(" ") + 1,
            of=m[0].endswith("of"),
        )  # fmt: skip


# -- quotations and brackets -----------------------------------------------------------------------------------------

_QUOTE_GAP = re.compile(r"([.,!?…]?) ([”»])(?= |$|[,.])|(?<=[\w.,!?])([.,]?) ([”“])(?=[^\W\d_])|([“«]) (?=\w)")
_QUOTE_ORDER = re.compile(r"(?<=[\w%])([”\"»])([.,])(?=\s|$)")
_STRAIGHT = re.compile(r"\"")


def _quotes(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    if not any(mark in text for mark in "“”\"«»„"):
        return
    yield from _quote_gaps(text)
    if "”" in text or "“" in text:
        for m in _QUOTE_ORDER.finditer(text):
            yield QUOTE_ORDER.at(
                text,
                Span(m.start() - 1, m.end()),
                [put(m.start(), m.end(), m[2] + m[1]), put(m.start(), m.end(), m[1])],
                comma=m[2] == ",",
                quoted_words=text[text.rfind("“", 0, m.start()) : m.start()].count(" ") + 1,
            )
    yield from _quote_pairs(text)


def _quote_gaps(text: str) -> Iterator[Candidate]:
    depth = 0
    for i, char in enumerate(text):
        if char == "“":
            if text[i + 1 : i + 2] == " ":
                yield QUOTE_SPACED.at(text, Span(i, i + 2), [put(i + 1, i + 2), put(i, i + 1, "”")], opening=1)
            elif i and text[i - 1].isalnum():
                yield QUOTE_SPACED.at(
                    text, Span(i - 1, i + 2), [put(i, i, " "), put(i, i + 1, "” ")], opening=1, glued=1
                )
            depth += 1
        elif char == "”":
            before, behind = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
            if before in (" ", "") and behind.isalnum():  # ` ”word`: turned round, or the space is on the wrong side
                wrong_side: Repair = (Edit(Span(max(0, i - 1), i), ""), Edit(Span(i + 1, i + 1), " "))
                turned: Repair = put(i, i + 1, "“")
                repairs = [wrong_side, turned] if depth > 0 and before else [turned, wrong_side] if before else [turned]
                yield QUOTE_SPACED.at(text, Span(max(0, i - 1), i + 2), repairs, opening=0, open_before=depth > 0)
            elif before == " ":
                repairs = [put(i - 1, i)]
                if behind == " ":
                    repairs.append(put(i, i + 2, "“"))
                yield QUOTE_SPACED.at(text, Span(max(0, i - 2), i + 1), repairs, opening=0, open_before=depth > 0)
            elif behind.isalpha():
                yield QUOTE_SPACED.at(text, Span(i - 1, i + 2), [put(i + 1, i + 1, " ")], opening=0, glued=1)
            depth = max(0, depth - 1)


def _quote_pairs(text: str) -> Iterator[Candidate]:
    """Marks that don't match, and marks without a partner."""
    open_at = -1
    for i, char in enumerate(text):
        if char in "“„«" or (char == '"' and _opens(text, i)):
            if open_at >= 0 and i - open_at < 400 and char == "“" and text[open_at] == "“":
                yield QUOTE_UNPAIRED.at(text, Span(open_at, open_at + 1), _closings(text, open_at, i), opening=1)
            open_at = i
        elif char in "”»" or char == '"':
            if open_at < 0:
                if char == "”":
                    yield QUOTE_UNPAIRED.at(text, Span(i, i + 1), [put(i, i + 1)], opening=0)
            elif text[open_at] + char not in ("“”", '""', "«»", "„”"):
                marks = [("“", "”")] if '"' in text[open_at] + char else [("“", "”"), ('"', '"')]
                repairs = [(Edit(Span(open_at, open_at + 1), a), Edit(Span(i, i + 1), b)) for a, b in marks]
                near = open_at if text[open_at] not in "“" else i
                yield QUOTE_MIXED.at(text, Span(near, near + 1), repairs, straight='"' in text[open_at] + char)
            elif char == "»" and ("“" in text or i - open_at < 300):
                yield QUOTE_MIXED.at(
                    text,
                    Span(open_at, i + 1),
                    [(Edit(Span(open_at, open_at + 1), "“"), Edit(Span(i, i + 1), "”"))],
                    guillemets=1,
                )
            open_at = -1
    if open_at >= 0 and text[open_at] in "“«":
        yield QUOTE_UNPAIRED.at(
            text, Span(open_at, open_at + 1), _closings(text, open_at, len(text)), opening=1, runs_on=1
        )


def _opens(text: str, i: int) -> bool:
    return (i == 0 or text[i - 1] in " (—–[") and text[i + 1 : i + 2] not in ("", " ")


_CLOSE_AT = re.compile(r"[,.!?](?=[ ,]|$)")


def _closings(text: str, start: int, end: int) -> list[Repair]:
    """Where a quotation may end: behind its last sentence, behind its first."""
    ends = [m.end() for m in _CLOSE_AT.finditer(text, start, end)]
    if not ends:
        return [put(start, start + 1)]
    return [put(at, at, "”") for at in dict.fromkeys([ends[-1], ends[0]])] + [put(start, start + 1)]


_LIST_MARK = re.compile(r"(?:^|\s)[\w.]{1,5}$")


def _brackets(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    if "(" not in text and ")" not in text:
        return
    opened: list[int] = []
    for m in re.finditer(r"[()]", text):
        i = m.start()
        if m[0] == "(":
            opened.append(i)
        elif opened:
            opened.pop()
        elif not _LIST_MARK.search(text[max(0, i - 6) : i]) and text[i - 1 : i] not in (":", ";", "-"):
            yield BRACKET_UNPAIRED.at(text, Span(i, i + 1), [put(i, i + 1)], opening=0)
    for i in opened:
        end = text.find(".", i)
        stops = [at for at in (text.find(",", i), end, end + 1 if end >= 0 else -1) if at > i]
        repairs = [put(at, at, ")") for at in dict.fromkeys([*stops[::-1]])]
        if i and text[i - 1] == " ":
            repairs.append(put(i - 1, i + 1, " " if text[i + 1 : i + 2].isalnum() else ""))
        else:
            repairs.append(put(i, i + 1))
        yield BRACKET_UNPAIRED.at(text, Span(i, i + 1), repairs, opening=1)


# -- borders between passages ----------------------------------------------------------------------------------------

_ENDED = re.compile(r"[.!?…:;][\"”’»)\]]*$")


def _borders(reading: Reading) -> Iterator[Candidate]:
    """Paragraphs that break off, and those that begin with a small letter."""
    text = reading.text
    kinds = (BlockKind.PROSE, BlockKind.LINE)
    for (offset, passage), (following, other) in pairwise([*reading.passages, (len(text), Passage("", BlockKind.PROSE))]):
        if passage.kind is not BlockKind.PROSE or not passage.text:
            continue
        end = offset + len(passage.text)
        last = re.search(r"([^\W\d_]+),?$", passage.text)
        if last and not _ENDED.search(passage.text):
            small = other.text[:1].islower() and other.kind in kinds
            unfinished = last[1] in NEVER_LAST or last[1] in SELDOM_LAST or last[0].endswith(",")
            if small and other.kind is not BlockKind.CODE:
                span = Span(end - len(last[0]), following + 1)
                yield BROKEN_PARAGRAPH.at(
                    text, span, [put(end, following, " ")], unfinished=unfinished, words=len(passage.text.split())
                )
            elif unfinished:
                yield CUT_SHORT.at(
                    text, Span(end - len(last[0]), end), never_last=last[1] in NEVER_LAST, no_mark=1,
                    length=len(passage.text.split()),
                )  # fmt: skip
        if passage.text[0].islower() and len(passage.text.split()) > 3 and _ENDED.search(passage.text):
            word = re.match(r"[a-z]+(?![\w@./-])", passage.text)
            if word and word[0] not in _LOWER_NAMES:
                yield SMALL_START.at(
                    text,
                    Span(offset, offset + len(word[0])),
                    [put(offset, offset + 1, passage.text[0].upper())],
                    closed_class=word[0] in CLOSED,
                )
