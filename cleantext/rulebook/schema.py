"""The shape of a rule file: one YAML document per rule, every key checked.

A rule says what to look for (``match``, exactly one kind), when not to (``unless``) or only when
(``context``), what is wrong (``title``, ``why``), what to do (``fix``) and how it behaves (``examples``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from cleantext.rulebook.kinds import KINDS, OneKind
from cleantext.rulebook.match import Pattern, Strict

BlockName = Literal["prose", "heading", "list-item", "line", "code"]
RuleId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
if TYPE_CHECKING:

    class Match(OneKind, frozen=True, kw_only=True):
        """What a rule looks for: exactly one kind of ``matchers/``, as its ``Spec`` says."""
else:
    Match = msgspec.defstruct("Match", [(k, m.Spec | None, None) for k, m in KINDS.items()], bases=(OneKind,))


class Condition(Strict, frozen=True, kw_only=True):
    """What surrounds a match. All keys that are given must hold; of a list of conditions, all for ``context``, any for
    ``unless``.

    - ``before`` must end where the match begins; it sees 240 characters of the match's block before it
    - ``after`` must begin where the match ends; it sees the rest of the block
    - ``match`` is searched in the matched text
    - ``sentence`` is searched in the sentence in which the match begins
    - ``block`` is searched in the whole block
    - ``document`` is searched in the whole text
    - ``following`` must begin right after the block
    - ``quoted`` says whether the match is inside quotation marks, as far as its block shows them
    - ``kinds`` are the kinds of blocks, one of which the match's must be
    """

    before: Pattern | None = None
    after: Pattern | None = None
    match: Pattern | None = None
    sentence: Pattern | None = None
    block: Pattern | None = None
    document: Pattern | None = None
    following: Pattern | None = None
    quoted: bool | None = None
    kinds: Sequence[BlockName] | None = None


class FixSpec(Strict, frozen=True, kw_only=True):
    """``replace`` replaces the whole match, ``edits`` the named groups, all or nothing.

    Templates take groups and values of the match in braces: ``{name}``, ``{name:lower}``, ``{name:capital}``,
    ``{name:upper}``. Which there are each kind says above; ``{0}`` is the whole match. ``replace: '{fix}'`` makes the
    edits that the kind itself knows (``seam``, ``spellings``, ``variants``); ``replace: '{to}'`` takes what a map of
    ``words`` gives, the first as the fix and the others as alternatives. ``alternatives`` are further templates for the
    whole match.
    """

    replace: str | None = None
    edits: dict[str, str] | None = None
    applicability: Literal["safe", "suggested"] = "suggested"
    alternatives: Sequence[str] = ()


class Example(Strict, frozen=True, kw_only=True):
    """``bad`` must be found and, where ``good`` is given, become exactly that; ``ok`` must be left alone."""

    bad: str | None = None
    good: str | None = None
    ok: str | None = None


class Rule(Strict, frozen=True, kw_only=True):
    """A rule as its author writes it. ``title`` says what is wrong in a few words, ``why`` what causes it.

    ``message`` is the line shown at a finding (a template like those of a fix); without it the title serves.
    ``languages`` are those that the rule holds in, as codes of two letters, or ``any``.
    """

    id: RuleId
    title: str
    why: str
    severity: Literal["error", "warning", "info"]
    match: Match
    examples: Sequence[Example]
    message: str | None = None
    fix: FixSpec | None = None
    context: Condition | Sequence[Condition] = ()
    unless: Condition | Sequence[Condition] = ()
    kinds: Sequence[BlockName] = ("prose", "heading", "list-item", "line")
    confidence: Annotated[float, Meta(ge=0, le=1)] = 0.9
    source: str | None = None
    see: Sequence[str] = ()
    languages: Sequence[str] = ("en",)

    def holds_in(self, language: str) -> bool:
        """Whether the rule is for texts in ``language``, a code of two letters."""
        return language in self.languages or "any" in self.languages


def conditions(given: Condition | Sequence[Condition]) -> Sequence[Condition]:
    """One condition or a list of them, as a list."""
    return (given,) if isinstance(given, Condition) else given
