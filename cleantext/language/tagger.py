"""Word classes, from the morphological English model in the HanTa wheel (Wartena 2019, trained on BNC tags).

Tagging costs some 60 microseconds a token, so it is done for a sentence only when a rule asks for it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

import msgspec

from cleantext.storage.cache import keep, recalled

COARSE = {
    "AJ": "ADJ", "AT": "DET", "AV": "ADV", "CJC": "CCONJ", "CJ": "SCONJ", "CRD": "NUM", "ORD": "NUM",
    "DPS": "DET", "DT": "DET", "EX": "PRON", "ITJ": "INTJ", "NN": "NOUN", "NP": "PROPN", "PN": "PRON",
    "POS": "PART", "PR": "ADP", "PU": "PUNCT", "TO": "PART", "UNC": "X", "VB": "AUX", "VD": "AUX",
    "VH": "AUX", "VM": "AUX", "VV": "VERB", "XX": "PART", "ZZ": "X",
}  # fmt: skip
"""BNC C5 tags, by their longest matching beginning, as universal part-of-speech tags."""


FINITE = frozenset(["VVB", "VVD", "VVZ", "VBB", "VBD", "VBZ", "VDB", "VDD", "VDZ", "VHB", "VHD", "VHZ", "VM0"])
"""C5 tags of finite verbs."""

_LONGEST = 40  # letters of a form that the model sees: its time grows faster than a word's length
_ANY = 1e6  # no reading is so rare
_RARE = 4.0  # natural logarithm: a reading some 50 times rarer than the word's commonest is left out of account


@lru_cache(maxsize=20_000)
def tag(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The C5 tag (``VVD``, ``NP0`` ...) of each form of one sentence.

    >>> tag(("She", "said", "so"))[1]
    'VVD'
    """
    return tuple(_model().tag_sent([form[:_LONGEST] for form in forms], taglevel=0))


@lru_cache(maxsize=50_000)
def lemma(form: str, c5: str) -> str:
    """The dictionary form of a word with this tag.

    >>> lemma("said", "VVD")
    'say'
    """
    return str(_model().analyze(form[:_LONGEST], c5)[0])


@cache
def common_forms() -> frozenset[str]:
    """The 28,000 or so commonest forms of the texts the model was trained on.

    >>> {"snow", "appreciated", "snowwhite"} - common_forms()
    {'snowwhite'}
    """
    name = f"words/{version('HanTa')}.msgpack"
    if (kept := recalled(name)) is not None:  # in a fiftieth of the time that the model takes
        return frozenset(msgspec.msgpack.decode(kept, type=list[str]))
    known = frozenset(_model().cache)
    keep(name, msgspec.msgpack.encode(sorted(known)), 2)
    return known


@lru_cache(maxsize=50_000)
def readings(form: str) -> frozenset[str]:
    """The C5 tags that ``tag`` may give to the form, whatever is around it. Empty: any.

    >>> sorted(readings("charge"))
    ['NN1', 'UNC', 'VVB', 'VVI']
    """
    found: set[str] = set()
    for casesensitive in (True, False):  # the first word of a sentence is read without regard to its capital
        found.update(c5 for c5, _ in _model().tag_word(form[:_LONGEST], cutoff=_ANY, casesensitive=casesensitive))
    return frozenset(found)


@lru_cache(maxsize=50_000)
def may_be_finite(form: str) -> bool:
    """Whether the word, by itself, could well be a finite verb.

    >>> may_be_finite("charge"), may_be_finite("danger")
    (True, False)
    """
    return any(c5 in FINITE or c5 == "VVI" for c5 in likely_tags(form.lower(), _RARE))


def likely_tags(form: str, rarer: float = 3.0) -> tuple[str, ...]:
    """The C5 tags that a form by itself may well have: not ``rarer`` (a natural logarithm) than its commonest one.

    >>> likely_tags("charge"), likely_tags("walked")
    (('NN1', 'VVI'), ('VVD', 'VVN'))
    """
    candidates = _model().tag_word(form[:_LONGEST])
    best = max((score for _, score in candidates), default=0.0)
    return tuple(sorted({c5 for c5, score in candidates if score > best - rarer}))


def coarse(c5: str) -> str:
    """The universal part of speech of a C5 tag.

    >>> coarse("VVD"), coarse("CJC"), coarse("CJS")
    ('VERB', 'CCONJ', 'SCONJ')
    """
    return COARSE.get(c5[:3]) or COARSE.get(c5[:2], "X")


@cache
def _model() -> Any:
    from HanTa import HanoverTagger  # slow to import, and not every run asks for word classes

    return HanoverTagger.HanoverTagger("morphmodel_en.pgz")
