"""What can be told of a clause by its words alone: which words can't end one, whether a verb makes it a sentence.

Cheap tests, a look-up a word, so that they can be asked of every sentence of a clean text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from cleantext.language.lexicon import lexicon


def word_set(listed: str) -> frozenset[str]:
    """The words of a list in one string.

    >>> sorted(word_set("on at"))
    ['at', 'on']
    """
    return frozenset(listed.split())


NEVER_LAST = word_set(
    "a an the my your our its their every whose of and or nor from into than because although unless if whether "
    "upon could would should via per amid toward towards during despite between among against"
)
"""Words that no sentence ends with."""

SELDOM_LAST = word_set(
    "to with in on at for by as about after before since until over under through without within behind is are "
    "was were be been being has have had do does did will can may might must shall cannot not his her this that "
    "these those no some any each other which who when where while but so very more most only both either neither"
)
"""Words that few sentences end with."""

RELATIVE = word_set("which who whose whom")
SUBORDINATORS = word_set(
    "because although though while whereas since until unless after before when where if whether as once"
)
SUBJECTS = word_set("he she it they we you i there")
"""Pronouns that are the subject where they are first."""

CLOSED = word_set(
    "a an the this that these those he she it they we you his her its their our my your him them us me who which "
    "whose whom what when where why how while because although though since until unless after before if whether "
    "as and or but nor yet so of in on at for from with by to about into over under between among against through "
    "during without within despite is are was were be been has have had do does did can could would should must "
    "might not no there here then than also only even both either neither each every some many most all any such "
    "however moreover"
)
"""Words whose capital says that a sentence begins, for no name does with them alone."""

_CONTRACTED = ("n’t", "n't", "’s", "'s", "’re", "'re", "’ve", "'ve", "’ll", "'ll", "’d", "'d", "’m", "'m")


@cache
def finite() -> frozenset[str]:
    """Words that only the verb of a clause can be, and the pronouns that have one with them."""
    known = lexicon().classes
    helping = {form for form, names in known.items() if names & {"BE", "HAVE", "DO", "MODAL", "BES", "BEP"}}
    verbs = {form for form, names in known.items() if names & {"VZ", "VD"} and not names & _OTHERWISE}
    return frozenset(helping | verbs | SUBJECTS) - {"having"}


@cache
def base_verbs() -> frozenset[str]:
    """Base forms of verbs, nouns among them."""
    return frozenset(form for form, names in lexicon().classes.items() if "VB" in names)


@cache
def _perhaps_finite() -> frozenset[str]:
    return frozenset(form for form, names in lexicon().classes.items() if names & {"VB", "VZ", "VD"}) - CLOSED


def verbal(forms: Sequence[str]) -> int:
    """2 where a verb surely makes these forms of a sentence one, 1 where something may be one, 0 where nothing is.

    >>> verbal("She was late .".split()), verbal("Of the opera house , built in 1900 .".split())
    (2, 1)
    >>> verbal("Heat the oil .".split()), verbal("Danger in the low areas for the people .".split())
    (2, 0)
    """
    if not finite().isdisjoint(forms):
        return 2  # nine of ten sentences are done here
    lower = [form.lower() for form in forms]
    if not finite().isdisjoint(lower) or next(filter(str.isalpha, lower), "") in base_verbs():
        return 2
    if not _perhaps_finite().isdisjoint(lower) or any(map(_looks_finite, lower)):
        return 1
    return 0


def _looks_finite(word: str) -> bool:
    if word.endswith(_CONTRACTED):
        return True
    return len(word) > 3 and word.endswith(("ed", "s")) and word not in lexicon().classes


_OTHERWISE = frozenset(["NN1", "NN2", "ADJ", "VN", "MASS", "HUM", "HUM2"])
