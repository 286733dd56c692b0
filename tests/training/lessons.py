"""What an encoder is to learn from a document: which pieces of words are damaged, and what to put instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from cleantext.core.revision import Revision
from cleantext.formats.text import segment
from cleantext.language.analysis import Analysis
from cleantext.language_model.encoder import KINDS
from cleantext.language_model.wordpiece import ADDED, LEFT_OUT, WORD, Pieces, Window, forms
from tests.training.examples import Artefact, Example

UNKNOWN = -1
FEW = 4
"""Words in a row of which is learnt what to put for each."""
_MARKS = frozenset(
    ["encoding", "number", "casing-split", "quote-bracket", "stray-punct", "spacing", "boundary", "abbrev-period"]
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window of a document that begins at ``start``: the kind of damage of each piece (0: none, ``UNKNOWN``), and the
    piece that belongs there instead, where it is known."""

    window: Window
    start: int
    kinds: NDArray[np.int64]
    instead: NDArray[np.int64]


def lessons(example: Example, pieces: Pieces) -> list[Lesson]:
    """A document as its windows."""
    places = sorted(place for artefact in example.artefacts for place in _places(artefact, example.text))
    found = []
    for passage in Analysis(Revision(example.text, segment)).passages:
        for window in pieces.windows(passage.text, passage.sentences):
            kinds = np.zeros(len(window.pieces), np.int64)
            instead = np.full(len(window.pieces), UNKNOWN, np.int64)
            stops = [*window.first[1:].tolist(), len(window.pieces)]
            starts, ends = ((passage.start + each).tolist() for each in (window.starts, window.ends))
            for start, end, first, stop in zip(starts, ends, window.first.tolist(), stops, strict=True):
                touching = [p for p in places if (p.start < end and start < p.end) or start <= p.start == p.end <= end]
                for place in touching:
                    kinds[first:stop] = place.kind
                    if place.instead and (place.start, place.end) == (start, end):
                        known = pieces.of(place.instead)
                        instead[first] = known[0] if len(known) == 1 else UNKNOWN
                if not touching and any(low <= start < high for low, high in example.unsure):
                    kinds[first:stop] = UNKNOWN
            found.append(Lesson(window, passage.start, kinds, instead))
    return found


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A stretch of a text, what is wrong with its words (``UNKNOWN``: perhaps nothing), and the word that belongs there
    instead, where it is known, or what else to do (``wordpiece.ADDED``)."""

    start: int
    end: int
    kind: int
    instead: str = ""


def _places(artefact: Artefact, text: str) -> Iterator[_Place]:
    """Of an artefact the words that its nearest repair changes; those that it keeps may be right. Where words are
    missing the one after them is wrong, as detectors of grammatical errors have it, or the last of the artefact.
    """
    kind = kind_of(artefact) if artefact.known else UNKNOWN
    words = list(WORD.finditer(text, artefact.start, artefact.end))
    old, new = [word[0] for word in words], _nearest([word[0] for word in words], artefact.fixes)
    if not (artefact.known and words) or new in (None, old):
        yield _Place(artefact.start, artefact.end, kind)
        return
    for change, low, high, first, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        put = new[first:stop]
        if change == "equal":
            yield from (_Place(*word.span(), UNKNOWN) for word in words[low:high])
        elif change == "insert":
            after = words[low:] or words[-1:]
            known = len(put) == 1 and words[low:]
            yield _Place(*after[0].span(), kind, ADDED.get(put[0].lower(), "") if known else "")
        else:
            here = words[low:high]
            short = len(put) <= len(here) <= FEW
            names = [*put, *[LEFT_OUT] * (len(here) - len(put))] if short else [""] * len(here)
            for word, instead in zip(here, names, strict=True):
                yield _Place(*word.span(), kind, instead if instead.lower() != word[0].lower() else "")


def _nearest(old: Sequence[str], fixes: Sequence[str]) -> Sequence[str] | None:
    """The words of the repair that keeps most of the old ones and, if it can, their number."""

    def nearness(new: Sequence[str]) -> tuple[float, bool]:
        return SequenceMatcher(None, old, new, autojunk=False).ratio(), len(new) == len(old)

    return max(map(forms, fixes), key=nearness, default=None)


def kind_of(artefact: Artefact) -> int:
    """The number of what is wrong, from 1 on in the order of ``KINDS``."""
    name = "marks" if artefact.kind in _MARKS else {"tortured": "wording"}.get(artefact.kind, artefact.kind)
    return 1 + KINDS.index(name if name in KINDS else "other")
