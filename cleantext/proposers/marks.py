"""Proposes marks that stand wrongly: twice, apart from their word, quotation marks and brackets without a partner.

Where marks may end or join sentences, see ``boundaries.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.sentences import ABBREVIATIONS
from cleantext.proposers.proposal import Mechanism, Repair, prose, put
from cleantext.proposers.shapes import APART, BRACKET, INNER, ODD, shapes

SPACED_MARK = Mechanism(
    "marks",
    "mark-spaced",
    "a space stands before this mark",
    "programs often put spaces around marks to tell words apart, and leave them there",
)
DOUBLED_MARK = Mechanism(
    "marks",
    "mark-doubled",
    "two marks stand where one is enough",
    "a dropped word often leaves the mark behind it",
)
QUOTE_SPACED = Mechanism(
    "marks",
    "quote-spaced",
    "the quotation mark stands on the wrong side of a space",
    "programs often put spaces around marks to tell words apart, and leave them there",
)
QUOTE_MIXED = Mechanism(
    "marks",
    "quote-mixed",
    "the two marks of this quotation don't belong together",
    "the marks of another language or program are often changed on one side only",
)
QUOTE_ORDER = Mechanism(
    "marks",
    "quote-order",
    "the mark stands behind the quotation that it ends",
    "other languages set the closing quotation mark first",
)
QUOTE_UNPAIRED = Mechanism(
    "marks",
    "quote-unpaired",
    "this quotation mark has no partner",
    "one of the two is often lost where a quotation is translated in pieces",
)
BRACKET_UNPAIRED = Mechanism(
    "marks",
    "bracket-unpaired",
    "this bracket has no partner",
    "one of the two is often lost where the text in brackets is translated alone",
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Proposes repairs of marks, quotation marks and brackets."""

    name: str = "marks"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage."""
        for passage in prose(analysis):
            for candidate in _candidates(passage):
                yield candidate.shift(passage.start)


def _candidates(passage: Passage) -> Iterator[Candidate]:
    looks = shapes(passage)
    if looks.has(APART | ODD | INNER):
        yield from _spaced(passage)
        yield from _doubled(passage)
        yield from _quote_gaps(passage.text)
        yield from _quote_order(passage.text)
    yield from _quote_pairs(passage.text)
    if looks.has(BRACKET):
        yield from _brackets(passage)


# -- marks -----------------------------------------------------------------------------------------------------------

_SPACED = re.compile(r"(?<=[\w)”\"’%])( +)([.,;:!?]+)(?=\s|$|[^\W\d_]|[\"”’)])(?!\.\.)")
_DOUBLED = re.compile(r"(?<!\.)([.,;:!?])([\"”’)]?)( ?)([.,;:])(?![.\d\w)(]| ?\.)")
_DOTS = re.compile(r"(?<=[^\W\d_])(?<!\.)(\.\.|\. \. \.|\. \.)(?=[\s\"”]|$)(?! ?\.)")


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
        repairs = (
            [first_gone, second_gone, both] if behind.islower() and first == "." else [second_gone, first_gone, both]
        )
        if close:
            repairs.insert(0, put(m.start(1), m.end(), last + close))
        yield DOUBLED_MARK.at(
            text, Span(max(0, m.start() - 1), m.end()), repairs, same=first == last, closing_quote=bool(close),
            small_behind=behind.islower(), apart=bool(m[3]),
        )  # fmt: skip
    for m in _DOTS.finditer(text):
        repairs = [put(m.start(), m.end(), "."), put(m.start(), m.end(), "..."), put(m.start(), m.end())]
        yield DOUBLED_MARK.at(
            text, Span(m.start() - 1, m.end()), repairs, same=1, dots=m[0].count("."), apart=" " in m[0]
        )


def _abbreviated(text: str, at: int) -> bool:
    word = re.search(r"[\w.]+$", text[max(0, at - 12) : at])
    return bool(word) and (word[0].lower() in ABBREVIATIONS or "." in word[0] or len(word[0]) < 5)  # type: ignore[index]


# -- quotations and brackets -----------------------------------------------------------------------------------------

_QUOTE_ORDER = re.compile(r"([”\"»])([.,])(?=\s|$)")
_CURLY = re.compile("[“”]")
_QUOTES = re.compile('[“”„«»"]')
_IN_ORDER = re.compile('(?:“”|«»|„“|„”)*|(?:"")*')


def _quote_order(text: str) -> Iterator[Candidate]:
    """A comma or period behind the closing mark, where American printing has it before."""
    if "“" not in text and "»" not in text:
        return
    for m in _QUOTE_ORDER.finditer(text):
        if m.start() and (text[m.start() - 1].isalnum() or text[m.start() - 1] == "%"):
            opened = max(text.rfind("“", 0, m.start()), text.rfind("«", 0, m.start()), 0)
            yield QUOTE_ORDER.at(
                text,
                Span(m.start() - 1, m.end()),
                [put(m.start(), m.end(), m[2] + m[1]), put(m.start(), m.end(), m[1])],
                comma=m[2] == ",",
                quoted_words=text[opened : m.start()].count(" ") + 1,
            )


def _quote_gaps(text: str) -> Iterator[Candidate]:
    """Curly marks on the wrong side of a space, or without one."""
    depth = 0
    for m in _CURLY.finditer(text):
        i = m.start()
        before, behind = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if m[0] == "“":
            depth += 1
            if behind == " ":
                yield QUOTE_SPACED.at(text, Span(i, i + 2), [put(i + 1, i + 2), put(i, i + 1, "”")], opening=1)
            elif before.isalnum():
                yield QUOTE_SPACED.at(
                    text, Span(i - 1, i + 2), [put(i, i, " "), put(i, i + 1, "” ")], opening=1, glued=1
                )
            continue
        if before in (" ", "") and behind.isalnum():  # ` ”word`: turned round, or the space is on the wrong side
            space = Edit(Span(i - 1, i), "") if before else Edit(Span(i, i), "")
            moved: Repair = (space, Edit(Span(i + 1, i + 1), " "))
            turned: Repair = put(i, i + 1, "“")
            repairs = [moved, turned] if depth > 0 and before else [turned, moved]
            yield QUOTE_SPACED.at(text, Span(max(0, i - 1), i + 2), repairs, open_before=depth > 0)
        elif before == " ":
            gone: Repair = put(i - 1, i)
            turned = put(i, i + 2, "“")
            repairs = [gone] if behind != " " else [gone, turned] if depth > 0 else [turned, gone]
            yield QUOTE_SPACED.at(text, Span(max(0, i - 2), i + 1), repairs, open_before=depth > 0)
        elif behind.isalpha():
            yield QUOTE_SPACED.at(text, Span(i - 1, i + 2), [put(i + 1, i + 1, " ")], glued=1)
        depth = max(0, depth - 1)


def _quote_pairs(text: str) -> Iterator[Candidate]:
    """Marks that don't match, and marks without a partner."""
    marks = list(_QUOTES.finditer(text))
    row = "".join(m[0] for m in marks)
    foreign = "«" in row or "„" in row
    if not marks or (_IN_ORDER.fullmatch(row) and not foreign):
        return
    opened = -1
    for m in marks:
        i, mark = m.start(), m[0]
        if mark in "“„«" or (mark == '"' and _opens(text, i) and (opened < 0 or text[opened] == '"')):
            if mark == "“" and opened >= 0 and text[opened] == "„":
                yield QUOTE_MIXED.at(text, Span(opened, opened + 1), [_both(opened, i, "“”")], foreign=1)
                opened = -1
                continue
            if opened >= 0 and text[opened] == mark == "“":
                yield QUOTE_UNPAIRED.at(text, Span(opened, opened + 1), _closings(text, opened, i), opening=1)
            opened = i
        elif opened < 0:
            if mark == "”":
                yield QUOTE_UNPAIRED.at(text, Span(i, i + 1), _openings(text, i), opening=0)
            elif mark == '"' and i and text[i - 1] in ".,!?" and row.count('"') % 2:
                yield QUOTE_UNPAIRED.at(text, Span(i, i + 1), _openings(text, i), straight=1)
        else:
            pair = text[opened] + mark
            if pair not in ("“”", '""'):
                straight = '"' in pair
                odd = i if text[opened] == "“" else opened
                repairs = [_both(opened, i, "“”")] if not straight else [_both(opened, i, "“”"), _both(opened, i, '""')]
                span = Span(odd, odd + 1) if straight else Span(opened, i + 1)
                yield QUOTE_MIXED.at(text, span, repairs, straight=straight, foreign=foreign)
            opened = -1
    if opened >= 0 and text[opened] in '“«„"':
        yield QUOTE_UNPAIRED.at(
            text,
            Span(opened, opened + 1),
            _closings(text, opened, len(text)),
            opening=1,
            runs_on=1,
            to_end=len(text) - opened,
        )


