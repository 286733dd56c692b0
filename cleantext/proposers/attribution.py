"""Proposes broken tags of quotations: who said it, with a verb too many, on the wrong side, alone, or cut off.

A passage is read as a row of symbols (``language/attribution.py``). What follows a quotation that ends in a comma
must be a tag; one that no correct tag begins with is brought to the nearest one by leaving parts out. Beside that, a
table of the orders in which translation leaves speakers and verbs outside of quotations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.attribution import SPEECH_VERBS, Row
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import is_word, prefers_capital
from cleantext.proposers.proposal import Mechanism, Repair, prose, put

_ORDER = "The source probably puts speaker and verb in another order, and both orders were translated."
_CUT = "The translator probably took the quotation and its tag for two sentences."

BROKEN_TAG = Mechanism("attribution", "attribution-broken-tag", "the tag of this quotation is broken", _ORDER)
VERB_TWICE = Mechanism("attribution", "attribution-verb-twice", "two verbs of speech share one speaker", _ORDER)
SPEAKER_TWICE = Mechanism("attribution", "attribution-speaker-twice", "the verb of speech has two subjects", _ORDER)
VERB_FIRST = Mechanism("attribution", "attribution-verb-first", "the sentence begins with its verb of speech", _ORDER)
VERB_ALONE = Mechanism("attribution", "attribution-verb-alone", "the verb of speech is on its own", _CUT)
CUT_OFF = Mechanism("attribution", "attribution-cut-off", "the tag is cut off from its quotation", _CUT)
NO_SPEAKER = Mechanism(
    "attribution",
    "attribution-no-speaker",
    "the verb of speech has no speaker",
    "The speaker was probably lost in translation.",
)
ACCORDING = Mechanism(
    "attribution",
    "attribution-according",
    "'according to' and a verb of speech say the same thing",
    "The source probably has one of the two where English has the other.",
)
TOLD_NOBODY = Mechanism(
    "attribution",
    "attribution-told-nobody",
    "'told' has no listener",
    "Many languages have one verb for 'say' and 'tell'.",
)
FALSE_VERB = Mechanism(
    "attribution",
    "attribution-false-verb",
    "this verb does not report speech",
    "A verb of speech was probably translated in another of its senses.",
)

_NP = "(?:x{0,2}H(?:I[Hx]+|CH|x)*|P)"
_VERB = "B{0,2}x?[Vv]"
_ASIDE = "(?:,[HxIRGCTDBVvP]{1,12}?,)"
_GOOD = re.compile(
    rf"(?:{_NP}{_ASIDE}?{_VERB}|{_VERB}{_NP})(?!(?:,[HxIDGC]{{1,9}}|,R[^,QEO.]{{1,9}}),?V)"
    r"(?:(?=[.,;:!?IDxGCRTBvO-])(?!x?[IHxDGPO]{0,4}V)|$)"
)
_GOOD_TOLD = re.compile(rf"(?:{_NP}{_ASIDE}?{_VERB})[HPx]+(?:[^VH]|$)")
_WINDOW = re.compile(r"[^.!?;QEO]*")
_HEARD = word_set("told tells asked asks reminded reminds warned warns informed assured")
"""Verbs with a hearer after them."""

_MOST = 9  # parts of a window that are tried


@dataclass(frozen=True, slots=True)
class Attributions:
    """Proposes repairs of the words that say who speaks."""

    name: str = "attribution"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage in which somebody speaks."""
        for passage in prose(analysis):
            if any(map(_SPEAKS.__getitem__, passage.pieces)):
                for candidate in _candidates(passage):
                    yield candidate.shift(passage.start)


def _speaks(piece: str) -> bool:
    word = piece.strip("“”\"'’.,;:!?()").lower()
    return word in SPEECH_VERBS or word in _FALSE_VERBS or word == "according"


_FALSE_VERBS = word_set("introduced manifested expressed exposed sustained communicated pronounced referred")
"""What a speech verb becomes where a dictionary's first sense is taken."""

_SPEAKS = Memo(_speaks)


