"""Proposes marks in the wrong place: twice, apart from their word, quotation marks and brackets without a partner.

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
from cleantext.language.attribution import VERBS
from cleantext.language.memo import Memo
from cleantext.language.sentences import ABBREVIATIONS
from cleantext.proposers.encodings import SIGN, encodings
from cleantext.proposers.proposal import Mechanism, Repair, in_each, put
from cleantext.proposers.shapes import APART, BRACKET, INNER, ODD, shapes

SPACED_MARK = Mechanism(
    "marks",
    "mark-spaced",
    "there is a space before this mark",
    "Software often puts spaces around marks to tell words apart, and leaves them there.",
)
DOUBLED_MARK = Mechanism(
    "marks",
    "mark-doubled",
    "two marks where one is enough",
    "A word that is dropped often leaves its mark in the text.",
)
WIDE_MARK = Mechanism(
    "marks",
    "mark-wide",
    "a Chinese or Japanese mark",
    "Translators often leave marks as they are in the source.",
)
QUOTE_SPACED = Mechanism(
    "marks",
    "quote-spaced",
    "the quotation mark is on the wrong side of a space",
    "Software often puts spaces around marks to tell words apart, and leaves them there.",
)
QUOTE_MIXED = Mechanism(
    "marks",
    "quote-mixed",
    "the two marks of this quotation do not match",
    "Marks of another language or program are often changed on one side only.",
)
QUOTE_ORDER = Mechanism(
    "marks",
    "quote-order",
    "the mark that ends this quotation is not inside it",
    "Other languages put the closing quotation mark first.",
)
QUOTE_UNPAIRED = Mechanism(
    "marks",
    "quote-unpaired",
    "this quotation mark has no partner",
    "One of the two is often lost when a quotation is translated in pieces.",
)
BRACKET_UNPAIRED = Mechanism(
    "marks",
    "bracket-unpaired",
    "this bracket has no partner",
    "One of the two is often lost when the text in brackets is translated separately.",
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Proposes repairs of marks, quotation marks and brackets."""

    name: str = "marks"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage."""
        return in_each(analysis, self.name, _candidates)


def _candidates(passage: Passage) -> Iterator[Candidate]:
    if any(map(_ENCODED.__getitem__, passage.pieces)):
        yield from encodings(passage.text)
    looks = shapes(passage)
    if looks.has(APART | ODD | INNER):
        yield from _spaced(passage)
        yield from _doubled(passage)
        yield from _apostrophes(passage.text)
        yield from _quote_gaps(passage.text)
        yield from _quote_order(passage.text)
    yield from _quote_pairs(passage.text)
    if any(map(passage.text.__contains__, _CLOSING)):
        yield from _without_comma(passage.text)
        yield from _quotes_twice(passage.text)
    if "{" in passage.text or "}" in passage.text:
        yield from _braces(passage.text)
    if looks.has(BRACKET) and looks.has(ODD | APART):
        yield from _bracket_gaps(passage.text)
    if looks.has(BRACKET | APART):
        yield from _brackets(passage)


_ENCODED = Memo(lambda piece: SIGN.search(piece) is not None)
"""Whether a piece of a text without white space may be encoded wrongly."""

# -- marks -----------------------------------------------------------------------------------------------------------

_SPACED = re.compile(r"(?<=[\w)”\"’%])( +)([.,;:!?]+)(?=\s|$|[^\W\d_]|[\"”’)])(?!\.\.)")
_DOUBLED = re.compile(r"(?<!\.)([.,;:!?])([\"”’)]?)( ?)([.,;:!?…])(?![.\w)(]| ?\.)")
_DOTS = re.compile(r"(?<=[\w)])(?<!\.)( ?\.\.|\. \. \.|\. \.)(?=[\s\"”]|$)(?! ?\.)")
_DASH_STOP = re.compile(r"( ?(?<![—–-])[—–-]+ ?)(\.)(?=\s|$)|(\.)( ?[—–])(?= [a-z])")
_WIDE = {"，": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?", "、": ","}
_WIDE_MARK = re.compile(f"[{''.join(_WIDE)}]")
_APOSTROPHE = re.compile(
    r"(?<=[^\W\d_])( +)([’'])( *)(t|s|re|ve|ll|d|m)(?!\w)|(?<=[^\W\d_])([’'])( +)(t|s|re|ve|ll|m)(?!\w)"
)
_GAP_INSIDE = re.compile(r"(?<=\()( +)(?=\w)|(?<=\w)( +)(?=\)(?:[\s.,;:]|$))")
_STRAY_QUOTE = re.compile(r"(?<=\S)( +)(’)(?=[.,!? ]|$)")


def _spaced(passage: Passage) -> Iterator[Candidate]:
    """Marks that are apart from the word they follow."""
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
        if first == "." and close in ("", ")") and not m[3] and _abbreviated(text, m.start()):
            continue
        if first == last == "." and not close:
            continue  # dots, below
        if first in "?!" and (last in "?!…" or (last == "," and close)):
            continue
        if first in ".," and last == "…" and m[3]:
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

    for m in _DASH_STOP.finditer(text):
        repairs = [put(*m.span(), "."), put(*m.span(2), "")] if m[2] else [put(*m.span(3), ""), put(*m.span(4), "")]
        yield DOUBLED_MARK.at(text, Span(max(0, m.start() - 1), m.end()), repairs, dash=1)
    for m in _WIDE_MARK.finditer(text):
        mark, behind = _WIDE[m[0]], text[m.end() : m.end() + 1]
        if behind.isascii() and text[m.start() - 1 : m.start()].isascii():
            start = m.start() - (text[m.start() - 1 : m.start()] == " ")
            space = " " if behind.isalnum() or (behind in "“(" and behind) else ""
            repairs = [put(start, m.end(), mark + space), put(start, m.end(), space)]
            yield WIDE_MARK.at(text, Span(max(0, m.start() - 1), m.end()), repairs, doubled=behind in ".,;:")


def _bracket_gaps(text: str) -> Iterator[Candidate]:
    """Spaces within brackets, all of a pair in one repair."""
    gaps = [m.span() for m in _GAP_INSIDE.finditer(text)]
    done = -1
    for start, end in gaps:
        if start < done:
            continue
        close = text.find(")", end)
        inside = [gap for gap in gaps if start <= gap[0] <= (close if close >= 0 else len(text))]
        done = inside[-1][1]
        repair = tuple(Edit(Span(*gap), "") for gap in inside)
        yield SPACED_MARK.at(text, Span(max(0, start - 1), done + 1), [repair], bracket=1)


def _apostrophes(text: str) -> Iterator[Candidate]:
    """``don 't``, and a closing single mark that is apart."""
    for m in _APOSTROPHE.finditer(text):
        mark, ending = m[2] or m[5], m[4] or m[7]
        yield QUOTE_SPACED.at(text, Span(max(0, m.start() - 1), m.end()), [put(*m.span(), mark + ending)], apostrophe=1)
    for m in _STRAY_QUOTE.finditer(text):
        yield QUOTE_SPACED.at(
            text, Span(max(0, m.start() - 1), m.end()), [put(*m.span(1)), put(*m.span())], single=1,
            open_before="‘" in text[: m.start()],
        )  # fmt: skip


