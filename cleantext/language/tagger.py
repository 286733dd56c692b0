"""Word classes, from the morphological English model in the HanTa wheel (Wartena 2019, trained on BNC tags).

Tagging costs some 60 microseconds a token, so it is done for a sentence only when a rule asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

COARSE = {
    "AJ": "ADJ", "AT": "DET", "AV": "ADV", "CJC": "CCONJ", "CJ": "SCONJ", "CRD": "NUM", "ORD": "NUM",
    "DPS": "DET", "DT": "DET", "EX": "PRON", "ITJ": "INTJ", "NN": "NOUN", "NP": "PROPN", "PN": "PRON",
    "POS": "PART", "PR": "ADP", "PU": "PUNCT", "TO": "PART", "UNC": "X", "VB": "AUX", "VD": "AUX",
    "VH": "AUX", "VM": "AUX", "VV": "VERB", "XX": "PART", "ZZ": "X",
}  # fmt: skip
"""BNC C5 tags, by their longest matching beginning, as universal part-of-speech tags."""


def tag(forms: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """For each form of one sentence its lemma and its C5 tag (``VVD``, ``NP0`` ...).

    >>> tag(["She", "said", "so"])[1]
    ('say', 'VVD')
    """
    return _tag(tuple(forms))


def coarse(c5: str) -> str:
    """The universal part of speech of a C5 tag.

    >>> coarse("VVD"), coarse("CJC"), coarse("CJS")
    ('VERB', 'CCONJ', 'SCONJ')
    """
    return COARSE.get(c5[:3]) or COARSE.get(c5[:2], "X")


@lru_cache(maxsize=20_000)
def _tag(forms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((lemma, c5) for _, lemma, c5 in _model().tag_sent(list(forms)))


@cache
def _model() -> Any:
    from HanTa import HanoverTagger  # slow to import, and not every run asks for word classes

    return HanoverTagger.HanoverTagger("morphmodel_en.pgz")