def _candidates(passage: Passage) -> Iterator[Candidate]:
    row = passage.row
    symbols = row.symbols
    seen: list[Span] = []
    for candidate in (*_broken_tags(row, symbols), *_by_order(row, symbols), *_by_words(passage.text)):
        if not any(span.overlaps(candidate.span) for span in seen):
            seen.append(candidate.span)
            yield candidate


# -- what follows a quotation ---------------------------------------------------------------------------------------


def _broken_tags(row: Row, symbols: str) -> Iterator[Candidate]:
    for m in re.finditer("Q|O,(?=B?[VHP])", symbols):
        window = _WINDOW.match(symbols, m.end())
        tag = window[0] if window else ""
        if not tag or "V" not in tag[:_MOST] or _correct(row, tag, m.end()):
            continue
        first, length = m.end(), min(len(tag), _MOST)
        repairs = [*_reordered(row, tag, first), *_nearest(row, tag, first)]
        missing = re.match(r"B?x?V(?:[,.]|$|[RC])", tag)
        if not repairs and not missing:
            continue
        span = row.span(first, first + (missing.end() if missing and not repairs else min(length, _reach(tag))))
        repairs = [smaller for repair in repairs for smaller in _smaller(row, first, repair)]
        mechanism = BROKEN_TAG if repairs else NO_SPEAKER
        yield mechanism.at(row.text, span, repairs, verbs=tag.count("V"), speakers=tag.count("H") + tag.count("P"))


def _smaller(row: Row, first: int, repair: Repair) -> Iterator[Repair]:
    """A repair, with a small letter too where the tag begins with a capital that is no name's."""
    start = row.parts[first].start
    word = re.match(r"\w+", row.text[start:])
    small = word and row.text[start].isupper() and not prefers_capital(word[0]) and is_word(word[0].lower())
    if small and all(edit.span.start > start for edit in repair):
        yield (Edit(Span(start, start + 1), row.text[start].lower()), *repair)
    yield repair


def _reach(tag: str) -> int:
    """How many parts of a tag tell that it is broken: up to its last verb, and the noun after it."""
    last = tag[:_MOST].rindex("V") + 1
    return last + (tag[last : last + 1] in "HP" and last < len(tag))


def _correct(row: Row, tag: str, first: int) -> bool:
    if _GOOD.match(tag):
        return not tag.startswith("xV") or row.parts[first].of(row.text).endswith("ly")
    if _GOOD_TOLD.match(tag):
        verb = tag.index("V")
        return row.parts[first + verb].of(row.text).lower() in _HEARD
    return not tag.lstrip("xID,").startswith(("V", "H", "P", "B"))


def _nearest(row: Row, tag: str, first: int) -> Iterator[Repair]:
    """Correct tags that leave one to three parts out: a verb, then a verb and its speaker, then a speaker."""
    tried = []
    for size in (1, 2, 3):
        for at in range(min(len(tag), _MOST) - size + 1):
            gone = tag[at : at + size]
            if gone not in _MAY_GO:
                continue
            left = tag[:at] + tag[at + size :]
            if _GOOD.match(left) or (_GOOD_TOLD.match(left) and _heard(row, left, tag, at, size, first)):
                tried.append((_MAY_GO.index(gone), at, size))
    for _, at, size in sorted(tried):
        yield _without(row, first + at, first + at + size)


def _reordered(row: Row, tag: str, first: int) -> Iterator[Repair]:
    """A verb amid its speaker goes before it (``Wu said Jianguo``); a second verb takes the place of the first."""
    text, parts = row.text, row.parts[first : first + len(tag)]
    if m := re.match(r"(?P<a>[Hx]{1,2})(?P<v>V)(?P<b>H)(?=[,.IR]|$)", tag):
        name, verb = parts[0].join(parts[m.end("a") - 1]), parts[m.start("v")]
        yield (Edit(Span(name.start, verb.end), f"{verb.of(text)} {name.of(text)}"),)
    if m := re.match(r"V(?P<s>[HP])V(?=[,.IRD]|$)", tag):
        other = parts[m.end() - 1]
        before = parts[m.end() - 2]
        yield (Edit(parts[0], other.of(text)), Edit(Span(before.end, other.end), ""))
    if m := re.match(r"H(?:,[^,V]{1,6})?(?P<p>P)V", tag):
        speaker = parts[m.start("p") - 1]
        yield (Edit(Span(speaker.end, parts[m.start("p")].end), ","),)