def _abbreviated(text: str, at: int) -> bool:
    found = re.search(r"[\w.]+$", text[max(0, at - 12) : at])
    word = found[0] if found else ""
    return word.lower() in ABBREVIATIONS or "." in word or (0 < len(word) < 5 and word.isalpha())


# -- quotations and brackets -----------------------------------------------------------------------------------------

_QUOTE_ORDER = re.compile(r"([”\"»])([.,])(?=\s|$)")
_CURLY = re.compile("[“”]")
_QUOTES = re.compile('[“”„«»「」『』《》"]')
_FOREIGN = "«„「『《"
_PARTNERS = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", "《": "》"}
_CLOSING = ('"', "”", "''", "’’", "``")
_IN_ORDER = re.compile('(?:“”|«»|„“|„”)*|(?:"")*')


def _quote_order(text: str) -> Iterator[Candidate]:
    """A comma or period after the closing mark, where American printing has it before."""
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
    turned: Repair
    for m in _CURLY.finditer(text):
        i = m.start()
        before, behind = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if m[0] == "“":
            if (not behind or behind in " \n") and before in (".", ",", "!", "?", "…"):
                turned = put(i, i + 1, "”")
                yield QUOTE_SPACED.at(
                    text, Span(max(0, i - 1), i + 1), [turned, put(i, i + 1)], turned=1, open_before=depth > 0
                )
                depth = max(0, depth - 1)
                continue
            depth += 1
            if behind == " ":
                yield QUOTE_SPACED.at(text, Span(i, i + 2), [put(i + 1, i + 2), put(i, i + 1, "”")], opening=1)
            elif before.isalnum():
                yield QUOTE_SPACED.at(
                    text, Span(i - 1, i + 1 + len(behind)), [put(i, i, " "), put(i, i + 1, "” ")], opening=1, glued=1
                )
            continue
        if before in (" ", "") and behind.isalnum():  # ` ”word`: turned round, or the space is on the wrong side
            space = Edit(Span(i - 1, i), "") if before else Edit(Span(i, i), "")
            moved: Repair = (space, Edit(Span(i + 1, i + 1), " "))
            turned = put(i, i + 1, "“")
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
    marks = [m for m in _QUOTES.finditer(text) if not _TWO_KINDS.match(text, m.start())]
    row = "".join(m[0] for m in marks)
    foreign = any(mark in row for mark in _FOREIGN)
    if not marks or (_IN_ORDER.fullmatch(row) and not foreign and (row[0] != '"' or _alternate(text, marks))):
        return
    opened = -1
    for m in marks:
        i, mark = m.start(), m[0]
        if (
            (mark in "“" + _FOREIGN and not (opened >= 0 and mark in "„«" and _closes(text, i)))
            or (mark == "»" and opened < 0 and _opens(text, i))
            or (mark == '"' and _opens(text, i) and (opened < 0 or text[opened] == '"'))
        ):
            if mark == "“" and opened >= 0 and text[opened] == "„":
                yield QUOTE_MIXED.at(text, Span(opened, opened + 1), [_both(opened, i, "“”")], foreign=1)
                opened = -1
                continue
            if opened >= 0 and text[opened] == mark == "“":
                closed = text.find("”", i)
                again = _CURLY.search(text, closed + 1) if closed >= 0 else None
                if again and again[0] == "”":
                    inner = Span(i, closed + 1)
                    yield QUOTE_MIXED.at(text, inner, [_both(i, closed, "‘’")], nested=1)
                else:
                    yield _unclosed(text, opened, i)
            elif (
                opened >= 0
                and text[opened] == mark == '"'
                and (_TAG_BEHIND.search(text, opened, i) or _BARE_TAG.search(text, opened, i))
            ):
                yield _unclosed(text, opened, i)
            opened = i
        elif opened < 0:
            if mark == "”":
                yield QUOTE_UNPAIRED.at(text, Span(i, i + 1), _openings(text, i), opening=0)
            elif mark == '"' and i and text[i - 1] in ".,!?" and row.count('"') % 2:
                yield QUOTE_UNPAIRED.at(text, Span(i, i + 1), _openings(text, i), straight=1)
        else:
            pair = text[opened] + mark
            if pair not in ("“”", '""'):
                yield _mixed(text, opened, i, foreign)
            opened = -1
    if opened >= 0:
        yield _unclosed(text, opened, len(text))


