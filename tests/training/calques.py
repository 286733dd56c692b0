"""Grammar that was translated word for word: what other languages do where English does something else.

The kinds are those that contrastive grammars and typologies of learners' errors name (Swan and Smith 2001; Bryant and
Briscoe 2018): pronouns too many and too few, negation and questions without *do*, progressives of habits, infinitives
for gerunds, tenses of other languages, prepositions made of two, comparison by *more*, adverbs moved.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from cleantext.core.span import Span
from cleantext.language.inflection import gerunds, participles, pasts, plural, third
from cleantext.proposers.proposal import like
from tests.training.slips import Maker, Slip, Tokens, pick, plain, spaced


def _put(first: Span, last: Span, bad: str) -> Slip:
    return Slip("grammar", first.start, last.end, bad)


def _pronoun_added(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*the stoppers that they still bear*, *the result it was good*, *he rises himself*"""
    for before, token in pairwise(tokens):
        if not spaced(text, before, token) or token.pos not in ("VERB", "AUX"):
            continue
        others = ("it", "he", "she") if token.form in _SINGULAR or token.c5 == "VVZ" else ("they", "it")
        if before.form in ("which", "that", "who") or before.pos == "NOUN":
            yield _put(before.span, token.span, f"{before.form} {rng.choice(others)} {token.form}")
        if token.pos == "VERB" and token.c5 in ("VVD", "VVZ") and rng.random() < 0.3:
            itself = rng.choice(("itself", "himself", "themselves"))
            yield _put(token.span, token.span, f"{token.form} {itself}")


_SINGULAR = ("is", "was", "has", "does")