_MAY_GO = (
    "V", "VP", "PV", "HV", "VH", "H", "P", "T", "HVT", "VT", ",HV", "VH,", ",V", "x,", "I,", "Ix,", "GP", "x", "CV", "C"
)  # fmt: skip


def _heard(row: Row, left: str, tag: str, at: int, size: int, first: int) -> bool:
    verb = left.index("V")
    return row.parts[first + (verb if verb < at else verb + size)].of(row.text).lower() in _HEARD


def _without(row: Row, first: int, stop: int) -> Repair:
    """Without the parts from ``first`` to before ``stop``, and with a capital where they had begun the sentence."""
    text, parts = row.text, row.parts
    start = parts[first].start
    if stop >= len(parts):
        return put(parts[first - 1].end if first else 0, parts[-1].end)
    if not text[parts[stop].start].isalnum() and first:
        return put(parts[first - 1].end, parts[stop - 1].end)
    end = parts[stop].start
    if not text[start].isalnum() and first:
        return put(parts[first - 1].end, parts[stop - 1].end)
    if text[start].isupper() and text[end].islower() and (not first or row.symbols[first - 1] in ".!?E"):
        return put(start, end + 1, text[end].upper())
    return put(start, end)


# -- orders without a quotation -------------------------------------------------------------------------------------

_START = r"(?:^|(?<=[.!?E]))"
_BESIDES = r"(?:,[HxIGCD]{1,9},)?"


@dataclass(frozen=True, slots=True)
class _Order:
    """A broken order of symbols. ``go`` names the groups that each repair leaves out."""

    mechanism: Mechanism
    pattern: re.Pattern[str]
    go: tuple[tuple[str, ...], ...]
    allowed: Callable[[Row, re.Match[str]], bool] = lambda row, m: True


def _word(row: Row, m: re.Match[str], group: str) -> str:
    return row.parts[m.start(group)].of(row.text).lower()


def _a_hearer_verb(row: Row, m: re.Match[str]) -> bool:
    return _word(row, m, "a") in _HEARD


def _no_hearer_verb(row: Row, m: re.Match[str]) -> bool:
    return _word(row, m, "a") not in _HEARD


def _capital_verb(row: Row, m: re.Match[str]) -> bool:
    return row.text[row.parts[m.start("a")].start].isupper()


def _place_first(row: Row, m: re.Match[str]) -> bool:
    """``Manila said Ramon Escudero, who``: one word, then a name of two with more about it."""
    first, last = row.parts[m.start()].of(row.text), row.parts[m.start("v") + 1].of(row.text)
    return " " not in first and len(last.split()) > 1 and last.split()[-1][0].isupper() and not last[0].islower()


