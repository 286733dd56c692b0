"""Proposes what a page left in the text: headlines, buttons, banners, captions, newsletters, tags.

A page copied whole brings its furniture along. Each piece is known by a few words; where it ends is often uncertain,
so there are several repairs. What a printed page leaves is in ``printing.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from itertools import chain, pairwise
from operator import or_

from cleantext.core.candidate import Candidate
from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.furniture import Furniture, furniture, may_begin
from cleantext.proposers.proposal import Mechanism, compiled, in_each, put, without

_PAGE = "Parts of the web page around the article were probably copied with it."

HEADLINES = Mechanism("residue", "residue-headlines", "links to other articles in the text", _PAGE)
SHARING = Mechanism("residue", "residue-sharing", "share buttons in the text", _PAGE)
COMMENTS = Mechanism("residue", "residue-comments", "words around a post or its comments in the text", _PAGE)
BANNER = Mechanism("residue", "residue-banner", "labels or notices of the web page in the text", _PAGE)
NEWSLETTER = Mechanism("residue", "residue-newsletter", "an offer or invitation of the web page in the text", _PAGE)
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
        """Candidates of every passage. A comment that is for us is none."""
        for found in chain(_lines(analysis), in_each(analysis, self.name, _candidates)):
            if not _FOR_US.match(analysis.text, found.span.start):
                yield found


_FOR_US = re.compile(r"<!--\s*cleantext-")


def _candidates(passage: Passage) -> Iterator[Candidate]:
    worth = reduce(or_, set(map(_WORTHS.__getitem__, passage.pieces)), 0)
    if not worth:
        return
    found = list(_furniture(passage, [cue for bit, cue in zip(_BITS, _CUES, strict=True) if worth & bit]))
    yield from found
    if worth & _PHRASE:
        yield from _phrases(passage, [candidate.span for candidate in found])
    line = passage.kind in (BlockKind.LINE, BlockKind.HEADING)
    if worth & _SLASHED and line and not found and _AGENCY.fullmatch(passage.text):
        whole = len(passage.text)
        yield CREDIT.at(passage.text, Span(0, whole), [put(0, whole)], at_start=1, to_end=1)
    if worth & _TAGS:
        yield from _tags(passage.text)
    if worth & _MARKUP:
        yield from _markup(passage.text)
    if worth & _STAMPED:
        yield from _stamps(passage.text)
    if worth & _SIGNED:
        yield from _signed(passage.text)
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
    pattern: str
    triggers: frozenset[str]
    small: frozenset[str]


def _cue(mechanism: Mechanism, reach: _Reach, triggers: str, *patterns: str, small: str = "") -> _Cue:
    return _Cue(mechanism, reach, "|".join(patterns), word_set(triggers), word_set(small))


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
        r"\[(?i:(?:\w+ )?(?:laughs|laughter|applause|music|inaudible|crosstalk|chuckles|pause|cheering|noise|chatter"
        r"|sighs|coughs|gavel|unintelligible|indistinct))\]|\(function\(.*\}\)\(\);?",
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
        r"(?: ?\([^)]{5,90}\))?(?: ?[—–-]{1,2})?(?=$| [A-Z(—–-])",
        r"^/\w+/ ?--?|^\([A-Z]\w+\) ?--?(?= |$)",
        r"\((?:[Ii]ntern )?(?:[Rr]eporters?|[Cc]orrespondents?) [A-Z][^)]{3,80}\)",
        small="reporter reporters correspondent",
    ),
)
_TAGS, _GLUED_BUTTON, _SLASHED, _PHRASE, _MARKUP, _STAMPED, _SIGNED, *_BITS = (1 << i for i in range(len(_CUES) + 7))
_BANNER = next(i for i, cue in enumerate(_CUES) if cue.mechanism is BANNER)
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
    """Which searches may find something in a piece without white space, a bit for each."""
    if piece.islower() and piece.isalpha():
        return (
            _SMALL.get(piece, 0) | (_GLUED_BUTTON if _GLUED.search(piece) else 0) | (_STAMPED if piece == "ago" else 0)
        )
    bare = piece.strip("()[]:.,!?·|“”\"'’")
    worth = _SMALL.get(bare, 0) if bare.islower() else _WORTH.get(bare.lower(), 0)
    if piece[0] == "[" and bare.isalpha():
        worth |= _BITS[_BANNER]
    if piece[0] not in "([":
        worth &= ~_BITS[_EDITOR]
    if "<" in piece and re.search(r"</?[a-z]", piece):
        worth |= _TAGS
    if _GLUED.search(piece):
        worth |= _GLUED_BUTTON
    if _SLASH.search(piece):
        worth |= _SLASHED
    if _BRACE.search(piece):
        worth |= _MARKUP
    if _HOUR.search(piece):
        worth |= _STAMPED
    if piece[-1] in ")/" and ("/" in piece or piece[0] == "("):
        worth |= _SIGNED
    return worth | (_PHRASE if may_begin(piece) else 0)


_BRACE = re.compile(r"[\[{]|<!|</?\w+:|-->|^:[a-z_]+:$|^>>+|^[-–]$|^%[A-Za-z_]+%$|\*\|")
_HOUR = re.compile(r"\d[:.]\d\d|^ago\)|^↑")

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
    found = [(m.start(), m.end(), cue) for cue in cues for m in compiled(cue.pattern).finditer(text)]
    for start, end, cue in sorted(found, key=lambda each: (each[0], -each[1])):
        if start < done or (cue.reach is not _Reach.PHRASE and start > 0 and not _may_begin(text, start)):
            continue
        ends = _reaches(text, end, cue.reach)
        if start == 0 and words <= _SHORT:
            ends = [len(text), *ends]
        ends = list(dict.fromkeys([*_resumes(text, end), *ends]))
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


_MECHANISMS = {
    "headlines": HEADLINES,
    "sharing": SHARING,
    "comments": COMMENTS,
    "banner": BANNER,
    "newsletter": NEWSLETTER,
}
_NEAR = 60  # characters between two phrases of one piece of furniture
_WORD_BEFORE = re.compile(r".*[^\s+<>«»·|•*♡☆★✉⚑→←↑◀▶©ⓒ(\[]", re.DOTALL)


def _phrases(passage: Passage, known: list[Span]) -> Iterator[Candidate]:
    """Phrases of a page, those near each other together: to the last word, its sentence, or the passage's end."""
    text = passage.text
    words = len(passage.pieces)
    for group in _groups(furniture(text))[:_MOST_MARKS]:
        while len(group) > 1 and group[-1].alone and _GOES_ON.match(text, group[-1].end):
            group.pop()
        first, last = group[0].start, group[-1].end
        begins = first - len(_WORD_BEFORE.sub("", text[max(0, first - 12) : first], count=1).lstrip())
        glued = first > 0 and text[first - 1].isalpha()
        before = text[:begins].rstrip()
        unit = glued or not before or bool(_STOP.search(before[-2:]))
        if text[first].isdigit() and (glued or not unit):
            continue
        stop = _STOP.search(text, last)
        close = next((a.end for a, b in pairwise(group) if b.start - a.end > 2), last)
        sentence = stop.end() if stop else len(text)
        alone = all(found.alone for found in group)
        colon = text[last : last + 1] == ":"
        row = any(b.start - a.end < 3 for a, b in pairwise(group))
        tail = _TAIL.match(text, last)
        told = bool(tail and (tail[1] or row))
        if alone and not (colon or (unit and (told or row or not text[last:sentence].strip(" .…:)0123456789")))):
            continue
        resumed = _resumes(text, last)
        if any(span.start <= first < span.end and span.end >= min([sentence, *resumed]) for span in known):
            continue
        ends = [sentence, len(text), last, close] if colon or len(group) > 1 else [len(text), sentence, last]
        ends = [*([tail.end()] if tail and told else []), *resumed, *ends]
        repairs = [without(text, begins, end) for end in dict.fromkeys(ends)]
        if not unit:
            opened = max((m.end() for m in _STOP.finditer(text, max(0, begins - 1_000), begins)), default=0)
            repairs.insert(2, without(text, opened + len(text[opened:]) - len(text[opened:].lstrip()), len(text)))
        if words <= _SHORT and begins:
            repairs.insert(0 if not unit else 2, put(0, len(text)))
        yield _MECHANISMS[group[0].kind].at(
            text,
            Span(first, last),
            repairs,
            phrases=len(group),
            alone=alone,
            colon=colon,
            at_start=not begins,
            ended=unit,
            glued=glued,
            unfinished=not stop,
            to_end=sentence == len(text),
            tail_words=text[first:].count(" ") + 1,
            sentence_words=text[first:sentence].count(" ") + 1,
            paragraph_words=words,
            prose=passage.kind is BlockKind.PROSE,
        )


