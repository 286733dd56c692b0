"""Grammar by confusion sets: the small words and word forms that translation gets wrong, each beside its rivals.

Prepositions, articles, agreement, forms of verbs and nouns, auxiliaries, order. Where the words are likely enough
nothing is tried; elsewhere every rival is scored at once by the n-gram model, as Bryant and Briscoe (2018) do it, and
what gains more than its kind gains in clean text is proposed. One candidate a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import SLOTS, thesaurus
from cleantext.language_model.ngram import shipped
from cleantext.proposers.proposal import Mechanism, Repair, put
from cleantext.proposers.swaps import Ints, Row, row


def _mechanism(name: str, message: str, why: str) -> Mechanism:
    return Mechanism("forms", f"form-{name}", message, why)


_SLIP = "Prepositions seldom match between languages, so translators often get them wrong."
_ARTICLES = "Many languages have no articles, or use them differently, so translators often drop or add them."
PREPOSITION = _mechanism("preposition", "probably '{1}' instead of '{0}'", _SLIP)
PREPOSITION_MISSING = _mechanism("preposition-missing", "a preposition seems to be missing: probably '{1}'", _SLIP)
PREPOSITION_EXTRA = _mechanism("preposition-extra", "'{0}' probably does not belong here", _SLIP)
ARTICLE = _mechanism("article", "probably '{1}' instead of '{0}'", _ARTICLES)
ARTICLE_MISSING = _mechanism("article-missing", "an article seems to be missing: probably '{1}'", _ARTICLES)
ARTICLE_EXTRA = _mechanism("article-extra", "the article '{0}' probably does not belong here", _ARTICLES)
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
ORDER = _mechanism(
    "order", "probably in the order '{1}'", "Translators often keep the word order of the source."
)  # fmt: skip

LEAST: Mapping[tuple[Mechanism, int], float] = {
    (PREPOSITION, 0): 5.5, (PREPOSITION_MISSING, 1): 2.0, (PREPOSITION_EXTRA, -1): 8.0, (ARTICLE, 0): 2.6,
    (ARTICLE_MISSING, 1): 2.2, (ARTICLE_EXTRA, -1): 5.0, (AGREEMENT, 0): 4.4, (VERB, 0): 5.0, (NUMBER, 0): 4.2,
    (AUXILIARY, -1): 6.5, (AUXILIARY, 0): 1.0, (AUXILIARY, 1): 1.5, (DEGREE, -1): 2.0, (DEGREE, 0): 3.0,
    (CONFUSED, -1): 1.0, (CONFUSED, 0): 4.0, (CONFUSED, 1): 1.0, (PARTICLE, -1): 5.0, (PARTICLE, 1): 2.5,
    (ORDER, 0): 6.5,
}  # fmt: skip
"""Nats that a repair must gain to be proposed, by its mechanism and how many words longer the text becomes: so many
that each is rare in clean text (some 20 places in 1,000 sentences). A word left out always gains something."""
_LEAST = {(mechanism.id, longer): least for (mechanism, longer), least in LEAST.items()}
CUED = 4.5
"""Nats that a cue from the grammar around the place is worth: a plural before a third person, a form after a modal."""
SURE = -6.5
"""Log probability of a word, or of the one behind it, from which on nothing is tried in its place."""
BOTH = -10.0
"""The same for the two together."""
UNLIKELY = -8.0
"""Log probability of a word from which on a small word may have been lost before it."""
SHOWN = 4

_PREPOSITIONS = ("in", "on", "at", "of", "to", "for", "with", "from", "by", "about", "into", "over")
_OTHER_PREPOSITIONS = frozenset(
    ["during", "through", "since", "until", "among", "between", "under", "after", "before", "against", "within",
     "without", "upon", "along", "around", "near", "towards", "behind", "above", "below", "beneath", "inside"]
)  # fmt: skip
_ARTICLE = ("the", "a", "an")
_DETERMINERS = frozenset(
    [*_ARTICLE, "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "no", "any",
     "some", "every", "each", "either", "neither", "another", "'s", "which", "what", "whose", "much", "many", "several",
     "few", "both", "all", "one", "two", "three"]
)  # fmt: skip
_BE = ("is", "are", "was", "were", "be", "been", "being")
_CONFUSED = (
    "is are|was were|has have|does do|has had|have had|is was|are were|is has|are have|was had|were had|does is|do are|"
    "did was|will would|can could|isn't aren't|wasn't weren't|hasn't haven't|doesn't don't|this these|that those|"
    "this that|these those|much many|less fewer|little few|amount number|each every|all every|other another|"
    "other others|some any|its their|its it's|it its|his her|his its|her its|he she|he it|she it|they it|their there|"
    "than then|than that|as than|like as|who which|which that|who that|what which|what that|where which|when if|"
    "if whether|because of because|while during|for since|so such|too very|no not|also too|yet already|still yet|"
    "until by|between among|make do|say tell|says tells|said told|lend borrow|than as|good well|most more|best better|"
    "worst worse|such so|himself themselves|itself themselves|whose who|whom who|cannot can|into in to"
)
_AUXILIARIES = frozenset([*_BE, "has", "have", "had", "do", "does", "did", "am"])
_MODALS = frozenset(["can", "could", "may", "might", "must", "shall", "should", "will", "would", "cannot", "can't",
                     "couldn't", "won't", "wouldn't", "shouldn't"])  # fmt: skip
_PRONOUNS = frozenset(["i", "you", "he", "she", "it", "we", "they", "there"])
_ADVERBS = frozenset(
    ["also", "always", "already", "often", "never", "only", "just", "still", "even", "ever", "not", "now", "then",
     "soon", "here", "there", "well", "too", "again", "yet"]
)  # fmt: skip


def _confused_with() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for pair in _CONFUSED.split("|"):
        one, *other = pair.split()
        if len(other) > 1:
            found[one].append(tuple(other))
            continue
        found[one].append((other[0],))
        found[other[0]].append((one,))
    return {form: tuple(rivals) for form, rivals in found.items()}


_CONFUSED_WITH = _confused_with()
_SMALL_WORDS = frozenset(
    [*_CONFUSED_WITH, *_PREPOSITIONS, *_OTHER_PREPOSITIONS, *_ARTICLE, *_AUXILIARIES, *_MODALS, "that", "more", "no"]
)


@dataclass(frozen=True)
class Forms:
    """Proposes other forms and other small words where those that stand there are unlikely."""

    name: str = "forms"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate a place, with the likeliest repairs."""
        words = row(analysis)
        kept, tried = _gaining(words, list(_tried(words)))
        kept.sort(key=lambda change: (-change.worth, change.at))
        places: dict[int, list[Change]] = {}
        for change in kept:
            near = next((at for at in (change.at, change.at - 1, change.at + 1) if at in places), None)
            if near is None:
                places[change.at] = [change]
            elif len(places[near]) < SHOWN:
                places[near].append(change)
        for at, found in places.items():
            yield _candidate(analysis.text, words, found, float(tried[at]))


