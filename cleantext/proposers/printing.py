"""Proposes what printing left in the text: hyphens of line ends, broken ligatures, gaps in words, notes, page heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, pairwise
from operator import or_

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.language.sentences import ABBREVIATIONS
from cleantext.language_model.ngram import shipped
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import LONGEST, is_word
from cleantext.proposers.proposal import Mechanism, Repair, in_each, put, without

_PRINT = "The lines of a printed page were probably joined without removing it."

FOOTNOTE = Mechanism("printing", "print-footnote", "a footnote in the middle of the text", _PRINT)
PAGE_HEAD = Mechanism("printing", "print-page-head", "a page header in the middle of the text", _PRINT)
HYPHEN = Mechanism(
    "printing", "print-hyphen", "a word is still divided as at the end of a line", "A line probably ended here."
)
SPLIT_WORD = Mechanism(
    "printing", "print-split-word", "a word is cut in two", "Text copied from a printed page often has gaps in words."
)
LIGATURE = Mechanism(
    "printing",
    "print-ligature",
    "a ligature broke this word",
    "In print ff, fi and fl are often one character, which gets lost or cut off in copying.",
)


@dataclass(frozen=True, slots=True)
class Printing:
    """Proposes repairs of what was taken from a printed page."""

    name: str = "printing"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage."""
        return in_each(analysis, self.name, _candidates)


def _candidates(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    flags = reduce(or_, set(map(_FLAGS.__getitem__, passage.pieces)), 0)
    if flags & _HYPHENS:
        yield from _hyphens(text)
    if flags & _DIGITS:
        yield from _notes(passage)
        if flags & _HEADED:
            yield from _heads(passage)
    if flags & _STUCK:
        yield from _stuck_notes(text)
    if flags & _LIGATURE:
        yield from _ligatures(text)
    if flags & (_LONE | _FRAGMENT):
        yield from _broken_words(passage)
    yield from _halves(passage)


_HYPHENS, _DIGITS, _LIGATURE, _LONE, _FRAGMENT, _HEADED, _STUCK = (1 << i for i in range(7))
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LOST = ("ff", "fi", "fl", "ffi", "ffl")
_BARE = re.compile(r"^([\"“‘(\[]*)([^\W\d_]+)([.,;:!?\"”’)\]]*)$")
_DIVIDED = re.compile(r"[^\W\d_]{2,}-$")
_BROKEN_COMPOUND = re.compile(r"^-[^\W\d_]{2,}$")
_INNER_HYPHEN = re.compile(r"(?<![\w-])[a-z]{2,}-[a-z]{2,}(?![\w-])")
_NOTE = re.compile(r"^\d{1,3}[A-Z][a-z]*$|^[^\W\d_]*[a-z]{3}\d{1,2}$")
_NOTE_STUCK = re.compile(
    r"(?<=[a-z])([.;!?][\"”’')\]]{0,2}|[\"”’')\]]{1,2}[.;!?]?)"
    r"(\d{1,3}(?:(?:, ?|[ –-])\d{1,3}){0,3}|[¹²³⁰⁴-⁹]{1,3}|[†‡])(?=\s|$)"
)
_NUMBER = re.compile(r"\[?\d{1,4}[\].,]?|\(\d{4}\)|\d{1,4}[–/-]\d{1,4}|[ivx]{2,5}")


def _flag_of(piece: str) -> int:
    """Which of the searches below may find something in a piece without white space."""
    if len(piece) > 2 * LONGEST:
        return 0
    if _NUMBER.fullmatch(piece):
        return _DIGITS
    if (len(piece) > 3 and piece.isupper()) or piece == "Page" or piece.rstrip(",:").lower() in _PRINTED:
        return _HEADED
    if piece.isalpha():
        if piece in _LOST:
            return _LONE
        if not piece.isascii() and any(map(_LIGATURES.__contains__, piece)):
            return _LIGATURE
        return _FRAGMENT if piece.islower() and not is_word(piece) else 0
    if _DIVIDED.search(piece) or _BROKEN_COMPOUND.search(piece) or piece in "-‐":
        return _HYPHENS
    if (m := _INNER_HYPHEN.search(piece)) and _divided_within(m[0]):
        return _HYPHENS
    if _NOTE.search(piece):
        return _DIGITS
    if _NOTE_STUCK.search(piece.rstrip(",")):
        return _STUCK
    flag = _LIGATURE if not piece.isascii() and any(map(_LIGATURES.__contains__, piece)) else 0
    bare = _BARE.match(piece)
    return flag | (_FRAGMENT if bare and bare[2].islower() and not is_word(bare[2]) else 0)


def _divided_within(word: str) -> bool:
    """Whether a word with a hyphen is one word without it, and its parts are none or say nothing together."""
    left, right = word.split("-", 1)
    return (
        is_word(left + right)
        and left not in _PREFIXES
        and right not in _SUFFIXES
        and (not is_word(left) or not is_word(right) or len(left) > 3)
    )


_PREFIXES = word_set(
    "re co pre non anti self semi multi sub inter over under out up off on in by e ex pro de un well post mid "
    "micro macro half all cross counter bi tri extra ultra super new hard home life long short time co-"
) - {"under", "with"}
_SUFFIXES = word_set("up off out in down on over away back like wide long term time line free")

_PRINTED = word_set(
    "report reports journal magazine review gazette herald courier bulletin proceedings minutes accounts handbook "
    "yearbook annual quarterly letters transactions notes record records papers"
)
"""Words of titles that stand at the head of printed pages."""

_AFTER_EN = word_set("suite route masse bloc passant garde famille croute")
"""French words that English borrowed with their ``en``."""

_FLAGS = Memo(_flag_of)
# -- print -----------------------------------------------------------------------------------------------------------

_LINE_END = re.compile(r"(?<![\w-])([^\W\d_]{2,})([-‐])( +)([a-z]+)")
_SPACED_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})( +-(?! )|(?<=\w) +- +)([a-z]{2,})(?![\w-])")


