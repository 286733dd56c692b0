"""Grammar by confusion sets: the small words and word forms that translation gets wrong, each beside its rivals.

Prepositions, articles, agreement, forms of verbs and nouns, auxiliaries, order. Where the words are likely enough
nothing is tried; elsewhere every rival is scored at once by the n-gram model, as Bryant and Briscoe (2018) do it, and
what gains more than its kind gains in clean text is proposed. One candidate a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import SLOTS, thesaurus
from cleantext.proposers.constructions import constructions
from cleantext.proposers.proposal import Mechanism, Repair, put
from cleantext.proposers.reworded import rewording
from cleantext.proposers.rivals import (
    AGREEMENT,
    ARTICLE,
    ARTICLE_EXTRA,
    ARTICLE_MISSING,
    AUXILIARY,
    CONFUSED,
    DEGREE,
    NUMBER,
    ORDER,
    PARTICLE,
    PREPOSITION,
    PREPOSITION_EXTRA,
    PREPOSITION_MISSING,
    VERB,
    Change,
    Rivals,
    alternatives,
    always,
    gaining,
    never,
)  # fmt: skip
from cleantext.proposers.small_words import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    OTHER_PREPOSITIONS,
    PREPOSITIONS,
    PRONOUNS,
    READINGS,
    classes,
    slots,
)  # fmt: skip
from cleantext.proposers.subjects import disagrees
from cleantext.proposers.swaps import Row, proposed

SURE = -6.5
"""Log probability of a word, or of the one behind it, from which on nothing is tried in its place."""
BOTH = -10.0
"""The same for the two together."""
UNLIKELY = -8.0
"""Log probability of a word from which on a small word may have been lost before it."""
SHOWN = 4

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
    [*_CONFUSED_WITH, *PREPOSITIONS, *OTHER_PREPOSITIONS, *ARTICLES, *AUXILIARIES, *MODALS, "that", "more", "no"]
)


def _one_word(change: Change) -> bool:
    return change.mechanism is AGREEMENT and change.size == 1 and len(change.words) == 1


@dataclass(frozen=True)
class Forms:
    """Proposes other forms and other small words where those in the text are unlikely."""

    name: str = "forms"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate a place, with the likeliest repairs."""
        return rewording(analysis, proposed(analysis, self.name, _candidates))


def _candidates(text: str, words: Row) -> Iterator[Candidate]:
    kept, tried = gaining(words, [*_tried(words), *constructions(words)])
    kept = [change for change in kept if not (_one_word(change) and disagrees(words, change.at, change.words[0]))]
    kept.sort(key=lambda change: (-change.worth, change.at))
    places: dict[int, list[Change]] = {}
    for change in kept:
        near = next((at for at in (change.at, change.at - 1, change.at + 1) if at in places), None)
        if near is None:
            places[change.at] = [change]
        elif len(places[near]) < SHOWN:
            places[near].append(change)
    for at, found in places.items():
        yield _candidate(text, words, found, float(tried[at]))


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
            yield i, alternatives(ORDER, 2, f"{after} {form}")


def _small_words(form: str, before: str, after: str) -> Iterator[Rivals]:
    """Rivals of a word of a closed class."""
    yield from _SMALL[form]
    if before and (form in PREPOSITIONS or form in OTHER_PREPOSITIONS):
        yield _WITHOUT_TO if form == "to" else _WITHOUT
    if form == "the" and after[:1] in _VOWELS:
        yield _AN
    if form in AUXILIARIES and after == "been":
        yield alternatives(AUXILIARY, 2, form)
        yield alternatives(AUXILIARY, 1, *(other for other in ("has", "have", "had") if other != form))
    if form == "more" and (compared := slots(after).get("comparative")):
        yield alternatives(DEGREE, 2, compared)
    if (form, after) in _BESIDE:
        yield _BESIDE[form, after]
    if form in MODALS and after == "to":
        yield alternatives(PARTICLE, 2, form, cued=always)


def _rivals_of_small(form: str) -> tuple[Rivals, ...]:
    """Those that are tried whatever is beside the word."""
    rows: list[tuple[Mechanism, tuple[str, ...]]] = [(PREPOSITION, (other,)) for other in PREPOSITIONS if other != form]
    if form not in PREPOSITIONS and form not in OTHER_PREPOSITIONS:
        rows = []
    if form in ARTICLES:
        rows += [(ARTICLE, (other,)) for other in ARTICLES if other != form and (form, other) != ("the", "an")]
    for rival in _CONFUSED_WITH.get(form, ()):
        both = form in AUXILIARIES and rival[0] in AUXILIARIES
        rows.append((AGREEMENT if both else CONFUSED, rival))
    without = ARTICLE_EXTRA if form in ARTICLES else AUXILIARY if form in AUXILIARIES else None
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
_AN = alternatives(ARTICLE, 1, "an")
_WITHOUT, _WITHOUT_TO = alternatives(PREPOSITION_EXTRA, 1, ""), alternatives(PARTICLE, 1, "")
_BESIDE = {
    ("can", "not"): alternatives(CONFUSED, 2, "cannot", cued=always),
    ("no", "any"): alternatives(CONFUSED, 2, "no", cued=always),
    ("for", "to"): alternatives(PARTICLE, 2, "to"),
}
_VERBISH = frozenset(["went", "moved", "came", "lives", "lived", "live", "works", "worked", "travelled", "traveled",
                      "arrived", "go", "going", "belongs", "listen", "talked", "spoke", "met"])  # fmt: skip
_BEFORE_NAME = alternatives(PREPOSITION_MISSING, 0, "to", "in", "of", "from", "with")


def _other_number(words: Row, i: int, other: str) -> bool:
    form = words.lowered[i]
    return other == _OTHER_NUMBER.get(form) and _disagrees(words, i, form)