@dataclass(frozen=True)
class Rivals:
    """What is tried in place of ``size`` words: ``rows`` of words, all of one length, each with what it would repair.

    ``cued`` tells whether the grammar around a place asks for a row. It is only asked about rows that gain enough.
    """

    size: int
    rows: Sequence[tuple[str, ...]]
    mechanisms: Sequence[Mechanism]
    cued: Cue

    @cached_property
    def numbers(self) -> tuple[Ints, Ints]:
        """The numbers of the words for the model, inside of a sentence and at its beginning."""
        number = shipped().vocabulary.id
        inside = [[number(form) for form in words] for words in self.rows]
        opening = [[number(form, not i) for i, form in enumerate(words)] for words in self.rows]
        shape = len(self.rows), len(self.rows[0])
        return np.array(inside, np.int32).reshape(shape), np.array(opening, np.int32).reshape(shape)

    @cached_property
    def least(self) -> NDArray[np.float64]:
        """Nats that each row must gain."""
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
        """The first word behind those that are replaced."""
        return self.at + self.size


def _never(words: Row, i: int, other: str) -> bool:
    return False


def _always(words: Row, i: int, other: str) -> bool:
    return True


def _rivals(mechanism: Mechanism, size: int, *rows: str, cued: Cue = _never) -> Rivals:
    """Rows of words that repair the same thing."""
    return Rivals(size, [tuple(words.split()) for words in rows], [mechanism] * len(rows), cued)


