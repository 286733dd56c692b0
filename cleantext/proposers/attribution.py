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
from cleantext.language.lexicon import lexicon
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.known import is_word, prefers_capital
from cleantext.proposers.proposal import Mechanism, Repair, compiled, in_each, put, without

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
        """Candidates of every passage, most of them only where somebody speaks."""
        return in_each(analysis, self.name, _of_passage)


def _of_passage(passage: Passage) -> Iterable[Candidate]:
    speaks = any(map(_SPEAKS.__getitem__, passage.pieces))
    return _candidates(passage) if speaks else _phrases(passage.text)


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
    for candidate in (
        *_in_order(row, symbols, _WRITTEN),
        *_around(row, symbols),
        *_phrases(passage.text),
        *_broken_tags(row, symbols),
        *_by_order(row, symbols),
        *_by_words(passage.text),
    ):
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
    """Without the parts from ``first`` to before ``stop``."""
    opens = not first or row.symbols[first - 1] in ".!?E"
    return without(row.text, row.parts[first].start, row.parts[:stop][-1].end, opens=opens)


# -- orders without a quotation -------------------------------------------------------------------------------------

_START = r"(?:^|(?<=[.!?E]))"
_BESIDES = r"(?:,[HxIGCD]{1,9},)?"


@dataclass(frozen=True, slots=True)
class _Order:
    """A broken order of symbols. ``go`` names the groups that a repair leaves out; those of ``write`` come first."""

    mechanism: Mechanism
    pattern: re.Pattern[str]
    go: tuple[tuple[str, ...], ...]
    allowed: Callable[[Row, re.Match[str]], bool] = lambda row, m: True
    write: tuple[str, ...] = ()
    """The order that each repair has instead, with the groups by name."""


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


def _filler(row: Row, m: re.Match[str]) -> bool:
    """``the editor said like that``: words that say nothing more."""
    return row.span(m.end("v"), m.end()).of(row.text).lower() in _FILLERS


_FILLERS = frozenset(
    ["like that", "like this", "so", "this", "that", "as follows", "thus", "about this", "about it", "then", "also so"]
)


def _no_hearer(row: Row, m: re.Match[str]) -> bool:
    return _word(row, m, "v") not in _HEARD


def _named(row: Row, m: re.Match[str]) -> bool:
    """The last noun is a name, and not what the preposition before it belongs to."""
    words = row.parts[m.start("h")].of(row.text).split()
    return words[-1][0].isupper() and (len(words) > 1 or m.group().count("I") == 1)


def _same(row: Row, m: re.Match[str]) -> bool:
    first, second = _word(row, m, "v"), _word(row, m, "b")
    return first == second or bool(m["t"])


def _reports(row: Row, m: re.Match[str]) -> bool:
    """Two verbs of one speaker: both in the past, and the first has no hearer."""
    first, second = _word(row, m, "v"), _word(row, m, "b")
    return first not in _HEARD and first.endswith(("ed", "said", "wrote")) and second.endswith(("ed", "said", "wrote"))


def _speaking(row: Row, m: re.Match[str]) -> bool:
    found = re.search(r"\b\w+ing\b", row.span(m.start(), m.end()).of(row.text))
    return bool(found and found[0].lower() in _SPEAKING)


_SPEAKING = word_set(
    "saying stating adding noting stressing emphasizing emphasising underlining pointing explaining arguing claiming "
    "insisting announcing declaring reporting commenting remarking confirming continuing telling expressing"
    " asserting "
    "mentioning recalling reminding warning concluding indicating affirming assuring informing"
)


def _told_again(row: Row, m: re.Match[str]) -> bool:
    first = row.parts[m.start("b") if m["b"] else m.start() - 3].of(row.text).lower()
    return first == "according" and row.text.lower().count("according to") > (1 if m["b"] else 0)


