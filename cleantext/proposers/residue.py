"""Proposes what a page left in the text: headlines, buttons, banners, captions, newsletters, tags.

A page copied whole brings its furniture along. Each piece is known by a few words; where it ends is often uncertain,
so there are several repairs. What a printed page leaves is in ``printing.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import or_

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import word_set
from cleantext.proposers.proposal import Mechanism, prose, put, without

_PAGE = "Parts of the web page around the article were probably copied with it."

HEADLINES = Mechanism("residue", "residue-headlines", "links to other articles in the text", _PAGE)
SHARING = Mechanism("residue", "residue-sharing", "share buttons in the text", _PAGE)
COMMENTS = Mechanism("residue", "residue-comments", "buttons of a comment section in the text", _PAGE)
BANNER = Mechanism("residue", "residue-banner", "a banner of the web page in the text", _PAGE)
NEWSLETTER = Mechanism("residue", "residue-newsletter", "an invitation to subscribe in the text", _PAGE)
CREDIT = Mechanism("residue", "residue-credit", "a caption or credit in the text", _PAGE)
DATELINE = Mechanism("residue", "residue-dateline", "a news agency's own line in the text", _PAGE)
EDITOR = Mechanism("residue", "residue-editor", "an editors' note in the text", _PAGE)
LINE = Mechanism("residue", "residue-line", "this line belongs to the web page, not to the text", _PAGE)
CAPTION = Mechanism("residue", "residue-caption", "a picture caption in the text", _PAGE)
TAG = Mechanism("residue", "residue-tag", "a tag of the web page in the text", _PAGE)


@dataclass(frozen=True, slots=True)
class Residue:
    """Proposes what was around the text on its page."""

    name: str = "residue"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage."""
        yield from _lines(analysis)
        for passage in prose(analysis):
            worth = reduce(or_, set(map(_WORTHS.__getitem__, passage.pieces)), 0)
            if worth:
                for candidate in _candidates(passage, worth):
                    yield candidate.shift(passage.start)


def _candidates(passage: Passage, worth: int) -> Iterator[Candidate]:
    found = list(_furniture(passage, [cue for bit, cue in zip(_BITS, _CUES, strict=True) if worth & bit]))
    yield from found
    line = passage.kind in (BlockKind.LINE, BlockKind.HEADING)
    if worth & _SLASHED and line and not found and _AGENCY.fullmatch(passage.text):
        whole = len(passage.text)
        yield CREDIT.at(passage.text, Span(0, whole), [put(0, whole)], at_start=1, to_end=1)
    if worth & _TAGS:
        yield from _tags(passage.text)
    if worth & _GLUED_BUTTON:
        yield from _buttons(passage.text)


# -- the page around ------------------------------------------------------------------------------------------------


class _Reach(Enum):
    """How far a piece of furniture reaches."""

    PHRASE = "the words themselves"
    SENTENCE = "to the end of the sentence"
    HEADLINES = "to the end of the paragraph, or to where the text goes on"
    NAMES = "over the names behind it"


@dataclass(frozen=True, slots=True)
class _Cue:
    """``pattern`` finds the first words; a passage is searched where it holds one of ``triggers``, those with a capital
    or a mark at them, or one of the ``small`` ones as they are."""

    mechanism: Mechanism
    reach: _Reach
    pattern: re.Pattern[str]
    triggers: frozenset[str]
    small: frozenset[str]


def _cue(mechanism: Mechanism, reach: _Reach, triggers: str, *patterns: str, small: str = "") -> _Cue:
    return _Cue(mechanism, reach, re.compile("|".join(patterns)), word_set(triggers), word_set(small))


_SITES = (
    "(?:Facebook|Fb|Twitter|X|LinkedIn|WhatsApp|Instagram|Email|e-mail|Pinterest|Telegram|Reddit|YouTube|Google News)"
)
_BUTTONS = f"(?:{_SITES}|Tweet|Pin|Print|Share|Copy link)"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_CHOICES = "(?:[ ·|]*(?:Accept all(?: cookies)?|Accept|Reject(?: all)?|Decline|Manage preferences|OK|Settings))*"