_TAIL = re.compile(
    r"(?:\s?\d{1,5}(?!\w))?((?:\s?(?:[♥▲▼↓↑→←►▶👍👎]|\d{1,3} ?(?:[smhdwy]|mo|yr|min)s?(?: ago)?\b))*)"
    r"(?:\s?\(?\d{1,5}\)?(?!\w))?(?=$|\s+[A-Z“\"])"
)
"""Numbers, arrows and ages behind a button."""

_GOES_ON = re.compile(",? [a-z]")
_OPENER = re.compile(r"(?<![:’'-]) ([A-Z][a-z]*)(?= [a-z]| I\b)")
_PAUSE = re.compile(r"[.,;!?“\"]")
_LONGEST_SENTENCE = 1_000  # characters
_MOST_BETWEEN = 6  # words of a button's object or a headline, before the text goes on


def _resumes(text: str, start: int) -> list[int]:
    """Where a sentence of the text that is glued to the words of a page begins, if its first word says so."""
    found = _STOP.search(text, start, start + _LONGEST_SENTENCE)
    stop = found.start() if found else 0
    for m in _OPENER.finditer(text, start, stop):
        between = text[start : m.start()]
        if between.count(" ") > _MOST_BETWEEN or _PAUSE.search(between):
            break
        if m[1].lower() in CLOSED and text.count(" ", m.end(), stop) > 1:
            return [m.start()]
    return []