def _mixed(text: str, opened: int, closed: int, foreign: bool) -> Candidate:
    """A quotation whose two marks don't match; spaces within, and a comma after, are set right with them."""
    straight = '"' in text[opened] + text[closed]
    plain = (text[opened] == '"' and text[closed] not in '"”') or (not straight and '"' in text and "“" not in text)
    pairs = ('""', "“”") if plain else ("“”", '""') if straight else ("“”",)
    start = opened + 1 + (text[opened + 1 : opened + 2] == " ")
    end = closed - (text[closed - 1] == " " and closed - 1 >= start)
    repairs: list[Repair] = []
    for pair in pairs:
        ends = [Edit(Span(opened, start), pair[0]), Edit(Span(end, closed + 1), pair[1])]
        behind = text[closed + 1 : closed + 2]
        if behind and behind in ",.":
            mark = "" if text[end - 1] in ",.!?…" else behind
            repairs.append((ends[0], Edit(Span(end, closed + 2), mark + pair[1])))
        repairs.append(tuple(ends))
    if not straight:
        repairs.append((Edit(Span(opened, start), ""), Edit(Span(end, closed + 1), "")))
    odd = opened if text[closed] in '”"' and text[opened] != "“" else closed
    span = Span(odd, odd + 1) if straight else Span(opened, closed + 1)
    return QUOTE_MIXED.at(text, span, repairs, straight=straight, foreign=foreign)


def _both(opened: int, closed: int, pair: str) -> Repair:
    return (Edit(Span(opened, opened + 1), pair[0]), Edit(Span(closed, closed + 1), pair[1]))


_BEGINS = re.compile(r"[.!?:,][”\"’)]* +|^")
FARTHEST = 1_000
"""Characters that a quotation may begin before its last mark."""


