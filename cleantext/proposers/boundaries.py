"""Proposes where sentences may be cut in two or glued together: a mark too many, a mark or a space too few.

Translated sentence by sentence, or stripped of its tags, a text loses the marks between its sentences and gets others
within them. What is certainly right is left out by cheap tests: abbreviations, initials, decimals, addresses, code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.attribution import SPEECH_VERBS
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.language.sentences import ABBREVIATIONS
from cleantext.language_model.ngram import shipped
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
    word_set,
)
from cleantext.proposers.known import LONGEST, is_word, only_capital, prefers_capital, rarity
from cleantext.proposers.proposal import Mechanism, Repair, prose, put
from cleantext.proposers.shapes import CAPITAL, INNER, MIXED, NAME, OPEN, PAUSE, SMALL, STOP, Shapes, shapes

_CUT = "Translators often put a period where a piece of a sentence ends."
_GLUED = "Spaces and line ends often get lost when a page is copied without its tags."

PERIOD_INSIDE = Mechanism("boundaries", "boundary-period-inside", "a period may cut this sentence in two", _CUT)
PERIOD_IN_NAME = Mechanism("boundaries", "boundary-period-in-name", "a period may cut a name in two", _CUT)
FRAGMENT = Mechanism("boundaries", "boundary-fragment", "this may be the torn-off part of another sentence", _CUT)
CUT_SHORT = Mechanism(
    "boundaries",
    "boundary-cut-short",
    "the sentence stops before it is finished",
    "Words often get lost in translation.",
)
SMALL_START = Mechanism("boundaries", "boundary-small-start", "the sentence begins with a small letter", _CUT)
BROKEN_PARAGRAPH = Mechanism(
    "boundaries",
    "boundary-broken-paragraph",
    "the paragraph breaks off in mid-sentence",
    "A line or page of the original probably ended here.",
)
CAPITAL_BEHIND_MARK = Mechanism(
    "boundaries",
    "boundary-capital-behind-mark",
    "a sentence may begin after this mark, or the capital is wrong",
    "A sentence translated in pieces often keeps a capital for each piece.",
)
CAPITAL_INSIDE = Mechanism(
    "boundaries",
    "boundary-capital-inside",
    "a capital in mid-sentence: a mark may be missing before it",
    "Lines of a list or page often run together when they are copied.",
)
CAPITAL_LOST = Mechanism(
    "boundaries",
    "boundary-capital-lost",
    "a name begins with a small letter",
    "Many languages write months and nationalities without capitals.",
)
GLUED_WORDS = Mechanism("boundaries", "boundary-glued-words", "two words are written as one", _GLUED)
GLUED_MARK = Mechanism("boundaries", "boundary-glued-mark", "a space is missing beside this mark", _GLUED)
COMMA_INSIDE = Mechanism(
    "boundaries",
    "boundary-comma-inside",
    "this comma may separate subject and verb",
    "Many languages put a comma where English has none.",
)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Proposes lost, stray and misplaced ends of sentences and the marks of quotations."""

    name: str = "boundaries"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage, then of the borders between passages."""
        names = _Names(analysis)
        for passage in prose(analysis):
            for candidate in _candidates(passage, names):
                yield candidate.shift(passage.start)
        yield from _borders(analysis)


def _candidates(passage: Passage, names: _Names) -> Iterator[Candidate]:
    looks = shapes(passage)
    yield from _glued(passage, looks)
    if passage.kind is BlockKind.HEADING:
        return
    yield from _cuts(passage)
    if looks.meet(STOP, SMALL):
        yield from _small_after_end(passage)
    if looks.meet(PAUSE, CAPITAL) and passage.kind is not BlockKind.LINE:
        yield from _capitals_after_marks(passage)
    if looks.has(NAME):
        yield from _lost_capitals(passage)
    if looks.meet(OPEN, CAPITAL):
        yield from _capitals_inside(passage, names)
    if looks.has(PAUSE):
        yield from _commas(passage)


class _Names:
    """How often words have a capital in mid-sentence elsewhere in the text: such a word is a name."""

    def __init__(self, analysis: Analysis):
        self._analysis = analysis

    def __getitem__(self, word: str) -> int:
        return self._analysis.names[word]


# -- periods that cut ------------------------------------------------------------------------------------------------

_LAST_WORD = re.compile(r"([^\W\d_][\w.’'-]*|[\d.,:]*\d%?)[.!?…]+[\"”’')\]]*$")
_FIRST_WORD = re.compile(r"[\"“‘'(\[«]*([^\W\d_]+(?:[’'-][^\W\d_]+)*)")
_CONTRACTED = re.compile("[’']")
_LONGEST_WORD = 100  # characters; the pattern takes quadratic time on a longer one
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


_TORN = RELATIVE | SUBORDINATORS | word_set("of being but and by between within with from without regardless provided")
"""Words that begin a torn-off part more often than a sentence whose verb we don't know."""


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
        parts = text.split()
        first, last = _FIRST_WORD.match(parts[0]), _LAST_WORD.search(parts[-1][-_LONGEST_WORD:])
        known = 2 if not finite().isdisjoint(parts) else verbal(passage.forms_of(span))
        return cls(
            span,
            first[1] if first else "",
            span.start + (first.start(1) if first else 0),
            last[1] if last else "",
            known,
            len(parts),
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
            return self.length > 1
        return self.verbal == 1 and (first in _TORN or (self.length < 3 and first not in CLOSED))

    @property
    def begins_with_verb(self) -> bool:
        return self.first.lower() in finite() and self.first.lower() not in SUBJECTS

    @property
    def name_first(self) -> bool:
        small = _CONTRACTED.split(self.first.lower())[0]
        return self.first[:1].isupper() and not is_word(small) and small not in CLOSED

    @property
    def forename(self) -> bool:
        """Whether all of it may be a name that a period ends too early."""
        return self.length < 3 and not is_word(self.last.lower()) and self.last.istitle()


def _cut(text: str, before: _Side, after: _Side) -> Iterator[Candidate]:
    first = after.first.lower()
    question = text[after.span.end - 1] == "?"
    quoted = text[after.span.start] in '“"‘«('
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
    if (
        before.last[:1].isupper()
        and after.name_first
        and not quoted
        and (before.length > 2 or (before.forename and after.verbal))
        and not before.last.isupper()
    ):
        yield PERIOD_IN_NAME.at(text, span, [put(before.span.end - 1, before.span.end)], **evidence)
        return
    if (
        before.seldom_last
        or subordinate
        or first == "of"
        or (first in _SAID_WHAT and before.last in SPEECH_VERBS)
        or (after.begins_with_verb and not question and not quoted)
        or (first in RELATIVE and not question)
        or (
            before.verbal == 0
            and before.length < _SHORT_FRAGMENT
            and not quoted
            and text[before.span.start] not in '“"‘'
        )
    ):
        yield PERIOD_INSIDE.at(
            text, span, _joins(text, before, after, comma_first=_comma_first(before, after)), **evidence
        )
    if after.fragment and not quoted:
        yield FRAGMENT.at(text, after.span, _joins(text, before, after, comma_first=first in RELATIVE), **evidence)


_SAID_WHAT = frozenset(["that", "he", "she", "they"])


def _comma_first(before: _Side, after: _Side) -> bool:
    if before.seldom_last:
        return False
    return before.first.lower() in SUBORDINATORS or after.first.lower() in RELATIVE or before.length <= 3


def _joins(text: str, before: _Side, after: _Side, comma_first: bool) -> list[Repair]:
    """One sentence made of two: without the mark, or with a comma; the capital goes unless it is a name's."""
    end = before.span.end
    start = after.first_at
    small = after.first[:1].lower() + after.first[1:]
    lower = [small] if after.first != "I" and (is_word(after.first.lower()) or small in CLOSED) else []
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


_SMALL = re.compile(r"([.!?])([\"”’)]?) +([\"“‘(]?)([a-z]+)(?!\w|\.\w)")
_LEFT = re.compile(r"([^\W\d_]+|[\d%)”\"’])$")
_LOWER_NAMES = ("i", "e")  # iPhone, eBay: the capital follows


def _small_after_end(passage: Passage) -> Iterator[Candidate]:
    """A period before a small letter: it cuts a sentence, or the capital is lost."""
    text = passage.text
    for m in _SMALL.finditer(text):
        mark, close, opening, right = m[1], m[2], m[3], m[4]
        left = _LEFT.search(text, max(0, m.start() - 24), m.start())
        if left is None or text[m.start() - 1] == ".":
            continue
        word = left[0].lower()
        if mark == "." and not close and (word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
            continue
        if mark == "." and not close and _dotted(text, left.start()):
            continue
        if mark in "!?" and close:
            continue  # He asked: “Why?” and left.
        at = m.start(4)
        join: Repair = put(m.start(1), m.end(1))
        comma: Repair = put(m.start(1), m.end(1), ",")
        capital: Repair = put(at, at + 1, right[0].upper())
        if close:
            repairs = [comma, capital]
        elif right in SUBJECTS and word not in SELDOM_LAST | NEVER_LAST:
            repairs = [capital, join, comma]
        else:
            repairs = [join, comma, capital]
        yield PERIOD_INSIDE.at(
            text,
            Span(left.start(), m.end(4)),
            repairs,
            small_right=1,
            never_last=word in NEVER_LAST,
            seldom_last=word in SELDOM_LAST,
            right_closed_class=right in CLOSED,
            right_subject=right in SUBJECTS,
            closing_quote=bool(close),
            question=mark != ".",
            opened=bool(opening),
            left_known=is_word(word),
        )


def _dotted(text: str, start: int) -> bool:
    """Whether the word at ``start`` is the last part of an abbreviation with periods inside (a.m., p.m.)."""
    return start > 1 and text[start - 1] == "."


# -- capitals --------------------------------------------------------------------------------------------------------

_CAPITAL = re.compile(r" ([A-Z][a-z]*)(?![\w$-])(?=([ :,.’']?)(\w?))")
_BEHIND = re.compile(r"([,;:]) ([A-Z][a-z]*)(?![\w$-])(?=( ?)([^\W_]?))")
_UNITS = word_set("cm mm m km kg g lb oz ml l w v kw kpa db hz ghz mah gb mb tb inch inches hours minutes")
_NOT_BEFORE_NAMES = word_set(
    "it he she they them him yourself back up down out off away soak times too here there together now well"
)


def _capitals_after_marks(passage: Passage) -> Iterator[Candidate]:
    """Capitals after a comma or semicolon, on words that are not names."""
    text = passage.text
    for m in _BEHIND.finditer(text):
        mark, word = m[1], m[2]
        small = word.lower()
        if word in _NAMES_TOO or (m[3] and m[4].isupper()):
            continue
        if small not in CLOSED and (mark == ":" or prefers_capital(word) or not is_word(small) or not m[4].islower()):
            continue
        if mark == ":" and small not in RELATIVE:
            continue
        if small not in CLOSED and text[_word_start(text, m.start())].isupper():
            continue  # Commerce, Science and Transportation
        yield CAPITAL_BEHIND_MARK.at(
            text,
            Span(m.start(), m.end(2)),
            _mark_repairs(m, small),
            closed_class=small in CLOSED,
            rarer=rarity(word) - rarity(small),
            comma=mark == ",",
            semicolon=mark == ";",
            subject=small in SUBJECTS,
            relative=small in RELATIVE,
            subordinate=small in SUBORDINATORS,
        )


def _lost_capitals(passage: Passage) -> Iterator[Candidate]:
    """Names that begin with a small letter."""
    for m in _SMALL_WORD.finditer(passage.text):
        if only_capital(m[0]):
            start = m.start()
            repairs = [put(start, start + 1, m[0][0].upper())]
            yield CAPITAL_LOST.at(passage.text, Span(*m.span()), repairs, rarity=rarity(m[0].title()))


def _capitals_inside(passage: Passage, names: _Names) -> Iterator[Candidate]:
    """Capitals within a clause."""
    for m in _CAPITAL.finditer(passage.text):
        if _MAY_BE_SMALL[m[1]] and (candidate := _capital(passage, m, names)):
            yield candidate


def _mark_repairs(m: re.Match[str], small: str) -> list[Repair]:
    lower: Repair = put(m.start(2), m.end(2), small)
    stop: Repair = put(m.start(1), m.end(1), ".")
    gone: Repair = (Edit(Span(m.start(1), m.end(1)), ""), Edit(Span(m.start(2), m.end(2)), small))
    return [stop, lower, gone] if small in SUBJECTS and m[1] == "," else [lower, stop, gone]


_SMALL_WORD = re.compile(r"(?<![\w@#./_&’'-])[a-z]{4,}(?![\w@/_’'-]|\.\w)")
_MUCH_RARER = 0.7  # in the logarithm of ranks
_NAMES_TOO = ("I", "Will", "May", "Mark")
_MAY_BE_SMALL = Memo[bool](lambda word: word not in _NAMES_TOO and (word.lower() in CLOSED or is_word(word.lower())))


def _capital(passage: Passage, m: re.Match[str], names: _Names) -> Candidate | None:
    text, word, behind = passage.text, m[1], m[2]
    before = text[m.start() - 1]
    if not (before.isalnum() or before in "%)") or behind in ("’", "'") or (behind == " " and m[3].isupper()):
        return None
    small = word.lower()
    closed = small in CLOSED
    if closed and behind in (",", "."):
        return None
    start = _word_start(text, m.start())
    before = text[start : m.start()]
    if not before or before[0].isupper():
        return None
    before = before.lower()
    if not closed and (
        len(word) < 3
        or not (
            before in _UNITS
            or before in _NOT_BEFORE_NAMES
            or behind == ":"
            or _noun_before_verb(before, small)
            or (behind == " " and m[3].islower() and rarity(word) - rarity(small) > _MUCH_RARER)
        )
        or (names[word] > 1 and behind != ":")
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
        Span(start, m.end(1)),
        repairs,
        rarer=rarity(word) - rarity(small),
        closed_class=closed,
        subject=small in SUBJECTS,
        label=behind == ":",
        behind_unit=before in _UNITS,
        left_closed_class=before in CLOSED,
        as_name=names[word],
    )


def _word_start(text: str, end: int) -> int:
    """Where the word that ends at ``end`` begins, quotation marks and brackets before it left out."""
    start = text.rfind(" ", 0, end) + 1
    while start < end and text[start] in '“"‘([':
        start += 1
    return start


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
_ADDRESS = re.compile(
    r"https?:|www\.|@|//|\w\.(?:com|org|net|gov|edu|example|html?|txt|pdf|js|py|io|md)\b|[`{}<>\\_=#]"
)
_CLOSE_BRACKET = re.compile(r"(?<=\w)([)\]%])(?=[^\W\d_]{2})")
_OPEN_BRACKET = re.compile(r"(?<=[^\W\d_]{2})([(\[])(?=\s?\w{2})")
_MAY_BE_TWO = re.compile(r"(?<!\w)[A-Za-z][a-z]{4,}(?![\w-])")
_SMALL_PIECE = re.compile(r"[“\"‘(]*([A-Za-z][a-z]{4,})[.,;:!?”\"’)]*")


def _glued(passage: Passage, looks: Shapes) -> Iterator[Candidate]:
    if looks.has(MIXED):
        yield from _glued_capitals(passage.text)
    yield from _glued_small(passage)
    if number := _LIST_NUMBER.match(passage.text):
        spaced = number[0].replace("、", ".") + " "
        yield GLUED_MARK.at(passage.text, Span(0, number.end() + 1), [put(0, number.end(), spaced)], list=1)
    if looks.has(INNER):
        yield from _glued_marks(passage.text)
        yield from _glued_numbers(passage.text)
        yield from _glued_brackets(passage.text)


_INNER_NUMBER = re.compile(r"(?<=[^\W_]{2})([.!?;:]?[\"”’)]?)(?<!\d)(\d{1,2})\. ?(?=[A-Z][a-z]+(?! ?\d))")
_LIST_NUMBER = re.compile(r"(?:\d{1,2}[.)、]|[①-⑳])(?=[A-Z][a-z])")


def _glued_numbers(text: str) -> Iterator[Candidate]:
    """The number of a list's next item, glued to the end of the one before (``the lid.3.Press``)."""
    for m in _INNER_NUMBER.finditer(text):
        end = "" if m[1].strip('"”’)') else "."
        yield GLUED_MARK.at(
            text, Span(m.start(), m.end() + 1), [put(m.start(2), m.end(), f"{end} {m[2]}. ")], list=1, period=1
        )


def _glued_capitals(text: str) -> Iterator[Candidate]:
    for m in _GLUED_CAPITAL.finditer(text):
        left, right = m[1], m[2]
        if (
            left in ("Mc", "Mac", "De", "La", "Le", "Di", "Van", "Fitz", "iPhone")
            or not is_word(left.lower())
            or not (is_word(right.lower()) or right.lower() in CLOSED)
            or (left[0].isupper() and right.lower() not in CLOSED)
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


def _glued_brackets(text: str) -> Iterator[Candidate]:
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
        if _ADDRESS.search(piece.of(text)) or (text[m.end()] != " " and (")" in piece.of(text) or len(piece) < 4)):
            continue  # item(s), f(x)
        yield GLUED_MARK.at(
            text,
            Span(m.start() - 1, m.end()),
            [put(m.start(), m.end() + (text[m.end()] == " "), f" {m[1]}")],
            bracket=1,
        )


def _glued_small(passage: Passage) -> Iterator[Candidate]:
    """A word nobody knows that is two words (``saidthat``)."""
    cut = {word: cuts for word, cuts in map(_CUTS.__getitem__, passage.unknown) if cuts}
    for found in _MAY_BE_TWO.finditer(passage.text) if cut else ():
        word, start = found[0], found.start()
        if word not in cut or (word[0].isupper() and _INSIDE.search(passage.text, max(0, start - 3), start)):
            continue  # the latter is a name
        repairs = [put(start + i, start + i, " ") for i in cut[word][:3]]
        yield GLUED_WORDS.at(passage.text, Span(*found.span()), repairs, small=1, ways=len(cut[word]))


def _cuts_of(piece: str) -> tuple[str, tuple[int, ...]]:
    """The word in a piece, and where it may be cut in two."""
    m = _SMALL_PIECE.fullmatch(piece)
    if not m or len(m[1]) > LONGEST or is_word(m[1].lower()) or (m[1][0].isupper() and prefers_capital(m[1])):
        return "", ()
    word, test = m[1].lower(), _go_together if m[1][0].isupper() else _two_words
    return m[1], tuple(i for i in range(2, len(word)) if test(word[:i], word[i:]))


_CUTS = Memo(_cuts_of)


def _two_words(left: str, right: str) -> bool:
    """Whether both are words, one of them so common that a compound of them is none, or often side by side."""
    if not (is_word(left) and is_word(right)):
        return False
    common = right in CLOSED and min(len(left), 2 * len(right)) > 3
    common = common and (right not in _ENDINGS or left.endswith("ly") or rarity(left) < _FREQUENT)
    common = common or (left in CLOSED - _PREFIXES and len(right) > 4 and len(left) > 2)
    return common or _go_together(left, right) or (_goes_on(left, right) and _met(left, right))


def _go_together(left: str, right: str) -> bool:
    """Whether the first word begins no compound (``ofthese``, ``Youwill``), and the model has met them side by side."""
    if min(len(left), len(right)) < 2 or max(rarity(left), rarity(right)) > _RAREST:
        return False
    if left in CLOSED:
        both = right in CLOSED and len(left + right) > 4 and left not in ("here", "there", "where")
        free = left == "to" or left not in _PREFIXES | _STEMS
        if not both and not (free and len(right) > 2 and len(left + right) > 5):
            return False
    elif len(right) < 4 or not (left in _BEFORE_NOUNS or (len(left) > 5 and left.endswith(_DESCRIBING))):
        return False
    return _met(left, right)


def _goes_on(left: str, right: str) -> bool:
    """Whether ``right`` ends no longer word: none so inflected (``gapsin``), or none at all (``lampand``)."""
    inflected = len(left) > 3 and left.endswith(("ed", "ing", "s")) and not left.endswith("ss")
    return rarity(left) < _RARE and (
        (inflected and (right in _PARTICLES or right in _ENDINGS))
        or (inflected and right == "a" and len(left) > 4)
        or (right == "at" and len(left) > 3)
        or (right in ("the", "and", "with", "this", "that") and len(left) > 2)
    )


def _met(left: str, right: str) -> bool:
    """Whether the model has met two words, both of which it knows, side by side."""
    model = shipped()
    number = model.vocabulary.number
    if left not in number or right not in number:
        return False
    return bool(model.places(np.array([[number[left], number[right]]], np.int32))[0][0, 0] >= 0)


_INSIDE = re.compile(r"[^\W_]['’]?[,;]? $|[^.!?:\s][\"“‘(]$")
_ENDINGS = word_set("some or in is as on an so than at")
"""Words that are the endings of rare ones, too (inheritor, burdensome)."""
_PREFIXES = word_set("over under out up off in on down after with by to through about any no some every")
_STEMS = word_set("a an in as be so no on is or if it at do us all only even here there then where when how who")
"""Other short words with which longer ones begin."""
_PARTICLES = word_set("out up off away down back over")
_BEFORE_NOUNS = word_set(
    "more most less best highest lowest largest last next first each other another very too plain two three four five "
    "six seven eight nine ten eleven twelve twenty thirty"
)
_DESCRIBING = ("ly", "al", "ant", "ent", "ous", "ive", "ful", "ible", "ary", "ed")
_FREQUENT = 7.5  # logarithm of the rank
_RARE, _RAREST = 9.5, 10.5


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
            left_known=is_word(text[start : first.start()].lower().lstrip('“"‘(')),
        )


FAR = 200
"""Characters on either side of a mark that tell what it is."""


def _piece(text: str, at: int) -> Span:
    """What is between white space around a place, at most ``FAR`` characters to either side."""
    low, high = max(0, at - FAR), min(len(text), at + FAR)
    start, end = text.rfind(" ", low, at) + 1, text.find(" ", at, high)
    return Span(start or low, end if end >= 0 else high)


def _lost_space(text: str, piece: Span, m: re.Match[str]) -> bool:
    """Whether a space belongs after a mark within a piece of a text; not in U.S.A, a.m., 10:30am, v2.x."""
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
        return not small or (is_word(behind[1]) and is_word(word[0].lower()) and not word[0].isupper())
    if mark == ":":
        return len(word[0]) > 1 and word[0].isalpha() and "/" not in right
    if mark in "!?":
        return len(behind[1]) > 1 or behind[1] in ("I", "A")
    return len(word[0]) > 1 or word[0].isdigit() or len(behind[1]) > 2


# -- commas ---------------------------------------------------------------------------------------------------------

_COMMA_VERB = re.compile(
    r", (?:will|would|can|could|should|must|is|are|was|were|has|have|had|of|does|did)\b"
    r"(?! (?:course|it|he|she|they|you|we|I|that|there)\b)"
)


def _commas(passage: Passage) -> Iterator[Candidate]:
    """The only comma of a clause, before its verb."""
    text = passage.text
    for m in _COMMA_VERB.finditer(text):
        sentence = passage.sentence_at(m.start())
        before = text[sentence.start : m.start()]
        if (
            not text[m.start() - 1].isalpha()
            or "," in before
            or "(" in before
            or "–" in before
            or "—" in before
            or before.count(" ") > 14
        ):
            continue
        yield COMMA_INSIDE.at(
            text, Span(m.start(), m.end()), [put(m.start(), m.start() + 1)], words_before=before.count(" ") + 1,
            of=m[0].endswith("of"),
        )  # fmt: skip


# -- borders between passages ----------------------------------------------------------------------------------------

ENDING = 80  # characters at the end of a paragraph that are looked at
_ENDED = re.compile(r"[.!?…:;][\"”’»)\]]*$")


def _borders(analysis: Analysis) -> Iterator[Candidate]:
    """Paragraphs that break off, and those that begin with a small letter."""
    text = analysis.text
    kinds = (BlockKind.PROSE, BlockKind.LINE)
    nothing = Passage("", BlockKind.PROSE, len(text), text)
    for passage, other in pairwise([*analysis.passages, nothing]):
        if not passage.text or passage.kind in (BlockKind.CODE, BlockKind.LIST_ITEM):
            continue
        offset, end, following = passage.start, passage.end, other.start
        last = re.search(r"([^\W\d_]+),?$", passage.text[-ENDING:])
        if last and not _ENDED.search(passage.text):
            small = other.text[:1].islower() and other.kind in kinds
            heading = passage.kind is BlockKind.HEADING
            unfinished = last[1] in NEVER_LAST or (not heading and (last[1] in SELDOM_LAST or last[0].endswith(",")))
            if small and (unfinished or passage.kind is BlockKind.PROSE):
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
