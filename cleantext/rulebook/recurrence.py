"""Words that texts say again soon after: what the patterns with a back-reference, and the rules on repetition, ask for.

All texts of a document are looked at together, word by word as numbers. Two places with the same word are compared by
their characters only where that could matter to somebody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from cleantext.rulebook.alphabet import SEPARATOR, of_property

FARTHEST = 24  # characters between two sayings; who allows for more is not served
_EFFORT = 30  # comparisons for each word of a text: where words recur more often, looking closer takes too long
_GLANCE = 40  # characters that are compared before all of them are
_ROW = 6  # words in a row that are looked for at any distance; fewer only nearby
_WORD = of_property(r"\w")
_AS_SPACES = bytes(byte if byte in _WORD.some else 0x20 for byte in range(256))
_KINDS = bytes(
    0x61 if chr(byte).islower() and byte < 0x80 else 0x30 if 0x30 <= byte <= 0x39 else byte for byte in range(256)
)
"""All small letters and all digits as one."""
_UNSURE = (b"0a", b"_")  # a token may end inside a run of letters and digits, of such kinds
_AT_ONCE = 48  # characters that are compared in one go
_PAIRS_AT_ONCE = 4096

Numbers = npt.NDArray[np.int64]
_NONE: Numbers = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, order=True)
class Saying:
    """A text of ``length`` characters or more that begins with a word of ``letters`` or more, said again within
    ``gap`` characters. The word is a whole one in both places."""

    letters: int
    length: int
    gap: int


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A word of so many ``letters`` that stands in a text again ``distance`` characters later, which is ``at``. The
    texts that begin with the two have ``shared`` characters in common."""

    letters: int
    distance: int
    shared: int
    at: int


@dataclass(frozen=True, slots=True)
class Echo:
    """One of several sayings, with a reduced text that ``between`` matches from the first to the second."""

    sayings: tuple[Saying, ...]
    between: bytes = b""

    def stands_before(self, text: bytes, second: int) -> bool:
        """Whether what stands before the second saying may stand between the two."""
        if not self.between:
            return True
        ending, longest = _ending(self.between)
        return ending.search(text, max(0, second - longest), second) is not None


@lru_cache(maxsize=1024)
def _ending(pattern: bytes) -> tuple[re.Pattern[bytes], int]:
    """The pattern at the end of a text, and how many characters it matches at most."""
    longest = re._parser.parse(pattern).getwidth()[1]  # type: ignore[attr-defined]
    return re.compile(b"(?s:%b)\\Z" % pattern), min(longest, FARTHEST)


@dataclass(frozen=True, slots=True)
class Again:
    """What a text may say again: the numbers of some echoes, and whether something may stand twice in a row."""

    echoes: frozenset[int]
    doubled: bool


def again(texts: Sequence[bytes], echoes: Sequence[Echo]) -> list[Again]:
    """What each of the reduced ``texts`` may say again: which of ``echoes``, by their number."""
    words = _Words(texts)
    heard: list[set[int]] = [set() for _ in texts]
    pairs = words.pairs(weakest(saying for echo in echoes for saying in echo.sayings))
    for i, text in pairs.heard(echoes):
        heard[text].add(i)
    doubled = {*words.unsure(), *pairs.doubled}
    for text in words.with_row_again():
        doubled.add(text)
        recurrences = recurring(texts[text])
        if recurrences is None:
            heard[text].update(range(len(echoes)))
        else:
            heard[text].update(i for i, _ in _pairs_of(recurrences, texts[text].lower(), text).heard(echoes))
    return [Again(frozenset(here), text in doubled) for text, here in enumerate(heard)]