def _tried(words: Row) -> Iterator[tuple[int, Rivals]]:
    """All rivals of all places where the words are not likely enough."""
    scores = words.scores
    following = np.append(scores[1:], np.float32(0))
    doubtful = ((scores < SURE) | (following < SURE)) & (scores + following < BOTH)
    lowered, forms = words.lowered, words.forms
    unsure, unlikely = (scores < SURE).tolist(), (scores < UNLIKELY).tolist()
    unsure_after = (following < SURE + 2).tolist()
    for i in np.nonzero(doubtful)[0].tolist():
        form = lowered[i]
        if not form or not form[0].isalpha():
            continue
        before, after = lowered[i - 1], lowered[i + 1]
        if form in _CONTRACTED:
            yield i, _APART[form]
        if forms[i][0].isupper() and not words.opening[i] and not words.titled[i]:
            if before in _VERBISH and unsure[i]:
                yield i, _BEFORE_NAME
            continue
        if form in _SMALL_WORDS:
            yield from ((i, rivals) for rivals in _small_words(form, before, after))
        yield from ((i, rivals) for rivals in _inflected(form, before, unsure[i]))
        if unsure[i]:
            yield from ((i, rivals) for rivals in _missing(form, before, unlikely[i]))
        if unsure_after[i] and after and after[0].isalpha() and _turned(form, after):
            yield i, _rivals(ORDER, 2, f"{after} {form}")


def _small_words(form: str, before: str, after: str) -> Iterator[Rivals]:
    """Rivals of a word of a closed class."""
    yield from _SMALL[form]
    if before and (form in _PREPOSITIONS or form in _OTHER_PREPOSITIONS):
        yield _WITHOUT_TO if form == "to" else _WITHOUT
    if form == "the" and after[:1] in _VOWELS:
        yield _AN
    if form in _AUXILIARIES and after == "been":
        yield _rivals(AUXILIARY, 2, form)
        yield _rivals(AUXILIARY, 1, *(other for other in ("has", "have", "had") if other != form))
    if form == "more" and (compared := _slots(after).get("comparative")):
        yield _rivals(DEGREE, 2, compared)
    if (form, after) in _BESIDE:
        yield _BESIDE[form, after]
    if form in _MODALS and after == "to":
        yield _rivals(PARTICLE, 2, form, cued=_always)


def _rivals_of_small(form: str) -> tuple[Rivals, ...]:
    """Those that are tried whatever is beside the word."""
    rows: list[tuple[Mechanism, tuple[str, ...]]] = [
        (PREPOSITION, (other,)) for other in _PREPOSITIONS if other != form
    ]
    if form not in _PREPOSITIONS and form not in _OTHER_PREPOSITIONS:
        rows = []
    if form in _ARTICLE:
        rows += [(ARTICLE, (other,)) for other in _ARTICLE if other != form and (form, other) != ("the", "an")]
    for rival in _CONFUSED_WITH.get(form, ()):
        both = form in _AUXILIARIES and rival[0] in _AUXILIARIES
        rows.append((AGREEMENT if both else CONFUSED, rival))
    without = ARTICLE_EXTRA if form in _ARTICLE else AUXILIARY if form in _AUXILIARIES else None
    without = PARTICLE if form == "that" else DEGREE if form == "more" else without
    if without:
        rows.append((without, ()))
    return tuple(
        Rivals(1, [words for _, words in chosen], [mechanism for mechanism, _ in chosen], _other_number)
        for length in range(3)
        if (chosen := [(mechanism, words) for mechanism, words in rows if len(words) == length])
    )


