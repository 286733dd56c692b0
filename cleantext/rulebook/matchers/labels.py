"""``labels``: what web pages write around an article, read by a small grammar of labels with slots.

``rules/tables/labels.yaml`` lists labels by kind, ``slots.yaml`` beside it the words that some slots take. A line is
page furniture where it is nothing but labels, one after the other or between marks: ``Share | Print | 12 comments``. A
label that correct text has too, such as ``Home``, counts beside one that it hasn't, in the same line or the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

import regex

from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.match import FindInDocument, FindInPassage, Lists, Match, Pattern, Sees, Strict
from cleantext.rulebook.matchers.line import TOP, with_end
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.prefilter.need import Gate

PREFIX = "label:"
"""Word lists of this name are labels."""
WORDS = ("agencies", "months-of-pages", "networks")
"""The word lists that slots are made of."""

DOUBT = " ??"
LINES = 65_536  # lines that are remembered: several rules read all of a document, one after the other
LONGEST = 320  # characters of a line; a longer one is prose
_TAIL = 160  # characters at the end of a paragraph in which labels are looked for
_MANY = 3  # so many labels with bars between them, or one more without, are furniture whatever each of them is
_BARS = frozenset("|·•»›>/–—-(,")
_OPEN = ("{name}", "{site}", "{few}", "({few})", "{agency}")
_OTHER = regex.compile(
    r"^#+ |(?<!\b(?:version|story|article|report) (?:\w+ )*)\b(?:said|says|told|asked|replied)\b.*[.”\"]$"
)
_UNKNOWN = "navigation"  # the kind of a row with a part that nobody knows
_LONG = 8  # words of a part of a bar; a longer one is a sentence
_BAR = regex.compile(r" +[|·•›»>/—–] +|(?<=\w)[|·•›»](?=\w)")
_STRAIGHT = regex.compile(r"[|·•›»>]")  # dashes and slashes are in headlines too
_ENDS = regex.compile(r"\p{Ll}{3}[.!?]$")
_RUN = 3  # so many lines in a row are furniture although each of them alone might be something else


class Spec(Strict, frozen=True, kw_only=True):
    """Labels of web pages, of one of the ``kinds`` of ``tables/labels.yaml``: whole lines of them, or those at the end
    of a paragraph, after its last sentence.

    ``next`` is searched in the line after them, and ``report: next`` makes that line the finding.
    """

    kinds: Sequence[str]
    at: Literal["line", "end"] = "line"
    next: Pattern | None = None
    report: Literal["labels", "next"] = "labels"


def sees(spec: Spec) -> Sees:
    """The whole text, for labels at the end of a paragraph one block at a time."""
    return "passage" if spec.at == "end" else "document"


def find(spec: Spec, lists: Lists) -> Callable[..., Iterable[Match]]:
    """See ``_at_end`` and ``_lines``."""
    return _at_end(spec, lists) if spec.at == "end" else _lines(spec, lists)


def needs(_: Spec, __: Lists) -> Gate:
    """There are too many labels to look for."""
    return Gate()


def _lines(spec: Spec, lists: Lists) -> FindInDocument:
    """Lines of labels, the first sure one of a kind of ``spec``.

    Values: ``credit``, the labels, and ``begin``, the first words of the line after them. Raises ``ValueError`` for
    an unknown kind, a wrong label or a wrong pattern.
    """
    read = _reader(spec, lists)
    kinds = frozenset(spec.kinds)
    following = compiled(spec.next, lists) if spec.next is not None else None

    def find(analysis: Analysis) -> Iterable[Match]:
        passages = analysis.passages
        lines = [read(passage.text) for passage in passages]
        for i, line in enumerate(lines):
            if line is None or line.kind not in kinds or not (line.sure or _in_company(lines, i)):
                continue
            behind = passages[i + 1].text if i + 1 < len(passages) else ""
            if following and not following.search(behind):
                continue
            span = passages[i + 1 if spec.report == "next" else i].span
            values = {"credit": passages[i].text, "begin": " ".join(behind.split()[:4])}
            yield Match(with_end(analysis.text, span), {"line": span}, values)

    return find


def _at_end(spec: Spec, lists: Lists) -> FindInPassage:
    """Labels after the last sentence of a paragraph. Raises ``ValueError`` for an unknown kind."""
    read = _reader(spec, lists)
    kinds = frozenset(spec.kinds)

    def find(passage: Passage) -> Iterable[Match]:
        text = passage.text
        for m in _SENTENCE_START.finditer(text, max(0, len(text) - _TAIL)):
            tail = text[m.end() :]
            line = read(tail)
            if line is not None and line.sure and line.kind in kinds and (" " in tail or tail.isupper()):
                if read(text) is None:  # else the whole line is labels, and goes as such
                    yield Match(Span(m.end(), len(text)))
                return

    return find


_SENTENCE_START = regex.compile(r"(?<=[.!?…][”\"’)\]]?)\s+(?=[\p{Lu}\p{N}\[(►▶→»#©])")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of labels is, by its first sure one. ``sure``: no correct text has such a line.

    ``labels`` counts those with a word of their own. ``open`` says that the first begins with what may be any name.
    """

    kind: str
    sure: bool
    labels: int = 1
    open: bool = False

    def then(self, rest: Line) -> Line:
        """This label, and the rest of its line."""
        first = self if self.sure or not rest.sure else rest
        return Line(first.kind or self.kind, first.sure, self.labels + rest.labels)