_CUES = (
    _cue(
        HEADLINES,
        _Reach.HEADLINES,
        "watch listen video popular sponsored tip lire read see related trending most more now presently keep "
        "recommended original you return",
        r"\b(?:READ (?:NEXT|ALSO|MORE)|SEE ALSO|MORE FROM|RELATED|TRENDING|MOST READ)\b:?",
        r"\b(?:Read (?:[Mm]ore|[Aa]lso|[Nn]ext)|See also|Now read|Presently read|Keep reading|Recommended):",
        r"\b(?:Related(?: (?:articles?|stories|posts?))?|Original title|More (?:stories|news|from)):",
        r"\b(?:[Yy]ou (?:may|might) also (?:like|be interested in)|Recommended for you|Trending now)\b:?",
        r"\b(?:Most (?:read|viewed|popular)|Related (?:articles|posts))\b:?",
        r"\bReturn to [A-Z]\w+, see more",
        r"^(?:Watch|Listen|Video|Popular in \w+|SPONSORED|Sponsored|TIP OF THE \w+|Lire aussi ?):? (?=[A-Z])",
    ),
    _cue(
        SHARING,
        _Reach.PHRASE,
        "share proportion follow pin tweet like send facebook twitter linkedin whatsapp pinterest email reddit",
        r"\b(?:Share|Proportion) this (?:article|story|text|post|page)\b(?: (?:on|via|with) \w+)?"
        rf"(?:[ ·|]+{_BUTTONS})*",
        rf"\b(?:Share|Follow us|Pin|Tweet|Like us|Send) (?:on|via|by) {_SITES}\b(?:Tweet|Pin|Email|Print)*",
        rf"\b{_BUTTONS}(?:[ ·|]+{_BUTTONS}){{2,}}",
    ),
    _cue(
        COMMENTS,
        _Reach.PHRASE,
        "load show view see leave post add sort join comments commentssort",
        r"\b(?:Load|Show|View|See) (?:more|all) (?:comments|replies)\b",
        r"\b\d+ [Cc]omments?\b:?(?: ?Sort by \w+)?",
        r"\b\d+ CommentsSort by \w+",
        r"\b(?:Leave a (?:comment|reply)|Post a [Cc]omment|Add a comment|Sort by (?:oldest|newest|best))\b",
        r"\bJoin the (?:conversation|discussion)\b",
        r"\bThis comment (?:was|has been) (?:deleted|removed)(?: by [^.!?]{3,40})?[.!]?",
        small="comments comment",
    ),
    _cue(
        BANNER,
        _Reach.PHRASE,
        "advertisement sponsored promoted article story continues cookie skip back jump print add table continue "
        "listen accept reject manage version disclaimer copy report play up ad downloaded laughs laughter applause "
        "music inaudible crosstalk last published updated min mins ©",
        r"\b(?:ADVERTISEMENT|Advertisement|Sponsored content|Promoted content)"
        r"(?: ?[-–—·] ?(?i:(?:continue|scroll|story|article)[ \w]{3,25}))?",
        r"\b(?i:(?:article |story )?continues (?:after|below)(?: (?:this |the )?(?:message|advertis\w+|ad))?)\b\.?",
        r"\b(?:Cookie settings|Skip to (?:main )?content|Back to top|Jump to [Rr]ecipe|Print [Rr]ecipe)\b",
        r"\b(?:Add to (?:cart|basket|wishlist)|Table of [Cc]ontents|In stock|Continue [Rr]eading(?: [Bb]elow)?)\b",
        r"\b(?:Was this \w+ helpful\?(?: Yes No)?|Listen to this article|(?i:all rights reserved)\.?)",
        r"\bThis (?:article|post|page|site|story|interview) (?:(?:may )?contains?|uses|(?:was|has been) edited)\b"
        r"[^.!?]*\.?",
        r"\bA version of this (?:article|story) appear(?:s|ed)\b[^.!?]*\.?|\b(?i:disclaimer): .*",
        r"\b(?:View (?:original content|comments)|Copy link|Report (?:post|an error)|Play [Vv]ideo|Up next)\b",
        r"\bAd ends in [\d:]+",
        r"\[(?i:laughs|laughter|applause|music|inaudible|crosstalk)\]|\(function\(.*\}\)\(\);?",
        r"\bDownloaded (?:by|from) .{5,60}?\b(?:19|20)\d\d\b",
        r"\bWe (?:use cookies|value your privacy)\b[^.!?]*[.!?]?(?: By (?:continuing|clicking)[^.!?]*[.!?]?)?"
        rf"{_CHOICES}",
        r"\b(?:Accept all(?: cookies)?|Reject all|Manage (?:preferences|cookies))\b",
        r"\b\d+ min(?:ute)?s? read\b",
        r"(?:^|(?<=[.!?] ))(?i:last (?:updated|reviewed|modified)|published|updated):? [\w ,:/-]{4,40}$",
        r"©.{0,60}\b(?:19|20)\d\d\b.{0,60}",
        small="min mins minute cookies continues stock helpful reserved privacy affiliate edited",
    ),
    _cue(
        NEWSLETTER,
        _Reach.SENTENCE,
        "subscribe sign get want join download become already support follow",
        r"\b(?:Subscribe to|Sign up (?:for|to)|Get (?:the|our) [\w ]{3,40} (?:in|to) your inbox)\b",
        r"\b(?:Want more (?:stories|news|articles|like)|Join our (?:newsletter|mailing list)|Download our app)\b",
        r"\b(?:Become a (?:member|subscriber)|Already subscribed\?|Support our journalism|Follow us)\b",
    ),
    _cue(
        CREDIT,
        _Reach.NAMES,
        "photo image picture photograph foto video illustration credit",
        r"\b(?:Photo|Image|Picture|Photograph|Foto|Video|Illustration|Credit|Image credits?|Photo credit)(?: by|:)",
        r"\b(?:Image|Photo|Video) caption\b",
        r"\((?:Photo|Image|Picture|Foto|Credit)(?: by|:)",
        r"\b(?:PHOTO|IMAGE|PHOTOS)(?: BY|:)(?= [A-Z])",
        small="caption",
    ),
    _cue(
        EDITOR,
        _Reach.PHRASE,
        "responsible executive managing duty editor editors chief proofreader source reporter reporters "
        "correspondent author translated end finish finished over",
        r"[(\[](?:(?:\w+ )?[Ee]ditors?(?: in charge)?|Proofreader)[: ][^)\]]{2,60}[)\]]",
        r"[(\[](?:Source|[Rr]eporters?|Correspondent|Author|Translated by)[: ][^)\]]{2,60}[)\]]",
        r"[(\[](?:End|END|Finish|Finished|The end|Over)[)\]]",
    ),
    _cue(
        DATELINE,
        _Reach.PHRASE,
        "january february march april may june july august september october november december jan feb mar apr "
        "jun jul aug sept sep oct nov dec reporter reporters correspondent correspondents intern",
        rf"^[A-Z][\w.’ ]{{2,40}}, (?:[A-Z][\w.’ ]{{2,30}}, )?{_MONTH}\.? \d{{1,2}}(?: electric(?:ity)?)?"
        r"(?: ?\([^)]{5,90}\))?(?=$| [A-Z(—–-])",
        r"^/\w+/ ?--?|^\([A-Z]\w+\) ?--?(?= |$)",
        r"\((?:[Ii]ntern )?(?:[Rr]eporters?|[Cc]orrespondents?) [A-Z][^)]{3,80}\)",
        small="reporter reporters correspondent",
    ),
)
_TAGS, _GLUED_BUTTON, _SLASHED, *_BITS = (1 << i for i in range(len(_CUES) + 3))
_EDITOR = next(i for i, cue in enumerate(_CUES) if cue.mechanism is EDITOR)
_WORTH = {
    word: reduce(or_, (bit for bit, cue in zip(_BITS, _CUES, strict=True) if word in cue.triggers))
    for word in frozenset().union(*(cue.triggers for cue in _CUES))
}
_SMALL = {
    word: reduce(or_, (bit for bit, cue in zip(_BITS, _CUES, strict=True) if word in cue.small))
    for word in frozenset().union(*(cue.small for cue in _CUES))
}
_TAG = re.compile(
    r"</?(?:br|p|div|span|b|i|em|strong|a|li|ul|ol|h[1-6]|img|td|tr|table|hr|font|center|blockquote)\b[^<>]{0,80}>"
)
_BUTTON = "(?:Reply|Delete|Replies|Share|Tweet|Pin|Email|Print|Like|Save|Report|Edit|Follow|Comment)"
_GLUED = re.compile(
    rf"(?<=[a-z]){_BUTTON} on (?:Facebook|Twitter|X)(?:{_BUTTON})*"
    rf"|(?<=[\w.!?…”\"’)]){_BUTTON}+(?=$|[\s.,])"
    rf"|(?<![\w]){_BUTTON}{{2,}}(?=[A-Z“\"]|$|\s)"
)