_SMALL = Memo[tuple[Rivals, ...]](_rivals_of_small)
_VOWELS = tuple("aeiou")
_AN = _rivals(ARTICLE, 1, "an")
_WITHOUT, _WITHOUT_TO = _rivals(PREPOSITION_EXTRA, 1, ""), _rivals(PARTICLE, 1, "")
_BESIDE = {
    ("can", "not"): _rivals(CONFUSED, 2, "cannot", cued=_always),
    ("no", "any"): _rivals(CONFUSED, 2, "no", cued=_always),
    ("for", "to"): _rivals(PARTICLE, 2, "to"),
}
_VERBISH = frozenset(["went", "moved", "came", "lives", "lived", "live", "works", "worked", "travelled", "traveled",
                      "arrived", "go", "going", "belongs", "listen", "talked", "spoke", "met"])  # fmt: skip
_BEFORE_NAME = _rivals(PREPOSITION_MISSING, 0, "to", "in", "of", "from", "with")


def _other_number(words: Row, i: int, other: str) -> bool:
    form = words.lowered[i]
    return other == _OTHER_NUMBER.get(form) and _disagrees(words, i, form)


def _disagrees(words: Row, i: int, form: str) -> bool:
    """Whether the word before is of the wrong number for a verb in a form of the present, or for *was* and *were*."""
    before, further = words.lowered[i - 1], words.lowered[i - 2]
    one = form in _OF_ONE or (form not in _OF_MANY and "third" in _READINGS[form])
    if one:
        return before in ("they", "we", "you", "i") or (
            "plural" in _READINGS[before] and further not in _PREPOSITIONS and before not in _OF_ONE
        )
    return before in ("he", "she", "it", "everyone", "nobody", "everybody", "someone", "anyone") or (
        further in _SINGLE and _READINGS[before] >= {"base"} and "plural" in _slots(before)
    )


_OF_ONE = frozenset(["is", "was", "has", "does", "isn't", "wasn't", "hasn't", "doesn't"])
_OF_MANY = frozenset(["are", "were", "have", "do", "aren't", "weren't", "haven't", "don't"])
_OTHER_NUMBER = {
    "is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has", "does": "do", "do": "does",
}  # fmt: skip
_SINGLE = frozenset(["a", "an", "this", "that", "each", "every", "its", "the", "his", "her", "another"])
_CONTRACTED = {
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't", "arent": "aren't",
    "wont": "won't", "cant": "can't", "couldnt": "couldn't", "wouldnt": "wouldn't", "havent": "haven't",
    "hasnt": "hasn't", "shouldnt": "shouldn't", "werent": "weren't", "thats": "that's", "youre": "you're",
}  # fmt: skip
_APART = {form: _rivals(CONFUSED, 1, other, cued=_always) for form, other in _CONTRACTED.items()}

_HAVE = frozenset(["has", "have", "had", "having"])


def _inflection(words: Row, i: int, other: str) -> bool:
    """Whether the word before asks for this form of the same word."""
    form, before = words.lowered[i], words.lowered[i - 1]
    there, wanted = _READINGS[form], _READINGS[other]
    if before in _MODALS or before in ("does", "did", "doesn't", "didn't", "don't"):
        return "base" in wanted and "base" not in there
    if before == "to":
        return "base" in wanted and not there & {"base", "gerund", "plural"}
    if before in _HAVE:
        return "participle" in wanted and not there & {"participle", "plural"} and "gerund" not in there
    if before in _BE:
        return bool("participle" in wanted and "base" in there and "base" in _READINGS[other[:-1]]) and there == {
            "base"
        }
    if before in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "several", "both",
                  "these", "those", "few") or (before.isdigit() and before not in ("1",)):  # fmt: skip
        return "plural" in wanted and "plural" not in there
    if before in ("a", "an", "this", "each", "every", "another"):
        return "base" in wanted and "plural" in there and "base" not in there
    if ("third" in there and "base" in wanted) or ("third" in wanted and "base" in there):
        return _disagrees(words, i, form)
    return False