def _openings(text: str, end: int) -> list[Repair]:
    """Without the mark, or with its partner where the sentence begins."""
    starts = [m.end() for m in _BEGINS.finditer(text, max(0, end - FARTHEST), end)]
    mark = "“" if text[end] == "”" else text[end]
    return [put(end, end + 1), *(put(at, at, mark) for at in starts[:-3:-1])]


def _alternate(text: str, marks: list[re.Match[str]]) -> bool:
    return all(_opens(text, m.start()) == (k % 2 == 0) for k, m in enumerate(marks))


def _opens(text: str, i: int) -> bool:
    return (i == 0 or text[i - 1] in " (—–[") and text[i + 1 : i + 2] not in ("", " ")


def _closes(text: str, i: int) -> bool:
    return i > 0 and text[i - 1] not in " (—–[" and (i + 1 == len(text) or text[i + 1] in " .,;:!?)")


_CLOSE_AT = re.compile(r"[,.!?…](?=[ ,]|$)")
_VERB = f"(?:{'|'.join(sorted(VERBS))})"
_TAG_BEHIND = re.compile(rf",(?= (?:[\w.’-]+ ){{0,4}}?{_VERB}\b)")
_BARE_TAG = re.compile(rf"(?<=[a-z])(?= (?:he|she|they) {_VERB}[.,])")
_TOLD = re.compile(" (?:He|She|They) ")
_OTHER_CLOSE = re.compile(r"(?<=[.,!?…])['’](?=\s|$)")
_NAME = "[A-Z][a-z’-]{1,30}(?: [A-Z][a-z’-]{1,30})?"
_BEFORE_TAG = re.compile(
    rf'(?<=[a-z"”])["”](?= (?:(?:he|she|they|{_NAME}) {_VERB}|{_VERB} (?:the|its|his|her|a|{_NAME}))\b)'
)
_TWICE = re.compile("[\"“”]{2}|''|’’|‘‘|``|(?<!\\S)'\"")
_TWO_KINDS = re.compile('"[“”]|(?<=[“”])"(?!“)')
_SAME = ('""', "””", "““")


def _without_comma(text: str) -> Iterator[Candidate]:
    """``“Ten” he said``: a quotation that runs into its tag."""
    for m in _BEFORE_TAG.finditer(text):
        near = max(0, m.start() - REACH)
        opened = max(text.rfind('"', near, m.start()), text.rfind("“", near, m.start()), 0)
        if text[m.start() - 1].isalpha() and text[max(0, opened - 2) : opened].rstrip()[-1:] in ("", *'.,:!?…”"'):
            yield QUOTE_ORDER.at(
                text, Span(m.start() - 1, m.end()), [put(m.start(), m.start(), ","), put(m.end(), m.end(), ",")],
                missing=1, comma=1, quoted_words=text[opened + 1 : m.start()].count(" ") + 1,
            )  # fmt: skip


def _quotes_twice(text: str) -> Iterator[Candidate]:
    """Two quotation marks where one is enough, or two single ones for a double one."""
    curled, straight = text.count("“"), text.count('"')
    last_single = max((m.start() for m in _OTHER_CLOSE.finditer(text)), default=-1)
    for m in _TWICE.finditer(text):
        start, end = m.span()
        before, behind = text[start - 1] if start else " ", text[end : end + 1] or " "
        opening = before in " (—–[" and behind.isalnum()
        if not opening and (not (before.isalpha() or before in ".,!?…’)") or behind not in " .,;:!?)—–"):
            continue
        curly = "“" if opening else "”"
        usual = curled > m[0].count("“") or (straight == m[0].count('"') and m[0] != '""')
        marks = [curly, '"'] if usual else ['"', curly]
        repairs = [*(put(start, end, mark) for mark in marks), put(start, end)]
        if m[0] == "'\"":
            if last_single >= end:
                continue
            repairs = repairs[::-1] if straight % 2 else repairs
        if before.isalpha() and _BEFORE_TAG.match(text, end - 1):
            repairs.insert(0, put(start, end, "," + marks[0]))
        yield (DOUBLED_MARK if m[0] in _SAME else QUOTE_MIXED).at(
            text, Span(max(0, start - 1), end), repairs, closing_quote=not opening, same=m[0] in _SAME, twice=1
        )


_BRACE = re.compile(r"(?<![^\s“\"‘(])[\[{]{1,2}(?=[^\W\d_]{2,20}[\s.,;:!?])|(?<=[^\W\d_])[\]}]{1,2}(?=[\s.,;:!?”\"]|$)")