def _worth_of(piece: str) -> int:
    """Which searches a piece without white space is worth, a bit for each."""
    if piece.islower() and piece.isalpha():
        return _SMALL.get(piece, 0) | (_GLUED_BUTTON if _GLUED.search(piece) else 0)
    bare = piece.strip("()[]:.,!?·|“”\"'’")
    worth = _SMALL.get(bare, 0) if bare.islower() else _WORTH.get(bare.lower(), 0)
    if piece[0] not in "([":
        worth &= ~_BITS[_EDITOR]
    if "<" in piece and re.search(r"</?[a-z]", piece):
        worth |= _TAGS
    if _GLUED.search(piece):
        worth |= _GLUED_BUTTON
    if _SLASH.search(piece):
        worth |= _SLASHED
    return worth


_WORTHS = Memo(_worth_of)

_NAMES = re.compile(
    r"[ :]*(?:[A-ZÀ-Þ©][\w.’'&-]*|/|[A-Z]\.|de|von|van|der|da|by|for|via|the|of|\(c\)|\d{4})"
    r"(?:[ ,]*/[ ]*|[ ]+)?(?:(?:[A-ZÀ-Þ©][\w.’'&-]*|/|de|von|van|der|da|for|via|/)(?:[ ]*/[ ]*|[ ]+)?)*"
)
_STOP = re.compile(r"[.!?…][\"”’)]*(?=\s|$)")
_SHORT = 30  # words of a paragraph that is all furniture


