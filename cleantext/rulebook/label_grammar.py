"""A grammar of labels: which lines are nothing but what web pages write around an article, and of which kind.

A label is a row of words, slots in braces (``label_slots.py``) and groups: ``(one|other)``, or ``(perhaps)``, which may
be missing. All labels are one automaton, whose places become one where the same words lead to them. A line is read from
each of its words at most once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count

import regex

from cleantext.rulebook.label_slots import SLOTS, TOKEN, Slots, Tokens, plain
from cleantext.rulebook.match import Lists

DOUBT = " ??"
LINES = 65_536  # lines that are remembered: several rules read all of a document, one after the other
LONGEST = 320  # characters of a line; a longer one is prose
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
_PART = regex.compile(rf"\{{(?P<slot>[\w-]+)\}}|[(|)]|{TOKEN.pattern}")
_LINKS = frozenset(":|»›–—-·•>/→")
_LOOSE = frozenset("()[],*\"“”'‘’")  # between the words of a label these are neither here nor there
_PICTURE = regex.compile(r"[\p{Extended_Pictographic}†‡]")
_MARKS = frozenset('|·•/,.!?…»›>→←«‹<*+-–—:;()[]{}#©&~_=^▶►▸▾▼▲◀◄✉☰✕×✓★☆⭐🔗📷📸🎧🕐✔❯❮↓↑⟶“”"') | {"__"}


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


class Grammar:
    """All labels as one automaton of words and slots."""

    def __init__(self, labels: Mapping[str, Sequence[str]], words: Lists):
        self._root = _Node()
        self._slots = Slots(words)
        number = count()
        for kind, phrases in labels.items():
            for phrase in phrases:
                line = next(number), _line(kind, phrase)
                for node in _Label(phrase.removesuffix(DOUBT)).after([self._root]):
                    node.ends = [line]
        self._known = lru_cache(maxsize=LINES)(self._read)

    def read(self, text: str) -> Line | None:
        """What a line is, if it is one of labels. Long ones are not, and need not be remembered."""
        return None if len(text) > LONGEST else self._known(text)

    def _read(self, text: str) -> Line | None:
        if _OTHER.search(text):
            return None
        tokens = Tokens(text)
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
        read = (_Parse(self._root, self._slots, tokens).from_(0) for tokens in map(Tokens, parts) if tokens.words)
        known = [line for line in read if line is not None]
        if not any(line.sure for line in known) or 2 * len(known) < len(parts):
            return None
        return Line(_UNKNOWN, sure=True, labels=len(known))


def _line(kind: str, phrase: str) -> Line:
    words = any(not m["slot"] and m[0].isalpha() for m in _PART.finditer(phrase))
    return Line(kind, sure=not phrase.endswith(DOUBT), labels=int(words), open=phrase.startswith(_OPEN))


@dataclass(slots=True, eq=False)
class _Node:
    """A place within labels: what may follow, and the labels that end here, each with its number."""

    words: dict[str, list[_Node]] = field(default_factory=dict)
    slots: dict[str, list[_Node]] = field(default_factory=dict)
    ends: Sequence[tuple[int, Line]] = ()


def _as_one(nodes: list[_Node]) -> _Node:
    """Places that are reached together, as one from then on."""
    if len(nodes) > 1:
        one = _Node(ends=list(dict.fromkeys(end for node in nodes for end in node.ends)))
        for node in dict.fromkeys(nodes):
            for there, here in ((one.words, node.words), (one.slots, node.slots)):
                for key, following in here.items():
                    there.setdefault(key, []).extend(following)
        nodes[:] = [one]
    return nodes[0]


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
    if slot and slot not in SLOTS:
        raise ValueError(f"labels: no slot '{slot}'; there are {', '.join(SLOTS)}")
    node = _Node()
    for start in starts:
        (start.slots if slot else start.words).setdefault(slot or plain(word), []).append(node)
    return node


class _Parse:
    """One line, read from each token at most once."""

    def __init__(self, root: _Node, slots: Slots, tokens: Tokens):
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
        words = self._tokens.plain
        begins = at == 0 or words[at - 1] in _BARS
        return begins and (bool(label.labels) or end == len(words) or words[end] in _BARS)

    def _labels(self, at: int) -> Iterator[tuple[int, Line]]:
        """The labels that begin at a token, each with the token after it; of those that begin alike the last listed
        first."""
        for place in reversed(self._following(self._root, at, at)):
            for end, _, label in sorted(self._ending(*place, at), key=lambda found: -found[1]):
                yield end, label

    def _ending(self, node: _Node, here: int, at: int) -> Iterator[tuple[int, int, Line]]:
        """The labels that begin ``at`` a token and go on from a place in them, each with its end and its number."""
        places, seen = [(node, here)], set()
        while places:
            node, here = places.pop()
            if (id(node), here) not in seen:
                seen.add((id(node), here))
                yield from ((here, number, label) for number, label in node.ends)
                places += self._following(node, here, at)

    def _following(self, node: _Node, here: int, at: int) -> list[tuple[_Node, int]]:
        """Where a label may be one token or slot further on."""
        places = []
        if here < len(self._tokens.plain):
            word = self._tokens.plain[here]
            if word in node.words:
                places.append((_as_one(node.words[word]), here + 1))
            if word in _LINKS and ":" in node.words:
                places.append((_as_one(node.words[":"]), here + 1))
            if word in _LOOSE and here > at:
                places.append((node, here + 1))
            begins = self._slots.beginning(self._tokens.raw[here])
            for slot, followings in node.slots.items():
                if slot in begins:
                    there = _as_one(followings)
                    ends = self._slots[slot](self._tokens, here)
                    places += [(there, end) for end in ends if there.ends or self._goes_on(there, end)]
        elif "rest" in node.slots:
            places.append((_as_one(node.slots["rest"]), here))
        return places

    def _goes_on(self, node: _Node, here: int) -> bool:
        """Whether what is at a token may follow in a label. Most of what is no label ends here."""
        if here == len(self._tokens.plain):
            return "rest" in node.slots
        word = self._tokens.plain[here]
        if word in node.words or word in _LINKS or word in _LOOSE:
            return True
        return bool(node.slots) and not node.slots.keys().isdisjoint(self._slots.beginning(self._tokens.raw[here]))


_NOTHING = Line("", sure=False, labels=0)