def _disagrees(words: Row, i: int, form: str) -> bool:
    """Whether the word before is of the wrong number for a verb in a form of the present, or for *was* and *were*."""
    before, further = words.lowered[i - 1], words.lowered[i - 2]
    one = form in _OF_ONE or (form not in _OF_MANY and "third" in READINGS[form])
    if one:
        return before in ("they", "we", "you", "i") or (
            "plural" in READINGS[before] and further not in PREPOSITIONS and before not in _OF_ONE
        )
    return before in ("he", "she", "it", "everyone", "nobody", "everybody", "someone", "anyone") or (
        further in _SINGLE and READINGS[before] >= {"base"} and "plural" in slots(before)
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
_APART = {form: alternatives(CONFUSED, 1, other, cued=always) for form, other in _CONTRACTED.items()}


def _inflection(words: Row, i: int, other: str) -> bool:
    """Whether the word before asks for this form of the same word."""
    form, before = words.lowered[i], words.lowered[i - 1]
    there, wanted = READINGS[form], READINGS[other]
    if before in MODALS or before in ("does", "did", "doesn't", "didn't", "don't"):
        return "base" in wanted and "base" not in there
    if before == "to":
        return "base" in wanted and not there & {"base", "gerund", "plural"}
    if before in HAVE:
        return "participle" in wanted and not there & {"participle", "plural"} and "gerund" not in there
    if before in BE:
        return bool("participle" in wanted and "base" in there and "base" in READINGS[other[:-1]]) and there == {"base"}
    if before in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "several", "both",
                  "these", "those", "few") or (before.isdigit() and before not in ("1",)):  # fmt: skip
        return "plural" in wanted and "plural" not in there
    if before in ("a", "an", "this", "each", "every", "another"):
        return "base" in wanted and "plural" in there and "base" not in there
    if ("third" in there and "base" in wanted) or ("third" in wanted and "base" in there):
        return _disagrees(words, i, form)
    return False


def _inflected(form: str, before: str, unsure: bool) -> Iterator[Rivals]:
    """Other forms of the same word."""
    if len(form) < 3 or form in AUXILIARIES or form in _CONFUSED_WITH or form in MODALS:
        return
    after_noun, after_determiner = _INFLECTED[form]
    if after_noun.rows:
        yield after_determiner if before in DETERMINERS or before in PREPOSITIONS else after_noun
    if unsure and before in _BEFORE_BE and "participle" in READINGS[form]:
        yield _LOST_BE if "base" in READINGS[form] else _SURELY_LOST_BE


_BEFORE_BE = MODALS | frozenset(["to", "not", "be"])
_LOST_BE, _SURELY_LOST_BE = alternatives(AUXILIARY, 0, "be"), alternatives(AUXILIARY, 0, "be", cued=always)


def _rival_forms(form: str) -> tuple[Rivals, Rivals]:
    """The other forms of the word, each with what it would repair: anywhere, and where there must be a noun."""
    known = thesaurus()
    found: dict[str, Mechanism] = {}
    for word, slot, number, other in known.inflections(form):
        if other == form or other in found:
            continue
        names = {SLOTS[slot], SLOTS[number]}
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
    readings = READINGS[form]
    if before not in DETERMINERS:
        if "base" in readings:
            yield _LOST_AN if form[0] in _VOWELS else _LOST_A
        elif "plural" in readings or not readings:
            yield _LOST_THE
    if before in PREPOSITIONS or before in ARTICLES:
        return
    if readings & {"participle", "gerund"} and "base" not in readings and before not in AUXILIARIES:
        yield _LOST_AUXILIARY
    if unlikely:
        yield _LOST_SMALL


_LOST_THE, _LOST_A, _LOST_AN = (
    alternatives(ARTICLE_MISSING, 0, *articles) for articles in (["the"], ["the", "a"], ["the", "an"])
)
_LOST_AUXILIARY = alternatives(AUXILIARY, 0, "is", "are", "was", "were", "be", "been")
_LOST = {
    PREPOSITION_MISSING: ("of", "in", "on", "for", "with", "at", "from", "by"), PARTICLE: ("to", "that", "it", "which")
}  # fmt: skip
_LOST_SMALL = Rivals(
    0, [(word,) for words in _LOST.values() for word in words], [m for m, words in _LOST.items() for _ in words], never
)


def _turned(form: str, after: str) -> bool:
    """Whether two neighbours may have to change places: adverbs, questions in statements, adjectives after a noun."""
    if (form in ADVERBS or form.endswith("ly")) != (after in ADVERBS or after.endswith("ly")):
        return True
    if (form in _HELPING and after in PRONOUNS) or (after in _HELPING and form in PRONOUNS):
        return True
    return "ADJ" in classes(after) and not classes(form).isdisjoint(("NN1", "NN2", "HUM", "HUM2", "MASS"))


_HELPING = AUXILIARIES | MODALS


def _candidate(text: str, words: Row, found: Sequence[Change], tried: float) -> Candidate:
    """What speaks for the place and its likeliest repairs."""
    best = found[0]
    first, stop = (best.at, best.stop) if best.size else (best.at - 1, best.at + 1)
    if not words.forms[first]:
        first += 1
    span = Span(words.starts[first], words.ends[stop - 1])
    return best.mechanism.naming(span.of(text), " ".join(best.words)).at(
        text, span, [_repair(words, change) for change in found],
        gain=best.gain, second_gain=found[1].gain if len(found) > 1 else 0.0, tried=tried,
        rarity=float(words.model.first[words.ids[best.at]]), before=float(words.scores[best.at]),
        cued=float(best.cued),
    )  # fmt: skip


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