def _groups(found: Iterable[Furniture]) -> list[list[Furniture]]:
    groups: list[list[Furniture]] = []
    for phrase in found:
        if groups and phrase.start - groups[-1][-1].end < _NEAR:
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return groups


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


_WIKI = (
    r"\[(?:edit(?: source)?|hide|show|vague|dead link|permanent dead link|failed verification"
    r"|(?:citation|clarification|verification|attribution|page|year|quotation|better source|non-primary source"
    r"|full citation|update|further explanation)s? needed|needs update|(?:original research|unreliable source)\?"
    r"|(?:by |according to )?(?:who|whom|when|where|which|why|how)\?|(?:note|nb|n|lower-alpha) \d+"
    r"|(?:dubious|disputed)[^\]]{0,30}|(?<=[.,;!?”\"’\]]\[)(?:\d{1,3}|[a-z]))\](?::\d{1,4}(?:[–-]\d{1,4})?)?"
)
_CODE = (
    r"\[url=?[^\]]{0,200}\].{0,120}?\[/url\]",
    r"\[/?(?:quote|url|img|b|i|u|s|code|size|color|colour|font|list|center|caption|gallery|embed|map|video|audio|youtube|"
    r"spoiler|ad|ads|adsense|adrotate|contact-form-7|vc_\w+|et_\w+|fusion_\w+|wp_\w+|su_\w+|rev_slider|playlist|"
    r"newsletter\w*|social\w*|related\w*|shortcode\w*|table\w*|button\w*|toc)\b(?:[ =][^\]]{0,200})?/?\]",
    r"<!--.{0,400}?-->|<!\[(?:end)?if[^\]]{0,80}\](?:--)?>|\[(?:end)?if\b[^\]]{0,80}\](?:>|(?=[^>]))?|<!DOCTYPE[^>]{0,200}>",
    r"</?[a-z]+:[a-z]+\b[^<>]{0,80}>",
    r"\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|\$?\{[A-Za-z_][\w .:-]{1,40}\}|%[A-Za-z_]{3,30}%|\*\|[A-Z:_]{2,30}\|\*",
    r"\[[A-Z][A-Z_ ]*(?:NAME|HERE|DATE|URL|LINK|TEXT|ID|TITLE|IMAGE|PHOTO|AD|EMBED|VIDEO|TK)\]",
    r"(?<!\S):[a-z]{2,15}(?:_[a-z]{2,15})*:(?!\S)",
    r"^\{\s?\"\w.{0,300}\":\s?\"|\"(?:, ?\"\w+\" ?: ?(?:\"[^\"]{0,80}\"|\[[^\]]{0,200}\]|[\w.+-]+)){0,20} ?\}\]?$",
    r"^(?:>>+|[-–]) ?(?=[A-Z][A-Z. ]{2,30}:)",
    r"^(?:[\w.#@ -]{1,60}\{[^{}]{3,300}\}\s*)+$|^/\*.{0,300}\}$",
)
_MARKED = re.compile(f"(?P<wiki>(?:{_WIKI})+)|(?:(?:{'|'.join(_CODE)}) ?)+")


