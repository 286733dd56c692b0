"""What people decided before: ``cleantext-decisions.json``, found upwards like the settings, kept with the texts.

A finding that was rejected stays rejected in later runs, wherever the same words are in the same surroundings;
that is what a finding's id vouches for. What was accepted is kept to know which words were *always* rejected: those
of them that are names become words never to touch.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
import regex

from cleantext.core.finding import unnumbered
from cleantext.core.settings import Settings
from cleantext.report.model import Report, ReportedFinding
from cleantext.review.decisions import Decision, last
from cleantext.storage.lists import read_list, write_list

NAME = "cleantext-decisions.json"
SCHEMA = "cleantext-memory/1"

WORDY = frozenset(
    {"consistency", "encoding", "grammar", "interference", "phrases", "spelling", "tortured-phrases", "untranslated"}
)
"""Packs whose findings are about the words themselves. Elsewhere a word merely happens to be beside the damage."""

_WORDS = regex.compile(
    r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’&-]*(?: (?:& )?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.'’&-]*){0,4}"
)
_CAPITALISED = regex.compile(r"\p{Lu}|\p{N}|(?:of|the|and|de|la|le|du|von|van|der|den|di|da|al|bin|for)$")


class Remembered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The decision about a finding. ``text`` is what was there, ``finding`` the id without its number."""

    finding: str
    rule: str
    pack: str
    text: str
    decision: Literal["accept", "reject"]


class _Memory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["cleantext-memory/1"]
    decisions: tuple[Remembered, ...]


def memory_file(settings: Settings, start: Path) -> Path | None:
    """The file that ``settings`` name, else the nearest in ``start`` or above; None where memory is off.

    Where there is none yet it is the one to write: in ``start``.
    """
    if settings.memory is False:
        return None
    if isinstance(settings.memory, str):
        return Path(settings.memory)
    folders = (start, *start.resolve().parents)
    return next((folder / NAME for folder in folders if os.path.isfile(folder / NAME)), start / NAME)


def recall(path: Path | None) -> tuple[Remembered, ...]:
    """What ``path`` holds; nothing where there is no such file. Raises ``SettingsError`` naming file and reason."""
    found = read_list(path, _Memory, SCHEMA) if path else None
    return found.decisions if found else ()


def remember(path: Path, decided: Iterable[Remembered]) -> int:
    """Add decisions to ``path``, later ones about the same finding in place of earlier ones; how many it now holds.

    One decision a line, in the order of their ids, so that the file can be kept under version control. Raises
    ``SettingsError``.
    """
    held = {each.finding: each for each in (*recall(path), *decided)}
    write_list(path, SCHEMA, "decisions", (held[name] for name in sorted(held)))
    return len(held)


def rejected(held: Iterable[Remembered]) -> frozenset[str]:
    """The ids of the findings that stay rejected."""
    return frozenset(each.finding for each in held if each.decision == "reject")


def remembered(report: Report, decisions: Iterable[Decision]) -> Iterator[Remembered]:
    """What the decisions that count say about the report's findings; one's own words say that a finding was right.

    A free edit says so of the findings in what it changes.
    """
    findings = {(file.path, finding.id): finding for file in report.files for finding in file.findings}
    files = {file.path: file for file in report.files}
    counting = last(decisions)[0]
    for about, decision in counting.items():
        if (finding := findings.get(about)) is not None:
            yield _remembered(finding, "reject" if decision.decision == "reject" else "accept")
        elif decision.finding is None and (file := files.get(decision.path)) is not None:
            for finding in file.findings:
                if decision.place.covers(finding.span) and (file.path, finding.id) not in counting:
                    yield _remembered(finding, "accept")


def _remembered(finding: ReportedFinding, decision: Literal["accept", "reject"]) -> Remembered:
    return Remembered(
        finding=unnumbered(finding.id), rule=finding.rule, pack=finding.pack, text=finding.text, decision=decision
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
        for text, made in sorted(_always_rejected(held).items())
        if len(made) >= times and _names_something(text, all(each.pack in WORDY for each in made))
    }


def _names_something(text: str, wordy: bool) -> bool:
    """Whether ``text`` is a name of several words or, where the words themselves were in question, any word."""
    if not _WORDS.fullmatch(text):
        return False
    words = text.replace(" & ", " ").split()
    return wordy or (len(words) > 1 and all(_CAPITALISED.match(word) for word in words) and text[0].isupper())


def _always_rejected(held: Iterable[Remembered]) -> Mapping[str, list[Remembered]]:
    """The texts that were rejected in every decision about them, with these decisions."""
    texts: dict[str, list[Remembered]] = {}
    for each in held:
        texts.setdefault(each.text.strip(), []).append(each)
    return {text: made for text, made in texts.items() if all(each.decision == "reject" for each in made)}
