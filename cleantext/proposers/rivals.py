"""What is tried in place of a few words, what it would repair, and what of it gains enough to be proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleantext.language_model.ngram import shipped
from cleantext.proposers.proposal import Mechanism
from cleantext.proposers.swaps import Ints, Row


def _mechanism(name: str, message: str, why: str) -> Mechanism:
    return Mechanism("forms", f"form-{name}", message, why)


_SLIP = "Prepositions seldom match between languages, so translators often get them wrong."
_MANY_ARTICLES = "Many languages have no articles, or use them differently, so translators often drop or add them."
PREPOSITION = _mechanism("preposition", "probably '{1}' instead of '{0}'", _SLIP)
PREPOSITION_MISSING = _mechanism("preposition-missing", "a preposition seems to be missing: probably '{1}'", _SLIP)
PREPOSITION_EXTRA = _mechanism("preposition-extra", "'{0}' probably does not belong here", _SLIP)
ARTICLE = _mechanism("article", "probably '{1}' instead of '{0}'", _MANY_ARTICLES)
ARTICLE_MISSING = _mechanism("article-missing", "an article seems to be missing: probably '{1}'", _MANY_ARTICLES)
ARTICLE_EXTRA = _mechanism("article-extra", "the article '{0}' probably does not belong here", _MANY_ARTICLES)
AGREEMENT = _mechanism(
    "agreement", "'{0}' does not agree with the words around it: probably '{1}'",
    "Verbs and determiners agree with a noun, and translators often lose sight of it.",
)  # fmt: skip
VERB = _mechanism(
    "verb", "probably '{1}' instead of '{0}'",
    "Auxiliaries, modals and 'to' each need one form of the verb, and translators often pick another.",
)  # fmt: skip
NUMBER = _mechanism(
    "number", "probably '{1}' instead of '{0}'",
    "Languages differ in what can be counted, and translators often keep the number of the source.",
)  # fmt: skip
AUXILIARY = _mechanism(
    "auxiliary", "an auxiliary verb is wrong, missing or superfluous: probably '{1}'",
    "Other languages form their tenses and passives with other auxiliaries, or with none.",
)  # fmt: skip
DEGREE = _mechanism(
    "degree", "probably '{1}' instead of '{0}'",
    "Many languages have one form for adjectives and adverbs, or for their degrees.",
)  # fmt: skip
CONFUSED = _mechanism(
    "confused", "probably '{1}' instead of '{0}'",
    "One word of another language often means both, so translators confuse them.",
)  # fmt: skip
PARTICLE = _mechanism(
    "particle", "'to' or 'that' is missing or superfluous: probably '{1}'",
    "Infinitives and clauses begin differently in other languages.",
)  # fmt: skip
COMPLEMENT = _mechanism(
    "complement", "probably '{1}' instead of '{0}'",
    "Which words take an infinitive, and which a form in -ing, differs between languages.",
)  # fmt: skip
COLLOCATION = _mechanism("collocation", "probably '{1}' instead of '{0}'", _SLIP)
TENSE = _mechanism(
    "tense", "probably '{1}' instead of '{0}'",
    "Languages differ in which tense goes with 'since', 'ago' and dates.",
)  # fmt: skip
RELATIVE = _mechanism(
    "relative", "probably '{1}' instead of '{0}'",
    "Many languages have one relative pronoun for all uses, or repeat the noun in its clause.",
)  # fmt: skip
PRONOUN = _mechanism(
    "pronoun", "a pronoun is missing or superfluous: probably '{1}'",
    "Many languages leave pronouns out, repeat the subject by one, or have reflexive verbs.",
)  # fmt: skip
NEGATION = _mechanism(
    "negation", "probably '{1}' instead of '{0}'", "Languages put negation elsewhere, or negate twice."
)  # fmt: skip
PATTERN = _mechanism(
    "pattern", "probably '{1}' instead of '{0}'", "Other languages say this so, and it was translated word by word."
)  # fmt: skip
ORDER = _mechanism(
    "order", "probably in the order '{1}'", "Translators often keep the word order of the source."
)  # fmt: skip

LEAST: Mapping[tuple[Mechanism, int], float] = {
    (PREPOSITION, 0): 4.8, (PREPOSITION_MISSING, 1): 2.0, (PREPOSITION_EXTRA, -1): 6.5, (ARTICLE, 0): 3.0,
    (ARTICLE_MISSING, 1): 3.0, (ARTICLE_EXTRA, -1): 4.7, (AGREEMENT, 0): 4.4, (VERB, 0): 4.0, (NUMBER, 0): 3.6,
    (AUXILIARY, -1): 6.0, (AUXILIARY, 0): 1.0, (AUXILIARY, 1): 1.5, (DEGREE, -1): 1.0, (DEGREE, 0): 1.6,
    (CONFUSED, -1): 0.5, (CONFUSED, 0): 2.2, (CONFUSED, 1): 0.5, (PARTICLE, -1): 5.0, (PARTICLE, 1): 2.5,
    (ORDER, 0): 6.5,
}  # fmt: skip
"""Nats that a repair must gain to be proposed, by its mechanism and how many words longer the text becomes. They follow
from a logistic regression over candidates in annotated and clean text: from each on as many are right. In 1,000 words
of clean text there are 25 to 30 places. A word left out always gains something."""
_LEAST = {(mechanism.id, longer): least for (mechanism, longer), least in LEAST.items()}
CUED_A_WORD = 3.0
"""Nats that each word more, which always makes a text less likely, may cost in a construction."""
CUED = 6.0
"""Nats that a cue from the grammar around the place is worth: a plural before a third person, a form after a modal."""


@dataclass(frozen=True)
class Rivals:
    """What is tried in place of ``size`` words: ``rows`` of words, all of one length, each with what it would repair.

    ``cued`` tells whether the grammar around a place asks for a row. It is only asked about rows that gain enough.
    """

    size: int
    rows: Sequence[tuple[str, ...]]
    mechanisms: Sequence[Mechanism]
    cued: Cue
    wanted: float | None = None
    """Nats that its rows must gain, where the grammar alone says so much that it is not what their mechanisms ask."""

    def numbers(self, opening: bool) -> Ints:
        """The numbers of the words for the model; ``opening`` says that they begin a sentence."""
        return self._opening if opening else self._inside

    @cached_property
    def _inside(self) -> Ints:
        number = shipped().vocabulary.id
        return self._shaped([number(form) for words in self.rows for form in words])

    @cached_property
    def _opening(self) -> Ints:
        number = shipped().vocabulary.id
        return self._shaped([number(form, not i) for words in self.rows for i, form in enumerate(words)])

    def _shaped(self, numbers: list[int]) -> Ints:
        return np.array(numbers, np.int32).reshape(len(self.rows), len(self.rows[0]))

    @cached_property
    def least(self) -> NDArray[np.float64]:
        """Nats that each row must gain."""
        if self.wanted is not None:
            return np.full(len(self.rows), self.wanted)
        longer = min(1, max(-1, len(self.rows[0]) - self.size))
        return np.array([_LEAST[mechanism.id, longer] for mechanism in self.mechanisms])


Cue = Callable[[Row, int, str], bool]
"""Whether the words around a place ask for another word there."""


@dataclass(frozen=True, slots=True)
class Change:
    """``size`` words from ``at`` on become ``words``, which gains so many nats: ``worth`` more than its kind must."""

    mechanism: Mechanism
    at: int
    size: int
    words: tuple[str, ...]
    cued: bool
    gain: float
    worth: float

    @property
    def stop(self) -> int:
        """The first word after those that are replaced."""
        return self.at + self.size


def never(words: Row, i: int, other: str) -> bool:
    return False


def always(words: Row, i: int, other: str) -> bool:
    return True


def alternatives(mechanism: Mechanism, size: int, *rows: str, cued: Cue = never) -> Rivals:
    """Rows of words that repair the same thing."""
    return Rivals(size, [tuple(words.split()) for words in rows], [mechanism] * len(rows), cued)


def asked(mechanism: Mechanism, size: int, wanted: float, *rows: str) -> Iterator[Rivals]:
    """Rows of words that a construction asks for; those longer than what they replace may gain less."""
    by_length: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in dict.fromkeys(rows):
        words = tuple(row.split())
        by_length[len(words)].append(words)
    for length, chosen in by_length.items():
        least = wanted - CUED_A_WORD * (length - size)
        yield Rivals(size, chosen, [mechanism] * len(chosen), always, least + CUED)


def gaining(words: Row, tried: Sequence[tuple[int, Rivals]]) -> tuple[list[Change], Sequence[int]]:
    """The changes that gain enough, and how many were tried at each word; those of like lengths are scored at once."""
    shapes: dict[tuple[int, int], list[tuple[int, Rivals]]] = defaultdict(list)
    for i, rivals in tried:
        shapes[rivals.size, len(rivals.rows[0])].append((i, rivals))
    counts = np.zeros(len(words), np.int64)
    kept = []
    for (size, _), chosen in shapes.items():
        lengths = [len(rivals.rows) for _, rivals in chosen]
        at = np.repeat(np.array([i for i, _ in chosen], np.int32), lengths)
        counts += np.bincount(at, minlength=len(words))
        new = np.concatenate([rivals.numbers(words.opening[i]) for i, rivals in chosen])
        gains = words.gains(at, size, new)
        worth = gains - np.concatenate([rivals.least for _, rivals in chosen])
        owners = np.repeat(np.arange(len(chosen)), lengths)
        first = np.cumsum(lengths) - lengths
        for k in np.nonzero(worth + CUED >= 0)[0].tolist():
            i, rivals = chosen[owners[k]]
            row = k - int(first[owners[k]])
            cued = rivals.cued(words, i, " ".join(rivals.rows[row]))
            if (own := float(worth[k]) + CUED * cued) >= 0:
                change = Change(rivals.mechanisms[row], i, size, rivals.rows[row], cued, float(gains[k]), own)
                kept.append(change)
    return kept, counts.tolist()


@dataclass(frozen=True)
class Construction:
    """``tried`` gives what to try at or near a word that is one of ``triggers``."""

    triggers: Callable[[], Iterable[str]]
    tried: Callable[[Row, int], Iterator[tuple[int, Rivals]]]