def _slots(form: str) -> dict[str, str]:
    """The forms of the words that a form in its dictionary form may belong to, by slot."""
    known = thesaurus()
    found: dict[str, str] = {}
    for word, slot in known.readings(form):
        if slot == 0:
            for number, name in enumerate(SLOTS):
                if number and (other := known.slotted(word, number)):
                    found.setdefault(name, other)
    return found


def _inflected(form: str, before: str, unsure: bool) -> Iterator[Rivals]:
    """Other forms of the same word."""
    if len(form) < 3 or form in _AUXILIARIES or form in _CONFUSED_WITH or form in _MODALS:
        return
    after_noun, after_determiner = _INFLECTED[form]
    if after_noun.rows:
        yield after_determiner if before in _DETERMINERS or before in _PREPOSITIONS else after_noun
    if unsure and before in _BEFORE_BE and "participle" in _READINGS[form]:
        yield _LOST_BE if "base" in _READINGS[form] else _SURELY_LOST_BE


_BEFORE_BE = _MODALS | frozenset(["to", "not", "be"])
_LOST_BE, _SURELY_LOST_BE = _rivals(AUXILIARY, 0, "be"), _rivals(AUXILIARY, 0, "be", cued=_always)


def _rival_forms(form: str) -> tuple[Rivals, Rivals]:
    """Each other form of the word, with what is wrong where it is needed: elsewhere, and where a noun must follow."""
    known = thesaurus()
    found: dict[str, Mechanism] = {}
    for word, slot in known.readings(form):
        for number, name in enumerate(SLOTS):
            other = known.slotted(word, number)
            if not other or other == form or other in found:
                continue
            names = {SLOTS[slot], name}
            if names & {"comparative", "superlative"}:
                found[other] = DEGREE
            elif names <= {"base", "plural", "third"}:
                found[other] = AGREEMENT if "third" in names or known.slotted(word, 2) else NUMBER
            else:
                found[other] = VERB
    other = form[:-2] if form.endswith("ly") and len(form) > 5 else f"{form}ly"
    if other in known:
        found.setdefault(other, DEGREE)
    rows, mechanisms = [(other,) for other in found], list(found.values())
    nouns = [NUMBER if mechanism is AGREEMENT else mechanism for mechanism in mechanisms]
    return Rivals(1, rows, mechanisms, _inflection), Rivals(1, rows, nouns, _inflection)


_INFLECTED = Memo[tuple[Rivals, Rivals]](_rival_forms)


def _missing(form: str, before: str, unlikely: bool) -> Iterator[Rivals]:
    """Small words that may have been lost before a word."""
    if not before or not before[0].isalpha():
        if before in ("", ".", ",", ":", ";", "!", "?"):
            yield _LOST_THE
        return
    slots = _READINGS[form]
    if before not in _DETERMINERS:
        if "base" in slots:
            yield _LOST_AN if form[0] in _VOWELS else _LOST_A
        elif "plural" in slots or not slots:
            yield _LOST_THE
    if before in _PREPOSITIONS or before in _ARTICLE:
        return
    if slots & {"participle", "gerund"} and "base" not in slots and before not in _AUXILIARIES:
        yield _LOST_AUXILIARY
    if unlikely:
        yield _LOST_SMALL