def _hyphens(text: str) -> Iterator[Candidate]:
    for m in _LINE_END.finditer(text):
        left, right = m[1].lower(), m[4]
        if right in ("and", "or", "to", "und", "nor", "but", "versus"):
            continue
        join, keep = put(m.start(2), m.end(3)), put(m.start(3), m.end(3))
        known = is_word(left + right)
        stem = any(is_word(left + right[:cut]) for cut in (-1, -2, -3) if len(right) > 3)
        whole = is_word(left) and is_word(right) and not known
        repairs = [keep, join] if (whole and not stem) or left in ("self", "non", "well") else [join, keep]
        yield HYPHEN.at(
            text,
            Span(m.start(), m.end()),
            repairs,
            joined_known=known,
            left_known=is_word(left),
            right_known=is_word(right),
            left_closed=left in CLOSED,
        )
    for m in _INNER_HYPHEN.finditer(text):
        if _divided_within(m[0]):
            at = m.start() + m[0].index("-")
            yield HYPHEN.at(
                text, Span(*m.span()), [put(at, at + 1)], inner=1, joined_known=1,
                left_known=is_word(m[0].split("-")[0]), right_known=is_word(m[0].split("-")[1]),
            )  # fmt: skip
    for m in _SPACED_HYPHEN.finditer(text):
        one_sided = not m[2].endswith(" ")
        compound = m[1].lower() in _PREFIXES or m[1].lower() == "great"
        if not one_sided and not compound:
            continue  # a dash
        yield HYPHEN.at(
            text, Span(*m.span()), [put(m.start(2), m.end(2), "-"), put(m.start(2), m.end(2))], spaced=1,
            one_sided=one_sided,
        )  # fmt: skip


_WITH_LIGATURE = re.compile(r"[^\W\d_]*( ?)([ﬀ-ﬆ])( ?)([^\W\d_]*)")


def _broken_words(passage: Passage) -> Iterator[Candidate]:
    """Words that nobody knows, alone or beside a fragment, and that a gap or a ligature explains."""
    text, parts = passage.text, passage.pieces
    suspects = [k for k, piece in enumerate(parts) if _FLAGS[piece] & (_LONE | _FRAGMENT)]
    done = -1
    for k in suspects:
        if k <= done or not _explained(parts, k):
            continue
        places = passage.piece_spans
        found = _lone(text, places, k) if parts[k] in _LOST else _mended(text, places, k)
        if found:
            done = k + 1
            yield found


def _explained(parts: Sequence[str], k: int) -> bool:
    """Whether a fragment may be mended at all: a cheap look before the places are asked for."""
    word = _core(parts[k])
    if parts[k] in _LOST or _WITHOUT_LIGATURE[word]:
        return True
    left = _core(parts[k - 1]).lower() if k else ""
    right = _core(parts[k + 1]) if k + 1 < len(parts) else ""
    return any(
        (left and is_word(left + lig + word)) or (right and is_word((word + lig + right).lower()))
        for lig in ("", *_LOST)
    )


