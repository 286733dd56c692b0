"""``context`` and ``unless``: what must, or must not, surround a match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from cleantext.core.document import BlockKind
from cleantext.core.span import Span
from cleantext.language.analysis import Passage
from cleantext.rulebook.match import Lists
from cleantext.rulebook.patterns import compiled
from cleantext.rulebook.schema import Condition

WINDOW = 240  # characters before a match that ``before`` sees

Surroundings = Callable[[Passage, Span], bool]
"""Whether a condition holds: the passage, and the match's span in it."""


def surroundings(condition: Condition, lists: Lists) -> Surroundings:
    """Whether every part of ``condition`` holds. Raises ``ValueError`` for a wrong pattern."""
    parts: list[Surroundings] = []
    if condition.before is not None:
        before = compiled(rf"(?:{condition.before})\Z", lists)
        parts.append(lambda p, s: bool(before.search(p.text[max(0, s.start - WINDOW) : s.start])))
    if condition.after is not None:
        after = compiled(condition.after, lists)
        parts.append(lambda p, s: bool(after.match(p.text[s.end :])))
    if condition.match is not None:
        inside = compiled(condition.match, lists)
        parts.append(lambda p, s: bool(inside.search(s.of(p.text))))
    if condition.sentence is not None:
        sentence = compiled(condition.sentence, lists)
        parts.append(lambda p, s: bool(sentence.search(p.sentence_at(s.start).of(p.text))))
    if condition.block is not None:
        block = compiled(condition.block, lists)
        parts.append(lambda p, s: bool(block.search(p.text)))
    if condition.document is not None:
        document = compiled(condition.document, lists)
        seen = lru_cache(maxsize=2)(lambda whole: document.search(whole) is not None)  # once for all its passages
        parts.append(lambda p, _: seen(p.whole))
    if condition.following is not None:
        following = compiled(condition.following, lists)
        parts.append(lambda p, _: bool(following.match(p.whole, p.end)))
    if condition.quoted is not None:
        quoted = condition.quoted
        parts.append(lambda p, s: p.quoted(s) == quoted)
    if condition.kinds is not None:
        kinds = frozenset(map(BlockKind, condition.kinds))
        parts.append(lambda p, s: p.kind in kinds)
    return parts[0] if len(parts) == 1 else _all_of(parts)


def any_of(conditions: Sequence[Surroundings]) -> Surroundings:
    """Whether one of several holds; false for none."""
    if len(conditions) == 1:
        return conditions[0]
    return lambda passage, span: any(holds(passage, span) for holds in conditions)


def _all_of(conditions: Sequence[Surroundings]) -> Surroundings:
    return lambda passage, span: all(holds(passage, span) for holds in conditions)
