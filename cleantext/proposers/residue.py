"""Proposes what a page left in the text: headlines, buttons, banners, captions, notes, heads, broken lines of print.

A page copied whole brings its furniture along; a printed one its page heads, its hyphens at line ends and its
ligatures. Each is known by a few words or shapes; where it ends is often uncertain, so there are several repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.memo import Memo
from cleantext.language.reading import Passage, Reading
from cleantext.language.tokens import pieces
from cleantext.language.vocabulary import is_known
from cleantext.proposers.clauses import CLOSED
from cleantext.proposers.proposal import Mechanism, Repair, prose, put

_PAGE = "the page around the article was copied with it"
_PRINT = "the lines of a printed page were joined as they stood"

HEADLINES = Mechanism("residue", "residue-headlines", "links to other articles stand in the text", _PAGE)
SHARING = Mechanism("residue", "residue-sharing", "buttons for sharing stand in the text", _PAGE)
COMMENTS = Mechanism("residue", "residue-comments", "buttons of a comment section stand in the text", _PAGE)
BANNER = Mechanism("residue", "residue-banner", "a banner of the page stands in the text", _PAGE)
NEWSLETTER = Mechanism("residue", "residue-newsletter", "an invitation to subscribe stands in the text", _PAGE)
CREDIT = Mechanism("residue", "residue-credit", "a caption or a credit stands in the text", _PAGE)
DATELINE = Mechanism("residue", "residue-dateline", "the agency's own line stands in the text", _PAGE)
EDITOR = Mechanism("residue", "residue-editor", "a note of the editors stands in the text", _PAGE)
TAG = Mechanism("residue", "residue-tag", "a tag of the page stands in the text", _PAGE)
FOOTNOTE = Mechanism("residue", "residue-footnote", "a footnote stands in mid-text", _PRINT)
PAGE_HEAD = Mechanism("residue", "residue-page-head", "the head of a page stands in mid-text", _PRINT)
HYPHEN = Mechanism(
    "residue", "residue-hyphen", "a word is still divided as at the end of a line", "the line that ended here is gone"
)
SPLIT_WORD = Mechanism(
    "residue", "residue-split-word", "a word is cut in two", "text taken from a printed page often has gaps in words"
)
LIGATURE = Mechanism(
    "residue",
    "residue-ligature",
    "a ligature broke this word",
    "ff, fi and fl are one character in print and are often lost or cut off",
)


@dataclass(frozen=True, slots=True)
class Residue:
    """Proposes what stood around the text, and what printing did to its words."""

    name: str = "residue"

    def propose(self, reading: Reading) -> Iterable[Candidate]:
        """Candidates of every passage."""
        passages = list(prose(reading))
        for offset, passage in passages:
            flags = frozenset(map(_FLAGS.__getitem__, pieces(passage.text)))
            if _CUE in flags:
                yield from (candidate.shift(offset) for candidate in _furniture(passage))
            if _TAGS in flags:
                yield from (candidate.shift(offset) for candidate in _tags(passage.text))
            if _GLUED_BUTTON in flags:
                yield from (candidate.shift(offset) for candidate in _buttons(passage.text))
            if _HYPHENS in flags:
                yield from (candidate.shift(offset) for candidate in _hyphens(passage.text))
            if _DIGITS in flags:
                yield from (candidate.shift(offset) for candidate in _notes(passage))
            yield from (candidate.shift(offset) for candidate in _broken_words(passage))


# -- the page around ------------------------------------------------------------------------------------------------


class _Reach(Enum):
    """How far a piece of furniture reaches."""

    PHRASE = "the words themselves"
    SENTENCE = "to the end of the sentence"
    HEADLINES = "to the end of the paragraph, or to where the text goes on"
    NAMES = "over the names behind it"


@dataclass(frozen=True, slots=True)
class _Cue:
    mechanism: Mechanism
    pattern: re.Pattern[str]
    reach: _Reach


def _cue(mechanism: Mechanism, reach: _Reach, *patterns: str) -> _Cue:
    return _Cue(mechanism, re.compile("|".join(patterns)), reach)


_CUES = (
    _cue(
        HEADLINES,
        _Reach.HEADLINES,
        r"\b(?:READ (?:NEXT|ALSO|MORE)|SEE ALSO|MORE FROM|RELATED|TRENDING|MOST READ)\b:?",
        r"\b(?:Read (?:[Mm]ore|[Aa]lso|[Nn]ext)|See also|Now read|Presently read|Related(?: (?:articles?|stories|posts?))?"
        r"|Original title|More (?:stories|news|from)|Keep reading|Recommended):",
        r"\b(?:[Yy]ou (?:may|might) also (?:like|be interested in)|Recommended for you|Trending now|Most (?:read|viewed|popular)|Related articles|Related posts)\b:?",
        r"\bReturn to [A-Z]\w+, see more",
        r"^Quiz: ",
    ),
    _cue(
        SHARING,
        _Reach.PHRASE,
        r"\b(?:Share|Proportion|Portion|Percentage) this (?:article|story|text|post|page)\b(?: (?:on|via|with) \w+)?(?:[ ·|]+(?:Facebook|Twitter|X|LinkedIn|WhatsApp|Email|Pinterest|Reddit|Telegram|Print|Copy link))*",
        r"\b(?:Share|Follow us|Follow|Pin|Tweet|Like us|Send) (?:on|via|by|us on) (?:Facebook|Twitter|X|LinkedIn|WhatsApp|Instagram|Email|e-mail|Pinterest|Telegram|Reddit|Fb|YouTube|Google News)\b[^.!?]{0,40}?(?:Tweet|Pin|Email|Print)*",
        r"\b(?:Facebook|Twitter|Tweet|LinkedIn|WhatsApp|Pinterest|Email|Reddit)(?:[ ·|]+(?:Facebook|Twitter|Tweet|X|LinkedIn|WhatsApp|Pinterest|Email|Reddit|Print|Share|Copy link|Pin)){2,}",
    ),
    _cue(
        COMMENTS,
        _Reach.PHRASE,
        r"\b(?:Load|Show|View|See) (?:more|all) (?:comments|replies)\b",
        r"\b\d+ [Cc]omments?(?: ?Sort by \w+|:)?",
        r"\b(?:Leave a (?:comment|reply)|Post a [Cc]omment|Add a comment|Sort by (?:oldest|newest|best)|Join the (?:conversation|discussion))\b",
        r"\bThis comment (?:was|has been) (?:deleted|removed)(?: by [^.!?]{3,40})?[.!]?",
    ),
    _cue(
        BANNER,
        _Reach.PHRASE,
        r"\b(?:ADVERTISEMENT|Advertisement|Sponsored content|Promoted content)(?: ?[-–—·] ?(?:(?i:continue reading|scroll to continue|story continues)(?: [Bb]elow)?))?",
        r"\b(?:(?:Article|Story) continues (?:after|below)(?: (?:this |the )?(?:message|advertisement|ad))?|(?:CONTINUES|Continues) (?i:after|below) the \w+)\.?",
        r"\b(?:Accept all(?: cookies)?|Reject all|Manage (?:preferences|cookies)|Cookie settings|Skip to (?:main )?content|Back to top|Jump to [Rr]ecipe|Print [Rr]ecipe|Add to (?:cart|basket|wishlist)|Table of [Cc]ontents|In stock|Log in|Sign in to continue|Continue [Rr]eading(?: [Bb]elow)?|Was this page helpful\?(?: Yes No)?|Listen to this article|All rights reserved)\b\.?",
        r"\bWe (?:use cookies|value your privacy)\b[^.!?]*[.!?]?(?: By (?:continuing|clicking)[^.!?]*[.!?]?)?(?:[ ·|]*(?:Accept all(?: cookies)?|Accept|Reject(?: all)?|Decline|Manage preferences|OK|Settings))*",
        r"\b\d+ min(?:ute)?s? read\b",
        r"(?:^|(?<=[.!?] ))(?:Last (?:updated|reviewed|modified)|Published|PUBLISHED|Updated|UPDATED):? [\w ,:/-]{4,40}$",
    ),
    _cue(
        NEWSLETTER,
        _Reach.SENTENCE,
        r"\b(?:Subscribe to|Sign up (?:for|to)|Get (?:the|our) [\w ]{3,40} (?:in|to) your inbox|Want more (?:stories|news|articles|like)|Join our (?:newsletter|mailing list)|Become a (?:member|subscriber)|Already subscribed\?|Download our app|Support our journalism|Follow us)\b",
    ),
    _cue(
        CREDIT,
        _Reach.NAMES,
        r"\b(?:Photo|Image|Picture|Photograph|Foto|Video|Illustration|Credit|Image credits?|Photo credit|Source)(?: by|:)",
        r"\b(?:Image|Photo|Video) caption\b",
        r"\((?:Photo|Image|Picture|Foto|Credit)(?: by|:)",
    ),
    _cue(
        EDITOR,
        _Reach.PHRASE,
        r"[(\[](?:(?:Responsible|Executive|Managing|Duty)? ?[Ee]ditors?(?: in charge)?|Proofreader|Source|[Rr]eporters?|Correspondent|Author|Translated by)[: ][^)\]]{2,60}[)\]]",
        r"[(\[](?:End|END|Finish|Finished|The end|Over)[)\]]",
    ),
    _cue(
        DATELINE,
        _Reach.PHRASE,
        r"^[A-Z][\w.’ ]{2,40}, (?:[A-Z][\w.’ ]{2,30}, )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?: electricity| electric)?(?: ?\([^)]{5,90}\))?(?=$| [A-Z(—–-])",
        r"\((?:[Ii]ntern )?(?:[Rr]eporters?|[Cc]orrespondents?) [A-Z][^)]{3,80}\)",
    ),
)
_CUE_WORDS = frozenset(
    "read see related trending recommended share proportion portion percentage follow tweet facebook twitter comments "
    "comment cookies privacy accept advertisement continues article story subscribe sign inbox want join become already "
    "download support photo image picture photograph foto video illustration credit credits caption source editor "
    "editors end finish over reporter reporters correspondent intern published updated last back jump print add table "
    "continue listen rights more most keep original return quiz load show view leave post sort pin like send now "
    "presently stock log skip manage cookie was sponsored promoted responsible min minute mins finished read: electricity"
    " january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sept oct nov dec reply replies managing duty executive proofreader author translated".split()
)
_NONE, _CUE, _TAGS, _GLUED_BUTTON, _HYPHENS, _DIGITS = range(6)
_TAG = re.compile(r"</?(?:br|p|div|span|b|i|em|strong|a|li|ul|ol|h[1-6]|img|td|tr|table|hr|font|center|blockquote)\b[^<>]{0,80}>")
_BUTTON = "(?:Reply|Delete|Replies|Share|Tweet|Pin|Email|Print|Like|Save|Report|Edit|Follow|Comment)"
_GLUED = re.compile(
    rf"(?<=[\w.!?…”\"’)]){_BUTTON}+(?=$|[\s.,])|(?<![\w]){_BUTTON}{{2,}}(?=[A-Z“\"]|$|\s)"
    rf"|(?<=[a-z]){_BUTTON} on (?:Facebook|Twitter|X)(?:{_BUTTON})*"
)
_DIVIDED = re.compile(r"[^\W\d_]{2,}-$")
_BROKEN_COMPOUND = re.compile(r"^-[^\W\d_]{2,}$")
_INNER_HYPHEN = re.compile(r"(?<![\w-])[a-z]{2,}-[a-z]{2,}(?![\w-])")
_NOTE = re.compile(r"^\d{1,3}[A-Z][a-z]*$|^[^\W\d_]*[a-z]{3}\d{1,2}$")


def _flag_of(piece: str) -> int:
    """Which of the searches below a piece without white space is worth."""
    if piece.isalpha():
        if piece[0].isupper():
            if _GLUED.search(piece):
                return _GLUED_BUTTON
            return _CUE if piece.lower() in _CUE_WORDS else _NONE
        if _GLUED.search(piece):
            return _GLUED_BUTTON
        return _CUE if piece in ("cookies", "inbox", "caption", "comments") else _NONE
    if "<" in piece and re.search(r"</?[a-z]", piece):
        return _TAGS
    if _GLUED.search(piece):
        return _GLUED_BUTTON
    if _DIVIDED.search(piece) or _BROKEN_COMPOUND.search(piece) or piece in "-‐":
        return _HYPHENS
    if (m := _INNER_HYPHEN.search(piece)) and _divided_within(m[0]):
        return _HYPHENS
    if _NOTE.search(piece) or piece.isdigit():
        return _DIGITS
    bare = piece.strip("()[]:.,!?·|“”\"'’")
    return _CUE if bare[:1].isupper() and bare.lower() in _CUE_WORDS else _NONE


def _divided_within(word: str) -> bool:
    """Whether a word with a hyphen is one word without it, and its parts are none or say nothing together."""
    left, right = word.split("-", 1)
    return (
        is_known(left + right)
        and left not in _PREFIXES
        and right not in _SUFFIXES
        and (not is_known(left) or not is_known(right) or len(left) > 3)
    )


_PREFIXES = frozenset(
    "re co pre non anti self semi multi sub inter over under out up off on in by e ex pro de un well post mid micro "
    "macro half all cross counter bi tri extra ultra super new hard home life long short time co-".split()
) - {"under", "with"}
_SUFFIXES = frozenset("up off out in down on over away back like wide long term time line free".split())

_FLAGS = Memo(_flag_of)

_NAMES = re.compile(
    r"[ :]*(?:[A-ZÀ-Þ©][\w.’'&-]*|/|[A-Z]\.|de|von|van|der|da|by|for|via|the|of|\(c\)|\d{4})"
    r"(?:[ ,]*/[ ]*|[ ]+)?(?:(?:[A-ZÀ-Þ©][\w.’'&-]*|/|de|von|van|der|da|for|via|/)(?:[ ]*/[ ]*|[ ]+)?)*"
)
_STOP = re.compile(r"[.!?…][\"”’)]*(?=\s|$)")
_SHORT = 30  # words of a paragraph that is all furniture


def _furniture(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    words = len(text.split())
    done = -1
    found: list[tuple[int, int, _Cue, re.Match[str]]] = []
    for cue in _CUES:
        found += [(m.start(), m.end(), cue, m) for m in cue.pattern.finditer(text)]
    for start, end, cue, _ in sorted(found, key=lambda each: (each[0], -each[1])):
        if start < done or (cue.reach is not _Reach.PHRASE and start > 0 and not _may_begin(text, start)):
            continue
        ends = _reaches(text, end, cue.reach)
        whole = start == 0 and words <= _SHORT
        if whole:
            ends = list(dict.fromkeys([len(text), *ends]))
        done = ends[0]
        yield cue.mechanism.at(
            text,
            Span(start, ends[0]),
            [_without(text, start, stop) for stop in ends],
            at_start=start == 0,
            to_end=ends[0] == len(text),
            words=text[start : ends[0]].count(" ") + 1,
            paragraph_words=words,
            prose=passage.kind is BlockKind.PROSE,
            ended=bool(_STOP.search(text[:start].rstrip()[-3:])) if start else 1,
        )
    if done < 0 and passage.kind in (BlockKind.LINE, BlockKind.HEADING) and _AGENCY.fullmatch(text):
        yield CREDIT.at(text, Span(0, len(text)), [put(0, len(text))], at_start=1, to_end=1, words=words)


_AGENCY = re.compile(r"[A-Z][\w.’' -]{2,40}/ ?(?:[A-Z][\w.&]*)(?: (?:Images|Stock|News|Press))?(?:/[\w ]+)?")


def _may_begin(text: str, start: int) -> bool:
    """Furniture begins behind a finished sentence, or where words run together without a mark."""
    return text[start - 1].isspace() or text[start - 1] in "([|·"


def _reaches(text: str, end: int, reach: _Reach) -> list[int]:
    """Where furniture whose first words end at ``end`` may end, the likeliest first."""
    last = len(text)
    if reach is _Reach.PHRASE:
        return [end]
    stop = _STOP.search(text, end)
    sentence = stop.end() if stop else last
    quote = next((i for i in (text.find(" “", end), text.find(' "', end)) if i >= 0), -1)
    if reach is _Reach.SENTENCE:
        further = _STOP.search(text, sentence)
        return list(dict.fromkeys([sentence, further.end() if further else last, last]))
    if reach is _Reach.NAMES:
        names = _NAMES.match(text, end)
        ends = [quote] if quote >= 0 and quote < sentence else []
        if names and names.end() > end + 2:
            ends.append(names.end())
            words = text[end : names.end()].split()
            if len(words) > 2 and names.end() < last:
                ends.append(end + text[end : names.end()].rindex(words[-1]))
        return list(dict.fromkeys([*ends, sentence, last]))
    if quote >= 0:
        return list(dict.fromkeys([quote, sentence, last]))
    return list(dict.fromkeys([last, sentence]))


def _without(text: str, start: int, stop: int) -> Repair:
    """Without a stretch and the space that it leaves behind."""
    stop += len(text[stop:]) - len(text[stop:].lstrip())
    if stop == len(text):
        start = len(text[:start].rstrip())
    return put(start, stop)


def _tags(text: str) -> Iterator[Candidate]:
    if "&lt;" in text or text.count("<") > 6:
        return
    for m in _TAG.finditer(text):
        space = " " if m.start() and m.end() < len(text) and text[m.start() - 1].isalnum() else ""
        if m.end() < len(text) and text[m.start() - 1 : m.start()] == "," and text[m.end()].isalnum():
            space = " "
        yield TAG.at(text, Span(*m.span()), [put(*m.span(), space), put(*m.span())], at_end=m.end() == len(text))


def _buttons(text: str) -> Iterator[Candidate]:
    for m in _GLUED.finditer(text):
        span = Span(*m.span())
        if m[0] in ("Like", "Share", "Save", "Print", "Edit", "Report", "Follow", "Comment", "Pin") and m.start() and (
            text[m.start() - 1].isalnum()
        ):
            continue  # AirPrint, FileSave
        yield COMMENTS.at(
            text, span, [put(*m.span()), put(*m.span(), " ")], at_start=m.start() == 0, at_end=m.end() == len(text)
        )


# -- print -----------------------------------------------------------------------------------------------------------

_LINE_END = re.compile(r"(?<![\w-])([^\W\d_]{2,})([-‐])( +)([a-z]+)")
_SPACED_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]{2,})( +-(?! )|(?<=\w) +- +)([a-z]{2,})(?![\w-])")


def _hyphens(text: str) -> Iterator[Candidate]:
    for m in _LINE_END.finditer(text):
        left, right = m[1].lower(), m[4]
        if right in ("and", "or", "to", "und", "nor", "but", "versus"):
            continue
        join, keep = put(m.start(2), m.end(3)), put(m.start(3), m.end(3))
        known = is_known(left + right)
        stem = any(is_known(left + right[:cut]) for cut in (-1, -2, -3) if len(right) > 3)
        whole = is_known(left) and is_known(right) and not known
        repairs = [keep, join] if (whole and not stem) or left in ("self", "non", "well") else [join, keep]
        yield HYPHEN.at(
            text,
            Span(m.start(), m.end()),
            repairs,
            joined_known=known,
            left_known=is_known(left),
            right_known=is_known(right),
            left_closed=left in CLOSED,
        )
    for m in _INNER_HYPHEN.finditer(text):
        if _divided_within(m[0]):
            at = m.start() + m[0].index("-")
            yield HYPHEN.at(
                text, Span(*m.span()), [put(at, at + 1)], inner=1, joined_known=1,
                left_known=is_known(m[0].split("-")[0]), right_known=is_known(m[0].split("-")[1]),
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


_PIECES = re.compile(r"\S+")
_BARE = re.compile(r"^([\"“‘(\[]*)([^\W\d_]+)([.,;:!?\"”’)\]]*)$")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LOST = ("ff", "fi", "fl", "ffi", "ffl")
_WITH_LIGATURE = re.compile(r"[^\W\d_]*( ?)([ﬀ-ﬆ])( ?)([^\W\d_]*)")


def _broken_words(passage: Passage) -> Iterator[Candidate]:
    """Words that nobody knows, alone or beside a fragment, and that a gap or a ligature explains."""
    text = passage.text
    if any(ligature in text for ligature in _LIGATURES):
        yield from _ligatures(text)
    suspects = [piece for piece in passage.unknown if (m := _BARE.match(piece)) and m[2].islower()]
    lone = [mark for mark in ("ff", "fi", "fl", "ffi", "ffl") if f" {mark} " in text]
    if not suspects and not lone:
        return
    wanted = frozenset(suspects)
    places = [m for m in _PIECES.finditer(text)]
    done = -1
    for k, m in enumerate(places):
        if m[0] in wanted and m.start() > done:
            candidate = _mended(text, places, k)
            if candidate:
                done = candidate.span.end
                yield candidate
    for k, m in enumerate(places):
        if m[0] in lone and 0 < k < len(places) - 1:
            left, right = _core(places[k - 1][0]), _core(places[k + 1][0])
            word = (left + m[0] + right).lower()
            start, end = places[k - 1].start(), places[k + 1].end()
            edits: Repair = (
                Edit(Span(places[k - 1].end(), m.start()), ""),
                Edit(Span(m.end(), places[k + 1].start()), ""),
            )
            one_left: Repair = (edits[0],)
            one_right: Repair = (edits[1],)
            repairs = [edits] if is_known(word) else [one_right, one_left, edits]
            if is_known(word) or is_known((m[0] + right).lower()) or is_known((left + m[0]).lower()):
                yield LIGATURE.at(text, Span(start, end), repairs, joined_known=is_known(word), spaced=1)


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
                if is_known(word.lower()):
                    repairs.append(put(m.start(1), m.end(3), before + letters + behind))
        repairs += [put(m.start(1), m.end(3), m[1] + letters), put(m.start(1), m.end(3), letters + m[3])]
        yield LIGATURE.at(text, Span(*m.span()), repairs, character=1, joined_known=len(repairs) > 2)


def _mended(text: str, places: list[re.Match[str]], k: int) -> Candidate | None:
    """A known word made of an unknown one and its neighbour, a ligature between or before them or not."""
    m = places[k]
    bare = _BARE.match(m[0])
    if bare is None:
        return None
    word = bare[2]
    start, end = m.start() + len(bare[1]), m.end() - len(bare[3])
    joins: list[tuple[int, Repair]] = []
    ligatures: list[Repair] = []
    left_at, right_at = start, end
    if k and not bare[1]:
        before = places[k - 1]
        left = re.search(r"[^\W\d_]+$", before[0])
        if left and not re.search(r"[\w-]$", before[0][: left.start()]):
            left_at = before.start() + left.start()
            gap = (before.end(), m.start())
            joins += _joined(left[0], word, gap)
            ligatures += [put(*gap, lig) for lig in _LOST if is_known((left[0] + lig + word).lower())]
    if k + 1 < len(places) and not bare[3]:
        behind = places[k + 1]
        right = re.match(r"[^\W\d_]+", behind[0])
        if right and right[0].islower():
            gap = (m.end(), behind.start())
            joins += _joined(word, right[0], gap)
            ligatures += [put(*gap, lig) for lig in _LOST if is_known((word + lig + right[0]).lower())]
            right_at = behind.start() + right.end()
    if len(word) > 3:
        for at in range(0, len(word) + 1):
            ligatures += [
                put(start + at, start + at, lig) for lig in _LOST if is_known(word[:at] + lig + word[at:]) and len(word) > 4
            ]
    if joins:
        repairs = [repair for _, repair in sorted(joins, key=lambda join: -join[0])]
        return SPLIT_WORD.at(text, Span(left_at, right_at), repairs + ligatures, length=max(size for size, _ in joins))
    if ligatures:
        return LIGATURE.at(text, Span(left_at, right_at), ligatures, lost=1, ways=len(ligatures))
    return None


def _joined(left: str, right: str, gap: tuple[int, int]) -> list[tuple[int, Repair]]:
    joined = left + right
    if len(joined) < 5 or not is_known(joined.lower()) or (is_known(left.lower()) and is_known(right.lower())):
        return []
    return [(len(joined), put(*gap))]


_NOTE_AT_START = re.compile(r"(\d{1,3})(?=[A-Z][a-z]+ [a-z])")
_NOTE_INSIDE = re.compile(r"(?<=[a-z]{3})(\d{1,2}) (?=[A-Z])")
_MARK_INSIDE = re.compile(r"(?<=[a-z]{3})(\d{1,2})(?=[ .,;])")
_HEAD = re.compile(r"(?:\d{1,4} (?:[A-Z]\. ?)*[A-Z]\w+(?: (?:and|&) (?:[A-Z]\. ?)*[A-Z]\w+| et al\.)+|(?:Page|page) \d+(?: of \d+)?)(?=\s|$)")


def _notes(passage: Passage) -> Iterator[Candidate]:
    text = passage.text
    head = _HEAD.match(text)
    if head:
        yield PAGE_HEAD.at(
            text, Span(0, head.end()), [_without(text, 0, head.end())], at_start=1, whole=head.end() == len(text)
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