_ORDERS = (
    _Order(VERB_TWICE, re.compile(r"(?P<a>V)(?P<t>T?)(?P<b>V)(?=[^.]|.)"), (("a", "t"), ("b",), ("t", "b"))),
    _Order(
        VERB_FIRST,
        re.compile(rf"{_START}(?P<a>V)(?P<s>[HP]{_BESIDES},?)(?P<b>V)"),
        (("a",), ("b",)),
        _capital_verb,
    ),
    _Order(
        VERB_TWICE,
        re.compile(r"(?P<p>P)(?P<a>V)(?P<s>T?P)(?P<b>V)(?=T)"),
        (("a", "s"), ("s", "b")),
        _no_hearer_verb,
    ),
    _Order(
        VERB_TWICE,
        re.compile(r"(?<!P)(?P<a>V)(?P<s>T?P)(?P<b>V)(?=[THP])"),
        (("a", "s"), ("s", "b")),
        _no_hearer_verb,
    ),
    _Order(VERB_TWICE, re.compile(r"(?P<a>V)(?P<h>[HPx])(?P<b>V)(?=T)"), (("b",), ("a", "h")), _a_hearer_verb),
    _Order(VERB_FIRST, re.compile(rf"{_START}(?P<a>V)(?P<h>[Hx]+),R(?P<b>V)"), (), _capital_verb),
    _Order(VERB_FIRST, re.compile(r"(?P<a>V)[HP]{1,2}(?:I[Hx]{1,3}){1,3}(?P<b>V)T"), (("a",),), _a_hearer_verb),
    _Order(VERB_TWICE, re.compile(r",(?P<a>V)H(?P<b>PBV)(?=[.,]|$)"), (("b",),)),
    _Order(VERB_TWICE, re.compile(rf"{_START}H(?P<a>V)H(?P<b>V)(?=T)"), (("a",),)),
    _Order(VERB_ALONE, re.compile(rf"{_START}(?P<a>V)(?=[.]|$)"), (("a",),), _capital_verb),
    _Order(VERB_ALONE, re.compile(rf"{_START}(?P<a>C?B{{0,2}}VT?|VP|BxV)(?=[.]|$)"), (("a",),)),
    _Order(VERB_TWICE, re.compile(r",(?P<a>V)(?P<s>[HPx])(?P<b>V)(?=[.,]|$)"), (("a",), ("b",)), _no_hearer_verb),
    _Order(VERB_TWICE, re.compile(r"(?P<a>V)(?P<c>,)(?P<b>V)(?=[IT])"), (("c", "b"), ("a", "c"))),
    _Order(VERB_TWICE, re.compile(r"(?P<a>V)(?P<h>[xHP])(?P<s>TP)(?P<b>V)(?=T)"), (("s", "b"), ("a", "s"))),
    _Order(SPEAKER_TWICE, re.compile(rf"{_START}H{_BESIDES}(?:,R[^,.QEO]{{1,12}},)?(?P<p>P)V(?=T|$|[.,])"), (("p",),)),
    _Order(SPEAKER_TWICE, re.compile(rf"{_START}H(?P<v>V)H(?:,R|,H)"), (), _place_first),
)
_CUT_OFF_OUTSIDE = re.compile(r"O(?P<dot>\.)(?P<v>V)(?=[HP])")
_CUT_OFF = re.compile(r"E(?P<v>V)(?P<s>[HP])(?=[.,IDH]|$)|E(?P<s2>[HP])(?P<v2>V)(?=[.,ID])")
_LONE_SPEAKER = re.compile(r"(?:^|(?<=[.!?]))P(?P<v>V)(?=[.])")
_LOST_SPEAKER = re.compile(r"(?<=[QEO]),?B{0,2}V(?=[.]|$)")
_PERIOD_BEFORE_VERB = re.compile(r"H(?P<dot>\.)(?P<v>V)(?=[.,IRTD])")


def _by_order(row: Row, symbols: str) -> Iterator[Candidate]:
    text = row.text
    for m in _CUT_OFF.finditer(symbols):
        yield from _reattached(row, m)
    for order in _ORDERS:
        for m in order.pattern.finditer(symbols):
            if not order.allowed(row, m):
                continue
            repairs = [
                _without(row, min(m.start(g) for g in groups), max(m.end(g) for g in groups))
                for groups in order.go
                if all(m[g] is not None for g in groups) and any(m[g] for g in groups)
            ]
            span = row.span(m.start(), m.end())
            yield order.mechanism.at(text, span, repairs, parts=m.end() - m.start(), quotation="Q" in symbols)
    for m in _CUT_OFF_OUTSIDE.finditer(symbols):
        quotation, dot, verb = row.parts[m.start()], row.parts[m.start("dot")], row.parts[m.start("v")]
        if text[verb.start].isupper() and quotation.end == dot.start:
            small = Edit(Span(verb.start, verb.start + 1), text[verb.start].lower())
            moved = Edit(Span(quotation.end - 1, dot.end), "," + text[quotation.end - 1])
            span = Span(quotation.end - 1, row.parts[m.end()].end)
            yield CUT_OFF.at(text, span, [(moved, small), (Edit(dot, ","), small)], verb_first=1, period=1)
    for pattern, mechanism in ((_LONE_SPEAKER, VERB_ALONE), (_LOST_SPEAKER, NO_SPEAKER)):
        for m in pattern.finditer(symbols):
            yield mechanism.at(
                text, row.span(m.start(), m.end()), behind_quotation=m.start() > 0 and symbols[m.start() - 1] in "QEO"
            )
    for m in _PERIOD_BEFORE_VERB.finditer(symbols):
        dot, verb = row.parts[m.start("dot")], row.parts[m.start("v")]
        if verb.of(text)[0].islower():
            yield BROKEN_TAG.at(
                text,
                Span(max(0, dot.start - 1), verb.end),
                [put(dot.start, dot.end), put(dot.start, verb.end), put(dot.start, dot.end, ",")],
                small=1,
            )  # fmt: skip
    yield from _according(row, symbols)


