"""Undo a thesaurus: words that sit badly with their neighbours, and what they may have replaced.

Spinners replace words by others that a dictionary lists beside them, in a sense that the text doesn't mean
(``heart assault``), one by one or all words of a term (``atmosphere alteration approach``), and even inside names and
dates (``Walk 9``, ``the Joined Realm``). Places come first: words that are less likely beside their neighbours than
words are on average. Then all alternatives of all places are scored at once by the n-gram model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress, pairwise

import numpy as np
from numpy.typing import NDArray

from cleantext.core.candidate import Candidate
from cleantext.core.finding import Severity
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import thesaurus
from cleantext.language_model.ngram import ORDER, shipped
from cleantext.language_model.words import forms
from cleantext.proposers.proposal import Mechanism, like, prose
from cleantext.proposers.replaced import LISTED, ORIGINALS
from cleantext.proposers.reworded import rewording
from cleantext.proposers.spun import bases, inflected, spun, terms
from cleantext.proposers.swaps import Floats, Row, exchanged, proposed, row

_WHY = "Paraphrasing tools often replace words with synonyms that do not fit the sense here."
_APART = "Paraphrasing tools often replace the words of fixed terms one by one."
_NAMED = "Paraphrasing tools often replace names, months and titles that are also ordinary words."
SYNONYM = Mechanism("wording", "wording-synonym", "'{0}' is odd here: probably '{1}'", _WHY)
PHRASE = Mechanism("wording", "wording-phrase", "'{0}' is a roundabout way to say '{1}'", _WHY)
TERM = Mechanism("wording", "wording-term", "'{0}' probably means '{1}'", _APART, Severity.ERROR)
NAME = Mechanism("wording", "wording-homograph", "'{0}' is probably the name '{1}'", _NAMED)

FREQUENT = -6.3
"""Log probability (nats) of a word by itself from which on only listed spins of it are undone."""
TRIED = 16
"""Alternatives of a place that are scored in full."""
WEIGHT = 0.8
"""Nats that one step of strength is worth among the alternatives of a place."""
COMMON = 0.8
"""How much of its own log probability counts against an alternative: common words are likely everywhere."""
UNEASY = -1.6
"""The doubt about a place from which on alternatives are tried."""
DOUBTFUL = 1.3
"""The doubt about a place with its best alternative from which on it is a candidate."""
PER_NAT = 0.1
"""Doubt about a place for each nat that its best alternative gains."""
LIKELIEST = -15.0
"""Log probability of an alternative and the three words behind it. Where a place would need more nothing is tried: of
3,435 candidates two had more."""
CROWD = 30.0
"""Doubtful places in 1,000 words from which on a text is probably spun."""
DOUBTFUL_IN_CROWD = 0.6
"""The same as ``DOUBTFUL`` in such a text."""
LEAST = 1.0
"""Nats that a name must gain."""
SHOWN = 5
_OF_VERBS = (2, 3, 4, 5)
_PLURAL = 1
_AGAINST_MORE = 1.5  # a term that replaces more words makes a place more doubtful, but is less likely itself


@dataclass(frozen=True)
class Wording:
    """Proposes other words for those that a thesaurus may have put."""

    name: str = "wording"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """Candidates, longer ones before single words."""
        yield from rewording(
            analysis,
            chain(
                proposed(analysis, "wording-joined", _joined),
                proposed(analysis, "wording-names", _names),
                _synonyms(analysis.text, row(tuple(prose(analysis)))),
            ),
        )


# Single words


def _promise(form: str) -> float:
    """What the best original of a form can add to the doubt about a place, whatever is around it."""
    others = ORIGINALS[form]
    return float(_added(others.strengths, np.asarray(shipped().first)[others.ids]).max(initial=-np.inf))


_PROMISES = Memo[float](_promise)


def _synonyms(text: str, words: Row) -> Iterator[Candidate]:
    unease = _unease(words)
    own = np.asarray(words.model.first)[words.ids]
    listed = spun().words
    places = [
        i
        for i in np.nonzero(unease > UNEASY)[0].tolist()
        if (own[i] <= FREQUENT or words.lowered[i] in listed) and _may_be_undone(words, i)
    ]
    promises = np.array([_PROMISES[words.forms[i].lower()] for i in places])
    short = LIKELIEST - (words.sums[np.array(places, np.int32) + ORDER] - words.sums[places])
    places = list(compress(places, unease[places] + PER_NAT * short + promises >= DOUBTFUL_IN_CROWD))
    if not places:
        return
    sets = [ORIGINALS[words.forms[i].lower()] for i in places]
    sizes = np.array(list(map(len, sets)))
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    at = np.repeat(np.array(places, np.int32), sizes)
    new = np.concatenate([others.ids for others in sets])
    strengths = np.concatenate([others.strengths for others in sets])
    common = np.asarray(words.model.first)[new]
    likely = WEIGHT * strengths - COMMON * common
    hints = np.asarray(words.hints(at, new) + likely, np.float32)
    kept = np.concatenate([_best(hints, int(bounds[k]), int(bounds[k + 1])) for k in range(len(places))])
    gains = words.gains(at[kept], 1, new[kept][:, np.newaxis])
    worth = gains + likely[kept]
    rarities = common[kept]
    doubts = unease[at[kept]] + PER_NAT * gains + _added(strengths[kept], rarities)
    owners = np.searchsorted(bounds, kept, side="right") - 1
    ranked = np.lexsort((-worth, owners))
    starts = np.concatenate([[0], np.nonzero(np.diff(owners[ranked]))[0] + 1, [len(ranked)]]).tolist()
    crowd = 1000 * int((doubts[ranked[starts[:-1]]] >= DOUBTFUL).sum()) / len(words)
    doubtful = DOUBTFUL if crowd < CROWD else DOUBTFUL_IN_CROWD
    for start, stop in pairwise(starts):
        best = int(ranked[start])
        if doubts[best] < doubtful:
            continue
        place = int(owners[best])
        i = places[place]
        shown = [int(k) for k in ranked[start : min(stop, start + SHOWN)]]
        yield _candidate(
            SYNONYM, text, words, i, i + 1, [sets[place].form(int(kept[k] - bounds[place])) for k in shown],
            gain=float(gains[best]), second_gain=float(gains[shown[1]]) if len(shown) > 1 else 0.0,
            tried=float(sizes[place]), strength=float(strengths[kept[best]]), doubt=float(doubts[best]),
            rarity=float(own[i]), other_rarity=float(rarities[best]), crowd=crowd,
        )  # fmt: skip


def _added(strengths: Floats, rarities: Floats) -> Floats:
    """What alternatives add to the doubt about their places, besides what they gain."""
    return np.asarray(0.13 * strengths + 0.08 * rarities, np.float32)


def _best(values: NDArray[np.float32], start: int, stop: int) -> NDArray[np.int64]:
    if stop - start <= TRIED:
        return np.arange(start, stop)
    return start + np.argpartition(-values[start:stop], TRIED)[:TRIED]


def _unease(words: Row) -> Floats:
    """How doubtful each word is before alternatives are known (a logistic regression over ../shared/bench/wild)."""
    own = words.model.first[words.ids]
    scores = words.scores
    together = np.zeros(len(words), np.float32)
    together[:-1] = scores[:-1] + scores[1:] - own[:-1] - own[1:]
    four = np.zeros(len(words))
    four[:-3] = words.sums[4:] - words.sums[:-4]
    return np.asarray(-0.15 * together - 0.09 * four - 0.17 * own - 4.56, np.float32)


def _may_be_undone(words: Row, i: int) -> bool:
    form = words.forms[i]
    if len(form) < 3 or not form.isalpha():
        return False
    if not (form.islower() or (words.opening[i] and form[1:].islower())):
        return False
    return len(ORIGINALS[form.lower()]) > 0


# Phrases and terms: several words at once


@dataclass(frozen=True, slots=True)
class Change:
    """Words from ``first`` to before ``stop`` become ``words``; ``strength`` is that of the weakest link."""

    mechanism: Mechanism
    first: int
    stop: int
    words: tuple[str, ...]
    strength: float
    replaced: int


def _joined(text: str, words: Row) -> Iterator[Candidate]:
    changes = list(dict.fromkeys([*_phrases(words), *_terms(words)]))
    gains, unease = _gains(words, changes), _unease(words)
    by_place: dict[tuple[Mechanism, int, int], list[tuple[float, float, Change]]] = defaultdict(list)
    for change, gain in zip(changes, gains, strict=True):
        doubt = _doubt(change, gain, float(unease[change.first : change.stop].max()))
        if doubt >= 0:
            by_place[change.mechanism, change.first, change.stop].append((doubt, gain, change))
    for (mechanism, first, stop), found in by_place.items():
        found.sort(key=lambda row: _AGAINST_MORE * row[2].replaced - row[0])
        doubt, gain, best = found[0]
        yield _candidate(
            mechanism, text, words, first, stop, [_spelt(words, change) for _, _, change in found[:SHOWN]],
            gain=gain, second_gain=found[1][1] if len(found) > 1 else 0.0, tried=float(len(found)), doubt=doubt,
            strength=best.strength, replaced=float(best.replaced), size=float(stop - first),
            unease=float(unease[first:stop].max()),
        )  # fmt: skip


def _doubt(change: Change, gain: float, unease: float) -> float:
    """Above 0 for a candidate (two logistic regressions, like ``_unease``): some 90 in 1,000 clean sentences."""
    if change.mechanism is PHRASE:
        return 0.31 * gain + 0.45 * change.replaced + 2.27 * unease + 2.1
    size = change.stop - change.first
    return 0.15 * gain + 0.44 * change.strength + 0.53 * change.replaced + 0.66 * size + unease - 5.5


def _gains(words: Row, changes: Sequence[Change]) -> list[float]:
    """The gain of each change, those of the same lengths together."""
    gains = [0.0] * len(changes)
    shapes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, change in enumerate(changes):
        shapes[change.stop - change.first, len(change.words)].append(k)
    for (size, _), chosen in shapes.items():
        at = np.array([changes[k].first for k in chosen], np.int32)
        new = np.array(
            [
                [
                    words.number(form, words.opening[changes[k].first] and i == 0)
                    for i, form in enumerate(changes[k].words)
                ]
                for k in chosen
            ],
            np.int32,
        )
        for k, gain in zip(chosen, words.gains(at, size, new).tolist(), strict=True):
            gains[k] = gain
    return gains


_Phrase = tuple[int, tuple[str, ...], tuple[tuple[str, ...], ...]]
"""The slot of a verb that begins a phrase, 0 for the phrase as it is listed; its words; those of its originals."""


@cache
def _spun_phrases() -> Mapping[str, Sequence[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]]:
    """The listed spins of two words and more, by their first word: their words, and those of their originals."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]] = defaultdict(list)
    for phrase, originals in spun().phrases.items():
        first, *rest = _split(phrase)
        found[first].append(((first, *rest), tuple(_split(original) for original in originals)))
    return found