def _both(opened: int, closed: int, pair: str) -> Repair:
    return (Edit(Span(opened, opened + 1), pair[0]), Edit(Span(closed, closed + 1), pair[1]))


def _openings(text: str, end: int) -> list[Repair]:
    """Without the mark, or with its partner where the sentence begins."""
    starts = [m.end() for m in re.finditer(r"[.!?:,][”\"’)]* +|^", text[:end])]
    mark = "“" if text[end] == "”" else text[end]
    return [put(end, end + 1), *(put(at, at, mark) for at in starts[:-3:-1])]


def _opens(text: str, i: int) -> bool:
    return (i == 0 or text[i - 1] in " (—–[") and text[i + 1 : i + 2] not in ("", " ")


_CLOSE_AT = re.compile(r"[,.!?](?=[ ,]|$)")


def _closings(text: str, start: int, end: int) -> list[Repair]:
    """Where a quotation may end: behind its last sentence, behind its first."""
    ends = [m.end() for m in _CLOSE_AT.finditer(text, start, end)]
    if not ends:
        return [put(start, start + 1)]
    mark = {"“": "”", "«": "»", "„": "“"}.get(text[start], '"')
    return [put(at, at, mark) for at in dict.fromkeys([ends[-1], ends[0]])] + [put(start, start + 1)]


_LIST_MARK = re.compile(r"(?:^|\s)(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})$")


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
