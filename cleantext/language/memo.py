"""What is known of each word, so that a text of known words is read at the speed of one look-up a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LONGEST = 60  # characters of a word that is kept: longer ones seldom recur, and would fill the memory
MOST = 30_000  # words: twice as many take 30 MB more in all memos together, and hardly less time


class Memo(dict[str, T]):
    """``make`` of each word that was asked for. Ask for many by ``map(memo.__getitem__, words)``.

    When half of it is full a new half begins, into which words move that are asked for again. To keep track of the
    least recently used word would make it slower by a half.

    >>> shout = Memo(str.upper)
    >>> list(map(shout.__getitem__, ["so", "it", "so"])), len(shout)
    (['SO', 'IT', 'SO'], 2)
    """

    def __init__(self, make: Callable[[str], T], most: int = MOST):
        super().__init__()
        self._make = make
        self._most = most
        self._before: dict[str, T] = {}

    def __missing__(self, word: str) -> T:
        made = self._before[word] if word in self._before else self._make(word)
        if len(word) <= LONGEST:
            if 2 * len(self) >= self._most:
                self._before = dict(self)
                self.clear()
            self[word] = made
        return made