def _split(phrase: str) -> tuple[str, ...]:
    if phrase.isascii() and phrase.replace(" ", "").isalpha():  # nearly all, and ten times as fast
        return tuple(phrase.split())
    return tuple(form for form, _, _ in forms(phrase))


def _starting(form: str) -> Mapping[str, Sequence[_Phrase]]:
    """The phrases that begin with a form, or with the word of which it is a form of a verb, by their second word."""
    known = _spun_phrases()
    slots = [(form, 0), *((base, slot) for base, slot in bases(form) if slot in _OF_VERBS)]
    found: dict[str, list[_Phrase]] = defaultdict(list)
    for base, slot in slots:
        for words, originals in known.get(base, ()):
            found[words[1]].append((slot, words, originals))
    return dict(found)


_STARTING = Memo[Mapping[str, Sequence[_Phrase]]](_starting)


def _phrases(words: Row) -> Iterator[Change]:
    lowered = words.lowered
    for i, starting in enumerate(map(_STARTING.__getitem__, lowered)):
        if not starting:
            continue
        second = lowered[i + 1]
        seconds = (second, *(base for base, slot in _BASES[second] if slot == _PLURAL))
        for slot, phrase, originals in chain.from_iterable(starting.get(form, ()) for form in seconds):
            stop = i + len(phrase)
            if stop > len(lowered) or tuple(lowered[i + 1 : stop - 1]) != phrase[1:-1]:
                continue
            last = lowered[stop - 1]
            many = last != phrase[-1]
            if many and (slot or (phrase[-1], _PLURAL) not in _BASES[last]):
                continue
            for original in originals:
                made = (
                    inflected(original[0], slot) if slot else inflected(original[-1], _PLURAL) if many else lowered[i]
                )
                if made:
                    new = (made, *original[1:]) if slot else (*original[:-1], made) if many else original
                    yield Change(PHRASE, i, stop, new, LISTED, len(phrase))