def _written(row: Row, m: re.Match[str], template: str) -> Repair:
    """The parts of a match in another order. ``{s}`` is the verb, as one without a hearer."""
    text = row.text
    groups = {}
    for name in m.groupdict():
        groups[name] = row.span(m.start(name), m.end(name)).of(text) if m[name] else ""
    verb = _small(groups.get("v", ""))
    groups["v"], groups["s"] = verb, _UNHEARD.get(verb, verb)
    groups["w"] = f" {w}" if (w := groups.get("w", "")) else ""
    if groups.get("t") == "that":
        groups["t"] = " that"
    start = row.parts[m.start()].start
    written = re.sub(r" {2,}", " ", template.format(**groups)).replace(" ,", ",").replace(", ,", ",")
    if text[start].isupper() and (m.start() == 0 or row.symbols[m.start() - 1] in ".!?E") and written[:1].islower():
        written = written[0].upper() + written[1:]
    if row.symbols[m.start() - 1 : m.start()] in ("Q", "E") and m.start():
        written = _small_start(written)
    return put(start, row.parts[m.end() - 1].end, written)


_UNHEARD = {"told": "said", "tells": "says", "informed": "said", "asked": "asked"}


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]


def _small_start(written: str) -> str:
    word = re.match(r"\w+", written)
    return _small(written) if word and word[0].lower() in CLOSED | SPEECH_VERBS else written


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
_TAIL = r"(?=[.,;:!?IDR]|$)"
_AFTER = "(?<=[QE])"
_OFFICE = r"(?P<h>H(?:IH)*)"
_WRITTEN = (
    _Order(CUT_OFF, re.compile(rf"{_AFTER}(?P<v>V)\.{_OFFICE}(?=[.,IR]|$)"), (), write=("{s} {h}", "{h} {s}")),
    _Order(
        BROKEN_TAG,
        re.compile(rf"{_AFTER}(?P<a>H)(?P<v>V)(?P<b>H)V(?=[.,]|$)"),
        (),
        write=("{s} {a}, {b}", "{a} {b} {s}", "{a}, {b}, {s}"),
    ),
    _Order(
        BROKEN_TAG,
        re.compile(rf"{_AFTER}(?P<v>V)(?P<a>H)V(?P<b>H){_TAIL}"),
        (),
        write=("{s} {a} {b}", "{a} {b} {s}", "{s} {a}, {b}"),
    ),
    _Order(BROKEN_TAG, re.compile(rf"{_AFTER}{_OFFICE}(?P<v>V)(?:xT|x|T)(?=[.]|$)"), (), _filler, ("{h} {s}",)),
    _Order(BROKEN_TAG, re.compile(rf"{_AFTER}(?P<v>V){_OFFICE}VP(?=[.,]|$)"), (), write=("{s} {h}", "{h} {s}")),
    _Order(BROKEN_TAG, re.compile(rf"{_AFTER}P(?P<v>V){_OFFICE}{_TAIL}"), (), _no_hearer, ("{h} {s}", "{s} {h}")),
    _Order(BROKEN_TAG, re.compile(rf"{_AFTER}(?P<v>V)P(?P<h>H){_TAIL}"), (), write=("{s} {h}", "{h} {s}")),
    _Order(
        BROKEN_TAG,
        re.compile(rf"{_AFTER}B?(?P<v>V)(?:I[HD]){{1,2}}(?P<h>H)(?=[.]|$)"),
        (),
        _named,
        write=("{h} {s}", "{s} {h}"),
    ),
    _Order(
        VERB_FIRST,
        re.compile(rf"{_START}C?(?P<v>V)(?P<w>(?:I?D)?){_OFFICE}(?P<x>(?:,H)?),?(?P<t>T)"),
        (),
        write=("{h}{x} {s}{w} that", "{h}{x}, {s}{w} that"),
    ),
    _Order(
        VERB_FIRST,
        re.compile(rf"{_START}C?(?P<v>V)(?P<w>(?:I?D)?){_OFFICE}(?P<x>(?:,H)?):"),
        (),
        write=("{h}{x} {s}{w}:", "{h}{x}, {s}{w}:"),
    ),
    _Order(
        VERB_FIRST,
        re.compile(rf"{_START}(?P<v>V){_OFFICE}V(?P<w>(?:,IH,)?)(?P<n>H?)(?P<t>T)"),
        (),
        write=("{h}, {n}, {s} {w} that", "{h} {n} {s} {w} that"),
    ),
    _Order(
        SPEAKER_TWICE,
        re.compile(r"(?P<a>H)P(?P<v>V)(?P<b>H)(?=[T.,]|$)"),
        (),
        _no_hearer,
        write=("{a} {b} {s}", "{s} {a} {b}"),
    ),
    _Order(VERB_TWICE, re.compile(rf"{_START}{_OFFICE},PV,P?(?P<v>V)(?P<t>T)"), (), write=("{h} {v} that",)),
    _Order(VERB_TWICE, re.compile(r"(?<=H)(?P<v>V)TP(?P<b>V)(?P<t>T?)"), (), _same, ("{s} that", "{b} that", "{s}")),
    _Order(VERB_TWICE, re.compile(r"(?P<v>V)P(?P<b>[Vx])(?P<t>T)"), (), _reports, ("{v} that", "{b} that")),
    _Order(VERB_TWICE, re.compile(r"(?P<v>V)H?(?P<g>G)(?P<t>[T:])"), (("g",),), _speaking, ("{s}{t}", "said{t}")),
    _Order(VERB_TWICE, re.compile(r"(?P<g>,CPVG?,?)(?=T)"), (("g",),)),
    _Order(VERB_TWICE, re.compile(r"(?P<g>C?VT?)(?<=V)(?=V[T:,])|(?<=H)(?P<b>VC)V(?=T)"), (("g",), ("b",))),
    _Order(
        BROKEN_TAG,
        re.compile(r"(?P<a>H)(?P<i>I),(?P<v>V)(?P<b>H),?(?=[^.])"),
        (),
        write=("{a} {i} {b} {v}",),
    ),
    _Order(
        BROKEN_TAG,
        re.compile(r"(?<=H),G(?P<t>T)(?P<c>[^,QEO.]{2,20}),(?=[QEO])"),
        (),
        _speaking,
        write=(" said that {c}. ", " said that {c}, "),
    ),
    _Order(
        ACCORDING, re.compile(r"(?<=IBH),(?P<g>P[Vx])(?=,)|(?<=,)(?P<b>IBH),?(?=[.]|$)"), (("g",), ("b",)), _told_again
    ),
    _Order(VERB_ALONE, re.compile(rf"{_START}C?(?:G|VI[HP]|VT)(?=[.]|$)"), ()),
)
_VERB_LAST = re.compile(rf"{_START}(?P<h>(?:IH,)?H(?:IH)*),?(?P<q>[QO])(?P<v>V)(?=[.]|$)")
_TOLD_TWICE = re.compile(rf"{_START}(?P<f>V)(?P<h>H(?:IH)*),(?P<q>[QE])(?P<p>P)(?P<v>V)")
_END_OF_QUOTATION = re.compile(r"[.,]?([”\"’»]+)[.,]?$")