def _in_company(lines: Sequence[Line | None], i: int) -> bool:
    """Whether the furniture around a line makes it furniture.

    The first line of a text is its headline; a mere name is its author's at the top, further down it may be anything.
    """
    here = lines[i]
    if i == 0 or here is None or (not here.labels and i >= TOP):
        return False
    first, last = i, i
    while first and lines[first - 1] is not None:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1] is not None:
        last += 1
    run = [line for line in lines[first : last + 1] if line is not None]
    return len(run) >= _RUN or any(line.sure for line in run)


def _reader(spec: Spec, lists: Lists) -> Callable[[str], Line | None]:
    known = {name.removeprefix(PREFIX): labels for name, labels in lists.items() if name.startswith(PREFIX)}
    if unknown := [kind for kind in spec.kinds if kind not in known]:
        raise ValueError(f"labels: no kind '{unknown[0]}'; there are {', '.join(sorted(known)) or 'none'}")
    words = ((name, tuple(lists.get(name, ()))) for name in WORDS)
    return _grammar(tuple((kind, tuple(labels)) for kind, labels in known.items()), tuple(words)).read


@lru_cache(maxsize=4)
def _grammar(
    known: tuple[tuple[str, tuple[str, ...]], ...], words: tuple[tuple[str, tuple[str, ...]], ...]
) -> _Grammar:
    return _Grammar(dict(known), dict(words))


def _line(kind: str, phrase: str) -> Line:
    words = any(not m["slot"] and m[0].isalpha() for m in _PART.finditer(phrase))
    return Line(kind, sure=not phrase.endswith(DOUBT), labels=int(words), open=phrase.startswith(_OPEN))


@dataclass(slots=True, eq=False)
class _Node:
    """A place within labels: what may follow, and the label that ends here."""

    words: dict[str, list[_Node]] = field(default_factory=dict)
    slots: dict[str, list[_Node]] = field(default_factory=dict)
    end: Line | None = None