_LOST_THE, _LOST_A, _LOST_AN = (
    _rivals(ARTICLE_MISSING, 0, *articles) for articles in (["the"], ["the", "a"], ["the", "an"])
)
_LOST_AUXILIARY = _rivals(AUXILIARY, 0, "is", "are", "was", "were", "be", "been")
_LOST = {
    PREPOSITION_MISSING: ("of", "in", "on", "for", "with", "at", "from", "by"), PARTICLE: ("to", "that", "it", "which")
}  # fmt: skip
_LOST_SMALL = Rivals(
    0, [(word,) for words in _LOST.values() for word in words], [m for m, words in _LOST.items() for _ in words], _never
)
_READINGS = Memo[frozenset[str]](lambda form: frozenset(SLOTS[slot] for _, slot in thesaurus().readings(form)))


def _turned(form: str, after: str) -> bool:
    """Whether two neighbours may have to change places: adverbs, questions in statements, adjectives behind a noun."""
    if (form in _ADVERBS or form.endswith("ly")) != (after in _ADVERBS or after.endswith("ly")):
        return True
    if (form in _HELPING and after in _PRONOUNS) or (after in _HELPING and form in _PRONOUNS):
        return True
    return "base" in _READINGS[after] and not _READINGS[form].isdisjoint(("base", "plural"))


_HELPING = _AUXILIARIES | _MODALS


def _gaining(words: Row, tried: Sequence[tuple[int, Rivals]]) -> tuple[list[Change], Sequence[int]]:
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
        new = np.concatenate([rivals.numbers[words.opening[i]] for i, rivals in chosen])
        gains = words.gains(at, size, new)
        worth = gains - np.concatenate([rivals.least for _, rivals in chosen])
        owners = np.repeat(np.arange(len(chosen)), lengths)
        first = np.cumsum(lengths) - lengths
        for k in np.nonzero((gains > -CUED) & (worth + CUED >= 0))[0].tolist():
            i, rivals = chosen[owners[k]]
            row = k - int(first[owners[k]])
            cued = rivals.cued(words, i, " ".join(rivals.rows[row]))
            if (own := float(worth[k]) + CUED * cued) >= 0:
                change = Change(rivals.mechanisms[row], i, size, rivals.rows[row], cued, float(gains[k]), own)
                kept.append(change)
    return kept, counts.tolist()


def _candidate(text: str, words: Row, found: Sequence[Change], tried: float) -> Candidate:
    """What speaks for the place and its likeliest repairs."""
    best = found[0]
    first, stop = (best.at, best.stop) if best.size else (best.at - 1, best.at + 1)
    if not words.forms[first]:
        first += 1
    span = Span(words.starts[first], words.ends[stop - 1])
    candidate = best.mechanism.at(
        text, span, [_repair(words, change) for change in found],
        gain=best.gain, second_gain=found[1].gain if len(found) > 1 else 0.0, tried=tried,
        rarity=float(words.model.first[words.ids[best.at]]), before=float(words.scores[best.at]),
        cued=float(best.cued),
    )  # fmt: skip
    return replace(candidate, message=best.mechanism.message.format(span.of(text), " ".join(best.words)))


def _repair(words: Row, change: Change) -> Repair:
    """The edit that carries a change out, capitals and spaces included."""
    first, stop = change.at, change.stop
    start = words.starts[first]
    new = " ".join(change.words)
    opens = words.forms[first][:1].isupper() and (words.opening[first] or words.titled[first])
    if first == stop:
        there = words.forms[first]
        if opens and words.opening[first]:
            rest = there[0].lower() + there[1:] if words.number(there.lower()) == words.ids[first] else there
            return put(start, words.ends[first], f"{new[0].upper()}{new[1:]} {rest}")
        return put(start, start, f"{new} ")
    if not change.words:
        following = words.forms[stop]
        end = words.starts[stop] if following else words.ends[stop - 1]
        if opens and following[:1].isalpha():
            return put(start, words.starts[stop] + 1, following[0].upper())
        if end == words.ends[stop - 1]:  # a mark follows: the space before goes, too
            start = words.ends[first - 1] if words.forms[first - 1] else start
        return put(start, end)
    return put(start, words.ends[stop - 1], new[0].upper() + new[1:] if opens else new)