def _around(row: Row, symbols: str) -> Iterator[Candidate]:
    """A speaker before a quotation whose verb is after it, and a tag on both sides of one."""
    for pattern in (_VERB_LAST, _TOLD_TWICE) if "Q" in symbols or "O" in symbols or "E" in symbols else ():
        for m in pattern.finditer(symbols):
            quoted = row.span(m.start("q"), m.end("q")).of(row.text)
            mark = _END_OF_QUOTATION.search(quoted)
            if mark is None:
                continue
            inner, close = quoted[: mark.start()], mark[1]
            speaker, verb = row.span(m.start("h"), m.end("h")).of(row.text), _small(_word(row, m, "v"))
            verb = _UNHEARD.get(verb, verb)
            first = _small_start(speaker)
            repairs = [f"{inner},{close} {first} {verb}", f"{inner},{close} {verb} {first}"]
            repairs.append(f"{speaker[0].upper()}{speaker[1:]} {verb}, {inner}.{close}")
            span = row.span(m.start(), m.end())
            last = Span(span.start, span.end + (row.text[span.end : span.end + 1] == "."))
            found = [put(*(span.start, span.end), repair) for repair in repairs[:2]]
            found.append(put(last.start, last.end, repairs[2]))
            yield BROKEN_TAG.at(row.text, span, found, around=1, both="f" in m.groupdict())