class _Grammar:
    """All labels as one automaton of words and slots."""

    def __init__(self, labels: Mapping[str, Sequence[str]], words: Lists):
        self._root = _Node()
        self._slots = {**{name: _by_pattern(name, words) for name in _PATTERNS}, **_ASKED}
        for kind, phrases in labels.items():
            for phrase in phrases:
                line = _line(kind, phrase)
                for node in _Label(phrase.removesuffix(DOUBT)).after([self._root]):
                    node.end = line
        self._known = lru_cache(maxsize=LINES)(self._read)

    def read(self, text: str) -> Line | None:
        """What a line is, if it is one of labels. Long ones are not, and need not be remembered."""
        return None if len(text) > LONGEST else self._known(text)

    def _read(self, text: str) -> Line | None:
        if _OTHER.search(text):
            return None
        tokens = _Tokens(text)
        line = _Parse(self._root, self._slots, tokens).from_(0) if tokens.words else None
        many = _MANY if any(mark in "|·•»›>" for mark in tokens.plain) else _MANY + 1
        if line is None:
            return self._bar(text)
        return replace(line, sure=True) if line.labels >= many else line

    def _bar(self, text: str) -> Line | None:
        """A row of links and facts: half of its parts are labels, or more, and one of these is sure."""
        parts = [part for part in _BAR.split(text) if part.strip()]
        fewest = 2 if _STRAIGHT.search(text) else _MANY
        if len(parts) < fewest or any(len(part.split()) > _LONG for part in parts) or _ENDS.search(text):
            return None
        read = (_Parse(self._root, self._slots, tokens).from_(0) for tokens in map(_Tokens, parts) if tokens.words)
        known = [line for line in read if line is not None]
        if not any(line.sure for line in known) or 2 * len(known) < len(parts):
            return None
        return Line(_UNKNOWN, sure=True, labels=len(known))


class _Label:
    """One label as its author writes it: words, slots, ``(one|other)`` and ``(perhaps)``, nested at will."""

    def __init__(self, phrase: str):
        self._phrase = phrase
        self._parts = [(m["slot"], m[0]) for m in _PART.finditer(phrase)]
        self._at = 0

    def after(self, starts: list[_Node]) -> list[_Node]:
        """Where the label may end that begins at one of ``starts``. Raises ``ValueError`` for a wrong label."""
        ends = self._row(starts)
        if self._at < len(self._parts) or any(start in ends for start in starts):
            raise ValueError(f"labels: '{self._phrase}' is no label: a bracket too many, or nothing in it")
        return ends

    def _row(self, starts: list[_Node]) -> list[_Node]:
        while self._at < len(self._parts) and self._parts[self._at][1] not in ("|", ")"):
            slot, word = self._parts[self._at]
            self._at += 1
            starts = self._group(starts) if word == "(" else [_step(starts, slot, word)]
        return starts

    def _group(self, starts: list[_Node]) -> list[_Node]:
        options = [self._row(starts)]
        while self._next() == "|":
            self._at += 1
            options.append(self._row(starts))
        if self._next() != ")":
            raise ValueError(f"labels: '{self._phrase}' is no label: a bracket is not closed")
        self._at += 1
        ends = [node for option in options for node in option]
        return [*ends, *starts] if len(options) == 1 else ends

    def _next(self) -> str:
        return self._parts[self._at][1] if self._at < len(self._parts) else ""


def _step(starts: list[_Node], slot: str | None, word: str) -> _Node:
    if slot and slot not in _SLOTS:
        raise ValueError(f"labels: no slot '{slot}'; there are {', '.join(_SLOTS)}")
    node = _Node()
    for start in starts:
        (start.slots if slot else start.words).setdefault(slot or _plain(word), []).append(node)
    return node


class _Parse:
    """One line, read from each token at most once."""

    def __init__(self, root: _Node, slots: Mapping[str, Slot], tokens: _Tokens):
        self._root = root
        self._slots = slots
        self._tokens = tokens
        self._known: dict[int, Line | None] = {}

    def from_(self, at: int) -> Line | None:
        """What the tokens from ``at`` on are: None where they are not all labels."""
        if at not in self._known:
            self._known[at] = self._best(at)
        return self._known[at]

    def _best(self, at: int) -> Line | None:
        if at == len(self._tokens.plain):
            return _NOTHING
        best = None
        for end, label in self._labels(at):
            if label.open and not self._apart(at, end, label):
                continue
            rest = self.from_(end)
            if rest is not None:
                whole = label.then(rest)
                if best is None or (whole.sure, whole.labels) > (best.sure, best.labels):
                    best = whole
        mark = self._tokens.plain[at]
        return best or (self.from_(at + 1) if mark in _MARKS or _PICTURE.fullmatch(mark) else None)

    def _apart(self, at: int, end: int, label: Line) -> bool:
        """Whether what begins with a name begins the line, or follows a bar; and a mere name ends so too."""
        plain = self._tokens.plain
        begins = at == 0 or plain[at - 1] in _BARS
        return begins and (bool(label.labels) or end == len(plain) or plain[end] in _BARS)

    def _labels(self, at: int) -> Iterator[tuple[int, Line]]:
        """The labels that begin at a token, each with the token after it."""
        places, seen = [(self._root, at)], set()
        while places:
            node, here = places.pop()
            if (id(node), here) in seen:
                continue
            seen.add((id(node), here))
            if node.end is not None and here > at:
                yield here, node.end
            if here < len(self._tokens.plain):
                word = self._tokens.plain[here]
                places += ((following, here + 1) for following in node.words.get(word, ()))
                if word in _LINKS:
                    places += ((following, here + 1) for following in node.words.get(":", ()))
                if word in _LOOSE and here > at:
                    places.append((node, here + 1))
            for slot, followings in node.slots.items():
                for end in self._slots[slot](self._tokens, here):
                    places += ((following, end) for following in followings)


