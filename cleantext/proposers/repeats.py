"""Proposes what is said twice: a word, a phrase, a name, the same thing on both sides of ``and``, a decoder's loop.

All words of a passage are looked at once, each beside its last occurrence; characters are asked for only where two
meet. A repetition across a full stop is style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cleantext.core.candidate import Candidate
from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.language.memo import Memo
from cleantext.proposers.clauses import CLOSED, word_set
from cleantext.proposers.proposal import Mechanism, Repair, in_each, put

_TWICE = "Translators that work piece by piece often repeat the last words of a piece."
_LOOP = "Translation models often get stuck on their own last words."

WORD = Mechanism("repeats", "repeat-word", "a word is repeated", _TWICE)
PHRASE = Mechanism("repeats", "repeat-phrase", "the same words are repeated", _TWICE)
NEAR = Mechanism("repeats", "repeat-near", "a word comes back shortly after", _TWICE)
NAME = Mechanism("repeats", "repeat-name", "a name appears twice in one clause", _TWICE)
BETWEEN = Mechanism(
    "repeats",
    "repeat-between",
    "both sides of “and” are the same",
    "Two names in the source were probably translated as one.",
)
LOOP = Mechanism("repeats", "repeat-loop", "the text is caught in a loop", _LOOP)
SENTENCE = Mechanism("repeats", "repeat-sentence", "a sentence or paragraph is repeated", _TWICE)

_FARTHEST = 60  # words of a phrase that is said again
_NAMES_WITHIN = 9  # words between two sayings of a name
_PHRASES_WITHIN = 4

_CORE = re.compile(r"[^\W_](?:.*[^\W_])?")
_ENDS = re.compile(r"[.!?…;:][\"”’»)\]]*$")
_OPENS = re.compile(r"[(\[“\"‘]")
_PAUSES = re.compile(r"[,–—-][\"”’»)\]]*$|^[–—-]+$")


def _key_of(piece: str) -> str:
    core = _CORE.search(piece)
    return core[0].lower() if core else ""


_KEYS = Memo(_key_of)
"""The word in a piece between white space, in small letters; empty where there is none."""

_TWINS = word_set(
    "had that many again higher more deeper faster now there oh well over very so much long far really bye ha no yes "
    "knock blah is do never"
)
"""Words that may be repeated: had had, that that, a very very long way."""
_LINKS = CLOSED | word_set("first second third last next new same own whole one two three")
_IDIOMS = word_set("by after upon versus vs")
_ALSO_IDIOMS = word_set("to and in for over on or against than the a")


def _tells(word: str, gap: int) -> bool:
    """Whether one word that comes again may be a slip; a number may be, after its unit (``85 years old 85``)."""
    return (len(word) > 2 and word.isalpha()) or (word.isdigit() and len(word) > 1 and gap == 2)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Proposes repetitions."""

    name: str = "repeats"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates of every passage, then paragraphs that are repeated."""
        yield from in_each(analysis, self.name, _of_passage)
        for one, other in pairwise(analysis.passages):
            if one.text == other.text and len(one.text) > 30:
                yield SENTENCE.at(analysis.text, other.span, [put(one.end, other.end)], words=len(one.pieces))


def _of_passage(passage: Passage) -> Iterable[Candidate]:
    return _Words(passage).candidates() if len(passage.pieces) > 1 else ()


class _Words:
    """The words of a passage, each with the place of its characters where it is asked for."""

    def __init__(self, passage: Passage):
        self._passage = passage
        self.text = passage.text
        self.words = passage.pieces
        self.keys = list(map(_KEYS.__getitem__, self.words))

    def candidates(self) -> Iterator[Candidate]:
        keys = self.keys
        last: dict[str, int] = {}
        done = 0
        for i, key in enumerate(keys):
            j = last.get(key)
            last[key] = i
            if j is None or i - j > _FARTHEST or j < done or not key:
                continue
            if (i - j > 4 or (key in CLOSED and i - j > 1)) and keys[j + 1] != keys[min(i + 1, len(keys) - 1)]:
                continue  # one word, too common or too far away
            found, upto = self._meeting(j, i)
            if found:
                yield found
                done = upto

    def _meeting(self, j: int, i: int) -> tuple[Candidate | None, int]:
        """What is said again from ``i`` on of what began at ``j``, and the first word after that."""
        keys = self.keys
        d = i - j
        if keys[j:i] == keys[i : i + d]:
            return self._doubled(j, i)
        paused = bool(_PAUSES.search(self.words[i - 1]))
        far = d > _NAMES_WITHIN + 3 or (d > 4 and keys[i] in CLOSED)
        if far and not paused:
            return None, 0
        n = 1
        while n < d and i + n < len(keys) and keys[j + n] == keys[i + n] and keys[i + n]:
            n += 1
        if any(_ENDS.search(word) for word in self.words[j:i]):
            return None, 0
        content = [k for k in range(i, i + n) if keys[k] not in CLOSED and (len(keys[k]) > 2 or keys[k].isdigit())]
        last = self.words[i + n - 1]
        echo = paused and n > 1 and bool(_PAUSES.search(last) or _ENDS.search(last))
        if not content or (far and not echo):
            return None, 0
        return self._again(j, i, n, echo), i + n

    def _doubled(self, j: int, i: int) -> tuple[Candidate | None, int]:
        keys, d = self.keys, i - j
        times = 2
        while keys[i + (times - 1) * d : i + times * d] == keys[j:i]:
            times += 1
        stop = j + times * d
        ended = bool(_ENDS.search(self.words[i - 1]))
        paused = bool(_PAUSES.search(self.words[i - 1]))
        capital = self.words[i][:1].isupper() and self.words[j][:1].isupper()
        evidence = {"words": float(d), "times": float(times), "paused": float(paused), "capital": float(capital)}
        if times > 3 or (times > 2 and d > 1):
            while stop < len(keys) and keys[stop] and keys[j + (stop - j) % d].startswith(keys[stop]):
                stop += 1  # the last round breaks off
            span = Span(self.start(j), self.end(stop - 1))
            return LOOP.at(self.text, span, [self._gap(i - 1, stop - 1)], **evidence), stop
        if ended and (d < 3 or not _ENDS.search(self.words[stop - 1])):
            return None, 0
        if d == 1:
            word = keys[i]
            if (paused and not capital and word in _TWINS) or word.isdigit() or (len(word) == 1 and word not in "ai"):
                return None, 0
            mechanism = NAME if capital and paused else WORD
            repairs = [self._gap(j, i), put(self.start(j), self.start(i))]
            known = {"may_be_twin": float(word in _TWINS), "closed_class": float(word in CLOSED)}
            return mechanism.at(self.text, self._span(j, i + 1), repairs, **evidence, **known), stop
        if d == 2 and keys[j].isdigit():
            return None, 0
        mechanism = SENTENCE if ended else PHRASE
        repairs = [self._gap(i - 1, stop - 1), put(self.start(j), self.start(i))]
        return mechanism.at(self.text, self._span(j, stop), repairs, **evidence), stop

    def _again(self, j: int, i: int, n: int, echo: bool) -> Candidate | None:
        """The ``n`` words at ``j`` come again at ``i`` with something between; an ``echo`` is all between two marks."""
        keys, words = self.keys, self.words
        between = keys[j + n : i]
        gap = len(between)
        capital = all(words[k][:1].isupper() for k in (*range(j, j + n), *range(i, i + n)))
        linked = all(key in _LINKS for key in between)
        pair = gap == 1 and between[0] in ("and", "or") and n <= 3
        if pair and capital:
            mechanism = BETWEEN
        elif capital and gap <= (_NAMES_WITHIN if n > 1 else 3):
            mechanism = NAME
        elif echo or (n > 1 and gap <= _PHRASES_WITHIN and not keys[i].isdigit()):
            mechanism = PHRASE
        elif n == 1 and _tells(keys[i], gap) and (gap <= 2 or (gap == 3 and linked)):
            mechanism = NEAR
        else:
            return None
        if gap == 1 and (between[0] in _IDIOMS or (pair and not capital and not keys[i].endswith("ly"))):
            return None
        if any(_OPENS.match(word) for word in words[j + n : i + 1]) or (
            mechanism is NEAR and between[0] in ("and", "or")
        ):
            return None  # Voting (early voting) is open; germ cells and somatic cells
        if mechanism is NAME and gap and self._told_apart(j, i, n):
            return None
        paused = any(_PAUSES.search(word) for word in words[j:i])
        if paused and not capital and not echo and (n < 2 or gap > 2):
            return None
        return mechanism.at(
            self.text,
            self._span(j, i + n),
            [*([self._gap(i - 1, i + n - 1)] if echo else []), *self._repairs(j, i, n)],
            words=n,
            gap=gap,
            linked=linked,
            capital=capital,
            paused=paused,
            may_be_idiom=gap == 1 and between[0] in _ALSO_IDIOMS,
            between=j > 0 and keys[j - 1] in ("between", "from"),
        )

    def _told_apart(self, j: int, i: int, n: int) -> bool:
        """Whether two names share these words but not the capitals around (Route 15 and Route 29, Tribal Assembly)."""
        words = self.words
        behind = words[i + n : i + n + 1]
        if behind and (behind[0][:1].isupper() or behind[0][:1].isdigit()) and not _PAUSES.search(words[i + n - 1]):
            return True
        return j > 0 and words[j - 1][:1].isupper() and words[i - 1][:1].isupper()

    def _repairs(self, j: int, i: int, n: int) -> list[Repair]:
        """Without the second saying and what leads to it, without what lies between, without the first."""
        keys = self.keys
        lead = i
        while lead - 1 > j + n - 1 and (keys[lead - 1] in CLOSED or keys[lead - 1] in keys[j + n : lead - 1]):
            lead -= 1
        second: Repair = put(self._piece_end(lead - 1), self.end(i + n - 1))
        bare: Repair = put(self._piece_end(i - 1), self.end(i + n - 1))
        between: Repair = self._gap(j + n - 1, i + n - 1)
        first: Repair = put(self.start(j), self.start(i))
        bare_first: Repair = put(self.start(j), self.start(j + n))
        if lead == j + n:
            return [between, first, bare, bare_first]
        return [second, between, first, bare]

    # -- places

    def start(self, k: int) -> int:
        """Where the word begins, marks before it left out."""
        core = _CORE.search(self.words[k])
        return self._passage.piece_spans[k][0] + (core.start() if core else 0)

    def end(self, k: int) -> int:
        """Where the word ends, marks after it left out."""
        core = _CORE.search(self.words[k])
        return self._passage.piece_spans[k][0] + (core.end() if core else len(self.words[k]))

    def _piece_end(self, k: int) -> int:
        return self._passage.piece_spans[k][1]

    def _span(self, first: int, stop: int) -> Span:
        return Span(self.start(first), self.end(stop - 1))

    def _gap(self, k: int, upto: int) -> Repair:
        """Without what follows word ``k``, through word ``upto``; the marks after that one stay."""
        return (Edit(Span(self.end(k), self.end(upto)), ""),)
