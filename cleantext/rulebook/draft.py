"""Draft a rule from one damaged text and its repair: what changed is the match, its neighbours say where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

import regex
import yaml

from cleantext.rulebook.schema import Example, FixSpec, Match, Rule

_PIECE = regex.compile(r"\w+(?:[-'’]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """``wrong`` became ``right`` between ``before`` and ``after``, all of them pieces of text in order."""

    before: Sequence[str]
    wrong: str
    right: str | None
    after: Sequence[str]


def change(bad: str, good: str) -> Change:
    """The one region in which the texts differ, in whole words and marks. Raises ``ValueError`` where they don't.

    >>> change("chief Jens. Berg spoke", "chief Jens Berg spoke").wrong
    '.'
    """
    old, new = _PIECE.findall(bad), _PIECE.findall(good)
    changed = [op for op in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
    if not changed:
        raise ValueError("the bad and the good text are the same")
    start, end, new_start, new_end = changed[0][1], changed[-1][2], changed[0][3], changed[-1][4]
    if start == end:  # something is missing: a rule has to see what is beside it
        start, new_start = (start - 1, new_start - 1) if start else (start, new_start)
        end, new_end = (end, new_end) if start < end else (end + 1, new_end + 1)
    return Change(old[:start], "".join(old[start:end]), "".join(new[new_start:new_end]), old[end:])


def place(bad: str, wrong: str) -> Change:
    """``wrong`` in ``bad``, with no repair known. Raises ``ValueError`` where it isn't there."""
    at = bad.find(wrong)
    if at < 0 or not wrong:
        raise ValueError(f"{wrong!r} does not occur in the bad text")
    return Change(_PIECE.findall(bad[:at]), wrong, None, _PIECE.findall(bad[at + len(wrong) :]))


def drafts(rule_id: str, title: str, why: str, bad: str, good: str | None, changed: Change) -> Sequence[Rule]:
    """Rules that find the change, from the widest to the narrowest: neighbours by their shape, then by the word."""
    return [
        Rule(
            id=rule_id,
            title=title,
            why=why,
            severity="error" if good is not None else "warning",
            match=Match(regex=_pattern(changed, widely)),
            fix=FixSpec(replace=_template(changed.right)) if changed.right is not None else None,
            examples=[Example(bad=bad, good=good), *([Example(ok=good)] if good is not None else [])],
        )
        for widely in (True, False)
    ]


def as_yaml(rule: Rule) -> str:
    """The rule as a document of a pack."""
    examples = [
        {key: text for key in ("bad", "good", "ok") if (text := getattr(example, key)) is not None}
        for example in rule.examples
    ]
    document: dict[str, object] = {"id": rule.id, "title": rule.title, "why": rule.why, "severity": rule.severity}
    document["match"] = {"regex": rule.match.spec}
    if rule.fix:
        document["fix"] = {"replace": rule.fix.replace, "applicability": rule.fix.applicability}
    document["examples"] = examples
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def _pattern(changed: Change, widely: bool) -> str:
    before, after = "".join(changed.before[-2:]), "".join(changed.after[:2])
    said = _PIECE.findall(changed.wrong) if widely else _PIECE.findall(before + after)
    spelt = partial(_shape, literally=frozenset(said))  # of a word said twice the shape of one would hit the other
    behind = f"(?<={spelt(before)})" if changed.before else "^"
    ahead = f"(?={spelt(after)})" if changed.after else "$"
    return f"{behind}{_literal(changed.wrong)}{ahead}"


def _shape(text: str, literally: frozenset[str]) -> str:
    return "".join(_literal(p) if p in literally else _piece_shape(p) for p in _PIECE.findall(text))


def _piece_shape(piece: str) -> str:
    if piece.isspace():
        return r"\s+"
    if piece[0].isdigit():
        return r"\d+"
    if piece[0].isalpha():
        return (r"\p{Lu}" if piece[0].isupper() else r"\p{Ll}") + r"[\w’'-]*"
    return regex.escape(piece)


def _literal(text: str) -> str:
    return regex.sub(r"\s+", r"\\s+", regex.escape(text, literal_spaces=True))


def _template(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