def _markup(text: str) -> Iterator[Candidate]:
    """Marks of a wiki, a forum, a template, an office program or of JSON."""
    found = list(_MARKED.finditer(text))
    for m in found[:_MOST_MARKS]:
        repairs = [without(text, *m.span()) if m[0][-1] == " " or m.end() == len(text) else put(*m.span())]
        repairs += [put(*m.span(), " "), put(0, len(text))]
        if text[m.start() - 1 : m.start()] in (",", ";"):
            repairs.append(put(m.start() - 1, m.end()))
        yield TAG.at(
            text,
            Span(*m.span()),
            repairs,
            wiki=bool(m["wiki"]),
            number=m[0][1:2].isdigit(),
            at_start=m.start() == 0,
            at_end=m.end() == len(text),
            many=len(found),
        )


_MOST_MARKS = 50  # of a passage; where there are more, the text is about markup
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:,\d{3})?(?: ?[ap]\.?m(?:\b\.?|(?=[A-Z]))| ?(?:[A-Z]{2,4}\b))?"
_TIMES = (
    rf"(?:{_DAY},? )?{_MONTH}\.? \d{{1,2}},?(?: \d{{4}},?)?(?: at)? {_CLOCK}",
    rf"(?:{_DAY},? )?\d{{1,2}} {_MONTH}\.?,?(?: \d{{4}},?)?(?: at| -)? {_CLOCK}",
    rf"\d{{4}}[-./]\d\d?[-./]\d\d?[ T]+{_CLOCK}",
    rf"\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?,? ?[/|-]? ?{_CLOCK}",
    rf"\d{{1,2}} ?[hm] ago ?{_CLOCK}",
    rf"{_CLOCK}(?= ?-->| ?$)",
    r"(?:(?<=says: )|(?<=said: )|(?<=wrote: )|(?<=wrote \())"
    r"\d{1,2} (?:minute|hour|day|week|month|year)s? ago(?:\):)?(?: Reply)?",
    "(?<=wrote: )↑",
)
_STAMP = re.compile(
    rf"(?P<before>[^.!?\n]{{0,45}}?)(?:{'|'.join(_TIMES)})(?:(?<=[ap]m)(?=[A-Z])| ?--?>? ?{_CLOCK}|(?<=↑)|(?!\w))"
)


_STAMP_INSIDE = re.compile(rf"(?:(?<=[.!?…] )|(?<=[.!?…][”\"’] ))(?:{'|'.join(_TIMES[:4])})(?=[A-Z]| [A-Z“\"]|$)")


def _stamps(text: str) -> Iterator[Candidate]:
    """A name and a time before a comment or an entry, often glued to its first word."""
    m = _STAMP.match(text)
    if not m:
        for m in _STAMP_INSIDE.finditer(text):
            yield LINE.at(
                text, Span(*m.span()), [without(text, *m.span())], stamp=1, inside=1, alone=m.end() == len(text)
            )
        return
    rest = text[m.end() :]
    yield LINE.at(
        text,
        Span(0, m.end()),
        [without(text, 0, m.end()), put(0, len(text))]
        if len(rest) > 40
        else [put(0, len(text)), without(text, 0, m.end())],
        stamp=1,
        before=m["before"].count(" ") + bool(m["before"]),
        glued=rest[:1].isalpha(),
        alone=not rest.strip(),
        goes_on=rest.lstrip()[:1].islower(),
    )


_SIGNED_OFF = re.compile(
    r"(?<=[.!?”\"’0-9]) ?(?:\((?:[A-Za-z]{2,6}[/ -]){0,3}[A-Za-z]{2,8}\)|/{1,2}[\w. ]{2,20}/{1,2}"
    r"|[A-Z][\w ]{2,30}//?[\w./: -]{1,40})$"
)


