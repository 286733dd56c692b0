"""``python``: ``module:function`` for the few structures that a pattern can't say.

The function takes a ``Passage`` and yields matches; it lives in a module of the user's.
"""

from __future__ import annotations

import importlib

from cleantext.rulebook.matchers.match import FindInPassage


def python_matcher(name: str) -> FindInPassage:
    """Raises ``ValueError`` where there is no such function."""
    module, _, function = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"python: {error}") from error
    if not callable(found):
        raise ValueError(f"python: {name} is not a function")
    return found  # type: ignore[no-any-return]