_NOTHING = Line("", sure=False, labels=0)


class _Tokens:
    """The words and marks of a line; ``plain`` as labels are written, ``starts`` and ``ends`` in the line."""

    def __init__(self, text: str):
        self.text = text
        found = list(_TOKEN.finditer(text))
        self.raw = [m[0] for m in found]
        self.plain = [_plain(form) for form in self.raw]
        self.starts = [m.start() for m in found]
        self.ends = [m.end() for m in found]
        self.words = any(form[0].isalnum() or form in "★☆⭐" for form in self.raw)

    def behind(self, at: int, pattern: regex.Pattern[str]) -> int | None:
        """The token after what matches from ``at`` on, where it ends with a token."""
        m = pattern.match(self.text, self.starts[at]) if at < len(self.starts) else None
        return self.ends.index(m.end()) + 1 if m and m.end() in self.ends else None


_TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:[’'‘`-][\p{L}\p{M}]+)*[’']?|\p{N}+(?:[.,:]\p{N}+)*|[^\s\u200b\ufe0f]")
_PART = regex.compile(rf"\{{(?P<slot>[\w-]+)\}}|[(|)]|{_TOKEN.pattern}")
_LINKS = frozenset(":|»›–—-·•>/→")
_LOOSE = frozenset("()[],*\"“”'‘’")  # between the words of a label these are neither here nor there
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}†‡]")
_MARKS = frozenset('|·•/,.!?…»›>→←«‹<*+-–—:;()[]{}#©&~_=^▶►▸▾▼▲◀◄✉☰✕×✓★☆⭐🔗📷📸🎧🕐✔❯❮↓↑⟶“”"') | {"__"}


@lru_cache(maxsize=4096)
def _plain(form: str) -> str:
    return form.lower().replace("’", "'").replace("‘", "'").replace("：", ":")


# --- slots: the tokens after which each may end

Slot = Callable[[_Tokens, int], Iterable[int]]

_MONTH = r"\L<months-of-pages>"
_SENTENCES = regex.compile(r"(?<![.…])[.][”\"]?$|\p{Ll}[.?!] \p{Lu}.*[.?!]$")
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_CLOCK = (
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:gmt|utc|bst|c?e[sd]?t|p[sd]?t|m[sd]t|ist|uhr|hrs?|msk|jst)\b)?"
)
_DATE_PATTERN = (
    rf"{_DAY}(?:\d{{1,2}}(?:st|nd|rd|th|\.|er|º)? (?:of |de |di )?{_MONTH},?(?: (?:de |of |del )?\d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|{_MONTH} \d{{4}}"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d)|\d{4}年\d{1,2}月\d{1,2}日)(?!\d)"
)
_PATTERNS = {
    "date": rf"(?i:{_DATE_PATTERN}|(?:today|yesterday|just now|heute|gestern|hoy|ayer))",
    "moment": rf"(?i:{_DATE_PATTERN}(?:(?: at|,| um| [-–—|·•])?[ T]{_CLOCK})|{_CLOCK} ?[,|·•-]? ?{_DATE_PATTERN}"
    rf"|(?:(?:about|over) )?(?:\d+|an?|one) ?"
    r"(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year|[mhd])s? ago|(?:today|yesterday),?"
    rf"(?: at)? {_CLOCK})",
    "time": rf"(?i:{_CLOCK})",
    "n": r"\p{N}[\p{N}.,]*(?: ?[kKmM](?![\p{L}]))?\+?|(?i:no|one|two|three)\b",
    "handle": r"@\w{2,30}",
    "address": r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#][\w.]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|info|"
    r"io|news|tv|eu|uk|de|fr|es|it|ru|ua|pl|br|pt|cn|jp|in|ca|au|ch|at|nl|example)(?:/\S*)?\b",
    "agency": r"\L<agencies>(?!\w)",
    "price": r"(?:US)?[$€£¥₹] ?\d[\d.,]*|\d[\d.,]* ?(?:[$€£¥₹]|EUR|USD|GBP)",
    "network": r"(?i:\L<networks>)(?!\w)",
}