def _furniture(passage: Passage, cues: Iterable[_Cue]) -> Iterator[Candidate]:
    text = passage.text
    words = len(text.split())
    done = -1
    found = [(m.start(), m.end(), cue) for cue in cues for m in cue.pattern.finditer(text)]
    for start, end, cue in sorted(found, key=lambda each: (each[0], -each[1])):
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
            [without(text, start, stop) for stop in ends],
            at_start=start == 0,
            to_end=ends[0] == len(text),
            words=text[start : ends[0]].count(" ") + 1,
            paragraph_words=words,
            prose=passage.kind is BlockKind.PROSE,
            ended=bool(_STOP.search(text[:start].rstrip()[-3:])) if start else 1,
        )


_SLASH = re.compile(r"\w/[A-Z]")
_AGENCY = re.compile(r"[A-Z][\w.’' -]{2,40}/ ?(?:[A-Z][\w.&]*)(?: (?:Images|Stock|News|Press))?(?:/[\w ]+)?")


def _may_begin(text: str, start: int) -> bool:
    """Furniture begins after a finished sentence, or where words run together without a mark."""
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
        if (
            m[0] in ("Like", "Share", "Save", "Print", "Edit", "Report", "Follow", "Comment", "Pin")
            and m.start()
            and (text[m.start() - 1].isalnum())
        ):
            continue  # AirPrint, FileSave
        yield COMMENTS.at(
            text, span, [put(*m.span()), put(*m.span(), " ")], at_start=m.start() == 0, at_end=m.end() == len(text)
        )


# -- whole lines -----------------------------------------------------------------------------------------------------

