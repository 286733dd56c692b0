"""What every matcher yields, and the ways to look at a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cleantext.core.edit import Edit
from cleantext.core.span import Span
from cleantext.language.analysis import Analysis, Passage


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


FindInPassage = Callable[[Passage], Iterable[Match]]
"""Looks at one block; offsets count from its start."""

FindInSentences = Callable[[Passage, Iterable[int]], Iterable[Match]]
"""Looks at some sentences of a block, given by their numbers; offsets count from the block's start."""

FindInDocument = Callable[[Analysis], Iterable[Match]]
"""Looks at the whole text."""

Lists = Mapping[str, tuple[str, ...]]
"""Word lists by name."""