_NAME_PART = regex.compile(r"\p{Lu}[\p{L}\p{M}’'-]*")
_PARTICLES = frozenset(["de", "van", "von", "der", "da", "di", "al", "el", "bin", "du", "la", "le", "and", "&", "."])


def _by_pattern(name: str, lists: Lists) -> Slot:
    @cache
    def pattern() -> regex.Pattern[str]:  # most are never asked for
        return compiled(_PATTERNS[name], lists)

    def ends(tokens: _Tokens, at: int) -> Iterable[int]:
        end = tokens.behind(at, pattern())
        return () if end is None else (end,)

    return ends


def _name(tokens: _Tokens, at: int) -> Iterable[int]:
    """Two words with capitals and more, particles and initials among them."""
    parts = 0
    for i in range(at, min(at + 8, len(tokens.raw))):
        if _NAME_PART.fullmatch(tokens.raw[i]):
            parts += 1
            if parts >= 2:
                yield i + 1
        elif i == at or tokens.plain[i] not in _PARTICLES:
            return


def _site(tokens: _Tokens, at: int) -> Iterable[int]:
    """A word with a capital and up to five words of any kind."""
    if at < len(tokens.raw) and (_NAME_PART.match(tokens.raw[at]) or tokens.plain[at] in ("the", "our")):
        for i in range(at, min(at + 6, len(tokens.raw))):
            if not (tokens.raw[i][0].isalnum() or tokens.raw[i] in "&.'’/"):
                return
            yield i + 1


def _few(tokens: _Tokens, at: int) -> Iterable[int]:
    """One to six words."""
    for i in range(at, min(at + 6, len(tokens.raw))):
        if not (tokens.raw[i][0].isalnum() or tokens.raw[i] in "&,'’"):
            return
        yield i + 1


def _title(tokens: _Tokens, at: int) -> Iterable[int]:
    """The rest of the line, two words or more, the first with a capital or a number: a headline, no sentences."""
    if (
        at + 1 < len(tokens.raw)
        and not _SENTENCES.search(tokens.text)
        and regex.match(r"[\p{Lu}\p{N}“\"‘'«\p{Lo}]", tokens.raw[at])
    ):
        yield len(tokens.raw)


def _rest(tokens: _Tokens, at: int) -> Iterable[int]:
    yield len(tokens.raw)


def _credit(tokens: _Tokens, at: int) -> Iterable[int]:
    """The rest of the line, or what comes before a bar: who took a picture. No sentence."""
    if at == len(tokens.raw) or not regex.match(r"[\p{Lu}\p{Lo}©@\p{N}]", tokens.raw[at]):
        return
    for i in range(at, min(at + 16, len(tokens.raw))):
        last = i + 1 == len(tokens.raw)
        if last or tokens.raw[i + 1] in "|·•":
            yield i + 1
        if tokens.raw[i] in "!?…" or (tokens.raw[i] == "." and i > at and len(tokens.raw[i - 1]) > 3):
            return


_ASKED: Mapping[str, Slot] = {
    "name": _name,
    "site": _site,
    "few": _few,
    "title": _title,
    "rest": _rest,
    "credit": _credit,
}
_SLOTS = (*_PATTERNS, *_ASKED)