def _lone(text: str, places: list[tuple[int, int]], k: int) -> Candidate | None:
    """``e ff ort``: a ligature that is alone."""
    if not 0 < k < len(places) - 1:
        return None
    (start, before), (first, last), (behind, end) = places[k - 1 : k + 2]
    left, right, letters = _core(text[start:before]), _core(text[behind:end]), text[first:last]
    joined = is_word((left + letters + right).lower())
    one_left, one_right = Edit(Span(before, first), ""), Edit(Span(last, behind), "")
    if not joined and not is_word((letters + right).lower()) and not is_word((left + letters).lower()):
        return None
    repairs: list[Repair] = [(one_left, one_right)] if joined else [(one_right,), (one_left,), (one_left, one_right)]
    return LIGATURE.at(text, Span(start, end), repairs, joined_known=joined, spaced=1)


def _core(piece: str) -> str:
    m = _BARE.match(piece)
    return m[2] if m else ""


def _ligatures(text: str) -> Iterator[Candidate]:
    for m in _WITH_LIGATURE.finditer(text):
        letters = _LIGATURES[m[2]]
        left = text[m.start() : m.start(1)]
        repairs: list[Repair] = []
        for before in ("", m[1]) if m[1] else ("",):
            for behind in ("", m[3]) if m[3] else ("",):
                word = (left if not before else "") + letters + (m[4] if not behind else "")
                if is_word(word.lower()):
                    repairs.append(put(m.start(1), m.end(3), before + letters + behind))
        repairs += [put(m.start(1), m.end(3), m[1] + letters), put(m.start(1), m.end(3), letters + m[3])]
        yield LIGATURE.at(text, Span(*m.span()), repairs, character=1, joined_known=len(repairs) > 2)


def _lost_within(word: str) -> tuple[tuple[int, str], ...]:
    """Where a lost ligature makes a word of this, and which."""
    if not 5 <= len(word) <= LONGEST:
        return ()
    places = ((at, lig) for at in range(len(word) + 1) for lig in _LOST)
    return tuple((at, lig) for at, lig in places if is_word(word[:at] + lig + word[at:]))


_WITHOUT_LIGATURE = Memo(_lost_within)


def _mended(text: str, places: list[tuple[int, int]], k: int) -> Candidate | None:
    """A known word made of an unknown one and its neighbour, a ligature between or before them or not."""
    bare = _BARE.match(text[slice(*places[k])])
    if bare is None:
        return None
    word = bare[2]
    start, end = places[k][0] + len(bare[1]), places[k][1] - len(bare[3])
    joins: list[tuple[int, Repair]] = []
    ligatures: list[Repair] = []
    left_at, right_at = start, end
    if k and not bare[1] and (left := re.search(r"(?<![\w-])[^\W\d_]+$", text[slice(*places[k - 1])])):
        left_at = places[k - 1][0] + left.start()
        gap = (places[k - 1][1], places[k][0])
        joins += _joined(left[0], word, gap)
        ligatures += [put(*gap, lig) for lig in _LOST if is_word((left[0] + lig + word).lower())]
    if k + 1 < len(places) and not bare[3] and (right := re.match(r"[^\W\d_]+", text[slice(*places[k + 1])])):
        gap = (places[k][1], places[k + 1][0])
        if right[0].islower() and not (word == "en" and right[0] in _AFTER_EN):
            joins += _joined(word, right[0], gap)
            ligatures += [put(*gap, lig) for lig in _LOST if is_word((word + lig + right[0]).lower())]
            right_at = places[k + 1][0] + right.end()
    ligatures += [put(start + at, start + at, lig) for at, lig in _WITHOUT_LIGATURE[word]]
    if joins:
        repairs = [repair for _, repair in sorted(joins, key=lambda join: -join[0])]
        return SPLIT_WORD.at(text, Span(left_at, right_at), repairs + ligatures, length=max(size for size, _ in joins))
    if ligatures:
        return LIGATURE.at(text, Span(left_at, right_at), ligatures, lost=1, ways=len(ligatures))
    return None


def _joined(left: str, right: str, gap: tuple[int, int]) -> list[tuple[int, Repair]]:
    joined = left + right
    if len(joined) < 5 or not is_word(joined.lower()) or (is_word(left.lower()) and is_word(right.lower())):
        return []
    return [(len(joined), put(*gap))]