def _reattached(row: Row, m: re.Match[str]) -> Iterator[Candidate]:
    """A quotation that ends with a period, and its tag as a sentence of its own."""
    text = row.text
    quotation = row.parts[m.start()]
    group = "v" if m["v"] else "s2"
    first = row.parts[m.start(group)]
    word = text[first.start : first.end].split()[0]
    if m["v"] and not word[0].isupper():
        return
    closing = re.search(r"([.!?…])([”\"’»]+)$", quotation.of(text))
    if closing is None:
        return
    edits = []
    if closing[1] == ".":
        at = quotation.start + closing.start(1)
        edits.append(Edit(Span(at, at + 1), ","))
    if m["v"] or word.lower() in CLOSED:
        edits.append(Edit(Span(first.start, first.start + 1), text[first.start].lower()))
    if edits:
        yield CUT_OFF.at(
            text, Span(quotation.end - len(closing[0]), row.parts[m.end() - 1].end), [tuple(edits)],
            verb_first=bool(m["v"]), period=closing[1] == ".",
        )  # fmt: skip


_TO_VERB = re.compile(r"IB[HP](?:IH){0,2}x{0,3}(?:,[^,.VQEO]{1,8})?,?(?P<v>V)(?P<t>T?)|IBH,(?P<that>T)")


def _according(row: Row, symbols: str) -> Iterator[Candidate]:
    text = row.text
    for m in _TO_VERB.finditer(symbols):
        first = row.parts[m.start()]
        if first.of(text).lower() != "according":
            continue
        if m["that"]:
            that = row.parts[m.start("that")]
            gone = put(row.parts[m.start("that") - 1].end, that.end)
            yield ACCORDING.at(text, Span(first.start, that.end), [gone], that=1)
            continue
        verb, speaker = row.parts[m.start("v")], row.parts[m.start() + 2]
        letter = text[speaker.start]
        letter = letter.upper() if text[first.start] == "A" else letter
        before = row.parts[m.start("v") - 1]
        behind_speaker = before.start if symbols[m.start("v") - 1] == "," else before.end
        repairs = [
            put(first.start, speaker.start + 1, letter),
            put(behind_speaker, row.parts[m.end() - 1].end, ","),
        ]
        yield ACCORDING.at(text, Span(first.start, verb.end), repairs, that=bool(m["t"]))


# -- words -----------------------------------------------------------------------------------------------------------

_TOLD = re.compile(r"(?<![\w’'])(\w+[,”]?) (told)(?=[.,;]| that\b| in an? | during )")
_PASSIVE = word_set(
    "is are was were be been being am get got as ’m i’m we’re they’re not have has had often once also never all "
    "just and story stories tale truth who"
)
_FALSE = re.compile(rf"\b({'|'.join(sorted(_FALSE_VERBS))})(,? that)\b")


def _by_words(text: str) -> Iterator[Candidate]:
    if "told" in text:
        for m in _TOLD.finditer(text):
            if m[1].lower().strip(",”") not in _PASSIVE:
                yield TOLD_NOBODY.at(
                    text, Span(*m.span(2)), [put(*m.span(2), "said")], ends=text[m.end() : m.end() + 1] == "."
                )
    for m in _FALSE.finditer(text):
        yield FALSE_VERB.at(text, Span(*m.span()), [put(*m.span(), "said that"), put(*m.span(1), "said")])