_LONGEST_LINE = 26  # words
_LONGEST_CAPTION = 30
_SEPARATED = re.compile(r"\S ?(?:[·|›»•]|(?<= )>(?= )) ?\S")
_STARS = re.compile(r"[★☆⭐]|\b\d(?:\.\d)?(?: ?/ ?\d| out of \d| stars)\b")
_PICTOGRAPH = re.compile("^[\U0001f300-\U0001faff\u2600-\u27bf\u25a0-\u25ff]")
_TIME = re.compile(
    r"^(?:[A-Z][a-z]{2,8},? )?(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?|\d{1,2}[ap]m)(?:[ ,·-]+[\w:]+){0,4}$"
    r"|^(?:\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?[ ,→>-]*){2,}"
    r"|^(?:Posted|Published|Updated|Last updated|Modified|Reviewed)\b.{0,60}\d"
)
_PLACE = re.compile(r"^[A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{2,})*(?:, [A-Z][\w. ]{2,25}| ?[—–-] ?[A-Z]\w{1,20})$")
_BRACKETED = re.compile(r"^[\[(].{2,90}[\])]$")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\w)[@#]\w{3,}|©|\b(?:PDF|KB|MB)\b")
_PAGE_WORDS = word_set(
    "share shares comments comment print bookmark newsletter subscribe subscribers subscription cookies "
    "advertisement advertising sponsored rights reserved login menu search categories category tags tag views "
    "viewed votes rating ratings reviews helpful download listen podcast video videos watch loading gallery "
    "photos slideshow credits author edition editor copyright standards principles bought checkout basket cart "
    "wishlist stock delivery charges apply reviewed medically article articles story stories post posts page "
    "homepage previous next continue click tap inbox signup join follow followers like likes tweet retweet "
    "recipe quiz poll audio transcript conversation map email link app cite export bibtex disclaimer privacy "
    "terms quotes delayed donate support journalism independent related trending popular latest breaking live "
    "exclusive premium account password register feedback report abuse reply"
)
_LABEL = re.compile(
    r"(?:Tags|Categories|Filed under|Keywords|Topics|Interview|Text|Words|Source|Previous|Next|Contact): .*|SOURCE .*"
    r"|By (?:[A-Z][\w.’-]+ ?){1,4}(?:, .{3,40})?|Loading(?:\.\.\.|…)|(?:[A-Z]\w+ / ){2,}.*"
)
_CAPTION = re.compile(r"\b(?:pictured|file photo|handout|courtesy of)\b|\(c\)|\b(?i:archive)$")
_FINISHED = re.compile(r"[.!?][\"”’)\]]*$")


def _lines(analysis: Analysis) -> Iterator[Candidate]:
    """Short paragraphs that say by two signs or more that they belong to a page, and captions beside credits."""
    text, beside = analysis.text, False
    for passage in analysis.passages:
        signs = _signs(passage) if passage.kind is not BlockKind.CODE else {}
        total = sum(signs.values())
        gone = [put(passage.start, passage.end)]
        words = len(passage.pieces)
        if total >= 2:
            yield LINE.at(text, passage.span, gone, words=words, **signs)
        elif passage.kind is BlockKind.PROSE and words <= _LONGEST_CAPTION and len(passage.sentences) <= 2:
            named = bool(_CAPTION.search(passage.text))
            if beside or (named and not passage.text.startswith(("“", '"')) and words <= 14):
                yield CAPTION.at(text, passage.span, gone, words=words, beside_credit=beside, named=named)
        beside = bool(signs.get("credit"))


def _signs(passage: Passage) -> dict[str, float]:
    """What speaks for a line of a page, each by its weight."""
    text, parts = passage.text, passage.pieces
    if len(parts) > _LONGEST_LINE:
        return {}
    finished = bool(_FINISHED.search(text))
    page_words = sum(part.strip(".,:!?()[]…").lower() in _PAGE_WORDS for part in parts)
    found = {
        "separated": 2.0 * bool(not finished and _SEPARATED.search(text)),
        "stars": 2.0 * bool(_STARS.search(text) and len(parts) < 12),
        "pictograph": 1.0 * bool(_PICTOGRAPH.match(text)),
        "time": 2.0 * bool(_TIME.match(text)),
        "place": 2.0 * bool(_PLACE.match(text) and len(parts) < 6 and passage.kind is not BlockKind.LIST_ITEM),
        "bracketed": 1.5 * bool(_BRACKETED.match(text)),
        "address": 1.0 * bool(_ADDRESS.search(text)),
        "page_words": min(1.0 if finished or page_words * 4 < len(parts) else 2.0, page_words / (1 + finished)),
        "label": 2.0 * bool(not finished and _LABEL.match(text)),
        "credit": 2.0 * bool(_AGENCY.fullmatch(text) or re.match(r"(?:Photo|Image|Picture|Foto)\b[^.]{0,60}$", text)),
        "unfinished": 0.5 * (not finished),
    }
    return {sign: weight for sign, weight in found.items() if weight}