def _braces(text: str) -> Iterator[Candidate]:
    """A curly bracket that is glued to a word and has no partner."""
    if ("{" in text) == ("}" in text) or text.count("{") + text.count("}") > 1:
        return
    for m in _BRACE.finditer(text):
        if "{" in m[0] or "}" in m[0]:
            yield BRACKET_UNPAIRED.at(text, Span(*m.span()), [put(*m.span())], opening="{" in m[0], curly=1)


def _unclosed(text: str, start: int, end: int) -> Candidate:
    """A quotation may end before its tag, after its last sentence, or after its first."""
    mark = _PARTNERS.get(text[start], '"')
    other = _OTHER_CLOSE.search(text, start, end)
    if other and not re.search(r"‘|(?<!\w)'(?=\w)", text[start:end]):
        return QUOTE_MIXED.at(text, Span(*other.span()), [put(*other.span(), mark)], straight=mark == '"', single=1)
    ends = [m.end() for m in _CLOSE_AT.finditer(text, start, end)]
    tag = _TAG_BEHIND.search(text, start, end)
    order = [tag.end()] if tag else []
    if ends:
        small = text[start + 1 : start + 2].islower()
        order += [ends[0], ends[-1]] if small or _TOLD.match(text, ends[0]) else [ends[-1], ends[0]]
    bare = None if tag else _BARE_TAG.search(text, start, end)
    repairs = [put(bare.start(), bare.start(), "," + mark)] if bare else []
    repairs += [*(put(at, at, mark) for at in dict.fromkeys(order)), put(start, start + 1)]
    likely = bare.start() if bare else order[0] if order else start + 1
    word = max(start, text.rfind(" ", start, max(start, likely - 1)) + 1)
    return QUOTE_UNPAIRED.at(
        text,
        Span(word, likely),
        repairs,
        opening=1,
        runs_on=end == len(text),
        to_end=len(text) - start,
        tag_behind=bool(tag),
        at_start=start == 0,
    )


_LIST_MARK = re.compile(r"(?:^|\s)(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})$")


_BRACKETS = {"(": ")", "[": "]"}


def _brackets(passage: Passage) -> Iterator[Candidate]:
    """Brackets without a partner, or with one of the other kind."""
    text = passage.text
    opened: list[int] = []
    for m in re.finditer(r"[()\[\]]", text):
        i, mark = m.start(), m[0]
        if mark in _BRACKETS:
            opened.append(i)
        elif opened:
            first = opened.pop()
            if _BRACKETS[text[first]] != mark:
                repairs = [_both(first, i, "()"), _both(first, i, "[]")]
                yield BRACKET_UNPAIRED.at(text, Span(first, i + 1), repairs, mixed=1)
        elif not _LIST_MARK.search(text[max(0, i - 6) : i]) and text[i - 1 : i] not in (":", ";", "-"):
            yield BRACKET_UNPAIRED.at(text, Span(max(0, i - 1), i + 1), [put(i, i + 1)], opening=0)
    for i in opened[:MOST_OPEN]:
        yield _unclosed_bracket(text, i)


MOST_OPEN = 20  # brackets of a passage; where more are open, they are no brackets
REACH = 2_000  # characters in which a bracket closes


def _unclosed_bracket(text: str, i: int) -> Candidate:
    close = _BRACKETS[text[i]]
    stops = [m.start() for m in re.finditer(r"[.,;](?=\s|$)", text[i : i + REACH])]
    ends = dict.fromkeys([i + at for at in (*stops[:2], *stops[-1:])] or [len(text)])
    word = re.compile(r"[\w’'-]+(?: [\w’'-]+)?").match(text, i + 1)
    repairs = [put(at, at, close) for at in [*ends, *([word.end()] if word else [])]]
    if text[i + 1 : i + 2] == " ":
        repairs = [(Edit(Span(i + 1, i + 2), ""), *repair) for repair in repairs if repair[0].span.start > i + 1]
    alone = i and text[i - 1] == " "
    gone = put(i - 1, i + 1, " " if text[i + 1 : i + 2].isalnum() else "") if alone else put(i, i + 1)
    last = not text[i + 1 : i + REACH].strip()
    return BRACKET_UNPAIRED.at(
        text, Span(i, min(len(text), i + 1)), [gone, *repairs] if last else [*repairs, gone], opening=1
    )
