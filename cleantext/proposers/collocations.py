"""Prepositions that belong to a word: the wrong one after it, none where it needs one, one where it needs none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from cleantext.language.inflection import plural
from cleantext.proposers.clauses import word_set
from cleantext.proposers.rivals import COLLOCATION, Construction, Rivals, asked
from cleantext.proposers.small_words import (
    DETERMINERS,
    OTHER_PREPOSITIONS,
    PREPOSITIONS,
    classes,
    gerund_of,
    participle_of,
    past_of,
    third_of,
    verb_of,
)
from cleantext.proposers.swaps import Row

FILE = Path(__file__).with_name("collocations.txt")
_ALL = frozenset(PREPOSITIONS) | OTHER_PREPOSITIONS
_CONFUSED = frozenset(PREPOSITIONS) - {"into"} | {"against", "onto", "after", "than", "until", "beside", "before"}
"""Those that stand for another preposition: the rest mostly say where, when or how on their own account."""
LIKELY = -6.0
"""Log probability of a preposition and the word behind it from which on no other is tried."""
_OBJECTS = word_set("it him her them us me you this that these those")


@cache
def _listed() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """By section, each word in all its forms, with its prepositions."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    section = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            heads, _, wanted = line.partition(":")
            for head in heads.split():
                for form in _forms(head, section):
                    found[section][form] += [word for word in wanted.split() if word not in found[section][form]]
    return found


def _forms(head: str, section: str) -> set[str]:
    """Those of a verb, or a noun and its plural."""
    if section == "nouns":
        return {head, plural(head)}
    if section in ("verbs", "without", "missing") and verb_of(head) == head:
        return {head, third_of(head), past_of(head), participle_of(head), gerund_of(head)}
    return {head}


def _heads() -> set[str]:
    return {form for section in ("verbs", "nouns", "words") for form in _listed()[section]}


def _wanted(form: str) -> Sequence[str]:
    listed = _listed()
    return [word for section in ("verbs", "nouns", "words") for word in listed[section].get(form, ())]


def _wrong(words: Row, i: int) -> Iterator[tuple[int, Rivals]]:
    """*depends from*, *explain it for them*: a preposition after its word, or after that and a pronoun."""
    lowered = words.lowered
    k = i + 2 if lowered[i + 1] in _OBJECTS else i + 1
    if lowered[k] not in _CONFUSED or words.scores[k] + words.scores[k + 1] > LIKELY:
        return
    wanted = _wanted(lowered[i])
    if lowered[k] in wanted or lowered[k + 1] in _ALL:
        return
    least = 3.0 if k == i + 1 else 4.0
    yield from ((k, rivals) for rivals in asked(COLLOCATION, 1, least, *wanted))


def _superfluous(words: Row, i: int) -> Iterator[tuple[int, Rivals]]:
    """*discuss about*, *despite of*."""
    form = words.lowered[i + 1]
    if form in _listed()["without"][words.lowered[i]]:
        yield from ((i + 1, rivals) for rivals in asked(COLLOCATION, 1, 0.0, ""))


def _lost(words: Row, i: int) -> Iterator[tuple[int, Rivals]]:
    """*next the toaster*, *wait the bus*, *listen music*."""
    lowered = words.lowered
    form = lowered[i + 1]
    noun = form in DETERMINERS or form in _OBJECTS or classes(form) & {"NN1", "NN2", "HUM", "HUM2"}
    if form != "'s" and (noun or words.forms[i + 1][:1].isupper()) and form.isalpha():
        yield from ((i + 1, rivals) for rivals in asked(COLLOCATION, 0, 1.0, *_listed()["missing"][lowered[i]]))


COLLOCATIONS = (
    Construction(_heads, _wrong),
    Construction(lambda: _listed()["without"], _superfluous),
    Construction(lambda: _listed()["missing"], _lost),
)
"""All of them, with the words at which they are looked for."""