_LIKELIER = 6.5  # nats
_MARKS = '.,;:!?”"’)'


def _halves(passage: Passage) -> Iterator[Candidate]:
    """``with drawn``: two words, or a word and a letter, of which the n-gram model says that they are one."""
    model, parts = shipped(), passage.pieces
    known = model.vocabulary.number
    cut = []
    for k, (left, piece) in enumerate(pairwise(parts)):
        right = piece.rstrip(_MARKS)
        if left + right in known and _one(left, right):
            cut.append((k, right))
    if not cut:
        return
    text, places = passage.text, passage.piece_spans
    repairs = [put(places[k][1], places[k + 1][0]) for k, _ in cut]
    for (k, right), repair, gain in zip(cut, repairs, model.gains(text, repairs).tolist(), strict=True):
        if gain > _LIKELIER + 2 * (parts[k] == "in"):  # in finite time
            span = Span(places[k][0], places[k + 1][0] + len(right))
            yield SPLIT_WORD.at(text, span, [repair], length=len(parts[k]) + len(right))


def _one(left: str, right: str) -> bool:
    """Whether two parts of a known word may be a word that was cut, and no others look at them."""
    if left in ("A", "I") or not right.islower() or right in _SEPARATE.get(left, ()):
        return False
    if min(len(left), len(right)) == 1 and len(left + right) < 5:
        return True
    return left.islower() and is_word(left) and is_word(right)


_SEPARATE = {
    **dict.fromkeys(("any", "some", "every", "no"), word_set("one time day way body")),
    **dict.fromkeys(("in", "on", "up"), word_set("to on")),
    "may": word_set("be"),
    "per": word_set("cent"),
}
"""Words that are right as two as well, which only sense tells from one."""

_STOP = re.compile(r"[.!?…][\"”’)]*(?=\s|$)")
_NOTE_AT_START = re.compile(r"(\d{1,3})(?=[A-Z][a-z]+ [a-z])")
_NOTE_INSIDE = re.compile(r"(?<=[a-z]{3})(\d{1,2}) (?=[A-Z])")
_HEAD = re.compile(
    r"(?:\d{1,4} (?:[A-Z]\. ?)*[A-Z]\w+(?: (?:and|&) (?:[A-Z]\. ?)*[A-Z]\w+| et al\.)+"
    r"|(?:Page|page) \d+(?: of \d+)?)(?=\s|$)"
)


