"""What the model says of a sentence, and which model: all that may be asked without loading it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleantext.core.span import Span

WEIGHTS = Path(__file__).with_name("weights.npz")


class ModelError(RuntimeError):
    """The weights are missing or are not what they should be; the text is one line for the user."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``probability`` that a sentence is garbled, the ``region`` that speaks for it, and the likeliest ``mechanism``.

    ``region`` counts in the sentence. ``sureness`` is the probability of the mechanism among all.
    """

    probability: float
    region: Span
    mechanism: str
    sureness: float


@cache
def version() -> str | None:
    """The hash of the weights, so that two reports can be compared; None where there are none."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12] if WEIGHTS.exists() else None