def _signed(text: str) -> Iterator[Candidate]:
    """What an agency puts after its last sentence: ``(dpa/lhe)``, ``//Petra//``."""
    m = _SIGNED_OFF.search(text, max(0, len(text) - 60))
    if m:
        yield CREDIT.at(text, Span(*m.span()), [put(*m.span())], signed=1, slash="/" in m[0], small=m[0].islower())


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
_HUMPS = re.compile(r"[a-z][A-Z](?=[a-z]| |$)")
_RUNNING = re.compile(
    r"(?:\d{1,4} +[A-Z][A-Z.,'’&() -]{5,}(?: (?:19|20)\d\d(?:/\d\d)?)?"
    r"|[A-Z][A-Z.,'’&() -]{5,}(?: (?:19|20)\d\d(?:/\d\d)?)? +[\dlIO]{1,4}"
    r"|[A-Z]{3,6}DAY,? [A-Z\d, ]{5,24}|[^.!?]{5,120} (?:[–—|]|p\.) \d{1,4}|[A-Z .]{5,}\d+ OF \d+.*)$"
)
_NUMBER = re.compile(r"(?:[-–—|] ?)?(?:[Pp](?:age|\.) ?)?\d{1,4}(?:(?: of |/)\d{1,4})?(?: ?[-–—|])?$")
_FILE = re.compile(
    r"(?<![\w-])[\w-]+\.(?:indd|txt|TXT|docx?|pdf|PDF|jpe?g|JPE?G|png|qxd|xlsx?|php)\b|\.com/\w|\bt\.co/|\(@\w+\)"
)
_RULE = re.compile(r"_{4,}|={4,}|-{5,}|\*{3,}|~{3,}|^\^ ")
_ARROW = re.compile(r"^[←→◀▶«‹<>]|[←→◀▶»›>]$")
_BRACES = re.compile(r"[{}]|</?\w|-->|\];|\bNaN\b|\bundefined\b|\bnull\b")
_IDENTIFIER = re.compile(r"\b(?:arXiv:|doi:|DOI\b|ISSN\b|ISBN\b|W\.P\.|REC \d|VLC-\d|Ref\. )")
_FINISHED = re.compile(r"[.!?][\"”’)\]]*$")


def _lines(analysis: Analysis) -> Iterator[Candidate]:
    """Short paragraphs that say by two signs or more that they belong to a page, and captions beside credits."""
    text, beside = analysis.text, False
    passages = analysis.passages
    often = Counter(passage.text for passage in passages if len(passage.text) < _SAME)
    for number, passage in enumerate(passages):
        signs = _signs(passage) if passage.kind is not BlockKind.CODE else {}
        if often[passage.text] > 1 and signs:
            signs["again"] = 1.0
        if 0 < number < len(passages) - 1 and _interrupts(passages[number - 1], passage, passages[number + 1]):
            signs["interrupts"] = 2.0
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


_SAME = 80  # characters of a line that may come again on each page


_POINT = re.compile(r"[a-z]{1,3}[.)]\s")


def _interrupts(before: Passage, passage: Passage, behind: Passage) -> bool:
    """Whether a paragraph cuts a sentence in two: a caption, a page head, a footnote."""
    return (
        behind.text[:1].islower()
        and not _POINT.match(behind.text)  # of a list
        and bool(before.text)
        and (before.text[-1].isalpha() or before.text[-1] in ",-")
        and len(passage.pieces) <= _LONGEST_CAPTION
        and BlockKind.CODE not in (before.kind, passage.kind, behind.kind)
    )


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
        "unfinished": 0.5 * (not finished and not text.endswith(":")),
        "humps": min(2.0, 0.75 * len(_HUMPS.findall(text))),
        "head": 2.0 * bool(_RUNNING.match(text)),
        "number": 2.0 * bool(_NUMBER.match(text)),
        "file": 2.0 * bool(_FILE.search(text)),
        "rule": 2.0 * bool(_RULE.search(text)),
        "arrow": 1.5 * bool(_ARROW.search(text)),
        "code": 0.75 * min(2, len(_BRACES.findall(text))),
        "noise": 2.0 * (len(text) > 4 and 2 * sum(map(str.isalnum, text)) < len(text) - text.count(" ")),
        "identifier": 1.5 * bool(_IDENTIFIER.search(text)),
    }
    return {sign: weight for sign, weight in found.items() if weight}
