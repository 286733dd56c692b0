"""Grammar by confusion sets: the small words and word forms that translation gets wrong, each beside its rivals.

Prepositions, articles, agreement, forms of verbs and nouns, auxiliaries, order. Where the words are likely enough
nothing is tried; elsewhere every rival is scored at once by the n-gram model, as Bryant and Briscoe (2018) do it, and
what gains more than its kind gains in clean text is proposed. One candidate a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cleantext.core.candidate import Candidate
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis
from cleantext.language.memo import Memo
from cleantext.language.thesaurus import SLOTS, thesaurus
from cleantext.proposers.proposal import Mechanism, Repair, put
from cleantext.proposers.swaps import CONTEXT, Row, row


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


def _rivals() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for pair in _CONFUSED.split("|"):
        one, *other = pair.split()
        if len(other) > 1:
            found[one].append(tuple(other))
            continue
        found[one].append((other[0],))
        found[other[0]].append((one,))
    return {form: tuple(rivals) for form, rivals in found.items()}


_RIVALS = _rivals()


@dataclass(frozen=True)
class Forms:
    """Proposes other forms and other small words where those that stand there are unlikely."""

    name: str = "forms"

    def propose(self, analysis: Analysis) -> Iterable[Candidate]:
        """One candidate a place, with the likeliest repairs."""
        words = row(analysis)
        changes = list(_changes(words))
        gains = _gains(words, changes)
        kept = [
            (worth, gain, change)
            for change, gain in zip(changes, gains, strict=True)
            if gain > -CUED and (worth := gain + CUED * change.cued - _LEAST[change.mechanism.id, change.longer]) >= 0
        ]
        kept.sort(key=lambda found: -found[0])
        places: dict[int, list[tuple[float, Change]]] = {}
        tried: dict[int, int] = defaultdict(int)
        for change in changes:
            tried[change.at] += 1
        for _, gain, change in kept:
            near = next((at for at in (change.at, change.at - 1, change.at + 1) if at in places), None)
            if near is None:
                places[change.at] = [(gain, change)]
            elif len(places[near]) < SHOWN:
                places[near].append((gain, change))
        for at, found in places.items():
            yield _candidate(analysis.text, words, found, float(tried[at]))


@dataclass(frozen=True, slots=True)
class Change:
    """Words from ``first`` to before ``stop`` become ``words``; it is about the word ``at``."""

    mechanism: Mechanism
    at: int
    first: int
    stop: int
    words: tuple[str, ...]
    cued: bool = False

    @property
    def longer(self) -> int:
        """How many words longer the text becomes."""
        return min(1, max(-1, len(self.words) - (self.stop - self.first)))


def _changes(words: Row) -> Iterator[Change]:
    """All rivals of all places where the words are not likely enough."""
    scores = words.scores
    following = np.append(scores[1:], np.float32(0))
    doubtful = ((scores < SURE) | (following < SURE)) & (scores + following < BOTH)
    opened = frozenset(_CONTRACTED)
    lowered, forms = words.lowered, words.forms
    for i in np.nonzero(doubtful)[0].tolist():
        form = lowered[i]
        if form in opened:
            yield Change(CONFUSED, i, i, i + 1, (_CONTRACTED[form],), cued=True)
        if not form or not form[0].isalpha():
            continue
        before, after = lowered[i - 1], lowered[i + 1]
        capital = forms[i][0].isupper() and not words.opening[i] and not words.titled[i]
        if capital:
            if before in _VERBISH and scores[i] < SURE:
                yield from (Change(PREPOSITION_MISSING, i, i, i, (p,)) for p in ("to", "in", "of", "from", "with"))
            continue
        yield from _small_words(words, i, form, before, after)
        yield from _inflected(words, i, form, before)
        if scores[i] < SURE:
            yield from _missing(i, form, before, bool(scores[i] < UNLIKELY))
        if after and after[0].isalpha() and scores[i + 1] < SURE + 2:
            yield from _ordered(i, form, after)


_VERBISH = frozenset(["went", "moved", "came", "lives", "lived", "live", "works", "worked", "travelled", "traveled",
                      "arrived", "go", "going", "belongs", "listen", "talked", "spoke", "met"])  # fmt: skip


def _small_words(words: Row, i: int, form: str, before: str, after: str) -> Iterator[Change]:
    if form in _PREPOSITIONS or form in _OTHER_PREPOSITIONS:
        for other in _PREPOSITIONS:
            if other != form:
                yield Change(PREPOSITION, i, i, i + 1, (other,))
        if before:
            yield Change(PREPOSITION_EXTRA if form != "to" else PARTICLE, i, i, i + 1, ())
    elif form in _ARTICLE:
        article = "an" if after[:1] in tuple("aeiou") else "a"
        for other in {"the", article, "an" if form == "a" else "a"} - {form}:
            yield Change(ARTICLE, i, i, i + 1, (other,))
        yield Change(ARTICLE_EXTRA, i, i, i + 1, ())
    for rival in _RIVALS.get(form, ()):
        mechanism = AGREEMENT if form in _AUXILIARIES and rival[0] in _AUXILIARIES else CONFUSED
        cued = mechanism is AGREEMENT and _disagrees(words, i, form) and rival[0] == _OTHER_NUMBER.get(form)
        yield Change(mechanism, i, i, i + 1, rival, cued)
    if form in _AUXILIARIES or form == "that":
        yield Change(AUXILIARY if form != "that" else PARTICLE, i, i, i + 1, ())
        if after == "been":
            yield Change(AUXILIARY, i, i, i + 2, (form,))
            yield from (Change(AUXILIARY, i, i, i + 1, (other,)) for other in ("has", "have", "had") if other != form)
    if form == "more":
        yield Change(DEGREE, i, i, i + 1, ())
        compared = _slots(after).get("comparative")
        if compared:
            yield Change(DEGREE, i, i, i + 2, (compared,))
    if form in _MODALS and after == "to":
        yield Change(PARTICLE, i, i, i + 2, (form,), cued=True)
    if form == "can" and after == "not":
        yield Change(CONFUSED, i, i, i + 2, ("cannot",), cued=True)
    if form == "no" and after == "any":
        yield Change(CONFUSED, i, i, i + 2, ("no",), cued=True)
    if form == "for" and after == "to":
        yield Change(PARTICLE, i, i, i + 2, ("to",))


def _inflected(words: Row, i: int, form: str, before: str) -> Iterator[Change]:
    """Other forms of the same word."""
    if len(form) < 3 or form in _AUXILIARIES or form in _RIVALS or form in _MODALS:
        return
    for mechanism, other in _INFLECTED[form]:
        chosen = mechanism
        if mechanism is AGREEMENT and (before in _DETERMINERS or before in _PREPOSITIONS):
            chosen = NUMBER
        yield Change(chosen, i, i, i + 1, (other,), _cued(words, i, form, before, other))
    if (
        words.scores[i] < SURE
        and before in _MODALS | frozenset(["to", "not", "be"])
        and "participle" in _READINGS[form]
    ):
        yield Change(AUXILIARY, i, i, i, ("be",), cued="base" not in _READINGS[form])


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
_HAVE = frozenset(["has", "have", "had", "having"])


def _cued(words: Row, i: int, form: str, before: str, other: str) -> bool:
    """Whether the word before asks for ``other`` and not for ``form``."""
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


def _rival_forms(form: str) -> tuple[tuple[Mechanism, str], ...]:
    """Each other form of the word, with what is wrong where it is needed."""
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
    return tuple((mechanism, other) for other, mechanism in found.items())


_INFLECTED = Memo[tuple[tuple[Mechanism, str], ...]](_rival_forms)


def _missing(i: int, form: str, before: str, unlikely: bool) -> Iterator[Change]:
    """Small words that may have been lost before a word."""
    if not before or not before[0].isalpha():
        if not before or before in (".", ",", ":", ";", "!", "?"):
            yield from (Change(ARTICLE_MISSING, i, i, i, (article,)) for article in ("the",))
        return
    slots = _READINGS[form]
    if before not in _DETERMINERS:
        article = "an" if form[0] in "aeiou" else "a"
        if slots & {"base", "plural"} or not slots:
            yield Change(ARTICLE_MISSING, i, i, i, ("the",))
            if "base" in slots:
                yield Change(ARTICLE_MISSING, i, i, i, (article,))
    if before in _PREPOSITIONS or before in _ARTICLE:
        return
    if slots & {"participle", "gerund"} and "base" not in slots and before not in _AUXILIARIES:
        yield from (Change(AUXILIARY, i, i, i, (other,)) for other in ("is", "are", "was", "were", "be", "been"))
    if unlikely:
        for preposition in ("of", "in", "on", "for", "with", "at", "from", "by"):
            yield Change(PREPOSITION_MISSING, i, i, i, (preposition,))
        yield from (Change(PARTICLE, i, i, i, (other,)) for other in ("to", "that", "it", "which"))


_READINGS = Memo[frozenset[str]](lambda form: frozenset(SLOTS[slot] for _, slot in thesaurus().readings(form)))


def _ordered(i: int, form: str, after: str) -> Iterator[Change]:
    """Two neighbours the other way round: adverbs, questions in statements, adjectives behind their noun."""
    adverbs = (form in _ADVERBS or form.endswith("ly")) != (after in _ADVERBS or after.endswith("ly"))
    asked = (form in _AUXILIARIES | _MODALS and after in _PRONOUNS) or (
        after in _AUXILIARIES | _MODALS and form in _PRONOUNS
    )
    plain = "base" in _READINGS[after] and _READINGS[form] & {"base", "plural"}
    if adverbs or asked or plain:
        yield Change(ORDER, i, i, i + 2, (after, form))


def _gains(words: Row, changes: list[Change]) -> list[float]:
    """The gain of each change, those of the same lengths together."""
    gains = [0.0] * len(changes)
    shapes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, change in enumerate(changes):
        if change.first >= CONTEXT and change.stop + CONTEXT <= len(words):
            shapes[change.stop - change.first, len(change.words)].append(k)
    inside = Memo[int](words.number)
    for (size, count), chosen in shapes.items():
        at = np.array([changes[k].first for k in chosen], np.int32)
        numbers = [[inside[form] for form in changes[k].words] for k in chosen]
        for k, numbered in zip(chosen, numbers, strict=True):
            if count and words.opening[changes[k].first]:
                numbered[0] = words.number(changes[k].words[0], True)
        new = np.array(numbers, np.int32).reshape(len(chosen), count)
        for k, gain in zip(chosen, words.gains(at, size, new).tolist(), strict=True):
            gains[k] = gain
    return gains


def _candidate(text: str, words: Row, found: list[tuple[float, Change]], tried: float) -> Candidate:
    """What speaks for the place and its likeliest repairs."""
    gain, best = found[0]
    first, stop = (best.first, best.stop) if best.stop > best.first else (best.first - 1, best.first + 1)
    if not words.forms[first]:
        first += 1
    span = Span(words.starts[first], words.ends[stop - 1])
    candidate = best.mechanism.at(
        text, span, [_repair(words, change) for _, change in found],
        gain=gain, second_gain=found[1][0] if len(found) > 1 else 0.0, tried=tried,
        rarity=float(words.model.first[words.ids[best.at]]), before=float(words.scores[best.at]),
        cued=float(best.cued),
    )  # fmt: skip
    return replace(candidate, message=best.mechanism.message.format(span.of(text), " ".join(best.words)))


def _repair(words: Row, change: Change) -> Repair:
    """The edit that carries a change out, capitals and spaces included."""
    first, stop = change.first, change.stop
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
