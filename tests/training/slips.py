"""One slip in a sentence: what the makers of planted damage give, and what they share."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleantext.language.analysis import TaggedToken

Tokens = Sequence[TaggedToken]


@dataclass(frozen=True, slots=True)
class Slip:
    """A change to a stretch of the clean passage. What stands from ``start`` to ``end`` becomes ``bad``, and is the
    accepted repair; ``others`` are accepted, too."""

    kind: str
    start: int
    end: int
    bad: str
    others: tuple[str, ...] = ()


Maker = Callable[[str, Tokens, random.Random], Slip | None]
"""Makes one slip of its kind in a sentence, given with the text of its passage, or none where there is no place."""


def pick(rng: random.Random, places: Iterator[Slip]) -> Slip | None:
    found = list(places)
    return rng.choice(found) if found else None


def plain(token: TaggedToken) -> bool:
    return token.form.isalpha() and token.form.islower()


def spaced(text: str, *tokens: TaggedToken) -> bool:
    """Whether one space stands between each two of the tokens."""
    return all(text[a.span.end : b.span.start] == " " for a, b in pairwise(tokens))
