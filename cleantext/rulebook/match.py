"""What a matcher is: a module of ``matchers/``, the table of all, and what every matcher takes and yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage
from cleantext.rulebook.prefilter.need import Gate


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a rule found. ``groups`` are named parts of it, ``values`` what templates may use.

    A matcher that knows the repair itself gives ``edits``; a rule's ``fix`` then grades them (``replace:
    '{fix}'``). ``alternatives`` are replacements for the whole span.
    """

    span: Span
    groups: Mapping[str, Span] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    alternatives: tuple[str, ...] = ()


Pattern = str
"""A regular expression in the syntax of the ``regex`` module; ``\\L<name>`` is a word list of ``rules/lists.yaml``."""

Lists = Mapping[str, tuple[str, ...]]
"""Word lists by name."""


class Strict(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Unknown keys are errors: a misspelt key must not silently widen a rule."""


Sees = Literal["passage", "sentences", "document"]
"""What a matcher is shown at once."""

FindInPassage = Callable[[Passage], Iterable[Match]]
"""Looks at one block; offsets count from its start."""

FindInSentences = Callable[[Passage, Iterable[int]], Iterable[Match]]
"""Looks at some sentences of a block, given by their numbers; offsets count from the block's start."""

FindInDocument = Callable[[Analysis], Iterable[Match]]
"""Looks at the whole text; offsets count from its start."""


class Matcher(Protocol):
    """A module of ``matchers/``. Its name is the key below ``match:`` in a rule, ``Spec`` says what its value holds.

    The docstrings of the module, of ``Spec``, ``sees`` and ``find`` are what ``rules/README.md`` tells authors of
    rules.
    """

    Spec: Any

    def sees(self, spec: Any) -> Sees:
        """Which of the three kinds of function ``find`` gives."""
        ...

    def find(self, spec: Any, lists: Lists) -> Callable[..., Iterable[Match]]:
        """The function that finds. The docstring names the groups and values that templates may use.

        Raises ``ValueError`` for a wrong pattern, an unknown list and the like.
        """
        ...

    def needs(self, spec: Any, lists: Lists) -> Gate:
        """What a text has wherever the matcher finds something. It may be ``Gate()``: anything. Raises as ``find``."""
        ...