def weakest(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """Without those that are in every text that another one is in."""
    known: list[Saying] = []
    for saying in sorted(sayings, key=lambda saying: (saying.length, saying.letters, -saying.gap)):
        if not any(other.letters <= saying.letters and other.gap >= saying.gap for other in known):
            known.append(saying)
    return tuple(known)


def recurring(text: bytes) -> Sequence[Recurrence] | None:
    """All words of a reduced text that recur, alone or with what follows them, within ``FARTHEST`` characters.

    None where there are so many that it takes too long to find them.
    """
    text = text.lower()
    words = text.translate(_AS_SPACES).split(b" ")
    effort = _EFFORT * len(words)
    seen: dict[bytes, list[int]] = {}
    found = []
    start = 0
    for word in words:
        if word:
            earlier = seen.get(word)
            if earlier is None:
                seen[word] = [start]
            else:
                effort -= len(earlier)
                if effort < 0:
                    return None
                near = start - FARTHEST
                for before in earlier:
                    if before >= near or text.startswith(text[before : min(near, before + _GLANCE)], start):
                        shared = _shared(text, before, start)
                        effort -= shared
                        if start - before - shared <= FARTHEST:
                            found.append(Recurrence(len(word), start - before, shared, start))
                earlier.append(start)
        start += len(word) + 1
    return found


@dataclass(frozen=True)
class _Pairs:
    """Two places with the same word, in parallel arrays; see ``Recurrence``."""

    text_of: Numbers
    letters: Numbers
    distance: Numbers
    shared: Numbers
    at: Numbers
    joined: bytes
    """All the texts, in which ``at`` counts."""
    doubled: frozenset[int]
    """The texts in which all the words between two places are said again."""

    def heard(self, echoes: Sequence[Echo]) -> Iterator[tuple[int, int]]:
        """The numbers of those of ``echoes`` that are heard, each with the text that has it."""
        for i, echo in enumerate(echoes):  # one after the other: all at once they need much memory in dense tables
            worth = _worth(self.letters, self.distance, self.shared, echo.sayings)
            for text, at in zip(self.text_of[worth].tolist(), self.at[worth].tolist(), strict=True):
                if echo.stands_before(self.joined, at):
                    yield i, text


def _pairs_of(recurrences: Sequence[Recurrence], said: bytes, text: int) -> _Pairs:
    """The recurrences in one text, in small letters and by its number."""
    parts = [(text, r.letters, r.distance, r.shared, r.at) for r in recurrences]
    text_of, letters, distance, shared, at = np.array(parts, dtype=np.int64).reshape(-1, 5).T
    return _Pairs(text_of, letters, distance, shared, at, said, frozenset())


class _Words:
    """The words of some texts, in one row: where each starts and ends in ``joined``, and in which text."""

    def __init__(self, texts: Sequence[bytes]):
        self._joined = bytes([SEPARATOR]).join(texts).lower()
        spaced = self._joined.translate(_AS_SPACES)
        words = spaced.split()
        self._numbers: Numbers = np.fromiter(map(hash, words), np.int64, len(words))
        edges = np.flatnonzero(np.diff(np.frombuffer(b" " + spaced + b" ", dtype=np.uint8) != ord(" ")))
        self._starts: Numbers = edges[::2]
        self._ends: Numbers = edges[1::2]
        self._texts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._text_of: Numbers = np.searchsorted(self._texts, self._starts, "right") - 1

    def unsure(self) -> Iterator[int]:
        """The texts in which not every token begins and ends with a word."""
        kinds = self._joined.translate(_KINDS)
        for unsure in _UNSURE:
            at = kinds.find(unsure)
            while at >= 0:
                behind = bisect_right(self._texts, at)
                yield behind - 1
                at = kinds.find(unsure, self._texts[behind])

    def pairs(self, sayings: Sequence[Saying]) -> _Pairs:
        """The words that are said again soon in the same text, where it could come to one of ``sayings``."""
        reach = max((saying.gap for saying in sayings), default=0)
        farthest = reach // 2 + _ROW + 1  # no more words fit between two sayings than half the gap
        same = [np.flatnonzero(self._numbers[:-lag] == self._numbers[lag:]) for lag in range(1, farthest + 1)]
        first = np.concatenate(same)
        lag = np.repeat(np.arange(1, farthest + 1), list(map(len, same)))
        inside = self._text_of[first] == self._text_of[first + lag]
        first, lag = first[inside], lag[inside]
        last_of_run = np.flatnonzero(np.diff(first, append=-2) != 1)
        run = first[last_of_run[np.searchsorted(last_of_run, np.arange(len(first)))]] - first + 1
        doubled = frozenset(self._text_of[first[run >= lag]].tolist())
        start = self._starts[first]
        letters, distance = self._ends[first] - start, self._starts[first + lag] - start
        shared = self._ends[np.minimum(first + run, len(self._ends) - 1)] - start  # at most: to the end of what differs
        worth = _worth(letters, distance, np.minimum(distance, shared), sayings)
        start, distance = start[worth], distance[worth]
        text_of = self._text_of[first[worth]]
        slices = [slice(i, i + _PAIRS_AT_ONCE) for i in range(0, len(start), _PAIRS_AT_ONCE)]
        shared = np.concatenate([_NONE, *(self._shared(start[some], distance[some]) for some in slices)])
        return _Pairs(text_of, letters[worth], distance, shared, start + distance, self._joined, doubled)

    def _shared(self, start: Numbers, distance: Numbers) -> Numbers:
        """As ``_shared`` for each place and the one that lies so far behind it."""
        characters = np.frombuffer(self._joined + bytes(_AT_ONCE), dtype=np.uint8)
        places = start[:, None] + np.arange(_AT_ONCE)
        differ = characters[places] != characters[np.minimum(places + distance[:, None], len(characters) - 1)]
        alike = np.where(differ.any(axis=1), differ.argmax(axis=1), _AT_ONCE)
        shared: Numbers = np.minimum(np.minimum(alike, distance), len(self._joined) - start - distance)
        for i in np.flatnonzero((alike == _AT_ONCE) & (distance > _AT_ONCE)).tolist():
            shared[i] = _shared(self._joined, int(start[i]), int(start[i] + distance[i]))
        return shared

    def with_row_again(self) -> list[int]:
        """The texts that say ``_ROW`` words in a row twice."""
        count = len(self._numbers) - _ROW + 1
        if count < 2:
            return []
        rows = np.zeros(count, dtype=np.int64)
        for i in range(_ROW):
            rows = rows * 1_000_003 + self._numbers[i : count + i]
        in_order = np.sort(rows)  # a tenth of the time of ``argsort``, which only recurring rows need
        again = in_order[1:][in_order[1:] == in_order[:-1]]
        if not len(again):
            return []
        places = np.flatnonzero(np.isin(rows, again))
        order = places[np.argsort(rows[places], kind="stable")]
        first, second = order[:-1], order[1:]
        twice = (rows[first] == rows[second]) & (self._text_of[first] == self._text_of[second + _ROW - 1])
        return sorted(set(self._text_of[first[twice]].tolist()))


def _worth(letters: Numbers, distance: Numbers, shared: Numbers, sayings: Sequence[Saying]) -> npt.NDArray[np.bool_]:
    """Which recurrences, given by their parts, have one of ``sayings``."""
    found = np.zeros(len(letters), dtype=bool)
    for saying in sayings:
        found |= (letters >= saying.letters) & (shared >= saying.length) & (distance - shared <= saying.gap)
    return found


def _shared(text: bytes, before: int, start: int) -> int:
    """How many characters from ``before`` on are the same from ``start`` on. No more than reach ``start``."""
    most = min(start - before, len(text) - start)
    return next((i for i in range(most) if text[before + i] != text[start + i]), most)