def _pronoun_lost(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*Is here that they planted*, *because rained*, *we visited and found beautiful*"""
    for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
        if before and before.pos in ("CCONJ", "PUNCT"):
            continue
        if token.form.lower() in _PRONOUNS and after.pos in ("VERB", "AUX") and spaced(text, token, after):
            yield _put(token.span, after.span, like(token.form, after.form))


_PRONOUNS = ("it", "there", "he", "she", "they", "we")
_CASES = {
    "them": "they", "him": "he", "us": "we", "me": "I", "they": "them", "he": "him", "we": "us",
    "their": "them", "my": "me", "our": "us", "your": "you", "whose": "which", "himself": "him", "themselves": "them",
}  # fmt: skip


def _pronoun_case(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*two of they*, *whose grandfather* as *that his grandfather*"""
    for token in tokens:
        if token.form in _CASES:
            yield _put(token.span, token.span, _CASES[token.form])
        if token.form == "whose":
            relative, own = rng.choice(("that", "which", "who")), rng.choice(("his", "its", "their"))
            yield _put(token.span, token.span, f"{relative} {own}")


def _negation(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*not rains*, *will cover not*, *didn't knew*"""
    for helper, verb in pairwise(tokens):
        if helper.form in ("didn't", "didn’t") and verb.pos == "VERB" and spaced(text, helper, verb):
            yield _put(verb.span, verb.span, pasts(verb.lemma)[0])
    for helper, negation, verb in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if negation.form not in ("not", "never", "no") or not spaced(text, helper, negation, verb):
            continue
        if helper.form in ("does", "do", "did") and verb.pos == "VERB":
            form = pasts(verb.lemma)[0] if helper.form == "did" else verb.form + "s" * (helper.form == "does")
            yield _put(helper.span, verb.span, rng.choice((f"not {form}", f"no {form}", f"{form} not")))
            yield _put(helper.span, verb.span, f"{helper.form} not {form}")
        elif helper.pos == "AUX":
            yield _put(helper.span, negation.span, f"{negation.form} {helper.form}")
            yield _put(negation.span, verb.span, f"{verb.form} {negation.form}")


def _aspect(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*Nobody is laughing when*, *has opened in 1901*, *was knowing*, *are disappeared*"""
    for before, token in pairwise(tokens):
        base = token.lemma
        if token.pos != "VERB" or not plain(token) or before.pos == "AUX" or before.form == "to":
            continue
        one = before.c5 in ("NN1", "NP0") or before.form.lower() in ("he", "she", "it")
        if not (one or before.c5 == "NN2" or before.form.lower() in ("they", "we")):
            continue
        if token.c5 == "VVD":  # of the wrong number: else it may be right
            yield _put(token.span, token.span, f"{'have' if one else 'has'} {participles(base)[0]}")
            yield _put(token.span, token.span, f"{'were' if one else 'was'} {gerunds(base)[0]}")
            yield _put(token.span, token.span, base if one else third(base))
        elif token.c5 in ("VVZ", "VVB"):
            auxiliary = "are" if one else "is"
            yield _put(token.span, token.span, f"{auxiliary} {gerunds(base)[0]}")
            yield _put(token.span, token.span, f"{auxiliary} {base}")
    for helper, verb in pairwise(tokens):
        if helper.form in ("has", "have", "had") and verb.c5 == "VVN" and spaced(text, helper, verb):
            other = {"has": "is", "have": "are", "had": "was"}[helper.form]
            yield _put(helper.span, verb.span, f"{other} {verb.form}")
            yield _put(helper.span, verb.span, f"{helper.form} {rng.choice((verb.lemma, pasts(verb.lemma)[0]))}")
        if helper.c5 == "VM0" and verb.c5 == "VVI" and spaced(text, helper, verb):
            yield _put(verb.span, verb.span, rng.choice((verb.form + "s", pasts(verb.lemma)[0])))
            yield _put(helper.span, helper.span, f"{helper.form} {rng.choice(('to', 'can', 'be'))}")


def _infinitive(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*without to stop*, *thank you for choose*, *wants for leaving*"""
    for before, token in pairwise(tokens):
        if not spaced(text, before, token) or not plain(token):
            continue
        if token.c5 == "VVG" and before.pos == "ADP" and before.form != "to":
            yield _put(token.span, token.span, rng.choice(("to ", "to ", "")) + token.lemma)
        if before.form == "to" and token.c5 == "VVI":
            gerund = gerunds(token.lemma)[0]
            bad = rng.choice((f"for {gerund}", f"to {gerund}", f"of {gerund}", f"in order {token.form}"))
            yield _put(before.span, token.span, bad)


_TWICE = ("near", "between", "among", "behind", "under", "above", "below", "beside", "against", "despite")
_TIMES = {
    "in": ("on", "at"), "on": ("in", "at"), "at": ("in", "on"), "for": ("since", "from"), "since": ("for",),
    "within": ("since",), "during": ("since",),
}  # fmt: skip
"""Wrong ones before a date or a number of years."""


def _adposition(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*near of the samovar*, *since six years*, *tells to everyone*, *on 1901*"""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if not spaced(text, before, token, after):
            continue
        if token.form in _TWICE and token.pos == "ADP":
            yield _put(token.span, token.span, f"{token.form} of")
        if token.form in _TIMES and token.pos == "ADP" and (after.pos == "NUM" or after.form in _PERIODS):
            yield _put(token.span, token.span, rng.choice(_TIMES[token.form]))
        if token.pos == "VERB" and after.pos in ("PRON", "PROPN") and plain(token):
            yield _put(token.span, after.span, f"{token.form} {rng.choice(('to', 'at', 'on'))} {after.form}")


_PERIODS = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "years", "months",
})  # fmt: skip


def _comparison(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*more old*, *of the most old*, *so expensive like*, *the double*"""
    for token in tokens:
        if token.c5 == "AJC" and plain(token) and token.lemma != token.form:
            yield _put(token.span, token.span, rng.choice((f"more {token.lemma}", token.lemma)))
        if token.c5 == "AJS" and plain(token) and token.lemma != token.form:
            yield _put(token.span, token.span, rng.choice((f"most {token.lemma}", f"more {token.lemma}")))
        if token.form in ("than", "as", "twice", "half"):
            others = {"than": "as of that like", "as": "like how so", "twice": "the-double double-of",
                      "half": "the-half half-of"}[token.form].split()  # fmt: skip
            yield _put(token.span, token.span, rng.choice(others).replace("-", " "))


def _quantity(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*informations*, *for two month*, *goods results*, *every years*"""
    for before, token in pairwise(tokens):
        if not spaced(text, before, token) or not plain(token):
            continue
        if before.pos == "NUM" and token.c5 == "NN2" and token.lemma != token.form:
            yield _put(token.span, token.span, token.lemma)
        if token.form in _MASS:
            yield _put(token.span, token.span, plural(token.form))
        if before.c5 == "AJ0" and token.c5 == "NN2" and plain(before):
            yield _put(before.span, before.span, before.form + "s")
        if before.form in ("every", "each", "another", "many", "several", "few") and token.pos == "NOUN":
            yield _put(token.span, token.span, token.lemma if token.c5 == "NN2" else plural(token.form))


_MASS = frozenset({
    "information", "advice", "research", "equipment", "furniture", "luggage", "evidence", "knowledge", "news", "help",
    "progress", "software", "traffic", "work", "damage", "money", "music", "weather", "homework", "staff",
})  # fmt: skip


def _moved(text: str, tokens: Tokens, rng: random.Random) -> Iterator[Slip]:
    """*speaks well English*, *goes he*, *a problem big*, *the for years closed school*: a word where another language
    has it."""
    for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if not spaced(text, a, b, c) or not (plain(b) and plain(c)):
            continue
        if (a.pos, b.pos, c.pos) == ("VERB", "DET", "NOUN") and plain(a) and rng.random() < 0.4:
            yield _put(a.span, c.span, f"{b.form} {c.form} {a.form}")
        if a.pos in ("PRON", "NOUN") and plain(a) and b.pos == "ADV" and c.pos == "VERB":
            yield _put(b.span, c.span, f"{c.form} {b.form}")
        if a.pos == "DET" and b.pos == "ADJ" and c.pos == "NOUN":
            yield _put(b.span, c.span, f"{c.form} {b.form}")
        if a.pos == "AUX" and b.pos == "ADV" and c.pos in ("VERB", "ADJ"):
            yield _put(a.span, b.span, f"{b.form} {a.form}")
    for a, b in pairwise(tokens):
        if a.pos == "PRON" and plain(a) and b.pos == "VERB" and plain(b) and spaced(text, a, b):
            yield _put(a.span, b.span, f"{b.form} {a.form}")


def _one_of(places: Callable[[str, Tokens, random.Random], Iterator[Slip]]) -> Maker:
    """Makes one of the slips that there are places for."""
    return lambda text, tokens, rng: pick(rng, places(text, tokens, rng))


CALQUES: tuple[tuple[Maker, float], ...] = tuple((_one_of(places), weight) for places, weight in (
    (_pronoun_added, 2), (_pronoun_lost, 1.5), (_pronoun_case, 1.5), (_negation, 1.5), (_aspect, 4), (_infinitive, 2),
    (_adposition, 3), (_comparison, 1.5), (_quantity, 2), (_moved, 2),
))  # fmt: skip
