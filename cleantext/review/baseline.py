"""``cleantext-baseline.json``: findings that were there before, so that a run tells only what is new.

It holds the ids of findings with their rules and files, one a line, so that it can be kept under version control. As
an id vouches for a finding's words and what surrounds them, a file may be renamed or changed elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from cleantext.core.finding import unnumbered
from cleantext.report.model import Report
from cleantext.storage.lists import read_list, write_list

SCHEMA = "cleantext-baseline/1"


class Known(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, order=True):
    """A finding that is no news. ``finding`` is its id without the number that tells twins apart."""

    path: str
    rule: str
    finding: str


class _Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schema: Literal["cleantext-baseline/1"]
    findings: tuple[Known, ...]


def known(path: Path) -> frozenset[str]:
    """The ids that ``path`` holds; none where there is no such file. Raises ``SettingsError``."""
    return frozenset(each.finding for each in _read(path))


def update(path: Path, report: Report) -> int:
    """Let ``path`` hold what the report found in its files; how many findings that makes with those of other files.

    What a comment suppresses or a person rejected needs no baseline. Raises ``SettingsError``.
    """
    read = {file.path for file in report.files if file.error is None}
    held = {each for each in _read(path) if each.path not in read}
    held |= {
        Known(path=file.path, rule=finding.rule, finding=unnumbered(finding.id))
        for file in report.files
        for finding in file.findings
        if finding.state not in ("rejected", "suppressed")
    }
    write_list(path, SCHEMA, "findings", sorted(held))
    return len(held)


def _read(path: Path) -> tuple[Known, ...]:
    found = read_list(path, _Baseline, SCHEMA)
    return found.findings if found else ()
