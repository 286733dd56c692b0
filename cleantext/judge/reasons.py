"""What spoke for a finding, in a reader's words: the few columns of evidence that anybody understands."""

from __future__ import annotations

import math
from collections.abc import Sequence

from cleantext.judge.evidence import COLUMNS

_SAYS = (
    ("agreeing_sources", 1.0, "other checks propose the same repair"),
    ("others", 2.0, "other checks point here too"),
    ("gain", 4.0, "the repair makes the words much likelier"),
    ("place_strange", 1.0, "these words seldom follow each other"),
    ("document_strange", -0.2, "much of this text is unusual English"),
)
"""Columns of ``evidence.COLUMNS``, from which value on they speak, and what they say: the most telling first."""
DOUBTED = 0.6
"""The probability of damage that the encoder gives, from which on it speaks."""
MOST = 2


def reasons(row: Sequence[float], damaged: float = math.nan) -> str:
    """A sentence about the evidence for a candidate, which the encoder takes for ``damaged`` with so much probability;
    empty where nothing in it is easily said.

    >>> row = [0.0] * len(COLUMNS)
    >>> row[COLUMNS.index("others")] = 3.0
    >>> row[COLUMNS.index("document_strange")] = -0.6
    >>> reasons(row)
    'Evidence: other checks point here too.'
    >>> reasons(row, 0.9)
    'Evidence: the language model doubts these words and other checks point here too.'
    """
    said = ["the language model doubts these words"] if damaged >= DOUBTED else []
    said += [words for name, least, words in _SAYS if row[COLUMNS.index(name)] >= least]
    return f"Evidence: {' and '.join(said[:MOST])}." if said else ""