def _notes(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    head = _HEAD.match(text)
    if head:
        yield PAGE_HEAD.at(
            text, Span(0, head.end()), [without(text, 0, head.end())], at_start=1, whole=head.end() == len(text)
        )
        return
    start = _NOTE_AT_START.match(text)
    if start:
        yield FOOTNOTE.at(text, Span(0, len(text)), [put(0, len(text)), put(0, start.end())], at_start=1)
        return
    for m in _NOTE_INSIDE.finditer(text):
        stop = _STOP.search(text, m.end())
        end = stop.end() if stop else len(text)
        yield FOOTNOTE.at(
            text, Span(m.start(), end), [put(m.start(), end), put(m.start(), m.start() + len(m[1]))], inside=1
        )


def _stuck_notes(text: str) -> Iterator[Candidate]:
    """Numbers of notes that are stuck to the end of a sentence."""
    for m in _NOTE_STUCK.finditer(text):
        if _is_note(text, m):
            yield FOOTNOTE.at(
                text, Span(m.start() - 1, m.end()), [put(*m.span(2)), put(m.start(2), m.start(2), " ")], inside=1,
                stuck=1, quoted=len(m[1]) > 1, to_end=m.end() == len(text),
            )  # fmt: skip


_WORD_BEFORE = re.compile(r"(?<![\w.@/-])[^\W\d_]{2,24}$")


def _is_note(text: str, m: re.Match[str]) -> bool:
    """Whether a number stuck to a mark may be a note's: after a word, no ``No.17``, and where a sentence may end."""
    word = _WORD_BEFORE.search(text, max(0, m.start() - 25), m.start())
    if not word or word[0].lower() in ABBREVIATIONS or not is_word(word[0].lower()):
        return False
    behind = text[m.end() : m.end() + 2].strip()
    if m[1] == ";":
        return behind.islower()
    return not behind or behind[0].isupper() or behind[0] in '“"‘('


_SHOUTED = re.compile(rf"[A-Z&][A-Z’'&.-]*[,:]?|{_NUMBER.pattern}|—")
_TITLED = re.compile(
    rf"[A-Z][A-Za-z’'-]*[,:]?|(?:[A-Z][a-z]{{0,3}}\.)+|{_NUMBER.pattern}|[&/—–]|of|the|and|for|in|plc|report"
)
_HEAD_DATE = re.compile(r" [A-Z][a-z]+day,? (?:[A-Z][a-z]+ \d\d?|\d\d? [A-Z][a-z]+),? \d{4}\b")
_MONTH = re.compile("JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC")
_OPEN = re.compile(r"(?:^|\s)(?!(?:of|in|at|by|to|on|the|for|and|from|with)\b)[^\W\d_A-Z]{2,9}[,;]?$")
_YEAR = re.compile(r"\[?(?:1[5-9]|20)\d\d\b")
_COUNTED = word_set(
    "chapter section table figure fig part article act scene appendix step exhibit annex rule volume lesson unit no "
    "class type phase group"
)
_LONGEST_HEAD = 14  # words
_WIDEST_GAP = 100  # characters: what is further from a head isn't looked at


def _heads(passage: Passage) -> Iterator[Candidate]:
    """Page heads among sentences: words in capitals, or a title, with the number of the page at one end."""
    kinds = list(map(_KINDS.__getitem__, passage.pieces))
    for shouted, of_head in zip((True, False), zip(*kinds, strict=True), strict=False):
        for same, group in groupby(range(len(of_head)), of_head.__getitem__):
            run = list(group)
            if not same or not 2 < len(run) <= _LONGEST_HEAD:
                continue
            if head := _head_of(passage.text, [passage.piece_spans[k] for k in run], shouted):
                yield head


_KINDS = Memo(lambda piece: (bool(_SHOUTED.fullmatch(piece)), bool(_TITLED.fullmatch(piece))))
"""Whether a piece may be of a head in capitals, and of a title."""


def _head_of(text: str, run: list[tuple[int, int]], shouted: bool) -> Candidate | None:
    """The page head in a row of pieces that might all be of one."""
    pieces = [text[start:end] for start, end in run]
    first, last = 0, len(run)
    while first < last and not (pieces[first].isdigit() or re.match(r"[A-Z](?:[^.]*$|\.|[A-Z]\.)", pieces[first])):
        first += 1  # the end of the sentence before
    numbers = [k for k in range(first + 1, last) if _NUMBER.fullmatch(pieces[k])]
    numbered = first < last and pieces[first].isdigit()
    if numbers:
        last = numbers[-1] + 1
    elif not numbered:
        return None
    elif shouted:
        last -= len(pieces[-1]) == 1  # A, I
    else:
        last = max((k + 1 for k in range(first, last) if pieces[k].lower() in _PRINTED), default=0)
    head = pieces[first:last]
    words = [piece for piece in head if piece[0].isupper() and len(piece) > 2]
    paged = not shouted and head[-4:-3] == ["Page"]
    named = sum(map(len, words)) > 7 if shouted else any(p.strip(",:").lower() in _PRINTED or p[0] == "(" for p in head)
    year = len(numbers) == 1 and not numbered and _YEAR.match(head[-1]) and not any(map(_MONTH.match, words))
    if len(words) < 2 or not (named or paged) or year or head[-1][-1] == "," or (numbered and _YEAR.match(head[0])):
        return None
    if numbers and not paged and (head[-2].islower() or head[-2].strip(".,").lower() in _COUNTED):
        return None
    start, end = run[first][0], run[last - 1][1]
    if date := _HEAD_DATE.match(text, end):
        end = date.end()
    before, behind = text[max(0, start - _WIDEST_GAP) : start].rstrip()[-9:], text[end : end + 9].lstrip()[:1]
    ended = not before or bool(_STOP.search(before.rstrip("0123456789¹²³⁰⁴⁵⁶⁷⁸⁹ ")[-3:]))
    fits = not behind or behind.isupper() or behind in '“"‘(' or (shouted and not before and behind.islower())
    if not (before or behind) or not (fits if ended else behind.islower() and len(words) > 2 and _OPEN.search(before)):
        return None
    return PAGE_HEAD.at(
        text, Span(start, end), [without(text, start, end)], at_start=not before, whole=0, ended=ended,
        title=not shouted,
    )  # fmt: skip