_CUT_OFF_OUTSIDE = re.compile(r"O(?P<dot>\.)(?P<v>V)(?=[HP])")
_CUT_OFF = re.compile(r"E(?P<v>V)(?P<s>[HP])(?=[.,IDH]|$)|E(?P<s2>[HP])(?P<v2>V)(?=[.,ID])")
_LONE_SPEAKER = re.compile(r"(?:^|(?<=[.!?]))P(?P<v>V)(?=[.])")
_LOST_SPEAKER = re.compile(r"(?<=[QEO]),?B{0,2}V(?=[.]|$)")
_PERIOD_BEFORE_VERB = re.compile(r"H(?P<dot>\.)(?P<v>V)(?=[.,IRTD])")


def _in_order(row: Row, symbols: str, orders: Iterable[_Order]) -> Iterator[Candidate]:
    text = row.text
    for order in orders:
        for m in order.pattern.finditer(symbols):
            if not order.allowed(row, m):
                continue
            repairs = [_written(row, m, template) for template in order.write]
            repairs += [
                _without(row, min(m.start(g) for g in groups), max(m.end(g) for g in groups))
                for groups in order.go
                if all(m[g] is not None for g in groups) and any(m[g] for g in groups)
            ]
            span = row.span(m.start(), m.end())
            yield order.mechanism.at(text, span, repairs, parts=m.end() - m.start(), quotation="Q" in symbols)


def _by_order(row: Row, symbols: str) -> Iterator[Candidate]:
    text = row.text
    for m in _CUT_OFF.finditer(symbols):
        yield from _reattached(row, m)
    yield from _in_order(row, symbols, _ORDERS)
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


# -- phrases of other languages -------------------------------------------------------------------------------------

_NAME = r"(?:(?:the|our|his|her|its) )?(?:[A-Za-z’-]+ ){0,3}?(?:[A-Z][\w.’-]*\.? ?){1,4}(?<! )"
_REPORTERS = (
    "(?:the )?(?:press|reporters|journalists|newspaper|media|us|me|this newspaper|the agency|a reporter|the reporter)"
)
_CALQUES = (
    "affirmed|assured|manifested|sentenced|fired|launched|confided|recognized|recognised|informed|instructed"
    "|mentioned"
    "|shared|valued|entrusted|counted|precised|ironized|ironised|signaled|signalled|pointed|referred|expressed"
    "|deplored"
    "|enthused|pleaded|assures|affirms|confides|means|knows|thinks|believes|counts|launches|sums up|underlines|fumes"
    "|has entrusted|has declared|has said|has told|has affirmed|has confided|let know|lets know|gave to know"
)
_TITLES = (
    "President|CEO|Chairman|Chairwoman|Director|Minister|Mayor|Professor|Prof\\.|Governor|Secretary|Manager"
    "|Coach|Judge"
    "|Captain|General|Mr\\.|Mrs\\.|Ms\\.|Dr\\.|Doctor|Chief|Senator|Commissioner|Ambassador|Colonel|Engineer"
    "|Representative"
    "|Head|Leader|Spokesman|Spokeswoman|Chef|Author|Actor|Actress|Director-General|Team Leader|Section Chief|Lawyer"
)


def _phrase(mechanism: Mechanism, pattern: str, templates: str, *needs: str) -> _Phrase:
    return mechanism, pattern, templates.split("|"), needs


