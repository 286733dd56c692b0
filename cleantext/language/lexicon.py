"""What is known of English words: the classes that each form may belong to, and the other forms of its word.

``lexicon.yaml`` lists dictionary forms by class. The classes of their inflected forms are made here: ``NN2`` (``HUM2``
for people, ``UNITS`` for units) is the plural, ``VB VZ VD VN VG`` are a verb's base form, third person, past,
participle and form in ``-ing``. What a verb takes (``TR``, ``INFV`` ...) is a class of all its forms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cleantext.language.attribution import SPEECH_VERBS
from cleantext.language.inflection import gerunds, participles, pasts, plural, third

_FILE = Path(__file__).with_name("lexicon.yaml")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOUNS = {"NN1": ("NN1", "NN2"), "HUM": ("HUM", "HUM2"), "UNITS": ("UNIT", "UNITS")}
_VERBS = ("TR", "VB")
_AUXILIARIES = ("be", "have", "do")
CAPITALISED = frozenset(["DAY", "MONTH"])
"""Classes of words that are written with a capital."""


@dataclass(frozen=True)
class Lexicon:
    """``classes`` of each form, in lower case; ``verbs`` and ``nouns``, the dictionary form of each of their forms;
    ``own``, the words that rules may name: those of closed classes and of the list ``OWN``."""

    classes: dict[str, frozenset[str]]
    verbs: dict[str, str]
    nouns: dict[str, str]
    own: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The words of ``lexicon.yaml`` in all their forms."""
    with _FILE.open(encoding="utf-8") as file:
        listed = {name: words.split() for name, words in yaml.load(file, Loader=_LOADER).items()}
    classes: dict[str, set[str]] = defaultdict(set)
    nouns: dict[str, str] = {}
    for name, (one, many) in _NOUNS.items():
        for noun in listed[name]:
            for form, symbol in ((noun, one), (plural(noun), many)):
                classes[form] |= {symbol, "NN1" if symbol == one else "NN2"}
                nouns[form] = noun
    verbs = _verbs(listed, classes)
    closed = set()
    inflected = {*_NOUNS, "VB", *_VERBS, *_frames(listed)}
    for name, words in listed.items():
        if name in inflected:
            continue
        for word in words:
            classes[word] |= set() if name == "OWN" else {name}
        if name not in _OPEN:
            closed.update(words)
    return Lexicon({form: frozenset(names) for form, names in classes.items()}, verbs, nouns, frozenset(closed))


_OPEN = frozenset(["MASS", "ADJ", "ADV", "CMP", "SUP"]) | CAPITALISED


def _verbs(listed: dict[str, list[str]], classes: dict[str, set[str]]) -> dict[str, str]:
    """Adds the forms of all verbs to ``classes``; gives the dictionary form of each."""
    takes: dict[str, set[str]] = defaultdict(set)
    for name in _frames(listed):
        for verb in listed[name]:
            takes[verb].add(name)
    verbs: dict[str, str] = {}
    for verb in sorted({verb for name in _VERBS for verb in listed[name]} | set(takes)):
        if verb in _AUXILIARIES:
            continue
        for form, symbol in _forms(verb):
            classes[form] |= {symbol, *takes[verb]}
            classes[form] |= {"SAYV"} if form in SPEECH_VERBS else set()
            if form == verb or form not in verbs:
                verbs[form] = verb
    for verb in _AUXILIARIES:
        verbs |= {form: verb for form, _ in _forms(verb)} | dict.fromkeys(listed[verb.upper()], verb)
        classes[verb].add("VB")
        for form, symbol in _forms(verb):
            classes[form].add(symbol)
    return verbs


def _frames(listed: dict[str, list[str]]) -> list[str]:
    return [name for name in listed if name in ("TR", "INTR") or (name.endswith("V") and name != "ADV")]


def _forms(verb: str) -> Iterator[tuple[str, str]]:
    yield verb, "VB"
    yield third(verb), "VZ"
    yield from ((form, "VD") for form in pasts(verb))
    yield from ((form, "VN") for form in participles(verb))
    yield from ((form, "VG") for form in gerunds(verb))