_Terms = Mapping[str, Sequence[tuple[str, ...]]]
"""Fixed terms by their second word."""


@cache
def _term_rows() -> Mapping[str, _Terms]:
    """The fixed terms by their first and then by their second word."""
    found: dict[str, dict[str, list[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(list))
    for rows in terms().values():
        for term in rows:
            words = _split(" ".join(term).lower())
            if len(words) > 1:
                found[words[0]][words[1]].append(words)
    return {first: dict(seconds) for first, seconds in found.items()}


@cache
def _later_words() -> frozenset[str]:
    """The second and the last words of terms."""
    rows = [term for seconds in _term_rows().values() for found in seconds.values() for term in found]
    return frozenset(word for term in rows for word in (term[1], term[-1]))


def _links(form: str, among: NDArray[np.bool_] | None = None) -> Mapping[str, float]:
    """A form, and what it may have replaced, with the strength of each link; only forms ``among`` those of the
    thesaurus, if given.
    """
    links = {form: LISTED}
    if form.isalpha() and len(form) > 2:
        others, known = ORIGINALS[form], thesaurus().forms
        numbers, strengths = others.numbers, others.strengths[: len(others.numbers)]
        if among is not None:
            there = among[numbers]
            numbers, strengths = numbers[there], strengths[there]
        found = zip(map(known.__getitem__, numbers.tolist()), strengths.tolist(), strict=True)
        links = dict(found) | dict.fromkeys(others.more, LISTED) | links
    return links


_LINKED = Memo[Mapping[str, float]](_links)


_BASES = Memo[Sequence[tuple[str, int]]](bases)


@dataclass(frozen=True)
class _InTerms:
    """Which forms of the thesaurus may begin a term, and which may be a later word of one."""

    begins: NDArray[np.bool_]
    follows: NDArray[np.bool_]


@cache
def _in_terms() -> _InTerms:
    known, begins, follows = thesaurus().forms, _starts_of_terms(), _parts_of_terms()
    return _InTerms(*(np.fromiter((form in those for form in known), bool, len(known)) for those in (begins, follows)))


@cache
def _starts_of_terms() -> Mapping[str, Sequence[_Terms]]:
    """The terms that each form of the thesaurus may begin, as it is or as a form of a verb."""
    known = _term_rows()
    verbs = thesaurus().bases(known, _OF_VERBS)
    return {
        form: [known[first] for first in (form, *verbs.get(form, ())) if first in known]
        for form in known.keys() | verbs.keys()
    }


@cache
def _parts_of_terms() -> Mapping[str, Sequence[str]]:
    """The later words of terms that each form of the thesaurus may be: its singular, or itself."""
    known = _later_words()
    plurals = thesaurus().bases(known, (_PLURAL,))
    return {form: [word for word in (*plurals.get(form, ()), form) if word in known] for form in known | plurals.keys()}


def _starts(form: str) -> Sequence[_Terms]:
    if form in thesaurus():
        return _starts_of_terms().get(form, ())
    known, verbs = _term_rows(), (base for base, slot in _BASES[form] if slot in _OF_VERBS)
    return [known[first] for first in (form, *verbs) if first in known]


def _parts(form: str) -> Sequence[str]:
    if form in thesaurus():
        return _parts_of_terms().get(form, ())
    known, singulars = _later_words(), (base for base, slot in _BASES[form] if slot == _PLURAL)
    return [word for word in (*singulars, form) if word in known]


def _beginning(form: str) -> Sequence[tuple[str, _Terms]]:
    """What a form may be for at the beginning of terms, with those terms by their second word; what begins with a verb
    begins with any form of it."""
    return [(other, seconds) for other in _links(form, _in_terms().begins) for seconds in _starts(other)]


_BEGINNING = Memo[Sequence[tuple[str, _Terms]]](_beginning)


def _ending(form: str) -> Mapping[str, tuple[str, float]]:
    """What a form may be for at the end of a term, which may be in the plural: what is written, and its strength."""
    links = _links(form, _in_terms().follows)
    found = [(word, other, link) for other, link in links.items() for word in _parts(other)]
    found.sort(key=lambda part: part[0] == part[1])  # of two ways to a word, the one that needs no plural
    return {word: (other, link) for word, other, link in found}


_ENDING = Memo[Mapping[str, tuple[str, float]]](_ending)


def _terms(words: Row) -> Iterator[Change]:
    """Fixed terms of which one word or more were replaced."""
    lowered, scores, own = words.lowered, words.scores, words.model.first[words.ids]
    unease = _unease(words)
    open_ = (np.maximum(unease[:-1], unease[1:]) > UNEASY) & (scores[1:] <= own[1:] + 3.5)
    for i in np.nonzero(open_)[0].tolist():
        form = lowered[i]
        if not form[:1].isalpha():
            continue
        beginning = _BEGINNING[form]
        if not beginning:
            continue
        ending = _ENDING[lowered[i + 1]].keys()
        for other, seconds in beginning:
            for second in seconds.keys() & ending:
                for term in seconds[second]:
                    if i + len(term) <= len(words) and (change := _term(lowered, i, (other, *term[1:]))):
                        yield change


def _term(lowered: Sequence[str], first: int, term: tuple[str, ...]) -> Change | None:
    stop = first + len(term)
    there = lowered[first:stop]
    end, weakest = _ENDING[there[-1]].get(term[-1], ("", 0.0))
    wanted = (*term[:-1], end)
    for form, other in zip(there[:-1], term, strict=False):
        weakest = min(weakest, LISTED if form == other else _LINKED[form].get(other, 0.0))
    replaced = sum(form != other for form, other in zip(there, wanted, strict=True))
    return Change(TERM, first, stop, wanted, weakest, replaced) if replaced and weakest > 0 else None


def _spelt(words: Row, change: Change) -> str:
    """The words of a change with the capitals of what they replace."""
    there = words.forms[change.first : change.stop]
    capitals = all(form[:1].isupper() for form in there if len(form) > 3)
    found = [
        like(there[i], form) if (i == 0 or capitals) and i < len(there) else form for i, form in enumerate(change.words)
    ]
    return " ".join(found).replace(" - ", "-").replace(" 's", "'s")


# Names that are words


def _names(text: str, words: Row) -> Iterator[Candidate]:
    """Months, and names with a capital, of which a word was replaced."""
    changes: list[Change] = []
    for i, form in enumerate(words.forms):
        if words.opening[i] or words.titled[i] or not form[:1].isupper() or not form[1:].islower():
            continue
        named = [other for other in spun().words.get(form.lower(), ()) if other[0].isupper()]
        if words.forms[i - 1][:1].isupper() or words.forms[i + 1][:1].isupper():
            named += [like(form, other) for other in spun().words.get(form.lower(), ()) if " " not in other]
        changes += [Change(NAME, i, i + 1, (other,), LISTED, 1) for other in dict.fromkeys(named)]
    by_place: dict[int, list[tuple[float, Change]]] = defaultdict(list)
    for change, gain in zip(changes, _gains(words, changes), strict=True):
        if gain >= LEAST:
            by_place[change.first].append((gain, change))
    for i, found in by_place.items():
        found.sort(key=lambda pair: -pair[0])
        yield _candidate(
            NAME, text, words, i, i + 1, [change.words[0] for _, change in found[:SHOWN]],
            gain=found[0][0], second_gain=found[1][0] if len(found) > 1 else 0.0, tried=float(len(found)),
        )  # fmt: skip


def _candidate(
    mechanism: Mechanism, text: str, words: Row, first: int, stop: int, others: Sequence[str], **evidence: float
) -> Candidate:
    """A candidate for the words from ``first`` to before ``stop``; an article before them follows the sound."""
    span = Span(words.starts[first], words.ends[stop - 1])
    there = span.of(text)
    repairs = [exchanged(words, first, stop, like(there, other)) for other in others]
    return mechanism.naming(there, like(there, others[0])).at(text, span, repairs, **evidence)
