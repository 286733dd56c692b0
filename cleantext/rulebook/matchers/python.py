"""``python``: ``module:function`` for the few structures that a pattern can't say.

The function takes a ``Passage`` and yields matches; it lives in a module of the user's.
"""

from __future__ import annotations

import importlib

from cleantext.rulebook.match import FindInPassage, Lists, Sees
from cleantext.rulebook.prefilter.need import Gate

Spec = str


def sees(_: str) -> Sees:
    """One block at a time."""
    return "passage"


def find(name: str, _: Lists) -> FindInPassage:
    """Raises ``ValueError`` where there is no such function."""
    module, function = name.partition(":")[::2]
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"python: {error}") from error
    if not callable(found):
        raise ValueError(f"python: {name} is not a function")
    return found  # type: ignore[no-any-return]


def needs(_: str, __: Lists) -> Gate:
    """Nobody knows."""
    return Gate()
