"""From decisions to the memory that later runs honour, and from the memory to words never to touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import regex

from cleantext.batch.memory import Remembered, always_rejected, name_of
from cleantext.report.model import Report
from cleantext.review.decisions import Decision, last

WORDY = frozenset({"consistency", "encoding", "grammar", "interference", "tortured-phrases", "untranslated"})
"""Packs whose findings are about the words themselves. Elsewhere a word is what damage happens to stand beside."""

_WORDS = regex.compile(
    r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’&-]*(?: (?:& )?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’&-]*){0,4}"
)
_CAPITALISED = regex.compile(r"\p{Lu}|\p{N}|(?:of|the|and|de|la|le|du|von|van|der|den|di|da|al|bin|for)$")


def remembered(report: Report, decisions: Iterable[Decision]) -> Iterator[Remembered]:
    """What the decisions that count say about the report's findings; one's own words say that a finding was right."""
    findings = {(file.path, finding.id): finding for file in report.files for finding in file.findings}
    for about, decision in last(decisions)[0].items():
        if (finding := findings.get(about)) is not None:
            yield Remembered(
                finding=name_of(finding.id),
                rule=finding.rule,
                pack=finding.pack,
                text=finding.text,
                decision="reject" if decision.decision == "reject" else "accept",
            )


def vocabulary(held: Iterable[Remembered], times: int) -> Mapping[str, list[Remembered]]:
    """Words and names that were always rejected, and at least ``times`` times, with these decisions.

    >>> made = [Remembered(finding=n, rule="r", pack="repetition", text=t, decision="reject") for n, t in
    ...         [("1", "Duran Duran"), ("2", "Duran Duran"), ("3", "that that"), ("4", "that that"), ("5", "A B")]]
    >>> list(vocabulary(made, 2))
    ['Duran Duran']
    """
    return {
        text: made
        for text, made in sorted(always_rejected(held).items())
        if len(made) >= times and _names_something(text, all(each.pack in WORDY for each in made))
    }


def _names_something(text: str, wordy: bool) -> bool:
    """Whether ``text`` is a name of several words or, where the words themselves were in question, any word."""
    if not _WORDS.fullmatch(text):
        return False
    words = text.replace(" & ", " ").split()
    return wordy or (len(words) > 1 and all(_CAPITALISED.match(word) for word in words) and text[0].isupper())
