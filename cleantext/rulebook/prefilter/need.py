"""What must be in a text before a rule can match in it: the rule's gate, in terms that are looked for at once."""

from __future__ import annotations

from typing import Literal

import msgspec

Scope = Literal["text", "before", "following", "phrase", "sentence", "token", "opening", "classes", "attribution"]
"""What a pattern is searched in: ``token`` is a row of tokens, ``opening`` one that begins a sentence. ``phrase`` is
a text, too, of which the pattern needs a few words that are spelt out; ``before`` is the text in front of a sentence,
``following`` that after it. ``classes`` and ``attribution`` are the symbols of a text's words, or of who says what in
it."""


class Need(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A pattern that must match somewhere in the text, in a sentence, in a row of tokens, or of classes."""

    pattern: str
    scope: Scope = "text"


class Again(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """A word of ``letters`` or more, alone or with others, that is said again, with at most ``words`` between."""

    letters: int
    words: int


class Letters(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """One of ``characters``, which few English texts have."""

    characters: frozenset[str]


AnyNeed = Need | Again | Letters


class Gate(msgspec.Struct, frozen=True, array_like=True):
    """Open where at least ``least`` of ``needs`` are met: in the passage, or anywhere in the document for a rule that
    looks at it as a whole. Without needs it is always open."""

    needs: tuple[AnyNeed, ...] = ()
    least: int = 1
