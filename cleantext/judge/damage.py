"""How damaged a document is: the share of its sentences in which something is wrong, and by what."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cleantext.core.finding import Finding, Severity
from cleantext.core.span import Span

KINDS = ("broken", "spun", "scraped", "mis-encoded")
_KIND_OF_PACK = {
    "wording": "spun", "tortured-phrases": "spun", "residue": "scraped", "scrape": "scraped", "labels": "scraped",
    "encoding": "mis-encoded",
}  # fmt: skip
"""What the findings of a pack are signs of; those of all others are signs of broken text."""
THROUGHOUT = 0.4
"""The share of reworded sentences from which a text counts as reworded throughout."""
_FEWEST = 5  # reworded sentences; a short text is no whole article


@dataclass(frozen=True, slots=True)
class Damage:
    """``share`` of the sentences is expected to hold damage, ``kinds`` says how much of each kind (``KINDS``)."""

    share: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict)
    verdict: str = ""


def damage_of(sentences: Sequence[Span], findings: Iterable[Finding]) -> Damage:
    """The damage that ``findings`` show in a text of these sentences; remarks (``INFO``) count for nothing.

    >>> damage_of([Span(0, 20), Span(21, 40)], []).share
    0.0
    """
    starts = [span.start for span in sentences]
    sound: dict[str, dict[int, float]] = defaultdict(dict)
    for finding in findings:
        if finding.severity is Severity.INFO:
            continue
        kind = _KIND_OF_PACK.get(finding.pack, "broken")
        first = max(0, bisect_right(starts, finding.span.start) - 1)
        last = max(first, bisect_right(starts, max(finding.span.start, finding.span.end - 1)) - 1)
        for number in range(first, last + 1):
            sound[kind][number] = sound[kind].get(number, 1.0) * (1 - finding.confidence)
    kinds = {kind: sum(1 - p for p in sound[kind].values()) / max(1, len(sentences)) for kind in KINDS if sound[kind]}
    touched = {number for places in sound.values() for number in places}
    whole = sum(1 - math.prod(places.get(number, 1.0) for places in sound.values()) for number in touched)
    share = min(1.0, whole / max(1, len(sentences)))
    return Damage(share, kinds, _verdict(kinds, len(sentences)))


def _verdict(kinds: Mapping[str, float], sentences: int) -> str:
    spun = kinds.get("spun", 0.0)
    if spun >= THROUGHOUT and spun * sentences >= _FEWEST:
        return f"reworded throughout by a machine ({spun:.0%} of its sentences); consider discarding it"
    return ""