_Phrase = tuple[Mechanism, str, list[str], tuple[str, ...]]
_PHRASES = (
    _phrase(
        FALSE_VERB,
        r"\b(?:(?:she|he) )?use[ds] the (?:following )?(?:expressions?|statements?|words|phrases?)\b:?,?(?= [“\"])",
        r"said,|said:",
        "use",
    ),
    _phrase(
        FALSE_VERB,
        r"\buse[ds] the (?:following )?(?:expressions?|statements?|words|phrases?)\b(?=[.:]| on\b| in\b| at\b)",
        r"said",
        "use",
    ),
    _phrase(
        FALSE_VERB,
        rf"(?P<c>[,.]?[”\"’]) (?P<n>{_NAME}) use[ds] the (?:following )?(?:expressions?|statements?|words)(?=[.])",
        r"\g<c> said \g<n>|\g<c> \g<n> said",
        "use",
    ),
    _phrase(
        FALSE_VERB,
        r"\b(?:made|gave|included) (?:the following|these|such) (?:statements?|assessments?|evaluations?"
        r"|remarks?|information)\b",
        r"said|said the following",
        "the following",
        "these ",
        "such ",
    ),
    _phrase(
        FALSE_VERB,
        r"\b(?:spoke|speaks|continued (?:his|her|their) (?:words|speech)|expressed (?:him|her)self|evaluated the"
        r" matter) (?:as follows|like this|by saying|in this way)\b",
        r"said|continued",
        "as follows",
        "like this",
        "by saying",
        "in this way",
    ),
    _phrase(
        VERB_TWICE,
        r"\bMaking a statement( [^,.]{2,40})?, ([^,.]{3,60}?) (?:made a statement and )?said\b",
        r"In a statement\1, \2 said|\2 said",
        "Making a statement",
    ),
    _phrase(
        VERB_TWICE,
        r"\b(?:made|gave) an? (?:statement|speech|assessment|evaluation)(?: [^,.]{2,40})? and (said|stated|noted)\b",
        r"\1",
        " and said",
        " and stated",
        " and noted",
    ),
    _phrase(
        VERB_TWICE,
        r"\bsaid in (?:an? )?(?:press )?(statements?|interview|speech)s? (?:where|in which|that) (?:he|she|they)"
        r" said(?: to (?:the press|reporters|journalists))?",
        r"said in a \1|told the press|said",
        "said in",
    ),
    _phrase(
        TOLD_NOBODY, rf"\bsaid (?:to )?(?P<l>{_REPORTERS})\b(?=[,.:]| that\b| on\b| in\b| at\b)", r"told \g<l>", "said "
    ),
    _phrase(TOLD_NOBODY, rf"\btold to (?P<l>{_REPORTERS})\b(?! (?:get|go|be|leave|stay))", r"told \g<l>", "told to"),
    _phrase(
        TOLD_NOBODY, r"(?<![\w’'])(?<!\b(?:is|as|re|en|ot|ve|as) )told(?= (?:on|at|by|with) [A-Z\d])", r"said", "told "
    ),
    _phrase(BROKEN_TAG, r"(?<=[”“„\"»’])(,?) so (?=(?:the |our |Mr|Mrs|Ms|Dr|[A-Z]))", r"\1 said ", " so "),
    _phrase(
        ACCORDING,
        r"\b(?:told|said) that according to (him|her|them)\b,?",
        r"said that|, according to \1,",
        "that according",
    ),
    _phrase(
        ACCORDING,
        r"\bIn (?:keeping|line|agreement|accordance|step) with (him|her|them),?(?: (?:he|she|they) \w+ed,)?",
        r"According to \1,",
        "In ",
    ),
    _phrase(
        ACCORDING,
        r"\b([Aa])ccording to (the [^,.]{3,50}?|[A-Z][^,.]{3,40}?) (?:said|says|told|stated|noted)(?! that),?",
        r"\1ccording to \2,",
        "ccording to",
    ),
    _phrase(
        SPEAKER_TWICE,
        rf"\b(?P<t>{_TITLES})(?: (?:Mr|Ms|Mrs|Dr)\.)?(?P<n>(?: [A-Z][\w’.-]+){{1,3}}),? (?i:(?P=t))\b",
        r"\g<t>\g<n>",
    ),
    _phrase(
        SPEAKER_TWICE,
        r"\b(?P<n>[A-Z]\w+)[ -](?:Hanım|Hanim|Bey|Efendi|san|sama|ssi|Sahib|Begum|Khanum|ji)\b(?: (?P=n)\b)?",
        r"\g<n>",
        "Han",
        "Bey",
        "Efendi",
        "san",
        "ssi",
        "Sahib",
        "Begum",
        "Khanum",
        "ji",
    ),
    _phrase(
        VERB_TWICE,
        r"\b(?P<n>[A-Z][\w’-]+) (?P<v>said|says|told), (?:\w+ed|said|says) (?P=n)\b",
        r"\g<n> \g<v>",
        "said, ",
        "says, ",
        "told, ",
    ),
    _phrase(BROKEN_TAG, r"^([A-Z][A-Z.’-]+(?: [A-Z][A-Z.’-]+)+) (?:said|says|asked): ", r"\1: "),
    _phrase(
        SPEAKER_TWICE, r"^([A-Z][A-Z.’-]+(?: [A-Z][A-Z.’-]+)*): ([A-Z][A-Z.’-]+(?: [A-Z][A-Z.’-]+)*): ?", r"\1: |\2: "
    ),
    _phrase(
        FALSE_VERB,
        rf"(?<=[,.!?][”\"]) (?:he |she |they )?(?:{_CALQUES})(?: us| me)? (?P<n>(?:the [a-z]+ )?[A-Z][\w’-]+(?:"
        rf" [A-Z][\w’-]+){{0,2}})(?=[.,])",
        r" said \g<n>| \g<n> said",
        "” ",
        '" ',
    ),
    _phrase(
        FALSE_VERB,
        rf"(?<=[,.!?][”\"]) (?P<n>(?:he|she|they|(?:the [a-z]+|M[rs]s?\.|Dr\.|[A-Z][\w’-]+)(?:"
        rf" [A-Z][\w’-]+){{0,2}})) (?:{_CALQUES})(?: (?:{_CALQUES}))?(?=[.,])",
        r" \g<n> said",
        "” ",
        '" ',
    ),
    _phrase(
        VERB_TWICE,
        r"\b(?P<v>continued|added|said|stressed|noted|stated|expressed|confirmed|told)(?: the \w+)?"
        r" (?:continuing|adding|saying|stressing|noting|stating|expressing|confirming|telling)(?P<t> that|:)",
        r"\g<v>\g<t>|said\g<t>",
        "ing that",
        "ing:",
    ),
    _phrase(
        BROKEN_TAG,
        r"\b[Ff]rom (?:the side of (?P<p>him|her)|(?P<q>his|her|their) (?:side|direction))(?P<c>,?)",
        r"for \g<q> part\g<c>|on \g<q> part\g<c>",
        "rom ",
    ),
    _phrase(
        VERB_TWICE,
        r"\bIt (?:is|was) (?:worth (?:mentioning|noting)|noteworthy|mentioned|noted|to be noted) that,? it (?:is"
        r"|was) \w+ that,? (?P<w>the|a|an|its|his|her|this|that|it|\w+)",
        "{W}",
        "orth",
        "noted",
        "mentioned",
        "noteworthy",
    ),
    _phrase(
        BROKEN_TAG,
        r"(?P<a>[”\"],? ?)(?P<p>[A-Z]\w+) (?P<v>said|says|told) (?P<n>[A-Z]\w+ [A-Z][^”\"\n.]{3,140}? (?:in|of"
        r"|at|from|near|northern|southern|eastern|western|for)) ?(?=[.,])",
        r"\g<a>\g<v> \g<n> \g<p>",
        " .",
        " ,",
        "in.",
        "of.",
    ),
)
_TWO_SUBJECTS = re.compile(
    r"(?:(?<=^)|(?<=[.!?”\"] ))((?:The|His|Her|Its|Their|Our|My|A|An)(?: [\w-]+){0,2}? ([a-z]+)|(?:Mr|Mrs|Ms"
    r"|Dr)\.? [A-Z]\w+|[A-Z]\w+ [A-Z]\w+)"
    r" (?:he|she|they) (?=(?:[a-z]+ed|said|was|were|has|had|is|will|told|went|came|made|took|gave|says)\b)"
)


def _phrases(text: str) -> Iterator[Candidate]:
    for mechanism, pattern, templates, needs in _PHRASES:
        if needs and not any(map(text.__contains__, needs)):
            continue
        for m in compiled(pattern).finditer(text):
            repairs = [put(*m.span(), _expanded(m, template)) for template in templates]
            yield mechanism.at(text, Span(*m.span()), repairs, phrase=1)
    if " he " in text or " she " in text or " they " in text:
        for m in _TWO_SUBJECTS.finditer(text):
            person = m[2] is None or lexicon().classes.get(m[2], frozenset()) & {"HUM", "HUM2"}
            if person:
                yield SPEAKER_TWICE.at(text, Span(*m.span()), [put(m.end(1) + 1, m.end())], named=m[2] is None)


def _expanded(m: re.Match[str], template: str) -> str:
    if template == "{W}":
        return m["w"][0].upper() + m["w"][1:]
    return m.expand(template)
